"""First diagnoses: one feed only, a factor, a shift, missing values; nothing where it is noise."""

import numpy as np
import pytest

from tidemill.domain.diagnoses import Evidence, diagnose

N = 600


@pytest.fixture
def usual():
    """Amounts then and now, of two feeds, nothing wrong."""
    draw = np.random.default_rng(7)
    feeds = np.array(["billing-a", "billing-b"], dtype=object)[draw.integers(0, 2, N)]
    before, now = draw.lognormal(4, 0.5, N), draw.lognormal(4, 0.5, N)
    return before, now, feeds


def said(before, now, feeds):
    of = {"feed": feeds}
    return diagnose(Evidence("amount", before, now, of, of))


def titles(found):
    return [step.title for step in found.steps]


def test_noise_is_no_diagnosis(usual):
    found = said(*usual)
    assert titles(found) == []
    assert (found.group, found.factor, found.n_affected) == ("", None, N)


def test_amounts_100_times_too_large_in_one_feed_are_said_to_be_so(usual):
    before, now, feeds = usual
    now = np.where(feeds == "billing-b", now * 100, now)
    found = said(before, now, feeds)
    assert titles(found) == ["One feed only", "A factor, not noise"]
    assert (found.group, found.level) == ("feed", "billing-b")
    assert found.factor == pytest.approx(100, rel=0.1)
    assert found.n_affected == int((feeds == "billing-b").sum())
    assert found.steps[0].words.endswith("rows; the other did not move")


def test_a_factor_in_all_feeds_names_no_feed(usual):
    before, now, feeds = usual
    found = said(before, now * 100, feeds)
    assert titles(found) == ["A factor, not noise"]
    assert found.group == ""


def test_everything_moved_by_the_same_is_a_shift_also_below_zero(usual):
    _, _, feeds = usual
    draw = np.random.default_rng(8)
    found = said(draw.normal(0, 1, N), draw.normal(0, 1, N) + 4, feeds)
    assert titles(found) == ["A shift, not noise"]
    assert found.factor is None


def test_a_wider_spread_is_neither_factor_nor_shift(usual):
    _, _, feeds = usual
    draw = np.random.default_rng(9)
    assert titles(said(draw.normal(50, 1, N), draw.normal(50, 8, N), feeds)) == []


def test_values_that_went_missing_are_said_with_their_shares(usual):
    before, now, feeds = usual
    gone = np.where(np.arange(N) % 10 < 3, np.nan, now)
    found = said(before, gone, feeds)
    assert titles(found) == ["Values are missing"]
    assert found.steps[0].words == "30.0% of amount, it was 0.0%"
    assert titles(said(before, np.full(N, np.nan), feeds)) == ["Values are missing"]


def test_few_rows_say_nothing():
    few = np.arange(5.0)
    feeds = np.array(list("aabba"), dtype=object)
    assert titles(said(few, few * 100, feeds)) == []
