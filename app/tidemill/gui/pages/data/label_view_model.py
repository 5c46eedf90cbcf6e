"""Turns what a person means on the Label tab into services."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from tidemill.base.errors import TidemillError
from tidemill.base.words import spoken
from tidemill.gui.bridge.job_waiting import seen_done
from tidemill.gui.pages.data.label_state import (
    PAGE_ROWS,
    LabelState,
    label_before,
    labelled,
    with_page,
)

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.label_pages import LabelPage
    from tidemill.services.workspace import Workspace


_LINE = "label.change"
"""Labels are written, undone and saved one after the other, in the order they were asked for."""


class LabelViewModel(QObject):
    """Holds the rows that are labelled; tells of each new state."""

    changed = Signal(object)
    went_to = Signal(str)
    """The row an undone label belongs to."""
    saved = Signal(str)

    def __init__(self, context: "PageContext", parent: QObject | None = None) -> None:
        """Know nothing yet."""
        super().__init__(parent)
        self._context = context
        self.state = LabelState()
        self._waiting: list[tuple[str, str | None]] = []
        """Rows whose label is being written, and which they had before."""
        self._wanted: int | None = None
        """The incident whose rows are labelled once the dataset is opened."""
        self._n_put = 0
        self._is_page_old = False

    def show_only(self, name: str, incident: int | None) -> None:
        """Label only the rows drawn of an incident, all with None."""
        if (name, incident) == (self.state.name, self.state.incident):
            return
        self._leave()
        is_same = name == self.state.name
        self._wanted = incident
        if is_same:
            column = self.state.column
            self._set(LabelState(name=name, column=column, incident=incident))
            self.reload()

    def show_all(self) -> None:
        """Label all rows again."""
        self.show_only(self.state.name, None)

    def open(self, name: str, column: str) -> None:
        """Label a dataset, in a column unless one was chosen before."""
        if name != self.state.name:
            self._leave()
            self._set(LabelState(name=name, column=column, incident=self._wanted))
            self._wanted = None
            self.reload()
        elif self.state.page is None:
            self.reload()

    def close(self) -> None:
        """Stop reading; labels that wait are written all the same."""
        self._context.operations.cancel_all("label.")

    def _leave(self) -> None:
        """Be told no more of labels that wait; they are written all the same."""
        self._context.operations.cancel_all(_LINE)
        self._waiting = []

    def is_busy(self) -> bool:
        """Whether anything is read or written."""
        return self._context.operations.is_busy("label.")

    def reload(self) -> None:
        """Read the rows anew."""
        state = self.state
        if not state.name or not state.column:
            self._set(replace(state, word="ready", page=None))
            return
        self._is_page_old = False
        work = partial(_load, self._context.workspace, state, self._n_put)
        self._context.operations.run("label.page", work, self._on_page, self._on_failed)

    # Intentions

    def choose_column(self, column: str) -> None:
        """Label another column."""
        self._leave()
        state = self.state
        self._set(
            LabelState(
                name=state.name, column=column.strip(), order=state.order, incident=state.incident
            )
        )
        self.reload()

    def choose_key(self, key: str) -> None:
        """Tell rows apart by another column."""
        self._set(replace(self.state, key=key, word="loading", offset=0))
        self.reload()

    def choose_order(self, order: str) -> None:
        """Show the rows in another order."""
        self._set(replace(self.state, order=order, offset=0))
        self.reload()

    def turn(self, by: int) -> None:
        """Go to other rows; those labelled in between move behind the others."""
        page = self.state.page
        if page is None:
            return
        offset = max(0, self.state.offset + by * PAGE_ROWS)
        if offset < max(1, page.total):
            self._set(replace(self.state, offset=offset))
            self.reload()

    def name_value(self, value: str) -> None:
        """Put a value of one's own onto the next free key."""
        value = value.strip()
        known = self.state.choices
        if value and value not in known and len(known) < 9:
            self._set(replace(self.state, choices=(*known, value)))

    def put(self, key: str, value: str | None) -> None:
        """Label a row; it shows at once and is written behind."""
        before = label_before(self.state, key)
        if before == value:
            return
        self._set(replace(labelled(self.state, key, value), failure=None))
        self._waiting.append((key, before))
        self._n_put += 1
        state = self.state
        work = partial(
            _put, self._context.workspace, state.name, state.column, state.key, {key: value}
        )
        self._context.operations.change(_LINE, work, self._on_put, self._on_not_put)

    def _on_put(self, batch: str) -> None:
        key, before = self._waiting.pop(0)
        self._set(replace(self.state, done=(*self.state.done, (batch, key, before))))
        if self._is_page_old and not self._waiting:
            self.reload()

    def _on_not_put(self, error: TidemillError) -> None:
        self._waiting.pop(0)
        self._on_not_undone(error)

    def _on_not_undone(self, error: TidemillError) -> None:
        self._set(replace(self.state, failure=error))
        self.reload()

    def undo(self) -> None:
        """Undo the last label given here."""
        if not self.state.done or self._waiting:
            return
        batch, key, before = self.state.done[-1]
        self._set(replace(labelled(self.state, key, before), done=self.state.done[:-1]))
        work = partial(_undo, self._context.workspace, self.state.name, batch)
        self._context.operations.change(_LINE, work, self._on_undone, self._on_not_undone)
        self.went_to.emit(key)

    def forget_done(self) -> None:
        """What was done here may have been undone elsewhere: read anew, U begins afresh."""
        self._set(replace(self.state, done=()))
        self.reload()

    def _on_undone(self, _n: int) -> None:
        self.reload()

    def save(self) -> None:
        """Save all labels as a version."""
        state = self.state
        self._set(replace(state, is_saving=True, failure=None))
        work = partial(_save, self._context.workspace, state.name, state.column, state.key)
        self._context.operations.change(_LINE, work, self._on_enqueued, self._on_not_saved)

    def _on_enqueued(self, job_id: int) -> None:
        self._context.start_worker()
        work = partial(seen_done, self._context.workspace, job_id)
        self._context.operations.run("label.save", work, self._on_saved, self._on_not_saved)

    def _on_saved(self, job: Any) -> None:
        self._set(replace(self.state, is_saving=False, done=()))
        self.saved.emit(spoken(job.message))
        self.reload()

    def _on_not_saved(self, error: TidemillError) -> None:
        self._set(replace(self.state, is_saving=False, failure=error))

    def _on_page(self, found: "tuple[int, LabelPage, tuple[str, ...]]") -> None:
        """Show what was read, unless it may lack a label that was given meanwhile."""
        n_put, page, keys = found
        if self._waiting:
            self._is_page_old = True
        elif n_put != self._n_put:
            self.reload()
        else:
            self._set(replace(with_page(self.state, page), keys=keys))

    def _on_failed(self, error: TidemillError) -> None:
        self._set(replace(self.state, word="error", error=error))

    def _set(self, state: LabelState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit(state)


def _load(
    workspace: "Workspace", state: LabelState, n_put: int, reporter: "Reporter"
) -> "tuple[int, LabelPage, tuple[str, ...]]":
    from tidemill.services import label_keys, label_pages, rows_to_label

    only = None
    if state.incident is not None:
        only = rows_to_label.of_incident(workspace, state.incident).rows
    page = label_pages.page(
        workspace,
        state.name,
        state.column,
        key_column=state.key,
        order=state.order,
        offset=state.offset,
        limit=PAGE_ROWS,
        only=only,
        reporter=reporter,
    )
    keys = label_keys.key_columns(workspace, state.name)
    return n_put, page, tuple(key for key in keys if key != state.column)


def _put(
    workspace: "Workspace",
    name: str,
    column: str,
    key: str | None,
    given: Mapping[str, str | None],
    _reporter: "Reporter",
) -> str:
    from tidemill.services import labelling

    return labelling.put(workspace, name, column, given, key_column=key)


def _undo(workspace: "Workspace", name: str, batch: str, _reporter: "Reporter") -> int:
    from tidemill.services import labelling

    return labelling.undo(workspace, name, batch)


def _save(
    workspace: "Workspace", name: str, column: str, key: str | None, _reporter: "Reporter"
) -> int:
    from tidemill.services import labelling

    return labelling.save(workspace, name, column, key_column=key).job_id
