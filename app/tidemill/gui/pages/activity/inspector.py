"""The open entry: what changed, why, how."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.facts import KeyValue, KeyValues
from tidemill.gui.kit.inspector import Inspector
from tidemill.gui.kit.labels import Label, Paragraph, RichLine, Run
from tidemill.gui.kit.surfaces import Well
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.activity.detail import Change, Detail, StepBack


class EntryInspector(Inspector):
    """Shows a `Detail`; emits `open_asked(address)`, `copy_asked(entry id)` and
    `undo_asked(entry id)`."""

    open_asked = Signal(str)
    copy_asked = Signal(int)
    undo_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent=parent)
        self.detail: Detail | None = None
        self.opener: Button | None = None
        self.copier: Button | None = None
        self.undo: Button | None = None

    def show_detail(self, detail: Detail) -> None:
        """Show an entry."""
        if detail == self.detail:
            return
        self.detail = detail
        self.clear()
        self.set_head(detail.title, detail.when)
        body = self.add_section()
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        self.opener = Button(detail.open_text, "arrow-up-right", height=28)
        show_if(self.opener, bool(detail.address))
        self.opener.clicked.connect(self._ask_open)
        self.copier = Button(tr("Copy link"), "link", "ghost", height=28)
        self.copier.clicked.connect(self._ask_copy)
        if detail.address:
            buttons.addWidget(self.opener)
        buttons.addWidget(self.copier)
        buttons.addStretch(1)
        body.addLayout(buttons)
        if detail.changes:
            _add_changes(self.add_section(tr("What changed")), detail.changes)
        if detail.note:
            section = self.add_section(tr("Why"))
            well = Well()
            inner = QVBoxLayout(well)
            inner.setContentsMargins(12, 9, 12, 9)
            inner.addWidget(Paragraph(detail.note, "body", "text"))
            section.addWidget(well)
        if detail.facts:
            _add_facts(self.add_section(tr("Details")), detail.facts)
        self.add_section(tr("How")).addWidget(KeyValues([KeyValue(k, v) for k, v in detail.how]))
        self.undo = None
        if detail.step_back is not None:
            self._add_step_back(detail.step_back)

    def _add_step_back(self, step: StepBack) -> None:
        """What taking it back would turn, and the button; or why it can't be taken back."""
        if step.why_not:
            body = self.add_section(tr("Can't be taken back"))
            body.addWidget(Paragraph(step.why_not, "small", "text2"))
            return
        body = self.add_section(tr("If it is taken back"))
        _add_changes(body, step.turns, is_wide=True)
        self.undo = Button(tr("Take it back"), "undo-2", height=28)
        self.undo.set_busy(step.is_busy)
        self.undo.clicked.connect(self._ask_undo)
        row = QHBoxLayout()
        row.addWidget(self.undo)
        row.addStretch(1)
        body.addSpacing(3)
        body.addLayout(row)
        body.addWidget(Paragraph(tr("Both stand in this list from then on."), "small", "text3"))

    def _ask_undo(self) -> None:
        if self.detail is not None:
            self.undo_asked.emit(self.detail.id)

    def _ask_open(self) -> None:
        if self.detail is not None:
            self.open_asked.emit(self.detail.address)

    def _ask_copy(self) -> None:
        if self.detail is not None:
            self.copy_asked.emit(self.detail.id)


def _add_changes(body: QVBoxLayout, changes: tuple[Change, ...], *, is_wide: bool = False) -> None:
    """Lines of what was and is; `is_wide` puts long names over their values."""
    for change in changes:
        row = QVBoxLayout() if is_wide else QHBoxLayout()
        row.setSpacing(1 if is_wide else 8)
        key = Label(change.name, "small", "text2")
        if not is_wide:
            key.setFixedWidth(84)
        row.addWidget(key)
        words = [
            Run(change.before, "body", "text2"),
            Run("  →  ", "body", "text3"),
            Run(change.after, "body", "text"),
        ]
        row.addWidget(RichLine(words, wrap=True), 1)
        body.addLayout(row)


def _add_facts(body: QVBoxLayout, facts: tuple[tuple[str, str], ...]) -> None:
    short = [KeyValue(key, value) for key, value in facts if len(value) <= 28]
    if short:
        body.addWidget(KeyValues(short))
    for key, value in facts:
        if len(value) > 28:
            body.addWidget(Label(key, "small", "text2"))
            body.addWidget(Paragraph(value, "body", "text"))
