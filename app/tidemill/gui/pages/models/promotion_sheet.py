"""The promotion sheet: what would change, what stands guard, and one button that does it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.errors import TidemillError
from tidemill.base.words import spoken, tr
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cards import head_row
from tidemill.gui.kit.chips import Chip, ChipTone
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.fields import TextArea
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.kit.surfaces import IconLabel, Well
from tidemill.gui.kit.tabs import Tabs
from tidemill.gui.pages.models.asked import ShownRehearsal
from tidemill.gui.pages.models.change_chart import ChangeChart
from tidemill.gui.pages.models.promotion_state import REASON_LENGTH, After, PromotionState, Side
from tidemill.gui.pages.models.rehearsal_part import RehearsalPart
from tidemill.gui.pages.models.version_rows import GateLine

_RIGHT = 350


class PromotionSheet(Sheet):
    """Shows a promotion.

    Emits `promote_wanted(note, reason, anyway)`, `propose_wanted(note)` and `gates_wanted`. Where
    there is a champion, `rehearsal` is its second part, which its owner fills.

    Its owner does it, calls `set_working`, and then `close_sheet` or `set_error`.
    """

    reopened_by = ("models.promote",)

    promote_wanted = Signal(str, str, bool)
    propose_wanted = Signal(str)
    gates_wanted = Signal()

    def __init__(self, host: QWidget, state: PromotionState) -> None:
        """Draw the state; it is a decision at one moment and does not change under the pointer."""
        super().__init__(
            host,
            state.title,
            spoken(state.verdict),
            primary=state.button if state.can_promote else "",
            primary_icon="hand" if state.is_proposal else "crown",
            width=1040,
            recorded_as=state.recorded_as,
            primary_kind="secondary" if state.needs_reason or state.is_stale else "primary",
        )
        self.state = state
        self._is_asking = False
        both = QWidget()
        columns = QHBoxLayout(both)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(22)
        columns.addWidget(self._make_left(), 1)
        columns.addWidget(Divider(True))
        columns.addWidget(self._make_right(), 0, Qt.AlignmentFlag.AlignTop)
        self._decision = both
        self.tabs = Tabs([("decision", tr("Numbers and gates")), ("rehearsal", tr("Rehearsal"))])
        self.tabs.changed.connect(self.show_tab)
        self.rehearsal = RehearsalPart()
        if state.champion is not None:
            self.body.addWidget(self.tabs)
        self.body.addWidget(both)
        self.body.addWidget(self.rehearsal)
        self.rehearsal.hide()
        self.tabs.setVisible(state.champion is not None)
        self.error = ErrorPanel()
        self.error.set_error("")
        self.body.addWidget(self.error)
        if state.obstacle:
            self.set_note(state.obstacle, "hand")
        self.gates = Button(
            tr("Run the gates again"),
            "refresh-cw",
            "primary" if state.is_stale else "secondary",
            height=36,
            parent=self,
        )
        self.gates.hide()
        if state.is_stale:
            self.add_to_foot(self.gates)
            self.gates.show()
        self.gates.clicked.connect(self.gates_wanted)
        self.accepted.connect(self._on_accepted)

    def show_tab(self, tab: str) -> None:
        """Show the numbers and gates, or the rehearsal."""
        self.tabs.set_value(tab)
        self._decision.setVisible(tab == "decision")
        self.rehearsal.setVisible(tab == "rehearsal")
        self.fit()

    def show_rehearsal(self, shown: ShownRehearsal) -> None:
        """Draw the rehearsal of the version, or that one is under way."""
        side = self.state.champion
        number = None if side is None else int(side.label.removeprefix("v"))
        self.rehearsal.show_rehearsal(shown, number)
        self.tabs.set_count("rehearsal", None if shown.found is None else shown.found.n_flips)
        self.fit()

    # Parts

    def _make_left(self) -> QWidget:
        state = self.state
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        cards = QWidget()
        pair = QHBoxLayout(cards)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.setSpacing(14)
        if state.champion is not None:
            pair.addWidget(_side(state.champion, "crown", "gold"), 1)
            pair.addWidget(IconLabel("arrow-right", "text2"))
        pair.addWidget(_side(state.candidate, "diamond", "cand_text"), 1)
        column.addWidget(cards)
        column.addSpacing(8)
        column.addLayout(head_row(tr("What changes"), state.compared))
        self.chart = ChangeChart()
        against = state.against if state.against.startswith("v") else tr("Prior")
        self.chart.set_rows(state.measures, against, state.candidate.label)
        column.addWidget(self.chart)
        column.addSpacing(6)
        if state.can_promote:
            column.addLayout(head_row(tr("Note for the audit log"), "optional"))
            self.note = TextArea(tr("Why now"), 2, tr("Note for the audit log"))
            column.addWidget(_framed(self.note))
            self._reason_box = QWidget()
            box = QVBoxLayout(self._reason_box)
            box.setContentsMargins(0, 4, 0, 0)
            box.setSpacing(8)
            box.addLayout(head_row(tr("Why promote it although a gate failed")))
            self.reason = TextArea(
                tr("At least {reason_length} characters", reason_length=REASON_LENGTH),
                2,
                tr("Reason"),
            )
            self.reason.textChanged.connect(self._on_reason)
            box.addWidget(_framed(self.reason))
            self._reason_box.hide()
            column.addWidget(self._reason_box)
        column.addStretch(1)
        return left

    def _make_right(self) -> QWidget:
        state = self.state
        right = QWidget()
        right.setFixedWidth(_RIGHT)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(9)
        tone: ChipTone = "good" if state.has_passed else "bad"
        sign = "check" if state.has_passed else "octagon-minus"
        column.addLayout(head_row(tr("Gates"), "", Chip(state.gates_words, tone, sign)))
        for gate in state.gates:
            column.addWidget(_gate(gate))
        for title, lines in (
            (tr("Two people"), state.agreed),
            (tr("When you promote"), state.after),
        ):
            if not lines:
                continue
            column.addSpacing(4)
            column.addWidget(Divider())
            column.addSpacing(4)
            column.addWidget(Label(title, "h3"))
            for one in lines:
                column.addWidget(_after(one))
        column.addStretch(1)
        return right

    # Deciding

    def _accept(self) -> None:
        """Enter does what is primary: with gates that are old, that is running them again."""
        is_by_key = self.sender() is not self.primary
        if self.state.is_stale and is_by_key and self.gates.isEnabled():
            self.gates_wanted.emit()
        else:
            super()._accept()

    def _on_accepted(self) -> None:
        if self.state.is_proposal:
            self.propose_wanted.emit(self.note.text().strip())
        elif not self.state.needs_reason:
            self.promote_wanted.emit(self.note.text().strip(), "", False)
        elif not self._is_asking:
            self._ask_reason()
        else:
            note, reason = self.note.text().strip(), self.reason.text().strip()
            self.promote_wanted.emit(note, reason, True)

    def _ask_reason(self) -> None:
        self._is_asking = True
        self._reason_box.show()
        self.primary.set_text(tr("Promote v{number} anyway", number=self.state.number))
        self._on_reason()
        self.fit()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_reason(self) -> None:
        is_enough = len(self.reason.text().strip()) >= REASON_LENGTH
        self.primary.setEnabled(is_enough or not self._is_asking)

    def set_working(self, is_working: bool) -> None:
        """Show that the promotion is under way."""
        self.primary.set_busy(is_working)
        self.cancel.setEnabled(not is_working)
        self.gates.setEnabled(not is_working)
        if is_working:
            self.error.set_error("")

    def set_error(self, error: TidemillError) -> None:
        """Say in place why it was not promoted; the champion keeps serving."""
        self.set_working(False)
        hint = " ".join(part for part in (error.hint, tr("The champion keeps serving.")) if part)
        self.error.set_error(error.message, hint, error.detail)
        self.fit()


def _framed(area: TextArea) -> Well:
    well = Well("subtle", "line", 8)
    column = QVBoxLayout(well)
    column.setContentsMargins(1, 1, 1, 1)
    column.addWidget(area)
    return well


def _side(side: Side, icon: str, tone: str) -> Well:
    well = Well("subtle", "line", 10)
    row = QHBoxLayout(well)
    row.setContentsMargins(16, 12, 14, 12)
    row.setSpacing(12)
    is_filled = side.role == "candidate"
    row.addWidget(IconLabel(icon, tone, 20, side.role, is_filled))
    words = QVBoxLayout()
    words.setSpacing(2)
    words.addWidget(Label(f"{side.label}  {side.role}", "h2"))
    words.addWidget(Label(side.text, "small", "text2"))
    row.addLayout(words, 1)
    well.setAccessibleName(f"{side.label}, {side.role}, {side.text}")
    return well


def _line(icon: str, tone: str, title: str, text: str, value: str, name: str) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    row.addWidget(IconLabel(icon, tone, 16, name), 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(1)
    head = QHBoxLayout()
    head.setSpacing(8)
    head.addWidget(Label(title, "strong", "bad" if tone == "bad" else "text"), 1)
    if value:
        head.addWidget(Label(value, "body", "text2", elide="none", numeric=True))
    words.addLayout(head)
    words.addWidget(Paragraph(text, "small", "text2"))
    row.addLayout(words, 1)
    line.setAccessibleName(f"{title}: {name}. {text}")
    return line


def _gate(gate: GateLine) -> QWidget:
    icon, tone, word = (
        ("circle-check", "good", tr("passed"))
        if gate.is_passed
        else ("octagon-minus", "bad", tr("failed"))
    )
    return _line(icon, tone, spoken(gate.title), spoken(gate.message), spoken(gate.value), word)


def _after(after: After) -> QWidget:
    return _line(after.icon, "text2", after.title, after.text, "", "then")
