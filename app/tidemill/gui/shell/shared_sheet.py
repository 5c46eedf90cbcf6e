"""Opening a workspace that a team shares, by the URL of its database."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from tidemill.base.database_urls import DatabaseUrl
from tidemill.base.errors import NeedsYou
from tidemill.base.words import tr
from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.sheet import Sheet


class SharedSheet(Sheet):
    """Asks for a database; emits `chosen(DatabaseUrl)`. Its owner opens it and closes the sheet."""

    reopened_by = ("workspace.shared",)

    chosen = Signal(object)

    def __init__(self, host: QWidget) -> None:
        """Ask, with nothing filled in."""
        title = tr("Open a shared workspace")
        text = tr("It lies in a PostgreSQL database. Whoever made it knows its URL.")
        super().__init__(host, title, text, tr("Open"), "database", 560)
        self.url = Field("postgresql://ada@server/team", label=tr("Database"), is_mono=True)
        self.password = Field(
            label=tr("Password"),
            help=tr("Only where your computer does not know it already. It is not kept."),
        )
        self.password.edit.setEchoMode(QLineEdit.EchoMode.Password)
        for field in (self.url, self.password):
            field.text_changed.connect(self._on_text)
            field.submitted.connect(self._on_accepted)
            self.body.addWidget(field)
        self.accepted.connect(self._on_accepted)
        self._on_text()

    def _on_text(self, *_words: object) -> None:
        self.url.set_error("")
        self.primary.setEnabled(bool(self.url.text().strip()))

    def _on_accepted(self, *_words: object) -> None:
        try:
            place = DatabaseUrl.of(self.url.text().strip())
        except NeedsYou as error:
            self.url.set_error(f"{error.message} {error.hint}")
            self.fit()
            return
        password = self.password.text()
        self.chosen.emit(replace(place, password=password) if password else place)
