"""Rows of Python values on their way into the table engine, in bounded memory.

For sources whose cells have types of their own, each cell perhaps another: sheets, SQLite tables,
query results. What kind of values a column holds is found over all its rows; where they differ, all
of it becomes text.
"""

import datetime as dt
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tidemill.base.table_engine import file_literal, literal

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

BLOCK = 20_000
"""Rows held before they go to disk."""

EXACT = 2**53
"""Up to here whole numbers are exact as floating point numbers."""


class Sort(StrEnum):
    """What the cells of a column are."""

    NOTHING = "nothing"
    WHOLE = "whole"
    NUMBER = "number"
    TRUTH = "truth"
    MOMENT = "moment"
    TEXT = "text"


_TYPES = {
    Sort.NOTHING: "varchar",
    Sort.WHOLE: "bigint",
    Sort.NUMBER: "double",
    Sort.TRUTH: "boolean",
    Sort.MOMENT: "timestamp",
    Sort.TEXT: "varchar",
}

EXACT_DECIMALS = "Read as numbers of about 16 digits: the source holds exact decimals."
IN_UTC = "Times are read in UTC."
NESTED = "Kept as text: the source holds nested values."
BYTES = "Kept as text: the source holds bytes."
DURATIONS = "Kept as text: the source holds times of day or durations."
TOO_LONG = "Kept as text: whole numbers that are too long to be exact as numbers."
SEVERAL = "Kept as text: the source holds values of several kinds."


@dataclass(frozen=True)
class StagedColumn:
    """What a column holds, and in a sentence what was done to it (empty where nothing was).

    `is_written` is True where texts stood in it: whether they are dates or numbers is not settled.
    """

    sort: Sort
    note: str = ""
    is_written: bool = False

    @property
    def engine_type(self) -> str:
        """Its type in the engine."""
        return _TYPES[self.sort]


@dataclass(frozen=True, eq=False)
class _Cells:
    """Some values of one column as an array for the engine, and which of them are there."""

    sort: Sort
    values: "npt.NDArray[Any] | None" = None
    present: "npt.NDArray[np.bool_] | None" = None
    note: str = ""
    is_written: bool = False
    is_big: bool = False


class StagedRows:
    """Takes rows, keeps them in files of a folder, and makes them a view of the engine.

    The engine is one of `table_engine`'s; the files must stay as long as the view is used.
    """

    def __init__(self, engine: Any, folder: Path, n_columns: int) -> None:
        self._engine, self._folder, self._n_columns = engine, folder, n_columns
        self._rows: list[Sequence[Any]] = []
        self._parts: list[tuple[Path, list[_Cells]]] = []
        self.n_rows = 0

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        """Add rows, each with a value for every column; None and NaN are missing."""
        for start in range(0, len(rows), BLOCK):
            self._rows.extend(rows[start : start + BLOCK])
            if len(self._rows) >= BLOCK:
                self._flush()

    @property
    def n_fetched(self) -> int:
        """How many rows were added so far."""
        return self.n_rows + len(self._rows)

    def finish(self, view: str = "t") -> list[StagedColumn]:
        """Make the view, with columns c0, c1, … in the order of the rows, and describe them."""
        self._flush()
        found = [self._settled(i) for i in range(self._n_columns)]
        parts = []
        for path, cells in self._parts:
            picked = ", ".join(
                f"{_cast(f'c{i}', cells[i].sort, one.sort)} as c{i}" for i, one in enumerate(found)
            )
            parts.append(f"select {picked} from read_parquet({file_literal(path)})")
        if not parts:
            picked = ", ".join(f"null::{one.engine_type} as c{i}" for i, one in enumerate(found))
            parts.append(f"select {picked} where false")
        picked = ", ".join(f"c{i}" for i in range(self._n_columns))
        self._engine.execute(
            f"create or replace view {view} as select {picked} from ({' union all '.join(parts)})"
        )
        return found

    def _flush(self) -> None:
        import numpy as np

        if not self._rows:
            return
        cells = [_cells([row[i] for row in self._rows]) for i in range(self._n_columns)]
        arrays: dict[str, Any] = {}
        picked = []
        for i, one in enumerate(cells):
            if one.values is None:
                picked.append(f"null::varchar as c{i}")
                continue
            arrays[f"v{i}"], arrays[f"p{i}"] = one.values, one.present
            picked.append(f"case when p{i} then v{i}::{_TYPES[one.sort]} end as c{i}")
        arrays["n"] = np.arange(len(self._rows))
        path = self._folder / f"staged-{len(self._parts)}.parquet"
        self._engine.register("staged_block", arrays)
        self._engine.execute(
            f"copy (select {', '.join(picked)} from staged_block) to {literal(str(path))} "
            "(format parquet, compression lz4_raw)"
        )
        self._engine.unregister("staged_block")
        self.n_rows += len(self._rows)
        self._rows = []
        slim = [
            _Cells(c.sort, note=c.note, is_written=c.is_written, is_big=c.is_big) for c in cells
        ]
        self._parts.append((path, slim))

    def _settled(self, i: int) -> StagedColumn:
        """What a column is over all its rows."""
        parts = [cells[i] for _, cells in self._parts if cells[i].sort is not Sort.NOTHING]
        sorts = {part.sort for part in parts}
        notes = [part.note for part in parts if part.note]
        is_written = any(part.is_written for part in parts)
        if not sorts:
            return StagedColumn(Sort.NOTHING)
        if len(sorts) == 1:
            note = max(notes, key=notes.count) if notes else ""
            return StagedColumn(sorts.pop(), note, is_written)
        if sorts == {Sort.WHOLE, Sort.NUMBER} and not any(part.is_big for part in parts):
            return StagedColumn(Sort.NUMBER, notes[0] if notes else "")
        return StagedColumn(Sort.TEXT, notes[0] if notes else SEVERAL, is_written)


def _cast(name: str, sort: Sort, wanted: Sort) -> str:
    """A column of one part as the type of the whole column."""
    if wanted is Sort.TEXT and sort is Sort.NUMBER:
        return (
            f"case when {name} = floor({name}) and abs({name}) < {EXACT} "
            f"then {name}::bigint::varchar else {name}::varchar end"
        )
    return f"{name}::{_TYPES[wanted]}"


def _cells(values: list[Any]) -> _Cells:
    """Classify some values of a column and bring them into an array."""
    types = {type(value) for value in values}
    types.discard(type(None))
    if float in types and all(value is None or _is_nan(value) for value in values):
        return _Cells(Sort.NOTHING)
    if not types:
        return _Cells(Sort.NOTHING)
    for test, make in _WAYS:
        if test(types) and (made := make(values)) is not None:
            return made
    return _texts(values, SEVERAL, is_written=str in types)


def _is_nan(value: Any) -> bool:
    return isinstance(value, float) and math.isnan(value)


def _present(values: list[Any]) -> "npt.NDArray[np.bool_]":
    import numpy as np

    return np.fromiter((value is not None for value in values), np.bool_, len(values))


def _whole(values: list[Any]) -> _Cells | None:
    import numpy as np

    known = [value for value in values if value is not None]
    low, high = min(known), max(known)
    if low < -(2**63) or high >= 2**63:
        return _texts(values, TOO_LONG)
    filled = np.fromiter((0 if v is None else v for v in values), np.int64, len(values))
    return _Cells(Sort.WHOLE, filled, _present(values), is_big=max(high, -low) > EXACT)


def _number(values: list[Any]) -> _Cells | None:
    """Numbers; whole ones that would lose digits among them make it texts."""
    import numpy as np

    if any(type(v) is int and abs(v) > EXACT for v in values):
        return None
    filled = np.fromiter((math.nan if v is None else v for v in values), np.float64, len(values))
    return _Cells(Sort.NUMBER, filled, ~np.isnan(filled))


def _decimal(values: list[Any]) -> _Cells | None:
    known = [v for v in values if v is not None]
    if any(isinstance(v, Decimal) and not v.is_finite() for v in known):
        return _number([None if v is None else float(v) for v in values])
    if all(v == int(v) for v in known):
        return _whole([None if v is None else int(v) for v in values])
    made = _number([None if v is None else float(v) for v in values])
    if made is None or any(Decimal(repr(float(v))) != v for v in known):
        return (
            None if made is None else _Cells(made.sort, made.values, made.present, EXACT_DECIMALS)
        )
    return made


def _truth(values: list[Any]) -> _Cells:
    import numpy as np

    filled = np.fromiter((bool(v) for v in values), np.bool_, len(values))
    return _Cells(Sort.TRUTH, filled, _present(values))


def _moment(values: list[Any]) -> _Cells | None:
    """Dates and times of one clock; those with a zone in UTC."""
    import numpy as np

    note, plain = "", []
    zones = {isinstance(v, dt.datetime) and v.tzinfo is not None for v in values if v is not None}
    if len(zones) > 1:
        return None
    for value in values:
        moment = value
        if zones == {True} and value is not None:
            note = IN_UTC
            moment = value.astimezone(dt.UTC).replace(tzinfo=None)
        plain.append(np.datetime64("NaT", "us") if moment is None else np.datetime64(moment, "us"))
    filled = np.array(plain, dtype="datetime64[us]")
    return _Cells(Sort.MOMENT, filled, ~np.isnat(filled), note)


def _texts(values: list[Any], note: str = "", *, is_written: bool = False) -> _Cells:
    import numpy as np

    words = np.array([None if v is None else text_of(v) for v in values], dtype=object)
    return _Cells(Sort.TEXT, words, _present(values), note, is_written)


def text_of(value: Any) -> str:
    """A value as text: whole numbers without a point, times in ISO 8601, nested ones as JSON."""
    if isinstance(value, str):
        # A lone half of a letter cannot be written as UTF-8; a null byte ends texts in places.
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        is_whole = math.isfinite(value) and value == int(value) and abs(value) < EXACT
        return str(int(value)) if is_whole else repr(value)
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, bytes | bytearray | memoryview):
        raw = bytes(value)
        try:
            return raw.decode()
        except UnicodeDecodeError:
            return raw.hex()
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, ensure_ascii=False, default=text_of)
    return str(value)


_CLOCKS = {dt.time, dt.timedelta}
_NESTED = {dict, list, tuple}
_BYTES = {bytes, bytearray, memoryview}
_WAYS: tuple[tuple[Callable[[set[type]], bool], Callable[[list[Any]], _Cells | None]], ...] = (
    (lambda types: types == {str}, lambda values: _texts(values, is_written=True)),
    (lambda types: types == {bool}, _truth),
    (lambda types: types == {int}, _whole),
    (lambda types: types <= {int, float}, _number),
    (lambda types: types <= {int, float, Decimal}, _decimal),
    (lambda types: types <= {dt.date, dt.datetime}, _moment),
    (lambda types: types <= _CLOCKS, lambda values: _texts(values, DURATIONS)),
    (lambda types: types <= _NESTED, lambda values: _texts(values, NESTED)),
    (lambda types: types <= _BYTES, lambda values: _texts(values, BYTES)),
)
