"""Building many widgets without holding the window: one a turn of the event loop."""

from collections import deque
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer, Signal

Step = Callable[[], None]


class Gradually(QObject):
    """Does steps one after another, each in a turn of its own; newer ones replace those left.

    Emits `done` after the last.
    """

    done = Signal()

    def __init__(self, parent: QObject) -> None:
        """Nothing to do yet; `parent` ends it."""
        super().__init__(parent)
        self._left: deque[Step] = deque()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._on_turn)

    def is_busy(self) -> bool:
        """Whether steps are left."""
        return bool(self._left)

    def start(self, steps: Iterable[Step]) -> None:
        """Do these, and none that were left."""
        self._left = deque(steps)
        if self._left:
            self._timer.start()
        else:
            self._timer.stop()

    def _on_turn(self) -> None:
        if self._left:
            self._left.popleft()()
        if not self._left:
            self._timer.stop()
            self.done.emit()
