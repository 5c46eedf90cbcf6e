"""What the page Deployments shows, and how it comes out of the services. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from tidemill.base.errors import TidemillError
from tidemill.domain.deployments import Deployment, DeploymentKind, Logging, ServiceState
from tidemill.domain.models import ModelVersion, Stage
from tidemill.domain.traffic import Minute, quantile_ms, together
from tidemill.domain.trials import trial_of
from tidemill.gui.kit import numbers
from tidemill.gui.kit.chips import ChipTone
from tidemill.gui.kit.status import Status
from tidemill.gui.shell.page import StateWord

if TYPE_CHECKING:
    from tidemill.services.serving.overview import Overview, Shown

HOUR = timedelta(hours=1)
RECENT = timedelta(minutes=5)
_MINUTE = timedelta(minutes=1)
_POINTS = 60

KINDS = {
    DeploymentKind.HTTP: ("HTTP service", "radio-tower"),
    DeploymentKind.BATCH: ("Batch folder", "folder-input"),
}
LOGGINGS = {Logging.OFF: "None", Logging.SAMPLED: "A sample", Logging.ALL: "All"}

Way = Literal["again", "worker", "settings", "log"]
"""What can be done about trouble: try again, start the worker, change settings, see the log."""


@dataclass(frozen=True)
class FactOf:
    """A fact of a card: caption, value, a quiet note, and the course of the last hour."""

    caption: str
    value: str
    note: str
    course: tuple[float | None, ...] = ()


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
    trial: str = ""


@dataclass(frozen=True)
class ModelChoice:
    """A model that can be deployed."""

    name: str
    note: str


@dataclass(frozen=True)
class DeploymentsState:
    """All that is shown. `busy` names the deployment that something is being done to."""

    word: StateWord = "loading"
    error: TidemillError | None = None
    cards: tuple[CardState, ...] = ()
    chosen: str = ""
    missing: str = ""
    models: tuple[ModelChoice, ...] = ()
    has_models: bool = False
    busy: str = ""
    problem: TidemillError | None = None
    deployments: tuple[Deployment, ...] = ()
    versions: tuple[ModelVersion | None, ...] = field(default=(), repr=False)

    @property
    def card(self) -> CardState | None:
        """The chosen deployment."""
        return next((card for card in self.cards if card.name == self.chosen), None)

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
    missing = f"There is no deployment {wanted} any more." if wanted and wanted not in names else ""
    models = tuple(
        ModelChoice(one.model.name, f"champion v{one.champion.number}") for one in found.servable
    )
    return DeploymentsState(
        word="ready" if cards else "empty",
        cards=cards,
        chosen=wanted if wanted in names else kept,
        missing=missing,
        models=models,
        has_models=bool(models),
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
        "no version" if shown.version is None else f"v{shown.version.number}",
        tone,
        mark,
        place_of(one),
        one.is_on,
        status,
        words,
        trouble,
        ways,
        facts_of(shown.minutes, found.now) if is_http else (),
        rows_of(shown, found),
        is_http,
        is_http and bool(one.http.token_hash),
        status in ("good", "warn") and shown.is_at_work and shown.is_here,
        "" if trial is None else trial.words,
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
        return _told_of_folder(one)
    if not one.is_on:
        if shown.is_at_work:
            return "working", "Ending", "", ()
        return "idle", "Off", "", ()
    if one.state is ServiceState.FAILED:
        trouble = one.trouble or "It ended, and did not say why."
        return "bad", "Not answering", trouble, ("again", "settings", "log")
    is_at_work = shown.is_at_work
    if one.state is ServiceState.READY and is_at_work:
        if one.trouble:
            return "warn", "Serving, needs a look", one.trouble, ("log",)
        if one.address and one.address != one.http.address:
            return "working", "Moving", "", ()
        return "good", "Serving", "", ()
    if not shown.is_here and not is_at_work:
        words = "The computer it runs on does not answer. Start Tidemill there, or switch the "
        return "warn", "Not answering", words + "service off and on here.", ()
    if not found.is_worker_running and not is_at_work:
        words = "The worker starts services, and it is not running on this computer."
        return "warn", "Waits for the worker", words, ("worker",)
    return "working", "Starting", "", ()


def _told_of_folder(one: Deployment) -> Told:
    if not one.is_on:
        return "idle", "Off", "", ()
    if one.state is ServiceState.FAILED or one.trouble:
        return "bad", "Needs a look", one.trouble or "It can't work on its folder.", ("log",)
    return "good", "Waiting", "", ()


# --- facts -----------------------------------------------------------------------------------


def facts_of(minutes: Sequence[Minute], now: datetime) -> tuple[FactOf, ...]:
    """Requests, latency and errors: of the last minutes, the last hour, and 24 hours."""
    recent = [m for m in minutes if m.at > now - RECENT]
    hour = [m for m in minutes if m.at > now - HOUR]
    day, last = together(minutes, now), together(hour, now)
    return (_requests(recent, hour, day, now), _latency(last, day, hour, now), _errors(day))


def _requests(
    recent: Sequence[Minute], hour: Sequence[Minute], day: Minute, now: datetime
) -> FactOf:
    rate = sum(m.n for m in recent) / (RECENT / _MINUTE)
    decimals = 0 if rate == 0 or rate >= 10 else 1
    course = _course(hour, now, lambda m: float(m.n), 0.0) if hour else ()
    note = f"peak {numbers.integer(day.peak)} a second" if day.n else "none in 24 hours"
    return FactOf("Requests", f"{numbers.decimal(rate, decimals)} a minute", note, course)


def _latency(last: Minute, day: Minute, hour: Sequence[Minute], now: datetime) -> FactOf:
    whole, span = (last, "") if last.n else (day, ", in 24 hours")
    p50, p95 = quantile_ms(whole.classes, 0.5), quantile_ms(whole.classes, 0.95)
    if p50 is None or p95 is None:
        return FactOf("Latency p95", "–", "nothing asked in 24 hours")
    course = _course(hour, now, lambda m: quantile_ms(m.classes, 0.95), None) if hour else ()
    return FactOf("Latency p95", milliseconds(p95), f"p50 {milliseconds(p50)}{span}", course)


def _errors(day: Minute) -> FactOf:
    share = day.failed_share
    if share is None:
        return FactOf("Errors", "–", "nothing asked in 24 hours")
    value = "0" if day.n_failed == 0 else numbers.percent(share, 2)
    bad = f"{numbers.plural(day.n_refused, 'bad input')}, " if day.n_refused else ""
    return FactOf("Errors", value, f"{bad}{numbers.count(day.n)} asked in 24 hours")


def milliseconds(ms: float) -> str:
    """A short duration: `6.2 ms`, `120 ms`, `1.4 s`."""
    if ms >= 1000:
        return f"{numbers.decimal(ms / 1000, 1)} s"
    return f"{numbers.decimal(ms, 1 if ms < 100 else 0)} ms"


def _course(
    minutes: Sequence[Minute],
    now: datetime,
    value: Callable[[Minute], float | None],
    none: float | None,
) -> tuple[float | None, ...]:
    """A value for each minute of the last hour, oldest first; `none` where nothing was asked."""
    known = {m.at: value(m) for m in minutes}
    newest = now.replace(second=0, microsecond=0)
    return tuple(known.get(newest - _MINUTE * at, none) for at in range(_POINTS - 1, -1, -1))


# --- how it runs -----------------------------------------------------------------------------


def rows_of(shown: "Shown", found: "Overview") -> tuple[tuple[str, str], ...]:
    """How a deployment runs, for the inspector."""
    one = shown.deployment
    rows = [("Kind", KINDS[one.kind][0])]
    if one.kind is DeploymentKind.HTTP:
        settings = one.http
        who = "this computer only" if settings.is_loopback else f"others, by {settings.host}"
        rows += [
            ("Reached from", who),
            ("Port", str(settings.port)),
            ("Runs on", shown.computer or "another computer"),
            ("Token", "asked for" if settings.token_hash else "none"),
            ("Answers kept", kept_words(settings.logging, settings.share)),
        ]
        if settings.names:
            rows.append(("Also asked for as", ", ".join(settings.names)))
    rows.append(("Since", numbers.ago(one.state_at, found.now)))
    rows.append(("Made by", found.people.get(one.by, one.by)))
    return tuple(rows)


def kept_words(logging: Logging, share: float) -> str:
    """Which answers are kept, in words."""
    if logging is Logging.SAMPLED:
        return f"a sample, {numbers.percent(share, 0)}"
    return "all" if logging is Logging.ALL else "none"
