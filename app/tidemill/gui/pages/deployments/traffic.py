"""The line of a card that shows a candidate beside the champion, and what can be done about it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.charts.split_bar import Part, SplitBar
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.deployments.state import TrialLook

_BUTTON = 26


class TrafficLine(QWidget):
    """Shares of the rows by who answers them: champion petrol, candidate orange.

    A shadow has a bar of its own below the champion's, since both answer the same rows. Emits
    `wanted(what)`: `verdict`, `promote` or `end`.
    """

    wanted = Signal(str)

    def __init__(self) -> None:
        """Empty until a trial is shown."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        head = QHBoxLayout()
        head.setSpacing(4)
        self._caption = Label("", "caption", "text2")
        head.addWidget(self._caption)
        head.addStretch(1)
        self.verdict = Button(tr("Verdict…"), "scale", "ghost", height=_BUTTON)
        self.promote = Button("", "crown", "ghost", height=_BUTTON)
        self.end = Button("", "circle-stop", "ghost", height=_BUTTON)
        for button, what in (
            (self.verdict, "verdict"),
            (self.promote, "promote"),
            (self.end, "end"),
        ):
            button.setProperty("what", what)
            button.clicked.connect(self._on_button)
            head.addWidget(button)
        column.addLayout(head)
        self.bar = SplitBar(name=tr("Traffic"))
        self.shadow = SplitBar(name=tr("Shadowed"), height=4)
        column.addWidget(self.bar)
        column.addWidget(self.shadow)
        ends = QHBoxLayout()
        self._left = Label("", "small", "text2")
        self._right = Label("", "small", "text2")
        ends.addWidget(self._left)
        ends.addStretch(1)
        ends.addWidget(self._right)
        column.addLayout(ends)
        self.words = Paragraph("", "small", "text")
        column.addWidget(self.words)

    def show_trial(self, trial: TrialLook, verdict: str) -> None:
        """Draw a trial; `verdict` is what it has shown so far, empty while that is not known."""
        share = numbers.percent(trial.share, _decimals(trial.share))
        self._caption.set_text(tr("Traffic, {by}", by=trial.by))
        self.promote.set_text(tr("Promote v{candidate}…", candidate=trial.candidate))
        self.end.set_text(tr("End the {kind}", kind=trial.kind))
        champion, candidate = (
            tr("v{champion} champion", champion=trial.champion),
            tr("v{candidate} candidate", candidate=trial.candidate),
        )
        began = tr("just begun") if trial.since == "now" else f"began {trial.since}"
        if trial.is_split:
            rest = numbers.percent(1 - trial.share, _decimals(trial.share))
            self.bar.set_parts(
                [
                    Part(champion, (1 - trial.share) * 100, "champion"),
                    Part(candidate, trial.share * 100, "candidate"),
                ]
            )
            self._left.set_text(f"{champion}, {rest}")
            self._right.set_text(f"{candidate}, {share}, {began}")
        else:
            self.bar.set_parts([Part(champion, 100, "champion")])
            self.shadow.set_parts(
                [
                    Part(candidate, trial.share * 100, "candidate"),
                    Part(tr("not shadowed"), (1 - trial.share) * 100, "sunken"),
                ]
            )
            self._left.set_text(tr("{champion}, answers all", champion=champion))
            self._right.set_text(
                tr(
                    "{candidate}, shadows {share}, {began}",
                    candidate=candidate,
                    share=share,
                    began=began,
                )
            )
        show_if(self.shadow, not trial.is_split)
        self.words.set_text(verdict)
        show_if(self.words, bool(verdict))

    def said(self) -> tuple[str, str, str]:
        """What stands under the bar, left and right, and the verdict."""
        return self._left.text(), self._right.text(), self.words.text()

    def _on_button(self) -> None:
        sender = self.sender()
        if isinstance(sender, Button):
            self.wanted.emit(str(sender.property("what")))


def _decimals(share: float) -> int:
    return 0 if abs(share * 100 - round(share * 100)) < 1e-9 else 1
