"""A job's log: fixed-width lines that grow, followed to the end while the person wants it."""

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.fonts import font
from tidemill.gui.kit.surfaces import Well
from tidemill.gui.pages.automations.loading import LogLine


class LogView(Well):
    """Lines with the time of day before each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it empty."""
        super().__init__("subtle", "line", 8, parent=parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 4, 8)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.text.setMaximumBlockCount(5000)
        self.text.setAccessibleName(tr("Log"))
        self.text.viewport().setAutoFillBackground(False)
        self.text.setMinimumHeight(190)
        column.addWidget(self.text)
        self._last = 0
        self._job: int | None = None
        self.does_follow = True
        self.retheme()

    def retheme(self) -> None:
        """Take the font of the text size that is on."""
        self.text.setFont(font("monosmall"))

    def show_lines(self, job: int | None, lines: tuple[LogLine, ...]) -> None:
        """Show a job's lines; of the same job only new ones are written."""
        if job != self._job or (lines and lines[-1].number < self._last) or not lines:
            self._job, self._last = job, 0
            self.text.clear()
        new = [line for line in lines if line.number > self._last]
        if not new:
            return
        self._last = new[-1].number
        words = [f"{numbers.clock(line.at, True)}  {line.text}" for line in new]
        self.text.appendPlainText("\n".join(words))
        if self.does_follow:
            self.go_to_end()

    def set_following(self, does_follow: bool) -> None:
        """Stay at the end as lines come, or stay where the person is."""
        self.does_follow = does_follow
        if does_follow:
            self.go_to_end()

    def go_to_end(self) -> None:
        """Show the newest line."""
        self.text.moveCursor(QTextCursor.MoveOperation.End)
        self.text.moveCursor(QTextCursor.MoveOperation.StartOfLine)

    def words(self) -> str:
        """Everything written."""
        return self.text.toPlainText()
