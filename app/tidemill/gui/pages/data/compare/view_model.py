"""Turns what a person means in a comparison into services, and what these say into states."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from tidemill.base.errors import Cancelled, TidemillError
from tidemill.base.words import tr
from tidemill.domain.version_diffs import RowKind
from tidemill.gui.bridge.job_waiting import seen_done
from tidemill.gui.kit import numbers
from tidemill.gui.pages.data.compare.state import CompareState, Loaded, Pick

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.domain.datasets import DatasetVersion
    from tidemill.domain.row_sets import StoredDiff
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.workspace import Workspace

KEY = "data.compare"
CELLS_HERE = 2_000_000
"""Versions with more cells than this together are compared by the worker, not in the window."""


class CompareViewModel(QObject):
    """Holds the comparison that is open; tells of each new state."""

    changed = Signal(object)
    moved = Signal()
    """Other versions are compared now: the address is another."""

    def __init__(self, context: "PageContext", parent: QObject | None = None) -> None:
        """Know nothing yet; `open` begins to load."""
        super().__init__(parent)
        self._context = context
        self.state = CompareState()

    def open(
        self,
        before: str,
        after: str,
        *,
        key: tuple[str, ...] | None = None,
        column: str | None = None,
        segment: str = "columns",
        kind: RowKind | None = None,
    ) -> None:
        """Compare two versions, named as `churn@30`."""
        state = self.state
        if (state.before, state.after, state.key) == (before, after, key) and state.loaded:
            self._set(
                replace(
                    state,
                    segment=segment,
                    column=column or state.column,
                    kind=kind,
                    rows_column=column or "" if kind is not None else "",
                )
            )
            return
        fresh = CompareState(
            before=before,
            after=after,
            key=key,
            column=column,
            segment=segment,
            kind=kind,
            rows_column=column or "" if kind is not None else "",
            only_changed=state.only_changed,
        )
        self._set(fresh)
        self.reload()

    def reload(self) -> None:
        """Read the comparison, or have it made."""
        state = self.state
        self._set(replace(state, word="loading", error=None, progress=(0.0, "")))
        work = partial(_load, self._context.workspace, state.before, state.after, state.key)
        self._context.operations.run(
            KEY, work, self._on_loaded, self._on_failed, progress=self._on_progress
        )

    def stop(self) -> None:
        """Stop the comparing."""
        self._context.operations.cancel(KEY)
        error = TidemillError(tr("The comparing was stopped."), tr("Nothing was changed."))
        self._set(replace(self.state, word="error", error=error))

    def swap(self) -> None:
        """Let the later one be the earlier."""
        state = self.state
        self._go(state.after, state.before)

    def pick_before(self, address: str) -> None:
        """Compare another version with the later one."""
        self._go(address, self.state.after)

    def pick_after(self, address: str) -> None:
        """Compare the earlier one with another version."""
        self._go(self.state.before, address)

    def _go(self, before: str, after: str) -> None:
        state = self.state
        self.open(before, after, key=state.key, column=state.column, segment=state.segment)
        self.moved.emit()

    def choose_key(self, key: Sequence[str] | None) -> None:
        """Match rows by these columns; None guesses, no columns match by all that rows hold."""
        wanted = None if key is None else tuple(key)
        if wanted != self.state.key:
            self._set(replace(self.state, key=wanted, loaded=self.state.loaded))
            self.reload()
            self.moved.emit()

    def show_segment(self, segment: str) -> None:
        """Show columns, rows or the schema."""
        self._set(replace(self.state, segment=segment))

    def show_only_changed(self, is_on: bool) -> None:
        """Leave out columns in which nothing differs."""
        self._set(replace(self.state, only_changed=is_on))

    def choose_column(self, name: str | None) -> None:
        """Show a column in the inspector."""
        self._set(replace(self.state, column=name))

    def show_rows(self, kind: RowKind, column: str = "") -> None:
        """Show rows of a kind; changed ones perhaps in one column only."""
        self._set(replace(self.state, segment="rows", kind=kind, rows_column=column))

    def _on_loaded(self, loaded: Loaded) -> None:
        self._set(replace(self.state, word="ready", error=None, loaded=loaded))

    def _on_failed(self, error: TidemillError) -> None:
        self._set(replace(self.state, word="error", error=error))

    def _on_progress(self, share: float, message: str) -> None:
        if self.state.word == "loading":
            self._set(replace(self.state, progress=(share, message)))

    def _set(self, state: CompareState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit(state)


def _load(
    workspace: "Workspace",
    before: str,
    after: str,
    key: tuple[str, ...] | None,
    reporter: "Reporter",
) -> Loaded:
    from tidemill.services import datasets

    one, two = datasets.version(workspace, before), datasets.version(workspace, after)
    stored = _stored(workspace, one, two, key, reporter)
    reporter.check()
    now = workspace.clock.now()
    names = dict.fromkeys((one.dataset, two.dataset))
    picks = []
    for name in names:
        for version in reversed(datasets.find(workspace, name).versions):
            title = f"v{version.number}" if len(names) == 1 else version.label
            when = numbers.relative(version.created_at, now)
            note = tr("{when}, {rows} rows", when=when, rows=numbers.count(version.rows))
            picks.append(Pick(version.address, title, note))
    shared = tuple(n for n in two.schema.names if n in one.schema)
    return Loaded(stored, tuple(picks), (one.schema, two.schema), shared, now)


def _stored(
    workspace: "Workspace",
    before: "DatasetVersion",
    after: "DatasetVersion",
    key: tuple[str, ...] | None,
    reporter: "Reporter",
) -> "StoredDiff":
    from tidemill.services import jobs, kept_diffs

    known = kept_diffs.kept(workspace, before, after, key)
    if known is not None:
        return known
    n_cells = before.rows * len(before.schema.columns) + after.rows * len(after.schema.columns)
    if n_cells > CELLS_HERE:
        job_id = kept_diffs.ask(workspace, before, after, key)
        try:
            seen_done(workspace, job_id, reporter)
        except Cancelled:
            jobs.cancel(workspace, job_id)
            raise
    # Where a colleague's worker did it, the result lies on that computer: then it is made here.
    return kept_diffs.found(workspace, before, after, key, reporter)
