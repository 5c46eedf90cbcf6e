"""Columns of a table: what kind of values they hold and what part they play."""

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

ALL_MISSING = "All values are missing."
"""The note of a column of which no value is known yet."""


class Kind(StrEnum):
    """What the values of a column are."""

    NUMERIC = "numeric"
    CATEGORICAL = "categorical"
    DATETIME = "datetime"
    BOOLEAN = "boolean"
    TEXT = "text"


class Role(StrEnum):
    """What a column is for in its dataset."""

    TARGET = "target"
    TIME = "time"
    IDENTIFIER = "identifier"
    GROUP = "group"
    FEATURE = "feature"
    LEFT_OUT = "left out"


@dataclass(frozen=True)
class Column:
    """One column of a schema: its name, kind, role, and whether all its numbers are whole.

    `reading` says how its texts are read where a person said so or the file did ("day first",
    "month first", "text"); `personal` marks what is masked wherever it is shown.
    """

    name: str
    kind: Kind
    role: Role = Role.FEATURE
    whole: bool = False
    note: str = ""
    reading: str = ""
    personal: bool = False

    @property
    def is_open(self) -> bool:
        """Whether no value is known yet: the first ones to come decide the kind."""
        return self.note == ALL_MISSING

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as stored."""
        return {
            "name": self.name,
            "kind": str(self.kind),
            "role": str(self.role),
            "whole": self.whole,
            "note": self.note,
            "reading": self.reading,
            "personal": self.personal,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Column":
        """Read what `to_dict` wrote."""
        return cls(
            data["name"],
            Kind(data["kind"]),
            Role(data["role"]),
            bool(data.get("whole", False)),
            data.get("note", ""),
            data.get("reading", ""),
            bool(data.get("personal", False)),
        )


@dataclass(frozen=True)
class Schema:
    """The columns of a table, in order."""

    columns: tuple[Column, ...]

    def __post_init__(self) -> None:
        if len(set(self.names)) != len(self.columns):
            raise ValueError("column names repeat")

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The columns' names, in order."""
        return tuple(c.name for c in self.columns)

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def __getitem__(self, name: str) -> Column:
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    def with_role(self, role: Role) -> tuple[str, ...]:
        """Names of the columns that play a part."""
        return tuple(c.name for c in self.columns if c.role is role)

    @property
    def target(self) -> str | None:
        """The column to predict, if one is named."""
        return next(iter(self.with_role(Role.TARGET)), None)

    @property
    def time(self) -> str | None:
        """The column that orders rows in time, if one is named."""
        return next(iter(self.with_role(Role.TIME)), None)

    @property
    def features(self) -> tuple[str, ...]:
        """Names of the columns a model may learn from."""
        return self.with_role(Role.FEATURE)

    def assigned(self, roles: dict[str, Role]) -> "Schema":
        """The same columns with roles replaced where `roles` names them."""
        return Schema(
            tuple(replace(c, role=roles[c.name]) if c.name in roles else c for c in self.columns)
        )

    def settled_by(self, found: "Schema") -> "Schema":
        """The same columns and roles, with what `found` settles: the kind of those still open, and
        what a person said since of how a column is read."""
        settled = []
        for c in self.columns:
            other = found[c.name] if c.name in found else c  # noqa: SIM401 - a schema has no get
            is_said = bool(other.reading) and other.reading != c.reading
            keeps = not c.is_open and not is_said
            settled.append(c if keeps else replace(other, role=c.role, personal=c.personal))
        return Schema(tuple(settled))

    def to_list(self) -> list[dict[str, Any]]:
        """Plain JSON types, as stored."""
        return [c.to_dict() for c in self.columns]

    @classmethod
    def from_list(cls, data: list[dict[str, Any]]) -> "Schema":
        """Read what `to_list` wrote."""
        return cls(tuple(Column.from_dict(item) for item in data))
