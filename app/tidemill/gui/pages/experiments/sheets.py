"""Two small sheets: the name of the model a run becomes a version of, and a tag."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tidemill.base.errors import TidemillError
from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.sheet import Sheet


class NameSheet(Sheet):
    """Asks for one name; emits `named(text)`. Its owner acts and closes it."""

    named = Signal(str)

    def __init__(
        self,
        host: QWidget,
        title: str,
        text: str,
        label: str,
        primary: str,
        icon: str,
        start: str = "",
        recorded_as: str = "",
    ) -> None:
        """Ask; `start` is what stands in the field at first."""
        super().__init__(host, title, text, primary, icon, 520, recorded_as)
        self.field = Field(label=label, text=start)
        self.field.text_changed.connect(self._on_text)
        self.field.submitted.connect(self._on_accepted)
        self.body.addWidget(self.field)
        self.accepted.connect(self._on_accepted)
        self._on_text(start)
        self.field.edit.selectAll()

    def _on_text(self, text: str) -> None:
        self.field.set_error("")
        self.primary.setEnabled(bool(text.strip()))

    def _on_accepted(self, *_words: object) -> None:
        name = self.field.text().strip()
        if name and not self.primary.is_busy():
            self.named.emit(name)

    def set_working(self, is_working: bool) -> None:
        """Show that it is being done."""
        self.primary.set_busy(is_working)

    def set_error(self, error: TidemillError) -> None:
        """Say below the field why it could not be done."""
        self.set_working(False)
        self.field.set_error(" ".join(part for part in (error.message, error.hint) if part))
        self.fit()
