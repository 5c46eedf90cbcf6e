"""The inspector of Models: one version, what it would take over, its gates, where it came from."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import spoken, tr
from tidemill.domain.models import Comment, Stage
from tidemill.gui.kit import numbers
from tidemill.gui.kit.buttons import Button, ButtonKind
from tidemill.gui.kit.chips import Chip
from tidemill.gui.kit.fields import Field, TextArea
from tidemill.gui.kit.inspector import Inspector
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.older_note import OlderNote
from tidemill.gui.kit.surfaces import IconLabel, Well
from tidemill.gui.kit.timeline import Step, Timeline
from tidemill.gui.pages.models.state import ModelsState
from tidemill.gui.pages.models.version_rows import STAGES, GateLine, VersionRow

_TONES = {True: "good", False: "bad", None: "text2"}


class VersionInspector(Inspector):
    """Shows a version.

    Emits `promote_wanted`, `reject_wanted`, `step_opened(0 data, 1 run)`,
    `label_wanted(label, whether it comes off)`, `comment_wanted(text)` and `anew_wanted`, to train
    the version's run with the preparation that stands now.
    """

    promote_wanted = Signal()
    reject_wanted = Signal()
    step_opened = Signal(int)
    label_wanted = Signal(str, bool)
    comment_wanted = Signal(str)
    anew_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        """Make it empty; it belongs to the page until the shell shows it."""
        super().__init__(tr("Version"), parent=parent)
        self.promote: Button | None = None
        self.reject: Button | None = None
        self.older: OlderNote | None = None
        self.label: Field | None = None
        self.comment: TextArea | None = None
        self.send: Button | None = None
        self.labels_off: dict[str, Button] = {}
        self._number: int | None = None
        self._shown: tuple[object, ...] | None = None

    def show_state(self, state: ModelsState) -> None:
        """Draw the chosen version, if it is another than before."""
        version = state.version
        said = state.said(state.chosen)
        now = (state.name, version, state.champion, state.busy, said, state.is_four_eyes)
        if now == self._shown:
            return
        self._shown = now
        draft = self._draft(version, said)
        self.clear()
        self.promote = self.reject = None
        if version is None:
            self.set_head(tr("Version"), tr("Choose a version to see it here."))
            return
        words, tone, icon = STAGES[version.stage]
        self.set_head(tr("Version {number}", number=version.number), "", Chip(words, tone, icon))
        if version.stage is not Stage.CHAMPION:
            self._add_actions(version, state)
        self._add_older(version)
        if version.changes:
            self._add_changes(version)
        self._add_gates(version)
        self._add_lineage(version)
        self._add_labels(version)
        self._add_comments(state, said, draft)

    def _draft(self, version: VersionRow | None, said: tuple[Comment, ...]) -> str:
        """What was typed and not sent, where the same version is drawn anew."""
        before, self._number = self._number, None if version is None else version.number
        if self.comment is None or before != self._number:
            return ""
        text = self.comment.text()
        return "" if said and said[-1].text == text.strip() else text

    def _add_labels(self, version: VersionRow) -> None:
        body = self.add_section(tr("Labels"))
        self.labels_off = {}
        for name in version.labels:
            line = QHBoxLayout()
            line.addWidget(Chip(name, "plain", "tag"))
            line.addStretch(1)
            off = Button(
                "", "x", "ghost", height=24, tooltip=tr("Take the label {name} off", name=name)
            )
            off.clicked.connect(partial(self.label_wanted.emit, name, True))
            line.addWidget(off)
            self.labels_off[name] = off
            body.addLayout(line)
        self.label = Field(tr("Add a label, such as eu-west"), "tag", height=28)
        self.label.submitted.connect(self._on_label)
        body.addWidget(self.label)

    def _on_label(self, label: str) -> None:
        if label.strip():
            self.label_wanted.emit(label, False)

    def _add_comments(self, state: ModelsState, said: tuple[Comment, ...], draft: str) -> None:
        note = numbers.integer(len(said)) if said else ""
        body = self.add_section(tr("Comments"), note)
        for one in said:
            head = QHBoxLayout()
            head.addWidget(Label(state.people.get(one.by, one.by), "strong"), 1)
            when = "" if state.now is None else numbers.relative(one.at, state.now)
            head.addWidget(Label(when, "small", "text3", elide="none"))
            body.addLayout(head)
            body.addWidget(Paragraph(one.text, "body", "text2"))
        self.comment = TextArea(tr("Write a comment; @login speaks to a person"), 2, tr("Comment"))
        self.comment.setPlainText(draft)
        well = Well("subtle", "line", 8)
        column = QVBoxLayout(well)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self.comment)
        body.addWidget(well)
        self.send = Button(tr("Comment"), "message-square", height=28)
        self.send.clicked.connect(self._on_comment)
        body.addWidget(self.send)

    def _on_comment(self) -> None:
        if self.comment is not None and self.comment.text().strip():
            self.comment_wanted.emit(self.comment.text())

    def _add_actions(self, version: VersionRow, state: ModelsState) -> None:
        body = self.add_section()
        row = QHBoxLayout()
        row.setSpacing(8)
        is_candidate = version.stage is Stage.CANDIDATE
        kind: ButtonKind = "primary" if version.is_ready else "secondary"
        self.promote = Button(
            tr("Promote v{number}…", number=version.number),
            "crown",
            kind,
            "P",
            tooltip=tr("Opens the promotion sheet"),
        )
        self.promote.set_stretching(True)
        self.promote.clicked.connect(self.promote_wanted)
        row.addWidget(self.promote, 1)
        if is_candidate:
            self.reject = Button(tr("Reject"), None, "danger")
            self.reject.setEnabled(not state.busy)
            self.reject.set_busy(state.busy == "reject")
            self.reject.clicked.connect(self.reject_wanted)
            row.addWidget(self.reject)
        body.addLayout(row)
        words = version.takes_over
        if state.is_four_eyes:
            who = " and ".join(version.proposed_by)
            words += tr(" {who} proposed it.", who=who) if who else tr(" It takes two people.")
        body.addWidget(Paragraph(words, "small", "text2"))

    def _add_older(self, version: VersionRow) -> None:
        self.older = None
        if version.older is None:
            return
        self.older = OlderNote()
        found = version.older
        self.older.show_words(found.words, found.details, can_learn=found.now is not None)
        self.older.anew_wanted.connect(self.anew_wanted)
        self.add_section(tr("Preparation")).addWidget(self.older)

    def _add_changes(self, version: VersionRow) -> None:
        is_version = version.against.startswith("v")
        then = " then" if version.was_champion else ""
        title = (
            tr("Against the champion{then}", then=then)
            if is_version
            else tr("Against the {against}", against=version.against)
        )
        body = self.add_section(title, numbers.plural(version.compared_rows, "row"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(0, 1)
        heads = (version.against if is_version else "prior", f"v{version.number}", "change")
        right = Qt.AlignmentFlag.AlignRight
        for at, head in enumerate(heads, 1):
            grid.addWidget(
                Label(head, "caption", "text3", align="right", elide="none"), 0, at, right
            )
        for row, line in enumerate(version.changes, 1):
            grid.addWidget(Label(line.title, "small", "text2"), row, 0)
            cells = (
                (line.champion, "body", "text2"),
                (line.candidate, "strong", "text"),
                (line.change, "body", _TONES[line.is_better]),
            )
            for at, (words, role, tone) in enumerate(cells, 1):
                cell = Label(words, role, tone, "none", numeric=True, align="right")
                grid.addWidget(cell, row, at, right)
        body.addLayout(grid)

    def _add_gates(self, version: VersionRow) -> None:
        is_fine = version.has_passed
        tone = "good" if is_fine else "bad" if version.gates else "text3"
        words = tr("{n_of} passed", n_of=version.gates_words) if version.gates else tr("not run")
        trailing = Label(words, "small", tone, elide="none", numeric=True)
        body = self.add_section(tr("Gates"), trailing=trailing)
        if not version.gates:
            body.addWidget(
                Paragraph(tr("The gates have not run on this version."), "small", "text2")
            )
        for gate in version.gates:
            body.addWidget(_gate(gate))

    def _add_lineage(self, version: VersionRow) -> None:
        body = self.add_section(tr("Lineage"))
        rows = "" if version.dataset_rows is None else numbers.plural(version.dataset_rows, "row")
        serves = {Stage.CHAMPION: "champion"}.get(version.stage, tr("serves nothing"))
        lineage = Timeline(
            [
                Step(version.dataset, rows, mark="tile", icon="database"),
                Step(version.run_name, version.estimator, mark="tile", icon="flask-conical"),
                Step(
                    f"v{version.number}",
                    f"hash {version.input_hash[:8]}",
                    serves,
                    mark="tile",
                    icon="box",
                    is_current=True,
                ),
            ],
            is_clickable=True,
        )
        lineage.step_clicked.connect(self.step_opened)
        body.addWidget(lineage)


def _gate(gate: GateLine) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    icon, tone, word = (
        ("circle-check", "good", tr("passed"))
        if gate.is_passed
        else ("octagon-minus", "bad", tr("failed"))
    )
    row.addWidget(IconLabel(icon, tone, 16, word), 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(1)
    head = QHBoxLayout()
    head.setSpacing(8)
    head.addWidget(Label(spoken(gate.title), "body"), 1)
    if gate.value:
        head.addWidget(Label(gate.value, "small", "text2", elide="none", numeric=True))
    words.addLayout(head)
    if not gate.is_passed:
        words.addWidget(Paragraph(spoken(gate.message), "small", "bad"))
    row.addLayout(words, 1)
    line.setToolTip(spoken(gate.message))
    line.setAccessibleName(f"{spoken(gate.title)}: {word}. {spoken(gate.message)}")
    return line
