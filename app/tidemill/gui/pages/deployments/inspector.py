"""The inspector of Deployments: how the chosen one runs."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.facts import KeyValues
from tidemill.gui.kit.inspector import Inspector
from tidemill.gui.kit.labels import Paragraph
from tidemill.gui.pages.deployments.state import CardState


class DeploymentInspector(Inspector):
    """Shows one deployment; `settings_wanted(name)` asks to change how it runs."""

    settings_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Empty until a deployment is chosen."""
        super().__init__("", "", parent)
        self._card: CardState | None = None
        self.change = Button("Change…", None, "ghost", height=24)
        self.change.clicked.connect(self._on_change)
        body = self.add_section("How it runs", trailing=self.change)
        self.rows = KeyValues()
        body.addWidget(self.rows)
        self.note = Paragraph("", "small", "text3")
        body.addWidget(self.note)

    def show_card(self, card: CardState) -> None:
        """Draw a deployment."""
        if card == self._card:
            return
        self._card = card
        self.set_head(card.name, f"{card.kind}, {card.words[:1].lower()}{card.words[1:]}")
        self.rows.set_rows(card.rows)
        self.change.setVisible(card.is_http)
        self.note.set_text(
            "It follows the registry: a promotion or a roll-back takes effect at once."
        )

    def _on_change(self) -> None:
        if self._card is not None:
            self.settings_wanted.emit(self._card.name)
