"""Verdicts over trials: intervals against published and independent ones, what is still needed."""

from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from scipy import stats

from tidemill.domain.trial_verdicts import (
    Finding,
    Measure,
    Shown,
    compared,
    differing,
    finding_of,
    independent_means,
    independent_shares,
    paired_means,
    paired_shares,
    rows_for,
    still_needed,
    width_for,
)
from tidemill.domain.trials import Trial, TrialKind


def trial(kind: TrialKind, share: float = 0.5) -> Trial:
    at = datetime(2026, 1, 2, tzinfo=UTC)
    return Trial(kind, 1, 1, 2, 2, share, "", "", at, "ada")


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [((56, 70, 48, 80), 0.0524, 0.3339), ((9, 10, 3, 10), 0.1705, 0.8090)],
)
def test_the_interval_of_two_shares_is_the_published_one(counts: Any, low: float, high: float):
    found = independent_shares(*counts)  # Newcombe (1998), table II, method 10
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_paired_shares_hold_the_truth_as_often_as_they_say():
    draw = np.random.default_rng(3)
    n, gained, lost = 120, 0.12, 0.05
    hits = 0
    for one, other, *_ in draw.multinomial(n, [gained, lost, 1 - gained - lost], size=2_000):
        found = paired_shares(int(one), int(other), n)
        hits += found.low <= gained - lost <= found.high
    assert 0.935 < hits / 2_000 < 0.975


def test_means_agree_with_the_tests_of_many_rows():
    draw = np.random.default_rng(5)
    new, old = draw.normal(1, 2, 4_000), draw.normal(0.8, 3, 3_000)
    ours, theirs = independent_means(new, old), stats.ttest_ind(new, old, equal_var=False)
    assert ours is not None
    low, high = theirs.confidence_interval(0.95)
    assert (ours.low, ours.high) == pytest.approx((low, high), abs=2e-4)
    both, paired = paired_means(new[:3_000], old), stats.ttest_rel(new[:3_000], old)
    assert both is not None
    low, high = paired.confidence_interval(0.95)
    assert (both.low, both.high) == pytest.approx((low, high), abs=2e-4)


def test_few_numbers_have_no_interval():
    assert paired_means([1.0] * 29, [0.0] * 29) is None
    assert independent_means([1.0] * 500, [0.0] * 29) is None


def split_rows(n: int, right: float, old_right: float, seed: int) -> list[Shown]:
    """A split of `n` rows of each version, right in these shares."""
    draw = np.random.default_rng(seed)
    new = ["yes" if one else "no" for one in draw.random(n) < right]
    old = ["yes" if one else "no" for one in draw.random(n) < old_right]
    return [Shown(None, one, "yes") for one in new] + [Shown(one, None, "yes") for one in old]


def test_so_many_rows_as_are_needed_make_the_interval_as_narrow_as_wished():
    few = split_rows(400, 0.8, 0.7, 1)
    found = compared(few, is_paired=False, is_number=False)
    assert found.measure is Measure.RIGHT
    _, labels = still_needed(trial(TrialKind.SPLIT), found, 0.02, is_number=False, apart=None)
    assert labels is not None
    more = split_rows((labels + found.n) // 2, 0.8, 0.7, 2)
    wide = compared(more, is_paired=False, is_number=False).difference
    assert wide is not None
    assert (wide.high - wide.low) / 2 == pytest.approx(0.02, rel=0.1)
    _, none = still_needed(
        trial(TrialKind.SPLIT),
        compared(more, is_paired=False, is_number=False),
        0.021,
        is_number=False,
        apart=None,
    )
    assert none == 0


def test_the_rows_for_a_width_are_those_of_the_textbook():
    # Cochran (1977), section 4.4: n = z²·p·q/h²; p = 0.5 within 5 points takes 385 of 384.1.
    assert rows_for(0.25, 0.05) == 385


@pytest.mark.parametrize(
    ("right", "old_right", "n", "finding"),
    [
        (0.9, 0.7, 500, Finding.BETTER),
        (0.7, 0.9, 500, Finding.WORSE),
        (0.8, 0.8, 40_000, Finding.SAME),
        (0.8, 0.79, 200, Finding.OPEN),
    ],
)
def test_a_split_is_found_as_it_was_planted(
    right: float, old_right: float, n: int, finding: Finding
):
    found = compared(split_rows(n, right, old_right, 7), is_paired=False, is_number=False)
    assert finding_of(found, 0.02) is finding


def test_errors_of_numbers_are_better_where_they_are_smaller():
    draw = np.random.default_rng(9)
    truth = draw.normal(0, 5, 400)
    rows = [
        Shown(float(t + a), float(t + b), float(t))
        for t, a, b in zip(truth, draw.normal(0, 2, 400), draw.normal(0, 1, 400), strict=True)
    ]
    found = compared(rows, is_paired=True, is_number=True)
    assert found.measure is Measure.ERROR
    assert finding_of(found, width_for(rows, True)) is Finding.BETTER
    assert found.of_candidate is not None
    assert found.of_champion is not None
    expected = np.mean([abs(float(r.candidate or 0) - float(r.truth or 0)) for r in rows])
    assert found.of_candidate == pytest.approx(expected)


def test_without_truth_only_answers_are_compared_and_labels_are_asked_for():
    rows = [Shown("no", "yes" if n % 10 == 0 else "no") for n in range(1_000)]
    found = compared(rows, is_paired=True, is_number=False)
    assert (found.measure, found.answer) == (Measure.ANSWER_SHARE, "no")
    assert found.difference is not None
    assert found.difference.value == pytest.approx(-0.1)
    assert finding_of(found, 0.02) is Finding.ANSWERS_ONLY
    apart = differing(rows)
    assert apart is not None
    assert apart.value == pytest.approx(0.1)
    rows_, labels = still_needed(
        trial(TrialKind.SHADOW, 1.0), found, 0.02, is_number=False, apart=apart
    )
    # Where a tenth of the answers differ, the right ones differ in a tenth at most.
    assert labels == rows_for(apart.high, 0.02)
    assert rows_ == 0


def test_a_split_with_the_truth_of_one_version_only_compares_answers():
    rows = [Shown("yes", None, "yes")] * 50 + [Shown(None, "no")] * 50
    assert compared(rows, is_paired=False, is_number=False).measure is Measure.ANSWER_SHARE


@pytest.mark.parametrize("is_number", [False, True])
@pytest.mark.parametrize("kind", list(TrialKind))
def test_a_trial_without_a_row_says_what_it_needs(kind: TrialKind, is_number: bool):
    found = compared([], is_paired=kind is TrialKind.SHADOW, is_number=is_number)
    assert found.difference is None
    rows, labels = still_needed(
        trial(kind), found, width_for([], is_number), is_number=is_number, apart=None
    )
    assert (rows is None) == is_number
    assert (labels is None) == is_number
