"""Rows as a source gives them, and the one way from there to typed rows, for every reader.

A reader puts its rows into the engine's relation `t` with columns c0, c1, ...: texts where the
source knows no types (text files, pastes, sheets written as text), else values of the source's own
types. `typed` then decides by the rules of `domain.inference` over whole columns, and writes the
rows in their kinds to a private file.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.progress import Reporter
from tidemill.catalog import typed_tables
from tidemill.catalog.column_kinds import Raw
from tidemill.catalog.column_kinds import typed as typed_columns
from tidemill.domain.columns import Kind, Schema
from tidemill.domain.engine_values import column_of
from tidemill.domain.frames import CODED, ColumnData
from tidemill.domain.inference import MAX_CATEGORIES_SHARE, MIN_TEXT_LEVELS, text_column
from tidemill.domain.reading import Mismatch, Question, ReadOptions
from tidemill.domain.tables import FrameTable, Table

READ_AS_IT_COMES = ReadOptions()
_BLOCK = 20_000


@dataclass(frozen=True)
class RawColumn:
    """A column as it came.

    `kind` is None for texts whose kind the rules find. Else the source says it: numbers of any
    type, timestamps, truth values; categories and texts are told apart by the rules. `note` says
    what was done to its values.
    """

    name: str
    kind: Kind | None = None
    note: str = ""


@dataclass(frozen=True, eq=False)
class RawTable:
    """The relation `t` of an engine; `lines` has shape (rows,), as in `ReadResult`."""

    engine: Any
    columns: tuple[RawColumn, ...]
    lines: npt.NDArray[np.int64]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, in order."""
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True, eq=False)
class Typed:
    """Rows in their kinds, and what there is to say of them; the words are `ReadResult`'s."""

    table: Table
    schema: Schema
    mismatches: tuple[Mismatch, ...]
    missing: tuple[str, ...]
    new: tuple[str, ...]
    decimal: str
    questions: tuple[Question, ...] = ()


def put_texts(engine: Any, n_columns: int, rows: Iterable[Sequence[str | None]]) -> int:
    """Make `t` from rows of texts, None where missing; return how many there were.

    They are taken some at a time, so that a source may give more than memory holds.
    """
    named = ", ".join(f"c{i} varchar" for i in range(n_columns))
    engine.execute(f"create or replace table t ({named})")
    n_rows = 0
    block: list[Sequence[str | None]] = []
    for row in rows:
        block.append(row)
        if len(block) == _BLOCK:
            n_rows += _put(engine, n_columns, block)
            block = []
    return n_rows + (_put(engine, n_columns, block) if block else 0)


def _put(engine: Any, n_columns: int, block: list[Sequence[str | None]]) -> int:
    columns = zip(*block, strict=True)
    arrays = {f"c{i}": np.array(values, dtype=object) for i, values in enumerate(columns)}
    engine.register("block", arrays)
    picked = ", ".join(f"c{i}::varchar" for i in range(n_columns))
    engine.execute(f"insert into t select {picked} from block")
    engine.unregister("block")
    return len(block)


def typed(
    raw: RawTable,
    expected: Schema | None,
    reporter: Reporter,
    scratch: Path | None = None,
    options: ReadOptions = READ_AS_IT_COMES,
) -> Typed:
    """Bring all columns into kinds: those expected of them, or those their values show.

    The rows are written below `scratch`, which must stay as long as they are used; without it
    they are in memory. Expected columns come first, in their order, then the new ones.
    """
    found = typed_columns(raw.names, lambda i: _raw(raw, i), expected, raw.lines, reporter, options)
    table: Table = FrameTable(found.frame)
    if scratch is not None:
        table = typed_tables.written(found.frame, scratch / "typed.parquet")
    return Typed(
        table,
        found.schema,
        found.mismatches,
        found.missing,
        found.new,
        found.decimal,
        found.questions,
    )


def _raw(raw: RawTable, i: int) -> Raw:
    column = raw.columns[i]
    values = raw.engine.execute(f"select c{i} from t").fetchnumpy()[f"c{i}"]
    if column.kind is None:
        # `filled(None)` would mean the array's own fill value, the text "?".
        return Raw(text_column(column.name, np.ma.asarray(values).tolist()), written=True)
    data = _own(column, values)
    return Raw(data, written=False, note=column.note)


def _own(column: RawColumn, values: npt.NDArray[Any]) -> ColumnData:
    assert column.kind is not None
    if column.kind is Kind.BOOLEAN:
        values = np.ma.filled(np.ma.asarray(values).astype(np.int8), -1)
    is_whole = values.dtype.kind in "iu" and not np.ma.getmaskarray(values).any()
    whole = column.kind is Kind.NUMERIC and is_whole
    assert column.kind in CODED or values.dtype.kind != "O"
    data = column_of(column.name, column.kind, values, whole=whole)
    n_present = len(data) - int(data.missing.sum())
    if column.kind is Kind.CATEGORICAL and is_free_text(len(data.levels), n_present):
        return ColumnData(data.name, Kind.TEXT, data.values, data.levels)
    return data


def is_free_text(n_levels: int, n_present: int) -> bool:
    """Whether texts of a source with types of its own are too many to be categories."""
    return n_levels > MIN_TEXT_LEVELS and n_levels > MAX_CATEGORIES_SHARE * n_present
