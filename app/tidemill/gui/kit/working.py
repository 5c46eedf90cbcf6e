"""The one clock behind every turning ring: 12 times a second while one is seen, else stopped."""

from weakref import WeakSet

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from tidemill.gui.kit import motion


class _Clock(QObject):
    """Repaints the widgets that show a turning ring."""

    def __init__(self) -> None:
        super().__init__()
        self.turn = 0.0
        self._widgets: WeakSet[QWidget] = WeakSet()
        self._timer: QTimer | None = None

    def attach(self, widget: QWidget) -> None:
        self._widgets.add(widget)
        if self._timer is None:
            self._timer = QTimer(self)
            self._timer.setInterval(1000 // motion.WORKING_HZ)
            self._timer.timeout.connect(self.tick)
        if not self._timer.isActive() and not motion.is_reduced():
            self._timer.start()

    def detach(self, widget: QWidget) -> None:
        self._widgets.discard(widget)
        self._rest()

    def tick(self) -> None:
        self.turn = (self.turn + 1 / motion.WORKING_HZ) % 1.0
        for widget in list(self._widgets):
            if not isValid(widget) or not widget.isVisible():
                self._widgets.discard(widget)
                continue
            again = getattr(widget, "turn_working", None)
            if callable(again):
                again()
            else:
                widget.update()
        self._rest()

    def _rest(self) -> None:
        if not self._widgets and self._timer is not None:
            self._timer.stop()

    def is_running(self) -> bool:
        return self._timer is not None and self._timer.isActive()


_clock = _Clock()


def attach(widget: QWidget) -> None:
    """Repaint the widget while it is visible; call when a ring appears and in `showEvent`."""
    _clock.attach(widget)


def detach(widget: QWidget) -> None:
    """Stop repainting the widget."""
    _clock.detach(widget)


def turn() -> float:
    """Where the ring stands, from 0 to 1 of a full turn."""
    return _clock.turn


def is_running() -> bool:
    """Whether the clock ticks."""
    return _clock.is_running()
