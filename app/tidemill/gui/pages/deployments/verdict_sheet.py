"""A candidate beside a champion: what it has shown, what is still needed, promote it or end it."""

import contextlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from tidemill.base.clock import monotonic
from tidemill.base.errors import NeedsYou, TidemillError
from tidemill.base.words import spoken, tr
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.facts import NoticeBox
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.shell.page import PageContext, address_of

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.domain.deployments import Deployment
    from tidemill.domain.trial_verdicts import TrialVerdict

_LOOK_AGAIN_S = 60.0
Said = tuple[tuple[str, int], str]
_SUPPORTING = {"better", "no difference that matters"}
"""Findings that speak for a promotion; with any other one it is possible, not suggested."""

_TONES = {"better": "good", "worse": "bad", "no difference that matters": "info"}


class VerdictSheet(Sheet):
    """The verdict over a trial; accepted is the way to the candidate's promotion."""

    keeps_draft = False

    end_wanted = Signal(str)

    def __init__(self, host: QWidget, found: "TrialVerdict", recorded_as: str) -> None:
        """Draw a verdict."""
        super().__init__(
            host,
            tr(
                "v{candidate} beside v{champion} of {deployment}",
                candidate=found.candidate,
                champion=found.champion,
                deployment=found.deployment,
            ),
            _what(found),
            tr("Promote v{candidate}…", candidate=found.candidate),
            "crown",
            recorded_as=recorded_as,
            cancel=tr("Close"),
            primary_kind="primary" if str(found.finding) in _SUPPORTING else "secondary",
        )
        self.verdict = found
        tone = _TONES.get(str(found.finding), "text2")
        first, *more = map(spoken, found.words)
        self.body.addWidget(NoticeBox("scale", first, "", tone))
        for words in more:
            self.body.addWidget(Paragraph(words, "body", "text"))
        if found.needed:
            self.body.addWidget(Label(tr("Still needed"), "strong"))
        for words in found.needed:
            self.body.addWidget(Paragraph(words, "body"))
        self.end = Button(tr("End the {kind}", kind=found.kind), "circle-stop", "ghost", height=36)
        self.end.clicked.connect(self._on_end)
        self.add_to_foot(self.end)

    def _on_end(self) -> None:
        self.end.setEnabled(False)
        self.end_wanted.emit(self.verdict.deployment)


class Verdicts(QObject):
    """Reads verdicts off the window's thread and shows them; `ended(name)` once a trial is over,
    `told(pairs)` brings the first sentences of verdicts by deployment and candidate.

    Promotion is left to the promotion sheet, with its gates, roles and the second person.
    """

    opened = Signal(object)
    ended = Signal(str)
    told = Signal(object)

    def __init__(self, context: PageContext, parent: QObject | None = None) -> None:
        """Nothing is read until asked for."""
        super().__init__(parent)
        self._context = context
        self._sheet: VerdictSheet | None = None
        self._looked: tuple[tuple[str, int], ...] = ()
        self._looked_at = 0.0

    def look(self, trials_of: Sequence[tuple[str, int]]) -> None:
        """Read what trials have shown so far, by deployment and candidate; `told` brings it.

        Answers come all the time and verdicts move slowly: the same ones are read again only
        after a minute.
        """
        workspace, wanted, now = self._context.workspace, tuple(trials_of), monotonic()
        if not wanted or (wanted == self._looked and now - self._looked_at < _LOOK_AGAIN_S):
            return
        self._looked, self._looked_at = wanted, now

        def work(reporter: "Reporter") -> tuple[Said, ...]:
            from tidemill.services import trial_verdict

            found: list[Said] = []
            for name, candidate in wanted:
                reporter.check()
                with contextlib.suppress(NeedsYou):  # it ended meanwhile
                    words = spoken(trial_verdict.verdict(workspace, name).words[0])
                    found.append(((name, candidate), words))
            return tuple(found)

        run = self._context.operations.run
        run("deployments.verdicts", work, self.told.emit, self._on_problem)

    def end(self, name: str) -> None:
        """Let the champion of a deployment answer alone again."""
        self._on_end(name)

    def read(self, name: str) -> None:
        """Read the verdict over a deployment's trial, and show it."""
        workspace = self._context.workspace

        def work(_reporter: "Reporter") -> "TrialVerdict":
            from tidemill.services import trial_verdict

            return trial_verdict.verdict(workspace, name)

        run = self._context.operations.run
        run("deployments.verdict", work, self._on_read, self._on_problem)

    def _on_read(self, found: "TrialVerdict") -> None:
        recorded = tr("Recorded as {display}", display=self._context.workspace.person.display)
        sheet = self._sheet = VerdictSheet(self._context.sheet_host, found, recorded)
        sheet.accepted.connect(self._on_promote)
        sheet.end_wanted.connect(self._on_end)
        self.opened.emit(sheet)

    def _on_promote(self) -> None:
        if self._sheet is None:
            return
        found = self._sheet.verdict
        self._sheet.close_sheet()
        address = address_of("models", found.model, str(found.candidate), "promote")
        self._context.navigate(address)

    def _on_end(self, name: str) -> None:
        workspace = self._context.workspace

        def work(_reporter: "Reporter") -> "Deployment":
            from tidemill.services import trials

            return trials.end(workspace, name)

        change = self._context.operations.change
        change("deployments.verdict.end", work, self._on_ended, self._on_problem)

    def _on_ended(self, one: "Deployment") -> None:
        if self._sheet is not None:
            self._sheet.close_sheet()
        self._context.toast(tr("The champion of {name} answers alone", name=one.name))
        self.ended.emit(one.name)

    def _on_problem(self, error: TidemillError) -> None:
        self._context.problem(error)


def _what(found: "TrialVerdict") -> str:
    share = f"{found.share * 100:.4g}%"
    by = f"by {found.key}" if found.key else tr("by the whole row")
    if found.kind == "split":
        return tr(
            "v{candidate} answers {share} of the rows, chosen {by}.",
            candidate=found.candidate,
            share=share,
            by=by,
        )
    return tr(
        "v{candidate} answers {share} of the rows as well; nobody is given its answers.",
        candidate=found.candidate,
        share=share,
    )
