"""The border to pandas: frames as scikit-learn's tools like to receive them."""

from typing import TYPE_CHECKING

import numpy as np

from tidemill.domain.columns import Kind
from tidemill.domain.frames import Frame

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
