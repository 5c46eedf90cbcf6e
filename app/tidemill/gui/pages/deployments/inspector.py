"""The inspector of Deployments: try the chosen one, and how it runs."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.facts import KeyValues
from tidemill.gui.kit.inspector import Inspector
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.status import StatusMark
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.deployments.figures import FileLine
from tidemill.gui.pages.deployments.state import CardState
from tidemill.gui.pages.deployments.try_part import TryPart
from tidemill.gui.pages.deployments.try_state import TryState

_FOLLOWS = tr("It follows the registry: a promotion or a roll-back takes effect at once.")


class DeploymentInspector(Inspector):
    """Shows one deployment; `settings_wanted(name)` asks to change how it runs."""

    settings_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Empty until a deployment is chosen."""
        super().__init__("", "", parent)
        self._card: CardState | None = None
        self.part = TryPart()
        self.area.body.insertWidget(0, self.part)
        self.change = Button(tr("Change…"), None, "ghost", height=24)
        self.change.clicked.connect(self._on_change)
        body = self.add_section(tr("How it runs"), trailing=self.change)
        self.rows = KeyValues()
        body.addWidget(self.rows)
        body.addWidget(Paragraph(_FOLLOWS, "small", "text3"))
        self.files = FileLines()
        self._files = QWidget()
        column = QVBoxLayout(self._files)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(8)
        column.addWidget(Label(tr("Last files"), "h3"))
        column.addWidget(self.files)
        body.addWidget(self._files)

    def show_card(self, card: CardState, tried: TryState) -> None:
        """Draw a deployment, and what is tried of it."""
        is_service = tried.is_service and card.is_http
        said = tr("Nothing is recorded while you try") if is_service else card.kind
        self.set_head(tr("Try {name}", name=card.name) if card.is_http else card.name, said)
        show_if(self.part, card.is_http)
        self.part.show_state(tried)
        if card != self._card:
            self._card = card
            self.rows.set_rows(card.rows)
            show_if(self.change, card.is_http)
            self.files.show_files(card.files)
            show_if(self._files, bool(card.files))

    def _on_change(self) -> None:
        if self._card is not None:
            self.settings_wanted.emit(self._card.name)


class FileLines(QWidget):
    """The last files of a batch folder, newest first, each with what became of it."""

    def __init__(self) -> None:
        """Nothing to show yet."""
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._lines: list[QWidget] = []

    def show_files(self, files: Sequence[FileLine]) -> None:
        """Replace the lines."""
        for old in self._lines:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._lines = [_line(file) for file in files]
        for line in self._lines:
            self._column.addWidget(line)
            line.show()


def _line(file: FileLine) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(StatusMark(file.status, file.words))
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(Label(file.name, "body", "text", "middle"))
    words.addWidget(Label(file.words, "small", "text2"))
    if file.why:
        words.addWidget(Paragraph(file.why, "small", "text2"))
    row.addLayout(words, 1)
    line.setAccessibleName(f"{file.name}: {file.words}. {file.why}")
    return line
