"""Values of the statistics against SciPy and against formulas worked out here."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import jensenshannon
from scipy.stats import chi2_contingency, ks_2samp, wasserstein_distance

from tidemill.catalog import discovery
from tidemill.domain.columns import Kind
from tidemill.domain.distributions import count, summarise
from tidemill.domain.figures import Figure, Pair
from tidemill.domain.frames import ColumnData, coded

STATISTICS = discovery.family("statistics")

some_floats = st.lists(
    st.floats(-1e9, 1e9) | st.sampled_from([0.0, 0.5, 3.0]), min_size=1, max_size=80
)


def numbers(values: object) -> ColumnData:
    return ColumnData("x", Kind.NUMERIC, np.asarray(values, dtype=np.float64))


def found(name: str, one: ColumnData, other: ColumnData, exact: bool = False) -> Figure:
    reference = summarise(one)
    pair = Pair(reference, count(other, reference), (one, other) if exact else None)
    figure = STATISTICS[name].compute(pair, **STATISTICS[name].ENTRY.settings())
    assert isinstance(figure, Figure)
    return figure


def ks_by_hand(one: list[float], other: list[float]) -> float:
    """The largest gap, value by value; SciPy divides by zero on single rows."""
    every = np.array([*one, *other])
    gaps = [abs(np.mean(np.array(one) <= v) - np.mean(np.array(other) <= v)) for v in every]
    return float(max(gaps))


def shares_by_hand(one: ColumnData, other: ColumnData) -> tuple[np.ndarray, np.ndarray]:
    """Counts in bins whose value edges are sought anew: the smallest float of each later bin."""
    reference = summarise(one)
    grid = reference.grid
    assert grid is not None
    edges = []
    for cut in reference.bins.cuts[1:]:
        low, high = -1e300, 1e300
        for _ in range(3000):
            middle = low / 2 + high / 2
            if middle in {low, high}:
                break
            low, high = (
                (low, middle) if grid.cells(np.array([middle]))[0] >= cut else (middle, high)
            )
        edges.append(high)
    sides = []
    for column in (one, other):
        values = column.values[np.isfinite(column.values)]
        inside = np.bincount(np.searchsorted(edges, values, "right"), minlength=len(edges) + 1)
        sides.append(np.append(inside, np.isnan(column.values).sum()))
    return sides[0], sides[1]


@pytest.mark.parametrize("shift", [0.0, 0.3, 1.0])
def test_psi_is_the_textbook_sum_over_bins_found_in_the_raw_values(shift: float) -> None:
    rng = np.random.default_rng(1)
    one = numbers(rng.normal(size=5000))
    values = rng.normal(size=2000) + shift
    values[:20] = np.nan
    other = numbers(values)
    mine, others = shares_by_hand(one, other)
    p, q = mine / mine.sum(), others / others.sum()
    p[p == 0.0] = max(1e-4, 0.5 / 5000)
    q[q == 0.0] = max(1e-4, 0.5 / 2000)
    expected = ((q - p) * np.log(q / p)).sum()
    assert found("psi", one, other).value == pytest.approx(expected, rel=1e-12)


def test_psi_of_two_categories_is_the_number_worked_out_on_paper() -> None:
    one = coded("x", Kind.CATEGORICAL, ["a"] * 500 + ["b"] * 500)
    other = coded("x", Kind.CATEGORICAL, ["a"] * 300 + ["b"] * 700)
    expected = -0.2 * np.log(0.3 / 0.5) + 0.2 * np.log(0.7 / 0.5)
    figure = found("psi", one, other)
    assert figure.value == pytest.approx(expected)
    assert figure.effect == pytest.approx(expected - (1 / 1000 + 1 / 1000))


def test_noise_subtracted_from_psi_is_its_mean_without_drift() -> None:
    rng = np.random.default_rng(2)
    values = [
        found("psi", numbers(rng.normal(size=900)), numbers(rng.normal(size=600))).value
        for _ in range(150)
    ]
    assert np.mean(values) == pytest.approx(9 * (1 / 900 + 1 / 600), rel=0.15)


def test_jensen_shannon_agrees_with_scipy() -> None:
    rng = np.random.default_rng(3)
    one, other = numbers(rng.normal(size=3000)), numbers(rng.normal(0.4, 1.3, size=1000))
    mine, others = shares_by_hand(one, other)
    expected = jensenshannon(mine / mine.sum(), others / others.sum())
    assert found("jensen_shannon", one, other).value == pytest.approx(expected, rel=1e-9)


def test_chi_squared_agrees_with_scipy() -> None:
    rng = np.random.default_rng(4)
    levels = list("abcdef")
    one = coded("x", Kind.CATEGORICAL, rng.choice(levels, 900).tolist())
    other = coded("x", Kind.CATEGORICAL, rng.choice(levels, 700, p=[0.3, *[0.14] * 5]).tolist())
    table = [[column.to_list().count(level) for level in levels] for column in (one, other)]
    expected = chi2_contingency(table, correction=False)
    figure = found("chi_squared", one, other)
    assert figure.value == pytest.approx(expected.statistic)
    assert figure.p_value == pytest.approx(expected.pvalue)


def test_chi_squared_pools_bins_in_which_few_rows_are_expected() -> None:
    one = coded("x", Kind.CATEGORICAL, ["a"] * 500 + ["b"] * 480 + ["c"] * 20)
    other = coded("x", Kind.CATEGORICAL, ["a"] * 60 + ["b"] * 30 + ["c"] * 5 + ["d"] * 5)
    expected = chi2_contingency([[500, 480 + 20], [60, 30 + 10]], correction=False)
    figure = found("chi_squared", one, other)
    assert figure.value == pytest.approx(expected.statistic)


@settings(max_examples=150, deadline=None)
@given(some_floats, some_floats)
def test_exact_ks_agrees_with_scipy(one: list[float], other: list[float]) -> None:
    figure = found("ks", numbers(one), numbers(other), exact=True)
    expected = ks_by_hand(one, other)
    assert figure.value == pytest.approx(expected, abs=1e-12)


@settings(max_examples=150, deadline=None)
@given(some_floats, some_floats)
def test_ks_from_summaries_keeps_its_bounds(one: list[float], other: list[float]) -> None:
    figure = found("ks", numbers(one), numbers(other))
    expected = ks_by_hand(one, other)
    assert figure.low is not None
    assert figure.high is not None
    assert figure.low - 1e-12 <= expected <= figure.high + 1e-12


@settings(max_examples=150, deadline=None)
@given(some_floats, some_floats)
def test_exact_wasserstein_agrees_with_scipy(one: list[float], other: list[float]) -> None:
    figure = found("wasserstein", numbers(one), numbers(other), exact=True)
    assert figure.value == pytest.approx(wasserstein_distance(one, other), rel=1e-9, abs=1e-9)


@settings(max_examples=150, deadline=None)
@given(some_floats, some_floats)
def test_wasserstein_from_summaries_keeps_its_bounds(one: list[float], other: list[float]) -> None:
    figure = found("wasserstein", numbers(one), numbers(other))
    expected = wasserstein_distance(one, other)
    assert figure.low is not None
    assert figure.high is not None
    room = 1e-9 * max(1.0, expected)
    assert figure.low - room <= expected <= figure.high + room


def test_bounds_are_narrow_on_ordinary_columns() -> None:
    rng = np.random.default_rng(5)
    one, other = rng.lognormal(size=20_000), rng.lognormal(0.2, 1.0, size=5000)
    ks = found("ks", numbers(one), numbers(other))
    assert ks.low is not None
    assert ks.high is not None
    assert ks.high - ks.low < 0.002
    distance = found("wasserstein", numbers(one), numbers(other))
    assert distance.low is not None
    assert distance.high is not None
    assert distance.high - distance.low < 0.1 * distance.high


def test_whole_numbers_need_no_raw_values_to_be_exact() -> None:
    rng = np.random.default_rng(6)
    one, other = rng.poisson(9, 4000), rng.poisson(10, 900)
    ks, distance = (found(n, numbers(one), numbers(other)) for n in ("ks", "wasserstein"))
    assert ks.value == pytest.approx(ks_2samp(one, other, method="asymp").statistic, abs=1e-12)
    assert ks.note is None
    assert distance.value == pytest.approx(wasserstein_distance(one, other))
    assert distance.note is None


def test_exact_ks_needs_the_raw_values_only_within_few_cells() -> None:
    rng = np.random.default_rng(7)
    one, other = rng.normal(size=50_000), rng.normal(0.02, 1.0, size=20_000)
    figure = found("ks", numbers(one), numbers(other), exact=True)
    expected = ks_2samp(one, other, method="asymp")
    assert figure.value == pytest.approx(expected.statistic, abs=1e-12)
    assert figure.p_value == pytest.approx(expected.pvalue, rel=0.03)


@pytest.mark.parametrize("sizes", [(30, 40), (200, 80), (1000, 3000)])
def test_ks_p_value_is_near_the_exact_one(sizes: tuple[int, int]) -> None:
    rng = np.random.default_rng(8)
    one, other = rng.normal(size=sizes[0]), rng.normal(0.2, 1.0, size=sizes[1])
    figure = found("ks", numbers(one), numbers(other), exact=True)
    expected = ks_2samp(one, other, method="exact").pvalue
    assert figure.p_value == pytest.approx(expected, abs=0.03)


def test_wasserstein_of_dates_is_in_days() -> None:
    days = np.arange("2024-01-01", "2024-06-01", dtype="datetime64[D]")
    one = ColumnData("d", Kind.DATETIME, days.astype("datetime64[us]"))
    other = ColumnData("d", Kind.DATETIME, (days + 10).astype("datetime64[us]"))
    figure = found("wasserstein", one, other, exact=True)
    assert figure.value == pytest.approx(10.0)
    assert figure.note == "Wasserstein is in days."


def test_infinite_values_are_the_ends_of_ks_and_left_out_of_wasserstein() -> None:
    one, other = [1.0, 2.0, 3.0, 4.0], [1.0, 2.0, np.inf, np.inf]
    ks = found("ks", numbers(one), numbers(other), exact=True)
    assert ks.value == pytest.approx(0.5)
    distance = found("wasserstein", numbers(one), numbers(other), exact=True)
    assert distance.value == pytest.approx(wasserstein_distance(one, [1.0, 2.0]))
    assert distance.note == "Wasserstein leaves out infinite values."


def test_missing_share_test_agrees_with_a_corrected_table() -> None:
    one = numbers([np.nan] * 30 + [1.0] * 970)
    other = numbers([np.nan] * 25 + [1.0] * 475)
    figure = found("missing", one, other)
    expected = chi2_contingency([[30, 970], [25, 475]], correction=True).pvalue
    assert figure.value == pytest.approx(0.02)
    assert figure.p_value == pytest.approx(expected)
    assert figure.reason == "missing rose from 3.0% to 5.0%"
