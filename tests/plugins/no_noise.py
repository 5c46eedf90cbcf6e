"""A log record of WARNING or worse that a test did not expect fails that test."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest


@dataclass
class _Expected:
    pattern: str
    level: int
    logger: str
    seen: list[logging.LogRecord] = field(default_factory=list)

    def takes(self, record: logging.LogRecord) -> bool:
        in_logger = not self.logger or f"{record.name}.".startswith(f"{self.logger}.")
        at_level = record.levelno == self.level
        return in_logger and at_level and bool(re.search(self.pattern, record.getMessage()))


class LogWatch(logging.Handler):
    """Collects what is logged at WARNING and above during one test."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.expected: list[_Expected] = []
        self.unexpected: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Sort a record into what a test expected and what it did not."""
        for expected in self.expected:
            if expected.takes(record):
                expected.seen.append(record)
                return
        self.unexpected.append(record)

    def __call__(
        self, pattern: str, level: int = logging.WARNING, logger: str = ""
    ) -> list[logging.LogRecord]:
        """Expect records whose message matches `pattern`; return the list they will land in.

        At least one has to come before the test ends.
        """
        expected = _Expected(pattern, level, logger)
        self.expected.append(expected)
        return expected.seen

    def complaints(self) -> list[str]:
        """Say what was logged unasked, and what was expected and never came."""
        loud = [f"{r.levelname} {r.name}: {r.getMessage()}" for r in self.unexpected]
        silent = [f"never logged: {e.pattern!r}" for e in self.expected if not e.seen]
        return loud + silent


@pytest.fixture(autouse=True)
def expect_log() -> Iterator[LogWatch]:
    """`expect_log("pattern", logging.ERROR)` before the act allows such a log record.

    Anything else at WARNING or above fails the test.
    """
    watch = LogWatch()
    root = logging.getLogger()
    root.addHandler(watch)
    try:
        yield watch
    finally:
        root.removeHandler(watch)
    if complaints := watch.complaints():
        pytest.fail("Unexpected log:\n  " + "\n  ".join(complaints), pytrace=False)
