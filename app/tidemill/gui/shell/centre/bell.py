"""The bell of an open workspace: its number, and the notification centre below it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.buttons import IconButton
from tidemill.gui.shell.centre.deeds import NoticeDeeds
from tidemill.gui.shell.centre.popover import NotificationCentre
from tidemill.gui.shell.centre.state import CentreState
from tidemill.gui.shell.centre.view_model import CentreViewModel

if TYPE_CHECKING:
    from collections.abc import Callable

    from tidemill.gui.shell.page import PageContext


class Bell(QObject):
    """Gives a button its life for as long as a workspace is open."""

    def __init__(
        self,
        button: IconButton,
        context: "PageContext",
        open_settings: "Callable[[], None]",
        parent: QWidget,
    ) -> None:
        """Count at once."""
        super().__init__(parent)
        self.button = button
        self.deeds = NoticeDeeds(context, self)
        self.view_model = CentreViewModel(context, self)
        self.centre = NotificationCentre(self.view_model, self.deeds, parent)
        self.centre.settings_asked.connect(open_settings)
        self.view_model.changed.connect(self._on_changed)
        button.clicked.connect(self.open)
        button.setEnabled(True)

    def open(self) -> None:
        """Open the centre under the bell."""
        self.centre.open_under(self.button)

    def close(self) -> None:
        """Let go of the button: the workspace is left."""
        self.button.clicked.disconnect(self.open)
        self.button.setEnabled(False)
        self.button.set_badge(0)
        self.view_model.close()
        self.centre.hide()
        self.centre.deleteLater()

    def _on_changed(self, state: CentreState) -> None:
        self.button.set_badge(state.n_unread)
        said = (
            f"{numbers.integer(state.n_unread)} unread" if state.n_unread else tr("nothing unread")
        )
        self.button.setAccessibleDescription(said)
