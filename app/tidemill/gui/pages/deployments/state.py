"""What the page Deployments shows, and how it comes out of the services. Pure."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.domain.batches import BatchSettings, BatchSummary
from tidemill.domain.deployments import Deployment, DeploymentKind, Logging, ServiceState
from tidemill.domain.models import ModelVersion, Stage
from tidemill.domain.trials import Trial, TrialKind, trial_of
from tidemill.gui.kit import numbers
from tidemill.gui.kit.chips import ChipTone
from tidemill.gui.kit.status import Status
from tidemill.gui.pages.deployments.exported import ExportState, exports_of
from tidemill.gui.pages.deployments.figures import (
    FactOf,
    FileLine,
    facts_of,
    file_line,
    folder_facts,
)
from tidemill.gui.shell.page import StateWord

if TYPE_CHECKING:
    from tidemill.services.serving.overview import Overview, Shown

KINDS = {
    DeploymentKind.HTTP: (tr("HTTP service"), "radio-tower"),
    DeploymentKind.BATCH: (tr("Batch folder"), "folder-input"),
}
LOGGINGS = {Logging.OFF: tr("None"), Logging.SAMPLED: tr("A sample"), Logging.ALL: tr("All")}

Way = Literal["again", "worker", "settings", "log"]
"""What can be done about trouble: try again, start the worker, change settings, see the log."""


@dataclass(frozen=True)
class TrialLook:
    """A candidate beside the champion. `share` is of the rows that the candidate answers, returned
    in a split, kept only in a shadow; `since` is for how long."""

    kind: str
    champion: int
    candidate: int
    share: float
    since: str
    words: str
    by: str

    @property
    def is_split(self) -> bool:
        """Whether callers are given the candidate's answers."""
        return self.kind == str(TrialKind.SPLIT)


@dataclass(frozen=True)
class CardState:
    """One deployment. `is_waiting` says that a switch was moved and is not there yet."""

    name: str
    kind: str
    icon: str
    model: str
    version: str
    version_tone: ChipTone
    version_icon: str | None
    address: str
    is_on: bool
    status: Status
    words: str
    trouble: str
    ways: tuple[Way, ...]
    facts: tuple[FactOf, ...]
    rows: tuple[tuple[str, str], ...]
    is_http: bool
    has_token: bool
    can_answer: bool
    trial: TrialLook | None = None
    files: tuple[FileLine, ...] = ()


@dataclass(frozen=True)
class ModelChoice:
    """A model that can be deployed; `champion` is the number of the version that would answer."""

    name: str
    note: str
    champion: int = 0


@dataclass(frozen=True)
class DeploymentsState:
    """All that is shown. `busy` names the deployment that something is being done to; `verdicts`
    are the first sentences of those over trials, by deployment and candidate."""

    word: StateWord = "loading"
    error: TidemillError | None = None
    cards: tuple[CardState, ...] = ()
    chosen: str = ""
    missing: str = ""
    models: tuple[ModelChoice, ...] = ()
    has_models: bool = False
    exports: tuple[ExportState, ...] = ()
    verdicts: tuple[tuple[tuple[str, int], str], ...] = ()
    busy: str = ""
    problem: TidemillError | None = None
    deployments: tuple[Deployment, ...] = ()
    versions: tuple[ModelVersion | None, ...] = field(default=(), repr=False)

    @property
    def card(self) -> CardState | None:
        """The chosen deployment."""
        return next((card for card in self.cards if card.name == self.chosen), None)

    def verdict_of(self, card: CardState) -> str:
        """What the trial of a card has shown so far; empty while that is not known."""
        trial = card.trial
        return "" if trial is None else dict(self.verdicts).get((card.name, trial.candidate), "")

    def deployment(self, name: str) -> Deployment | None:
        """The deployment of a name."""
        return next((one for one in self.deployments if one.name == name), None)

    def version(self, name: str) -> ModelVersion | None:
        """The version that answers, or will."""
        pairs = zip(self.deployments, self.versions, strict=True)
        return next((version for one, version in pairs if one.name == name), None)


def state_of(found: "Overview", before: DeploymentsState, wanted: str) -> DeploymentsState:
    """The page for what the services said; `wanted` is the deployment that was asked for."""
    cards = tuple(card_of(one, found) for one in found.shown)
    names = [card.name for card in cards]
    kept = before.chosen if before.chosen in names else (names[0] if names else "")
    missing = (
        tr("There is no deployment {wanted} any more.", wanted=wanted)
        if wanted and wanted not in names
        else ""
    )
    models = tuple(
        ModelChoice(
            one.model.name,
            tr("champion v{number}", number=one.champion.number),
            one.champion.number,
        )
        for one in found.servable
    )
    exports = exports_of(found)
    return DeploymentsState(
        word="ready" if cards or exports else "empty",
        cards=cards,
        chosen=wanted if wanted in names else kept,
        missing=missing,
        models=models,
        has_models=bool(models),
        exports=exports,
        verdicts=before.verdicts,
        busy=before.busy,
        problem=before.problem,
        deployments=tuple(one.deployment for one in found.shown),
        versions=tuple(one.version for one in found.shown),
    )


def card_of(shown: "Shown", found: "Overview") -> CardState:
    """A card for a deployment."""
    one = shown.deployment
    kind, icon = KINDS[one.kind]
    status, words, trouble, ways = told(shown, found)
    tone, mark = chip_of(shown.version)
    is_http = one.kind is DeploymentKind.HTTP
    trial = trial_of(one.split)
    return CardState(
        one.name,
        kind,
        icon,
        one.model,
        tr("no version") if shown.version is None else f"v{shown.version.number}",
        tone,
        mark,
        place_of(one),
        one.is_on,
        status,
        words,
        trouble,
        ways,
        facts_of(shown.minutes, found.now) if is_http else folder_facts(shown.files, found.now),
        rows_of(shown, found),
        is_http,
        is_http and bool(one.http.token_hash),
        status in ("good", "warn") and shown.is_at_work and shown.is_here,
        None if trial is None else trial_look(trial, found.now),
        tuple(file_line(file, found.now) for file in shown.recent),
    )


def trial_look(trial: Trial, now: datetime) -> TrialLook:
    """A trial as its card shows it."""
    key = f"by {trial.key}" if trial.key else tr("by the whole row")
    since = numbers.ago(trial.begun_at, now)
    return TrialLook(
        str(trial.kind), trial.champion, trial.candidate, trial.share, since, trial.words, key
    )


def chip_of(version: ModelVersion | None) -> tuple[ChipTone, str | None]:
    """The look of the version that answers."""
    if version is not None and version.stage is Stage.CHAMPION:
        return "champion", "crown"
    return "plain", None


def place_of(one: Deployment) -> str:
    """Where it is asked, or the folders it works on."""
    if one.kind is DeploymentKind.HTTP:
        return f"{one.address or one.http.address}/predict"
    return one.address


# --- the state in words ----------------------------------------------------------------------

Told = tuple[Status, str, str, tuple[Way, ...]]


def told(shown: "Shown", found: "Overview") -> Told:
    """The state: mark and word, what is wrong in a sentence, and the ways out."""
    one = shown.deployment
    if one.kind is not DeploymentKind.HTTP:
        return _told_of_folder(one, shown.files)
    if not one.is_on:
        if shown.is_at_work:
            return "working", tr("Ending"), "", ()
        return "idle", tr("Off"), "", ()
    if one.state is ServiceState.FAILED:
        trouble = one.trouble or tr("It ended, and did not say why.")
        return "bad", tr("Not answering"), trouble, ("again", "settings", "log")
    is_at_work = shown.is_at_work
    if one.state is ServiceState.READY and is_at_work:
        if one.trouble:
            return "warn", tr("Serving, needs a look"), one.trouble, ("log",)
        if one.address and one.address != one.http.address:
            return "working", tr("Moving"), "", ()
        return "good", tr("Serving"), "", ()
    if not shown.is_here and not is_at_work:
        words = tr("The computer it runs on does not answer. Start Tidemill there, or switch the ")
        return "warn", tr("Not answering"), words + tr("service off and on here."), ()
    if not found.is_worker_running and not is_at_work:
        words = tr("The worker starts services, and it is not running on this computer.")
        return "warn", tr("Waits for the worker"), words, ("worker",)
    return "working", tr("Starting"), "", ()


def _told_of_folder(one: Deployment, files: BatchSummary) -> Told:
    if not one.is_on:
        return "idle", tr("Off"), "", ()
    if one.state is ServiceState.FAILED or one.trouble:
        return (
            "bad",
            tr("Needs a look"),
            one.trouble or tr("It can't work on its folder."),
            ("log",),
        )
    if files.n_open:
        return (
            "working",
            tr("Scoring {n_files}", n_files=numbers.plural(files.n_open, "file")),
            "",
            (),
        )
    return "good", tr("Waiting"), "", ()


# --- how it runs -----------------------------------------------------------------------------


def rows_of(shown: "Shown", found: "Overview") -> tuple[tuple[str, str], ...]:
    """How a deployment runs, for the inspector."""
    one = shown.deployment
    rows = [(tr("Kind"), KINDS[one.kind][0])]
    if one.kind is DeploymentKind.HTTP:
        settings = one.http
        who = (
            tr("this computer only")
            if settings.is_loopback
            else tr("others, by {host}", host=settings.host)
        )
        rows += [
            (tr("Reached from"), who),
            (tr("Port"), str(settings.port)),
            (tr("Runs on"), shown.computer or tr("another computer")),
            (tr("Token"), tr("asked for") if settings.token_hash else "none"),
            (tr("Answers kept"), kept_words(settings.logging, settings.share)),
        ]
        if settings.names:
            rows.append((tr("Also asked for as"), ", ".join(settings.names)))
    else:
        folders = BatchSettings.from_dict(one.settings)
        rows += [(tr("Files land in"), folders.folder), (tr("Scored files go to"), folders.out)]
        rows.append((tr("Told why"), tr("behind each row") if folders.explain else "no"))
    rows.append((tr("Since"), numbers.ago(one.state_at, found.now)))
    rows.append((tr("Made by"), found.people.get(one.by, one.by)))
    return tuple(rows)


def kept_words(logging: Logging, share: float) -> str:
    """Which answers are kept, in words."""
    if logging is Logging.SAMPLED:
        return tr("a sample, {share}", share=numbers.percent(share, 0))
    return "all" if logging is Logging.ALL else "none"
