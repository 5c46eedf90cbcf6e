"""The real window over a very large store, page by page: `large_window.py WORKSPACE N ADDRESS...`.

It opens each address twice, scrolls each list to its end and back, and then makes and closes every
page `N` times. What it saw is said as JSON: how long a page took, the processor time of the GUI
thread, the longest work between two rests of its event loop, memory, and what was left over.
"""

import gc
import json
import logging
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
from PySide6.QtCore import (
    QAbstractEventDispatcher,
    QCoreApplication,
    QEvent,
    QEventLoop,
    QObject,
    QTimer,
)
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from tidemill.base.progress import Silent
from tidemill.gui.kit import motion, theme
from tidemill.gui.kit.table import LazyTable
from tidemill.gui.shell import imports, memory
from tidemill.gui.shell.main_window import MainWindow
from tidemill.gui.shell.page import Page, discover, parts_of, view_module

PATIENCE_S = 120.0
WARM_UP = 3


class Turns:
    """The longest work of the GUI thread between two rests of its loop, in processor time.

    Which of its two signals a dispatcher gives before its work differs (with GLib it is
    `aboutToBlock`), so both are taken; waiting costs no processor time.
    """

    def __init__(self) -> None:
        self.worst_s = 0.0
        self._last = time.thread_time()
        dispatcher = QAbstractEventDispatcher.instance()
        dispatcher.awake.connect(self._on_signal)
        dispatcher.aboutToBlock.connect(self._on_signal)

    def _on_signal(self) -> None:
        now = time.thread_time()
        self.worst_s = max(self.worst_s, now - self._last)
        self._last = now

    def begin(self) -> None:
        """Forget what was."""
        self.worst_s, self._last = 0.0, time.thread_time()


def until(done: Callable[[], bool]) -> None:
    """Let the event loop run until something holds."""
    loop = QEventLoop()
    look = QTimer()
    look.setInterval(5)
    look.timeout.connect(lambda: loop.quit() if done() else None)
    late = QTimer()
    late.setSingleShot(True)
    late.timeout.connect(loop.quit)
    late.start(int(PATIENCE_S * 1000))
    look.start()
    loop.exec()
    look.stop()
    if not late.isActive():
        raise SystemExit("It did not come to rest.")
    late.stop()


class Session:
    """The window, and what it did."""

    def __init__(self, folder: Path) -> None:
        self.turns = Turns()
        look = memory.Look(theme="light", is_motion_reduced=True)
        self.window = MainWindow(look, None, starts_worker=False, is_remembered=False)
        self.window.resize(1440, 900)
        self.window.show()
        modules = [view_module(page) for page in discover()]
        for name in imports.brought([*modules, *imports.AHEAD], Silent()):
            imports.imported(name)  # as the window does while nobody waits
        began = time.perf_counter()
        self.window.open_workspace(folder, "tidemill://activity")
        until(self.window.is_settled)
        self.opened_s = time.perf_counter() - began

    def visited(self, address: str) -> dict[str, Any]:
        """Go to an address and look at all that it lists."""
        self.window.navigate("tidemill://activity")
        until(self.window.is_settled)
        self.turns.begin()
        began, cpu = time.perf_counter(), time.thread_time()
        self.window.navigate(f"tidemill://{address}")
        until(self.window.is_settled)
        took = {
            "address": address,
            "seconds": time.perf_counter() - began,
            "cpu_s": time.thread_time() - cpu,
            "turn_s": self.turns.worst_s,
        }
        self.turns.begin()
        view = self.window.navigator.view()
        for table in view.findChildren(LazyTable):
            self.scrolled(table)
        error = self.window.standing.strip.error
        return took | {
            "scroll_turn_s": self.turns.worst_s,
            "word": view.state_word(),
            "error": "" if error is None else error.message,
        }

    def scrolled(self, table: LazyTable) -> None:
        """Go to the end of a list, where it is always loaded further, and back."""
        bar = table.verticalScrollBar()
        while table.isVisible() and bar.value() < bar.maximum():
            bar.setValue(bar.maximum())
            until(self.window.is_settled)
        bar.setValue(0)

    def made_often(self, page: Page, n: int) -> dict[str, int]:
        """Which objects of Qt are more after a page was made and closed so often."""
        for _ in range(WARM_UP):
            self.made(page)
        before = living()
        for _ in range(n):
            self.made(page)
        return dict(living() - before)

    def made(self, page: Page) -> None:
        """Make a page as the navigator does, wait until it has loaded, and close it."""
        context = self.window.navigator._context
        assert context is not None
        view = page.create(context)
        view.resize(1100, 700)
        view.show_address(parts_of(page.address)[1:])
        until(view.is_settled)
        view.grab()
        view.close_page()
        for action in view.bar_actions():
            if action.parent() is None:
                action.deleteLater()
        view.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()


def living() -> "Counter[str]":
    """Objects of Qt that Python holds by class, widgets, and timers that run."""
    gc.collect()
    objects = [one for one in gc.get_objects() if isinstance(one, QObject) and isValid(one)]
    kinds = Counter(type(one).__name__ for one in objects)
    kinds["widgets of Qt"] = len(QApplication.allWidgets())
    kinds["timers at work"] = sum(one.isActive() for one in objects if isinstance(one, QTimer))
    return kinds


class Wrong(logging.Handler):
    """What was logged as a warning or worse."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


def main() -> None:
    """Look at all addresses and say what was seen."""
    app = QApplication([])
    wrong = Wrong()
    logging.getLogger("tidemill").addHandler(wrong)
    theme.apply(app)
    motion.set_reduced(True)
    session = Session(Path(sys.argv[1]))
    process = psutil.Process()
    visits = [session.visited(address) for address in sys.argv[3:] for _ in range(2)]
    n_bytes = process.memory_info().rss
    n = int(sys.argv[2])
    left = {page.id: session.made_often(page, n) for page in discover()}
    said = {
        "opened_s": session.opened_s,
        "visits": visits,
        "bytes": n_bytes,
        "left": left,
        "grown": process.memory_info().rss / n_bytes,
        "wrong": wrong.said,
    }
    session.window.close_now()
    app.processEvents()
    sys.stdout.write(json.dumps(said) + "\n")


if __name__ == "__main__":
    main()
