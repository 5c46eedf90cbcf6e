"""A file in the inspector: why it was set aside, what can be done, its way step by step."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.inspector import Inspector
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.rows import ActionRow
from tidemill.gui.pages.automations.selected import FailedCheck, FileDetail
from tidemill.gui.pages.automations.step_lines import timeline_of


class FileSections(QObject):
    """Emits what is wanted of the file: a look, an answer to what was found, its data."""

    accept_wanted = Signal(int)
    look_wanted = Signal(int)
    part_wanted = Signal(int)
    rules_wanted = Signal(str)
    ask_wanted = Signal(str)
    data_wanted = Signal(str, int)

    def __init__(self, parent: QObject) -> None:
        """Show none."""
        super().__init__(parent)
        self._file: FileDetail | None = None
        self.forget()

    def forget(self) -> None:
        """The inspector shows something else: its widgets are gone."""
        self.accept: ActionRow | None = None
        self.look: ActionRow | None = None
        self.part: ActionRow | None = None
        self.rules: ActionRow | None = None
        self.ask: ActionRow | None = None

    def build(self, into: Inspector, file: FileDetail) -> None:
        """Add the sections of a file."""
        self._file = file
        if file.reason or file.checks:
            body = into.add_section(tr("Why") if file.can_accept else tr("Checks"))
            if file.reason:
                body.addWidget(Paragraph(file.reason, "body", "text"))
            for check in file.checks:
                body.addWidget(_CheckRow(check))
        if file.can_accept:
            self._add_ways_out(into, file)
        steps = into.add_section(tr("Steps"))
        steps.addWidget(timeline_of(file.steps))
        if file.data_address is not None:
            name, version = file.data_address
            row = ActionRow(
                "database",
                tr("Open {name} v{version}", name=name, version=version),
                tr("The rows it added"),
            )
            row.clicked.connect(self._on_data)
            into.add_section().addWidget(row)

    def _add_ways_out(self, into: Inspector, file: FileDetail) -> None:
        body = into.add_section(tr("What you can do"))
        body.setSpacing(2)
        title, note = tr("Look at it…"), tr("Its rows, and how it is read")
        if file.is_asked:
            title, note = tr("Answer…"), tr("Then it is taken in")
        self.look = ActionRow("scan-search", title, note)
        self.look.clicked.connect(self._on_look)
        body.addWidget(self.look)
        if file.can_part:
            note = tr("The good rows are taken in")
            self.part = ActionRow("rows-3", tr("Set the rows aside"), note)
            self.part.clicked.connect(self._on_part)
            body.addWidget(self.part)
        note = tr("Unreadable values are missing")
        self.accept = ActionRow("check", tr("Accept anyway"), note)
        self.accept.clicked.connect(self._on_accept)
        self.ask = ActionRow("mail", tr("Ask the sender"), tr("Copies a message for them"))
        self.ask.clicked.connect(self._on_ask)
        body.addWidget(self.accept)
        if file.checks:
            note = tr("The rules of {dataset}", dataset=file.dataset)
            self.rules = ActionRow("shield-check", tr("Change the rule"), note)
            self.rules.clicked.connect(self._on_rules)
            body.addWidget(self.rules)
        body.addWidget(self.ask)

    def _on_part(self) -> None:
        if self._file is not None:
            self.part_wanted.emit(self._file.id)

    def _on_rules(self) -> None:
        if self._file is not None:
            self.rules_wanted.emit(self._file.dataset)

    def _on_look(self) -> None:
        if self._file is not None:
            self.look_wanted.emit(self._file.id)

    def _on_accept(self) -> None:
        if self._file is not None:
            self.accept_wanted.emit(self._file.id)

    def _on_ask(self) -> None:
        if self._file is not None:
            self.ask_wanted.emit(self._file.ask_text)

    def _on_data(self) -> None:
        if self._file is not None and self._file.data_address is not None:
            self.data_wanted.emit(*self._file.data_address)


class _CheckRow(QWidget):
    """A failed check: what it is called, what it found, in which rows."""

    def __init__(self, check: FailedCheck) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 2)
        column.setSpacing(1)
        tone = "bad" if check.keeps_out else "warn"
        column.addWidget(Paragraph(check.name, "small_strong", tone))
        column.addWidget(Paragraph(check.message, "body", "text"))
        if check.rows:
            column.addWidget(Paragraph(check.rows, "small", "text3"))
        for words in check.values:
            column.addWidget(Label(words, "monosmall", "text2", elide="right"))
