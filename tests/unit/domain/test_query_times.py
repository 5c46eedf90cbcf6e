"""How times are written in queries."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from tidemill.domain.query.times import seconds_of, span

NOW = datetime(2026, 3, 31, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("now", NOW),
        ("2 weeks ago", datetime(2026, 3, 17, 15, 30, tzinfo=UTC)),
        ("1 Day  ago", datetime(2026, 3, 30, 15, 30, tzinfo=UTC)),
        ("an hour ago", datetime(2026, 3, 31, 14, 30, tzinfo=UTC)),
        ("90 minutes ago", datetime(2026, 3, 31, 14, 0, tzinfo=UTC)),
        ("10 seconds ago", datetime(2026, 3, 31, 15, 29, 50, tzinfo=UTC)),
        ("1 month ago", datetime(2026, 2, 28, 15, 30, tzinfo=UTC)),
        ("4 months ago", datetime(2025, 11, 30, 15, 30, tzinfo=UTC)),
        ("2 years ago", datetime(2024, 3, 31, 15, 30, tzinfo=UTC)),
        ("2026-03-01T08:00:00Z", datetime(2026, 3, 1, 8, tzinfo=UTC)),
        ("2026-03-01 08:00", datetime(2026, 3, 1, 8, tzinfo=UTC)),
        ("2026-03-01T08:00+02:00", datetime(2026, 3, 1, 6, tzinfo=UTC)),
    ],
)
def test_a_moment_spans_only_itself(text, moment):
    start, end = span(text, NOW)
    assert start == moment.timestamp()
    assert start < end < start + 0.001


@pytest.mark.parametrize(
    ("text", "day"),
    [("2026-03-01", (2026, 3, 1)), ("today", (2026, 3, 31)), ("Yesterday", (2026, 3, 30))],
)
def test_a_date_spans_its_day_in_utc(text, day):
    start, end = span(text, NOW)
    assert datetime.fromtimestamp(start, UTC) == datetime(*day, tzinfo=UTC)
    assert end - start == 86_400


def test_today_is_a_day_of_utc_wherever_the_clock_stands():
    tokyo = timezone(timedelta(hours=9))
    start, _ = span("today", datetime(2026, 4, 1, 0, 30, tzinfo=tokyo))
    assert datetime.fromtimestamp(start, UTC) == datetime(2026, 3, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-13-01", "2 fortnights ago", "999999 years ago", "weeks ago"]
)
def test_other_words_are_no_time(text):
    assert span(text, NOW) is None


def test_moments_come_as_moments_seconds_or_text():
    assert seconds_of(NOW) == seconds_of(NOW.timestamp()) == seconds_of("2026-03-31T15:30:00Z")
    assert seconds_of(None) != seconds_of(None)
