"""Asks why nobody wants to hear of a column, and for how long."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tidemill.domain.muting import DAYS
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.segments import Segment
from tidemill.gui.kit.sheet import Sheet

_LASTING = (("7", "A week"), ("14", "2 weeks"), ("30", "A month"), ("", "Until I listen again"))


class MuteSheet(Sheet):
    """`accepted` comes only with a `reason()`; `days()` is how long, None for without an end."""

    def __init__(self, host: QWidget, model: str, column: str, recorded_as: str) -> None:
        """Name the column that is to be muted."""
        super().__init__(
            host,
            f"Mute {column}",
            f"No alert rule of {model} speaks of {column} meanwhile. It is measured and drawn "
            "as before. It can be undone.",
            primary="Mute the column",
            width=640,
            recorded_as=recorded_as,
        )
        self.column = column
        self.lasting = Segment(_LASTING, str(DAYS), height=32, name="How long")
        column_of = QVBoxLayout()
        column_of.setSpacing(5)
        column_of.addWidget(Label("How long", "strong"))
        column_of.addWidget(self.lasting, 0, Qt.AlignmentFlag.AlignLeft)
        self.field = Field(
            "For example: the sensor is replaced on Friday",
            label="Why nobody wants to hear of it",
            help="One line, kept in Activity and shown beside the column.",
        )
        self.body.addWidget(self.field)
        self.body.addLayout(column_of)
        self.failure = ErrorPanel(parent=self)
        self.body.addWidget(self.failure)
        self.primary.setEnabled(False)
        self.field.text_changed.connect(self._on_text)
        self.field.submitted.connect(self._on_submitted)

    def reason(self) -> str:
        """The reason as it was written."""
        return self.field.text().strip()

    def days(self) -> int | None:
        """How many days, None for until somebody listens again."""
        value = self.lasting.value()
        return int(value) if value else None

    def _on_text(self, _text: str) -> None:
        self.primary.setEnabled(bool(self.reason()))

    def _on_submitted(self, _text: str) -> None:
        if self.reason():
            self.accepted.emit()
