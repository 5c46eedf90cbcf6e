"""All that Home shows, and how it follows from what the services say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from urllib.parse import quote

from tidemill.base.errors import TidemillError
from tidemill.domain.activities import Activity
from tidemill.domain.alerts import Severity
from tidemill.domain.jobs import Job
from tidemill.gui.kit import numbers
from tidemill.services.home import (
    ChampionRow,
    Decision,
    FailedJob,
    Home,
    OpenAlert,
    ReadyToPromote,
    SetAsideFile,
    decision_key,
)
from tidemill.services.workers import WorkerState

MOST_CARDS = 5
Word = Literal["loading", "error", "ready"]
_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
_JOBS = {
    "dataset.ingest": "Adding data",
    "model.train": "Training",
    "model.retrain": "Retraining",
    "model.monitor": "Looking at new data",
    "sample.cut": "Preparing the sample",
}


@dataclass(frozen=True)
class Pair:
    """Evidence of a promotion: champion and candidate on one measure."""

    measure: str
    champion: float
    candidate: float
    champion_words: str
    candidate_words: str
    champion_name: str
    candidate_name: str


@dataclass(frozen=True)
class Course:
    """Evidence of an alert: what it is about over time, oldest first."""

    caption: str
    value: str
    values: tuple[float, ...]
    limit: float | None
    tone: str


@dataclass(frozen=True)
class Facts:
    """Evidence of a file or job: a name in mono and up to two quiet lines."""

    name: str
    lines: tuple[str, ...]


Evidence = Pair | Course | Facts


@dataclass(frozen=True)
class DecisionCard:
    """One thing to decide. `key` names it, `address` is where the main button leads.

    `act` is what a button does here rather than elsewhere: "accept" or "retry" with `act_id`.
    """

    key: str
    kind: Literal["promote", "alert", "file", "job"]
    icon: str
    tint: str
    tone: str
    title: str
    text: str
    evidence: Evidence | None
    button: str
    address: str = ""
    deferral: str = "Not now"
    act_id: int = 0

    @property
    def is_primary(self) -> bool:
        """A ready promotion is the only card with a primary button."""
        return self.kind == "promote"


@dataclass(frozen=True)
class Champion:
    """A row of the table of champions."""

    name: str
    version: str
    number: int
    live: str
    measure: str
    course: tuple[float, ...]
    health: str
    status: str
    trained_at: datetime


@dataclass(frozen=True)
class Entry:
    """A line under Recent."""

    id: int
    who: str
    is_worker: bool
    words: str
    ago: str
    address: str


@dataclass(frozen=True)
class WorkerCard:
    """What the card of the worker says; `share` is None while nothing is under way."""

    status: Literal["working", "good", "bad"]
    title: str
    text: str
    share: float | None
    queue: tuple[tuple[str, str], ...]
    can_start: bool


@dataclass(frozen=True)
class HomeState:
    """Everything on the page."""

    word: Word = "loading"
    error: TidemillError | None = None
    greeting: str = ""
    sentence: str = ""
    day: str = ""
    is_first_run: bool = False
    has_data: bool = False
    has_runs: bool = False
    cards: tuple[DecisionCard, ...] = ()
    is_everything_shown: bool = False
    champions: tuple[Champion, ...] = ()
    recent: tuple[Entry, ...] = ()
    worker: WorkerCard | None = None
    busy: frozenset[str] = field(default_factory=frozenset)
    failures: tuple[tuple[str, str], ...] = ()

    @property
    def shown(self) -> tuple[DecisionCard, ...]:
        """The cards that are drawn."""
        return self.cards if self.is_everything_shown else self.cards[:MOST_CARDS]

    @property
    def n_more(self) -> int:
        """How many cards are folded away."""
        return len(self.cards) - len(self.shown)


@dataclass(frozen=True)
class Loaded:
    """What one look at the services brought."""

    home: Home
    worker: WorkerState
    names: Mapping[str, str]
    measures: Mapping[str, tuple[str, int]]
    """Title and decimals of a measure by its id."""
    now: datetime


def state_of(loaded: Loaded, person: str, before: HomeState) -> HomeState:
    """The page after a look at the services; what the person unfolded stays unfolded."""
    home = loaded.home
    cards = tuple(card_of(decision, loaded) for decision in home.decisions)
    local = loaded.now.astimezone()
    kept = {card.key for card in cards}
    return HomeState(
        word="ready",
        greeting=greeting(local.hour, person),
        sentence=sentence(len(cards), home.champions),
        day=numbers.long_day(loaded.now),
        is_first_run=not home.had_champion,
        has_data=home.has_data,
        has_runs=home.has_runs,
        cards=cards,
        is_everything_shown=before.is_everything_shown,
        champions=tuple(champion_of(row, loaded.measures) for row in home.champions),
        recent=tuple(entry_of(entry, loaded) for entry in home.recent),
        worker=worker_card(loaded.worker),
        busy=before.busy & kept,
        failures=tuple(pair for pair in before.failures if pair[0] in kept),
    )


def greeting(hour: int, person: str) -> str:
    """Good morning, afternoon or evening, by the hour of the day, to a person's first name."""
    part = "morning" if 4 <= hour < 12 else "afternoon" if 12 <= hour < 18 else "evening"
    first = person.split(maxsplit=1)[0] if person.split() else ""
    return f"Good {part}, {first}" if first else f"Good {part}"


def sentence(n_decisions: int, champions: tuple[ChampionRow, ...]) -> str:
    """What needs a decision, and whether all champions still serve."""
    serving = " Nothing has stopped serving." if champions else ""
    if n_decisions == 1:
        return f"One thing needs your decision.{serving}"
    if n_decisions:
        shown = _NUMBERS[n_decisions] if n_decisions < len(_NUMBERS) else f"{n_decisions:,}"
        return f"{shown} things need your decision.{serving}"
    if champions and all(row.tone == "good" for row in champions):
        which = "The champion is" if len(champions) == 1 else f"All {len(champions)} champions are"
        return f"Nothing needs you. {which} healthy."
    return f"Nothing needs you.{serving}"


def card_of(decision: Decision, loaded: Loaded) -> DecisionCard:
    """A decision as a card."""
    if isinstance(decision, ReadyToPromote):
        return _promotion(decision, loaded.measures)
    if isinstance(decision, OpenAlert):
        return _alert(decision, loaded.measures)
    if isinstance(decision, SetAsideFile):
        return _file(decision, loaded.home)
    return _job(decision)


def _measure(measures: Mapping[str, tuple[str, int]], metric: str) -> tuple[str, int]:
    title, decimals = measures.get(metric, (metric, 3))
    return title, min(decimals, 3)  # a card is read at a glance; the model's page has them all


def _promotion(decision: ReadyToPromote, measures: Mapping[str, tuple[str, int]]) -> DecisionCard:
    model, candidate, champion = decision.model, decision.candidate, decision.champion
    title, decimals = _measure(measures, model.metric)
    n = len(candidate.gates)
    text = f"Trained on {_version_words(candidate.dataset)}, {n} of {n} gates passed."
    value = candidate.metrics.get(model.metric)
    evidence: Evidence | None = None
    compared = _compared(candidate.comparison, model.metric)
    if champion is not None and compared is not None:
        text += _gain_words(title, decimals, compared["gain"])
        evidence = Pair(
            title,
            compared["champion"],
            compared["candidate"],
            numbers.decimal(compared["champion"], decimals),
            numbers.decimal(compared["candidate"], decimals),
            f"v{champion.number} champion",
            f"v{candidate.number} candidate",
        )
    elif value is not None:
        text += f" {title} is {numbers.decimal(value, decimals)} on rows it never saw."
        evidence = Facts(f"{title} {numbers.decimal(value, decimals)}", ("the first champion",))
    return DecisionCard(
        key=decision_key(decision),
        kind="promote",
        icon="arrow-up-from-dot",
        tint="accent_tint",
        tone="accent_text",
        title=f"{candidate.label} is ready to promote",
        text=text,
        evidence=evidence,
        button="Review and promote",
        address=_address("models", model.name, candidate.number, "promote"),
    )


def _version_words(address: str) -> str:
    """`flights@3` as people say it."""
    name, at, number = address.rpartition("@")
    return f"{name} v{number}" if at else address


def _compared(comparison: Mapping[str, Any], metric: str) -> Mapping[str, Any] | None:
    """What the gates found on one measure: champion, candidate and the paired gain."""
    for one in comparison.get("measures", ()):
        if one["metric"] == metric:
            found: Mapping[str, Any] = one
            return found
    return None


def _gain_words(title: str, decimals: int, gain: Mapping[str, Any]) -> str:
    """The paired difference in words; better is said only where the interval excludes zero."""
    value, low, high = gain["value"], gain["low"], gain["high"]
    low_words, high_words = numbers.decimal(low, decimals), numbers.decimal(high, decimals)
    if low > 0:
        size = numbers.decimal(abs(value), decimals)
        return (
            f" {title} is better than the champion's by {size}, "
            f"95% interval {low_words} to {high_words}."
        )
    if high < 0:
        return f" {title} is worse, 95% interval {low_words} to {high_words}."
    return f" {title} is no different for sure, 95% interval {low_words} to {high_words}."


def _alert(decision: OpenAlert, measures: Mapping[str, tuple[str, int]]) -> DecisionCard:
    alert = decision.alert
    is_critical = alert.severity is Severity.CRITICAL
    tone = "bad" if is_critical else "warn"
    metric = alert.rule.partition(":")[2]
    if metric:
        name, decimals = _measure(measures, metric)
        title = f"{alert.model}: {name} is out of its range"
        caption = name
    else:
        title, caption, decimals = f"{alert.model}: input data has drifted", "Worst column, PSI", 2
    evidence: Evidence | None = None
    if decision.course:
        latest = decision.course[-1]
        shown = numbers.decimal(alert.value if alert.value is not None else latest, decimals)
        evidence = Course(caption, shown, decision.course, alert.limit, f"{tone}_dot")
    return DecisionCard(
        key=decision_key(decision),
        kind="alert",
        icon="activity" if metric else "waves-horizontal",
        tint=f"{tone}_tint",
        tone=tone,
        title=title,
        text=alert.message,
        evidence=evidence,
        button="Look at drift" if not metric else "Look at it",
        address=_address("monitoring", alert.model),
    )


def _file(decision: SetAsideFile, home: Home) -> DecisionCard:
    file, model = decision.file, decision.model
    text = file.reason or file.outcome
    if model is not None:
        serves = any(row.model.name == model for row in home.champions)
        text += f" {model} was not retrained."
        text += " The champion keeps serving." if serves else ""
    failed = [check for check in file.checks if not check["passed"]]
    evidence = None
    if failed:
        n_rows = failed[0].get("n_rows") or 0
        where = [f"{numbers.plural(n_rows, 'row')} of it"] if n_rows else []
        others = len(failed) - 1
        more = [f"and {numbers.plural(others, 'more check')} failed"] if others else []
        evidence = Facts(str(failed[0]["name"]), (*where, *more)[:2])
    return DecisionCard(
        key=decision_key(decision),
        kind="file",
        icon="file-x-corner",
        tint="bad_tint",
        tone="bad",
        title=f"{file.name} was set aside",
        text=text,
        evidence=evidence,
        button="See the rows",
        address=_address("automations", "files", file.id),
        deferral="Accept anyway",
        act_id=file.id,
    )


def _job(decision: FailedJob) -> DecisionCard:
    job = decision.job
    what = job_words(job)
    text = job.error or "It ended without saying why."
    if job.hint:
        text += f" {job.hint}"
    return DecisionCard(
        key=decision_key(decision),
        kind="job",
        icon="octagon-minus",
        tint="bad_tint",
        tone="bad",
        title=f"{what} failed",
        text=text,
        evidence=Facts(
            f"job {job.id}",
            (job.cause[:1].upper() + job.cause[1:], numbers.plural(job.attempts, "attempt")),
        ),
        button="Try again",
        act_id=job.id,
    )


def job_words(job: Job) -> str:
    """What a job does, in a few words: "Training on flights"."""
    verb = _JOBS.get(job.kind, job.kind)
    for name in ("model", "dataset", "experiment"):
        subject = job.params.get(name)
        if isinstance(subject, str) and subject:
            joint = "" if name == "model" else "to " if job.kind == "dataset.ingest" else "on "
            return f"{verb} {joint}{subject}"
    return verb


def champion_of(row: ChampionRow, measures: Mapping[str, tuple[str, int]]) -> Champion:
    """A champion as a row; before there are labels its hold-out metric would say too much."""
    title, decimals = _measure(measures, row.model.metric)
    return Champion(
        name=row.model.name,
        version=f"v{row.version.number} \N{MIDDLE DOT} {_version_words(row.version.dataset)}",
        number=row.version.number,
        live=numbers.decimal(row.live, decimals),
        measure=title,
        course=row.course,
        health=row.health,
        status=row.tone,
        trained_at=row.version.created_at,
    )


def entry_of(entry: Activity, loaded: Loaded) -> Entry:
    """An activity as a line: who, what, when, and where it leads."""
    who = loaded.names.get(entry.by, entry.by)
    is_worker = entry.by == "worker"
    words = entry.sentence[:1].upper() + entry.sentence[1:] if is_worker else entry.sentence
    return Entry(
        entry.id,
        who,
        is_worker,
        words,
        numbers.ago(datetime.fromisoformat(entry.at), loaded.now),
        address_of_subject(entry.subject),
    )


def address_of_subject(subject: str) -> str:
    """Where the subject of an activity is shown."""
    place, _, rest = subject.partition("/")
    if place in ("data", "models", "experiments", "monitoring"):
        return _address(place, *rest.split("/")) if rest else place
    if place == "files":
        return _address("automations", "files", rest)
    if place in ("watches", "jobs"):
        return "automations"
    return "activity"


def _address(*parts: object) -> str:
    return "/".join(quote(str(part), safe="") for part in parts)


def worker_card(worker: WorkerState) -> WorkerCard:
    """What the worker does and what comes next."""
    folders = numbers.plural(worker.folders, "watched folder")
    queue = (("Queue", numbers.plural(worker.queued, "job")),) if worker.queued else ()
    if worker.folders:
        queue = (*queue, ("Watching", folders.replace("watched ", "")))
    if not worker.is_running:
        waits = f"{numbers.plural(worker.queued, 'job')} wait for it." if worker.queued else ""
        text = waits or "New files and trainings wait until it runs."
        return WorkerCard("bad", "Worker is not running", text, None, queue, True)
    if worker.active:
        job = worker.active[0]
        said = job.message or job_words(job)
        return WorkerCard("working", "Worker is at work", said, job.progress, queue, False)
    return WorkerCard("good", "Worker is ready", "Nothing to do.", None, queue, False)
