"""The window over runs with many metric names, in a process of its own; prints JSON.

    python names_session.py WORKSPACE

Opens the list, a run, its curves, a search among them, a comparison of all runs with every row, and
the list of metrics of its curves. Told are the seconds of each and the longest time the window was
held up, in processor time: that of a computer with nothing else to do.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

_LIMIT_S = 120.0


class Watch:
    """Lets the window work, and keeps how long each step and its longest turn took."""

    def __init__(self, application: Any, is_settled: Callable[[], bool]) -> None:
        self._application, self._is_settled = application, is_settled
        self.took: dict[str, float] = {}
        self.held: dict[str, float] = {}

    def step(self, name: str, begin: Callable[[], object]) -> None:
        """Begin something and wait until the window has settled."""
        started = time.perf_counter()
        self._turn(name, begin)
        self._turn(name, self._application.processEvents)
        end = time.monotonic() + _LIMIT_S
        while not self._is_settled():
            if time.monotonic() > end:
                raise SystemExit(f"The window took over two minutes: {name}.")
            self._turn(name, self._application.processEvents)
            time.sleep(0.001)
        self.took[name] = time.perf_counter() - started

    def _turn(self, name: str, work: Callable[[], object]) -> None:
        began = time.thread_time()
        work()
        self.held[name] = max(self.held.get(name, 0.0), time.thread_time() - began)


def main(folder: Path) -> None:
    """Walk through the views that show names."""
    from tidemill.gui.app import prepare

    application = prepare()
    from tidemill.domain.run_lists import Wish
    from tidemill.gui.pages.experiments.run.curves_tab import CurvesTab
    from tidemill.gui.pages.experiments.selection import RunSelection
    from tidemill.gui.shell.main_window import MainWindow
    from tidemill.gui.shell.memory import Look
    from tidemill.services import runs
    from tidemill.services.run_list import RunList

    window = MainWindow(Look(is_motion_reduced=True), starts_worker=False, is_remembered=False)
    window.resize(1440, 900)
    window.show()
    window.open_workspace(folder, "tidemill://experiments", is_new_allowed=False)
    watch = Watch(application, window.is_settled)
    watch.step("start", lambda: None)
    workspace = window.workspace()
    assert workspace is not None
    keys = RunList(workspace).outline(Wish(group_by=())).keys.tolist()
    one = runs.find(workspace, keys[:1])[0]
    view: Any = window.navigator.view()
    watch.step("warm", lambda: window.navigate(f"tidemill://experiments/{one.id}/curves"))
    watch.step("warm", lambda: window.navigate("tidemill://experiments"))
    watch.step("select", lambda: view._model.select(RunSelection.of(keys)))
    other = runs.find(workspace, keys[1:2])[0]
    watch.step("run", lambda: window.navigate(f"tidemill://experiments/{other.id}"))
    watch.step("curves", lambda: window.navigate(f"tidemill://experiments/{other.id}/curves"))
    search = next(tab.search for tab in view._one.findChildren(CurvesTab))
    watch.step("search", lambda: search.setText("norm7"))
    watch.step("list", lambda: window.navigate("tidemill://experiments"))
    place = "tidemill://experiments/compare/@selection"
    watch.step("compare", lambda: window.navigate(place))
    model = view.compare._model
    watch.step("every row", lambda: model.show_only_differences(False))
    watch.step("find a row", lambda: model.find_rows("norm7"))
    card = next(one for one in view.compare.plots.cards() if one.spec.kind == "curves")
    watch.step("choose a metric", card.choice.open_list)
    popover = card.choice.list_popover()
    if popover is not None:
        popover.close()
    window.close()
    for name in ("start", "warm"):
        del watch.took[name], watch.held[name]
    told = {"took": sum(watch.took.values()), "held": max(watch.held.values()), "steps": watch.took}
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
