"""Rows cut by a column: every row in one group, named as people would."""

import numpy as np

from tidemill.domain.columns import Kind
from tidemill.domain.frames import ColumnData, coded
from tidemill.domain.slices import cuts


def test_numbers_are_cut_into_stretches_of_about_as_many_rows() -> None:
    values = np.arange(400, dtype=float)
    values[:40] = np.nan
    found = cuts(ColumnData("age", Kind.NUMERIC, values))
    assert [cut.words for cut in found] == [
        "missing", "up to 129", "129 to 219", "219 to 309", "over 309",
    ]  # fmt: skip
    assert np.sum([cut.rows for cut in found], axis=0).tolist() == [1] * 400
    assert [int(cut.rows.sum()) for cut in found] == [40, 90, 90, 90, 90]


def test_dates_are_cut_by_day_and_say_so() -> None:
    days = np.datetime64("2024-01-01", "us") + np.arange(200) * np.timedelta64(1, "D")
    found = cuts(ColumnData("day", Kind.DATETIME, days))
    assert found[0].words == "up to 2024-02-19"
    assert found[-1].words == "after 2024-05-29"


def test_classes_go_by_frequency_and_the_rest_together() -> None:
    texts = [f"shop {k}" for k in range(12) for _ in range(40 + k)]
    found = cuts(coded("shop", Kind.CATEGORICAL, texts))
    assert [cut.words for cut in found] == [f"shop {k}" for k in range(11, 3, -1)] + [
        "4 other values"
    ]
    assert sum(int(cut.rows.sum()) for cut in found) == len(texts)


def test_groups_too_small_or_of_all_rows_are_left_out() -> None:
    assert cuts(coded("x", Kind.TEXT, ["same"] * 100)) == []
    assert [cut.words for cut in cuts(coded("x", Kind.TEXT, ["a"] * 100 + ["b"] * 29))] == ["a"]
    assert cuts(ColumnData("x", Kind.NUMERIC, np.full(90, np.nan))) == []
    steady = np.array([1.0] * 80 + [2.0] * 40)
    assert [c.words for c in cuts(ColumnData("x", Kind.NUMERIC, steady))] == ["up to 1", "over 1"]


def test_infinities_belong_to_no_stretch() -> None:
    values = np.array([np.inf] * 40 + list(range(100)), dtype=float)
    found = cuts(ColumnData("x", Kind.NUMERIC, values))
    assert not any(cut.rows[:40].any() for cut in found)
