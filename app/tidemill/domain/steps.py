"""Preparation of a dataset's rows in recorded steps: named, ordered, each undone by itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.domain.columns import Column, Schema


@dataclass(frozen=True)
class Step:
    """A step as a dataset has it; steps in force stand in the order of `position`.

    `kind` is the id of its catalogue entry. One undone keeps its place, so that it can be done
    again.
    """

    id: int
    dataset_id: int
    position: int
    kind: str
    name: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    created_at: datetime | None = None
    by: str = ""
    undone_at: datetime | None = None

    @property
    def in_force(self) -> bool:
        """Whether rows go through it."""
        return self.undone_at is None

    def spoken(self) -> dict[str, Any]:
        """As a version and a model remember it."""
        return {"kind": self.kind, "name": self.name, "settings": dict(self.settings)}


def same_steps(first: Iterable[Mapping[str, Any]], second: Iterable[Mapping[str, Any]]) -> bool:
    """Whether two lists of remembered steps do the same, whatever they are called."""
    return _meaning(first) == _meaning(second)


def _meaning(steps: Iterable[Mapping[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    return [(str(one["kind"]), dict(one["settings"])) for one in steps]


class StepProblem(NeedsYou):
    """A step that cannot be done to these columns; `place` is its place among the steps, from 0."""

    def __init__(self, message: str, hint: str = "", place: int = 0) -> None:
        """Say what is wrong."""
        super().__init__(message, hint)
        self.place = place

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.message, self.hint, self.place))


def column_of(schema: Schema, name: str) -> Column:
    """The column a step reads; `NeedsYou` says which there are."""
    if name not in schema:
        raise NeedsYou(
            f"There is no column {name}.",
            "The columns here are " + ", ".join(schema.names) + ".",
        )
    return schema[name]


def with_new(schema: Schema, columns: Sequence[Column]) -> Schema:
    """The columns with others behind them; `NeedsYou` where a name is taken or empty."""
    for one in columns:
        if not one.name.strip():
            raise NeedsYou("The new column has no name.", "Give it one.")
        if one.name in schema:
            raise NeedsYou(f"There is a column {one.name} already.", "Choose another name.")
    return Schema((*schema.columns, *columns))


def replaced(schema: Schema, name: str, column: Column) -> Schema:
    """The columns with another one in the place of that name."""
    return Schema(tuple(column if c.name == name else c for c in schema.columns))
