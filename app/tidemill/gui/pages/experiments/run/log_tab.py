"""The Log of a run: what it printed and what its job wrote, followed while it grows."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics, numbers
from tidemill.gui.kit.buttons import IconButton
from tidemill.gui.kit.fields import LineEdit
from tidemill.gui.kit.fonts import font
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.segments import Segment, SegmentOption
from tidemill.gui.kit.surfaces import Well
from tidemill.gui.kit.switch import Switch
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.experiments.run.state import RunPageState, is_live

if TYPE_CHECKING:
    from tidemill.services.run_log import Piece

MOST_LINES = 50_000


class LogTab(QWidget):
    """Draws the fifth tab."""

    def __init__(self) -> None:
        """Make the bar and the text."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.source = Segment(
            [SegmentOption("console", tr("Printed")), SegmentOption("job", tr("Job"))],
            "console",
            height=28,
        )
        self.source.changed.connect(self._on_source)
        self.search = LineEdit(tr("Find in the log"), "search", 28)
        self.search.setMaximumWidth(metrics.current().scaled(260))
        self.search.textChanged.connect(self._on_search)
        self.search.returnPressed.connect(self.find_next)
        self.back = IconButton("chevron-up", tr("Find the one before"))
        self.back.clicked.connect(self.find_before)
        self.forth = IconButton("chevron-down", tr("Find the next"))
        self.forth.clicked.connect(self.find_next)
        self.found = Label("", "small", "text3")
        self.follow = Switch(tr("Follow"), True)
        self.follow.toggled.connect(self._on_follow)
        for part in (self.source, self.search, self.back, self.forth, self.found):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.follow)
        column.addLayout(row)
        self.note = Label("", "small", "text3")
        column.addWidget(self.note)
        well = Well("subtle", "line", 8)
        inner = QVBoxLayout(well)
        inner.setContentsMargins(10, 8, 4, 8)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setMaximumBlockCount(MOST_LINES)
        self.text.setAccessibleName(tr("Log"))
        self.text.viewport().setAutoFillBackground(False)
        self.text.setMinimumHeight(metrics.current().scaled(360))
        inner.addWidget(self.text)
        column.addWidget(well, 1)
        self._state = RunPageState()
        self._written: tuple[str, str, int] = ("", "", 0)
        self.retheme()

    def retheme(self) -> None:
        """Take the font of the text size that is on."""
        self.text.setFont(font("monosmall"))

    def show_state(self, state: RunPageState) -> None:
        """Write what is new."""
        if state.id != self._state.id:
            has_job = state.page is not None and state.page.run.job_id is not None
            self.source.set_value("job" if has_job else "console")
        self._state = state
        show_if(self.source, state.page is not None and state.page.run.job_id is not None)
        show_if(self.follow, is_live(state))
        self._write()

    def _pieces(self) -> "tuple[Piece, ...]":
        log = self._state.log
        return log.job if self.source.value() == "job" else log.console

    def _write(self) -> None:
        """Append what is not written yet; start anew for another run or source."""
        source, pieces = self.source.value(), self._pieces()
        run, kind, n = self._written
        if (run, kind) != (self._state.id, source) or n > len(pieces):
            self.text.clear()
            n = 0
        is_job = source == "job"
        words = "".join(
            f"{numbers.clock(one.at, True)}  {one.text}\n" if is_job else one.text
            for one in pieces[n:]
        )
        if words:
            self._append(words)
        self._written = (self._state.id, source, len(pieces))
        self.note.set_text(self._note(bool(pieces)))
        show_if(self.note, bool(self.note.text()))
        if words and self.follow.isChecked():
            self.text.moveCursor(QTextCursor.MoveOperation.End)

    def _append(self, words: str) -> None:
        cursor = QTextCursor(self.text.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(words)

    def _note(self, has_pieces: bool) -> str:
        log = self._state.log
        if not log.is_read:
            return tr("Reading the log")
        if self.source.value() == "job":
            return "" if has_pieces else tr("The job wrote nothing.")
        if not has_pieces:
            return tr("Nothing was printed, or it was not captured.")
        return tr("Only the newest part of what was printed is kept.") if log.is_cut else ""

    def _on_source(self, _value: object) -> None:
        self._write()

    def _on_follow(self, is_on: bool) -> None:
        if is_on:
            self.text.moveCursor(QTextCursor.MoveOperation.End)

    # Finding

    def focus_search(self) -> None:
        """Put the focus into the search."""
        self.search.setFocus()

    def _on_search(self, words: str) -> None:
        count = self.text.toPlainText().lower().count(words.lower()) if words else 0
        said = f"{numbers.integer(count)} found" if count else tr("Not found")
        self.found.set_text(said if words else "")
        if count:
            self.follow.setChecked(False)
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            self.find_next()

    def find_next(self) -> None:
        """Go to the next place, from the end to the first."""
        self._find(QTextDocument.FindFlag(0), QTextCursor.MoveOperation.Start)

    def find_before(self) -> None:
        """Go to the place before, from the beginning to the last."""
        self._find(QTextDocument.FindFlag.FindBackward, QTextCursor.MoveOperation.End)

    def _find(self, flags: QTextDocument.FindFlag, wrap_to: QTextCursor.MoveOperation) -> None:
        words = self.search.text()
        if words and not self.text.find(words, flags):
            self.text.moveCursor(wrap_to)
            self.text.find(words, flags)
