"""Times that come again: read from words, told in words, due once each."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tidemill.base.errors import NeedsYou
from tidemill.base.zones import local_zone, zone
from tidemill.domain import schedules

VIENNA = ZoneInfo("Europe/Vienna")


@pytest.mark.parametrize(
    ("words", "cron"),
    [
        ("every night at 02:00", "0 2 * * *"),
        ("every Monday at 06:00", "0 6 * * 1"),
        ("on the 1st of each month at 03:30", "30 3 1 * *"),
        ("every day at 14:30", "30 14 * * *"),
        ("daily at 5", "0 5 * * *"),
        ("every minute", "* * * * *"),
        ("every 15 minutes", "*/15 * * * *"),
        ("every hour at :20", "20 * * * *"),
        ("every 6 hours", "0 */6 * * *"),
        ("every weekday at 7", "0 7 * * 1-5"),
        ("every Monday, Wednesday and Friday at 6am", "0 6 * * 1,3,5"),
        ("every Monday to Wednesday at 05:00", "0 5 * * 1,2,3"),
        ("every day at 6am and 6pm", "0 6,18 * * *"),
        ("every day at 12 am", "0 0 * * *"),
        ("every day at noon", "0 12 * * *"),
        ("every midnight", "0 0 * * *"),
        ("on the last day of each month at 23:00", "0 23 L * *"),
        ("on the 1st and 15th of each month at 3:30", "30 3 1,15 * *"),
        ("on the first Monday of each month at 05:00", "0 5 * * 1#1"),
        ("on the last Friday of every month at 05:00", "0 5 * * 5L"),
        ("every year on 1 March at 05:00", "0 5 1 3 *"),
        ("30 4 * * MON-FRI", "30 4 * * 1-5"),
        ("0 5 1 jan *", "0 5 1 1 *"),
    ],
)
def test_plain_words_are_read_and_told_again(words: str, cron: str) -> None:
    assert schedules.cron_of(words) == cron
    assert schedules.cron_of(schedules.in_words(words).partition(" (")[0]) == cron


@pytest.mark.parametrize(
    "words",
    ["every night at 02:00", "every Monday at 06:00", "on the 1st of each month at 03:30"],
)
def test_words_come_back_as_they_were(words: str) -> None:
    assert schedules.in_words(schedules.cron_of(words)) == words


def test_an_expression_without_plain_words_is_explained_with_itself_behind() -> None:
    said = schedules.in_words("*/20 1-3 * * 2")
    assert said.endswith("(*/20 1-3 * * 2)")
    assert "Tuesday" in said


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("", "needs a time"),
        ("whenever you like", "not a time that Tidemill can read"),
        ("every Blursday at 5", "not a time that Tidemill can read"),
        ("every day at 25:00", "not a time that Tidemill can read"),
        ("every 7 minutes", "does not come out even"),
        ("every day at 05:00 and 06:30", "same minute"),
        ("0 0 30 2 *", "day of month"),
        ("61 * * * *", "minute"),
        ("0 0 * * * *", "five fields"),
        ("1 2 3", "five fields"),
    ],
)
def test_what_can_not_be_read_is_told_with_a_way_out(words: str, part: str) -> None:
    with pytest.raises(NeedsYou) as told:
        schedules.cron_of(words)
    assert part in told.value.message
    assert told.value.hint


def test_a_zone_is_known_by_its_name_and_an_unknown_one_is_refused() -> None:
    assert zone("Europe/Vienna").utcoffset(datetime(2026, 7, 1)) == timedelta(hours=2)  # noqa: DTZ001
    assert zone("").key == "UTC"
    assert zone(local_zone()) is not None
    with pytest.raises(NeedsYou, match="There is no time zone Mars/Olympus"):
        zone("Mars/Olympus")


def _local(when: str, after: datetime, n: int, place: ZoneInfo = VIENNA) -> list[str]:
    found = schedules.following(when, place, after, n)
    return [f"{moment.astimezone(place):%d %H:%M %z}" for moment in found]


def test_a_time_that_does_not_exist_is_due_once_when_the_clock_has_jumped() -> None:
    after = datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert _local("every night at 02:30", after, 2) == ["29 03:00 +0200", "30 02:30 +0200"]
    assert _local("*/15 2 * * *", after, 2) == ["29 03:00 +0200", "30 02:00 +0200"]


def test_a_time_that_comes_twice_is_due_once() -> None:
    after = datetime(2026, 10, 24, 12, tzinfo=UTC)
    assert _local("every night at 02:30", after, 2) == ["25 02:30 +0200", "26 02:30 +0100"]
    between = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)  # 02:45 the first time
    assert _local("every night at 02:30", between, 1) == ["26 02:30 +0100"]


def test_what_is_due_every_hour_goes_on_with_every_hour_that_passes() -> None:
    after = datetime(2026, 10, 24, 23, 30, tzinfo=UTC)
    for when in ("every hour", "0 0-23 * * *"):
        assert _local(when, after, 3) == ["25 02:00 +0200", "25 02:00 +0100", "25 03:00 +0100"]


def test_a_day_that_a_zone_left_out_is_made_up_for_once() -> None:
    apia = ZoneInfo("Pacific/Apia")  # had no 30 December 2011
    after = datetime(2011, 12, 29, 12, tzinfo=apia)
    assert _local("every night at 02:00", after, 2, apia)[:2] == [
        "31 00:00 +1400",
        "31 02:00 +1400",
    ]


FIELDS = st.tuples(
    st.sampled_from(["0", "30", "*/15", "5,50", "*"]),
    st.sampled_from(["*", "2", "*/2", "1-3", "0,12", "0-23"]),
    st.sampled_from(["*", "1", "29", "L", "*/10"]),
    st.sampled_from(["*", "3", "10", "*/5"]),
    st.sampled_from(["*", "0", "1-5", "7"]),
)
ZONES = ["UTC", "Europe/Vienna", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu"]


@settings(max_examples=60, deadline=None)
@given(FIELDS, st.sampled_from(ZONES), st.integers(0, 366 * 24 * 60))
def test_times_only_go_forward_and_do_not_depend_on_where_one_begins(
    fields: tuple[str, ...], name: str, minute: int
) -> None:
    when, place = " ".join(fields), ZoneInfo(name)
    after = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    found = schedules.following(when, place, after, 8)
    assert found == sorted(set(found))
    assert all(moment > after for moment in found)
    for i in range(len(found) - 1):
        rest = schedules.following(when, place, found[i], len(found) - i - 1)
        assert rest == found[i + 1 :]


def _fits(wall: datetime, fields: tuple[str, str, str]) -> bool:
    """Minute, hour and weekday fields, read as plainly as can be."""
    found = (wall.minute, wall.hour, wall.isoweekday() % 7)
    for value, field, size in zip(found, fields, (60, 24, 7), strict=True):
        if field.startswith("*"):
            allowed = range(0, size, int(field[2:] or 1))
        else:
            allowed = [int(one) for one in field.split(",")]
        if value not in allowed:
            return False
    return True


@settings(max_examples=40, deadline=None)
@given(
    st.tuples(
        st.sampled_from(["0", "30", "5,50", "*", "*/20"]),
        st.sampled_from(["*", "2", "1,2,3", "*/2", "0,2,23"]),
        st.sampled_from(["*", "0", "6,0"]),
    ),
    st.sampled_from(
        [
            ("Europe/Vienna", datetime(2026, 3, 28, 20, tzinfo=UTC)),
            ("Europe/Vienna", datetime(2026, 10, 24, 20, tzinfo=UTC)),
            ("Australia/Lord_Howe", datetime(2026, 4, 4, 9, tzinfo=UTC)),  # half an hour
            ("Australia/Lord_Howe", datetime(2026, 10, 3, 9, tzinfo=UTC)),
            ("America/St_Johns", datetime(2026, 11, 1, 0, tzinfo=UTC)),
        ]
    ),
)
def test_around_a_change_of_the_clock_it_is_due_as_going_through_every_minute_says(
    fields: tuple[str, str, str], change: tuple[str, datetime]
) -> None:
    """A time of day is due at the first minute that the clock on the wall has reached it."""
    # Every hour may come after 30 or 90 minutes where the clock moves by 30: either is fine.
    assume(fields[1] != "*" or change[0] != "Australia/Lord_Howe")
    place, after = ZoneInfo(change[0]), change[1]
    minutes = [after + timedelta(minutes=i) for i in range(1, 60 * 20)]
    walls = [m.astimezone(place).replace(tzinfo=None, fold=0) for m in minutes]
    if fields[1] == "*":
        wanted = [m for m, wall in zip(minutes, walls, strict=True) if _fits(wall, fields)]
    else:
        wall, reached = walls[0], set()
        while wall <= walls[-1]:
            if _fits(wall, fields):
                reached.add(next(m for m, w in zip(minutes, walls, strict=True) if w >= wall))
            wall += timedelta(minutes=1)
        wanted = sorted(reached)
    when = f"{fields[0]} {fields[1]} * * {fields[2]}"
    found = []
    for moment in schedules.moments(when, place, after):
        if moment > minutes[-1]:
            break
        found.append(moment)
    assert found == wanted
