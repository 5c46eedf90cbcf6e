"""The real window, walked through at random: `walked_window.py WORKSPACE SEED SECONDS FILE`.

Events are drawn from a seed and are those of a person: the pointer, clicks, keys, typing, wheels,
resizing, the theme, a dropped file, back and forward. What went wrong is said as JSON at the end,
with the last events before it.
"""

import faulthandler
import gc
import json
import logging
import random
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
from PySide6.QtCore import (
    QAbstractEventDispatcher,
    QEvent,
    QMimeData,
    QPoint,
    QPointF,
    Qt,
    QTimer,
    QUrl,
)
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QMessageBox, QWidget
from shiboken6 import isValid

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "plugins"))

from loop_watch import LIMIT_S, LoopWatch, allowed_s

from tidemill.gui import app
from tidemill.gui.kit import theme
from tidemill.gui.shell.main_window import MainWindow

PAUSE_MS = 15
NO_KEY = Qt.KeyboardModifier.NoModifier
MOST_TRIED = 60
"""Buttons that are looked at for one that lies free."""
MEANS_NOTHING = "This plugin does not support"
"""What Qt says of every window that has no screen."""
LAST = 25
WARM_UP = 0.4
"""The share of the walk after which memory is what later memory is held against."""
PLACES = ("home", "data", "experiments", "models", "deployments", "monitoring", "automations",
          "activity")  # fmt: skip
KEYS = "jkvnpcrtfa/[]? g" + "123"
SPECIAL = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Return,
           Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Delete, Qt.Key.Key_F6, Qt.Key.Key_F1,
           Qt.Key.Key_PageDown)  # fmt: skip
WITH_CONTROL = (Qt.Key.Key_K, Qt.Key.Key_F, Qt.Key.Key_Z, Qt.Key.Key_A, Qt.Key.Key_Comma)
TYPED = ("parcels", "auc > 0.9", "weight", "(", "0", "ä é 漢", "x" * 60, "'; --", "-1")
SIZES = ((1100, 700), (1440, 900), (1280, 760), (1700, 1000))


class Walk:
    """Draws events and watches what they do."""

    def __init__(self, window: MainWindow, seed: int, file: Path) -> None:
        self.window, self.file = window, file
        self.random = random.Random(seed)
        self.last: deque[str] = deque(maxlen=LAST)
        self.held: list[QWidget] = []
        self.n = 0
        self.watch = LoopWatch()
        self.stalls: list[dict[str, Any]] = []
        self.worst_cpu_s, self.worst_after = 0.0, ""
        self.deeds: list[tuple[int, Callable[[], str]]] = [
            (30, self.click_button), (14, self.click_somewhere), (10, self.move), (10, self.key),
            (8, self.special_key), (4, self.with_control), (6, self.type_words), (6, self.wheel),
            (3, self.resize), (2, self.turn_theme), (2, self.drop), (5, self.go_back_or_on),
            (8, self.go_to), (8, self.escape), (4, self.double_click),
        ]  # fmt: skip

    def step(self) -> None:
        """Play one event."""
        self.note_time()
        weights = [weight for weight, _ in self.deeds]
        deed = self.random.choices([deed for _, deed in self.deeds], weights)[0]
        self.n += 1
        self.last.append(f"{self.n} {deed.__name__}")  # told also where it ends in an error
        self.last[-1] = f"{self.n} {deed()}"
        sys.stderr.write(self.last[-1] + "\n")  # all that is left of a process that was aborted

    def note_time(self) -> None:
        """Keep how long the turns of the loop since the last event took, if one was too long."""
        took, where = self.watch.worst_cpu_s, self.watch.worst_at
        self.watch.worst_cpu_s, self.watch.worst_at = 0.0, ""
        after = self.last[-1] if self.last else "nothing"
        if took > self.worst_cpu_s:
            self.worst_cpu_s, self.worst_after = took, after
        if took > LIMIT_S:
            allowed = allowed_s()
            if took > allowed:
                self.stalls.append({"times": took / allowed, "after": list(self.last)[-3:]})
                words = f"held for {took * 1000:.0f} ms, allowed {allowed * 1000:.0f}: {where}"
                sys.stderr.write(words + "\n")
            self.watch.begins()  # what was measured here is not the window's

    def top(self) -> QWidget:
        """What takes the pointer: a popup where one is open."""
        return QApplication.activePopupWidget() or self.window

    def place(self) -> QPoint:
        top = self.top()
        return QPoint(self.random.randrange(max(1, top.width())),
                      self.random.randrange(max(1, top.height())))  # fmt: skip

    def under(self, at: QPoint) -> tuple[QWidget, QPoint]:
        """What lies at a place, and the place in it.

        All around it are held until the next event: PySide takes a widget that Qt made itself, as
        the ground of a scroll area, for deleted once nobody in Python holds its parent.
        """
        top = self.top()
        target = top.childAt(at)
        if target is None or not isValid(target):
            target = top
        self.held = [target]
        while (around := self.held[-1].parentWidget()) is not None and isValid(around):
            self.held.append(around)
        return target, target.mapFrom(top, at)

    def click_button(self) -> str:
        """Click one that is not covered."""
        top = self.top()
        found = [
            one for one in top.findChildren(QAbstractButton)
            if isValid(one) and one.isVisible() and one.isEnabled()
            and not one.visibleRegion().isEmpty()
        ]  # fmt: skip
        self.random.shuffle(found)
        for one in found[:MOST_TRIED]:
            at = one.rect().center()
            over = top.childAt(one.mapTo(top, at))
            if over is None or over is one or one.isAncestorOf(over):
                words = f"click {type(one).__name__} {one.accessibleName() or one.text()!r}"
                QTest.mouseClick(one, Qt.MouseButton.LeftButton, NO_KEY, at)
                return words
        return "no button"

    def click_somewhere(self) -> str:
        at = self.place()
        target, local = self.under(at)
        words = f"click {type(target).__name__} at {at.x()}, {at.y()}"
        button = self.random.choice([Qt.MouseButton.LeftButton] * 4 + [Qt.MouseButton.RightButton])
        held = self.random.choice(
            [NO_KEY] * 4 + [Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier]
        )
        QTest.mouseClick(target, button, held, local)
        return words

    def double_click(self) -> str:
        target, local = self.under(self.place())
        words = f"double click {type(target).__name__}"
        button, held = Qt.MouseButton.LeftButton, NO_KEY
        QTest.mouseDClick(target, button, held, local)
        return words

    def move(self) -> str:
        target, local = self.under(self.place())
        QTest.mouseMove(target, local)
        return f"move over {type(target).__name__}"

    def focused(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def key(self) -> str:
        letter = self.random.choice(KEYS)
        QTest.keyClicks(self.focused(), letter)
        return f"key {letter!r}"

    def special_key(self) -> str:
        key = self.random.choice(SPECIAL)
        QTest.keyClick(self.focused(), key)
        return f"key {key.name}"

    def with_control(self) -> str:
        key = self.random.choice(WITH_CONTROL)
        QTest.keyClick(self.focused(), key, Qt.KeyboardModifier.ControlModifier)
        return f"key Ctrl and {key.name}"

    def type_words(self) -> str:
        words = self.random.choice(TYPED)
        for letter in words:  # QTest knows only Latin letters
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, NO_KEY, letter)
                QApplication.sendEvent(self.focused(), event)
        return f"type {words!r}"

    def escape(self) -> str:
        where = type(self.focused()).__name__
        QTest.keyClick(self.focused(), Qt.Key.Key_Escape)
        return f"key Escape in {where}"

    def wheel(self) -> str:
        place = self.place()
        target, local = self.under(place)
        by = QPoint(0, self.random.choice([-360, -120, 120, 360]))
        at, far = QPointF(local), QPointF(self.top().mapToGlobal(place))
        none, held = Qt.MouseButton.NoButton, NO_KEY
        event = QWheelEvent(at, far, QPoint(), by, none, held, Qt.ScrollPhase.NoScrollPhase, False)
        QApplication.sendEvent(target, event)
        return f"wheel over {type(target).__name__}"

    def resize(self) -> str:
        size = self.random.choice(SIZES)
        self.window.resize(*size)
        return f"resize to {size[0]} x {size[1]}"

    def turn_theme(self) -> str:
        to = "light" if theme.choice() == "dark" else "dark"
        self.window.choose_look("theme", to)
        return f"theme {to}"

    def drop(self) -> str:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(self.file))])
        held = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                NO_KEY)  # fmt: skip
        middle = self.window.rect().center()
        QApplication.sendEvent(self.window, QDragEnterEvent(middle, *held))
        QApplication.sendEvent(self.window, QDropEvent(QPointF(middle), *held))
        return "drop a file"

    def go_back_or_on(self) -> str:
        by = self.random.choice([-1, -1, 1])
        if self.window.can_step(by):
            self.window.step(by)
        return f"step {by}"

    def go_to(self) -> str:
        place = self.random.choice(PLACES)
        if self.window.is_covered():
            return "covered"
        self.window.go_to(place)
        return f"go to {place}"


def close_dialogs_of_qt() -> None:
    """They are not ours to try. A key pressed in one may open the next and wait for its answer."""
    for one in QApplication.topLevelWidgets():
        if isinstance(one, QFileDialog | QMessageBox) and one.isVisible():
            one.reject()


def walked(window: MainWindow, seed: int, seconds: float, file: Path, said: dict[str, Any]
           ) -> Iterator[None]:  # fmt: skip
    """Walk; what is seen goes into `said`."""
    while not window.is_settled():  # it opens, and imports the other pages ahead
        yield
    walk = Walk(window, seed, file)
    dispatcher = QAbstractEventDispatcher.instance()
    dispatcher.aboutToBlock.connect(walk.watch.begins)
    dispatcher.awake.connect(walk.watch.ends)
    process = psutil.Process()
    began = time.monotonic()
    warm = 0
    while (passed := time.monotonic() - began) < seconds and not said["wrong"]:
        if not warm and passed > WARM_UP * seconds:
            gc.collect()
            warm = process.memory_info().rss
        walk.step()
        yield
        if not window.isVisible():
            said["wrong"].append("The window has closed.")
    gc.collect()
    said |= {
        "events": walk.n,
        "last": list(walk.last),
        "worst_cpu_s": walk.worst_cpu_s,
        "worst_after": walk.worst_after,
        "stalls": walk.stalls,
        "warm_bytes": warm or process.memory_info().rss,
        "bytes": process.memory_info().rss,
    }


class Noticed(logging.Handler):
    """Keeps what is logged as an error, and what Qt warns of."""

    def __init__(self, wrong: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._wrong = wrong

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        is_of_qt = record.name.startswith("qt") and not text.startswith(MEANS_NOTHING)
        if record.levelno >= logging.ERROR or is_of_qt:
            if record.exc_info and record.exc_info[1] is not None:
                text += "\n" + "".join(traceback.format_exception(record.exc_info[1]))
            self._wrong.append(f"{record.name}: {text}")
            sys.stderr.write(f"{record.name}: {text}\n")


def main() -> int:
    """Open the window, walk, and say how it went."""
    workspace, seed, seconds, file = sys.argv[1:]
    said: dict[str, Any] = {"wrong": []}
    faulthandler.enable()
    QDesktopServices.openUrl = lambda _url: True  # no browser, no file manager
    logging.getLogger().addHandler(Noticed(said["wrong"]))

    def walk(window: MainWindow) -> None:
        steps = walked(window, int(seed), float(seconds), Path(file), said)
        timer = QTimer(window)

        def step() -> None:
            try:
                next(steps)
            except StopIteration:
                timer.stop()
                QTimer.singleShot(0, window.close_now)

        # A timer of its own: it goes on where a dialog waits for its answer in a loop of its own.
        keeper = QTimer(window)
        keeper.timeout.connect(close_dialogs_of_qt)
        keeper.start(PAUSE_MS)
        timer.timeout.connect(step)
        timer.start(PAUSE_MS)

    code = app.run(Path(workspace), "light", (1440, 900), walk)
    sys.stdout.write(json.dumps(said) + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
