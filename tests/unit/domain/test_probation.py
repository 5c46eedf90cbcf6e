"""What ends the watch over a version that was promoted by itself, over simulated time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tidemill.domain.automations import RollbackRule, Watched
from tidemill.domain.probation import (
    ProbationFacts,
    ProbationState,
    Seen,
    Verdict,
    decide,
)

BEGAN = datetime(2026, 3, 1, tzinfo=UTC)
UNTIL = BEGAN + timedelta(days=7)
RULES = tuple(RollbackRule(one) for one in Watched)
FACTS = ProbationFacts((), (), "auc", "AUC", True, {"value": 0.8, "low": 0.77, "high": 0.83})


def seen(label: str = "flights v9", n: float = 1000, **values: float) -> Seen:
    """Measures of some rows, each with an interval of two hundredths to either side."""
    measures = {
        name: {"value": v, "low": v - 0.02, "high": v + 0.02, "n": n} for name, v in values.items()
    }
    return Seen(label, measures)


def judged(*since: Seen, day: float = 1.0, rules: tuple[RollbackRule, ...] = RULES,
           before: tuple[Seen, ...] = ()) -> Verdict:  # fmt: skip
    facts = replace(FACTS, since=since, before=before)
    return decide(facts, rules, UNTIL, BEGAN + timedelta(days=day))


def test_a_week_without_news_passes_and_says_that_nothing_came() -> None:
    for hour in range(7 * 24):
        assert judged(day=hour / 24).state is ProbationState.OPEN
    assert judged(day=7) == Verdict(
        ProbationState.PASSED, "No rule took it back. No new rows came in this time."
    )


def test_good_rows_pass_and_are_counted() -> None:
    verdict = judged(seen(auc=0.81), Seen("flights v10", {}), day=8)
    assert verdict.reason.endswith("2 sets of new rows came in this time, 1 with labels.")
    verdict = judged(Seen("flights v10", {}), day=8)
    assert verdict.reason.endswith("1 set of new rows came in this time, none with labels.")


def test_a_fall_counts_only_where_both_intervals_agree_and_enough_rows_are_there() -> None:
    assert judged(seen(auc=0.76)).state is ProbationState.OPEN
    assert judged(seen(auc=0.5, n=29)).state is ProbationState.OPEN
    assert judged(seen(auc=0.5, n=30)).state is ProbationState.ROLLED_BACK
    verdict = judged(seen(auc=0.81), seen("flights v10", auc=0.74))
    assert verdict == Verdict(
        ProbationState.ROLLED_BACK,
        "AUC fell to 0.74 on flights v10; it was 0.8 at validation.",
    )


def test_a_loss_that_rises_is_a_fall() -> None:
    facts = replace(FACTS, higher_is_better=False, since=(seen(auc=0.9),))
    verdict = decide(facts, RULES, UNTIL, BEGAN)
    assert "AUC rose to 0.9" in verdict.reason
    for within in (0.5, 0.84):
        facts = replace(facts, since=(seen(auc=within),))
        assert decide(facts, RULES, UNTIL, BEGAN).state is ProbationState.OPEN


def test_an_open_alert_over_performance_takes_a_version_back() -> None:
    facts = replace(FACTS, alerts=("AUC fell to 0.6.",))
    assert decide(facts, RULES, UNTIL, BEGAN) == Verdict(
        ProbationState.ROLLED_BACK, "AUC fell to 0.6."
    )
    only = (RollbackRule(Watched.ERROR_RATE),)
    assert decide(facts, only, UNTIL, BEGAN).state is ProbationState.OPEN


def test_an_error_rate_over_its_limit_takes_a_version_back_over_all_rows_since() -> None:
    rules = (RollbackRule(Watched.ERROR_RATE, 0.1),)
    assert judged(seen(accuracy=0.91), rules=rules).state is ProbationState.OPEN
    assert judged(seen(accuracy=0.5, n=20), rules=rules).state is ProbationState.OPEN
    verdict = judged(seen(accuracy=0.95), seen(accuracy=0.8), rules=rules)
    assert verdict.reason == (
        "12.5% of 2,000 answers were wrong since the promotion, over the limit of 10.0%."
    )
    assert judged(seen(error_rate=0.12), rules=rules).state is ProbationState.ROLLED_BACK
    at_limit = (RollbackRule(Watched.ERROR_RATE, 0.25),)
    assert judged(seen(error_rate=0.25), rules=at_limit).state is ProbationState.OPEN


def test_without_a_limit_an_error_rate_is_compared_with_that_of_the_version_before() -> None:
    rules = (RollbackRule(Watched.ERROR_RATE),)
    before = (seen(accuracy=0.9), seen(accuracy=0.9))
    assert judged(seen(accuracy=0.88), rules=rules, before=before).state is ProbationState.OPEN
    assert judged(seen(accuracy=0.5), rules=rules).state is ProbationState.OPEN
    verdict = judged(seen(accuracy=0.8), rules=rules, before=before)
    assert verdict.reason == (
        "20.0% of 1,000 answers were wrong since the promotion; of the version before it were "
        "10.0%."
    )


def test_a_business_value_under_its_limit_or_that_of_before_takes_a_version_back() -> None:
    rules = (RollbackRule(Watched.VALUE, 2.0),)
    for fine in (2.1, 2.0):
        assert judged(seen(value=fine), rules=rules).state is ProbationState.OPEN
    verdict = judged(seen(value=1.5), rules=rules)
    assert verdict.reason == (
        "Business value was 1.5 over 1,000 rows since the promotion, under the limit of 2."
    )
    rules = (RollbackRule(Watched.VALUE, figure="gain"),)
    before = (seen(gain=2.0), seen(gain=2.2))
    assert judged(seen(gain=1.98), rules=rules, before=before).state is ProbationState.OPEN
    assert judged(seen(gain=1.9), rules=rules).state is ProbationState.OPEN
    mixed = (seen(gain=1.9), seen(gain=2.3))
    assert judged(*mixed, rules=rules, before=before).state is ProbationState.OPEN
    verdict = judged(seen(gain=1.9), rules=rules, before=before)
    assert "never brought less than 1.98" in verdict.reason


@pytest.mark.parametrize("watched", list(Watched))
def test_no_rule_speaks_where_nothing_was_measured(watched: Watched) -> None:
    rules = (RollbackRule(watched, 0.1), RollbackRule(watched))
    assert judged(Seen("flights v9", {}), rules=rules).state is ProbationState.OPEN
