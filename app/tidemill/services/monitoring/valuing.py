"""Values what was seen of a model anew, once its costs or its days have changed."""

from functools import partial
from typing import Any

from tidemill.domain.business_value import Costs
from tidemill.domain.estimates.estimator import Estimate
from tidemill.domain.jobs import Job
from tidemill.domain.models import ModelVersion
from tidemill.domain.monitoring import Chunk
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import business_value, probation, registry
from tidemill.services.business_value import BusinessValue
from tidemill.services.chunk_rows import of_chunk
from tidemill.services.measuring import Rows
from tidemill.services.monitoring import estimating, worth
from tidemill.services.training import persist
from tidemill.services.training.models import TrainedModel
from tidemill.services.workspace import Workspace
from tidemill.store import chunks, models


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Value every chunk of a model; safe to run again."""
    name = job.params["model"]
    view = registry.find(workspace, name)
    value = business_value.of_model(workspace, name)
    with workspace.store.read() as connection:
        seen = chunks.of_model(connection, view.model.id)
    scorer = _Scorer(workspace)
    found: dict[int, dict[str, Any] | None] = {}
    for done, chunk in enumerate(seen):
        reporter.report(done / len(seen), f"Valuing the rows of {chunk.label}")
        found[chunk.id] = _worth(workspace, value, scorer, chunk)
    reporter.check()
    with workspace.store.write(durable=True) as tx:
        queue.hold(tx, job)
        for key, one in found.items():
            chunks.update(tx, name, key, worth=one)
        for alert in chunks.alerts(tx.connection, model_id=view.model.id):
            if alert.chunk_id in found:
                chunks.update_alert(tx, alert.id, cost=worth.cost_of(found[alert.chunk_id]))
        tx.feed("monitor", name)
        probation.look(tx, view.model.id)
    n = sum(one is not None for one in found.values())
    return {"message": f"{n:,} of {len(found):,} sets of rows have a value"}


def _worth(
    workspace: Workspace, value: BusinessValue, scorer: "_Scorer", chunk: Chunk
) -> dict[str, Any] | None:
    with workspace.store.read() as connection:
        champion = models.version_of_id(connection, chunk.version_id)
    if champion is None or not value.is_known:
        return None
    rows = None if value.costs is None else scorer.rows(champion, chunk)
    found = worth.of_rows(
        workspace,
        value,
        champion,
        None if rows is None else rows.said,
        n_rows=chunk.n_rows,
        starts_at=chunk.starts_at,
        ends_at=chunk.ends_at,
        estimated=None if rows is None else partial(_cost, workspace, champion, chunk, rows),
    )
    return None if found is None else found.to_dict()


def _cost(
    workspace: Workspace, champion: ModelVersion, chunk: Chunk, rows: Rows, costs: Costs
) -> Estimate:
    """What an answer probably costs; nothing where estimates were held back at that time."""
    held_back = (one["note"] for one in chunk.estimates.values() if "held_back" in one)
    return estimating.cost(workspace, champion, rows, costs, next(held_back, ""))


class _Scorer:
    """Answers chunks once more; the model that answered last stays loaded."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._loaded: tuple[int, TrainedModel] | None = None

    def rows(self, champion: ModelVersion, chunk: Chunk) -> Rows | None:
        """A chunk's rows and what a version says of them; None where the rows are gone."""
        if self._loaded is None or self._loaded[0] != champion.id:
            self._loaded = (
                champion.id,
                persist.load(self._workspace.blobs.get_bytes(champion.blob)),
            )
        return of_chunk(self._workspace, chunk, champion, self._loaded[1])
