"""The time machine: real falls, what a rule was worth, limits beside it, one better setting."""

from dataclasses import replace

import numpy as np
import pytest
from made_courses import watched

from tidemill.base.errors import NeedsYou
from tidemill.domain import alert_replays, real_falls
from tidemill.domain.alert_rules import AlertRule, Comparison, Watches
from tidemill.domain.real_falls import FallRule, Mark
from tidemill.domain.rule_readings import DAY_US, Bounds

RULE = AlertRule(None, "x", Watches.COLUMN, Comparison.OVER, 0.2, of="x", key="rule:1")
N = 100


@pytest.fixture
def year():
    """100 days: value falls on days 60 to 66; x moves on 20 (by chance), and 57 to 62."""
    psi = np.full(N, 0.05)
    psi[20], psi[57:63] = 0.25, 0.5
    worth = np.full(N, 100.0)
    worth[60:67] = 80.0
    return watched(psi.tolist(), worth=worth)


def test_a_fall_is_under_95_percent_of_the_last_8_weeks_for_5_days(year):
    [fall] = real_falls.falls(year)
    assert (fall.starts_at, fall.ends_at) == (int(year.starts_at[60]), int(year.ends_at[66]))
    assert fall.size == pytest.approx(0.2)
    assert fall.lost == pytest.approx(20.0)
    assert real_falls.falls(year, FallRule(days=8)) == ()
    assert real_falls.falls(year, FallRule(share=0.75)) == ()


def test_a_long_fall_is_held_against_what_was_before_it(year):
    worth = np.full(N, 100.0)
    worth[30:] = 80.0
    [fall] = real_falls.falls(replace(year, worth=worth))
    assert fall.ends_at == int(year.ends_at[-1])


def test_without_business_value_the_models_own_metric_falls_and_an_error_rises(year):
    none = replace(year, worth=np.full(N, np.nan))
    assert real_falls.falls(none) == ()
    auc = np.where(year.worth < 100, 0.6, 0.8)
    [by_auc] = real_falls.falls(replace(none, measures={"auc": Bounds(auc, auc, auc)}))
    error = 1 / auc
    by_error = replace(none, metric="mae", measures={"mae": Bounds(error, error, error)})
    [by_mae] = real_falls.falls(by_error)
    assert by_auc == by_mae


def test_marks_by_hand_add_a_fall_and_take_one_away(year):
    starts, ends = int(year.starts_at[20]), int(year.ends_at[24])
    [marked, found] = real_falls.falls(year, marks=[Mark(starts, ends, True)])
    assert (marked.starts_at, marked.by_hand, found.by_hand) == (starts, True, False)
    none = Mark(int(year.starts_at[62]), int(year.ends_at[62]), False)
    assert real_falls.falls(year, marks=[none]) == ()


def test_the_verdict_counts_matched_false_and_missed_and_how_much_earlier(year):
    falls = real_falls.falls(year)
    told = alert_replays.replay(RULE, year, falls)
    assert (len(told.alerts), told.n_matched, told.n_false, told.missed) == (2, 1, 1, ())
    assert told.days_earlier == pytest.approx(2, abs=0.01)
    assert told.words() == ("2 alerts in 100 days, 1 before a real fall, 2 days earlier on average")
    assert told.rests_on == ""
    assert [one.worst for one in told.alerts] == [0.25, 0.5]
    none = alert_replays.replay(replace(RULE, limit=0.9), year, falls)
    assert none.words() == "0 alerts in 100 days: a real fall missed"
    assert none.missed == falls


def test_an_alert_after_a_fall_began_is_told_to_be_late(year):
    late = watched(np.roll(year.psi[0], 6).tolist(), worth=year.worth)
    told = alert_replays.replay(RULE, late, real_falls.falls(late))
    assert told.words().endswith("1 in a real fall, 4 days after it began on average")


def test_an_alert_long_before_or_after_is_no_warning(year):
    early = watched(np.roll(year.psi[0], -25).tolist(), worth=year.worth)
    told = alert_replays.replay(RULE, early, real_falls.falls(early))
    assert told.n_matched == 0
    assert told.words() == "2 alerts in 100 days, none before a real fall"


def test_only_the_last_days_count_but_the_history_before_them_decides(year):
    told = alert_replays.replay(RULE, year, real_falls.falls(year), days=60)
    assert told.n_days == 60
    assert len(told.alerts) == 1


def test_under_30_days_the_verdict_says_how_little_it_rests_on(year):
    short = alert_replays.replay(RULE, year.until(12), ())
    assert short.rests_on == "This rests on 12 days and 12 looks only."
    assert short.words() == "0 alerts in 12 days"


def test_bars_are_what_each_limit_would_have_given(year):
    falls = real_falls.falls(year)
    bars = alert_replays.bars(RULE, year, falls)
    assert len(bars) == alert_replays.N_BARS
    for bar in bars[::7]:
        alone = alert_replays.replay(replace(RULE, limit=bar.limit), year, falls)
        assert (bar.n_alerts, bar.n_matched) == (len(alone.alerts), alone.n_matched)
    assert bars[0].limit == pytest.approx(0.05)
    assert bars[-1].n_alerts == 0


def test_one_better_setting_finds_the_same_falls_with_fewer_alerts(year):
    falls = real_falls.falls(year)
    offered = alert_replays.better(RULE, year, falls)
    assert offered is not None
    assert (offered.n_alerts, offered.n_matched, offered.n_falls) == (1, 1, 1)
    assert offered.words == "The same falls found, 1 alert fewer"
    used = replace(RULE, limit=offered.limit, span=offered.span)
    assert len(alert_replays.replay(used, year, falls).alerts) == 1
    assert alert_replays.better(used, year, falls) is None
    assert alert_replays.better(RULE, year, ()) is None


def test_a_rule_by_which_no_number_decides_has_no_bars(year):
    drifted = replace(RULE, comparison=Comparison.DRIFTED, limit=None)
    assert alert_replays.bars(drifted, year, ()) == ()
    assert alert_replays.better(drifted, year, real_falls.falls(year)) is None


def test_nothing_seen_is_replayed_without_error():
    empty = watched([])
    told = alert_replays.replay(RULE, empty, real_falls.falls(empty))
    assert told.words() == "0 alerts in 0 days"
    assert alert_replays.bars(RULE, empty, ()) == ()


def test_age_is_replayed_on_the_axis_of_arrival(year):
    rule = AlertRule(None, "late", Watches.AGE, Comparison.OVER, 3.0, key="age")
    seen_at = year.seen_at + np.where(np.arange(N) >= 50, 9, 0) * DAY_US
    told = alert_replays.replay(rule, replace(year, seen_at=seen_at), ())
    assert len(told.alerts) == 1
    assert told.alerts[0].worst == pytest.approx(10.0)


def test_what_counts_as_a_fall_is_said_and_held_in_bounds():
    assert FallRule().words() == "Value under 95% of its last 8 weeks for 5 days or more."
    assert FallRule(0.9, 1, 1).words() == "Value under 90% of its last week for a day or more."
    for wrong in (FallRule(share=1.0), FallRule(days=0), FallRule(weeks=200)):
        with pytest.raises(NeedsYou):
            real_falls.judge(wrong)


def test_the_curve_is_what_the_rule_reads_with_where_it_was_over(year):
    found = alert_replays.curve(RULE, year)
    assert found.at.tolist() == year.ends_at.tolist()
    assert found.value.tolist() == year.psi[0].tolist()
    assert np.flatnonzero(found.over == 1).tolist() == [20, *range(57, 63)]


def test_the_curve_of_the_age_is_each_wait_where_it_ended(year):
    late = AlertRule(None, "late", Watches.AGE, Comparison.OVER, 2.0, key="rule:2")
    came = np.arange(N, dtype=np.int64) * DAY_US
    came[50:] += 4 * DAY_US
    found = alert_replays.curve(late, replace(year, seen_at=came))
    assert len(found.value) == N - 1
    assert np.flatnonzero(found.over == 1).tolist() == [49]
    assert (found.value[49], int(found.at[49])) == (5.0, int(came[50]))
    usual = replace(late, comparison=Comparison.OVER_USUAL, limit=3.0)
    by_usual = alert_replays.curve(usual, replace(year, seen_at=came))
    assert by_usual.value[49] == 5.0
    assert by_usual.over[:3].tolist() == [-1, -1, -1]


def test_a_first_limit_lies_between_what_is_usual_and_the_worst(year):
    assert alert_replays.first_limit(RULE, year) == pytest.approx(0.05 + 0.45 * 32 / 49, abs=0.01)
    under = replace(RULE, watches=Watches.VALUE, comparison=Comparison.UNDER, of="")
    assert alert_replays.first_limit(under, year) == pytest.approx(80 + 20 * 16 / 49, abs=0.5)
    drifted = replace(RULE, comparison=Comparison.DRIFTED, limit=None)
    assert alert_replays.first_limit(drifted, year) is None
