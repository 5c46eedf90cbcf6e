"""Turns which run is meant into a state, and keeps it fresh while the run goes on."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import QObject, Signal

from tidemill.base.errors import TidemillError
from tidemill.domain.searches import STOP_TAG
from tidemill.gui.bridge.feed import Behind, Listener
from tidemill.gui.pages.experiments.run.again import Again
from tidemill.gui.pages.experiments.run.pictures import with_picture
from tidemill.gui.pages.experiments.run.state import (
    FIRST_CURVES,
    TABS,
    CurveWish,
    FileState,
    LogState,
    RunPageState,
    is_live,
    shown_metrics,
    shown_system,
)

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.run_curves import Curve, Kind
    from tidemill.services.run_evidence import RunEvidence
    from tidemill.services.run_files import Preview
    from tidemill.services.run_log import RunLog
    from tidemill.services.run_page import RunFile, RunPage

TOPICS = {"run", "model", "job", "console"}
_OPERATIONS = "experiments.run."
_LIVE_MS = 1_000

Named = tuple[str, str]
T = TypeVar("T")


class RunViewModel(QObject):
    """Holds the state of one run's page; `changed` tells of a new one.

    The facts come first; what the hold-out says follows in a second operation, and curves, files
    and log are read when their tab is opened. `walked(id)` names the next run of the list.
    """

    changed = Signal(object)
    walked = Signal(str)

    def __init__(self, context: "PageContext", parent: QObject | None = None) -> None:
        """Listen; `show_run` loads."""
        super().__init__(parent)
        self._context = context
        self.state = RunPageState()
        self._keys: NDArray[np.int64] = np.empty(0, dtype=np.int64)
        self._drawn_from: object = None
        self._again = Again(context, f"{_OPERATIONS}again", self)
        self._again.changed.connect(self._on_again)
        self._listener = Listener(
            context.feed,
            TOPICS,
            self,
            _LIVE_MS,
            behind=Behind(context.operations, (_OPERATIONS + "page", _OPERATIONS + "log")),
        )
        self._listener.changed.connect(self._on_news)

    def close(self) -> None:
        """Listen no more."""
        self._listener.close()
        self._context.operations.cancel_all(_OPERATIONS)

    def is_busy(self) -> bool:
        """Whether something is being read."""
        return self._context.operations.is_busy(_OPERATIONS)

    # Which run, which tab

    def show_run(self, text: str, tab: str = "") -> None:
        """Show the run of an id or a name, and one of its tabs."""
        wanted = tab if tab in TABS else ""
        if text == self.state.id and self.state.word in {"loading", "ready"}:
            self.show_tab(wanted or self.state.tab)
            return
        self._context.operations.cancel_all(_OPERATIONS)
        self._again.forget()
        self._drawn_from = None
        before = self.state.wish
        wish = replace(before, search="", most=FIRST_CURVES)
        self._set(RunPageState(text, "loading", wanted or self.state.tab, wish=wish))
        self.reload()

    def show_tab(self, tab: str) -> None:
        """Show another part of the run, and read what it needs."""
        if tab in TABS:
            self._set(replace(self.state, tab=tab))
            self._read_tab()

    def walk_in(self, keys: ArrayLike) -> None:
        """The keys of the list the run was opened from: Up and Down go through it."""
        self._keys = np.asarray(keys, dtype=np.int64)
        self._place()

    def walk(self, step: int) -> None:
        """Go to the run before (-1) or behind (1) in the list."""
        key = self.state.walk[0 if step < 0 else 1]
        workspace = self._context.workspace
        if key is None:
            return

        def work(_reporter: "Reporter") -> str:
            from tidemill.services import runs

            found = runs.find(workspace, [key])
            return found[0].id if found else ""

        self._run("walk", work, self._on_walked)

    def _on_walked(self, run_id: str) -> None:
        if run_id:
            self.walked.emit(run_id)

    def _place(self) -> None:
        page = self.state.page
        places = [] if page is None else np.flatnonzero(self._keys == page.run.pk).tolist()
        if not places:
            self._set(replace(self.state, walk=(None, None)))
            return
        at = places[0]
        before = int(self._keys[at - 1]) if at > 0 else None
        behind = int(self._keys[at + 1]) if at + 1 < len(self._keys) else None
        self._set(replace(self.state, walk=(before, behind)))

    # Reading

    def reload(self) -> None:
        """Look at the services again."""
        workspace, text = self._context.workspace, self.state.id
        if not text:
            return

        def work(_reporter: "Reporter") -> "RunPage":
            from tidemill.services import run_page

            return run_page.page(workspace, text)

        self._run("page", work, self._on_page, self._on_failed)

    def _on_page(self, page: "RunPage") -> None:
        self._set(replace(self.state, word="ready", page=page, error=None, id=page.run.id))
        self._place()
        self._read_evidence(page)
        self._read_tab()

    def _on_failed(self, error: TidemillError) -> None:
        self._set(replace(self.state, word="error", error=error, page=None, evidence=None))

    def _read_evidence(self, page: "RunPage") -> None:
        """Read what the hold-out says, unless the same has been read."""
        source = (
            page.run.pk,
            page.run.state,
            tuple(page.run.artifacts.items()),
            tuple(page.points.items()),
            None if page.rival is None else page.rival.id,
            STOP_TAG in page.run.tags,
        )
        if source == self._drawn_from:
            return
        self._drawn_from = source
        workspace, before = self._context.workspace, self.state.evidence
        self._set(replace(self.state, is_reading_evidence=True))

        def work(reporter: "Reporter") -> "RunEvidence":
            from tidemill.services import run_evidence

            return run_evidence.read(workspace, page, reporter, before)

        self._run("evidence", work, self._on_evidence, self._on_no_evidence)

    def _on_evidence(self, evidence: "RunEvidence") -> None:
        self._set(replace(self.state, evidence=evidence, is_reading_evidence=False))

    def _on_no_evidence(self, error: TidemillError) -> None:
        self._drawn_from = None
        self._set(replace(self.state, is_reading_evidence=False, problem=error))

    def _read_tab(self) -> None:
        if self.state.page is None:
            return
        if self.state.tab == "curves":
            self._read_curves()
        elif self.state.tab == "log":
            self._read_log()
        elif self.state.tab == "files" and not self.state.file.path and self.state.page.files:
            self.choose_file(self.state.page.files[0])

    # Curves

    def wish_curves(self, wish: CurveWish) -> None:
        """Draw the curves otherwise."""
        self._set(replace(self.state, wish=wish))
        self._read_curves()

    def _wanted_curves(self) -> "list[tuple[str, Kind]]":
        state = self.state
        if state.page is None:
            return []
        wish = state.wish
        names: list[tuple[str, Kind]] = [
            (name, "metric") for name in shown_metrics(state.page, wish)[: wish.most]
        ]
        if wish.across.startswith("metric:"):
            names.append((wish.across.removeprefix("metric:"), "metric"))
        if wish.has_system:
            names += [(name, "system") for name in shown_system(state.page, wish)[: wish.most]]
        return list(dict.fromkeys(names))

    def _read_curves(self) -> None:
        """Read the curves in sight; of those that are known only what is new."""
        page = self.state.page
        if page is None:
            return
        workspace, known = self._context.workspace, dict(self.state.curves)
        wanted, wish = self._wanted_curves(), self.state.wish
        counts = {"metric": page.points, "system": page.system}
        rival = page.rival_run.pk if page.rival_run is not None and wish.has_rival else None
        stale = [
            (name, kind)
            for name, kind in wanted
            if (name, kind) not in known or known[name, kind].n < counts[kind].get(name, 0)
        ]
        rivals = [name for name, kind in wanted if kind == "metric" and rival is not None]
        rivals = [name for name in rivals if (name, "rival") not in known]
        if not stale and not rivals:
            return
        self._set(replace(self.state, is_reading_curves=True))

        def work(reporter: "Reporter") -> "dict[Named, Curve]":
            from tidemill.services import run_curves

            found: dict[Named, Curve] = {}
            for name, kind in stale:
                reporter.check()
                before = known.get((name, kind))
                if before is None:
                    found[name, kind] = run_curves.curve(workspace, page.run.pk, name, kind)
                else:
                    found[name, kind] = run_curves.read_on(workspace, before)
            for name in rivals if rival is not None else []:
                reporter.check()
                found[name, "rival"] = run_curves.curve(workspace, rival or 0, name)
            return found

        self._run("curves", work, self._on_curves, self._on_no_curves)

    def _on_curves(self, found: "dict[Named, Curve]") -> None:
        merged = {**self.state.curves, **found}
        self._set(replace(self.state, curves=merged, is_reading_curves=False))

    def _on_no_curves(self, error: TidemillError) -> None:
        self._set(replace(self.state, is_reading_curves=False, problem=error))

    # Files

    def choose_file(self, file: "RunFile") -> None:
        """Look into a file."""
        workspace = self._context.workspace
        self._set(replace(self.state, file=FileState(file.path, is_loading=True)))

        def work(reporter: "Reporter") -> "tuple[Preview, Any]":
            from tidemill.services import run_files

            return with_picture(run_files.preview(workspace, file, reporter))

        self._run("file", work, self._on_preview, partial(self._on_no_preview, file.path))

    def _on_preview(self, read: "tuple[Preview, Any]") -> None:
        preview, image = read
        self._set(replace(self.state, file=FileState(preview.file.path, preview, image)))

    def _on_no_preview(self, path: str, error: TidemillError) -> None:
        self._set(replace(self.state, file=FileState(path, error=error)))

    def save_file(self, file: "RunFile", target: Path, reporter: "Reporter") -> None:
        """Copy a file to where a person wants it; runs in an operation of the window."""
        from tidemill.services import run_files

        run_files.save(self._context.workspace, file, target, reporter)

    # Log

    def _read_log(self) -> None:
        page, log = self.state.page, self.state.log
        if page is None:
            return
        workspace, run = self._context.workspace, page.run
        console_after = log.console[-1].number if log.console else -1
        job_after = log.job[-1].number if log.job else 0

        def work(_reporter: "Reporter") -> "RunLog":
            from tidemill.services import run_log

            return run_log.read(workspace, run, console_after=console_after, job_after=job_after)

        self._run("log", work, self._on_log)

    def _on_log(self, read: "RunLog") -> None:
        log = self.state.log
        if log.is_read and not read.console and not read.job:
            return
        console, job = log.console + read.console, log.job + read.job
        self._set(replace(self.state, log=LogState(console, job, log.is_cut or read.is_cut, True)))

    # Changing

    def note(self, tags: Sequence[str], text: str) -> None:
        """Give the run these tags and this note."""
        page, workspace = self.state.page, self._context.workspace
        if page is None:
            return
        before, wanted = dict(page.run.tags), list(dict.fromkeys(tags))
        key, former = page.run.pk, page.run.note

        def work(_reporter: "Reporter") -> None:
            from tidemill.services import run_changes

            for name in before:
                if name not in wanted:
                    run_changes.untag(workspace, [key], name)
            for name in wanted:
                if name not in before:
                    run_changes.tag(workspace, [key], name)
            if text.strip() != former:
                run_changes.set_note(workspace, [key], text)

        self._change(work)

    def restore(self) -> None:
        """Take the run out of the trash."""
        page, workspace = self.state.page, self._context.workspace
        if page is None:
            return
        key = page.run.pk

        def work(_reporter: "Reporter") -> None:
            from tidemill.services import trash

            trash.restore(workspace, [key])

        self._change(work)

    def _change(self, work: "Callable[[Reporter], None]") -> None:
        done: Callable[[object], None] = self._on_changed
        key = f"{_OPERATIONS}change"
        self._context.operations.change(key, work, done, self._on_problem)

    def _on_changed(self, _result: object) -> None:
        self._set(replace(self.state, problem=None))
        self.reload()

    def _on_problem(self, error: TidemillError) -> None:
        self._context.problem(error)

    # A search

    def stop_search(self) -> None:
        """Let the search end after the fold at work and keep its best."""
        page, workspace = self.state.page, self._context.workspace
        if page is None:
            return
        run_id = page.run.id

        def work(_reporter: "Reporter") -> None:
            from tidemill.services import searching

            searching.stop(workspace, run_id)

        self._change(work)

    # Running again

    def run_again(self) -> None:
        """Let the worker run the run again and hold what comes out against what came out then."""
        if self.state.page is not None:
            self._again.start(self.state.page.run.id)

    def _on_again(self, is_running: bool) -> None:
        self._set(replace(self.state, is_running_again=is_running))
        if not is_running:
            self.reload()

    # News

    def _on_news(self, keys: frozenset[tuple[str, str]] | None) -> None:
        page = self.state.page
        if not self.state.id or self.state.word == "loading":
            return
        if page is None or keys is None:
            self.reload()
            return
        related = {str(page.run.pk), *(str(child.pk) for child in page.children)}
        if any(topic == "model" or (topic == "run" and key in related) for topic, key in keys):
            self.reload()
        elif self.state.tab == "log" and is_live(self.state):
            self._read_log()

    def _run(
        self,
        name: str,
        work: "Callable[[Reporter], T]",
        done: Callable[[T], None],
        failed: Callable[[TidemillError], None] | None = None,
    ) -> None:
        self._context.operations.run(_OPERATIONS + name, work, done, failed)

    def _set(self, state: RunPageState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit(state)
