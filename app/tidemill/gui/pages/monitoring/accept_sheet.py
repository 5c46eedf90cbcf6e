"""Asks why what came is the new normal, before later rows are compared with it."""

from PySide6.QtWidgets import QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.reason_sheet import ReasonSheet


class AcceptSheet(ReasonSheet):
    """`version` is the first of the data that becomes the reference."""

    def __init__(
        self, host: QWidget, model: str, look: str, version: int, recorded_as: str
    ) -> None:
        """Say from which look on rows would be the reference; `version` is that of its data."""
        super().__init__(
            host,
            tr("Accept as the new normal"),
            tr(
                "{model}: rows from {look} up to the newest seen become what later rows are "
                "compared with, and the drift alerts over them are closed. It can be undone.",
                model=model,
                look=look,
            ),
            primary=tr("Accept as normal"),
            label=tr("Why it is to stay"),
            example=tr("For example: the new tariff is here to stay"),
            hint=tr("One line, kept with the reference."),
            recorded_as=recorded_as,
        )
        self.version = version
