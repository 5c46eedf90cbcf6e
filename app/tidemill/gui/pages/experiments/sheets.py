"""Small sheets: a name, a note, and emptying the trash."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.gui.kit.fields import Field, TextArea
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


class NoteSheet(Sheet):
    """Asks for a note of any length; emits `written(text)`, which may be empty."""

    reopened_by = ("experiments.note",)

    written = Signal(str)

    def __init__(self, host: QWidget, title: str, start: str) -> None:
        """Ask; `start` is the note that is there."""
        super().__init__(host, title, "", tr("Save"), "sticky-note", 560, "")
        self.text = TextArea(tr("What should be remembered about it?"), 7, tr("Note"))
        self.text.setPlainText(start)
        self.body.addWidget(self.text)
        self.accepted.connect(self._on_accepted)

    def _on_accepted(self, *_words: object) -> None:
        self.written.emit(self.text.toPlainText())


class EmptySheet(Sheet):
    """Says what emptying the trash removes before it does; emits `agreed()`."""

    keeps_draft = False

    agreed = Signal()

    def __init__(self, host: QWidget, title: str, text: str) -> None:
        """Ask, naming runs and bytes."""
        super().__init__(host, title, text, tr("Empty the trash"), "trash-2", 520, "")
        self.accepted.connect(self._on_accepted)

    def _on_accepted(self, *_words: object) -> None:
        self.agreed.emit()
