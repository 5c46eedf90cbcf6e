"""All that Home shows, and how it follows from what the services say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from tidemill.base.errors import TidemillError
from tidemill.base.words import spoken, tr
from tidemill.domain.activities import Activity
from tidemill.gui.kit import numbers
from tidemill.gui.pages.home.decisions import (
    DecisionCard,
    address,
    card_of,
    job_words,
    measure_words,
    version_words,
)
from tidemill.services.home import (
    ChampionRow,
    Home,
)
from tidemill.services.workers import WorkerState

MOST_CARDS = 5
Word = Literal["loading", "error", "ready"]
_NUMBERS = (
    tr("No"),
    tr("One"),
    tr("Two"),
    tr("Three"),
    tr("Four"),
    tr("Five"),
    tr("Six"),
    tr("Seven"),
    tr("Eight"),
    tr("Nine"),
    tr("Ten"),
)


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

    status: Literal["working", "good", "warn", "bad"]
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
    is_sample_coming: bool = False
    sample_problem: str = ""
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
    is_sample_coming: bool = False


def state_of(loaded: Loaded, person: str, before: HomeState) -> HomeState:
    """The page after a look at the services; what the person unfolded stays unfolded."""
    home = loaded.home
    cards = tuple(card_of(decision, home, loaded.measures) for decision in home.decisions)
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
        is_sample_coming=loaded.is_sample_coming,
        sample_problem=before.sample_problem,
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
    return (
        tr("Good {part}, {first}", part=part, first=first)
        if first
        else tr("Good {part}", part=part)
    )


def sentence(n_decisions: int, champions: tuple[ChampionRow, ...]) -> str:
    """What needs a decision, and whether all champions still serve."""
    serving = tr(" Nothing has stopped serving.") if champions else ""
    if n_decisions == 1:
        return tr("One thing needs your decision.{serving}", serving=serving)
    if n_decisions:
        shown = _NUMBERS[n_decisions] if n_decisions < len(_NUMBERS) else f"{n_decisions:,}"
        return tr("{shown} things need your decision.{serving}", shown=shown, serving=serving)
    if champions and all(row.tone == "good" for row in champions):
        which = (
            tr("The champion is")
            if len(champions) == 1
            else tr("All {n} champions are", n=len(champions))
        )
        return tr("Nothing needs you. {which} healthy.", which=which)
    return tr("Nothing needs you.{serving}", serving=serving)


def champion_of(row: ChampionRow, measures: Mapping[str, tuple[str, int]]) -> Champion:
    """A champion as a row; before there are labels its hold-out metric would say too much."""
    title, decimals = measure_words(measures, row.model.metric)
    return Champion(
        name=row.model.name,
        version=f"v{row.version.number} \N{MIDDLE DOT} {version_words(row.version.dataset)}",
        number=row.version.number,
        live=numbers.decimal(row.live, decimals),
        measure=title,
        course=row.course,
        health=spoken(row.health),
        status=row.tone,
        trained_at=row.version.created_at,
    )


def entry_of(entry: Activity, loaded: Loaded) -> Entry:
    """An activity as a line: who, what, when, and where it leads."""
    who = loaded.names.get(entry.by, entry.by)
    is_worker = entry.by == "worker"
    told = spoken(entry.sentence)
    words = told[:1].upper() + told[1:] if is_worker else told
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
        return address(place, *rest.split("/")) if rest else place
    if place == "files":
        return address("automations", "files", rest)
    if place in ("watches", "jobs"):
        return "automations"
    return "activity"


def worker_card(worker: WorkerState) -> WorkerCard:
    """What the worker does and what comes next."""
    folders = numbers.plural(worker.folders, "watched folder")
    queue = ((tr("Queue"), numbers.plural(worker.queued, "job")),) if worker.queued else ()
    if worker.folders:
        queue = (*queue, (tr("Watching"), folders.replace("watched ", "")))
    if not worker.is_running:
        waits = (
            tr("{n_jobs} wait for it.", n_jobs=numbers.plural(worker.queued, "job"))
            if worker.queued
            else ""
        )
        text = waits or tr("New files and trainings wait until it runs.")
        return WorkerCard("bad", tr("Worker is not running"), text, None, queue, True)
    if worker.active:
        job = worker.active[0]
        said = job.said or job_words(job)
        return WorkerCard("working", tr("Worker is at work"), said, job.progress, queue, False)
    if worker.held:
        return WorkerCard("warn", tr("Worker waits"), worker.held, None, queue, False)
    return WorkerCard("good", tr("Worker is ready"), tr("Nothing to do."), None, queue, False)
