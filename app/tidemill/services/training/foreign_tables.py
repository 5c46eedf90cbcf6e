"""Rows as models from elsewhere take them: a DataFrame as pandas reads a file, a matrix, or the
inputs of an ONNX graph.

A table is a Frame, a DataFrame or a list of dicts. What is missing is NaN in numbers, truth values
and texts of a DataFrame, the empty text in a graph. A graph takes dates as whole microseconds
since 1970 in UTC, the smallest number for missing.
"""

import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.catalog.preparations.mixed import values
from tidemill.domain.columns import Column, Kind
from tidemill.domain.frames import CODED

Array = npt.NDArray[Any]

FLOATS = {"tensor(float)": np.float32, "tensor(double)": np.float64, "tensor(float16)": np.float16}
WHOLE = {"tensor(int64)": np.int64, "tensor(int32)": np.int32, "tensor(bool)": np.bool_}
TEXTS = frozenset({"tensor(string)"})


def data_frame(table: Any, columns: Sequence[Column], names: Sequence[str]) -> Any:
    """A DataFrame of the columns under the names that the model knows them by."""
    if sys.modules.get("pandas", True) is None:  # kept out of services, which can do without it
        del sys.modules["pandas"]
    import pandas as pd

    return pd.DataFrame(
        {name: _series(table, column) for column, name in zip(columns, names, strict=True)}
    )


def _series(table: Any, column: Column) -> Array:
    if column.kind is Kind.DATETIME:
        return values.dates(table, column.name)
    if column.kind in CODED and column.kind is not Kind.BOOLEAN:
        codes, levels = values.texts(table, column.name)
        return np.array([*levels, np.nan], dtype=object)[codes]
    found = _numbers(table, column)
    if column.kind is Kind.BOOLEAN and not np.isnan(found).any():
        return found.astype(bool)
    return found


def matrix(table: Any, columns: Sequence[Column]) -> Array:
    """Numbers (rows, columns), missing ones NaN."""
    return np.column_stack([_numbers(table, column) for column in columns])


def _numbers(table: Any, column: Column) -> Array:
    read = values.booleans if column.kind is Kind.BOOLEAN else values.numbers
    return np.asarray(read(table, column.name), dtype=np.float64)


def inputs(table: Any, columns: Sequence[Column], graph: Sequence[Any]) -> dict[str, Array]:
    """What goes into a graph: one input a column, or all columns in its only one.

    `graph` are the inputs as onnxruntime tells them. Raises `NeedsYou` for a missing value where
    the graph has no place for one.
    """
    if len(graph) == 1 and is_wide(graph[0], len(columns)):
        return {graph[0].name: matrix(table, columns).astype(FLOATS[graph[0].type])}
    found = {}
    for column, one in zip(columns, graph, strict=True):
        value = _value(table, column, one.type)
        found[one.name] = value if len(one.shape) == 1 else value[:, None]
    return found


def is_wide(one: Any, n_columns: int) -> bool:
    """Whether an input of a graph takes all columns at once."""
    if one.type not in FLOATS or len(one.shape) != 2:
        return False
    return n_columns > 1 or one.shape[1] != 1


def _value(table: Any, column: Column, form: str) -> Array:
    if form in FLOATS:
        return _numbers(table, column).astype(FLOATS[form])
    if form in TEXTS:
        codes, levels = values.texts(table, column.name)
        return np.array([*levels, ""], dtype=object)[codes]
    if column.kind is Kind.DATETIME:
        return values.dates(table, column.name).view(np.int64)
    found = _numbers(table, column)
    if not np.isfinite(found).all():
        raise NeedsYou(
            f"The model takes {column.name} as whole numbers and has no place for a missing one; "
            f"{int((~np.isfinite(found)).sum()):,} of {len(found):,} rows lack it.",
            "Fill it in before, or ask for the model with numbers that may be missing.",
        )
    return found.astype(WHOLE[form])


def why_not(column: Column, form: str) -> str:
    """Why a column can't go into an input of a graph; empty where it can."""
    wanted = {
        Kind.NUMERIC: {*FLOATS, *WHOLE} - {"tensor(bool)"},
        Kind.BOOLEAN: {*FLOATS, *WHOLE},
        Kind.DATETIME: {"tensor(int64)"},
        Kind.CATEGORICAL: TEXTS,
        Kind.TEXT: TEXTS,
    }[column.kind]
    if form in wanted:
        return ""
    takes = form.removeprefix("tensor(").removesuffix(")")
    return f"{column.name} is {column.kind}, the model takes {takes}"
