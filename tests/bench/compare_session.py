"""The window compares runs of a store, in a process of its own; prints JSON.

    python compare_session.py WORKSPACE RUNS_A_ROUND

Each round compares runs that nobody has read before, from the click to what stands on the screen:
until the table is painted, until the finding of the tests is told, until the ROC is painted.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

_LIMIT_S = 60.0
_LOOK_EVERY_MS = 5


class Painted(QObject):
    """When a widget was painted for the first time."""

    def __init__(self) -> None:
        super().__init__()
        self.at: dict[int, float] = {}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Keep the moment of a widget's first paint."""
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            self.at.setdefault(id(watched), time.perf_counter())
        return False


def _spin(application: QApplication, is_done: Callable[[], Any]) -> None:
    """Let the window work, asleep between its events as a person's window is."""
    end = time.monotonic() + _LIMIT_S
    wake = QTimer()
    wake.start(_LOOK_EVERY_MS)
    while not is_done():
        if time.monotonic() > end:
            raise SystemExit("The window took over a minute.")
        application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    wake.stop()


def _card(view: Any, kind: str) -> Any:
    return next((one for one in view.compare.plots.cards() if one.spec.kind == kind), None)


def main(folder: Path, n_runs: int) -> None:
    """Compare the runs of the store, `n_runs` at a time."""
    from tidemill.gui.app import prepare

    application = prepare()
    assert isinstance(application, QApplication)
    from tidemill.domain.run_lists import Wish
    from tidemill.gui.shell.main_window import MainWindow
    from tidemill.gui.shell.memory import Look
    from tidemill.services.run_list import RunList

    window = MainWindow(Look(is_motion_reduced=True), starts_worker=False, is_remembered=False)
    window.resize(1440, 900)
    window.show()
    window.open_workspace(folder, "tidemill://experiments", is_new_allowed=False)
    _spin(application, window.is_settled)
    workspace = window.workspace()
    assert workspace is not None
    keys = RunList(workspace).outline(Wish(group_by=())).keys.tolist()
    view: Any = window.navigator.view()
    rounds = []
    for at in range(0, len(keys) - n_runs + 1, n_runs):
        rounds.append(_round(application, window, view, keys[at : at + n_runs]))
        window.navigate("tidemill://experiments")
        _spin(application, window.is_settled)
    window.close_now()
    print(json.dumps(rounds), flush=True)


def _round(application: QApplication, window: Any, view: Any, keys: list[int]) -> dict[str, float]:
    from tidemill.gui.pages.experiments.selection import RunSelection

    view._model.select(RunSelection.of(keys))
    view.compare._model.arrange((), is_kept=False)
    painted = Painted()
    application.installEventFilter(painted)
    began = time.perf_counter()
    window.navigate("tidemill://experiments/compare/@selection")
    part = view.compare
    _spin(application, lambda: part.state_word() == "ready" and id(part.table) in painted.at)
    table = painted.at[id(part.table)] - began
    part.plots.grid.window().update()
    _spin(application, lambda: _curves_painted(part, view, painted))
    roc = painted.at[id(_card(view, "roc").curves)] - began
    _spin(application, lambda: bool(part._model.state.verdict()))
    told = time.perf_counter() - began
    _spin(application, window.is_settled)
    application.removeEventFilter(painted)
    return {"table": table, "roc": roc, "told": told}


def _curves_painted(part: Any, view: Any, painted: Painted) -> bool:
    """Scroll to the ROC as a person would, once it is there."""
    card = _card(view, "roc")
    if card is None:
        return False
    part._scroll.ensureWidgetVisible(card)
    return id(card.curves) in painted.at


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
