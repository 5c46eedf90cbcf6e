"""Values what was seen of a model anew, once its costs or its days have changed."""

from typing import Any

from tidemill.domain.jobs import Job
from tidemill.domain.models import ModelVersion
from tidemill.domain.monitoring import Chunk
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import business_value, probation, registry
from tidemill.services.business_value import BusinessValue
from tidemill.services.monitoring import worth
from tidemill.services.monitoring.chunk_rows import of_chunk
from tidemill.services.training import persist
from tidemill.services.training.models import TrainedModel
from tidemill.services.training.predictions import Predictions
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
        reporter.report(done / len(seen), f"Valuing the rows of v{chunk.dataset_version}")
        found[chunk.id] = _worth(workspace, value, scorer, chunk)
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
    said = None if value.costs is None else scorer.said(champion, chunk)
    found = worth.of_rows(
        workspace,
        value,
        champion,
        said,
        n_rows=chunk.n_rows,
        starts_at=chunk.starts_at,
        ends_at=chunk.ends_at,
    )
    return None if found is None else found.to_dict()


class _Scorer:
    """Answers chunks once more; the model that answered last stays loaded."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._loaded: tuple[int, TrainedModel] | None = None

    def said(self, champion: ModelVersion, chunk: Chunk) -> Predictions | None:
        """What a version says of a chunk's rows; None where the rows are gone."""
        if self._loaded is None or self._loaded[0] != champion.id:
            self._loaded = (
                champion.id,
                persist.load(self._workspace.blobs.get_bytes(champion.blob)),
            )
        rows = of_chunk(self._workspace, chunk, champion, self._loaded[1])
        return None if rows is None else rows.said
