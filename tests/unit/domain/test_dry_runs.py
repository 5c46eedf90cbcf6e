"""What is counted of a dry run, and that it is read as it was written."""

from datetime import UTC, datetime, timedelta

import pytest

from tidemill.domain.dry_runs import ByHand, DryFile, DryGate, DryRun, Estimate, Then, by_hand
from tidemill.domain.models import Decision, DecisionKind

START = datetime(2026, 1, 1, tzinfo=UTC)


def file(day, then=Then.NONE, **values):
    return DryFile(
        f"f{day}.csv",
        f"/in/f{day}.csv",
        START + timedelta(days=day),
        100,
        10,
        values.pop("state", "added"),
        "Added",
        then=then,
        **values,
    )


def run(*files, **values):
    return DryRun(1, 2, "buyers", "/in", "shop", "buyers", "auc", "promote", files, **values)


def decision(day, kind=DecisionKind.PROMOTED, by="ada", undone=None):
    return Decision(day, kind, 1, 1, 8, None, None, START + timedelta(days=day), by, "", undone)


def test_a_dry_run_is_read_as_it_was_written():
    gates = (DryGate("better", False, "Gain -0.02."),)
    whole = run(
        file(1, Then.PROPOSED, gates=gates, metric=0.8, then_at=START, checks_failed=("a", "b")),
        file(2, alerts=("x moved",)),
        by_hand=(ByHand(START, "promoted", "v8", "ada", ready_at=START),),
        notes=("It is so.",),
        at=START,
    )
    assert DryRun.from_dict(whole.to_dict()) == whole


def test_promotions_count_also_those_that_were_taken_back():
    whole = run(
        file(1, Then.PROMOTED),
        file(2, Then.ROLLED_BACK),
        file(3, Then.PROPOSED),
        file(4, state="set-aside"),
        file(5, Then.NOT_KNOWN),
    )
    assert (whole.promotions, whole.rollbacks, whole.proposals, whole.unknown) == (2, 1, 1, 1)
    assert whole.counts == {"added": 4, "set-aside": 1}


def test_a_year_costs_what_files_cost_at_the_pace_at_which_they_came():
    monthly = run(*(file(30 * n, seconds=60.0, n_bytes=1000) for n in range(13)))
    assert monthly.costs.files_a_year == pytest.approx(12 * 365.25 / 360)
    assert monthly.costs.seconds_a_year == pytest.approx(60 * 12 * 365.25 / 360)
    assert monthly.costs.bytes_a_file == 1000


def test_files_of_one_moment_say_nothing_of_a_year():
    assert run(file(1, seconds=2.0), file(1, seconds=4.0)).costs.seconds_a_year is None
    assert run(file(1, seconds=2.0), file(1, seconds=4.0)).costs.seconds_a_file == 3.0


def test_a_promotion_by_hand_is_set_beside_the_first_candidate_since_the_one_before_it():
    files = [file(1, Then.PROPOSED), file(5, Then.PROPOSED), file(8, Then.PROPOSED)]
    decisions = [decision(3), decision(14), decision(15, by="worker"), decision(16, undone=17)]
    first, second = by_hand(decisions, files)
    assert first.days_earlier == 2.0
    assert second.days_earlier == 9.0


def test_a_rollback_by_hand_waited_for_no_candidate():
    [one] = by_hand([decision(3, DecisionKind.ROLLED_BACK)], [file(1, Then.PROPOSED)])
    assert one.days_earlier is None


def test_an_estimate_says_that_only_the_newest_files_are_replayed():
    assert Estimate(50, 80, 9, 300.0).in_words() == (
        "Replaying the newest 50 files of 80, about 5 min."
    )
    assert Estimate(1, 1, 9, 3.0).in_words() == "Replaying 1 file, about 3 s."
