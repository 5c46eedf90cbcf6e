"""Statistics against SciPy over generated columns of every odd make; how small these are kept."""

from collections.abc import Callable
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import jensenshannon
from scipy.stats import ks_2samp, wasserstein_distance

from tidemill.catalog import discovery
from tidemill.catalog.pandas_frames import frame_of_pandas
from tidemill.domain import packing
from tidemill.domain.columns import Kind
from tidemill.domain.distributions import ColumnReference, count, summarise
from tidemill.domain.figures import Figure, Pair
from tidemill.domain.frames import BOOLEAN_LEVELS, ColumnData, Frame, coded
from tidemill.domain.references import FrameCounts, FrameReference, summarise_frame
from tidemill.services import drift

STATISTICS = discovery.family("statistics")
Generator = np.random.Generator
Floats = np.ndarray

NUMBERS: dict[str, Callable[[Generator, int], Floats]] = {
    "plain": lambda rng, n: rng.normal(size=n),
    "ties": lambda rng, n: rng.choice([0.0, 0.1, 5.5, -3.0], n),
    "many zeros": lambda rng, n: np.where(rng.random(n) < 0.9, 0.0, rng.gamma(2.0, size=n)),
    "fewer zeros": lambda rng, n: np.where(rng.random(n) < 0.8, 0.0, rng.gamma(2.0, size=n)),
    "constant": lambda _, n: np.full(n, 3.5),
    "other constant": lambda _, n: np.full(n, 4.5),
    "giant above": lambda rng, n: np.append(rng.normal(size=n - 1), 1e300),
    "giant below": lambda rng, n: np.append(rng.normal(size=n - 1), -1e300),
    "whole": lambda rng, n: rng.integers(-40, 40, n).astype(np.float64),
    "cents": lambda rng, n: np.round(rng.gamma(3.0, 4.0, n), 2),
    "cauchy": lambda rng, n: rng.standard_cauchy(n),
    "far away": lambda rng, n: 1e9 + rng.normal(size=n),
    "holes": lambda rng, n: np.where(rng.random(n) < 0.3, np.nan, rng.normal(size=n)),
    "all missing": lambda _, n: np.full(n, np.nan),
    "infinite": lambda rng, n: np.where(rng.random(n) < 0.1, np.inf, rng.normal(size=n)),
}
LEVELS: dict[str, Callable[[Generator, int], list[str | None]]] = {
    "two": lambda rng, n: rng.choice(["a", "b"], n).tolist(),
    "one new": lambda rng, n: [*rng.choice(["a", "b"], n - 1).tolist(), "new"],
    "300": lambda rng, n: [f"v{i}" for i in rng.integers(0, 300, n)],
    "holes": lambda rng, n: [None if rng.random() < 0.2 else "a" for _ in range(n)],
    "all missing": lambda _, n: [None] * n,
}
sizes = st.sampled_from([2, 3, 17, 60, 300, 2000])


def numbers(values: Floats) -> ColumnData:
    return ColumnData("x", Kind.NUMERIC, np.asarray(values, dtype=np.float64))


def found(name: str, one: ColumnData, other: ColumnData, exact: bool) -> Figure:
    reference = summarise(one)
    pair = Pair(reference, count(other, reference), (one, other) if exact else None)
    figure = STATISTICS[name].compute(pair, **STATISTICS[name].ENTRY.settings())
    assert isinstance(figure, Figure)
    return figure


def bins_by_hand(reference: ColumnReference, column: ColumnData) -> list[int]:
    """The bin of each row, value by value, and bins for infinite and missing ones."""
    bins, places = reference.bins, []
    for value in column.to_list():
        if value is None:
            places.append(bins.n + 2)
        elif reference.grid is None:
            at = reference.level_numbers.get(value)
            places.append(bins.n - 1 if at is None else int(bins.of_cell[at]))
        elif np.isinf(value):
            places.append(bins.n + int(value > 0))
        else:
            cell = int(reference.grid.cells(np.array([value], dtype=np.float64))[0])
            places.append(int(bins.of_cell[cell]))
    return places


def psi_by_hand(p: Floats, q: Floats, n: int, m: int) -> float:
    total = 0.0
    for mine, others in zip(p, q, strict=True):
        if mine or others:
            a, b = max(mine, 1e-4, 0.5 / n), max(others, 1e-4, 0.5 / m)
            total += (b - a) * np.log(b / a)
    return total


@settings(max_examples=60, deadline=None)
@given(
    one=st.sampled_from(sorted(NUMBERS)),
    other=st.sampled_from(sorted(NUMBERS)),
    n=sizes,
    m=sizes,
    seed=st.integers(0, 2**32 - 1),
)
def test_ks_and_wasserstein_of_any_two_columns_agree_with_scipy(
    one: str, other: str, n: int, m: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    was, now = NUMBERS[one](rng, n), NUMBERS[other](rng, m)
    was_there, now_there = was[~np.isnan(was)], now[~np.isnan(now)]
    ks = found("ks", numbers(was), numbers(now), True)
    bounds = found("ks", numbers(was), numbers(now), False)
    if was_there.size > 1 and now_there.size > 1:
        expected = ks_2samp(was_there, now_there, method="asymp").statistic
        assert ks.value == pytest.approx(expected, abs=1e-12)
        assert bounds.low is not None
        assert bounds.high is not None
        assert bounds.low - 1e-12 <= expected <= bounds.high + 1e-12
    was_there, now_there = was_there[np.isfinite(was_there)], now_there[np.isfinite(now_there)]
    if not was_there.size or not now_there.size:
        return
    distance = found("wasserstein", numbers(was), numbers(now), True)
    bounds = found("wasserstein", numbers(was), numbers(now), False)
    expected = wasserstein_distance(was_there, now_there)
    spread = np.abs(np.concatenate((was_there, now_there))).max()
    assert distance.value == pytest.approx(expected, rel=1e-9, abs=1e-14 * spread)
    assert bounds.low is not None
    assert bounds.high is not None
    room = 1e-9 * expected + 1e-14 * spread
    assert bounds.low - room <= expected <= bounds.high + room


@settings(max_examples=60, deadline=None)
@given(
    one=st.sampled_from(sorted(NUMBERS)),
    other=st.sampled_from(sorted(NUMBERS)),
    n=sizes,
    m=sizes,
    seed=st.integers(0, 2**32 - 1),
)
def test_psi_and_js_of_any_two_number_columns_agree(
    one: str, other: str, n: int, m: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    _same_over_bins(numbers(NUMBERS[one](rng, n)), numbers(NUMBERS[other](rng, m)))


@settings(max_examples=40, deadline=None)
@given(
    one=st.sampled_from(sorted(LEVELS)),
    other=st.sampled_from(sorted(LEVELS)),
    n=sizes,
    m=sizes,
    seed=st.integers(0, 2**32 - 1),
)
def test_psi_and_js_of_any_two_level_columns_agree(
    one: str, other: str, n: int, m: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    kind = Kind.CATEGORICAL
    _same_over_bins(coded("x", kind, LEVELS[one](rng, n)), coded("x", kind, LEVELS[other](rng, m)))


def _same_over_bins(one: ColumnData, other: ColumnData) -> None:
    reference = summarise(one)
    n_bins = reference.bins.n + 3
    p, q = (
        np.bincount(bins_by_hand(reference, side), minlength=n_bins) / len(side)
        for side in (one, other)
    )
    psi = found("psi", one, other, False)
    assert psi.value == pytest.approx(psi_by_hand(p, q, len(one), len(other)), abs=1e-12, rel=1e-12)
    js = found("jensen_shannon", one, other, False)
    expected = float(np.nan_to_num(jensenshannon(p, q)))
    if expected > 1e-3:  # of a smaller one SciPy's root leaves 1e-8 of what rounding makes of zero
        assert js.value == pytest.approx(expected, abs=1e-12)
    counts = [np.bincount(bins_by_hand(reference, side), minlength=n_bins) for side in (one, other)]
    assert js.value == pytest.approx(js_of_fifty_digits(*counts), rel=1e-12, abs=1e-20)


def js_of_fifty_digits(one: np.ndarray, other: np.ndarray) -> float:
    """The distance of two sets of counts, worked out in decimal numbers."""
    with localcontext() as digits:
        digits.prec = 50
        total = Decimal(0)
        sums = int(one.sum()), int(other.sum())
        for mine, others in zip(one.tolist(), other.tolist(), strict=True):
            p, q = Decimal(mine) / sums[0], Decimal(others) / sums[1]
            for share in (p, q):
                if share:
                    total += share * (2 * share / (p + q)).ln() / 2
        return float(max(total, Decimal(0)).sqrt())


@pytest.mark.parametrize("moved", [0, 1, 7, 1_000, 200_000])
def test_jensen_shannon_keeps_its_digits_however_near_two_columns_are(moved: int) -> None:
    """Of a million rows one moved: the distance is 1e-6, and SciPy is right to four digits."""
    counts = np.array([400_003, 299_998, 199_999, 100_000])
    later = counts + np.array([-moved, 0, moved, 0]) + np.array([1, 0, 1, 0]) * (moved % 2)
    one, other = (
        ColumnData(
            "x", Kind.CATEGORICAL, np.repeat(np.arange(4, dtype=np.int32), side), tuple("abcd")
        )
        for side in (counts, later)
    )
    value = found("jensen_shannon", one, other, False).value
    assert value == pytest.approx(js_of_fifty_digits(counts, later), rel=1e-12, abs=0.0)
    assert (value == 0.0) is (moved == 0)


def test_moments_in_time_zones_are_compared_as_the_same_moments() -> None:
    import pandas as pd

    times = pd.date_range("2024-03-30", periods=500, freq="h", tz="UTC")
    one = pd.DataFrame({"at": times})
    same = pd.DataFrame({"at": times.tz_convert("America/New_York")})
    later = pd.DataFrame({"at": times + pd.Timedelta(days=40)})
    quiet = drift.compare_frames(frame_of_pandas(one), frame_of_pandas(same), exact=True)
    assert (quiet["at"].ks, quiet["at"].wasserstein) == (0.0, 0.0)
    moved = drift.compare_frames(frame_of_pandas(one), frame_of_pandas(later), exact=True)["at"]
    assert moved.drifted
    assert moved.wasserstein == pytest.approx(40.0, rel=1e-9)


def test_booleans_compare_with_booleans_whatever_side_lacks_a_value() -> None:
    codes = np.array([0, 1, 1, 0] * 50, dtype=np.int32)
    mixed = ColumnData("x", Kind.BOOLEAN, codes, BOOLEAN_LEVELS)
    alone = ColumnData("x", Kind.BOOLEAN, np.ones(80, dtype=np.int32), BOOLEAN_LEVELS)
    for one, other in ((mixed, alone), (alone, mixed)):
        figure = found("total_variation", one, other, False)
        assert figure.value == pytest.approx(0.5)


def test_a_column_is_kept_in_48_kb_and_reads_back_as_it_was() -> None:
    """Also where every cell is used: continuous numbers, skewed ones, dates, whole numbers."""
    rng = np.random.default_rng(9)
    n = 400_000
    values = {
        "normal": rng.normal(size=n),
        "skewed": rng.lognormal(size=n),
        "cauchy": rng.standard_cauchy(n),
        "uniform": rng.random(n),
        "whole": rng.integers(0, 30_000, n),
    }
    columns = [ColumnData(name, Kind.NUMERIC, one) for name, one in values.items()]
    dates = rng.integers(0, 10**15, n).astype("datetime64[us]")
    columns.append(ColumnData("dates", Kind.DATETIME, dates))
    towns = tuple(f"town {i}" for i in range(2_000))
    codes = rng.integers(-1, 2_000, n).astype(np.int32)
    columns.append(ColumnData("towns", Kind.CATEGORICAL, codes, towns))
    other = Frame(tuple(c.take(np.arange(0, n, 40)) for c in columns))
    for column in columns:
        reference = summarise_frame(Frame((column,)))
        stored = reference.to_bytes()
        assert len(stored) <= 48 * 1024, (column.name, len(stored))
        again = FrameReference.from_bytes(stored)
        one = other.select([column.name])
        assert drift.compare(again, one).to_dict() == drift.compare(reference, one).to_dict()


def test_what_was_kept_by_the_first_version_is_read_as_before() -> None:
    """It named the cells by their numbers, as int64."""
    rng = np.random.default_rng(10)
    frame = Frame((numbers(rng.normal(size=500)),))
    reference = summarise_frame(frame)
    column = reference.columns["x"]
    head, arrays = column.to_parts()
    where = np.flatnonzero(column.cells)
    old = {"where": where, "counts": column.cells[where], "bins": arrays["bins"]}
    kept = {f"0.{key}": array for key, array in old.items()}
    page = {"n_rows": 500, "columns": [head]}
    stored = packing.pack("drift reference", 1, page, kept)
    assert FrameReference.from_bytes(stored).to_bytes() == reference.to_bytes()
    counts = drift.count_frame(frame, reference)
    head, _ = counts.columns["x"].to_parts()
    page = {"n_rows": 500, "names": ["x"], "columns": [head], "problems": {}, "new": {}}
    del kept["0.bins"]
    again = FrameCounts.from_bytes(packing.pack("set of drift counts", 1, page, kept))
    assert again.to_bytes() == counts.to_bytes()
