"""A session in the window over a store of many runs, in a process of its own; prints JSON.

    python table_session.py WORKSPACE SCENARIO

A thread beats every two milliseconds through the event loop; the longest wait of a beat is the
longest stall. Everything runs through the page as a person sees it.
"""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from tidemill.base.programs import peak_memory_bytes

LIVE = """
import sys, time
from pathlib import Path
from tidemill.services import run_changes, workspace
space = workspace.open_existing(Path(sys.argv[1]))
keys = [int(each) for each in sys.argv[2].split(",")]
end = time.monotonic() + float(sys.argv[3])
n = 0
while time.monotonic() < end:
    n += 1
    run_changes.set_note(space, keys, f"seen {n}")
    time.sleep(0.15)
space.close()
"""
COLUMNS = 30
REPAINTS = 300
SCROLLS = 80


class Heart(QObject):
    """Beats through the event loop from a thread; `worst` is the longest wait in seconds."""

    beat = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.worst = 0.0
        self._stop = threading.Event()
        self.beat.connect(self._on_beat, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begin to beat."""
        self._thread.start()

    def stop(self) -> float:
        """Stop; returns the longest wait."""
        self._stop.set()
        self._thread.join()
        return self.worst

    def _run(self) -> None:
        while not self._stop.wait(0.002):
            self.beat.emit(time.perf_counter())

    def _on_beat(self, sent: float) -> None:
        self.worst = max(self.worst, time.perf_counter() - sent)


def until(condition: Callable[[], bool], seconds: float = 300.0) -> float:
    """Let the event loop run until something holds; the seconds it took."""
    began = time.perf_counter()
    loop, poll = QEventLoop(), QTimer()
    poll.setInterval(2)
    is_met = [False]

    def look() -> None:
        is_met[0] = is_met[0] or condition()
        if is_met[0] or time.perf_counter() - began > seconds:
            loop.quit()

    poll.timeout.connect(look)
    poll.start()
    loop.exec()
    poll.stop()
    if not is_met[0]:
        raise TimeoutError(f"not done after {seconds} s")
    return time.perf_counter() - began


class Session:
    """The window over one workspace, at the page Experiments."""

    def __init__(self, folder: Path, size: tuple[int, int] = (1440, 900)) -> None:
        from tidemill.gui.kit import motion, theme
        from tidemill.gui.pages.experiments import list_memory
        from tidemill.gui.pages.experiments.view import ExperimentsView
        from tidemill.gui.shell import memory
        from tidemill.gui.shell.main_window import MainWindow

        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app)
        motion.set_reduced(True)
        look = memory.Look(theme="light", is_motion_reduced=True)
        self.window = MainWindow(look, None, starts_worker=False, is_remembered=False)
        self.window.resize(*size)
        self.window.show()
        self.folder = folder
        self.window.open_workspace(folder, "tidemill://activity")
        until(self.window.is_settled)
        workspace = self.window.workspace()
        assert workspace is not None
        # Each session begins with the usual list, however the one before left it.
        list_memory.list_file(workspace).unlink(missing_ok=True)
        began = time.perf_counter()
        self.window.navigate("tidemill://experiments")
        until(lambda: self.window.findChild(ExperimentsView) is not None)
        view = self.window.findChild(ExperimentsView)
        assert view is not None
        self.view: Any = view
        self.model = self.view._model
        self.table = self.view.runs.table
        until(self._first_rows)
        self.opened_s = time.perf_counter() - began
        self.settle()

    def _first_rows(self) -> bool:
        if self.model.state.word != "ready" or self.table.table_model().rowCount() == 0:
            return False
        source = self.table.source()
        rows = range(min(20, source.row_count()))
        at = next((row for row in rows if source.group(row) is None), None)
        return at is not None and self.model.listing.cache.get(source.key(at)) is not None

    def settle(self) -> None:
        """Wait until nothing is loading."""
        until(self.view.is_settled)

    def keep(self) -> None:
        """Wait until what was read is kept for the next time, as it is once it is quiet."""
        every = self.model.listing.every
        until(lambda: not every.is_snapshot_due() and self.view.is_settled())

    def close(self) -> None:
        """Close the window."""
        self.window.close_now()


def columns_of(session: Session, n: int) -> list[str]:
    """So many columns, all there are before any is missing."""
    facets = session.model.state.listed.facets
    own = ["duration", "started", "ended", "by", "dataset", "experiment", "project", "id", "tags"]
    names = [f"metrics.`{name}`" for name in facets.metrics]
    names += [f"params.`{name}`" for name in facets.params]
    from tidemill.domain.query import parse_name

    written = [parse_name(name).to_text() for name in names]
    return (written + own)[:n]


def repaints(session: Session) -> dict[str, float]:
    """Whole repaints of the table with 30 columns in sight, each at another place."""
    session.window.resize(1920, 1080)
    session.model.group(())
    session.model.show_columns(columns_of(session, COLUMNS))
    session.settle()
    head = session.table.head()
    wide = max(40, (session.table.viewport().width() - 300) // COLUMNS)
    widths = {column.id: wide for column in session.table.columns()[3:]}
    session.table.set_column_widths(widths)
    session.settle()
    bar = session.table.verticalScrollBar()
    times = []
    for step in range(REPAINTS):
        bar.setValue((step % 20) * 7)
        if step < 20:
            session.settle()
        began = time.perf_counter()
        session.table.viewport().repaint()
        times.append(time.perf_counter() - began)
    times.sort()
    shown = sum(
        1
        for at in range(head.count())
        if head.sectionViewportPosition(at) < session.table.viewport().width()
    )
    return {"p99": times[int(len(times) * 0.99)], "median": times[len(times) // 2], "shown": shown}


def stalls(session: Session) -> dict[str, float]:
    """Sorting, filtering, grouping, scrolling by the thumb, selecting all, live updates."""
    model, table = session.model, session.table
    keys = ",".join(str(k) for k in model.state.listed.arranged.outline.keys[:40].tolist())
    live = subprocess.Popen([sys.executable, "-c", LIVE, str(session.folder), keys, "20"])
    heart = Heart()
    heart.start()
    worst = {}

    def part(name: str, act: Callable[[], None]) -> None:
        heart.worst = 0.0
        act()
        rested = time.perf_counter() + 0.4
        until(lambda: time.perf_counter() > rested and not model.state.is_reading)
        worst[name] = heart.worst

    part("sort", lambda: model.sort_by("metrics.auc", False))
    part("sort sparse", lambda: model.sort_by("metrics.`val.gap`", False))
    part("sort text", lambda: model.sort_by("name", True))
    part("filter", lambda: model.filter("auc > 0.9 and max_depth = 6"))
    part("filter cleared", lambda: model.filter(""))
    part("group", lambda: model.group(("params.max_depth",)))
    part("group nested", lambda: model.group(("experiment", "params.max_depth")))
    part("close all", lambda: model.close_groups(True))
    part("no groups", lambda: model.group(()))
    part("select all", table.select_all)
    part("select none", table.clear_selection)
    part("scatter", lambda: model.show_kind("scatter"))
    part("table", lambda: model.show_kind("table"))

    def scroll() -> None:
        bar = table.verticalScrollBar()
        for step in range(SCROLLS):
            bar.setValue(int(bar.maximum() * ((step * 37) % SCROLLS) / SCROLLS))
            end = time.perf_counter() + 0.016
            until(lambda end=end: time.perf_counter() >= end)

    part("scroll", scroll)
    heart.stop()
    live.terminate()
    live.wait()
    return {"worst": max(worst.values()), **worst}


def main() -> None:
    """Run one scenario and print what was measured."""
    folder, scenario = Path(sys.argv[1]), sys.argv[2]
    app = QApplication([])
    session = Session(folder)
    told: dict[str, float] = {"opened": session.opened_s}
    if scenario == "open":
        session.keep()
    elif scenario == "repaints":
        told |= repaints(session)
    elif scenario == "stalls":
        told |= stalls(session)
    told["rss"] = peak_memory_bytes()
    session.close()
    app.processEvents()
    print(json.dumps(told))


if __name__ == "__main__":
    main()
