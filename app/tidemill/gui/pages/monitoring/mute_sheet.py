"""Asks why nobody wants to hear of a column, and for how long."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.domain.muting import DAYS
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.reason_sheet import ReasonSheet
from tidemill.gui.kit.segments import Segment

_LASTING = (
    ("7", tr("A week")),
    ("14", tr("2 weeks")),
    ("30", tr("A month")),
    ("", tr("Until I listen again")),
)


class MuteSheet(ReasonSheet):
    """Asks for how long too: `days()`, None for without an end."""

    def __init__(self, host: QWidget, model: str, column: str, recorded_as: str) -> None:
        """Name the column that is to be muted."""
        super().__init__(
            host,
            tr("Mute {column}", column=column),
            tr(
                "No alert rule of {model} speaks of {column} meanwhile. It is measured and "
                "drawn as before. It can be undone.",
                model=model,
                column=column,
            ),
            primary=tr("Mute the column"),
            label=tr("Why nobody wants to hear of it"),
            example=tr("For example: the sensor is replaced on Friday"),
            hint=tr("One line, kept in Activity and shown beside the column."),
            recorded_as=recorded_as,
        )
        self.column = column
        self.lasting = Segment(_LASTING, str(DAYS), height=32, name=tr("How long"))
        lasting = QVBoxLayout()
        lasting.setSpacing(5)
        lasting.addWidget(Label(tr("How long"), "strong"))
        lasting.addWidget(self.lasting, 0, Qt.AlignmentFlag.AlignLeft)
        self.put(lasting)

    def days(self) -> int | None:
        """How many days, None for until somebody listens again."""
        value = self.lasting.value()
        return int(value) if value else None
