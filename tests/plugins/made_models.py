"""A model with a champion, written by hand into any store."""

from tidemill.services.workspace import Workspace
from tidemill.store import runs as run_rows
from tidemill.store import schema

DIGEST = "0" * 32


def add_model(workspace: Workspace, name: str) -> tuple[int, int, int]:
    """A model with a champion on one version of a dataset of its own; all their keys."""
    with workspace.store.write() as tx:
        now = {"created_at": tx.clock.now()}
        data = tx.insert(
            schema.dataset,
            name=f"{name}-data",
            project="default",
            series="append",
            schema=[],
            created_by="ada",
            **now,
        )
        version = {"number": 1, "rows": 10, "added_rows": 10, "content_hash": DIGEST}
        version |= {"own_hash": DIGEST, "blob": DIGEST, "n_bytes": 1, "schema": [], "profile": {}}
        version |= {"checks": [], "source": "", "by": "ada", **now}
        rows = tx.insert(schema.dataset_version, dataset_id=data, **version)
        model = {"name": name, "project": "default", "task": "binary", "target": "y"}
        model |= {"metric": "auc", "dataset_id": data, "created_by": "ada", **now}
        model_id = tx.insert(schema.model, **model)
        run = {"project": "default", "experiment": "e", "name": name, "user": "ada"}
        pk = run_rows.insert(
            tx, uuid=f"{model_id:032x}", job_id=None, dataset_version_id=rows, **run
        )
        one = {"number": 1, "stage": "champion", "estimator": "prior", "recipe": {}, "gates": []}
        one |= {"metrics": {"auc": 0.8}, "intervals": {}, "comparison": {}, "by": "ada"}
        one |= {"input_hash": f"{model_id:032x}", "blob": DIGEST, "cause": "", **now}
        champion = tx.insert(
            schema.model_version, model_id=model_id, run_pk=pk, dataset_version_id=rows, **one
        )
    return model_id, champion, rows
