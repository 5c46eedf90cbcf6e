"""Whether labels that came still fit what was estimated, told as an alert where they do not."""

from collections.abc import Sequence
from dataclasses import replace

from tidemill.domain.alert_rules import PERFORMANCE, RELATION, defaults
from tidemill.domain.alerts import Severity
from tidemill.domain.metrics import for_task
from tidemill.domain.models import Model, ModelVersion
from tidemill.domain.monitoring import Chunk
from tidemill.domain.recipes import Task
from tidemill.domain.relations import Apart, Labelled, moved
from tidemill.services import alert_rules, incidents
from tidemill.services.runs import known_metric
from tidemill.services.workspace import Workspace
from tidemill.store import activities, chunk_truths, chunks, datasets, models
from tidemill.store.engine import Transaction

_LOSSES = {Task.BINARY: "log_loss", Task.MULTICLASS: "log_loss", Task.REGRESSION: "mae"}


def found(history: Sequence[Chunk], task: str, metric: str) -> Apart | None:
    """What tells that the relation moved, of chunks that one version looked at, oldest first."""
    known = {one.id for one in for_task(Task(task))}
    names = [n for n in dict.fromkeys((metric, _LOSSES[Task(task)])) if n in known]
    labelled = [Labelled(c.measures, c.estimates, c.coverage or 0.0) for c in history if c.measures]
    return moved(labelled, names)


def words(one: Apart, version: ModelVersion) -> str:
    """What was found, in words."""
    known = known_metric(one.metric, None)
    title = one.metric if known is None else known.title

    def said(value: float) -> str:
        return f"{value:.4g}" if known is None else known.words(value)

    return (
        f"{title} came out as {said(one.value)} where {said(one.estimate)} "
        f"({said(one.low)} to {said(one.high)}) was estimated without labels: what the columns "
        f"say of the target has moved since {version.label} was validated. What is estimated for "
        "it is not trusted any more."
    )


def why_distrusted(workspace: Workspace, version: ModelVersion, model: Model) -> str:
    """Why what is estimated for a version is held back now; empty where nothing is against it."""
    with workspace.store.read() as connection:
        history = chunk_truths.of_version(connection, version.id)
    return distrust(found(history, model.task, model.metric))


def distrust(one: Apart | None) -> str:
    """Why what is estimated next is held back; empty where nothing stands against it."""
    if one is None:
        return ""
    known = known_metric(one.metric, None)
    title = one.metric if known is None else known.title
    return (
        f"Labels that came did not fit what had been estimated ({title}): the relation to the "
        "target has moved, so nothing can be estimated here."
    )


def tell(tx: Transaction, version: ModelVersion, task: str, metric: str) -> Apart | None:
    """Open, update or close the alert on the relation, from all that is stored of the version."""
    history = chunk_truths.of_version(tx.connection, version.id)
    one = found(history, task, metric)
    open_now = chunks.alerts(tx.connection, model_id=version.model_id, only_open=True)
    known = next((a for a in open_now if a.rule == RELATION), None)
    if one is None:
        if known is not None and (
            known.version != version.number or any(c.measures for c in history)
        ):
            reason = "What came out fits what was estimated."
            chunks.update_alert(
                tx, known.id, closed_at=tx.clock.now(), closed_by="worker", reason=reason
            )
            tx.feed("monitor", version.model)
            incidents.end_of_alerts(tx, [(known, reason)])
        return None
    chunk = next(c for c in reversed(history) if one.metric in c.measures)
    message = words(one, version)
    values = {
        "version_id": version.id,
        "chunk_id": chunk.id,
        "message": message,
        "columns": [],
        "value": one.value,
        "limit": one.low if one.value < one.estimate else one.high,
    }
    if known is not None:
        chunks.update_alert(tx, known.id, **values)
        tx.feed("monitor", version.model)
        _join(tx, version, chunk, [], frozenset({known.id}))
        return one
    key = chunks.open_alert(
        tx,
        version.model,
        model_id=version.model_id,
        rule=RELATION,
        severity=str(Severity.CRITICAL),
        data_at=chunk.ends_at,
        **values,
    )
    activities.add(
        tx,
        by="worker",
        kind="alert",
        subject=f"models/{version.model}/{version.number}",
        sentence=f"opened an alert on {version.model}",
        note=message,
        detail={"alert": key, "rule": RELATION, "data": chunk.label},
    )
    beside = frozenset(a.id for a in open_now if a.chunk_id == chunk.id)
    _join(tx, version, chunk, [key], beside)
    return one


def _join(
    tx: Transaction,
    version: ModelVersion,
    chunk: Chunk,
    opened: Sequence[int],
    seen_again: frozenset[int],
) -> None:
    """Let the alert join the incident of its chunk; told like one of the metric."""
    model = models.find(tx.connection, version.model)
    assert model is not None
    every = [*alert_rules.in_force(tx.connection), *defaults()]
    like = next(rule for rule in every if rule.key == PERFORMANCE)
    rule = replace(like, key=RELATION, severity=Severity.CRITICAL)
    data = None
    if chunk.dataset_version_id is not None:
        data = datasets.version_of_id(tx.connection, chunk.dataset_version_id)
    place = incidents.Place(model, version, chunk.id, data)
    incidents.gather(tx, place, [(key, rule) for key in opened], seen_again)
