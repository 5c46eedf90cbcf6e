"""Frames cross the border to pandas without losing a value."""

import numpy as np
import pandas as pd

from tidemill.catalog.pandas_frames import frame_to_pandas
from tidemill.domain.columns import Kind
from tidemill.domain.frames import BOOLEAN_LEVELS, ColumnData, Frame, coded


def test_each_kind_has_its_pandas_form():
    times = np.array(["2013-01-01T00:00:00.000001", "NaT"], "M8[us]")
    frame = Frame(
        (
            ColumnData("n", Kind.NUMERIC, np.array([1.5, np.nan])),
            ColumnData("i", Kind.NUMERIC, np.array([2**62 + 1, 2])),
            ColumnData("b", Kind.BOOLEAN, np.array([1, -1], np.int32), BOOLEAN_LEVELS),
            ColumnData("c", Kind.CATEGORICAL, np.array([1, -1], np.int32), ("x", "y")),
            coded("t", Kind.TEXT, [None, "said"]),
            ColumnData("d", Kind.DATETIME, times),
        )
    )
    table = frame_to_pandas(frame)
    assert list(table.columns) == ["n", "i", "b", "c", "t", "d"]
    assert [str(table[name].dtype) for name in "nibctd"] == [
        "float64",
        "int64",
        "float64",
        "category",
        "object",
        "datetime64[us]",
    ]
    assert table["i"].tolist() == [2**62 + 1, 2]
    assert table["b"].tolist()[0] == 1.0
    assert list(table["c"].cat.categories) == ["x", "y"]
    assert table["c"].tolist()[0] == "y"
    assert table["t"].tolist() == [None, "said"]
    assert table["d"][0] == pd.Timestamp("2013-01-01T00:00:00.000001")
    assert table.isna().sum().tolist() == [1, 0, 1, 1, 1, 1]


def test_frames_without_rows_keep_their_forms():
    frame = Frame((coded("t", Kind.TEXT, []), ColumnData("n", Kind.NUMERIC, np.zeros(0))))
    table = frame_to_pandas(frame)
    assert table.shape == (0, 2)
    assert str(table["n"].dtype) == "float64"
