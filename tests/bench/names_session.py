"""The window over runs with many metric names, in a process of its own; prints JSON.

    python names_session.py WORKSPACE

Opens the list, sorts and filters it by a logged name, opens its choosers, lets a filter be
completed, opens a run, its curves, a search among them, a comparison of eight runs with every row,
and the list of metrics of its curves. Told are the seconds until what is in sight stands (`took`),
those until nothing is read behind it any more (`rest`), and the longest time the window was held
up (`held`), in processor time: that of a computer with nothing else to do. The walk is made four
times, over other runs each time; the first loads what the window is made of and does not count,
and of the others the median of each step does.
"""

import json
import os
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer

_LIMIT_S = 120.0
_LOOK_EVERY_MS = 2
_BESIDE = "compare.whole"
"""What a comparison reads behind what is in sight."""
WALKS, TOGETHER = 4, 7


class Watch:
    """Lets the window work, and keeps how long each step and its longest turn took."""

    def __init__(self, application: Any, window: Any) -> None:
        self._application, self._window = application, window
        self.took: dict[str, list[float]] = defaultdict(list)
        self.rest: dict[str, list[float]] = defaultdict(list)
        self.held: list[float] = []

    def step(
        self, name: str, begin: Callable[[], object], is_there: Callable[[], bool] | None = None
    ) -> None:
        """Begin something and wait until what is in sight stands, and until all is at rest."""
        started = time.perf_counter()
        self._turn(begin)
        self._turn(self._application.processEvents)
        self._until(lambda: self._stands() and (is_there is None or is_there()))
        self.took[name].append(time.perf_counter() - started)
        self._until(self._window.is_settled)
        self.rest[name].append(time.perf_counter() - started)

    def _stands(self) -> bool:
        """Whether all is read, painted and drawn but for what is read behind it."""
        view, operations = self._window.navigator.view(), self._window.session.operations
        if not operations.is_busy(_BESIDE):
            return bool(self._window.is_settled())
        part = view.compare
        running = operations.under_way()
        keys = [key for key in running if key != _BESIDE and key.startswith("compare.")]
        return part.state_word() == "ready" and not keys and part.plots.is_drawn()

    def _until(self, is_done: Callable[[], bool]) -> None:
        """Asleep between its events, as a person's window is."""
        end = time.monotonic() + _LIMIT_S
        wake = QTimer()
        wake.start(_LOOK_EVERY_MS)
        while not is_done():
            if time.monotonic() > end:
                raise SystemExit("The window took over two minutes.")
            began = time.thread_time()
            self._application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            self.held.append(time.thread_time() - began)
        wake.stop()

    def _turn(self, work: Callable[[], object]) -> None:
        began = time.thread_time()
        work()
        self.held.append(time.thread_time() - began)

    def forget(self) -> None:
        """What was until now was to warm up."""
        self.took.clear()
        self.rest.clear()
        self.held.clear()


def main(folder: Path) -> None:
    """Walk through the views that show names."""
    from tidemill.gui.app import prepare

    application = prepare()
    from tidemill.domain.run_lists import Wish
    from tidemill.gui.shell.main_window import MainWindow
    from tidemill.gui.shell.memory import Look
    from tidemill.services.run_list import RunList

    window = MainWindow(Look(is_motion_reduced=True), starts_worker=False, is_remembered=False)
    window.resize(1440, 900)
    window.show()
    window.open_workspace(folder, "tidemill://experiments", is_new_allowed=False)
    watch = Watch(application, window)
    watch._until(window.is_settled)
    workspace = window.workspace()
    assert workspace is not None
    keys = RunList(workspace).outline(Wish(sort=(("started", False),), group_by=())).keys.tolist()
    for number in range(WALKS):
        at = number * len(keys) // WALKS
        _walk(watch, window, workspace, [*keys[at:], *keys[:at]][:TOGETHER])
        if not number:
            watch.forget()
    window.close_now()
    told = {
        "took": sum(map(statistics.median, watch.took.values())),
        "rest": sum(map(statistics.median, watch.rest.values())),
        "held": max(watch.held),
        "steps": {name: statistics.median(times) for name, times in watch.took.items()},
    }
    print(json.dumps(told), flush=True)


def _walk(watch: Watch, window: Any, workspace: Any, keys: list[int]) -> None:
    from tidemill.gui.pages.experiments.run.curves_tab import CurvesTab
    from tidemill.gui.pages.experiments.selection import RunSelection
    from tidemill.services import runs

    view: Any = window.navigator.view()
    one = runs.find(workspace, keys[:1])[0]
    name = next(iter(sorted(name for name in one.metrics if name.startswith("layer"))))
    _list(watch, view, name)
    watch.step("select", lambda: view._model.select(RunSelection.of(keys)))
    watch.step("run", lambda: window.navigate(f"tidemill://experiments/{one.id}"))
    watch.step("curves", lambda: window.navigate(f"tidemill://experiments/{one.id}/curves"))
    search = next(tab.search for tab in view._one.findChildren(CurvesTab))
    watch.step("search", lambda: search.setText("norm7"))
    search.setText("")
    watch.step("list", lambda: window.navigate("tidemill://experiments"))
    place = "tidemill://experiments/compare/@selection"
    watch.step("compare", lambda: window.navigate(place))
    model = view.compare._model
    watch.step("every row", lambda: model.show_only_differences(False))
    watch.step("find a row", lambda: model.find_rows("norm7"))
    model.find_rows("")
    model.show_only_differences(True)
    card = next(one for one in view.compare.plots.cards() if one.spec.kind == "curves")
    watch.step("choose a metric", card.choice.open_list)
    popover = card.choice.list_popover()
    if popover is not None:
        popover.close()
    watch.step("list again", lambda: window.navigate("tidemill://experiments"))


def _list(watch: Watch, view: Any, name: str) -> None:
    """Sorting, filtering and choosing by the names there are."""
    from tidemill.domain.query import Name

    model, tools = view._model, view.runs.tools
    written = Name("metrics", name).to_text()
    watch.step("sort", lambda: model.sort_by(written, False))
    watch.step("filter", lambda: model.filter(f"{written} > 0"))
    watch.step("no filter", lambda: model.filter(""))
    model.sort_by("started", False)
    offered: list[Any] = []
    model.completed.connect(offered.append)
    typed = written[: len(written) - 2]
    watch.step("complete", lambda: model.complete(typed, len(typed)), lambda: bool(offered))
    model.completed.disconnect(offered.append)
    for what, begin, box in (
        ("columns", tools.choose_columns, "_chooser"),
        ("groups", tools.choose_groups, "_groups"),
    ):
        watch.step(what, begin)
        getattr(tools, box).close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
