"""The one small object through which waiting work talks: progress, message, "shall I stop?"."""

import threading
from typing import Protocol

from tidemill.base.errors import Cancelled


class Reporter(Protocol):
    """What an operation or a job is given to speak through."""

    def report(self, share: float, message: str = "") -> None:
        """Say how far the work is (0 to 1) and what is being done."""
        ...

    def check(self) -> None:
        """Raise `Cancelled` if the person asked to stop."""
        ...


class Silent:
    """A reporter nobody listens to; it can still be told to stop."""

    def __init__(self) -> None:
        self._stop = threading.Event()

    def report(self, share: float, message: str = "") -> None:
        """Ignore the news."""

    def check(self) -> None:
        """Raise `Cancelled` once `stop` was called."""
        if self._stop.is_set():
            raise Cancelled

    def stop(self) -> None:
        """Ask the work to end at its next check."""
        self._stop.set()


class Part:
    """A stretch of a longer piece of work, so that its 0 to 1 becomes `low` to `high`."""

    def __init__(self, whole: Reporter, low: float, high: float) -> None:
        self._whole, self._low, self._high = whole, low, high

    def report(self, share: float, message: str = "") -> None:
        """Pass the progress on, scaled into this stretch."""
        share = min(1.0, max(0.0, share))
        self._whole.report(self._low + (self._high - self._low) * share, message)

    def check(self) -> None:
        """Raise `Cancelled` if the person asked to stop."""
        self._whole.check()
