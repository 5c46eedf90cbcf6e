"""A reference made of counts is the reference made of the rows, as far as cells can tell."""

import numpy as np
import pytest

from tidemill.domain.columns import Kind
from tidemill.domain.counted_references import Counting, total
from tidemill.domain.frames import ColumnData, Frame, coded, stacked
from tidemill.domain.references import summarise_frame
from tidemill.services import drift


def frame(seed, n=600, *, shift=0.0, levels="abc"):
    draw = np.random.default_rng(seed)
    numbers = draw.normal(shift, 2.0, n)
    numbers[: n // 10] = np.nan
    numbers[-1] = np.inf
    whole = draw.integers(0, 20, n)
    days = np.datetime64("2024-01-01", "us") + draw.integers(0, 10**12, n)
    texts = [None if i % 9 == 0 else levels[i] for i in draw.integers(0, len(levels), n)]
    return Frame(
        (
            ColumnData("x", Kind.NUMERIC, numbers),
            ColumnData("n", Kind.NUMERIC, whole),
            ColumnData("day", Kind.DATETIME, days.astype("datetime64[us]")),
            coded("shop", Kind.CATEGORICAL, texts),
        )
    )


@pytest.fixture
def known():
    return summarise_frame(frame(1))


@pytest.fixture
def counting(known):
    return Counting(known)


def test_a_reference_of_counts_has_the_rows_of_what_was_counted(known, counting):
    other = frame(2, shift=1.0, levels="bcd")
    made = counting.reference(drift.count_frame(other, known))
    true = summarise_frame(other)
    for name in ("x", "n", "day", "shop"):
        one, right = made.columns[name], true.columns[name]
        assert (one.n, one.missing, one.infinite) == (right.n, right.missing, right.infinite)
        assert (one.minimum, one.maximum) == (right.minimum, right.maximum)
    for name in ("x", "n"):
        one, right = made.columns[name], true.columns[name]
        assert one.mean == pytest.approx(right.mean, abs=0.01)
        assert one.sd == pytest.approx(right.sd, abs=0.01)
        assert one.quantiles == pytest.approx(right.quantiles, abs=0.5)
    assert made.columns["shop"].levels == true.columns["shop"].levels
    assert made.columns["shop"].cells.tolist() == true.columns["shop"].cells.tolist()


def test_levels_are_compared_as_if_the_rows_had_been_read(known, counting):
    """PSI, its effect, new and gone values: the same as from the two frames themselves."""
    before, now = frame(2, levels="bcde"), frame(3, levels="cdefg")
    made = counting.reference(drift.count_frame(before, known))
    counts = counting.counted(drift.count_frame(now, known), made)
    found = drift.compare_counts(made, counts)["shop"]
    true = drift.compare_frames(before, now)["shop"]
    assert (found.psi, found.chi2, found.effect) == (true.psi, true.chi2, true.effect)
    assert (found.new_values, found.gone_values) == (true.new_values, true.gone_values)


def test_whole_numbers_are_compared_as_if_the_rows_had_been_read(known, counting):
    before, now = frame(2), frame(3)
    made = counting.reference(drift.count_frame(before, known))
    counts = counting.counted(drift.count_frame(now, known), made)
    found = drift.compare_counts(made, counts)["n"]
    true = drift.compare_frames(before, now)["n"]
    assert (found.psi, found.ks, found.missing) == (true.psi, true.ks, true.missing)


def test_the_rows_themselves_do_not_drift_from_a_reference_of_them(known, counting):
    counts = drift.count_frame(frame(2, shift=3.0, levels="xyz"), known)
    made = counting.reference(counts)
    report = drift.compare_counts(made, counting.counted(counts, made))
    assert report.drifted == ()
    assert [column.psi for column in report.by_column] == [0.0, 0.0, 0.0, 0.0]


def test_parts_add_up_to_the_whole_in_any_order(known):
    parts = [frame(seed, n=100 * seed, levels="abz") for seed in (2, 3, 4)]
    whole = drift.count_frame(stacked(parts), known)
    for order in ([0, 1, 2], [2, 0, 1], [1, 2, 0]):
        added = total(drift.count_frame(parts[i], known) for i in order)
        assert added is not None
        assert added.n_rows == whole.n_rows == 900
        for name, one in whole.columns.items():
            assert added.columns[name].cells.tolist() == one.cells.tolist()
            assert added.columns[name].unseen == one.unseen
    assert total([]) is None


def test_a_column_that_was_not_counted_is_new_to_a_reference_of_counts(known, counting):
    before = frame(2).select(["x", "n", "day"])
    made = counting.reference(drift.count_frame(before, known))
    counts = counting.counted(drift.count_frame(frame(3), known), made)
    assert counts.new == {"shop": Kind.CATEGORICAL}
    assert drift.compare_counts(made, counts)["shop"].is_new


def test_columns_of_missing_values_alone_make_a_reference_too(known, counting):
    nothing = Frame(
        (
            ColumnData("x", Kind.NUMERIC, np.full(50, np.nan)),
            coded("shop", Kind.CATEGORICAL, [None] * 50),
        )
    )
    made = counting.reference(drift.count_frame(nothing, known))
    assert made.columns["x"].mean is None
    assert made.columns["shop"].levels == ()
    counts = counting.counted(drift.count_frame(frame(3), known), made)
    assert set(drift.compare_counts(made, counts).drifted) == {"x", "shop"}
