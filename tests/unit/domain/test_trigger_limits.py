"""Limits of automations: pure decisions, over a year where that says more."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidemill.base.errors import NeedsYou
from tidemill.domain import trigger_limits
from tidemill.domain.trigger_limits import LimitFacts
from tidemill.domain.triggers import Fire, Never, Wait, WaitUntil

NOON = datetime(2026, 6, 10, 12, tzinfo=UTC)


def test_without_limits_nothing_holds_back() -> None:
    assert isinstance(trigger_limits.decide(LimitFacts(), NOON), Fire)


def test_not_more_than_once_per_span_waits_until_the_span_is_over() -> None:
    facts = LimitFacts(last_start=NOON - timedelta(hours=1))
    held = trigger_limits.decide(facts, NOON, at_most_every_s=7200)
    assert held == WaitUntil(
        NOON + timedelta(hours=1), "Held back: it starts at most once in 2 hours."
    )
    later = NOON + timedelta(hours=1)
    assert isinstance(trigger_limits.decide(facts, later, at_most_every_s=7200), Fire)


def test_a_last_start_written_by_a_wrong_clock_does_not_hold_back_for_years() -> None:
    ahead = LimitFacts(last_start=NOON + timedelta(days=700))
    assert isinstance(trigger_limits.decide(ahead, NOON, at_most_every_s=3600), Fire)
    a_little = LimitFacts(last_start=NOON + timedelta(minutes=5))
    held = trigger_limits.decide(a_little, NOON, at_most_every_s=3600)
    assert isinstance(held, WaitUntil)
    assert held.moment == NOON + timedelta(minutes=65)


@pytest.mark.parametrize("hour", range(24))
def test_quiet_hours_over_midnight_hold_back_in_their_zone(hour: int) -> None:
    vienna = ZoneInfo("Europe/Vienna")
    now = datetime(2026, 6, 10, hour, 15, tzinfo=vienna).astimezone(UTC)
    held = trigger_limits.decide(LimitFacts(), now, quiet=("22:00", "06:00"), zone="Europe/Vienna")
    if hour >= 22 or hour < 6:
        assert isinstance(held, WaitUntil)
        day = 11 if hour >= 22 else 10
        assert held.moment == datetime(2026, 6, day, 6, tzinfo=vienna)
    else:
        assert isinstance(held, Fire)


@pytest.mark.parametrize("quiet", [("22:00", "06:00"), ("09:00", "17:00")])
def test_quiet_hours_begin_with_their_first_moment_and_end_with_their_last(
    quiet: tuple[str, str],
) -> None:
    begin, end = (datetime(2026, 6, 10, int(text[:2]), tzinfo=UTC) for text in quiet)
    a_moment = timedelta(microseconds=1)
    for now, is_quiet in (
        (begin - a_moment, False),
        (begin, True),
        (end - a_moment, True),
        (end, False),
    ):
        held = trigger_limits.decide(LimitFacts(), now, quiet=quiet, zone="UTC")
        assert isinstance(held, WaitUntil) == is_quiet, now


def test_quiet_hours_that_end_in_an_hour_that_comes_twice_last_until_its_second_time() -> None:
    now = datetime(2026, 10, 25, 1, 15, tzinfo=UTC)  # 02:15 in Vienna, the second time
    held = trigger_limits.decide(LimitFacts(), now, quiet=("22:00", "02:30"), zone="Europe/Vienna")
    assert isinstance(held, WaitUntil)
    assert held.moment == now + timedelta(minutes=15)


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, 366 * 24 * 60),
    st.integers(0, 1439),
    st.integers(0, 1439),
    st.sampled_from(["UTC", "Europe/Vienna", "Australia/Lord_Howe"]),
)
def test_quiet_hours_end_within_a_day_and_are_over_at_their_end(
    minute: int, begin: int, end: int, zone: str
) -> None:
    if begin == end:
        return
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    quiet = tuple(f"{m // 60:02d}:{m % 60:02d}" for m in (begin, end))
    held = trigger_limits.decide(LimitFacts(), now, quiet=quiet, zone=zone)
    if isinstance(held, WaitUntil):
        assert now < held.moment <= now + timedelta(hours=26)
        # Once over they stay over until they begin again, also where an hour comes twice.
        after = trigger_limits.decide(LimitFacts(), held.moment, quiet=quiet, zone=zone)
        if isinstance(after, WaitUntil):
            again = trigger_limits.decide(LimitFacts(), after.moment, quiet=quiet, zone=zone)
            assert isinstance(again, Fire)


@pytest.mark.parametrize("quiet", [("22:00", "22:00"), ("late", "early"), ("22:00",)])
def test_quiet_hours_that_are_none_are_refused_with_an_example(quiet: tuple[str, ...]) -> None:
    with pytest.raises(NeedsYou) as told:
        trigger_limits.decide(LimitFacts(), NOON, quiet=quiet)
    assert told.value.hint


def test_on_battery_it_waits_where_only_mains_will_do() -> None:
    on_battery = LimitFacts(is_on_mains=False)
    assert isinstance(trigger_limits.decide(on_battery, NOON), Fire)
    held = trigger_limits.decide(on_battery, NOON, mains_only=True)
    assert held == Wait("Held back: the computer runs on its battery.")
    unknown = LimitFacts(is_on_mains=None)  # a desktop computer has no battery
    assert isinstance(trigger_limits.decide(unknown, NOON, mains_only=True), Fire)


def test_a_monthly_budget_that_is_used_up_waits_for_the_next_month_of_the_zone() -> None:
    used = LimitFacts(minutes_used=60.0)
    held = trigger_limits.decide(used, NOON, minutes_a_month=60, zone="Asia/Tokyo")
    assert isinstance(held, WaitUntil)
    assert held.moment == datetime(2026, 7, 1, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert held.sentence == "Held back: 60 of 60 minutes of this month are used."
    assert isinstance(trigger_limits.decide(used, NOON, minutes_a_month=61), Fire)


@pytest.mark.parametrize("day", [1, 28, 31])
def test_the_next_month_is_the_next_from_any_day(day: int) -> None:
    now = datetime(2026, 1, day, 23, 59, tzinfo=UTC)
    assert trigger_limits.month_after(now, "UTC") == datetime(2026, 2, 1, tzinfo=UTC)
    assert trigger_limits.month_of(now, "UTC") == datetime(2026, 1, 1, tzinfo=UTC)


def test_a_month_begins_once_also_where_its_first_hour_comes_twice() -> None:
    now = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)  # 00:30 in Havana, the second time
    assert trigger_limits.month_of(now, "America/Havana") == datetime(2026, 11, 1, 4, tzinfo=UTC)
    assert trigger_limits.month_after(now, "America/Havana") == datetime(2026, 12, 1, 5, tzinfo=UTC)


def test_of_several_limits_the_longest_is_told() -> None:
    facts = LimitFacts(NOON, 100.0, False)
    held = trigger_limits.decide(
        facts, NOON, at_most_every_s=60, minutes_a_month=10, mains_only=True
    )
    assert isinstance(held, WaitUntil)
    assert held.moment == datetime(2026, 7, 1, tzinfo=UTC)


def test_a_limit_under_nothing_is_never() -> None:
    assert isinstance(trigger_limits.decide(LimitFacts(), NOON, minutes_a_month=-1), Never)


def test_limits_are_told_in_a_sentence() -> None:
    assert trigger_limits.in_words() == "Nothing holds it back."
    said = trigger_limits.in_words(
        at_most_every_s=21600,
        quiet=("22:00", "06:00"),
        zone="Europe/Vienna",
        mains_only=True,
        minutes_a_month=90,
    )
    assert said == (
        "At most once in 6 hours, not from 22:00 to 06:00 (Europe/Vienna), only on mains power, "
        "at most 90 minutes a month."
    )
    for wrong in ({"at_most_every_s": -1}, {"minutes_a_month": float("inf")}, {"zone": "Moon"}):
        with pytest.raises(NeedsYou) as told:
            trigger_limits.in_words(**wrong)
        assert told.value.hint
