"""When rules alert: spans, pauses, unknown chunks, lateness; a replay is the real run."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_courses import courses, rules, watched

from tidemill.base.errors import NeedsYou
from tidemill.domain.alert_decisions import at_limits, decide, episodes
from tidemill.domain.alert_rules import (
    AlertRule,
    Comparison,
    Unit,
    Watches,
    defaults,
    judge,
)
from tidemill.domain.rule_readings import DAY_US, Bounds

OVER = AlertRule(None, "x moved", Watches.COLUMN, Comparison.OVER, 0.2, of="x", key="rule:1")


def spans(rule, seen, **more):
    return [(one.opened, one.closed) for one in episodes(rule, seen, **more)]


def test_an_alert_opens_over_the_limit_and_closes_under_it():
    assert spans(OVER, watched([0.1, 0.3, 0.4, 0.1, 0.5])) == [(1, 3), (4, None)]


def test_a_value_at_the_limit_is_not_over_it():
    assert spans(OVER, watched([0.2, 0.2])) == []


def test_what_must_last_three_looks_opens_at_the_third_and_says_since_when():
    [one] = episodes(replace(OVER, span=3), watched([0.3, 0.1, 0.3, 0.3, 0.3, 0.3]))
    assert (one.first, one.opened, one.closed) == (2, 4, None)


def test_days_are_calendar_days_whatever_a_look_spans():
    lasting = replace(OVER, span=2, unit=Unit.DAYS)
    assert spans(lasting, watched([0.3, 0.3])) == [(1, None)]
    assert spans(lasting, watched([0.3, 0.1], every=30)) == [(0, 1)]


def test_an_unknown_look_neither_ends_nor_lengthens():
    unknown = float("nan")
    assert spans(OVER, watched([0.3, unknown, unknown])) == [(0, None)]
    assert spans(replace(OVER, span=2), watched([0.3, unknown, 0.3, 0.1])) == [(2, 3)]


def test_within_the_pause_no_second_alert_opens_and_after_it_one_that_still_lasts_does():
    paused = replace(OVER, at_most_every_s=3 * 86_400.0)
    assert spans(paused, watched([0.3, 0.1, 0.3, 0.3, 0.3])) == [(0, 1), (3, None)]


def test_worse_than_at_validation_asks_both_intervals():
    rule = judge(defaults()[1]).for_metric("auc")
    then = {"auc": Bounds(*(np.full(3, v) for v in (0.8, 0.78, 0.82)))}
    now = {"auc": Bounds(np.array([0.74, 0.70, 0.7]), np.array([0.7, 0.66, np.nan]),
                         np.array([0.79, 0.77, 0.77]))}  # fmt: skip
    found = decide(rule, watched([0, 0, 0], measures=now, expected=then), 2)
    assert found is not None
    assert (found.since, found.value, found.limit, found.is_new) == (1, 0.70, 0.78, True)
    assert decide(rule, watched([0, 0, 0], measures=now, expected=then), 1) is None


def test_an_error_is_worse_when_it_rises():
    rule = AlertRule(None, "mae", Watches.METRIC, Comparison.WORSE, of="mae")
    then = {"mae": Bounds(*(np.full(2, v) for v in (5.0, 4.0, 6.0)))}
    now = {"mae": Bounds(np.array([2.0, 8.0]), np.array([1.0, 7.0]), np.array([3.0, 9.0]))}
    found = decide(rule, watched([0, 0], measures=now, expected=then))
    assert found is not None
    assert (found.since, found.limit) == (1, 6.0)


def test_a_slice_is_watched_by_its_own_measure():
    rule = AlertRule(
        None, "s", Watches.METRIC, Comparison.UNDER, 0.7, of="auc", slice="city = york"
    )
    low = Bounds(*(np.array([0.6]),) * 3)
    assert decide(rule, watched([0], measures={"auc": low})) is None
    assert decide(rule, watched([0], measures={"auc in city = york": low})) is not None


def test_any_column_names_those_that_moved_worst_first():
    psi = np.array([[0.3], [0.1], [0.9]])
    seen = watched([0], columns=("a", "b", "c"), psi=psi, missing=psi, is_over=psi > 0.2)
    found = decide(defaults()[0], seen)
    assert found is not None
    assert (found.columns, found.value) == (("c", "a"), 0.9)
    assert decide(defaults()[0], seen.without(frozenset("ac"))) is None


def test_few_rows_are_told_against_the_usual_and_not_before_anything_is_usual():
    rule = defaults()[3]
    rows = np.array([10.0, 100, 100, 110, 40, 100])
    assert spans(rule, watched([0.0] * 6, n_rows=rows)) == [(4, 5)]


def test_data_is_late_by_its_usual_gap_and_no_longer_when_it_came():
    rule, seen = defaults()[2], watched([0.0] * 6)
    last = int(seen.seen_at[-1])
    assert decide(rule, seen, now=last + 2 * DAY_US) is None
    found = decide(rule, seen, now=last + 4 * DAY_US)
    assert found is not None
    assert (found.value, found.limit, found.opened_at) == (4.0, 3.0, last + 3 * DAY_US)
    late = np.append(seen.seen_at[:-1], last + 9 * DAY_US)
    [one] = episodes(rule, replace(seen, seen_at=late))
    assert (one.opened, one.closed, one.closed_at) == (4, 5, last + 9 * DAY_US)


def test_files_dropped_by_hand_one_after_another_are_never_late():
    seen = watched([0.0] * 6)
    at_once = replace(seen, seen_at=seen.seen_at[0] + np.arange(6) * 5_000_000)
    assert decide(defaults()[2], at_once, now=int(at_once.seen_at[-1]) + 900 * DAY_US) is None


def test_a_model_without_a_chunk_has_no_alert():
    empty = watched([])
    assert all(decide(rule, empty) is None for rule in defaults())
    assert at_limits(OVER, empty, [0.1, 0.2]) == ((), ())


@settings(max_examples=300, deadline=None)
@given(courses(), rules())
def test_what_a_replay_tells_is_what_a_real_run_told_look_by_look(seen, rule):
    """The run knows at each look only what came by then; it opens and closes as it goes."""
    told, is_open = [], False
    for upto in range(1, seen.n + 1):
        now = int(seen.seen_at[upto - 1])
        if rule.watches is Watches.AGE:  # looked at by the clock: just before what came at last
            found = decide(rule, seen, upto - 1, now=now - 1) if upto > 1 else None
            if found is not None:
                told.append((found.opened_at, now))
            continue
        found = decide(rule, seen, upto)
        if found is not None and not is_open:
            told.append([found.opened_at, None])
            assert found.is_new
        elif found is None and is_open:
            told[-1][1] = int(seen.ends_at[upto - 1])
        is_open = found is not None
    replayed = [[one.opened_at, one.closed_at] for one in episodes(rule, seen)]
    if rule.watches is Watches.AGE:
        assert [tuple(one) for one in replayed] == told
    else:
        assert replayed == told


@settings(max_examples=100, deadline=None)
@given(courses(), rules(), st.lists(st.floats(0, 3), min_size=1, max_size=6))
def test_many_limits_at_once_are_each_limit_alone(seen, rule, limits):
    if rule.limit is None:
        limits = [0.0]
    alone = tuple(episodes(replace(rule, limit=one), seen) for one in limits)
    assert at_limits(rule, seen, limits) == alone


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"comparison": Comparison.WORSE}, "says nothing of a column"),
        ({"limit": None}, "no limit"),
        ({"limit": float("nan")}, "no limit"),
        ({"of": ""}, "names no column"),
        ({"slice": "a = b"}, "by slice"),
        ({"span": 0}, "How long it lasts"),
        ({"at_most_every_s": 0.0}, "between two alerts"),
        ({"quiet": ("22:00", "x")}, "no quiet hours"),
        ({"name": " "}, "has a name"),
    ],
)
def test_a_rule_that_cannot_be_says_which_part_is_wrong(changed, words):
    with pytest.raises(NeedsYou, match=words):
        judge(replace(OVER, **changed))
