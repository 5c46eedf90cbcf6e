"""Turns what a person means on Experiments into services, and what services say into states."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from tidemill.base.errors import TidemillError
from tidemill.domain import run_lists
from tidemill.domain.query import Completion, Name, QueryError
from tidemill.gui.bridge.feed import Listener
from tidemill.gui.bridge.job_waiting import seen_done
from tidemill.gui.pages.experiments.state import (
    PAGE_SIZE,
    ExperimentsState,
    Listed,
    Shown,
    Wish,
)
from tidemill.services import evaluation, people, registry, run_changes, runs
from tidemill.services.run_list import RunList

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.domain.models import ModelVersion
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.workspace import Workspace

_RESORT_MS = 1000


def read(workspace: "Workspace", keys: Sequence[int]) -> dict[int, Shown]:
    """Whole runs of keys with what stands beside them."""
    found = runs.find(workspace, keys)
    versions: dict[int, list[ModelVersion]] = {}
    for version in registry.registered_from(workspace, list(keys)):
        versions.setdefault(version.run_pk, []).append(version)
    names = people.display_names(workspace)
    return {
        run.pk: Shown(
            run,
            evaluation.figures(workspace, run),
            tuple(versions.get(run.pk, ())),
            names.get(run.by, run.by),
        )
        for run in found
    }


def list_runs(workspace: "Workspace", every: RunList, wish: Wish, reporter: "Reporter") -> Listed:
    """The answer to a wish with the first page read."""
    facets = every.facets()
    reporter.check()
    outline = every.outline(
        run_lists.Wish(
            wish.where,
            wish.sort,
            ("experiment",) if wish.is_grouped else (),
            archived=wish.archived,
        ),
        figures=() if facets.main is None else (Name("metrics", facets.main).to_text(),),
    )
    reporter.check()
    return Listed(
        wish, outline, facets, read(workspace, [int(key) for key in outline.keys[:PAGE_SIZE]])
    )


class ExperimentsViewModel(QObject):
    """Holds the list's state; `changed` tells of a new one.

    `completed(list)` brings what could be typed next, `registered(version)` a new version,
    `registering_failed(error)` why there is none, `acted(words)` what a change did, and
    `found(key)` that a run asked for by `look_up` is read.
    """

    changed = Signal(object)
    completed = Signal(list)
    registered = Signal(object)
    registering_failed = Signal(object)
    acted = Signal(str)
    found = Signal(object)

    def __init__(self, context: "PageContext", parent: QObject | None = None) -> None:
        """Load at once, and again when runs change."""
        super().__init__(parent)
        self._context = context
        self._every = RunList(context.workspace)
        self.state = ExperimentsState()
        self._wanted: set[int] = set()
        self._words = ""
        self._listener = Listener(context.feed, {"run", "model", "person"}, self)
        self._listener.changed.connect(self._on_news)
        self._resort = QTimer(self)
        self._resort.setSingleShot(True)
        self._resort.setInterval(_RESORT_MS)
        self._resort.timeout.connect(self.reload)
        self.reload()

    def close(self) -> None:
        """Listen no more."""
        self._resort.stop()
        self._listener.close()
        self._context.operations.cancel_all("experiments.list.")

    def is_busy(self) -> bool:
        """Whether anything of the list is under way."""
        return self._context.operations.is_busy("experiments.list.")

    # Asking

    def reload(self) -> None:
        """Ask for the list as it is wished for."""
        workspace, every, wish = self._context.workspace, self._every, self.state.wish

        def work(reporter: "Reporter") -> Listed:
            return list_runs(workspace, every, wish, reporter)

        self._context.operations.run(
            "experiments.list.load", work, self._on_listed, self._on_failed
        )

    def _wish(self, wish: Wish) -> None:
        if wish != self.state.wish:
            self._set(replace(self.state, wish=wish))
            self.reload()

    def filter(self, text: str) -> None:
        """Show the runs that match a query."""
        self._wish(replace(self.state.wish, where=text.strip()))

    def sort_by(self, column: str, is_ascending: bool) -> None:
        """Sort by a column first, then by what was sorted by before."""
        rest = [pair for pair in self.state.wish.sort if pair[0] != column]
        self._wish(replace(self.state.wish, sort=((column, not is_ascending), *rest[:2])))

    def group(self, is_grouped: bool) -> None:
        """Put runs of one experiment together, or all in one list."""
        self._wish(replace(self.state.wish, is_grouped=is_grouped))

    def show_archived(self, is_shown: bool) -> None:
        """Show archived runs too."""
        self._wish(replace(self.state.wish, archived=is_shown))

    def fold(self, name: str) -> None:
        """Fold a group, or unfold it."""
        self._set(replace(self.state, closed=self.state.closed ^ {name}))

    def show_columns(self, columns: Sequence[str]) -> None:
        """Choose metrics and parameters to show."""
        self._set(replace(self.state, columns=tuple(columns), are_columns_chosen=True))

    def select(self, keys: Sequence[int]) -> None:
        """The person selected runs."""
        self._set(replace(self.state, selected=tuple(keys)))

    def point_at(self, key: int | None) -> None:
        """The person moved to a run."""
        self._set(replace(self.state, current=key))

    def complete(self, text: str, cursor: int) -> None:
        """Ask what could be typed next."""
        every = self._every

        def work(_reporter: "Reporter") -> list[Completion]:
            return every.completions(text, cursor)

        self._context.operations.run("experiments.list.complete", work, self._on_completed)

    def look_up(self, text: str) -> None:
        """Read the run of an id or a name, wherever in the list it stands."""
        workspace = self._context.workspace

        def work(_reporter: "Reporter") -> dict[int, Shown]:
            return read(workspace, [runs.one(workspace, text).pk])

        self._context.operations.run(
            "experiments.list.look_up", work, self._on_looked_up, self._on_problem
        )

    def want(self, keys: list[int]) -> None:
        """The table came to runs that are not read yet."""
        if not set(keys) <= self._wanted:
            self._wanted |= set(keys)
            QTimer.singleShot(0, self, self._read_wanted)

    def _read_wanted(self) -> None:
        keys = list(self._wanted)
        if keys:
            self._read(keys, "experiments.list.page")

    def _read(self, keys: list[int], operation: str) -> None:
        workspace = self._context.workspace
        self._context.operations.run(operation, lambda _: read(workspace, keys), self._on_read)

    # Changing

    def pin(self, keys: Sequence[int], on: bool) -> None:
        """Keep runs on top, or no longer."""
        workspace, chosen = self._context.workspace, tuple(keys)
        self._act(lambda _: run_changes.pin(workspace, chosen, on), "")

    def archive(self, keys: Sequence[int]) -> None:
        """Hide runs from the list."""
        workspace, chosen = self._context.workspace, tuple(keys)
        words = "1 run is archived" if len(chosen) == 1 else f"{len(chosen)} runs are archived"
        self._act(lambda _: run_changes.archive(workspace, chosen), words)

    def restore(self, ids: Sequence[str]) -> None:
        """Bring archived runs back."""
        workspace = self._context.workspace
        self._act(lambda _: run_changes.archive(workspace, runs.keys(workspace, ids), False), "")

    def tag(self, keys: Sequence[int], name: str) -> None:
        """Put a tag on runs."""
        workspace, chosen = self._context.workspace, tuple(keys)
        self._act(lambda _: run_changes.tag(workspace, chosen, name), "")

    def register(self, run_id: str, name: str) -> None:
        """Make a run the next version of a model."""
        workspace = self._context.workspace

        def work(reporter: "Reporter") -> "ModelVersion":
            from tidemill.services import registering, registry

            job = seen_done(workspace, registering.ask(workspace, run_id, name=name), reporter)
            return registry.version(workspace, job.result["version"])

        self._context.operations.run(
            "experiments.list.register", work, self._on_registered, self._on_register_failed
        )

    def ids(self, keys: Sequence[int]) -> list[str]:
        """Ids of runs that were read."""
        return self._ids(keys)

    def _ids(self, keys: Sequence[int]) -> list[str]:
        shown = [self.state.run(key) for key in keys]
        return [one.run.id for one in shown if one is not None]

    def _act(self, work: "Callable[[Reporter], object]", words: str) -> None:
        self._words = words
        self._context.operations.run("experiments.list.act", work, self._on_acted, self._on_problem)

    # Answers

    def _on_listed(self, listed: Listed) -> None:
        self._wanted.clear()
        known = {} if self.state.listed is None else dict(self.state.listed.runs)
        kept = {int(key) for key in listed.outline.keys}
        merged = {key: one for key, one in known.items() if key in kept} | dict(listed.runs)
        has_runs = listed.outline.total > 0
        self._set(
            replace(
                self.state,
                word="ready" if has_runs else "empty",
                error=None,
                query_error="",
                listed=replace(listed, runs=merged),
                columns=self.state.columns_for(listed.facets),
                selected=tuple(key for key in self.state.selected if key in kept),
                current=self.state.current if self.state.current in kept else None,
            )
        )

    def _on_failed(self, error: TidemillError) -> None:
        if isinstance(error, QueryError):
            self._set(replace(self.state, query_error=error.message))
        else:
            self._set(replace(self.state, word="error", error=error))

    def _on_read(self, found: dict[int, Shown]) -> None:
        self._wanted -= set(found)
        listed = self.state.listed
        if listed is not None:
            self._set(replace(self.state, listed=replace(listed, runs=dict(listed.runs) | found)))

    def _on_looked_up(self, found: dict[int, Shown]) -> None:
        self._on_read(found)
        for key in found:
            self.found.emit(key)

    def _on_completed(self, found: list[Completion]) -> None:
        self.completed.emit(found)

    def _on_acted(self, _result: object) -> None:
        self._set(replace(self.state, problem=None))
        self.acted.emit(self._words)
        self.reload()

    def _on_problem(self, error: TidemillError) -> None:
        self._set(replace(self.state, problem=error))

    def _on_registered(self, version: "ModelVersion") -> None:
        self.registered.emit(version)

    def _on_register_failed(self, error: TidemillError) -> None:
        self.registering_failed.emit(error)

    def _on_news(self, keys: frozenset[tuple[str, str]] | None) -> None:
        listed = self.state.listed
        changed = None if keys is None else {int(k) for topic, k in keys if topic == "run"}
        if listed is None or not changed or not changed <= set(listed.runs):
            self.reload()
            return
        # What runs is updated where it stands; the order follows once it is quiet.
        self._read(list(changed), "experiments.list.fresh")
        self._resort.start()

    def _set(self, state: ExperimentsState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit(state)
