"""What a person says of columns, what for and whether personal, told with a way back."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from tidemill.base.words import tr
from tidemill.domain.columns import Role

if TYPE_CHECKING:
    from tidemill.gui.pages.data.view_model import DataViewModel
    from tidemill.gui.shell.page import PageContext


class ColumnActs(QObject):
    """Passes on what was chosen; a toast tells what changed and takes it back."""

    def __init__(self, context: "PageContext", model: "DataViewModel", parent: QObject) -> None:
        """Listen to what the model tells."""
        super().__init__(parent)
        self._context, self._model = context, model
        model.roles_changed.connect(self._on_roles_changed)
        model.personal_changed.connect(self._on_personal_changed)

    def set_role(self, column: str, role: Role) -> None:
        """Say what a column is for."""
        self._model.set_roles({column: role})

    def _on_roles_changed(self, words: str, before: dict[str, Role]) -> None:
        undo = partial(self._model.set_roles, before)
        self._context.toast(words, tr("Undo"), undo, icon="tags")

    def _on_personal_changed(self, column: str, is_on: bool) -> None:
        words = tr("are personal now") if is_on else tr("are no longer personal")
        undo = partial(self._model.mark_personal, column, not is_on)
        self._context.toast(
            tr("The values of {column} {words}.", column=column, words=words),
            tr("Undo"),
            undo,
            icon="eye-off",
        )
