"""The inspector's part in which a person tries a deployment: values, prediction, why, copies."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.fields import LineEdit
from tidemill.gui.kit.inspector import Section
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.deployments.try_pictures import ShareBar, WhyBars
from tidemill.gui.pages.deployments.try_state import Result, TryState

_FIELD_WIDE = 164
_WORKER = tr("No service can be asked, so the worker answers; that takes some seconds.")
_TOKEN = tr("Without its token the worker answers instead; that takes some seconds.")


class TryPart(QWidget):
    """Emits what the person means; draws a `TryState`."""

    typed = Signal(str, str)
    random_wanted = Signal()
    paste_wanted = Signal()
    predict_wanted = Signal()
    all_wanted = Signal()
    token_typed = Signal(str)
    copy_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Nothing to try yet."""
        super().__init__(parent)
        self._state = TryState()
        self.edits: dict[str, LineEdit] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_inputs())
        self._result = self._make_result()
        self._why = self._make_why()
        for part in (self._result, self._why, self._make_copies()):
            column.addWidget(part)
        column.addWidget(Divider())

    def _make_inputs(self) -> Section:
        section = Section()
        margins = section.body.contentsMargins()
        section.body.setContentsMargins(margins.left(), 2, margins.right(), margins.bottom())
        row = QHBoxLayout()
        row.setSpacing(6)
        self.random = Button(tr("Random row"), "shuffle", "secondary", height=28)
        self.paste = Button(tr("Paste JSON"), "clipboard", "ghost", height=28)
        self.random.clicked.connect(self.random_wanted)
        self.paste.clicked.connect(self.paste_wanted)
        for button in (self.random, self.paste):
            row.addWidget(button)
        row.addStretch(1)
        section.body.addLayout(row)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        section.body.addLayout(self._rows)
        self.more = Button("", "chevron-down", "ghost", height=24)
        self.more.clicked.connect(self.all_wanted)
        section.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.token = LineEdit(tr("Its token"), "key-round", 28)
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.token.setAccessibleName(tr("Token"))
        self.token.returnPressed.connect(self._on_token)
        section.body.addWidget(self.token)
        self._note = Paragraph("", "small", "text3")
        section.body.addWidget(self._note)
        self.predict = Button(tr("Predict"), "play", "secondary", height=28)
        self.predict.clicked.connect(self.predict_wanted)
        section.body.addWidget(self.predict, 0, Qt.AlignmentFlag.AlignLeft)
        self.failure = ErrorPanel()
        section.body.addWidget(self.failure)
        return section

    def _make_result(self) -> QWidget:
        holder, section = _parted("")
        row = QHBoxLayout()
        row.setSpacing(10)
        self.value = Label("", "metric", "text", numeric=True, elide="none")
        self.words = Label("", "body", "text", "middle")
        self.took = Label("", "small", "text3", elide="none")
        row.addWidget(self.value)
        row.addWidget(self.words, 1)
        row.addWidget(self.took)
        section.body.addLayout(row)
        self.bar = ShareBar()
        section.body.addWidget(self.bar)
        return holder

    def _make_why(self) -> QWidget:
        holder, section = _parted(tr("Why"))
        self._why_note = Label("", "small", "text3")
        section.body.addWidget(self._why_note)
        self.bars = WhyBars()
        section.body.addWidget(self.bars)
        self._missing = Paragraph("", "small", "text2")
        section.body.addWidget(self._missing)
        return holder

    def _make_copies(self) -> QWidget:
        holder, section = _parted("")
        row = QHBoxLayout()
        row.setSpacing(6)
        self.curl = Button(tr("Copy as curl"), "terminal", "ghost", height=28)
        self.python = Button(tr("Copy as Python"), "code", "ghost", height=28)
        self.curl.clicked.connect(self._on_curl)
        self.python.clicked.connect(self._on_python)
        row.addWidget(self.curl)
        row.addWidget(self.python)
        row.addStretch(1)
        section.body.addLayout(row)
        return holder

    def show_state(self, state: TryState) -> None:
        """Draw what is tried."""
        self._state = state
        names = [field.name for field in state.shown]
        if names != list(self.edits):
            self._make_rows(names)
        for name, edit in self.edits.items():
            text = state.texts.get(name, "")
            if edit.text() != text:
                edit.setText(text)
        has_fields = state.tryable is not None
        for button in (self.random, self.paste, self.predict):
            button.setEnabled(has_fields)
        self.predict.set_busy(state.is_busy)
        words = tr(
            "{more} more field{said}, filled with usual values",
            more=state.more,
            said="s" if state.more > 1 else "",
        )
        self.more.set_text(words)
        show_if(self.more, state.more > 0)
        show_if(self.token, state.needs_token)
        self._note.set_text(_TOKEN if state.needs_token else _WORKER)
        show_if(self._note, has_fields and not state.is_service)
        error = state.error
        if error is not None:
            self.failure.set_error(error.message, error.hint, error.detail)
        else:
            self.failure.set_error("")
        show_if(self.failure, error is not None)
        self._show_result(state.result)

    def _make_rows(self, names: list[str]) -> None:
        while self._rows.count():
            item = self._rows.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.hide()
                old.deleteLater()
        self.edits = {}
        for name in names:
            holder = QWidget()
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
            row.addWidget(Label(name, "body", "text2", "middle"), 1)
            edit = LineEdit("missing", None, 28)
            edit.setAccessibleName(name)
            edit.setProperty("field", name)
            edit.setFixedWidth(metrics.current().scaled(_FIELD_WIDE))
            edit.textEdited.connect(self._on_typed)
            edit.returnPressed.connect(self.predict_wanted)
            row.addWidget(edit)
            self._rows.addWidget(holder)
            self.edits[name] = edit

    def _show_result(self, result: Result | None) -> None:
        show_if(self._result, result is not None)
        show_if(self._why, result is not None)
        if result is None:
            return
        self.value.set_text(result.value)
        self.words.set_text(result.words)
        self.took.set_text(result.took)
        show_if(self.bar, result.share is not None)
        if result.share is not None:
            self.bar.set_share(result.share, result.positive)
        self._why_note.set_text(
            tr("{why_note}, against the usual values", why_note=result.why_note)
        )
        show_if(self._why_note, bool(result.bars))
        self.bars.set_bars(result.bars)
        show_if(self.bars, bool(result.bars))
        self._missing.set_text(result.missing)
        show_if(self._missing, bool(result.missing))

    def _on_typed(self, text: str) -> None:
        sender = self.sender()
        if isinstance(sender, LineEdit):
            self.typed.emit(str(sender.property("field")), text)

    def _on_token(self) -> None:
        self.token_typed.emit(self.token.text())
        self.token.clear()

    def _on_curl(self) -> None:
        self.copy_wanted.emit("curl")

    def _on_python(self) -> None:
        self.copy_wanted.emit("python")


def _parted(title: str) -> tuple[QWidget, Section]:
    """A section with a hairline above it, hidden and shown as one."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(Divider())
    section = Section(title)
    column.addWidget(section)
    return holder, section
