"""A schedule under a clock that runs, sleeps, and is set forward and back."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from tidemill.base.clock import from_iso
from tidemill.catalog.triggers import schedule
from tidemill.domain import schedules
from tidemill.domain.trigger_replays import clock_facts, first_memory
from tidemill.domain.triggers import Fire, Reads, WaitUntil

BEGIN = datetime(2026, 10, 20, 12, tzinfo=UTC)
ZONE = "Europe/Vienna"

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["runs", "sleeps", "set back", "set forward"]), st.integers(1, 60 * 50)
    ),
    max_size=25,
)
WHENS = ["every night at 02:30", "every hour", "every 20 minutes", "every Sunday at 02:00"]


class _Worker:
    """Asks the trigger as a worker does: when it said, and whenever the clock went back."""

    def __init__(self, when: str) -> None:
        self.when, self.now = when, BEGIN
        self.memory = first_memory(Reads.CLOCK, (), BEGIN)
        self.started: list[tuple[datetime, datetime]] = []
        self.next_at: datetime | None = None
        self.look()

    def look(self) -> None:
        """Ask until it has nothing more to start."""
        while True:
            facts = clock_facts(self.memory)
            answer = schedule.decide(facts, self.now, when=self.when, zone=ZONE)
            if isinstance(answer, Fire):
                self.started.append((from_iso(answer.refs["at"]), self.now))
                self.memory = answer.memory
                continue
            assert isinstance(answer, WaitUntil)
            assert answer.moment > self.now
            self.next_at = answer.moment
            if answer.memory is not None:
                self.memory = answer.memory
            return

    def run(self, minutes: int) -> None:
        """Go on minute by minute, as the next times say."""
        end = self.now + timedelta(minutes=minutes)
        while self.next_at is not None and self.next_at <= end:
            self.now = max(self.now, self.next_at)
            self.look()
        self.now = end

    def jump(self, minutes: int) -> None:
        """Find the clock elsewhere."""
        self.now += timedelta(minutes=minutes)
        self.look()


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(WHENS), STEPS)
def test_no_time_starts_twice_and_none_that_passes_in_the_open_is_missed(
    when: str, steps: list[tuple[str, int]]
) -> None:
    worker = _Worker(when)
    for what, minutes in steps:
        before, n_before = worker.now, len(worker.started)
        if what == "runs":
            worker.run(minutes)
            passed = [
                moment
                for moment in schedules.following(when, ZoneInfo(ZONE), before, 300)
                if moment <= worker.now
            ]
            done = {at for at, _ in worker.started}
            assert set(passed) <= done  # each has started, now or in an earlier life of the clock
        elif what == "sleeps":
            worker.jump(minutes)
            assert len(worker.started) - n_before <= 1  # caught up once
        else:
            worker.jump(-minutes if what == "set back" else minutes * 20)
            assert len(worker.started) - n_before <= (what == "set forward")
    times = [at for at, _ in worker.started]
    assert len(times) == len(set(times))
    assert all(at <= now for at, now in worker.started)


def test_over_a_year_of_nights_each_starts_once_also_where_the_clock_changes() -> None:
    worker = _Worker("every night at 02:30")
    worker.run(366 * 24 * 60)
    days = [at.astimezone(ZoneInfo(ZONE)).date() for at, _ in worker.started]
    assert len(days) == len(set(days)) == 366
    assert len(worker.memory["done"]) == 1  # one span, however many nights


def test_thousands_of_missed_times_are_caught_up_at_once_for_the_newest() -> None:
    worker = _Worker("every minute")
    worker.jump(60 * 24 * 300)
    assert [at for at, _ in worker.started] == [worker.now]
    assert worker.next_at == worker.now + timedelta(minutes=1)


def test_times_that_were_slept_over_start_when_the_clock_comes_by_again() -> None:
    worker = _Worker("every hour")
    worker.run(120)
    worker.jump(180)  # three times, for which the newest started
    worker.jump(-150)
    worker.run(150)
    hours = [at.hour for at, _ in worker.started]
    assert hours == [13, 14, 17, 15, 16]


def test_of_many_times_started_for_the_newest_are_remembered() -> None:
    worker = _Worker("every hour")
    for _ in range(2 * schedule.SPANS):
        worker.jump(180)
    worker.jump(-61)
    worker.run(120)
    times = [at for at, _ in worker.started]
    assert len(times) == len(set(times))
    assert len(worker.memory["done"]) <= schedule.SPANS
