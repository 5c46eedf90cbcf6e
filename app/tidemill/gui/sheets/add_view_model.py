"""Turns choices on the add sheet into another look at the file, and into a job."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from tidemill.base.errors import TidemillError
from tidemill.domain.columns import Role
from tidemill.domain.datasets import Series
from tidemill.domain.reading import Peek, Question
from tidemill.gui.sheets.add_state import (
    NEW,
    AddState,
    state_of,
    wish_of,
    with_answer,
    with_reading,
    with_role,
)

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.adding import Looked
    from tidemill.services.ingesting import Added
    from tidemill.services.workspace import Workspace

_LOOK, _ADD = "add.look", "add.add"


class AddViewModel(QObject):
    """Holds the sheet's state. `added(dataset, Added)` tells that the job is in the queue."""

    changed = Signal(object)
    added = Signal(str, object)

    def __init__(
        self, context: "PageContext", looked: "Looked", parent: QObject | None = None
    ) -> None:
        """Begin with what was looked at already."""
        super().__init__(parent)
        self._context = context
        self.state = state_of(looked)

    def close(self) -> None:
        """Ask for nothing more."""
        self._context.operations.cancel(_LOOK)

    # Where it goes

    def choose_dataset(self, name: str) -> None:
        """Add to a dataset, or make a new one; what was said of columns it knows is forgotten."""
        state = replace(self.state, dataset=name, column=None)
        known = state.known
        if known is not None:
            roles = {c: role for c, role in state.roles.items() if c not in known.schema}
            state = replace(state, roles=roles)
        self._set(state)

    def name_it(self, name: str) -> None:
        """Name the new dataset."""
        self._set(replace(self.state, name=name))

    def choose_series(self, series: Series) -> None:
        """Say whether files add rows to the new dataset, or each is all rows."""
        self._set(replace(self.state, series=series))

    # How it is read

    def choose_part(self, part: str) -> None:
        """Read another sheet or table."""
        self._look(replace(self.state, options=replace(self.state.options, part=part)))

    def choose_encoding(self, encoding: str) -> None:
        """Read it in another encoding; "" is the one detected."""
        self._look(replace(self.state, options=replace(self.state.options, encoding=encoding)))

    def choose_delimiter(self, delimiter: str) -> None:
        """Part its values by another mark; "" is the one detected."""
        self._look(replace(self.state, options=replace(self.state.options, delimiter=delimiter)))

    def choose_bad_rows(self, way: str) -> None:
        """Say what becomes of rows that do not fit."""
        self._look(replace(self.state, options=replace(self.state.options, bad_rows=way)))

    def answer(self, question: Question, said: str) -> None:
        """Answer a question."""
        self._look(with_answer(self.state, question, said))

    # Columns

    def choose_column(self, name: str) -> None:
        """Show a column's kind and role for choosing."""
        self._set(replace(self.state, column=name))

    def read_column(self, column: str, said: str) -> None:
        """Read a column as found ("") or as text."""
        self._look(with_reading(self.state, column, said))

    def choose_role(self, column: str, role: Role) -> None:
        """Say what a column is for."""
        self._set(with_role(self.state, column, role))

    # Doing it

    def add(self) -> None:
        """Ask the worker to take it in."""
        state = self.state
        if state.problem or state.is_adding:
            return
        self._set(replace(state, is_adding=True, failure=None))
        work = partial(_added, self._context.workspace, state)
        self._context.operations.run(_ADD, work, self._on_added, self._on_not_added)

    def again(self) -> None:
        """Look at it once more."""
        self._look(self.state)

    def _look(self, state: AddState) -> None:
        self._set(replace(state, is_reading=True))
        work = partial(_peeked, self._context.workspace, state)
        self._context.operations.run(_LOOK, work, self._on_peeked, self._on_not_peeked)

    def _on_peeked(self, peek: Peek) -> None:
        self._set(replace(self.state, peek=peek, is_reading=False, error=None))

    def _on_not_peeked(self, error: TidemillError) -> None:
        self._set(replace(self.state, is_reading=False, error=error))

    def _on_added(self, added: "Added") -> None:
        self._context.start_worker()
        self.added.emit(self.state.goes_to, added)

    def _on_not_added(self, error: TidemillError) -> None:
        self._set(replace(self.state, is_adding=False, failure=error))

    def _set(self, state: AddState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit(state)


def _peeked(workspace: "Workspace", state: AddState, _reporter: "Reporter") -> Peek:
    from tidemill.services import adding

    dataset = "" if state.dataset == NEW else state.dataset
    return adding.peeked(workspace, state.looked.source, state.options, dataset)


def _added(workspace: "Workspace", state: AddState, _reporter: "Reporter") -> "Added":
    from tidemill.services import adding

    return adding.add(workspace, state.looked.source, wish_of(state))
