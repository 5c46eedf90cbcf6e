"""Things that wait for one thread: some are taken together, those that were spoiled one by one."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from tidemill.base.errors import TidemillError

Thing = TypeVar("Thing")
Made = TypeVar("Made")


class Busy(TidemillError):
    """More requests wait than can be answered soon."""

    kind = "busy"


@dataclass(frozen=True, eq=False)
class _Waiting(Generic[Thing, Made]):
    """A thing in the line, and who waits for what is made of it."""

    thing: Thing
    waits: "asyncio.Future[Made]"


class Lane(Generic[Thing, Made]):
    """One line with a thread of its own. Lives in one event loop; `close` ends it.

    `work` is called in the thread with up to `at_once` things, and returns for each, in their
    order, what it made or the error to be told. `on_done` is called in the loop after each call.
    """

    def __init__(
        self,
        work: Callable[[Sequence[Thing]], list[Made | TidemillError]],
        at_once: int,
        most: int,
        on_done: Callable[[], None] = lambda: None,
    ) -> None:
        self._work, self._at_once, self._most, self._on_done = work, at_once, most, on_done
        self._waiting: deque[_Waiting[Thing, Made]] = deque()
        self._alone: deque[_Waiting[Thing, Made]] = deque()
        self._is_at_work = False
        self._pool = ThreadPoolExecutor(1, "model")

    @property
    def n_waiting(self) -> int:
        """How many wait, without those at work."""
        return len(self._waiting) + len(self._alone)

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits or is at work."""
        return not self._is_at_work and not self.n_waiting

    def take(self, thing: Thing) -> "asyncio.Future[Made]":
        """Put a thing into the line; `Busy` where too many wait."""
        if self.n_waiting >= self._most:
            raise Busy("More requests wait than can be answered soon.", "Try again in a moment.")
        waits: asyncio.Future[Made] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(thing, waits))
        self._begin()
        return waits

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
        work = loop.run_in_executor(self._pool, self._work, [one.thing for one in some])
        work.add_done_callback(partial(self._done, some))

    def _done(
        self,
        some: list[_Waiting[Thing, Made]],
        work: "asyncio.Future[list[Made | TidemillError]]",
    ) -> None:
        self._is_at_work = False
        error = work.exception()
        if error is not None and len(some) > 1:  # one spoiled it: the others are not to suffer
            self._alone.extend(some)
        self._begin()
        if error is not None and len(some) == 1 and not some[0].waits.done():
            some[0].waits.set_exception(error)
        if error is None:
            for one, made in zip(some, work.result(), strict=True):
                if one.waits.done():
                    continue
                if isinstance(made, TidemillError):
                    one.waits.set_exception(made)
                else:
                    one.waits.set_result(made)
        self._on_done()

    def close(self) -> None:
        """Wait for what is at hand, and end."""
        self._pool.shutdown()
