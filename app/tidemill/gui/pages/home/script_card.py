"""The card that shows how a script or a notebook logs its runs here, with the lines to copy."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import painting
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.popover import Popover
from tidemill.gui.kit.surfaces import IconTile

CODE = """\
import tidemill

with tidemill.start_run("churn", params={"model": "lgbm"}) as run:
    run.log_metric("auc", 0.87)"""


class _Block(QWidget):
    """Lines of code on a sunken ground."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__()
        self.setAccessibleName(f"{name}: {text}")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(3)
        for line in text.split("\n"):
            column.addWidget(Label(line or " ", "mono", elide="none"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painting.box(painter, QRectF(self.rect()), 8, "sunken")


class ScriptPopover(Popover):
    """The lines to log with, and how the script finds this workspace. Emits `copied(text)`."""

    copied = Signal(str)

    def __init__(self, workspace: str, parent: QWidget) -> None:
        """Show the lines for the workspace of this address."""
        super().__init__(parent, padding=14)
        self.setAccessibleName(tr("Log from a script"))
        self.body.setSpacing(8)
        self._add(tr("In the script"), CODE, tr("Copy the code"))
        words = tr("The script logs into the workspace that was opened last. To name this one:")
        self.body.addWidget(Paragraph(words, "small", "text2"))
        self._add(
            tr("Before it starts"), f'export TIDEMILL_WORKSPACE="{workspace}"', tr("Copy the line")
        )

    def _add(self, title: str, text: str, action: str) -> None:
        head = QHBoxLayout()
        head.addWidget(Label(title, "caption", "text3"), 1)
        button = Button(tr("Copy"), "copy", "ghost", height=24)
        button.setAccessibleName(action)
        head.addWidget(button)
        self.body.addLayout(head)
        self.body.addWidget(_Block(text, title))
        button.clicked.connect(_Teller(self, text))


class _Teller:
    """Hands the text of one block on."""

    def __init__(self, popover: ScriptPopover, text: str) -> None:
        self._popover, self._text = popover, text

    def __call__(self) -> None:
        self._popover.copied.emit(self._text)
        self._popover.close()


class ScriptCard(Card):
    """Offers logging from code to who trains elsewhere. Emits `wanted`."""

    wanted = Signal()

    def __init__(self) -> None:
        """Draw the card."""
        super().__init__()
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(IconTile("terminal", size=34), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Label(tr("Log from a script or notebook"), "h3"))
        said = tr("Four lines of Python; the runs stand here as they happen.")
        words.addWidget(Paragraph(said, "small", "text2"))
        row.addLayout(words, 1)
        self.show_code = Button(tr("Show code"), height=28)
        self.show_code.clicked.connect(self.wanted)
        row.addWidget(self.show_code, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(row)
