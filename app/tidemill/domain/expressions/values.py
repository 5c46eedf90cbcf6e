"""Values while an expression is computed: whole columns, or one value for all rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.columns import Kind
from tidemill.domain.frames import BOOLEAN_LEVELS, CODED, ColumnData

Array = npt.NDArray[Any]

NUMBER, TEXT, TIME, TRUTH, NOTHING = "a number", "a text", "a time", "true or false", "missing"
_TYPES = {
    Kind.NUMERIC: NUMBER,
    Kind.CATEGORICAL: TEXT,
    Kind.TEXT: TEXT,
    Kind.DATETIME: TIME,
    Kind.BOOLEAN: TRUTH,
}
_KINDS = {NUMBER: Kind.NUMERIC, TEXT: Kind.CATEGORICAL, TIME: Kind.DATETIME, TRUTH: Kind.BOOLEAN}
_KINDS[NOTHING] = Kind.CATEGORICAL


@dataclass(frozen=True, eq=False)
class Value:
    """Values of one type, shape (rows,) or (1,) where all rows have the same.

    `values` are in the form of `domain.frames`: numbers int64 or float64 with NaN, times
    datetime64[us], texts and truth values codes into `levels`.
    """

    type: str
    values: Array
    levels: tuple[str, ...] = ()

    @property
    def missing(self) -> npt.NDArray[np.bool_]:
        """True where there is no value."""
        return ColumnData("", _KINDS[self.type], self.values, self.levels).missing

    @property
    def floats(self) -> npt.NDArray[np.float64]:
        """Numbers as float64."""
        return self.values.astype(np.float64)

    def column(self, name: str, n: int) -> ColumnData:
        """The values as a column of n rows."""
        values = np.ascontiguousarray(np.broadcast_to(self.values, (n,)))
        return ColumnData(name, _KINDS[self.type], values, self.levels)


def of_column(column: ColumnData) -> Value:
    """A column's values."""
    return Value(_TYPES[column.kind], column.values, column.levels)


def of_literal(value: float | int | str | bool | None) -> Value:
    """One value for all rows."""
    if value is None:
        return Value(NOTHING, np.array([-1], dtype=np.int32))
    if isinstance(value, bool):
        return Value(TRUTH, np.array([int(value)], dtype=np.int32), BOOLEAN_LEVELS)
    if isinstance(value, str):
        return Value(TEXT, np.zeros(1, dtype=np.int32), (value,))
    dtype = np.int64 if isinstance(value, int) else np.float64
    return Value(NUMBER, np.array([value], dtype=dtype))


def number(values: Array) -> Value:
    """Numbers."""
    return Value(NUMBER, values)


def truth(values: Array, missing: Array | None = None) -> Value:
    """Truth values from a mask, missing where the other mask says so."""
    codes = values.astype(np.int32)
    if missing is not None:
        codes = np.where(missing, np.int32(-1), codes).astype(np.int32)
    return Value(TRUTH, codes, BOOLEAN_LEVELS)


def time(values: Array) -> Value:
    """Moments."""
    return Value(TIME, values.astype("datetime64[us]"))


def texts(values: Value, change: Callable[[str], str | None]) -> Value:
    """Texts changed one distinct text at a time; None is missing."""
    known: dict[str, int] = {}
    table = []
    for level in values.levels:
        changed = change(level)
        table.append(-1 if changed is None else known.setdefault(changed, len(known)))
    codes = np.array([*table, -1], dtype=np.int32)[values.values]
    return Value(TEXT, codes, tuple(known))


def of_levels(values: Value, table: Array, gone: Any) -> Array:
    """What an array says of each distinct text, for each row; `gone` where missing."""
    return np.concatenate([table, np.array([gone], dtype=table.dtype)])[values.values]


def of_each(parts: Sequence[Value], join: Callable[..., str | None]) -> Value:
    """Texts joined from several texts, computed once for every combination that occurs."""
    if len(parts) == 1:
        return texts(parts[0], join)
    n = int(np.broadcast_shapes(*(p.values.shape for p in parts))[0])
    codes = np.zeros(n, dtype=np.int64)
    for part in parts:
        codes = codes * (len(part.levels) + 1) + (part.values.astype(np.int64) + 1)
        # Counted anew after each part, so the numbers stay below rows times levels.
        used, codes = np.unique(codes, return_inverse=True)
        del used
    _, first = np.unique(codes, return_index=True)
    known: dict[str, int] = {}
    table = []
    for row in first.tolist():
        said = [_text_at(part, row) for part in parts]
        text = None if any(one is None for one in said) else join(*said)
        table.append(-1 if text is None else known.setdefault(text, len(known)))
    result = np.array(table, dtype=np.int32)[codes] if n else np.empty(0, dtype=np.int32)
    return Value(TEXT, result, tuple(known))


def _text_at(part: Value, row: int) -> str | None:
    code = int(part.values[row if len(part.values) > 1 else 0])
    return None if code < 0 else part.levels[code]


def unified(parts: Sequence[Value], n: int) -> tuple[list[Array], tuple[str, ...]]:
    """Arrays of n rows that can be mixed, and their common levels; all parts are of one type."""
    found = next((p.type for p in parts if p.type != NOTHING), NOTHING)
    kind = _KINDS[found]
    if kind in CODED:
        known: dict[str, int] = {}
        if found == TRUTH:
            known = {level: i for i, level in enumerate(BOOLEAN_LEVELS)}
        arrays = []
        for part in parts:
            table = [known.setdefault(level, len(known)) for level in part.levels]
            codes = np.array([*table, -1], dtype=np.int32)[part.values]
            arrays.append(np.broadcast_to(codes, (n,)))
        return arrays, tuple(known)
    gone: Any = np.array([np.nan])
    if found == TIME:
        gone = np.array(["NaT"], dtype="datetime64[us]")
    plain = [gone if p.type == NOTHING else p.values for p in parts]
    return [np.broadcast_to(one, (n,)) for one in plain], ()
