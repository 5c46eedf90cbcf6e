"""All that Monitoring shows, as plain values, and how services' answers become it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from tidemill.base.errors import TidemillError
from tidemill.domain.alerts import Alert, Severity
from tidemill.domain.models import ModelVersion
from tidemill.domain.monitoring import Chunk
from tidemill.gui.kit import numbers
from tidemill.gui.pages.monitoring.cell import CellState, cell_of
from tidemill.gui.pages.monitoring.facts import FactState, Measure, facts_of
from tidemill.gui.pages.monitoring.times import end_of, label_of, of_period, place_of, tick_of

Word = Literal["empty", "loading", "error", "ready"]
PERIODS: dict[str, int | None] = {"3 months": 93, "6 months": 185, "All": None}
TOP = 0.3
"""PSI of the strongest colour."""


@dataclass(frozen=True)
class EventState:
    """A line through the charts, at `x` chunks from the left."""

    kind: str
    label: str
    x: float
    words: str
    address: str


@dataclass(frozen=True)
class ColumnRow:
    """A row of the map: a column's PSI by chunk, and where it drifted."""

    name: str
    psi: tuple[float | None, ...]
    drifted: tuple[bool, ...]


@dataclass(frozen=True)
class PointState:
    """The measure on one chunk; None where no labels came."""

    value: float | None
    low: float | None
    high: float | None
    words: str


@dataclass(frozen=True)
class AlertState:
    """An alert as a row; `about` says since when, or how it ended."""

    id: int
    is_open: bool
    is_critical: bool
    message: str
    about: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Blank:
    """What stands in place of the charts: title, sentence, the button and where it leads."""

    title: str
    text: str
    button: str = ""
    address: str = ""


@dataclass(frozen=True)
class MonitoringState:
    """The page. `columns`, `points` and `ticks` have one entry a chunk."""

    word: Word = "loading"
    models: tuple[str, ...] = ()
    model: str = ""
    champion: str = ""
    dataset: str = ""
    period: str = "All"
    blank: Blank | None = None
    error: TidemillError | None = None
    facts: tuple[FactState, ...] = ()
    measure: Measure | None = None
    points: tuple[PointState, ...] = ()
    rows: tuple[ColumnRow, ...] = ()
    labels: tuple[str, ...] = ()
    ticks: tuple[str, ...] = ()
    tips: tuple[str, ...] = ()
    events: tuple[EventState, ...] = ()
    alerts: tuple[AlertState, ...] = ()
    cell: CellState | None = None
    is_busy: bool = False
    failure: str = ""


@dataclass(frozen=True)
class Loaded:
    """What the services said, all at once. `chunks` is the whole history."""

    models: tuple[str, ...]
    name: str
    champion: ModelVersion | None
    promoted_at: datetime | None
    target: str
    measure: Measure | None
    dataset: str
    trained_until: datetime | None
    chunks: tuple[Chunk, ...]
    alerts: tuple[Alert, ...]
    events: tuple[tuple[str, str, datetime, str], ...]
    """Kind, label, moment of the data, address."""
    people: Mapping[str, str] = field(default_factory=dict)
    now: datetime | None = None
    psi_limit: float | None = None
    """PSI under which a difference is too small to matter, as the statistic's entry says."""


@dataclass(frozen=True)
class Chosen:
    """What the person chose: a period, and a cell by column and chunk."""

    period: str = "All"
    column: str = ""
    chunk_id: int | None = None


def state_of(loaded: Loaded, chosen: Chosen) -> MonitoringState:
    """The page for what is known and what the person chose."""
    base = MonitoringState(
        word="ready",
        models=loaded.models,
        model=loaded.name,
        champion="" if loaded.champion is None else f"v{loaded.champion.number}",
        dataset=loaded.dataset,
        period=chosen.period,
        measure=loaded.measure,
    )
    blank = _blank(loaded)
    if blank is not None:
        return MonitoringState(
            word="empty",
            models=loaded.models,
            model=loaded.name,
            champion=base.champion,
            blank=blank,
        )
    chunks = of_period(loaded.chunks, PERIODS[chosen.period])
    rows = rows_of(chunks)
    points = tuple(_point(chunk, loaded.measure) for chunk in chunks)
    labels = tuple(label_of(chunk) for chunk in chunks)
    return MonitoringState(
        **{
            **vars(base),
            "facts": facts_of(loaded.chunks, loaded.champion, loaded.measure, loaded.psi_limit),
            "points": points,
            "rows": rows,
            "labels": labels,
            "ticks": tuple(tick_of(chunk) for chunk in chunks),
            "tips": tuple(_drift_words(chunk) for chunk in chunks),
            "events": _events(loaded, chunks),
            "alerts": tuple(alert_state(a, loaded) for a in _sorted(loaded.alerts)),
            "cell": cell_of(
                chunks, rows_names(rows), chosen.column, chosen.chunk_id, loaded.psi_limit
            ),
        }
    )


def rows_names(rows: tuple[ColumnRow, ...]) -> tuple[str, ...]:
    """Names of the map's rows, from the top."""
    return tuple(row.name for row in rows)


def _blank(loaded: Loaded) -> Blank | None:
    if not loaded.models:
        return Blank(
            "Models are watched here",
            "Once a model has a champion, every new version of its data is compared with what "
            "it learned from, and its answers with the truth.",
            "Go to Models",
            "models",
        )
    if loaded.champion is None:
        return Blank(
            f"{loaded.name} has no champion yet",
            "Watching begins when a version is promoted. Register a run and promote it.",
            f"Open {loaded.name}",
            f"models/{loaded.name}",
        )
    if not loaded.chunks:
        since = "" if loaded.promoted_at is None else f" since {numbers.day(loaded.promoted_at)}"
        until = ""
        if loaded.trained_until is not None:
            until = f" Its training data end on {numbers.day(loaded.trained_until)}."
        return Blank(
            f"No new data since {loaded.champion.label} was promoted",
            f"v{loaded.champion.number} is champion{since}.{until} The next rows added to "
            f"{loaded.dataset} are compared with them here.",
            f"Add to {loaded.dataset}",
            "@files",
        )
    return None


def rows_of(chunks: tuple[Chunk, ...]) -> tuple[ColumnRow, ...]:
    """One row a column, most drifted first: by the newest chunk, then by the worst one."""
    names: dict[str, None] = {}
    by_chunk = []
    for chunk in chunks:
        found = {c["name"]: c for c in chunk.report["columns"] if not c.get("is_new")}
        by_chunk.append(found)
        names.update(dict.fromkeys(found))
    rows = []
    for name in names:
        columns = [found.get(name) for found in by_chunk]
        psi = tuple(None if c is None else c["psi"] for c in columns)
        drifted = tuple(bool(c is not None and c["drifted"]) for c in columns)
        rows.append(ColumnRow(name, psi, drifted))
    return tuple(sorted(rows, key=_rank))


def _rank(row: ColumnRow) -> tuple[float, ...]:
    worst = max((p for p in row.psi if p is not None), default=0.0)
    return (-int(row.drifted[-1]), -(row.psi[-1] or 0.0), -sum(row.drifted), -worst)


def _point(chunk: Chunk, measure: Measure | None) -> PointState:
    found = None if measure is None else chunk.measures.get(measure.id)
    if found is None or measure is None or not math.isfinite(found["value"]):
        return PointState(None, None, None, "no labels yet")
    value, low, high = found["value"], found["low"], found["high"]
    words = f"{measure.words(value)} ({measure.words(low)} to {measure.words(high)})"
    return PointState(value, low, high, words)


def _drift_words(chunk: Chunk) -> str:
    n_all = sum(not c.get("is_new") for c in chunk.report["columns"])
    return f"{chunk.report['drifted_columns']} of {n_all} columns drifted"


_KINDS = {"promoted": "promotion", "rolled back": "promotion", "alert": "alert"}


def _events(loaded: Loaded, chunks: tuple[Chunk, ...]) -> tuple[EventState, ...]:
    """Lines through the charts; retrainings first, so that what they led to lies over them."""
    made = []
    for kind, label, at, address in loaded.events:
        x = place_of(at, chunks)
        if x is None:
            continue
        shown = _KINDS.get(kind, "retrained")
        words = f"Alert: {label}" if shown == "alert" else f"{label} {kind}"
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
        about = f"Open since {numbers.ago(alert.opened_at, now)}"
        if alert.data_at is not None:
            until = end_of(loaded.chunks[-1]) if loaded.chunks else alert.data_at
            about = f"From data up to {numbers.day(alert.data_at)}"
            if until > alert.data_at:
                about += f", still so on {numbers.day(until)}"
    else:
        by = loaded.people.get(alert.closed_by or "", alert.closed_by or "somebody")
        about = f"Closed by {by}: {alert.reason}"
    return AlertState(
        alert.id,
        alert.closed_at is None,
        alert.severity is Severity.CRITICAL,
        alert.message,
        about,
        alert.columns,
    )
