"""The inspector of Deployments: try the chosen one, and how it runs."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.facts import KeyValues
from tidemill.gui.kit.inspector import Inspector
from tidemill.gui.kit.labels import Paragraph
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.deployments.state import CardState
from tidemill.gui.pages.deployments.try_part import TryPart
from tidemill.gui.pages.deployments.try_state import TryState

_FOLLOWS = "It follows the registry: a promotion or a roll-back takes effect at once."


class DeploymentInspector(Inspector):
    """Shows one deployment; `settings_wanted(name)` asks to change how it runs."""

    settings_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Empty until a deployment is chosen."""
        super().__init__("", "", parent)
        self._card: CardState | None = None
        self.part = TryPart()
        self.area.body.insertWidget(0, self.part)
        self.change = Button("Change…", None, "ghost", height=24)
        self.change.clicked.connect(self._on_change)
        body = self.add_section("How it runs", trailing=self.change)
        self.rows = KeyValues()
        body.addWidget(self.rows)
        body.addWidget(Paragraph(_FOLLOWS, "small", "text3"))

    def show_card(self, card: CardState, tried: TryState) -> None:
        """Draw a deployment, and what is tried of it."""
        is_service = tried.is_service and card.is_http
        said = "Nothing is recorded while you try" if is_service else card.kind
        self.set_head(f"Try {card.name}" if card.is_http else card.name, said)
        show_if(self.part, card.is_http)
        self.part.show_state(tried)
        if card != self._card:
            self._card = card
            self.rows.set_rows(card.rows)
            show_if(self.change, card.is_http)

    def _on_change(self) -> None:
        if self._card is not None:
            self.settings_wanted.emit(self._card.name)
