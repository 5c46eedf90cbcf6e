"""An automation in the inspector: run it, change it, its newest run, all that were before."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout

from tidemill.base.words import tr
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.facts import KeyValues
from tidemill.gui.kit.inspector import Inspector
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.rows import ActionRow
from tidemill.gui.kit.timeline import Step, Timeline
from tidemill.gui.pages.automations.rule_detail import OpenLink, RuleDetail, RunDetail
from tidemill.gui.pages.automations.step_lines import timeline_of

_MOST_RUNS = 30
_MOST_LINKS = 6
_OPENERS = ("It", "The", "A", "An", "When", "Drift", "Your", "Nothing")


class RuleSections(QObject):
    """Emits what is wanted of the automation: `run_wanted(id)`, `run_chosen(run)`,
    `change_wanted(id)`, and `open_wanted(address)` of what a run made."""

    run_wanted = Signal(int)
    run_chosen = Signal(int)
    change_wanted = Signal(int)
    open_wanted = Signal(str)

    def __init__(self, parent: QObject) -> None:
        """Show none."""
        super().__init__(parent)
        self._rule: RuleDetail | None = None
        self.forget()

    def forget(self) -> None:
        """The inspector shows something else: its widgets are gone."""
        self.run_now: Button | None = None
        self.change: Button | None = None
        self.runs: Timeline | None = None

    def build(self, into: Inspector, rule: RuleDetail) -> None:
        """Add the sections of an automation."""
        self._rule = rule
        body = into.add_section()
        row = QHBoxLayout()
        row.setSpacing(6)
        self.run_now = Button(tr("Run now"), "play", height=28)
        self.run_now.clicked.connect(self._on_run_now)
        self.change = Button(tr("Change…"), "pencil", "ghost", height=28)
        self.change.clicked.connect(self._on_change)
        row.addWidget(self.run_now)
        row.addWidget(self.change)
        row.addStretch(1)
        body.addLayout(row)
        body.addWidget(KeyValues(list(rule.facts)))
        if rule.run is not None:
            self._add_run(into, rule.run)
        rows = [Step(r.title, r.text, r.trailing, r.mark) for r in rule.runs[:_MOST_RUNS]]
        n = len(rule.runs)
        note = tr("{n}, newest first", n=n) if n > 1 else ""
        body = into.add_section(tr("Runs"), note)
        if not rows:
            words = tr("It has not run yet. Why it starts and what it makes will stand here.")
            body.addWidget(Paragraph(words, "small", "text2"))
        else:
            self.runs = Timeline(rows, is_clickable=True)
            self.runs.setAccessibleName(tr("Runs"))
            self.runs.step_clicked.connect(self._on_run_chosen)
            body.addWidget(self.runs)

    def _add_run(self, into: Inspector, run: RunDetail) -> None:
        body = into.add_section(run.title)
        if run.why:
            body.addWidget(
                Paragraph(
                    tr("Started because {in_sentence}", in_sentence=_in_sentence(run.why)),
                    "body",
                    "text",
                )
            )
        body.addWidget(timeline_of(run.steps))
        for title, links in ((tr("Because of"), run.because), (tr("Made"), run.made)):
            if links:
                body.addWidget(Label(title, "caption", "text3"))
                for link in links[:_MOST_LINKS]:
                    body.addWidget(self._link_row(link))

    def _link_row(self, link: OpenLink) -> ActionRow:
        row = ActionRow(link.icon, link.title, link.note)
        row.setProperty("address", link.address)
        row.clicked.connect(self._on_link)
        return row

    def _on_run_now(self) -> None:
        if self._rule is not None:
            self.run_wanted.emit(self._rule.id)

    def _on_change(self) -> None:
        if self._rule is not None:
            self.change_wanted.emit(self._rule.id)

    def _on_run_chosen(self, at: int) -> None:
        if self._rule is not None:
            self.run_chosen.emit(self._rule.runs[at].id)

    def _on_link(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.open_wanted.emit(str(sender.property("address")))


def _in_sentence(why: str) -> str:
    """A cause behind "because": names of files and of people keep their letters."""
    first = why.partition(" ")[0]
    plain = first[:1].isupper() and first[1:].islower() and "." not in first
    return why[:1].lower() + why[1:] if plain and first in _OPENERS else why
