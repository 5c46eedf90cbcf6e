"""Distances of shares, Cramér-von Mises, moments and quantiles against SciPy and NumPy."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tidemill.catalog import discovery
from tidemill.domain.columns import Kind
from tidemill.domain.distributions import DAY_US, count, summarise
from tidemill.domain.figures import Figure, Pair
from tidemill.domain.frames import ColumnData, coded
from tidemill.domain.moments import QUANTILES

STATISTICS = discovery.family("statistics")
LEVELS = list("abcdef")

some_floats = st.lists(
    st.floats(-1e9, 1e9) | st.sampled_from([0.0, 0.5, 3.0]), min_size=2, max_size=80
)
different_floats = st.lists(st.floats(-1e9, 1e9), min_size=2, max_size=80, unique=True)


def numbers(values: object) -> ColumnData:
    return ColumnData("x", Kind.NUMERIC, np.asarray(values, dtype=np.float64))


def found(name: str, one: ColumnData, other: ColumnData, exact: bool = False) -> Figure:
    reference = summarise(one)
    pair = Pair(reference, count(other, reference), (one, other) if exact else None)
    figure = STATISTICS[name].compute(pair, **STATISTICS[name].ENTRY.settings())
    assert isinstance(figure, Figure)
    return figure


def two_columns(seed: int = 1) -> tuple[ColumnData, ColumnData, np.ndarray]:
    """Two columns of six levels, and their table by hand."""
    rng = np.random.default_rng(seed)
    one = rng.choice(LEVELS, 900).tolist()
    other = rng.choice(LEVELS, 700, p=[0.3, *[0.14] * 5]).tolist()
    table = np.array([[column.count(level) for level in LEVELS] for column in (one, other)])
    kind = Kind.CATEGORICAL
    return coded("x", kind, one), coded("x", kind, other), table


def test_distances_of_shares_are_their_textbook_formulas() -> None:
    one, other, table = two_columns()
    p, q = table[0] / 900, table[1] / 700
    hellinger = np.linalg.norm(np.sqrt(p) - np.sqrt(q)) / math.sqrt(2.0)
    assert found("hellinger", one, other).value == pytest.approx(hellinger, rel=1e-12)
    variation = stats.wasserstein_distance([0, 1], [0, 1], *_moved_and_kept(p, q))
    assert found("total_variation", one, other).value == pytest.approx(variation, rel=1e-12)
    assert found("l_infinity", one, other).value == pytest.approx(np.abs(p - q).max(), rel=1e-12)


def _moved_and_kept(p: np.ndarray, q: np.ndarray) -> tuple[list[float], list[float]]:
    """Total variation is what must be moved where every move costs 1."""
    moved = float(np.maximum(p - q, 0.0).sum())
    return [moved, 1.0 - moved + 1e-300], [0.0, 1.0]


def test_g_test_agrees_with_scipy() -> None:
    one, other, table = two_columns()
    expected = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood")
    figure = found("g_test", one, other)
    assert figure.value == pytest.approx(expected.statistic, rel=1e-12)
    assert figure.p_value == pytest.approx(expected.pvalue, rel=1e-9)


def test_l_infinity_sees_a_level_that_no_bin_of_its_own_holds() -> None:
    many = [f"v{i}" for i in range(300)] * 10
    other = many[:2400] + ["v7"] * 600
    figure = found(
        "l_infinity", coded("x", Kind.CATEGORICAL, many), coded("x", Kind.CATEGORICAL, other)
    )
    assert figure.value == pytest.approx((8 + 600) / 3000 - 10 / 3000)


@settings(max_examples=150, deadline=None)
@given(some_floats, some_floats)
def test_exact_cramer_von_mises_agrees_with_scipy(one: list[float], other: list[float]) -> None:
    figure = found("cramer_von_mises", numbers(one), numbers(other), exact=True)
    expected = stats.cramervonmises_2samp(one, other, method="asymptotic")
    assert figure.value == pytest.approx(expected.statistic, rel=1e-9, abs=1e-9)
    assert figure.p_value == pytest.approx(expected.pvalue, rel=1e-6, abs=1e-9)


@settings(max_examples=150, deadline=None)
@given(different_floats, different_floats)
def test_cramer_von_mises_from_summaries_keeps_its_bounds(
    one: list[float], other: list[float]
) -> None:
    if set(one) & set(other):
        return
    figure = found("cramer_von_mises", numbers(one), numbers(other))
    expected = stats.cramervonmises_2samp(one, other, method="asymptotic").statistic
    assert figure.low is not None
    assert figure.high is not None
    assert figure.low - 1e-9 <= expected <= figure.high + 1e-9


def test_cramer_von_mises_of_many_rows_is_near_scipy_from_summaries() -> None:
    rng = np.random.default_rng(2)
    one, other = rng.normal(size=20_000), rng.normal(0.1, 1.0, 8_000)
    figure = found("cramer_von_mises", numbers(one), numbers(other))
    expected = stats.cramervonmises_2samp(one, other).statistic
    assert figure.value == pytest.approx(expected, rel=0.001)
    assert figure.low is not None
    assert figure.high is not None
    assert figure.high - figure.low < 0.1 * expected


@settings(max_examples=100, deadline=None)
@given(some_floats, some_floats, st.booleans())
def test_mean_and_spread_keep_their_bounds_and_are_exact_where_they_say(
    one: list[float], other: list[float], exact: bool
) -> None:
    was, now = np.array(one), np.array(other)
    sd = was.std()
    mean = found("mean", numbers(one), numbers(other), exact)
    spread = found("spread", numbers(one), numbers(other), exact)
    if mean.value is None or spread.value is None or sd < 1e-6 * np.abs(was).max():
        return
    for figure, expected in (
        (mean, (now.mean() - was.mean()) / sd),
        (spread, now.std() / sd - 1.0),
    ):
        assert figure.low is not None
        assert figure.high is not None
        room = 1e-6 * max(1.0, abs(expected))
        assert figure.low - room <= expected <= figure.high + room
    if exact:
        assert mean.value == pytest.approx((now.mean() - was.mean()) / sd, rel=1e-6, abs=1e-6)


@settings(max_examples=100, deadline=None)
@given(some_floats, some_floats, st.booleans())
def test_the_largest_move_of_a_quantile_is_that_of_numpys_quantiles(
    one: list[float], other: list[float], exact: bool
) -> None:
    was, now = (np.quantile(side, QUANTILES[1:6]) for side in (one, other))
    figure = found("quantiles", numbers(one), numbers(other), exact)
    if figure.value is None or was[4] - was[0] < 1e-6 * np.abs(was).max():
        return
    expected = float(np.abs(now - was).max() / (was[4] - was[0]))
    assert figure.low is not None
    assert figure.high is not None
    room = 1e-6 * max(1.0, expected)
    assert figure.low - room <= expected <= figure.high + room
    if exact:
        assert figure.value == pytest.approx(expected, rel=1e-6, abs=1e-9)


def test_mean_p_value_is_welchs() -> None:
    rng = np.random.default_rng(3)
    one, other = rng.gamma(2.0, size=3000), rng.gamma(2.1, size=900)
    figure = found("mean", numbers(one), numbers(other), exact=True)
    expected = stats.ttest_ind(one, other, equal_var=False)
    assert figure.p_value == pytest.approx(expected.pvalue, rel=0.02)


def test_dates_move_in_standard_deviations_too() -> None:
    days = np.arange(100, dtype=np.int64) * DAY_US
    one, other = (
        ColumnData("x", Kind.DATETIME, (days + shift * DAY_US).astype("datetime64[us]"))
        for shift in (0, 10)
    )
    figure = found("mean", one, other, exact=True)
    assert figure.value == pytest.approx(10.0 / np.arange(100).std())


def test_a_column_that_has_one_value_left_is_told_so() -> None:
    rng = np.random.default_rng(4)
    varied = numbers(rng.normal(size=1000))
    figure = found("constant", varied, numbers([0.25] * 50))
    assert figure.value == pytest.approx(1.0, abs=0.01)
    assert figure.p_value is not None
    assert figure.p_value < 1e-20
    assert figure.reason is not None
    assert figure.reason.startswith("one value is left; ")
    assert found("constant", varied, varied).value == 0.0
    two = coded("x", Kind.CATEGORICAL, ["a"] * 70 + ["b"] * 30)
    figure = found("constant", two, coded("x", Kind.CATEGORICAL, ["a"] * 4 + [None] * 3))
    assert figure.value == pytest.approx(0.3)
    assert figure.p_value == pytest.approx((74 / 104) ** 4)
    assert found("constant", two, coded("x", Kind.CATEGORICAL, ["c"] * 9)).value == 1.0


def test_levels_that_are_gone_have_the_chance_of_the_hypergeometric_law() -> None:
    one = coded("x", Kind.CATEGORICAL, ["a"] * 90 + ["b"] * 10)
    figure = found("gone_values", one, coded("x", Kind.CATEGORICAL, ["a"] * 20))
    chance = stats.hypergeom(120, 20, 10).pmf(0)
    assert figure.value == pytest.approx(0.1)
    assert figure.effect == pytest.approx(0.1 - 0.1 * chance)
    assert figure.p_value == pytest.approx(2 * chance)
    assert figure.reason == "1 value is gone, which 10.0% of rows had"


def test_keys_that_are_gone_are_expected_to_be() -> None:
    one = coded("x", Kind.TEXT, [f"k{i}" for i in range(500)])
    figure = found("gone_values", one, coded("x", Kind.TEXT, [f"n{i}" for i in range(100)]))
    assert figure.value == 1.0
    assert figure.p_value == 1.0
    assert figure.effect == pytest.approx(1.0 - 500 / 600)
