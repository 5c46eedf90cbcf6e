"""Requests that wait for the model: together where they are small, apart where they are large.

What waits while the model is at work is answered by one call of it: a call costs a millisecond or
more, whether for one row or a hundred. Everything that takes time (reading, checking, predicting,
writing the answer) is done in the line's thread; the loop only moves bytes.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from tidemill.base.errors import TidemillError
from tidemill.services.serving.fields import Row
from tidemill.services.serving.served_models import ServedModel
from tidemill.services.training.answers import Answer

SMALL_BYTES = 16_384
"""Bodies up to this size stand in the line of the small ones."""

MOST_WAITING = 256
MOST_LARGE = 4
AT_ONCE = 64
"""So many small requests are answered by one call."""


class Busy(TidemillError):
    """More requests wait than can be answered soon."""

    kind = "busy"


class NotReady(TidemillError):
    """There is no version to answer with."""

    kind = "not-ready"


@dataclass(frozen=True, eq=False)
class Said:
    """What was said to one request, and by which version."""

    served: ServedModel
    rows: Sequence[Row]
    answers: Sequence[Answer]
    body: bytes


Read = Callable[[ServedModel], Sequence[Row]]
Write = Callable[[ServedModel, Sequence[Row], Sequence[Answer]], bytes]


@dataclass(frozen=True, eq=False)
class Asked:
    """A request in the line: how its rows are read, how its answer is written, who waits."""

    read: Read
    write: Write
    waits: "asyncio.Future[Said]"


class Line:
    """The small requests' line, and the large ones'. Lives in one event loop; `close` ends it."""

    def __init__(self, current: Callable[[], ServedModel | None]) -> None:
        self._small = _Lane(current, AT_ONCE, MOST_WAITING)
        self._large = _Lane(current, 1, MOST_LARGE)

    @property
    def n_waiting(self) -> int:
        """How many requests wait now."""
        return self._small.n_waiting + self._large.n_waiting

    async def ask(self, n_bytes: int, read: Read, write: Write) -> Said:
        """Stand in the line and return the answer; `Busy` where too many wait."""
        lane = self._small if n_bytes <= SMALL_BYTES else self._large
        return await lane.ask(read, write)

    def close(self) -> None:
        """Wait for what is at hand, and end."""
        self._small.close()
        self._large.close()


class _Lane:
    """One line with a thread of its own."""

    def __init__(self, current: Callable[[], ServedModel | None], at_once: int, most: int) -> None:
        self._current, self._at_once, self._most = current, at_once, most
        self._waiting: deque[Asked] = deque()
        self._alone: deque[Asked] = deque()
        self._is_at_work = False
        self._pool = ThreadPoolExecutor(1, "model")

    @property
    def n_waiting(self) -> int:
        return len(self._waiting) + len(self._alone)

    async def ask(self, read: Read, write: Write) -> Said:
        if self.n_waiting >= self._most:
            raise Busy("More requests wait than can be answered soon.", "Try again in a moment.")
        asked = Asked(read, write, asyncio.get_running_loop().create_future())
        self._waiting.append(asked)
        self._begin()
        return await asked.waits

    def _begin(self) -> None:
        """Hand what waits to the thread, if it is free."""
        if self._is_at_work:
            return
        if self._alone:
            some = [self._alone.popleft()]
        else:
            n = min(self._at_once, len(self._waiting))
            some = [self._waiting.popleft() for _ in range(n)]
        some = [one for one in some if not one.waits.done()]  # who asked may have left
        if not some:
            if self.n_waiting:
                self._begin()
            return
        self._is_at_work = True
        loop = asyncio.get_running_loop()
        work = loop.run_in_executor(self._pool, answered, self._current(), some)
        work.add_done_callback(partial(self._done, some))

    def _done(self, some: list[Asked], work: "asyncio.Future[list[Said | TidemillError]]") -> None:
        self._is_at_work = False
        error = work.exception()
        if error is not None and len(some) > 1:  # one spoiled it: the others are not to suffer
            self._alone.extend(some)
        self._begin()
        if error is not None and len(some) == 1 and not some[0].waits.done():
            some[0].waits.set_exception(error)
        if error is None:
            for one, said in zip(some, work.result(), strict=True):
                if one.waits.done():
                    continue
                if isinstance(said, TidemillError):
                    one.waits.set_exception(said)
                else:
                    one.waits.set_result(said)

    def close(self) -> None:
        self._pool.shutdown()


def answered(served: ServedModel | None, some: Sequence[Asked]) -> list[Said | TidemillError]:
    """What is said to some requests, by one version and in one call of it; in their order."""
    if served is None:
        return [NotReady("The model has no champion now.", "Promote a version.") for _ in some]
    read: list[Sequence[Row] | TidemillError] = []
    for one in some:
        try:
            came = one.read(served)
            served.fields.check(came)
            read.append(came)
        except TidemillError as error:
            read.append(error)
    together = [row for rows in read if not isinstance(rows, TidemillError) for row in rows]
    pairs = served.predicted(together) if together else []
    found: list[Said | TidemillError] = []
    first = 0
    for one, rows in zip(some, read, strict=True):
        if isinstance(rows, TidemillError):
            found.append(rows)
            continue
        mine = served.told(rows, pairs[first : first + len(rows)])
        first += len(rows)
        found.append(Said(served, rows, mine, one.write(served, rows, mine)))
    return found
