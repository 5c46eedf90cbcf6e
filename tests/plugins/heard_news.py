"""Waiting for news: a shared database may bring them a moment after the write has ended."""

import time
from typing import Protocol

from tidemill.store.feed import News

_PATIENCE_S = 60.0


class Polled(Protocol):
    """What reads the feed, in a store's own words or a service's."""

    def poll(self) -> list[News] | None:
        """The news since the last call; None means "reload everything"."""


def next_news(reader: Polled) -> list[News] | None:
    """The next that is not "nothing new"; [] if none comes in time."""
    until = time.monotonic() + _PATIENCE_S
    while (news := reader.poll()) == [] and time.monotonic() < until:
        pass
    return news


def heard(reader: Polled, n: int = 1) -> list[News]:
    """The news of the next `n` changes, fewer if they do not come in time."""
    found: list[News] = []
    until = time.monotonic() + _PATIENCE_S
    while len(found) < n and time.monotonic() < until:
        more = reader.poll()
        assert more is not None
        found += more
    return found
