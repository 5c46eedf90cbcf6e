"""Answers of a candidate that nobody is given: made in the background, dropped when it is busy.

A shadow is begun only while the champion has nothing to do, in small pieces and in a thread of its
own; what comes faster than that is dropped and counted.
"""

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from tidemill.base.clock import monotonic
from tidemill.base.errors import TidemillError
from tidemill.domain.trials import NO_COUNTS, TrialCounts, TrialKind
from tidemill.server.line import Part
from tidemill.services.serving.answer_log import Kept
from tidemill.services.serving.beside import Beside
from tidemill.services.serving.fields import Row
from tidemill.services.training.answers import Answer

PIECE_ROWS = 200
"""So many rows of a request are shadowed at a time, so that the champion soon gets its turn."""

MOST_ROWS = 20_000
"""So many rows wait at most."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class _Piece:
    """Some rows that the champion answered, for the candidate to answer as well."""

    beside: Beside
    rows: Sequence[Row]
    given: Sequence[Answer]
    at: datetime
    request: str


class Shadows:
    """Shadows what it is given. `add` is called in the event loop, all else in any thread.

    `counts` are rows that trials could not use and `n_answered` those shadowed, since the start.
    """

    def __init__(self, is_idle: Callable[[], bool], keep: Callable[[Kept], None]) -> None:
        self._is_idle, self._keep = is_idle, keep
        self._waiting: deque[_Piece] = deque()
        self._n_rows = 0
        self._is_at_work = self._is_told = self._is_closed = False
        self._lock = threading.RLock()  # work that is done at once calls back within `begin`
        self._pool = ThreadPoolExecutor(1, "shadow")
        self.counts = NO_COUNTS
        self.n_answered = 0

    def count(self, counts: TrialCounts) -> None:
        """Count rows that a trial could not use."""
        if counts != NO_COUNTS:
            with self._lock:
                self.counts = self.counts.plus(counts)

    def add(
        self, beside: Beside, part: Part, places: Sequence[int], at: datetime, request: str
    ) -> None:
        """Shadow the rows at some places of what was answered, or drop them."""
        for first in range(0, len(places), PIECE_ROWS):
            some = places[first : first + PIECE_ROWS]
            if self._n_rows + len(some) > MOST_ROWS:
                self.count(TrialCounts(dropped=len(places) - first))
                break
            rows, given = [part.rows[n] for n in some], [part.answers[n] for n in some]
            with self._lock:
                self._waiting.append(_Piece(beside, rows, given, at, request))
                self._n_rows += len(some)
        asyncio.get_running_loop().call_soon(self.begin)  # once the champion's answer is on its way

    def begin(self) -> None:
        """Shadow what waits, if the champion leaves time for it."""
        with self._lock:
            if self._is_closed or self._is_at_work or not self._waiting or not self._is_idle():
                return
            some = self._next()
            self._is_at_work = True
            self._pool.submit(_shadowed, some).add_done_callback(partial(self._done, some))

    def _next(self) -> list[_Piece]:
        """What waited longest, with what follows it as far as one call can take it."""
        some = [self._waiting.popleft()]
        n_rows = len(some[0].rows)
        while (
            self._waiting
            and self._waiting[0].beside is some[0].beside
            and n_rows + len(self._waiting[0].rows) <= PIECE_ROWS
        ):
            some.append(self._waiting.popleft())
            n_rows += len(some[-1].rows)
        self._n_rows -= n_rows
        return some

    def _done(self, some: list[_Piece], work: "Future[tuple[list[Kept], int]]") -> None:
        n_rows = sum(len(piece.rows) for piece in some)
        error = work.exception()
        kept, n_failed = ([], n_rows) if error is not None else work.result()
        with self._lock:
            self._is_at_work = False
            self.count(TrialCounts(failed=n_failed))
            self.n_answered += n_rows - n_failed
            if error is not None and not self._is_told:
                label = some[0].beside.served.version.label
                log.warning("%s can't shadow the champion: %s", label, error)
                self._is_told = True
        for one in kept:
            self._keep(one)
        self.begin()

    def close(self) -> None:
        """Wait for what is at hand; what waits is dropped."""
        with self._lock:
            self._is_closed = True
            self.count(TrialCounts(dropped=self._n_rows))
            self._waiting.clear()
            self._n_rows = 0
        self._pool.shutdown()


def _shadowed(some: Sequence[_Piece]) -> tuple[list[Kept], int]:
    """What the candidate says to some pieces, in one call of it; and how many rows it can't take.

    Only what differs in kind between the versions' fields can be refused here.
    """
    began = monotonic()
    served = some[0].beside.served
    good: list[_Piece] = []
    n_failed = 0
    for piece in some:
        try:
            served.fields.check(piece.rows)
            good.append(piece)
        except TidemillError:
            n_failed += len(piece.rows)
    rows = [row for piece in good for row in piece.rows]
    pairs = iter(served.predicted(rows) if rows else [])
    seconds = monotonic() - began
    kept = []
    for piece in good:
        answers = served.told(piece.rows, [next(pairs) for _ in piece.rows])
        kept.append(
            Kept(
                served,
                piece.at,
                piece.request,
                seconds,
                piece.rows,
                answers,
                trial=TrialKind.SHADOW,
                beside=piece.given,
            )
        )
    return kept, n_failed
