"""The border to pandas: frames as scikit-learn's tools like to receive them."""

from typing import TYPE_CHECKING, Any

import numpy as np

from tidemill.domain import inference
from tidemill.domain.columns import Kind
from tidemill.domain.frames import BOOLEAN_LEVELS, ColumnData, Frame, coded

if TYPE_CHECKING:
    import pandas as pd


def frame_to_pandas(frame: Frame) -> "pd.DataFrame":
    """A DataFrame with the same columns in the same order.

    Numbers are float64 (NaN missing) or int64, truth values float64 0 and 1 (NaN missing),
    categories `category` with their levels, texts `object` (None missing), times
    datetime64[us] (NaT missing).
    """
    import pandas as pd

    columns: dict[str, object] = {}
    for column in frame:
        if column.kind is Kind.BOOLEAN:
            columns[column.name] = np.where(column.missing, np.nan, column.values)
        elif column.kind is Kind.CATEGORICAL:
            columns[column.name] = pd.Categorical.from_codes(
                column.values, pd.Index(column.levels, dtype=object)
            )
        elif column.kind is Kind.TEXT:
            levels = np.array([*column.levels, None], dtype=object)
            columns[column.name] = pd.Series(levels[column.values], dtype=object)
        else:
            columns[column.name] = column.values
    return pd.DataFrame(columns)


def frame_of_pandas(table: "pd.DataFrame") -> Frame:
    """The frame of a DataFrame: its columns' own types decide their kinds.

    Columns of texts or Python objects are looked at as those of a file are: they may turn out to
    hold numbers, times or truth values.
    """
    return Frame(tuple(_column(str(name), table.iloc[:, k]) for k, name in enumerate(table)))


def _column(name: str, series: "pd.Series[Any]") -> ColumnData:
    import pandas as pd

    kinds = pd.api.types
    if kinds.is_bool_dtype(series.dtype):
        codes = series.astype("boolean").astype("Int32").fillna(-1)
        return ColumnData(name, Kind.BOOLEAN, codes.to_numpy(np.int32), BOOLEAN_LEVELS)
    if kinds.is_datetime64_any_dtype(series.dtype):
        if getattr(series.dtype, "tz", None) is not None:
            series = series.dt.tz_convert("UTC").dt.tz_localize(None)
        return ColumnData(name, Kind.DATETIME, series.to_numpy("datetime64[us]"))
    if kinds.is_integer_dtype(series.dtype) and not series.isna().any():
        return ColumnData(name, Kind.NUMERIC, series.to_numpy(np.int64))
    if kinds.is_numeric_dtype(series.dtype):
        return ColumnData(name, Kind.NUMERIC, series.to_numpy(np.float64, na_value=np.nan))
    texts = [None if gone else str(v) for v, gone in zip(series, series.isna(), strict=True)]
    if isinstance(series.dtype, pd.CategoricalDtype):
        return coded(name, Kind.CATEGORICAL, texts)
    column = inference.text_column(name, texts)
    decided = inference.decide(column)
    parsed, _ = inference.parse(column, decided.parser)
    return parsed
