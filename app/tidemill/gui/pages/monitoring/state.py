"""All that Monitoring shows of a model, as plain values, and how services' answers become it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

import numpy as np

from tidemill.base.errors import TidemillError
from tidemill.base.words import spoken, tr
from tidemill.domain.alerts import Alert, Severity
from tidemill.domain.models import ModelVersion
from tidemill.domain.monitoring import Chunk
from tidemill.domain.muting import Muted
from tidemill.gui.kit import numbers
from tidemill.gui.pages.monitoring.amounts import money
from tidemill.gui.pages.monitoring.cell import CellState, cell_of
from tidemill.gui.pages.monitoring.facts import FactState, Measure, facts_of, is_daily
from tidemill.gui.pages.monitoring.lines import (
    Cells,
    Floats,
    Line,
    cells_of,
    line_of,
    said,
    split_of,
)
from tidemill.gui.pages.monitoring.references import NOTHING_OFFERED, ReferenceState
from tidemill.gui.pages.monitoring.times import (
    Look,
    first_of_period,
    labels_of,
    looks_of,
    place_of,
    tick_of,
    unit_in,
)
from tidemill.gui.pages.monitoring.wholes import (
    CandidateState,
    WholesState,
    candidate_of,
    wholes_of,
)

if TYPE_CHECKING:
    from tidemill.domain.courses import Course

Word = Literal["empty", "loading", "error", "ready"]
PERIODS: dict[str, int | None] = {
    tr("4 weeks"): 28,
    tr("8 weeks"): 56,
    tr("6 months"): 185,
    tr("All"): None,
}
AUTOMATIC = ""
"""The period nobody chose yet: the shortest from 8 weeks on with some looks in it."""
_SOME_LOOKS = 8
MOST_ROWS = 40
"""How many columns the map shows before it is asked for all."""
TOP = 0.3
"""PSI of the strongest colour."""


@dataclass(frozen=True)
class EventState:
    """A line through the charts, at `x` looks from the left."""

    kind: str
    label: str
    x: float
    words: str
    address: str


@dataclass(frozen=True, eq=False)
class ChartsState:
    """What the charts draw: the looks from `first` on, each figure by look."""

    first: int
    labels: tuple[str, ...]
    ticks: tuple[str, ...]
    unit: str
    cells: Cells
    answers: Floats
    candidate: CandidateState
    wholes: WholesState
    measured: Line
    estimated: Line
    estimate_note: str
    worth: Line
    worth_guess: Line
    worth_unit: str
    is_worth_daily: bool
    references: tuple[str, ...]
    tips: tuple[tuple[str, ...], ...]
    events: tuple[EventState, ...]


@dataclass(frozen=True)
class AlertState:
    """An alert as a row; `about` says since when, or how it ended."""

    id: int
    is_open: bool
    is_critical: bool
    message: str
    about: str
    columns: tuple[str, ...]
    incident: int | None = None


@dataclass(frozen=True)
class Blank:
    """What stands in place of the charts: title, sentence, the button and where it leads."""

    title: str
    text: str
    button: str = ""
    address: str = ""


@dataclass(frozen=True)
class MonitoringState:
    """The page of a model. `charts` is the same object for as long as they stay the same."""

    word: Word = "loading"
    models: tuple[str, ...] = ()
    model: str = ""
    champion: str = ""
    dataset: str = ""
    period: str = AUTOMATIC
    blank: Blank | None = None
    error: TidemillError | None = None
    facts: tuple[FactState, ...] = ()
    measure: Measure | None = None
    charts: ChartsState | None = None
    alerts: tuple[AlertState, ...] = ()
    muted: tuple[Muted, ...] = ()
    compared: ReferenceState = NOTHING_OFFERED
    cell: CellState | None = None
    is_busy: bool = False
    failure: str = ""

    @property
    def labels(self) -> tuple[str, ...]:
        """The looks shown, in words."""
        return () if self.charts is None else self.charts.labels

    @property
    def columns(self) -> tuple[str, ...]:
        """The rows of the map, from the top."""
        return () if self.charts is None else self.charts.cells.names


@dataclass(frozen=True, eq=False)
class Loaded:
    """What the services said, all at once. `course` is the whole history."""

    models: tuple[str, ...]
    name: str
    champion: ModelVersion | None
    promoted_at: datetime | None
    measure: Measure | None
    dataset: str
    trained_until: datetime | None
    course: "Course | None"
    alerts: tuple[Alert, ...] = ()
    events: tuple[tuple[str, str, datetime, str], ...] = ()
    """Kind, label, moment of the data, address."""
    people: Mapping[str, str] = field(default_factory=dict)
    now: datetime | None = None
    psi_limit: float | None = None
    """PSI under which a difference is too small to matter, as the statistic's entry says."""
    muted: tuple[Muted, ...] = ()
    compared: ReferenceState = NOTHING_OFFERED
    is_tied: bool = False
    """Whether costs or a figure by day are known."""
    incidents: Mapping[int, int] = field(default_factory=dict)
    """The incident of each alert that belongs to one."""
    asked: int | None = None
    """The alert that was asked for."""
    together_limits: Mapping[str, float] = field(default_factory=dict)
    """From which effect on findings about columns together count, by their id."""
    looks: tuple[Look, ...] = ()
    """When the course's chunks were, found off the window's thread."""


@dataclass(frozen=True)
class Chosen:
    """What the person chose: a period, and a cell by column and chunk."""

    period: str = AUTOMATIC
    column: str = ""
    chunk_id: int | None = None
    shows_all: bool = False


def period_of(chosen: str, looks: Sequence[Look]) -> str:
    """The period shown: the chosen one, or one with enough looks in it."""
    if chosen in PERIODS:
        return chosen
    for name in (tr("8 weeks"), tr("6 months")):
        if len(looks) - first_of_period(looks, PERIODS[name]) >= min(_SOME_LOOKS, len(looks)):
            return name
    return tr("All")


def charts_of(loaded: Loaded, chosen: Chosen) -> ChartsState | None:
    """What the charts draw for a period; None where there was no look."""
    whole = loaded.course
    if whole is None or len(whole) == 0:
        return None
    looks = loaded.looks or looks_of(whole)
    first = first_of_period(looks, PERIODS[period_of(chosen.period, looks)])
    course, looks = whole[first:], looks[first:]
    metric = "" if loaded.measure is None else loaded.measure.id
    estimated = course.estimates.get(metric)
    notes = () if estimated is None else estimated.notes
    measured, estimate = (
        line_of(course.measures.get(metric), len(course)),
        line_of(estimated, len(course)),
    )
    every_worth = line_of(course.worth, len(course))
    worth, guess = split_of(every_worth, course.worth_estimated)
    return ChartsState(
        first=first,
        labels=labels_of(course, looks),
        ticks=tuple(tick_of(look) for look in looks),
        unit=unit_in(course, looks),
        cells=cells_of(course, None if chosen.shows_all else MOST_ROWS),
        answers=course.prediction_psi,
        candidate=candidate_of(course),
        wholes=wholes_of(course, loaded.together_limits),
        measured=measured,
        estimated=estimate,
        estimate_note=next((note for note in reversed(notes) if note), ""),
        worth=worth,
        worth_guess=guess,
        worth_unit=course.unit,
        is_worth_daily=is_daily(course),
        references=course.references,
        tips=_tips(course, loaded.measure, measured, estimate, every_worth),
        events=_events(loaded, looks),
    )


def state_of(
    loaded: Loaded, chosen: Chosen, charts: ChartsState | None, detail: Chunk | None = None
) -> MonitoringState:
    """The page for what is known and what the person chose; `detail` is the chosen chunk."""
    champion = "" if loaded.champion is None else f"v{loaded.champion.number}"
    blank = _blank(loaded)
    if blank is not None or loaded.course is None or charts is None:
        return MonitoringState(
            word="empty",
            models=loaded.models,
            model=loaded.name,
            champion=champion,
            blank=blank,
        )
    looks = loaded.looks or looks_of(loaded.course)
    return MonitoringState(
        word="ready",
        models=loaded.models,
        model=loaded.name,
        champion=champion,
        dataset=loaded.dataset,
        period=period_of(chosen.period, looks),
        measure=loaded.measure,
        facts=facts_of(
            loaded.course, looks, loaded.champion, loaded.measure, loaded.psi_limit, loaded.is_tied
        ),
        charts=charts,
        alerts=tuple(alert_state(a, loaded) for a in _sorted(loaded.alerts)),
        muted=loaded.muted,
        compared=loaded.compared,
        cell=cell_of(
            loaded.course[charts.first :],
            charts.labels,
            charts.cells.names,
            chosen.column,
            chosen.chunk_id,
            loaded.psi_limit,
            detail,
        ),
    )


def _blank(loaded: Loaded) -> Blank | None:
    if not loaded.models:
        return Blank(
            tr("Models are watched here"),
            tr(
                "Once a model has a champion, every new version of its data is compared with "
                "what it learned from, and its answers with the truth."
            ),
            tr("Go to Models"),
            "models",
        )
    if loaded.champion is None:
        return Blank(
            tr("{name} has no champion yet", name=loaded.name),
            tr("Watching begins when a version is promoted. Register a run and promote it."),
            tr("Open {name}", name=loaded.name),
            f"models/{loaded.name}",
        )
    if loaded.course is None or len(loaded.course) == 0:
        since = "" if loaded.promoted_at is None else f" since {numbers.day(loaded.promoted_at)}"
        until = ""
        if loaded.trained_until is not None:
            until = tr(" Its training data end on {day}.", day=numbers.day(loaded.trained_until))
        return Blank(
            tr("No new data since {label} was promoted", label=loaded.champion.label),
            tr(
                "v{number} is champion{since}.{until} The next rows added to {dataset} are "
                "compared with them here.",
                number=loaded.champion.number,
                since=since,
                until=until,
                dataset=loaded.dataset,
            ),
            tr("Add to {dataset}", dataset=loaded.dataset),
            "@files",
        )
    return None


def _tips(
    course: "Course", measure: Measure | None, measured: Line, estimated: Line, worth: Line
) -> tuple[tuple[str, ...], ...]:
    """What the tooltip says of each look."""
    n_known, n_drifts = np.isfinite(course.psi).sum(axis=0), course.n_drifted
    made = []
    for at in range(len(course)):
        lines = []
        if measure is not None:
            lines.append(f"{measure.title} {said(measured, at, measure) or 'no labels yet'}")
            share = float(course.coverage[at])
            if math.isfinite(share) and share < 1.0:
                lines.append(tr("labels for {share} of the rows", share=numbers.percent(share, 0)))
            guess = said(estimated, at, measure)
            lines += [f"estimated {guess}"] if guess else []
        if math.isfinite(worth.value[at]):
            guessed = tr(", estimated") if course.worth_estimated[at] else ""
            lines.append(
                tr(
                    "Worth {float}{guessed}",
                    float=money(float(worth.value[at]), course.unit),
                    guessed=guessed,
                )
            )
        n_drifted = int(n_drifts[at])
        lines.append(
            tr(
                "{n_drifted} of {max} columns drifted",
                n_drifted=n_drifted,
                max=max(int(n_known[at]), n_drifted),
            )
        )
        made.append(tuple(lines))
    return tuple(made)


_KINDS = {"promoted": "promotion", "rolled back": "promotion", "alert": "alert"}


def _events(loaded: Loaded, looks: tuple[Look, ...]) -> tuple[EventState, ...]:
    """Lines through the charts; retrainings first, so that what they led to lies over them."""
    made = []
    for kind, label, at, address in loaded.events:
        x = place_of(at, looks)
        if x is None:
            continue
        shown = _KINDS.get(kind, "retrained")
        words = tr("Alert: {label}", label=label) if shown == "alert" else f"{label} {kind}"
        is_named = shown == "promotion"
        made.append(EventState(shown, label if is_named else "", x, words, address))
    return tuple(sorted(made, key=lambda each: each.kind != "retrained"))


def drawn(events: Sequence[EventState]) -> tuple[EventState, ...]:
    """Events that have a line: of one moment the last promotion and one alert, else a retraining.

    The others are in the tip; lines side by side would be a bar that means nothing.
    """
    kept: dict[tuple[float, str], EventState] = {}
    for event in events:
        kept[(round(event.x, 3), event.kind)] = event
    loud = {x for x, kind in kept if kind != "retrained"}
    return tuple(e for (x, kind), e in kept.items() if kind != "retrained" or x not in loud)


def _sorted(alerts: tuple[Alert, ...]) -> list[Alert]:
    """Open ones first, the newest of each first."""
    return sorted(alerts, key=lambda a: (a.closed_at is not None, -a.id))


def alert_state(alert: Alert, loaded: Loaded) -> AlertState:
    """An alert as it is shown."""
    now = loaded.now or alert.opened_at
    if alert.closed_at is None:
        about = tr("Open since {opened_at}", opened_at=numbers.ago(alert.opened_at, now))
        if alert.data_at is not None:
            until = loaded.looks[-1].end if loaded.looks else alert.data_at
            about = tr("From data up to {day}", day=numbers.day(alert.data_at))
            if until > alert.data_at:
                about += tr(", still so on {day}", day=numbers.day(until))
    else:
        by = loaded.people.get(alert.closed_by or "", alert.closed_by or "somebody")
        about = tr("Closed by {by}: {reason}", by=by, reason=spoken(alert.reason))
    return AlertState(
        alert.id,
        alert.closed_at is None,
        alert.severity is Severity.CRITICAL,
        spoken(alert.message),
        about,
        alert.columns,
        loaded.incidents.get(alert.id),
    )
