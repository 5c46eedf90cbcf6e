"""What needs a person, worst consequence first, and how the champions are."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.domain.activities import Activity
from tidemill.domain.alert_rules import AGE, RELATION, VOLUME
from tidemill.domain.alerts import Alert, Severity
from tidemill.domain.automations import Automation
from tidemill.domain.boards import POINT
from tidemill.domain.courses import Course
from tidemill.domain.incidents import Incident
from tidemill.domain.jobs import Job, JobState
from tidemill.domain.models import Comment, Model, ModelVersion
from tidemill.domain.watches import ArrivedFile, FileState
from tidemill.services import ingesting, personal_data, registry
from tidemill.services.registry import ModelView
from tidemill.services.runs import known_metric
from tidemill.services.workspace import Workspace
from tidemill.store import (
    activities,
    automations,
    chunk_points,
    chunks,
    comments,
    datasets,
    files,
    incidents,
    jobs,
    model_courses,
    people,
    runs,
    settings,
)


@dataclass(frozen=True)
class ReadyToPromote:
    """A candidate whose gates passed."""

    model: Model
    candidate: ModelVersion
    champion: ModelVersion | None


@dataclass(frozen=True)
class OpenAlert:
    """The worst open alert of an incident, with the course of what it is about (oldest first);
    `incident` has the others of the same cause."""

    alert: Alert
    course: tuple[float, ...]
    incident: Incident | None = None


@dataclass(frozen=True)
class SetAsideFile:
    """A file that was set aside, and whether a model waits for it."""

    file: ArrivedFile
    model: str | None


@dataclass(frozen=True)
class FailedJob:
    """A job that failed or got lost and was not tried again."""

    job: Job


@dataclass(frozen=True)
class SpokenTo:
    """A comment on a version that names who looks, and how its writer is called."""

    comment: Comment
    model: str
    number: int
    writer: str
    to: str


Decision = ReadyToPromote | OpenAlert | SetAsideFile | FailedJob | SpokenTo
_LATEST = 500
_EVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class ChampionRow:
    """One champion: its live metric over time (oldest first) and its health."""

    version: ModelVersion
    model: Model
    live: float | None
    course: tuple[float, ...]
    health: str
    tone: str


@dataclass(frozen=True)
class Home:
    """All that the Home page shows; `decisions` worst consequence first."""

    decisions: tuple[Decision, ...]
    champions: tuple[ChampionRow, ...]
    recent: tuple[Activity, ...]
    has_data: bool
    has_runs: bool
    had_champion: bool


def home(workspace: Workspace) -> Home:
    """Gather what Home shows."""
    with workspace.store.read() as connection:
        has_data = bool(datasets.every(connection))
        n_runs = runs.count(connection)
        aside = files.newest(connection, state=str(FileState.SET_ASIDE))
        bad = [
            *jobs.newest(connection, 50, str(JobState.FAILED)),
            *jobs.newest(connection, 50, str(JobState.LOST)),
        ]
        dismissed = settings.get(connection, "home.dismissed", [])
        recent = activities.recent(connection, limit=8)
        watches = models_of_watches(automations.every(connection))
        views = registry.every(workspace)
        live = _measured(connection)
        looked_at = chunks.versions_seen(connection)
        # What an alert is about is looked up only where there is one.
        courses = {
            v.model.id: model_courses.read(connection, v.model) for v in views if v.open_alerts
        }
        login = workspace.person.login
        said_to = comments.newest_for(connection, login, _LATEST)
        names = {one.login: one.display for one in people.every(connection)}
        held = incidents.every(connection, only_open=True)
    aside = personal_data.shown_files(workspace, aside)
    decisions: list[Decision] = []
    for view in views:
        candidate = view.candidate
        if candidate is not None and candidate.gates_passed:
            decisions.append(ReadyToPromote(view.model, candidate, view.champion))
    alerts = [a for view in views for a in view.open_alerts]
    decisions += _open_alerts(alerts, held, courses, workspace.clock.now())
    decisions += [SetAsideFile(f, watches.get(f.watch_id or 0)) for f in aside]
    # Taking a file in that needs a person has failed as a job, too; the file alone says it.
    said = (ingesting.KIND, NeedsYou.kind)
    decisions += [FailedJob(j) for j in bad if (j.kind, j.error_kind) != said]
    decisions += [_spoken_to(c, names.get(c.by, c.by), login) for c in said_to]
    kept = tuple(d for d in decisions if decision_key(d) not in dismissed)
    rows = tuple(
        champion_row(view, live.get(view.model.id, ()), view.champion.id in looked_at)
        for view in views
        if view.champion is not None
    )
    had = any(d.kind == "promoted" for view in views for d in view.decisions)
    return Home(kept, rows, tuple(recent), has_data, n_runs > 0, had)


def _open_alerts(
    alerts: list[Alert], held: list[Incident], courses: dict[int, Course], now: datetime
) -> list[OpenAlert]:
    """One card an incident, worst first; none of those that are snoozed."""
    of = {alert.id: one for one in held for alert in one.alerts}
    cards, shown = [], set()
    for alert in sorted(alerts, key=lambda a: (a.severity is not Severity.CRITICAL, -a.id)):
        incident = of.get(alert.id)
        if incident is not None:
            if incident.id in shown or incident.is_snoozed(now):
                continue
            shown.add(incident.id)
        cards.append(OpenAlert(alert, course(courses[alert.model_id], alert), incident))
    return cards


def _spoken_to(comment: Comment, writer: str, login: str) -> SpokenTo:
    model, _, number = comment.subject.removeprefix("models/").rpartition("/")
    return SpokenTo(comment, model, int(number), writer, login)


def models_of_watches(every: list[Automation]) -> dict[int, str]:
    """The model that the files of each watched folder retrain."""
    return {
        trigger.settings["watch"]: one.model
        for one in every
        for trigger in one.triggers
        if one.model is not None and trigger.settings.get("watch") is not None
    }


def decision_key(decision: Decision) -> str:
    """A name that stands for one thing to decide, so that it can be put off."""
    if isinstance(decision, ReadyToPromote):
        return f"candidate:{decision.candidate.id}"
    if isinstance(decision, OpenAlert):
        if decision.incident is not None:
            return f"incident:{decision.incident.id}"
        return f"alert:{decision.alert.id}"
    if isinstance(decision, SetAsideFile):
        return f"file:{decision.file.id}"
    if isinstance(decision, SpokenTo):
        return f"comment:{decision.comment.id}:{decision.to}"  # each person has read it or not
    return f"job:{decision.job.id}"


def dismiss(workspace: Workspace, key: str) -> None:
    """Take a decision off Home; it stays where it came from."""
    with workspace.store.write() as tx:
        known = settings.get(tx.connection, "home.dismissed", [])
        if key not in known:
            settings.put(tx, "home.dismissed", [*known, key])


def course(seen: Course, alert: Alert) -> tuple[float, ...]:
    """What an alert is about, over time: the worst drifted column's PSI, or the metric."""
    if alert.rule.startswith("performance"):
        known = seen.measures.get(alert.rule.partition(":")[2])
        return () if known is None else _finite(known.value)
    if alert.rule == RELATION:
        return ()
    if alert.rule == VOLUME:
        return tuple(seen.n_rows.astype(float).tolist())
    if alert.rule == AGE:
        return ()
    over = np.where(seen.is_over & np.isfinite(seen.psi), seen.psi, -np.inf)
    every = np.where(np.isfinite(seen.psi), seen.psi, -np.inf)
    worst = over.max(axis=0, initial=-np.inf)
    worst = np.where(np.isfinite(worst), worst, every.max(axis=0, initial=-np.inf))
    return tuple(np.where(np.isfinite(worst), worst, 0.0).tolist())


def _finite(values: npt.NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(values[np.isfinite(values)].tolist())


def _measured(connection: Any) -> dict[int, tuple[float, ...]]:
    """Each model's own metric in its looks, oldest rows first, from the points of the board."""
    keys, packed = chunk_points.read(connection, _EVER)
    parts: dict[int, list[bytes]] = {}
    for key, data in zip(keys, packed, strict=True):
        parts.setdefault(key, []).append(data)
    found = {}
    for key, datas in parts.items():
        points = np.frombuffer(b"".join(datas), dtype=POINT)
        order = np.lexsort((points["chunk_id"], points["ends_us"]))
        found[key] = _finite(points["value"][order])
    return found


def champion_row(view: ModelView, points: tuple[float, ...], is_seen: bool) -> ChampionRow:
    """How a champion is: its live metric, the course of it, and its health in words.

    `points` is the metric in every look at the model; `is_seen` whether rows came to this version.
    """
    champion = view.champion
    assert champion is not None
    live = points[-1] if points else None
    critical = [a for a in view.open_alerts if a.severity is Severity.CRITICAL]
    if critical:
        health, tone = _out_of_range(critical[0]), "bad"
    elif view.open_alerts:
        n = len(view.open_alerts[0].columns)
        drifted = f"{n} features drifted" if n != 1 else "1 feature drifted"
        health = drifted if view.open_alerts[0].rule == "drift" else view.open_alerts[0].message
        tone = "warn"
    elif is_seen:
        health, tone = "Healthy", "good"
    else:
        health, tone = "No new data yet", "idle"
    return ChampionRow(champion, view.model, live, points, health, tone)


def _out_of_range(alert: Alert) -> str:
    known = known_metric(alert.rule.partition(":")[2], None)
    if known is None:
        return "Out of its range"
    return f"{known.title} {'under' if known.higher_is_better else 'over'} its range"
