"""Questions to disks and shares that may never answer, each in a thread that can be left behind.

A call into a network share that hangs does not come back, and nothing can end it: only the thread
that asked waits on. So whoever must go on asks here, and looks now and then for the answer.
"""

import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

from tidemill.base.clock import monotonic

T = TypeVar("T")
SignOfLife = Callable[[], None]
"""Called by what is asked whenever the outside has answered a part of it."""

_JOIN_S = 1.0


class Question(Generic[T]):
    """One question; `wait` for its answer, `silent_s` says for how long nothing was heard."""

    def __init__(self, act: Callable[[SignOfLife], T]) -> None:
        self._act = act
        self._is_answered = threading.Event()
        self._answer: T
        self._error: BaseException | None = None
        self._heard_at = monotonic()

    @property
    def is_answered(self) -> bool:
        """Whether there is an answer, or an error in its place."""
        return self._is_answered.is_set()

    @property
    def silent_s(self) -> float:
        """Seconds since the last sign of life, or since it was asked."""
        return monotonic() - self._heard_at

    def wait(self, seconds: float) -> bool:
        """Wait for the answer; True if it is there."""
        return self._is_answered.wait(max(0.0, seconds))

    def answer(self) -> T:
        """The answer; raises what was raised in its place."""
        if self._error is not None:
            raise self._error
        return self._answer

    def put(self) -> None:
        """Ask; the thread that can be left behind calls this, and `tell` after it."""
        try:
            self._answer = self._act(self._sign_of_life)
        except BaseException as error:  # it rises where the answer is taken
            self._error = error

    def tell(self) -> None:
        """Say that there is an answer."""
        self._is_answered.set()

    def _sign_of_life(self) -> None:
        self._heard_at = monotonic()


class Outside:
    """Asks questions in threads: one for all that are answered, one more for each that is not.

    `on_answer` is called, in the asking thread, when an answer is there. Threads in waiting end
    with `close`, or when nobody holds this any more.
    """

    def __init__(self, on_answer: Callable[[], None] | None = None) -> None:
        self._desk = _Desk(on_answer)

    def ask(self, act: Callable[[SignOfLife], T]) -> Question[T]:
        """Ask something; returns at once."""
        question = Question(act)
        self._desk.hand_over(question)
        return question

    def close(self) -> None:
        """End the thread that waits; those whose question is not answered end after it."""
        self._desk.close()

    def __del__(self) -> None:
        self._desk.close(wait=False)


class _Desk:
    """What the threads share; they do not hold the `Outside` itself, so that it can go."""

    def __init__(self, on_answer: Callable[[], None] | None) -> None:
        self._on_answer = on_answer
        self._lock = threading.Lock()
        self._idle: _Asker | None = None
        self._is_closed = False

    def hand_over(self, question: Question[Any]) -> None:
        with self._lock:
            asker, self._idle = self._idle, None
        (asker or _Asker(self)).questions.put(question)

    def keeps(self, asker: "_Asker") -> bool:
        """Whether a thread that has its answer is to wait for more; one at most does."""
        with self._lock:
            if self._is_closed or self._idle is not None:
                return False
            self._idle = asker
            return True

    def tell(self, question: Question[Any]) -> None:
        question.tell()
        if self._on_answer is not None:
            self._on_answer()

    def close(self, *, wait: bool = True) -> None:
        with self._lock:
            asker, self._idle = self._idle, None
            self._is_closed = True
        if asker is not None:
            asker.questions.put(None)
            if wait:
                asker.thread.join(_JOIN_S)


class _Asker:
    """A thread that asks one question after the other."""

    def __init__(self, desk: _Desk) -> None:
        self._desk = desk
        self.questions: SimpleQueue[Question[Any] | None] = SimpleQueue()
        self.thread = threading.Thread(target=self._run, name="outside", daemon=True)
        self.thread.start()

    def _run(self) -> None:
        while (question := self.questions.get()) is not None:
            question.put()
            is_kept = self._desk.keeps(self)  # before it is told: the next question may follow
            self._desk.tell(question)
            del question  # what it holds is not kept while this one waits
            if not is_kept:
                return
