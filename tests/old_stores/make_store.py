"""Writes the dump of a small store of today's schema, to be opened by every later program.

Run once for a schema that is about to be released, then never again for that schema:
`.venv/bin/python tests/old_stores/make_store.py`
"""

import sqlite3
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from tidemill.base.clock import HeldClock
from tidemill.domain.alerts import Severity
from tidemill.domain.automations import Automation, Guards, Limits, Mode, Trigger, chain
from tidemill.domain.jobs import JobRequest
from tidemill.domain.people import WORKER, Person, PersonRole
from tidemill.domain.watches import Watch
from tidemill.jobs import queue
from tidemill.jobs.child import perform
from tidemill.jobs.reporter import JobReporter
from tidemill.services import (
    aliases,
    automations,
    comments,
    datasets,
    four_eyes,
    ingesting,
    people,
    promotion,
    registering,
    run_changes,
    runs,
    training_runs,
)
from tidemill.services import workspace as workspaces
from tidemill.services.job_kinds import kinds
from tidemill.services.validating import Verdict
from tidemill.services.workspace import Workspace
from tidemill.store import chunks, files, schema
from tidemill.store import runs as run_rows
from tidemill.store.versions import HEAD

HERE = Path(__file__).parent


def main() -> None:
    """Fill a store by the services, put neutral paths into it, and write it as SQL."""
    target = HERE / f"store_{HEAD}.sql"
    if target.exists():
        sys.exit(f"{target.name} is there; a released schema's dump is never made anew.")
    with tempfile.TemporaryDirectory() as folder:
        workspace = workspaces.create(Path(folder) / "ws", clock=HeldClock(), login="ada")
        _fill(workspace, Path(folder))
        _neutral(workspace)
        workspace.close()
        connection = sqlite3.connect(workspace.store.path)
        lines = [line for line in connection.iterdump() if "sqlite_sequence" not in line]
        connection.close()
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _fill(workspace: Workspace, folder: Path) -> None:
    people.put(workspace, Person("ben", "Ben Meyer", PersonRole.MEMBER))
    for month in (1, 2):
        path = folder / f"shop-{month}.csv"
        lines = [
            f"2024-0{month}-{d:02d},{d * month},{'yes' if d % 3 else 'no'}" for d in range(1, 9)
        ]
        path.write_text("\n".join(["day,x,bought", *lines]) + "\n")
        ingesting.add(workspace, [path], dataset="shop", target="bought", time="day")
        _work(workspace)
    for number in (1, 2):
        workspace.clock.at += timedelta(days=1)  # type: ignore[attr-defined]
        _version(workspace, number)
        promotion.promote(workspace, f"buyers@{number}", note=f"number {number}")
    promotion.roll_back(workspace, "buyers", note="It fell")
    aliases.put(workspace, "buyers@2", "night")
    comments.add(workspace, "buyers@2", "@ben please look")
    four_eyes.switch(workspace, "buyers", True)
    run_changes.tag(workspace, runs.keys(workspace, ["run-2"]), "good", "yes")
    with workspace.store.write() as tx:
        now = workspace.clock.now()
        watch = Watch(0, "/data/inbox", "shop", "append", None, None, True,
                      True, now, "ada")  # fmt: skip
        key = files.insert_watch(tx, watch)
        settings = {"dataset": "shop", "watch": key, "n_files": 1}
        rule = Automation(
            0, "shop, inbox", "shop", "buyers", Mode.PROPOSE,
            (Trigger("files", "new-data", settings),), chain("buyers"), Limits(), Guards(), True,
            now, "ada",
        )  # fmt: skip
        automations.added(tx, rule)
        version = datasets.version(workspace, "shop@2")
        chunk = chunks.insert(
            tx, "buyers", model_id=1, version_id=1, dataset_version_id=version.id,
            starts_at=version.starts_at, ends_at=version.ends_at, n_rows=8,
            report={"columns": [], "drifted_columns": 0}, measures={}, prediction_psi=None,
        )  # fmt: skip
        chunks.open_alert(
            tx, "buyers", model_id=1, version_id=1, chunk_id=chunk, rule="drift",
            severity=str(Severity.WARNING), message="x moved away.", columns=["x"], value=0.4,
            limit=None, data_at=version.ends_at,
        )  # fmt: skip
        queue.enqueue(tx, JobRequest("model.train", {"dataset_version": 1}, asked_by="ben"))


def _version(workspace: Workspace, number: int) -> None:
    version = datasets.version(workspace, "shop@1")
    blob = workspace.blobs.put_bytes(b"no model")
    recipe = datasets.suggestions(workspace, version, "bought").recipe()
    verdict = Verdict(
        recipe, version.id, version.id, {"auc": 0.7}, {}, [
            {"name": "Schema fits", "passed": True, "message": "All columns are there."}
        ], {}, f"inputs-{number}",
    )  # fmt: skip
    with workspace.store.write() as tx:
        pk = run_rows.insert(
            tx, uuid=f"{number:032d}", project="default", experiment="shop", name=f"run-{number}",
            user="ada", job_id=None, dataset_version_id=version.id,
        )  # fmt: skip
        params = {"metric": "auc", "task": "binary"}
        training_runs.finish(tx, pk, params, {"auc": 0.7}, {"model.zip": (blob, 8)})
        registering.insert(tx, "buyers", run_pk=pk, verdict=verdict, by="ada", cause="by hand")


def _work(workspace: Workspace) -> None:
    worker = workspace.acting_as(WORKER)
    while (claimed := queue.claim(workspace.store, "w")) is not None:
        job = queue.begin(workspace.store, claimed.id, claimed.attempts)
        assert job is not None
        perform(workspace.store, kinds(), worker, job, JobReporter(workspace.store, job.id, 1))


def _neutral(workspace: Workspace) -> None:
    """No path of this computer, and of the news only the last."""
    with workspace.store.write() as tx:
        for column in (schema.file.c.path, schema.dataset_version.c.source):
            for key, path in tx.run(sa.select(column.table.c.id, column)).all():
                change = sa.update(column.table).where(column.table.c.id == key)
                tx.run(change.values({column: f"/data/{Path(path).name}"}))
        last = tx.run(sa.select(sa.func.max(schema.feed.c.seq))).scalar() or 0
        tx.run(sa.delete(schema.feed).where(schema.feed.c.seq < last))


if __name__ == "__main__":
    main()
