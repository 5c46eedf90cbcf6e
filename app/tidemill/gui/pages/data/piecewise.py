"""Making many widgets a few at a time, so that the window breathes in between."""

from collections import deque
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer

from tidemill.base.clock import monotonic

_AT_ONCE_S = 0.006
"""What is made is polished, laid out and painted afterwards, which takes about as long again."""


class Piecewise(QObject):
    """Does steps in their order for some milliseconds at a time."""

    def __init__(self, parent: QObject) -> None:
        """Nothing is to be done yet."""
        super().__init__(parent)
        self._left: deque[Callable[[], object]] = deque()
        self._more = QTimer(self)
        self._more.setSingleShot(True)
        self._more.setInterval(0)
        self._more.timeout.connect(self._do_some)

    def is_done(self) -> bool:
        """Whether no step is left."""
        return not self._left

    def begin(self, steps: Iterable[Callable[[], object]]) -> None:
        """Do the first steps now and the others soon, in place of what was left."""
        self._left = deque(steps)
        self._do_some()

    def _do_some(self) -> None:
        end = monotonic() + _AT_ONCE_S
        while self._left:
            self._left.popleft()()
            if monotonic() >= end:
                break
        if self._left:
            self._more.start()
