"""What faces read of a model's monitoring: its chunks, alerts and events."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from tidemill.base.errors import NotThere
from tidemill.domain.alerts import Alert
from tidemill.domain.courses import Course
from tidemill.domain.cuts import is_answered
from tidemill.domain.masking import masked_report
from tidemill.domain.models import Decision, Model
from tidemill.domain.monitoring import AnsweredBy, Chunk
from tidemill.services import personal_data, registry
from tidemill.services.workspace import Workspace
from tidemill.store import chunk_answers, chunks, datasets, model_courses, models


@dataclass(frozen=True)
class MonitorView:
    """One model over time: its chunks (oldest first), alerts (newest first), decisions."""

    model: registry.ModelView
    chunks: tuple[Chunk, ...]
    alerts: tuple[Alert, ...]
    promotions: tuple[Decision, ...]


@dataclass(frozen=True)
class Event:
    """Something that happened to a model, placed on the time axis of the data."""

    kind: str
    label: str
    data_at: datetime
    address: str


def events(view: MonitorView) -> tuple[Event, ...]:
    """Promotions, rollbacks, retrainings and alerts, each at the newest data known by then."""
    found = []
    for decision in view.promotions:
        at = _data_at(view, decision.at)
        if at is not None and decision.undone_by is None:
            address = f"models/{view.model.model.name}/{decision.version}"
            found.append(Event(str(decision.kind), f"v{decision.version}", at, address))
    for version in view.model.versions:
        at = _data_at(view, version.created_at)
        if at is not None and version.validated_on != version.dataset:
            address = f"models/{version.model}/{version.number}"
            found.append(Event("retrained", f"v{version.number}", at, address))
    found += [
        Event("alert", alert.message, alert.data_at, f"alerts/{alert.id}")
        for alert in view.alerts
        if alert.data_at is not None
    ]
    return tuple(sorted(found, key=lambda event: event.data_at))


def _data_at(view: MonitorView, moment: datetime) -> datetime | None:
    """The end of the newest rows that had been looked at by a moment; else where they begin."""
    ends = [c.ends_at for c in view.chunks if c.created_at <= moment and c.ends_at is not None]
    if ends:
        return max(ends)
    starts = [c.starts_at for c in view.chunks if c.starts_at is not None]
    return min(starts, default=None)


def show(workspace: Workspace, name: str, *, since: datetime | None = None) -> MonitorView:
    """Everything the Monitoring page shows of a model."""
    view = registry.find(workspace, name)
    with workspace.store.read() as connection:
        seen = chunks.of_model(connection, view.model.id)
        alerts = chunks.alerts(connection, model_id=view.model.id)
    kept = [c for c in seen if _is_since(c, since)]
    hidden: dict[str, frozenset[str]] = {}
    kept = [_shown(workspace, chunk, hidden) for chunk in kept]
    moves = tuple(d for d in view.decisions if d.kind in ("promoted", "rolled back"))
    return MonitorView(view, tuple(kept), tuple(alerts), moves)


@dataclass(frozen=True)
class Figures:
    """One model over time without its reports: its chunks, oldest first, each with an empty
    report, and where each stands in the course."""

    model: Model
    chunks: tuple[Chunk, ...]
    places: tuple[int, ...]
    course: Course


def figures(workspace: Workspace, name: str, *, since: datetime | None = None) -> Figures:
    """What can be told of a model in numbers; years of it are read at once."""
    with workspace.store.read() as connection:
        model = models.find(connection, name)
        if model is None:
            raise NotThere("model", name)
        seen = chunks.of_model(connection, model.id, with_report=False)
        # Both are in one order, by the time of the rows.
        whole = model_courses.read(connection, model)
        places = tuple(n for n, one in enumerate(seen) if _is_since(one, since))
        told = [replace(seen[n], sources=_sources(connection, seen[n])) for n in places]
    return Figures(model, tuple(told), places, whole)


def _is_since(chunk: Chunk, since: datetime | None) -> bool:
    return since is None or (chunk.ends_at is not None and chunk.ends_at >= since)


def _sources(connection: Any, chunk: Chunk) -> tuple[AnsweredBy, ...]:
    found = chunk_answers.of_chunk(connection, chunk.id) if is_answered(chunk.span) else []
    return tuple(AnsweredBy(one.deployment, one.kind, one.n_rows) for one in found)


def course(workspace: Workspace, name: str) -> Course:
    """One model's figures over all its chunks, for pages and rules; no report is read."""
    with workspace.store.read() as connection:
        model = models.find(connection, name)
        if model is None:
            raise NotThere("model", name)
        return model_courses.read(connection, model)


def chunk(workspace: Workspace, chunk_id: int) -> Chunk:
    """One chunk with its whole report, for a closer look."""
    with workspace.store.read() as connection:
        found = chunks.of_id(connection, chunk_id)
    if found is None:
        raise NotThere("chunk", chunk_id)
    return _shown(workspace, found, {})


def _shown(workspace: Workspace, chunk: Chunk, known: dict[str, frozenset[str]]) -> Chunk:
    """A chunk whose report shows no personal value to whom it may not; `known` by dataset."""
    with workspace.store.read() as connection:
        told = _sources(connection, chunk)
        champion = models.version_of_id(connection, chunk.version_id)
        learned_on = None
        if champion is not None:
            learned_on = datasets.version_of_id(connection, champion.dataset_version_id)
    chunk = replace(chunk, sources=told)
    if learned_on is None:
        return chunk
    dataset = learned_on.dataset
    if dataset not in known:
        known[dataset] = personal_data.hidden(workspace, dataset)
    hidden = known[dataset]
    return replace(chunk, report=masked_report(chunk.report, hidden)) if hidden else chunk


def alerts(workspace: Workspace, *, only_open: bool = False) -> list[Alert]:
    """All alerts, newest first."""
    with workspace.store.read() as connection:
        return chunks.alerts(connection, only_open=only_open)
