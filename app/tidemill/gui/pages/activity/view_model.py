"""What a person can want on the page Activity, and the pictures that come of it."""

import csv
import io
import json
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from tidemill.base import atomic
from tidemill.base.clock import to_iso
from tidemill.base.errors import TidemillError, WorldError
from tidemill.base.progress import Reporter
from tidemill.base.words import tr
from tidemill.domain.activities import Activity
from tidemill.gui.bridge.feed import Behind, Listener
from tidemill.gui.pages.activity.detail import StepBack, step_back_of
from tidemill.gui.pages.activity.state import Filters, Found, State, chosen, ready
from tidemill.gui.shell.page import PageContext
from tidemill.services import activity, people

if TYPE_CHECKING:
    from tidemill.services.undoing import Preview, Undone
    from tidemill.services.workspace import Workspace

PAGE_SIZE = 120
SEARCHED = 5000
"""With words to look for, this many of the newest entries are looked through."""


class ActivityViewModel(QObject):
    """Emits `changed(State)`, `exported(Path, int)` when a file was written, and `undone(words)`
    when a change was taken back."""

    changed = Signal(object)
    exported = Signal(object, int)
    undone = Signal(str)

    def __init__(self, context: PageContext, parent: QObject | None = None) -> None:
        """Begin with the newest entries."""
        super().__init__(parent)
        self._context = context
        self._limit = PAGE_SIZE
        self._open_id: int | None = None
        self._found: Found | None = None
        self._step_back: tuple[int, StepBack] | None = None
        self._broken: Activity | None = None
        self.state = State()
        self._listener = Listener(
            context.feed,
            {"activity", "person"},
            self,
            500,
            behind=Behind(context.operations, ("activity.list",)),
        )
        self._listener.changed.connect(self._on_news)

    def close(self) -> None:
        """Listen no more."""
        self._listener.close()
        self._context.operations.cancel_all("activity.")

    def load(self) -> None:
        """Ask for the entries that the filters let through."""
        filters = self.state.filters
        limit = SEARCHED if filters.words.strip() else self._limit
        work = partial(_found, self._context.workspace, filters, limit, self._open_id)
        run = self._context.operations.run
        run("activity.list", work, self._on_found, self._on_failed)

    def filter_by(self, filters: Filters) -> None:
        """Show what these filters let through."""
        if filters != self.state.filters:
            self._limit = PAGE_SIZE
            self._emit(replace(self.state, filters=filters))
            self.load()

    def clear_filters(self) -> None:
        """Show everything, routine too."""
        self.filter_by(Filters(is_routine_hidden=False))

    def show_older(self) -> None:
        """Show more of the past."""
        self._limit += PAGE_SIZE * 2
        self.load()

    def open(self, entry_id: int | None) -> None:
        """Open an entry in the inspector, or none."""
        if entry_id == self._open_id:
            return
        self._open_id = entry_id
        if self._found is None:
            self.load()
            return
        self._show()
        if self.state.missing is not None:
            self.load()

    def check_chain(self) -> None:
        """See whether any entry was altered since it was written, as `doctor` does."""
        workspace = self._context.workspace

        def work(_reporter: Reporter) -> Activity | None:
            return activity.broken_entry(workspace)

        self._context.operations.run("activity.chain", work, self._on_chain, self._on_unchecked)

    def undo(self, entry_id: int) -> None:
        """Take a change back."""
        workspace = self._context.workspace
        if self._step_back is not None and self._step_back[1].is_busy:
            return
        if self._step_back is not None:
            self._step_back = entry_id, replace(self._step_back[1], is_busy=True)
            self._show()

        def work(_reporter: Reporter) -> "Undone":
            from tidemill.services import undoing

            return undoing.undo(workspace, entry_id)

        self._context.operations.change("activity.undo", work, self._on_undone, self._on_refused)

    def step(self, by: int) -> None:
        """Open the next (1) or the previous (-1) entry of the list."""
        ids = [entry.id for day in self.state.days for entry in day.entries]
        if not ids:
            return
        at = ids.index(self._open_id) + by if self._open_id in ids else 0
        self.open(ids[min(max(at, 0), len(ids) - 1)])

    def open_id(self) -> int | None:
        """The entry that is open."""
        return self._open_id

    def export(self, path: Path) -> None:
        """Write what the filters let through, as JSON or CSV by the file's ending."""
        work = partial(_exported, self._context.workspace, self.state.filters, path)
        done = partial(self._on_exported, path)
        self._context.operations.run("activity.export", work, done)

    def _on_exported(self, path: Path, n_entries: int) -> None:
        self.exported.emit(path, n_entries)

    def _on_news(self, _keys: object) -> None:
        self.load()

    def _on_found(self, found: Found) -> None:
        self._found = found
        self._show(is_looked_again=True)

    def _show(self, *, is_looked_again: bool = False) -> None:
        """Draw what was found, and look at the way back from the open entry."""
        if self._found is None:
            return
        known = self._step_back
        step = known[1] if known is not None and known[0] == self._open_id else None
        state = ready(self._found, self.state.filters, self._open_id, step)
        if self._broken is not None:
            words = activity.altered_words(self._broken)
            state = replace(state, altered=words, altered_id=self._broken.id)
        self._emit(state)
        if state.detail is not None and (step is None or is_looked_again):
            self._look_back(state.detail.id)

    def _look_back(self, entry_id: int) -> None:
        """Ask what taking an entry back would turn."""
        workspace = self._context.workspace

        def work(_reporter: Reporter) -> "Preview":
            from tidemill.services import undoing

            return undoing.preview(workspace, entry_id)

        self._context.operations.run("activity.preview", work, self._on_preview)

    def _on_preview(self, preview: "Preview") -> None:
        if preview.id == self._open_id:
            self._step_back = preview.id, step_back_of(preview)
            self._show()

    def _on_chain(self, broken: Activity | None) -> None:
        self._broken = broken
        self._show()

    def _on_unchecked(self, _error: TidemillError) -> None:
        """A store that can't be read is told by the list itself."""

    def _on_undone(self, undone: "Undone") -> None:
        self._step_back = None
        self.undone.emit(undone.words)
        self.load()

    def _on_refused(self, error: TidemillError) -> None:
        self._step_back = None
        self._context.problem(error)
        self.load()

    def _on_failed(self, error: TidemillError) -> None:
        self._emit(replace(self.state, word="error", error=error))

    def _emit(self, state: State) -> None:
        self.state = state
        self.changed.emit(state)


def _found(
    workspace: "Workspace", filters: Filters, limit: int, open_id: int | None, reporter: Reporter
) -> Found:
    page = _page(workspace, filters, limit)
    reporter.check()
    everything = activity.recent(workspace, limit=1)
    everyone = people.every(workspace)
    opened = None
    if open_id is not None and all(each.id != open_id for each in page.entries):
        # An address names an entry that the filters or the length of the list leave out.
        opened = activity.entry(workspace, open_id)
    return Found(
        page.entries,
        opened,
        page.total,
        everything.total,
        everything.by_people,
        people.display_names(workspace),
        {person.login: str(person.role) for person in everyone},
        workspace.clock.now(),
    )


def _page(workspace: "Workspace", filters: Filters, limit: int) -> activity.ActivityPage:
    """The newest entries that the filters let through, but for the words."""
    since = None
    if filters.days is not None:
        since = workspace.clock.now() - timedelta(days=filters.days)
    if filters.is_open_only:
        return _open_page(workspace, filters, limit, since)
    return activity.recent(
        workspace,
        limit=limit,
        by=filters.person,
        kind=filters.kind,
        routine=not filters.is_routine_hidden,
        since=since,
    )


def _open_page(
    workspace: "Workspace", filters: Filters, limit: int, since: datetime | None
) -> activity.ActivityPage:
    """Those that the person can take back."""
    from tidemill.services import undoing

    begin = "" if since is None else to_iso(since)
    found = tuple(
        entry
        for entry in undoing.open_entries(workspace, limit)
        if filters.person in (None, entry.by)
        and filters.kind in (None, entry.kind)
        and entry.at >= begin
    )
    return activity.ActivityPage(found, len(found), 0)


def _exported(workspace: "Workspace", filters: Filters, path: Path, reporter: Reporter) -> int:
    """Write every entry the filters let through, newest first; how many."""
    n_all = activity.recent(workspace, limit=1).total
    page = _page(workspace, filters, max(1, n_all))
    reporter.check()
    entries = chosen(page.entries, filters.words, people.display_names(workspace))
    rows = [asdict(each) for each in entries]
    if path.suffix.lower() == ".json":
        text = json.dumps(rows, indent=1, ensure_ascii=False)
    else:
        text = _as_csv(rows)
    try:
        atomic.write_bytes(path, text.encode("utf-8"))
    except OSError as error:
        raise WorldError(
            tr("{name} can't be written.", name=path.name),
            tr("Choose another place."),
            detail=str(error),
        ) from error
    return len(rows)


def _as_csv(rows: list[dict[str, Any]]) -> str:
    out = io.StringIO()
    names = [
        "id",
        "at",
        "by",
        "kind",
        "subject",
        "sentence",
        "note",
        "detail",
        "is_routine",
        "seal",
    ]
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    for row in rows:
        writer.writerow({**row, "detail": json.dumps(row["detail"], ensure_ascii=False)})
    return out.getvalue()
