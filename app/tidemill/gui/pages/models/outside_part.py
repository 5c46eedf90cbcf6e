"""The card of versions that scripts registered: what their files say, and judging them on data."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import spoken, tr
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cards import Card, head_row
from tidemill.gui.kit.chips import Chip
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.facts import KeyValue, KeyValues
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.pages.models.outside_state import OutsideRow

_MOST = 12


class OutsidePart(Card):
    """Emits `judge_wanted(number)` and `run_wanted(run id)`."""

    judge_wanted = Signal(int)
    run_wanted = Signal(str)

    def __init__(self) -> None:
        """Hidden until a model has such versions."""
        super().__init__()
        self.body.addLayout(
            head_row(tr("Registered by scripts"), tr("Told from their files without loading them"))
        )
        self._column = QVBoxLayout()
        self._column.setSpacing(12)
        self.body.addLayout(self._column)
        self._shown: tuple[OutsideRow, ...] = ()
        self._parts: list[QWidget] = []
        self.judge: dict[int, Button] = {}
        self.runs: dict[int, Button] = {}
        self.hide()

    def show_rows(self, rows: tuple[OutsideRow, ...]) -> None:
        """Draw them; what did not change is left alone."""
        self.setVisible(bool(rows))
        if rows == self._shown:
            return
        self._shown = rows
        for part in self._parts:
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts, self.judge, self.runs = [], {}, {}
        for at, row in enumerate(rows[:_MOST]):
            if at:
                self._add(Divider())
            self._add(self._make(row))
        if len(rows) > _MOST:
            self._add(Label(tr("and {value:,} older", value=len(rows) - _MOST), "small", "text3"))

    def _add(self, part: QWidget) -> None:
        self._parts.append(part)
        self._column.addWidget(part)

    def _make(self, row: OutsideRow) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(f"v{row.number}", "strong", elide="none"))
        head.addWidget(Label(row.form, "body", "text"), 1)
        for label in row.labels[:3]:
            head.addWidget(Chip(label, "plain", "tag"))
        if row.is_judged:
            head.addWidget(Chip(tr("judged here"), "good", "circle-check"))
        elif row.why_not:
            head.addWidget(Chip(tr("not judged"), "warn", "triangle-alert"))
        elif row.is_asked:
            head.addWidget(Chip(tr("being judged"), "info", "clock"))
        column.addLayout(head)
        facts = [KeyValue(tr("Came"), row.came)]
        facts += [KeyValue(tr("Reads"), row.inputs)] if row.inputs else []
        facts += [KeyValue(tr("Answers"), row.outputs)] if row.outputs else []
        column.addWidget(KeyValues(facts))
        if row.told:
            column.addWidget(Paragraph(spoken(row.told), "small", "text2"))
        column.addLayout(self._deeds(row))
        return holder

    def _deeds(self, row: OutsideRow) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(6)
        if row.can_judge:
            button = Button(tr("Judge on data…"), "shield-check", height=28)
            button.clicked.connect(partial(self.judge_wanted.emit, row.number))
            self.judge[row.number] = button
            line.addWidget(button)
        if row.run_id:
            button = Button(tr("Open its run"), "flask-conical", "ghost", height=28)
            button.clicked.connect(partial(self.run_wanted.emit, row.run_id))
            self.runs[row.number] = button
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        line.addStretch(1)
        return line
