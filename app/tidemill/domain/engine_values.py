"""Columns as the arrays a table engine reads and hands out: one way for all who ask one.

An engine gives a numpy array, masked where a value is missing; texts come as objects.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import count
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.columns import Kind
from tidemill.domain.frames import BOOLEAN_LEVELS, CODED, ColumnData

Array = npt.NDArray[Any]


def array_of(column: ColumnData) -> Array:
    """The array an engine reads: values, truth as 0, 1 and -1, or texts with None for missing."""
    if column.kind is Kind.BOOLEAN:
        return column.values.astype(np.int8)
    if column.kind in CODED:
        return np.asarray(np.array([*column.levels, None], dtype=object)[column.values])
    if column.kind is Kind.DATETIME:
        return column.values.astype("datetime64[us]")
    return column.values


def column_of(
    name: str, kind: Kind, found: Array, *, whole: bool = False, levels: Sequence[str] = ()
) -> ColumnData:
    """The column of these values; shape (rows,) as `found`.

    `found` holds numbers, microseconds or moments, texts, or for truth values 0, 1 and -1. `whole`
    asks for int64 (no value may be missing then). `levels` are texts known beforehand: they keep
    their codes, and what else appears follows them.
    """
    gaps = np.ma.getmaskarray(found) if isinstance(found, np.ma.MaskedArray) else None
    if gaps is not None and not gaps.any():
        gaps = None
    values = np.asarray(np.ma.getdata(found))
    if kind is Kind.BOOLEAN:
        codes = values if gaps is None else np.where(gaps, -1, values)
        return ColumnData(name, kind, codes.astype(np.int32), BOOLEAN_LEVELS)
    if kind in CODED:
        return _coded(name, kind, values, gaps, levels)
    if kind is Kind.DATETIME:
        times = values.astype("datetime64[us]")
        nothing: Any = np.datetime64("NaT", "us")
        return ColumnData(name, kind, times if gaps is None else np.where(gaps, nothing, times))
    if whole:
        return ColumnData(name, kind, values.astype(np.int64, copy=False))
    numbers = values.astype(np.float64, copy=False)
    return ColumnData(name, kind, numbers if gaps is None else np.where(gaps, np.nan, numbers))


def _coded(
    name: str, kind: Kind, values: Array, gaps: Array | None, levels: Sequence[str]
) -> ColumnData:
    if gaps is not None:
        values = values.astype(object)
        values[gaps] = None
    codes: defaultdict[Any, int] = defaultdict(count().__next__)
    for text in levels:
        codes[text]
    codes[None] = -1  # every text that is not known yet gets the next number when it is asked for
    texts = values.tolist()
    found = np.fromiter(map(codes.__getitem__, texts), np.int32, len(texts))
    del codes[None]
    return ColumnData(name, kind, found, tuple(codes))
