"""Summaries of columns: exact figures, bins, counting on a reference, bytes."""

import io
import json
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidemill.base.errors import NeedsYou
from tidemill.domain import packing
from tidemill.domain.bins import level_bins
from tidemill.domain.columns import Kind
from tidemill.domain.distributions import N_TOP, ColumnReference, count, summarise
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.moments import QUANTILES
from tidemill.domain.references import FrameCounts, FrameReference, summarise_frame


def numbers(values: object) -> ColumnData:
    return ColumnData("x", Kind.NUMERIC, np.asarray(values, dtype=np.float64))


def test_exact_figures_agree_with_numpy() -> None:
    rng = np.random.default_rng(0)
    values = np.round(rng.gamma(2.0, 3.0, 5000), 2)
    values[:50] = np.nan
    values[50:60] = 0.0
    values[60] = np.inf
    found = summarise(numbers(values))
    good = values[np.isfinite(values)]
    assert (found.n, found.missing, found.infinite) == (5000, 50, 1)
    assert found.distinct == np.unique(good).size
    assert (found.minimum, found.maximum) == (good.min(), good.max())
    assert found.mean == pytest.approx(good.mean())
    assert found.sd == pytest.approx(good.std())
    assert found.quantiles == pytest.approx(np.quantile(good, QUANTILES))
    assert found.zeros == np.count_nonzero(good == 0)
    uniques, counts = np.unique(good, return_counts=True)
    assert found.top[0][1] == counts.max()
    assert dict(found.top)[0.0] == counts[uniques == 0.0][0]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 400), st.integers(1, 60), st.integers(0, 2**32 - 1))
def test_most_frequent_values_are_those_of_a_counter(n: int, n_values: int, seed: int) -> None:
    drawn = np.random.default_rng(seed).integers(0, n_values, n) / 8.0
    found = summarise(numbers(drawn))
    wanted = sorted(Counter(drawn.tolist()).items(), key=lambda pair: (-pair[1], pair[0]))
    assert found.top == tuple(wanted[:N_TOP])
    assert found.distinct == len(wanted)


def test_figures_of_many_rows_are_those_of_all_at_once() -> None:
    values = np.random.default_rng(5).lognormal(3.0, 2.0, 150_001)
    found = summarise(numbers(values))
    assert found.mean == pytest.approx(values.mean(), rel=1e-13)
    assert found.sd == pytest.approx(values.std(), rel=1e-13)
    assert found.distinct == values.size
    assert found.top == tuple((value, 1) for value in np.sort(values)[:N_TOP].tolist())


@pytest.mark.parametrize(
    "values",
    [
        [],
        [np.nan],
        [np.nan] * 5,
        [3.0],
        [3.0] * 50,
        [np.inf, -np.inf],
        [1e308, -1e308, 1e308],
        [5e-324, 0.0, -5e-324],
        [0.0, -0.0],
        [1.0, 2.0],
    ],
)
def test_odd_columns_have_figures_that_are_numbers_or_none(values: list[float]) -> None:
    found = summarise(numbers(values))
    again = count(numbers(values), found)
    json.dumps(found.to_parts()[0], allow_nan=False)
    assert again.cells.tolist() == found.cells.tolist()
    assert found.binned(again).sum() == len(values)


def test_moments_of_large_whole_numbers_are_not_lost() -> None:
    values = np.array([2**60, 2**60 + 2, 2**60 + 4], dtype=np.int64)
    found = summarise(ColumnData("x", Kind.NUMERIC, values))
    assert found.sd == pytest.approx(np.sqrt(8 / 3))
    assert (found.minimum, found.maximum) == (2**60, 2**60 + 4)
    assert found.distinct == 3


def test_moments_do_not_overflow_where_they_need_not() -> None:
    found = summarise(numbers([1e200, -1e200, 1e200, -1e200]))
    assert found.mean == 0.0
    assert found.sd == pytest.approx(1e200)


def test_counting_the_reference_gives_the_reference() -> None:
    rng = np.random.default_rng(1)
    column = numbers(np.where(rng.random(3000) < 0.3, 7.5, rng.normal(size=3000)))
    reference = summarise(column)
    assert count(column, reference).cells.tolist() == reference.cells.tolist()


def test_number_bins_hold_about_a_tenth_each_and_cover_every_cell() -> None:
    reference = summarise(numbers(np.random.default_rng(2).lognormal(size=10_000)))
    shares = reference.binned(reference.as_counts())[: reference.bins.n] / 10_000
    assert reference.bins.n == 10
    assert shares == pytest.approx(np.full(10, 0.1), abs=0.002)
    assert (np.diff(reference.bins.of_cell) >= 0).all()
    beyond = count(numbers([-1e9, 1e9]), reference)
    assert reference.binned(beyond)[[0, 9]].tolist() == [1, 1]


def test_heavy_value_has_a_bin_of_its_own() -> None:
    rng = np.random.default_rng(3)
    values = np.where(rng.random(10_000) < 0.6, 0.0, rng.lognormal(size=10_000))
    reference = summarise(numbers(values))
    zeros = reference.binned(count(numbers([0.0] * 9), reference))
    assert sorted(zeros.tolist())[-2:] == [0, 9]
    held = reference.binned(reference.as_counts())[int(np.argmax(zeros))]
    assert held == np.count_nonzero(values == 0.0)


def test_few_rows_have_few_bins() -> None:
    assert summarise(numbers([1.5, 2.5])).bins.n <= 2
    assert summarise(numbers(np.linspace(0, 1, 23))).bins.n <= 5


def test_levels_are_counted_by_text_whatever_their_codes() -> None:
    reference = summarise(coded("c", Kind.CATEGORICAL, ["a", "b", "a", None]))
    other = ColumnData("c", Kind.TEXT, np.array([0, 1, 2, 2, -1]), ("b", "new", "a"))
    found = count(other, reference)
    assert dict(zip(reference.levels, found.cells.tolist(), strict=True)) == {"a": 2, "b": 1}
    assert (found.unseen, found.n_unseen, found.missing) == ({"new": 1}, 1, 1)


def test_levels_nobody_uses_do_not_count_as_known() -> None:
    column = ColumnData("c", Kind.CATEGORICAL, np.array([0, 0], np.int32), ("a", "unused"))
    assert summarise(column).levels == ("a",)
    assert summarise(column).distinct == 1


def test_other_kind_needs_you_but_an_empty_column_fits() -> None:
    reference = summarise(numbers([1.0, 2.0]))
    with pytest.raises(NeedsYou, match="was numeric and is text"):
        count(coded("x", Kind.TEXT, ["a"]), reference)
    found = count(coded("x", Kind.TEXT, [None, None]), reference)
    assert (found.n, found.missing) == (2, 2)


def test_unseen_values_share_a_bin_with_values_seen_once_where_there_are_many() -> None:
    bins = level_bins(np.ones(500, dtype=np.int64), 500)
    assert bins.n == 1
    plain = level_bins(np.array([300, 200]), 500)
    assert plain.of_cell.tolist() == [0, 1]
    assert plain.n == 3


def test_small_levels_share_bins() -> None:
    bins = level_bins(np.full(300, 100), 30_000)
    assert 40 <= bins.n <= 60
    assert np.bincount(bins.of_cell).min() >= 1


def test_more_levels_than_are_kept_are_counted_together() -> None:
    n = 10_050
    column = ColumnData(
        "id", Kind.TEXT, np.arange(n, dtype=np.int32), tuple(f"k{i}" for i in range(n))
    )
    reference = summarise(column)
    assert not reference.complete
    assert reference.distinct == n
    assert reference.cells.sum() == n
    assert count(column, reference).n_unseen == 0


def sample_frame(seed: int, n: int = 400) -> Frame:
    rng = np.random.default_rng(seed)
    return Frame(
        (
            ColumnData(
                "f", Kind.NUMERIC, np.where(rng.random(n) < 0.1, np.nan, rng.normal(size=n))
            ),
            ColumnData("i", Kind.NUMERIC, rng.integers(0, 50, n)),
            ColumnData("d", Kind.DATETIME, rng.integers(0, 10**15, n).astype("datetime64[us]")),
            ColumnData(
                "c",
                Kind.CATEGORICAL,
                rng.integers(-1, 4, n).astype(np.int32),
                ("ä", "b", "c c", f"only {seed}"),
            ),
            ColumnData(
                "b", Kind.BOOLEAN, rng.integers(-1, 2, n).astype(np.int32), ("false", "true")
            ),
        )
    )


def test_reference_survives_bytes_and_the_bytes_repeat() -> None:
    reference = summarise_frame(sample_frame(1))
    data = reference.to_bytes()
    again = FrameReference.from_bytes(data)
    assert data == again.to_bytes() == summarise_frame(sample_frame(1)).to_bytes()
    assert again.n_rows == 400
    for name, column in reference.columns.items():
        other = again.columns[name]
        assert other.key == column.key
        assert other.to_parts()[0] == column.to_parts()[0]
        assert other.cells.tolist() == column.cells.tolist()
        assert other.bins.of_cell.tolist() == column.bins.of_cell.tolist()


def test_stored_bytes_hold_no_pickle() -> None:
    data = summarise_frame(sample_frame(1)).to_bytes()
    with np.load(io.BytesIO(data), allow_pickle=False) as found:
        assert all(found[name].dtype != object for name in found.files)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"nonsense", b"\x93NUMPY"])
def test_damaged_bytes_need_you(data: bytes) -> None:
    with pytest.raises(NeedsYou, match="damaged"):
        FrameReference.from_bytes(data)


def test_cut_bytes_need_you() -> None:
    data = summarise_frame(sample_frame(1)).to_bytes()
    with pytest.raises(NeedsYou, match="damaged"):
        FrameReference.from_bytes(data[: len(data) // 2])


def test_bytes_of_a_newer_make_or_another_thing_say_so() -> None:
    with pytest.raises(NeedsYou, match="newer"):
        FrameReference.from_bytes(packing.pack("drift reference", 99, {}, {}))
    with pytest.raises(NeedsYou, match="This is a cake"):
        FrameReference.from_bytes(packing.pack("cake", 1, {}, {}))


def counts_of(frame: Frame, reference: FrameReference) -> FrameCounts:
    columns = {c.name: count(c, reference.columns[c.name]) for c in frame}
    return FrameCounts(frame.n_rows, columns)


def test_counts_of_two_chunks_add_up_to_the_counts_of_both() -> None:
    reference = summarise_frame(sample_frame(1))
    frame = sample_frame(2)
    first, second = frame.take(np.arange(150)), frame.take(np.arange(150, 400))
    both = counts_of(first, reference).plus(counts_of(second, reference))
    whole = counts_of(frame, reference)
    for name, column in whole.columns.items():
        assert both.columns[name].to_parts()[0] == column.to_parts()[0]
        assert both.columns[name].cells.tolist() == column.cells.tolist()
    assert both.n_rows == 400


def test_counts_survive_bytes() -> None:
    reference = summarise_frame(sample_frame(1))
    counts = counts_of(sample_frame(2), reference)
    again = FrameCounts.from_bytes(counts.to_bytes())
    n_new = int((sample_frame(2)["c"].values == 3).sum())
    assert again.columns["c"].unseen == {"only 2": n_new}
    assert again.to_bytes() == counts.to_bytes()


def test_counts_on_different_cells_do_not_add() -> None:
    one, other = numbers([1.5, 2.5, 9.0]), numbers([100.5, 300.25])
    with pytest.raises(ValueError, match="different cells"):
        count(one, summarise(one)).plus(count(one, summarise(other)))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(), max_size=80), st.lists(st.floats(), max_size=80))
def test_no_row_is_lost_whatever_the_values(reference: list[float], values: list[float]) -> None:
    summary: ColumnReference = summarise(numbers(reference))
    found = count(numbers(values), summary)
    assert found.cells.sum() + found.missing + found.infinite == len(values)
    assert summary.binned(found).sum() == len(values)
    assert (summary.binned(found) >= 0).all()
