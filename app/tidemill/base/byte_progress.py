"""Tells how far a file is read, in bytes and rows, now and then."""

from tidemill.base.clock import monotonic
from tidemill.base.progress import Reporter

_EVERY_S = 1.0


class Named:
    """A reporter whose messages begin with what is being done with which file."""

    def __init__(self, reporter: Reporter, beginning: str) -> None:
        self._reporter, self._beginning = reporter, beginning

    def report(self, share: float, message: str = "") -> None:
        """Pass the progress on."""
        self._reporter.report(share, f"{self._beginning}{message}" if message else "")

    def check(self) -> None:
        """Raise `Cancelled` if the person asked to stop."""
        self._reporter.check()


class Said:
    """Says how many of a file's bytes and how many rows are read, about once a second."""

    def __init__(self, reporter: Reporter, n_bytes: int) -> None:
        self._reporter, self._n_bytes = reporter, n_bytes
        self._last = monotonic()

    def report(self, n_read: int, n_rows: int | None = None) -> None:
        """So much is read."""
        share = n_read / max(1, self._n_bytes)
        if monotonic() - self._last < _EVERY_S:
            self._reporter.report(share)
            return
        self._last = monotonic()
        rows = "" if n_rows is None else f", {n_rows:,} rows"
        self._reporter.report(share, f"{progress(n_read, self._n_bytes)}{rows}")


def progress(n_read: int, n_bytes: int) -> str:
    """Bytes read of all, in the unit of all: 1.2 of 5.0 GB."""
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if n_bytes >= size:
            return f"{n_read / size:.1f} of {n_bytes / size:.1f} {unit}"
    return f"{n_read} of {n_bytes} bytes"
