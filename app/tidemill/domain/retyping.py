"""Columns of one kind as another, where no text has to be read anew."""

import numpy as np

from tidemill.domain.columns import Kind
from tidemill.domain.frames import CODED, ColumnData


def as_kind(data: ColumnData, kind: Kind) -> ColumnData | None:
    """The same values as another kind where nothing has to be read anew, else None."""
    words = (Kind.CATEGORICAL, Kind.TEXT)
    if data.kind is kind:
        return data
    if kind in words and data.kind in CODED:
        return ColumnData(data.name, kind, data.values, data.levels)
    if kind in words:
        texts = as_texts(data)
        return ColumnData(data.name, kind, texts.values, texts.levels)
    return None


def as_texts(data: ColumnData) -> ColumnData:
    """Numbers and times as texts: whole numbers without a point, times in ISO 8601."""
    present = ~data.missing
    levels, codes = np.unique(data.values[present], return_inverse=True)
    if data.kind is Kind.DATETIME:
        texts = [str(moment) for moment in levels.astype("datetime64[us]")]
    else:
        numbers = levels.tolist()
        texts = [str(int(n)) if float(n).is_integer() else repr(n) for n in numbers]
    values = np.full(len(data), -1, dtype=np.int32)
    values[present] = codes
    return ColumnData(data.name, Kind.TEXT, values, tuple(texts))
