"""Which Tidemill this is, and the licences of all that it stands on."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from tidemill import __version__
from tidemill.base.errors import TidemillError
from tidemill.base.progress import Reporter
from tidemill.base.words import tr
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.facts import KeyValues
from tidemill.gui.kit.fields import TextArea
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.shell.settings.section import Desk

if TYPE_CHECKING:
    from tidemill.services.licences import Licence

_OWN = "tidemill"


class AboutPart(QWidget):
    """Packages with version and licence; the chosen one's texts are read when it is chosen."""

    def __init__(self, desk: Desk) -> None:
        """Begin to read."""
        super().__init__()
        self._operations = desk.operations
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Label(tr("Tidemill {version__}", version__=__version__), "h2"))
        words = tr(
            "Keeps tabular models alive, on your computer or your team's own database. "
            "It sends nothing anywhere by itself."
        )
        column.addWidget(Paragraph(words, "small", "text2"))
        column.addSpacing(6)
        column.addWidget(Label(tr("Licences"), "h3"))
        self.count = Paragraph(tr("Reading what is installed"), "small", "text2")
        column.addWidget(self.count)
        self.package = Choice([], None, placeholder=tr("A package"), name=tr("Text of the licence"))
        self.package.chosen.connect(self._on_chosen)
        self.package.setEnabled(False)
        column.addWidget(self.package)
        self.text = TextArea(rows=12, is_mono=True)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(tr("Text of the licence"))
        column.addWidget(self.text)
        self.licences = KeyValues([])
        column.addWidget(self.licences)
        column.addStretch(1)
        self._operations.run("settings.about", _every, self._on_read, self._on_failed)

    def _on_read(self, found: "list[Licence]") -> None:
        self.count.set_text(tr("{n} packages, by what each says of itself", n=len(found)))
        rows = [(f"{one.name} {one.version}", one.licence) for one in found]
        self.licences.set_rows(rows)
        options = [(one.name, f"{one.name} {one.version}") for one in found]
        self.package.set_options(options, _OWN)
        self.package.setEnabled(True)
        self._on_chosen(_OWN)

    def _on_chosen(self, name: str) -> None:
        work = partial(_text, name)
        self._operations.run("settings.about.text", work, self._on_text, self._on_failed)

    def _on_text(self, text: str) -> None:
        words = text or tr("This package brings no text of its licence along.")
        self.text.setPlainText(words)

    def _on_failed(self, error: TidemillError) -> None:
        self.count.set_text(error.message)


def _every(_reporter: Reporter) -> "list[Licence]":
    from tidemill.services import licences

    return licences.every()


def _text(name: str, _reporter: Reporter) -> str:
    from tidemill.services import licences

    return licences.text(name)
