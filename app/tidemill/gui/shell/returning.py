"""Putting things back one after the other, each as soon as there is a place for it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from tidemill.base.clock import monotonic

if TYPE_CHECKING:
    from tidemill.gui.bridge.operations import Operations

Step = Callable[[], bool | None]
"""Puts one thing back: True where it did, False where there is no place for it yet, None where
there is nothing to be put back any more."""

_BETWEEN_MS = 30
_PATIENCE_S = 8.0
_OF_THE_SHELL = ("shell.", "session.")


class Returning(QObject):
    """Goes through steps in their order, while nothing is being read that a step may lead to.

    `done(numbers of the steps that put something back)` is called once in the end: when all are
    through, or when patience ends with those that found no place left out. It ends silently where
    `owner` is gone.
    """

    def __init__(
        self,
        operations: "Operations",
        steps: Sequence[Step],
        owner: QObject,
        done: Callable[[set[int]], None],
        parent: QObject,
    ) -> None:
        """Prepare; `begin` begins."""
        super().__init__(parent)
        self._operations, self._steps, self._owner = operations, steps, owner
        self._tell = done
        self._done: set[int] = set()
        self._at = 0
        self._until = 0.0
        self.is_at_it = False
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.setInterval(_BETWEEN_MS)
        self._next.timeout.connect(self._go)

    def begin(self) -> None:
        """Put back what can be."""
        self.is_at_it = True
        self._until = monotonic() + _PATIENCE_S
        self._next.start()

    def stop(self) -> None:
        """Put nothing back any more, and say nothing."""
        self._next.stop()
        self.is_at_it = False

    def _go(self) -> None:
        if not isValid(self._owner):
            self.stop()
            return
        is_over = monotonic() > self._until
        while self._at < len(self._steps) and (is_over or self._is_quiet()):
            outcome = self._steps[self._at]()
            if outcome is False and not is_over:
                break
            if outcome:
                self._done.add(self._at)
            self._at += 1
        if self._at < len(self._steps):
            self._next.start()
            return
        self.stop()
        self._tell(self._done)

    def _is_quiet(self) -> bool:
        return all(key.startswith(_OF_THE_SHELL) for key in self._operations.under_way())
