"""A workspace whose jobs run here, one after another, in the order the worker would take them."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from shop_jobs import do_all, month_rows, write_csv

from tidemill.base.clock import HeldClock
from tidemill.base.ids import new_id
from tidemill.domain.automations import Automation, Trigger
from tidemill.domain.jobs import Job
from tidemill.domain.models import ModelVersion
from tidemill.domain.recipes import Recipe
from tidemill.domain.runs import RunState
from tidemill.services import (
    automations,
    datasets,
    ingesting,
    jobs,
    promotion,
    registering,
    training_runs,
)
from tidemill.services import workspace as workspaces
from tidemill.services.validating import Verdict
from tidemill.services.workspace import Workspace
from tidemill.store import runs as run_rows
from tidemill.store import schema

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def workspace(tmp_path: Path, clock: HeldClock) -> Iterator[Workspace]:
    made = workspaces.create(tmp_path / "ws", clock=clock, login="ada")
    yield made
    made.close()


@pytest.fixture
def drain(workspace: Workspace) -> Callable[[], list[Job]]:
    """Does every queued job as the worker; returns them as they ended."""
    return partial(do_all, workspace)


@pytest.fixture
def month(tmp_path: Path) -> Callable[..., Path]:
    """Writes a month's file and returns its path."""

    def written(number: int, *, shift: float = 0.0, n: int = 120, name: str = "") -> Path:
        path = tmp_path / (name or f"shop_2024-{number:02d}.csv")
        return write_csv(path, month_rows(number, n, shift))

    return written


@pytest.fixture
def take_in(workspace: Workspace, drain: Callable[[], list[Job]]) -> Callable[..., Job]:
    """Adds files to `shop` and does the job; returns it as it ended."""

    def taken(*paths: Path, dataset: str = "shop", **options: Any) -> Job:
        options = {"target": "bought", "time": "day", **options}
        added = ingesting.add(workspace, list(paths), dataset=dataset, **options)
        drain()
        return jobs.find(workspace, added.job_id)

    return taken


@pytest.fixture
def shop(workspace: Workspace, clock: HeldClock, filled_once: Any) -> str:
    """A dataset with one version."""
    clock.at = filled_once(workspace, _take_first_month_in)
    return "shop"


def _take_first_month_in(workspace: Workspace) -> datetime:
    """Make the dataset; the moment at which that was done."""
    path = write_csv(workspace.folder.parent / "shop_2024-01.csv", month_rows(1))
    ingesting.add(workspace, [path], dataset="shop", target="bought", time="day")
    do_all(workspace)
    return workspace.clock.now()


@pytest.fixture
def add_version(workspace: Workspace, shop: str) -> Callable[..., ModelVersion]:
    """Puts a version into the registry without training: only its row and its gates count."""

    def added(
        *, passed: bool = True, by: str = "ada", name: str = "buyers", metric: float = 0.8
    ) -> ModelVersion:
        version = datasets.version(workspace, shop)
        blob = workspace.blobs.put_bytes(b"a model")
        with workspace.store.write() as tx:
            pk = run_rows.insert(
                tx,
                uuid=new_id(),
                project="default",
                experiment=shop,
                name=f"run-{new_id()[:6]}",
                user=by,
                job_id=None,
                dataset_version_id=version.id,
            )
            blobs = {"model.zip": (blob, 7)}
            training_runs.finish(
                tx, pk, {"metric": "auc", "task": "binary"}, {"auc": metric}, blobs
            )
            return registering.insert(
                tx,
                name,
                run_pk=pk,
                verdict=verdict_of(workspace, version.id, passed=passed, metric=metric),
                by=by,
                cause="for a test",
            )

    return added


def verdict_of(
    workspace: Workspace, version_id: int, *, passed: bool = True, metric: float = 0.8
) -> Verdict:
    version = datasets.version_of_id(workspace, version_id)
    recipe: Recipe = datasets.suggestions(workspace, version, "bought").recipe()
    gates = [
        {"name": "schema_fits", "passed": True, "message": "All columns are there."},
        {"name": "better", "passed": passed, "message": f"Gain {0.02 if passed else -0.02:+.2f}."},
    ]
    interval = {"value": metric, "low": metric - 0.02, "high": metric + 0.02, "n": 100}
    return Verdict(
        replace(recipe, metric="auc"),
        version_id,
        version_id,
        {"auc": metric},
        {"auc": interval},
        gates,
        {},
        new_id(),
    )


@pytest.fixture
def make_runs(workspace: Workspace) -> Callable[..., list[int]]:
    """Writes many runs at once, named run-0 and on, and returns their keys in order."""

    def made(n: int, state: RunState = RunState.FINISHED) -> list[int]:
        values = {
            "project": "default",
            "experiment": "churn",
            "status": str(state),
            "user": "ada",
            "pinned": False,
            "archived": False,
            "deleted": False,
        }
        with workspace.store.write() as tx:
            seq = run_rows.next_seq(tx)
            named = [{"uuid": new_id(), "name": f"run-{i}", "seq": seq} | values for i in range(n)]
            tx.run(sa.insert(schema.run), named)
            keys = sa.select(schema.run.c.pk).where(schema.run.c.seq == seq)
            pks = [row[0] for row in tx.run(keys.order_by(schema.run.c.pk))]
            auc = run_rows.key_ids(tx, [("metric", "auc")])["metric", "auc"]
            scores = [{"run_pk": pk, "key_id": auc, "num": pk / 100_000} for pk in pks]
            tx.run(sa.insert(schema.kv), scores)
        return pks

    return made


@pytest.fixture
def champion(
    workspace: Workspace, shop: str, drain: Callable[[], list[Job]]
) -> Callable[..., ModelVersion]:
    """Trains `buyers` on what `shop` holds and makes it champion."""

    def made(estimator: str = "logistic_regression") -> ModelVersion:
        job_id = training_runs.train(workspace, shop, estimators=(estimator,))
        drain()
        [run] = training_runs.ranked(workspace, job_id)
        version = registering.register(workspace, run.id, name="buyers")
        return promotion.promote(
            workspace,
            f"buyers@{version.number}",
            anyway=not version.gates_passed,
            reason="So that one serves",
        )

    return made


@pytest.fixture
def add(workspace: Workspace) -> Callable[..., Automation]:
    """Makes an automation that only checks, started by the triggers given."""

    def added(*triggers: Trigger, **options: Any) -> Automation:
        return automations.add(workspace, options.pop("name", "Watch it"), triggers, **options)

    return added
