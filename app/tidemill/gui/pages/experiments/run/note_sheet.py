"""The sheet in which a run's tags and note are written."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.fields import Field, TextArea
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.sheet import Sheet


class NoteSheet(Sheet):
    """Asks for tags and a note; emits `written(tags, note)`. Its owner acts and closes it."""

    reopened_by = ("run.note",)

    written = Signal(list, str)

    def __init__(self, host: QWidget, name: str, tags: Sequence[str], note: str) -> None:
        """Show what is there."""
        super().__init__(
            host, tr("Tags and note of {name}", name=name), "", tr("Save"), "check", 520
        )
        self.tags = Field(
            label=tr("Tags"), help=tr("With commas between them"), text=", ".join(tags), height=32
        )
        self.body.addWidget(self.tags)
        self.body.addWidget(Label(tr("Note"), "strong"))
        self.note = TextArea()
        self.note.setPlainText(note)
        self.note.setAccessibleName(tr("Note"))
        self.body.addWidget(self.note)
        self.tags.submitted.connect(self._on_accepted)
        self.accepted.connect(self._on_accepted)

    def _on_accepted(self, *_words: object) -> None:
        found = [" ".join(word.split()) for word in self.tags.text().split(",")]
        self.written.emit([word for word in found if word], self.note.text())
