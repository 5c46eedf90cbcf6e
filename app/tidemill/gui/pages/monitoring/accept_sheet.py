"""Asks why what came is the new normal, before later rows are compared with it."""

from PySide6.QtWidgets import QWidget

from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.sheet import Sheet


class AcceptSheet(Sheet):
    """`accepted` comes only with a reason in `reason()`; `version` is the first of the data."""

    def __init__(
        self, host: QWidget, model: str, look: str, version: int, recorded_as: str
    ) -> None:
        """Say from which look on rows would be the reference; `version` is that of its data."""
        super().__init__(
            host,
            "Accept as the new normal",
            f"{model}: rows from {look} up to the newest seen become what later rows are "
            "compared with, and the drift alerts over them are closed. It can be undone.",
            primary="Accept as normal",
            width=640,
            recorded_as=recorded_as,
        )
        self.version = version
        self.field = Field(
            "For example: the new tariff is here to stay",
            label="Why it is to stay",
            help="One line, kept with the reference.",
        )
        self.body.addWidget(self.field)
        self.failure = ErrorPanel(parent=self)
        self.body.addWidget(self.failure)
        self.primary.setEnabled(False)
        self.field.text_changed.connect(self._on_text)
        self.field.submitted.connect(self._on_submitted)

    def reason(self) -> str:
        """The reason as it was written."""
        return self.field.text().strip()

    def _on_text(self, _text: str) -> None:
        self.primary.setEnabled(bool(self.reason()))

    def _on_submitted(self, _text: str) -> None:
        if self.reason():
            self.accepted.emit()
