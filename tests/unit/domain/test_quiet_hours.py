"""The worker's quiet hours: over midnight, on some days, and over changes of the clock."""

from datetime import UTC, datetime, time

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain import quiet_hours
from tidemill.domain.quiet_hours import EVERY_DAY, QuietHours

VIENNA = "Europe/Vienna"


def at(text: str) -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_hours_of_one_day_begin_at_the_first_minute_and_end_before_the_last():
    day = quiet_hours.of("08:00-18:00", EVERY_DAY, "UTC")
    assert day is not None
    assert day.until(at("2026-11-23T07:59")) is None
    assert day.until(at("2026-11-23T08:00")) == at("2026-11-23T18:00")
    assert day.until(at("2026-11-23T17:59")) == at("2026-11-23T18:00")
    assert day.until(at("2026-11-23T18:00")) is None


def test_hours_over_midnight_belong_to_the_day_they_begin_on():
    night = quiet_hours.of("22:00-06:00", "fri", "UTC")  # 2026-11-27 is a Friday
    assert night is not None
    assert night.until(at("2026-11-27T03:00")) is None  # of Thursday's night nothing is quiet
    assert night.until(at("2026-11-27T23:00")) == at("2026-11-28T06:00")
    assert night.until(at("2026-11-28T05:59")) == at("2026-11-28T06:00")
    assert night.until(at("2026-11-28T23:00")) is None


def test_hours_are_meant_in_their_zone_and_told_in_that_of_the_moment():
    night = quiet_hours.of("22:00-06:00", EVERY_DAY, VIENNA)
    assert night is not None
    assert night.until(at("2026-11-23T20:59")) is None  # 21:59 in Vienna
    assert night.until(at("2026-11-23T21:00")) == at("2026-11-24T05:00")
    assert night.until(at("2026-07-01T20:00")) == at("2026-07-02T04:00")  # summer time


def test_the_night_clocks_are_set_forward_is_an_hour_shorter_and_ends_by_the_clock():
    night = quiet_hours.of("22:00-06:00", EVERY_DAY, VIENNA)
    assert night is not None
    assert night.until(at("2026-03-28T21:00")) == at("2026-03-29T04:00")  # 7 hours
    assert night.until(at("2026-03-29T04:00")) is None
    gap = quiet_hours.of("22:00-02:30", EVERY_DAY, VIENNA)  # 02:30 is not on any clock that night
    assert gap is not None
    assert gap.until(at("2026-03-29T00:45")) == at("2026-03-29T01:30")
    begins = quiet_hours.of("02:30-06:00", EVERY_DAY, VIENNA)
    assert begins is not None
    assert begins.until(at("2026-03-29T01:29")) is None
    assert begins.until(at("2026-03-29T01:30")) == at("2026-03-29T04:00")


def test_an_hour_that_comes_twice_is_quiet_both_times():
    night = quiet_hours.of("22:00-02:30", EVERY_DAY, VIENNA)  # on 2026-10-25 02:30 comes twice
    assert night is not None
    assert night.until(at("2026-10-25T00:45")) == at("2026-10-25T01:30")  # past the first 02:30
    assert night.until(at("2026-10-25T01:30")) is None
    begins = quiet_hours.of("02:30-06:00", EVERY_DAY, VIENNA)
    assert begins is not None
    assert begins.until(at("2026-10-25T00:30")) == at("2026-10-25T05:00")  # from the first on
    assert begins.until(at("2026-10-25T01:15")) == at("2026-10-25T05:00")  # 02:15 once more


def test_no_zone_is_that_of_this_computer(monkeypatch):
    monkeypatch.setattr(quiet_hours, "local_zone", lambda: "Asia/Tokyo")
    night = QuietHours(time(22), time(6))
    assert night.until(at("2026-11-23T13:00")) == at("2026-11-23T21:00")


def test_no_hours_are_none_and_the_impossible_is_refused():
    assert quiet_hours.of("", EVERY_DAY, "") is None
    with pytest.raises(NeedsYou):
        quiet_hours.of("22:00-22:00", EVERY_DAY, "")


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        ("", True),
        ("22:00-06:00", True),
        ("00:00-23:59", True),
        ("22:00", False),
        ("22:00-06:00-07:00", False),
        ("22-06", False),
        ("06:00-06:00", False),
        ("24:00-06:00", False),
        ("late-early", False),
    ],
)
def test_hours_have_one_form(text, is_right):
    assert quiet_hours.are_hours(text) is is_right


@pytest.mark.parametrize(
    ("text", "is_right"),
    [("mon", True), ("mon,Sun", True), (EVERY_DAY, True), ("", False), ("mon,mon", False),
     ("monday", False), ("mon,", False)],
)  # fmt: skip
def test_days_have_one_form(text, is_right):
    assert quiet_hours.are_days(text) is is_right


def test_days_are_told_in_the_order_of_the_week():
    assert quiet_hours.days_of(["sun", "mon"]) == "mon,sun"
    assert quiet_hours.days_in("SUN, tue") == ["tue", "sun"]
