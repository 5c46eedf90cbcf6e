"""What people are told of beside incidents: a candidate that is ready, a service that stopped, a
file set aside, a failed job, labels, and who speaks to whom.

Each is found where it stands in the store and written down once, under a key of its own, so it
does not matter which program looks, or how often.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from tidemill.base import zones
from tidemill.base.clock import from_iso, to_iso
from tidemill.base.errors import NeedsYou
from tidemill.domain.alert_rules import APPROVERS, EVERYONE
from tidemill.domain.deployments import ServiceState
from tidemill.domain.jobs import JobState
from tidemill.domain.labels import BY_HAND
from tidemill.domain.notices import KINDS, News, NoticeKind, When, due
from tidemill.domain.options import of_workspace
from tidemill.domain.people import WORKER
from tidemill.domain.watches import FileState
from tidemill.services import ingesting, personal_data
from tidemill.services.workspace import Workspace
from tidemill.store import deployments, files, jobs, notices, people, settings
from tidemill.store.engine import Transaction

SINCE = "notices.told_since"
LABELS = "notices.labels_told"
_MOST = 100


def when_key(kind: NoticeKind) -> str:
    """The setting that says when a kind is told."""
    return of_workspace.when_key(kind)


def when(connection: Any, kind: NoticeKind) -> When:
    """When a kind is told."""
    known = next(one for one in KINDS if one.id is kind)
    return When(settings.get(connection, when_key(kind), str(known.usual)))


def look(workspace: Workspace) -> int:
    """Write down what is to be told and was not; returns how many. What was before the first look
    of all is no news."""
    now = workspace.clock.now()
    with workspace.store.read() as connection:
        begun = settings.get(connection, SINCE)
        if begun is not None:
            found = _found(workspace, connection, from_iso(begun))
            told = notices.known(connection, [one.key for one in found])
            found = [one for one in found if one.key not in told]
            has_labels = _labels_due(connection, now)
    if begun is None:
        with workspace.store.write() as tx:
            settings.put(tx, SINCE, to_iso(now))
            settings.put(tx, LABELS, {"id": notices.last_label(tx.connection), "at": to_iso(now)})
        return 0
    if not found and not has_labels:
        return 0
    zone = zones.local_zone()
    with workspace.store.write(durable=True) as tx:
        made = [(one, due(when(tx.connection, one.kind), now, zone)) for one in found]
        made += [(one, now) for one in _labels(tx, now)]
        if made:
            notices.tell(tx, made)
    return len(made)


def _found(workspace: Workspace, connection: Any, since: datetime) -> list[News]:
    parts: tuple[Callable[[], list[News]], ...] = (
        lambda: _ready(connection, since),
        lambda: _stopped(connection, since),
        lambda: _aside(workspace, connection, since),
        lambda: _failed(connection, since),
        lambda: _mentions(connection, since),
    )
    return [one for part in parts for one in part()]


def _ready(connection: Any, since: datetime) -> list[News]:
    made = []
    for one in notices.ready(connection, since):
        if one.gates and all(gate["passed"] for gate in one.gates):
            n = len(one.gates)
            words = f"{n} of {n} gates passed." if n > 1 else "Its gate passed."
            tells = (APPROVERS,) if one.by == WORKER.login else (APPROVERS, one.by)
            title = f"{one.label} is ready to promote"
            address = f"models/{one.address}/promote"
            made.append(News(NoticeKind.READY, f"ready:{one.id}", title, words, address, tells))
    return made


def _stopped(connection: Any, since: datetime) -> list[News]:
    return [
        News(
            NoticeKind.STOPPED,
            f"stopped:{one.id}:{to_iso(one.state_at)}",
            f"{one.name} does not answer",
            one.trouble or f"It serves {one.model} and stopped.",
            f"deployments/{one.name}",
            (EVERYONE,),
            "critical",
        )
        for one in deployments.every(connection)
        if one.is_on and one.state is ServiceState.FAILED and one.state_at >= since
    ]


def _aside(workspace: Workspace, connection: Any, since: datetime) -> list[News]:
    made = []
    for file in files.newest(connection, state=str(FileState.SET_ASIDE), limit=_MOST):
        if file.changed_at < since:
            continue
        # It leaves the workspace: no personal value goes along, whoever looks.
        shown = personal_data.shown_file(file, personal_data.columns(workspace, file.dataset))
        failed = [check["message"] for check in shown.checks if not check["passed"]]
        words = str(failed[0]) if failed else shown.reason
        title = f"{file.name} was set aside"
        address = f"automations/files/{file.id}"
        made.append(News(NoticeKind.FILE, f"file:{file.id}", title, words, address, (EVERYONE,)))
    return made


def _failed(connection: Any, since: datetime) -> list[News]:
    made = []
    for state in (JobState.FAILED, JobState.LOST):
        for job in jobs.newest(connection, _MOST, str(state)):
            ended = job.ended_at or job.created_at
            # Taking a file in that needs a person: the file says it. What sends notices says so in
            # its own log.
            is_said = (job.kind, job.error_kind) == (ingesting.KIND, NeedsYou.kind)
            if ended < since or is_said or job.kind.startswith("notice."):
                continue
            title = f"Job {job.id} failed: {job.kind}"
            words = job.error or "It ended without saying why."
            made.append(
                News(NoticeKind.JOB, f"job:{job.id}", title, words, f"jobs/{job.id}", (EVERYONE,))
            )
    return made


def _mentions(connection: Any, since: datetime) -> list[News]:
    names = {one.login: one.display for one in people.every(connection)}
    made = []
    for one in notices.spoken(connection, since):
        model, _, number = one.subject.removeprefix("models/").rpartition("/")
        about = f"{model} v{number}" if model else one.subject
        title = f"{names.get(one.by, one.by)} speaks to you about {about}"
        words = " ".join(one.text.split())
        tells = tuple(login for login in one.mentions if login != one.by)
        made.append(News(NoticeKind.MENTION, f"comment:{one.id}", title, words, one.subject, tells))
    return made


# --- labels come in crowds: those since the last time are told of together --------------------


def _labels_due(connection: Any, now: datetime) -> bool:
    last = settings.get(connection, LABELS)
    if last is None:
        return True
    if due(when(connection, NoticeKind.LABELS), from_iso(last["at"]), zones.local_zone()) > now:
        return False
    return notices.last_label(connection) > int(last["id"])


def _labels(tx: Transaction, now: datetime) -> list[News]:
    connection = tx.connection
    last = settings.get(connection, LABELS) or {"id": 0, "at": to_iso(now)}
    if not _labels_due(connection, now):
        return []
    settings.put(tx, LABELS, {"id": notices.last_label(connection), "at": to_iso(now)})
    return [_of_labels(one) for one in notices.new_labels(connection, last["id"])]


def _of_labels(one: notices.NewLabels) -> News:
    rows = "1 row" if one.n == 1 else f"{one.n:,} rows"
    given = [source for source in one.sources if source != BY_HAND]
    given = given[:3] + ([f"{len(given) - 3} more"] if len(given) > 3 else [])
    by_hand = ["people by hand"] if BY_HAND in one.sources else []
    words = f"In {one.column}, from {', '.join([*given, *by_hand])}."
    if one.models:
        words += f" The measured error of {', '.join(one.models)} is new."
    address = f"monitoring/{one.models[0]}" if one.models else f"data/{one.dataset}"
    title = f"{rows} of {one.dataset} got labels"
    return News(NoticeKind.LABELS, f"labels:{one.last_id}", title, words, address, (EVERYONE,))
