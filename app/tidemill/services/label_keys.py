"""By what the rows of a dataset are known when they are labelled, and what is said of them.

A label is said of a key: the value of a column that tells rows apart, or the number of the row as
it came.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.catalog.prepared_tables import PreparedTable
from tidemill.domain.columns import Kind, Role
from tidemill.domain.datasets import Dataset, DatasetVersion, Series
from tidemill.domain.expressions import functions
from tidemill.domain.expressions.values import of_column
from tidemill.domain.frames import ColumnData
from tidemill.domain.labels import ROW, in_force
from tidemill.services import preparing, tables
from tidemill.services.workspace import Workspace
from tidemill.store import datasets, labels
from tidemill.store import steps as step_rows


@dataclass(frozen=True, eq=False)
class Base:
    dataset: Dataset
    version: DatasetVersion
    key_column: str
    standing: dict[str, str | None]
    saved: dict[str, str | None]


def key_columns(workspace: Workspace, dataset: str) -> list[str]:
    """The columns by which rows can be told apart, the best first; "" is the number of the row."""
    with workspace.store.read() as connection:
        found = dataset_named(connection, dataset)
    named = found.schema.with_role(Role.IDENTIFIER)
    kinds = (Kind.TEXT, Kind.CATEGORICAL, Kind.NUMERIC)
    rest = [
        c.name
        for c in found.schema.columns
        if c.name not in named and c.kind in kinds and (c.whole or c.kind is not Kind.NUMERIC)
    ]
    by_row = [ROW] if found.series is Series.APPEND else []
    return [*named, *by_row, *rest]


def base_of(workspace: Workspace, dataset: str, column: str, key_column: str | None) -> Base:
    if not column.strip():
        raise NeedsYou("The label has no column.", "Name one.")
    with workspace.store.read() as connection:
        found = dataset_named(connection, dataset)
        newest = datasets.versions(connection, found.id)[-1]
        key = checked_key(connection, found, newest, column, key_column)
        entries = labels.entries(connection, found.id, column=column, key_column=key)
        step = step_of(connection, found.id, column, key)
    saved: dict[str, str | None] = {}
    if step is not None:
        saved = preparing.stored_labels(workspace, step.settings["labels"])
    return Base(found, newest, key, in_force(entries), saved)


def _usual_key(connection: Any, dataset: Dataset, newest: DatasetVersion, column: str) -> str:
    """The key by which the column was labelled last, else the identifier, else the row."""
    last = labels.entries(connection, dataset.id, column=column, newest=1)
    if last and (last[0].key_column == ROW or last[0].key_column in newest.schema):
        return last[0].key_column
    named = [n for n in dataset.schema.with_role(Role.IDENTIFIER) if n in newest.schema]
    return named[0] if named else ROW


def checked_key(
    connection: Any, dataset: Dataset, newest: DatasetVersion, column: str, key_column: str | None
) -> str:
    if key_column is None:
        key_column = _usual_key(connection, dataset, newest, column)
    if key_column == ROW:
        if dataset.series is Series.REPLACE:
            raise NeedsYou(
                f"The rows of {dataset.name} can't be told apart: each file replaces them all.",
                "Name the column by which a row is known, or give one the role identifier.",
            )
        return ROW
    if key_column not in newest.schema:
        raise NeedsYou(
            f"{dataset.name} has no column {key_column}.",
            "It has " + ", ".join(newest.schema.names) + ".",
        )
    if key_column == column:
        raise NeedsYou("The key can't be the label column.", "Choose another key.")
    return key_column


class Keys:
    """The keys of rows by their places, as texts."""

    def __init__(self, codes: npt.NDArray[np.int64], levels: tuple[str, ...] | None) -> None:
        self.codes = codes
        self.levels = levels

    def __call__(self, rows: npt.NDArray[np.int64]) -> list[str]:
        found = self.codes[rows].tolist()
        if self.levels is None:
            return [str(number) for number in found]
        return [self.levels[code] if code >= 0 else "" for code in found]

    @property
    def known(self) -> Mapping[str, int] | None:
        """Codes by key; None where the key is the number itself."""
        if self.levels is None:
            return None
        return {level: code for code, level in enumerate(self.levels)}


def keys_of(workspace: Workspace, base: Base) -> Keys:
    if base.key_column != ROW:
        texts = functions.as_text(
            of_column(tables.of(workspace, base.version).column(base.key_column))
        )
        return Keys(texts.values.astype(np.int64), texts.levels)
    version = base.version
    steps_ = preparing.bound(workspace, version.steps)
    raw, schema = preparing.raw_table(workspace, version), version.raw_schema()
    return Keys(PreparedTable(raw, schema, steps_).kept.astype(np.int64), None)


def texts_of(data: ColumnData) -> list[str | None]:
    texts = functions.as_text(of_column(data))
    return [texts.levels[code] if code >= 0 else None for code in texts.values.tolist()]


def step_of(connection: Any, dataset_id: int, column: str, key_column: str) -> Any:
    """The step in force that puts the labels of a column in, if there is one."""
    for one in reversed(step_rows.of_dataset(connection, dataset_id)):
        settings = one.settings
        is_labels = one.kind == "labels" and one.in_force
        if is_labels and (settings["column"], settings["key"]) == (column, key_column):
            return one
    return None


def dataset_named(connection: Any, name: str) -> Dataset:
    found = datasets.find(connection, name)
    if found is None:
        raise NotThere("dataset", name)
    return found
