"""For whom decisions flip: planted groups come first, chance is told as chance."""

import numpy as np
import pytest
from scipy import stats

from tidemill.domain.columns import Kind
from tidemill.domain.flip_segments import chances, holm, score, segments
from tidemill.domain.frames import ColumnData, coded


def columns(rng: np.random.Generator, n: int) -> list[ColumnData]:
    """Columns of several kinds; `city` goes with `region`."""
    regions = rng.choice(["north", "south", "east", "west"], n, p=[0.1, 0.4, 0.3, 0.2])
    cities = np.where(rng.random(n) < 0.8, regions, "elsewhere")
    return [
        coded("region", Kind.CATEGORICAL, regions.tolist()),
        coded("city", Kind.CATEGORICAL, cities.tolist()),
        coded("tariff", Kind.CATEGORICAL, rng.choice(["day", "night", "winter"], n).tolist()),
        ColumnData("age", Kind.NUMERIC, rng.normal(50, 12, n)),
        ColumnData("usage", Kind.NUMERIC, rng.exponential(3, n)),
    ]


@pytest.mark.parametrize("seed", range(12))
def test_a_segment_with_two_per_cent_of_planted_flips_comes_first(seed: int):
    rng = np.random.default_rng(seed)
    n = 50_000
    made = columns(rng, n)
    planted = made[0].values == made[0].levels.index("north")
    flips = rng.random(n) < 0.004  # what flips anyway
    flips |= planted & (rng.random(n) < 0.02)
    found, n_looked = segments(made, flips)
    assert found[0].where == (("region", "north"),)
    assert found[0].is_certain
    assert found[0].n == planted.sum()
    assert found[0].n_flips == (flips & planted).sum()
    assert n_looked > len(found)


@pytest.mark.parametrize("seed", range(6))
def test_two_per_cent_planted_where_two_columns_meet_come_first(seed: int):
    rng = np.random.default_rng(100 + seed)
    n = 50_000
    made = columns(rng, n)
    planted = (made[0].values == made[0].levels.index("south")) & (
        made[2].values == made[2].levels.index("winter")
    )
    flips = (rng.random(n) < 0.002) | (planted & (rng.random(n) < 0.02))
    found, _ = segments(made, flips)
    assert set(found[0].where) == {("region", "south"), ("tariff", "winter")}
    assert found[0].n_flips == (flips & planted).sum()


def test_flips_without_a_pattern_make_no_certain_segment_more_often_than_promised():
    n_wrong = 0
    for seed in range(60):
        rng = np.random.default_rng(1_000 + seed)
        made = columns(rng, 4_000)
        found, _ = segments(made, rng.random(4_000) < 0.03)
        n_wrong += any(one.is_certain for one in found)
    assert n_wrong <= 8  # 5 % at most are meant; 9 of 60 have a chance below 1 %


def test_the_score_is_the_log_likelihood_ratio_of_two_rates_against_one():
    rng = np.random.default_rng(3)
    for _ in range(50):
        total, flips = 1_000, int(rng.integers(5, 200))
        n = int(rng.integers(30, 900))
        low, high = max(0, flips + n - total), min(n, flips)
        c = int(rng.integers(low, high + 1))
        said = float(score(np.array([float(n)]), np.array([float(c)]), total, flips)[0])
        table = [[c, n - c], [flips - c, total - n - flips + c]]
        if c * (total - n) <= (flips - c) * n:
            assert said == 0
        else:  # half of the G statistic is the log likelihood ratio
            g = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
            assert said == pytest.approx(g / 2, abs=1e-9)
        exact = stats.fisher_exact(table, alternative="greater").pvalue
        assert chances([n], [c], total, flips)[0] == pytest.approx(exact, rel=1e-6, abs=1e-12)


def test_chances_are_corrected_for_every_group_that_was_looked_at():
    corrected = holm(np.array([0.04, 0.001, 0.01]), 10)
    assert corrected.tolist() == pytest.approx([0.32, 0.01, 0.09])


def test_without_flips_there_are_no_segments():
    rng = np.random.default_rng(0)
    assert segments(columns(rng, 500), np.zeros(500, dtype=bool))[0] == ()
    assert segments([], np.ones(5, dtype=bool)) == ((), 0)
