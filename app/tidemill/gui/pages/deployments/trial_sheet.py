"""The sheet that puts a candidate beside the champion of a service: split, or shadow."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.domain.models import ModelVersion, Stage
from tidemill.gui.kit import numbers
from tidemill.gui.kit.charts.split_bar import Part, SplitBar
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.facts import NoticeBox
from tidemill.gui.kit.fields import TextArea
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.number_field import NumberField
from tidemill.gui.kit.popover import Option
from tidemill.gui.kit.segments import Segment
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.kit.visibility import show_if

if TYPE_CHECKING:
    from tidemill.services.trials import TrialChoices

SPLIT, SHADOW = "split", "shadow"
_USUAL = {SPLIT: 10.0, SHADOW: 100.0}
_REASON_LENGTH = 10


@dataclass(frozen=True)
class AskedTrial:
    """A trial as a person put it; `reason` is why a version with a failed gate answers callers."""

    name: str
    kind: str
    candidate: int
    share: float
    key: str
    reason: str


class TrialSheet(Sheet):
    """Asks who stands beside the champion, how, and for which share; `wanted(AskedTrial)`."""

    wanted = Signal(object)

    def __init__(self, host: QWidget, found: "TrialChoices", person_can: bool, by: str) -> None:
        """Make the sheet for what can be chosen; `person_can` approve, `by` is who asks."""
        name = found.deployment.name
        super().__init__(
            host,
            tr("A candidate beside v{number} of {name}", number=found.champion.number, name=name),
            tr("See on real requests what another version would answer, before it is promoted."),
            tr("Begin the split"),
            "git-fork",
            recorded_as=by,
        )
        self._name, self._champion, self._can = name, found.champion, person_can
        self._versions = {version.number: version for version in found.candidates}
        options = [_option(version) for version in found.candidates]
        first = found.candidates[0].number
        self.candidate = Choice(options, first, name=tr("Candidate"))
        self.kind = Segment(
            [(SPLIT, tr("Split")), (SHADOW, tr("Shadow"))], SPLIT, name=tr("How it stands beside")
        )
        self.share = NumberField(_USUAL[SPLIT], 0, 100, label=tr("Share of the rows, in percent"))
        keys = [Option("", tr("the whole row")), *(Option(key, key) for key in found.keys)]
        self.key = Choice(keys, "", name=tr("Chosen by"))
        self.bar = SplitBar(name=tr("Traffic"))
        self._ends = Label("", "small", "text2")
        self.reason = TextArea(
            tr("At least {reason_length} characters", reason_length=_REASON_LENGTH), 2, tr("Reason")
        )
        self._reason_box = QWidget()
        self._notice = QVBoxLayout()
        self._shown_notice: QWidget | None = None
        self.failure = ErrorPanel()
        self._lay_out()
        self.candidate.chosen.connect(self._on_change)
        self.kind.changed.connect(self._on_kind)
        self.share.value_changed.connect(self._on_change)
        self.reason.textChanged.connect(self._on_change)
        self.accepted.connect(self._on_accepted)
        self._on_change()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(24)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(14)
        left.addLayout(_labelled(tr("Candidate"), self.candidate))
        left.addLayout(_labelled(tr("How it stands beside"), self.kind))
        left.addStretch(1)
        right.addWidget(self.share)
        right.addLayout(_labelled(tr("A row is chosen by a hash of"), self.key))
        right.addStretch(1)
        row.addLayout(left, 1)
        row.addLayout(right, 1)
        self.body.addLayout(row)
        self.body.addWidget(self.bar)
        self.body.addWidget(self._ends)
        self.body.addLayout(self._notice)
        box = QVBoxLayout(self._reason_box)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(
            Label(tr("Why it answers callers although its gates are not green"), "strong")
        )
        box.addWidget(self.reason)
        self.body.addWidget(self._reason_box)
        self.body.addWidget(self.failure)

    def asked(self) -> AskedTrial | None:
        """What was put in; None where it can't be, which is said at its field."""
        share = self.share.value()
        is_split = self.kind.value() == SPLIT
        if share is None or share <= 0 or (is_split and share >= 100):
            most = tr("less than 100") if is_split else tr("100 at most")
            self.share.set_error(tr("More than 0 and {most}.", most=most))
            self.share.edit.setFocus()
            return None
        kind, number = str(self.kind.value()), int(self.candidate.value())
        reason = self.reason.text().strip() if self._needs_reason() else ""
        return AskedTrial(
            self._name, kind, number, share / 100, str(self.key.value() or ""), reason
        )

    def set_error(self, error: TidemillError) -> None:
        """Say why it was not begun; what was put in stays."""
        self.primary.set_busy(False)
        self._say(error)

    def _say(self, error: TidemillError | None) -> None:
        self.failure.set_error(*(("",) if error is None else (error.message, error.hint)))
        show_if(self.failure, error is not None)
        self.fit()

    def _version(self) -> ModelVersion:
        return self._versions[int(self.candidate.value())]

    def _needs_reason(self) -> bool:
        return self.kind.value() == SPLIT and not self._version().gates_passed

    def _on_kind(self, kind: str) -> None:
        self.share.set_value(_USUAL[kind])
        self._on_change()

    def _on_change(self, _value: object = None) -> None:
        is_split, number = self.kind.value() == SPLIT, int(self.candidate.value())
        share = min(100.0, max(0.0, self.share.value() or 0.0))
        self.primary.set_text(tr("Begin the {value}", value=self.kind.value()))
        champion, candidate = f"v{self._champion.number}", f"v{number}"
        rest = 100 - share if is_split else 100.0
        self.bar.set_parts(
            [
                Part(champion, rest, "champion"),
                Part(candidate, share if is_split else 0, "candidate"),
            ]
        )
        told = numbers.percent(share / 100, 0 if share == round(share) else 1)
        if is_split:
            left = numbers.percent(rest / 100, 0 if share == round(share) else 1)
            words = tr(
                "{champion} answers {left} of the rows, {candidate} answers {told}.",
                champion=champion,
                left=left,
                candidate=candidate,
                told=told,
            )
        else:
            words = tr(
                "{champion} answers all; {candidate} answers {told} as well, unseen.",
                champion=champion,
                candidate=candidate,
                told=told,
            )
        self._ends.set_text(words)
        needs = self._needs_reason()
        show_if(self._reason_box, needs and self._can)
        enough = len(self.reason.text().strip()) >= _REASON_LENGTH
        self.primary.setEnabled(not needs or (self._can and enough))
        self._tell_what_happens(is_split, needs)
        self._say(None)

    def _tell_what_happens(self, is_split: bool, needs_reason: bool) -> None:
        if self._shown_notice is not None:
            self._notice.removeWidget(self._shown_notice)
            self._shown_notice.hide()
            self._shown_notice.deleteLater()
        title = tr("Callers are given the candidate's answers for its share.")
        text = tr("A key stays with one version while it lasts. It ends at once when you say so.")
        icon, tone = "git-fork", "info"
        if not is_split:
            title = tr("Nobody is given the candidate's answers.")
            text = tr(
                "It answers after the champion did, in the background; only kept answers count."
            )
            icon = "eye-off"
        if needs_reason and not self._can:
            icon, tone = "octagon-alert", "warn"
            title = tr("The gates of v{number} are not green.", number=self._version().number)
            text = tr(
                "An approver can let it answer callers, with a reason. You can let it shadow."
            )
        self._shown_notice = NoticeBox(icon, title, text, tone)
        self._notice.addWidget(self._shown_notice)
        self._shown_notice.show()

    def _on_accepted(self) -> None:
        asked = self.asked()
        if asked is not None:
            self._say(None)
            self.primary.set_busy(True)
            self.wanted.emit(asked)


def _option(version: ModelVersion) -> Option:
    passed = sum(bool(gate["passed"]) for gate in version.gates)
    gates = (
        tr("{passed} of {n} gates", passed=passed, n=len(version.gates))
        if version.gates
        else tr("gates not run")
    )
    stage = str(version.stage)
    icon = "diamond" if version.stage is Stage.CANDIDATE else "box"
    return Option(version.number, f"v{version.number}", f"{stage}, {gates}", icon)


def _labelled(words: str, part: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(5)
    column.addWidget(Label(words, "strong"))
    column.addWidget(part)
    return column
