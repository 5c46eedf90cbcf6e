"""A sheet that asks for one line of why before something is done."""

from PySide6.QtWidgets import QLayout, QWidget

from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.sheet import Sheet


class ReasonSheet(Sheet):
    """`accepted`, by button or Enter, comes only with a `reason()`; `failure` stands below."""

    def __init__(
        self,
        host: QWidget,
        title: str,
        text: str,
        *,
        primary: str,
        label: str,
        example: str,
        hint: str,
        recorded_as: str,
    ) -> None:
        """`label` and `hint` say what is asked for, `example` stands in the empty field."""
        super().__init__(host, title, text, primary=primary, width=640, recorded_as=recorded_as)
        self.field = Field(example, label=label, help=hint)
        self.failure = ErrorPanel(parent=self)
        self.body.addWidget(self.field)
        self.body.addWidget(self.failure)
        self.primary.setEnabled(False)
        self.field.text_changed.connect(self._on_text)
        self.field.submitted.connect(self._on_submitted)

    def reason(self) -> str:
        """The reason as it was written."""
        return self.field.text().strip()

    def put(self, part: QWidget | QLayout) -> None:
        """Add something between the field and what went wrong."""
        place = self.body.indexOf(self.failure)
        if isinstance(part, QWidget):
            self.body.insertWidget(place, part)
        else:
            self.body.insertLayout(place, part)

    def _on_text(self, _text: str) -> None:
        self.primary.setEnabled(bool(self.reason()))

    def _on_submitted(self, _text: str) -> None:
        if self.reason():
            self.accepted.emit()
