"""Columns that tell a model nothing, or less than they seem to, are named in a sentence."""

import numpy as np

from tidemill.catalog.preparations.mixed import encoding
from tidemill.domain.columns import Kind
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.odd_inputs import GIANT, odd_inputs


def _numbers(**columns: list[float]) -> Frame:
    return Frame(tuple(ColumnData(n, Kind.NUMERIC, np.array(v)) for n, v in columns.items()))


def test_ordinary_columns_are_not_told_of() -> None:
    assert odd_inputs(_numbers(a=[1.0, np.nan]), ["a", "not there"]) == ()


def test_a_column_without_values_infinite_and_giant_ones_each_have_a_sentence() -> None:
    nan, inf = np.nan, np.inf
    frame = _numbers(a=[nan, nan, nan], b=[inf, 1.0, -inf], c=[1.0, 2.0, -1e300], d=[inf, 1.0, 2.0])
    empty, infinite, giant = odd_inputs(frame, frame.names)
    assert empty == "a has no value in the rows learned from and tells the model nothing."
    assert infinite.startswith("In 2 rows learned from b and d are infinite; such a value counts")
    assert giant.startswith("In 1 row learned from c is beyond 1e+30; such a value counts")


def test_many_columns_are_counted_not_listed() -> None:
    frame = Frame(tuple(coded(f"c{k}", Kind.CATEGORICAL, [None, None]) for k in range(10)))
    (told,) = odd_inputs(frame, frame.names)
    assert told.startswith("c0, c1, c2 and 7 more columns have no value")


def test_giant_is_what_the_preparation_takes_for_giant() -> None:
    assert GIANT == encoding.LARGEST
