"""What a person can want on the page Activity, and the pictures that come of it."""

import csv
import io
import json
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from tidemill.base import atomic
from tidemill.base.errors import TidemillError, WorldError
from tidemill.base.progress import Reporter
from tidemill.domain.activities import Activity
from tidemill.gui.bridge.feed import Behind, Listener
from tidemill.gui.pages.activity.state import Filters, Found, State, chosen, ready
from tidemill.gui.shell.page import PageContext
from tidemill.services import activity, people

if TYPE_CHECKING:
    from tidemill.services.workspace import Workspace

PAGE_SIZE = 120
SEARCHED = 5000
"""With words to look for, this many of the newest entries are looked through."""


class ActivityViewModel(QObject):
    """Emits `changed(State)`, and `exported(Path, int)` when a file was written."""

    changed = Signal(object)
    exported = Signal(object, int)

    def __init__(self, context: PageContext, parent: QObject | None = None) -> None:
        """Begin with the newest entries."""
        super().__init__(parent)
        self._context = context
        self._limit = PAGE_SIZE
        self._open_id: int | None = None
        self._found: Found | None = None
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
        state = ready(self._found, self.state.filters, entry_id)
        self._emit(state)
        if state.missing is not None:
            self.load()

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
        self._emit(ready(found, self.state.filters, self._open_id))

    def _on_failed(self, error: TidemillError) -> None:
        self._emit(replace(self.state, word="error", error=error))

    def _emit(self, state: State) -> None:
        self.state = state
        self.changed.emit(state)


def _found(
    workspace: "Workspace", filters: Filters, limit: int, open_id: int | None, reporter: Reporter
) -> Found:
    page = activity.recent(
        workspace,
        limit=limit,
        by=filters.person,
        kind=filters.kind,
        routine=not filters.is_routine_hidden,
    )
    reporter.check()
    everything = activity.recent(workspace, limit=1)
    everyone = people.every(workspace)
    opened = None
    if open_id is not None and all(each.id != open_id for each in page.entries):
        # An address names an entry that the filters or the length of the list leave out.
        opened = _one(workspace, open_id, everything.total)
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


def _one(workspace: "Workspace", entry_id: int, n_all: int) -> Activity | None:
    """An entry by its number: they are never deleted, so its number is its place from the first."""
    at = n_all - entry_id
    if not 0 <= at < n_all:
        return None
    found = activity.recent(workspace, limit=1, offset=at).entries
    return found[0] if found and found[0].id == entry_id else None


def _exported(workspace: "Workspace", filters: Filters, path: Path, reporter: Reporter) -> int:
    """Write every entry the filters let through, newest first; how many."""
    n_all = activity.recent(workspace, limit=1).total
    page = activity.recent(
        workspace,
        limit=max(1, n_all),
        by=filters.person,
        kind=filters.kind,
        routine=not filters.is_routine_hidden,
    )
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
            f"{path.name} can't be written.", "Choose another place.", detail=str(error)
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
