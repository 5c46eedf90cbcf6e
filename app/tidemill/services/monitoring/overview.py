"""One model as its page shows it: where it stands, its course, its alerts, what happened when."""

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from tidemill.domain.alerts import Alert
from tidemill.domain.courses import Course
from tidemill.domain.models import Decision
from tidemill.services import registry
from tidemill.services.monitoring.showing import Event
from tidemill.services.workspace import Workspace
from tidemill.store import boards, chunks, model_courses


@dataclass(frozen=True, eq=False)
class Overview:
    """A model over time; alerts newest first, decisions and events oldest first.

    No report of a chunk is read for it: `monitoring.chunk` gives one.
    """

    model: registry.ModelView
    course: Course
    alerts: tuple[Alert, ...]
    promotions: tuple[Decision, ...]
    events: tuple[Event, ...]


def overview(workspace: Workspace, name: str) -> Overview:
    """Everything a page shows of a model at once, read in one go."""
    view = registry.find(workspace, name)
    with workspace.store.read() as connection:
        course = model_courses.read(connection, view.model)
        alerts = tuple(chunks.alerts(connection, model_id=view.model.id))
    moves = tuple(d for d in view.decisions if d.kind in ("promoted", "rolled back"))
    return Overview(view, course, alerts, moves, _events(view, course, alerts, moves))


def _events(
    view: registry.ModelView,
    course: Course,
    alerts: tuple[Alert, ...],
    moves: tuple[Decision, ...],
) -> tuple[Event, ...]:
    """Promotions, retrainings and alerts, each at the newest data known by then."""
    found = []
    for decision in moves:
        at = _data_at(course, decision.at)
        if at is not None and decision.undone_by is None:
            address = f"models/{view.model.name}/{decision.version}"
            found.append(Event(str(decision.kind), f"v{decision.version}", at, address))
    for version in view.versions:
        at = _data_at(course, version.created_at)
        if at is not None and version.validated_on != version.dataset:
            address = f"models/{version.model}/{version.number}"
            found.append(Event("retrained", f"v{version.number}", at, address))
    found += [
        Event("alert", alert.message, alert.data_at, f"alerts/{alert.id}")
        for alert in alerts
        if alert.data_at is not None
    ]
    return tuple(sorted(found, key=lambda event: event.data_at))


def _data_at(course: Course, moment: datetime) -> datetime | None:
    """The end of the newest rows that had been looked at by a moment; else where they begin."""
    by = np.datetime64(moment.astimezone(UTC).replace(tzinfo=None))
    ends = course.ends_at[(course.seen_at <= by) & ~np.isnat(course.ends_at)]
    if ends.size:
        return _moment(ends.max())
    starts = course.starts_at[~np.isnat(course.starts_at)]
    return _moment(starts.min()) if starts.size else None


def _moment(when: np.datetime64) -> datetime:
    found: datetime = when.astype("datetime64[us]").item()
    return found.replace(tzinfo=UTC)


def watched(workspace: Workspace) -> dict[str, bool]:
    """Whether each model has a champion to watch; those that have come first, by name."""
    with workspace.store.read() as connection:
        found = boards.standing(connection)
    ordered = sorted(found, key=lambda one: (one["version"] is None, one["model"]))
    return {one["model"]: one["version"] is not None for one in ordered}
