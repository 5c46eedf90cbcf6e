"""What tests of whole stories do in the window: real presses, counted, and real keys."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeySequence, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.shell.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier
COPY = Qt.DropAction.CopyAction


class Clicks(QObject):
    """Counts presses of the mouse and drops that reach the program; one handed on is one."""

    def __init__(self) -> None:
        super().__init__()
        self.n = 0
        self._last: tuple[int, int, int] | None = None

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        kinds = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
        if isinstance(event, QMouseEvent) and event.type() in kinds:
            spot = event.globalPosition().toPoint()
            press = (event.timestamp(), spot.x(), spot.y())
            self.n += press != self._last
            self._last = press
        if event.type() is QEvent.Type.Drop:
            self.n += 1
        return False


def shown(window: QWidget, kind: type[Any]) -> Any:
    """The first visible widget of a kind; None where there is none."""
    return next((each for each in window.findChildren(kind) if each.isVisible()), None)


def click(widget: QWidget, at: QPoint | None = None) -> None:
    """One press of the mouse on what can be seen and used."""
    assert widget.isVisible()
    assert widget.isEnabled()
    QTest.mouseClick(widget, LEFT, PLAIN, at or widget.rect().center())


def click_when_shown(find: Callable[[], Any], qtbot: QtBot) -> None:
    """One press on what `find` returns, as soon as it can be seen and used."""

    def is_there() -> bool:
        found = find()
        return found is not None and found.isVisible() and found.isEnabled()

    qtbot.waitUntil(is_there)
    click(find())


def press(window: QWidget, *ways: str) -> None:
    """Keys as they come from the keyboard, to whatever has the focus."""
    for way in ways:
        to = QApplication.activePopupWidget() or window
        QTest.keySequence(QApplication.focusWidget() or to, QKeySequence.fromString(way))


def given_back(window: QWidget, qtbot: QtBot) -> None:
    """The keyboard is the window's again after a popup or a dialog: a desktop does that by itself,
    the offscreen platform does not."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def ready_sheet(window: MainWindow, qtbot: QtBot) -> Sheet:
    """The open sheet once its main action can be pressed."""
    qtbot.waitUntil(lambda: (s := shown(window, Sheet)) is not None and s.primary.isEnabled())
    sheet: Sheet = shown(window, Sheet)
    return sheet


class Drag:
    """A file that a person drags over the window."""

    def __init__(self, window: MainWindow, path: str) -> None:
        self._window = window
        self._data = QMimeData()
        self._data.setUrls([QUrl.fromLocalFile(path)])
        middle = window.rect().center()
        enter = QDragEnterEvent(middle, COPY, self._data, LEFT, PLAIN)
        QApplication.sendEvent(window, enter)
        assert enter.isAccepted()

    def let_go(self, at: QPoint) -> None:
        """Let the file go over a place in the window."""
        moved = QDragMoveEvent(at, COPY, self._data, LEFT, PLAIN)
        QApplication.sendEvent(self._window, moved)
        dropped = QDropEvent(QPointF(at), COPY, self._data, LEFT, PLAIN)
        QApplication.sendEvent(self._window, dropped)
        assert dropped.isAccepted()
