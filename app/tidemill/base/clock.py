"""Time as an argument, so that a year can be tested in a moment."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time in UTC."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...


class SystemClock:
    """The computer's clock."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return datetime.now(UTC)


@dataclass
class ShiftedClock:
    """A computer's clock put right by a number of seconds, such as to agree with a server's."""

    ahead_s: float = 0.0

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return datetime.now(UTC) + timedelta(seconds=self.ahead_s)


@dataclass
class HeldClock:
    """A clock that stands until it is moved; for tests and replays."""

    at: datetime = field(default_factory=lambda: datetime(2026, 1, 1, tzinfo=UTC))

    def now(self) -> datetime:
        """Return the moment the clock is held at."""
        return self.at

    def advance(self, seconds: float) -> None:
        """Move the clock forward by a number of seconds."""
        self.at += timedelta(seconds=seconds)


class ReplayClock:
    """A clock that is set to a moment of the past and runs on from there.

    What took time then and is not done again now is added with `spend`.
    """

    def __init__(self, at: datetime) -> None:
        self._at, self._since = at, time.monotonic()

    def now(self) -> datetime:
        """Return the moment that is replayed, aware, in UTC."""
        return self._at + timedelta(seconds=time.monotonic() - self._since)

    def move_to(self, moment: datetime) -> None:
        """Go on at a moment; one that has gone by already is left alone."""
        if moment > self.now():
            self._at, self._since = moment, time.monotonic()

    def spend(self, seconds: float) -> None:
        """Let time pass that is not waited for."""
        self._at += timedelta(seconds=seconds)


def to_iso(moment: datetime) -> str:
    """Write a moment as ISO 8601 in UTC with microseconds, so that text order is time order."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def from_iso(text: str) -> datetime:
    """Read what `to_iso` wrote."""
    return datetime.fromisoformat(text)


def monotonic() -> float:
    """Seconds on a clock that never goes back; only for durations."""
    return time.monotonic()
