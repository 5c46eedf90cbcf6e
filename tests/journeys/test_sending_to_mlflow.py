"""Runs and models go into a store of MLflow's by its real client, which reads them back equal."""

import json
import math
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from mlflow_clients import MlflowClient

from tidemill.base.clock import HeldClock
from tidemill.base.errors import Cancelled, WorldError
from tidemill.base.progress import Silent
from tidemill.domain.run_inputs import RunInput
from tidemill.domain.runs import RunState
from tidemill.services import aliases, run_changes
from tidemill.services import workspace as workspaces
from tidemill.services.leaving import to_mlflow
from tidemill.services.workspace import Workspace
from tidemill.store import histories, models, run_inputs, runs, schema

pytestmark = pytest.mark.timeout(2_400)

SCRIPT = Path(__file__).parent / "mlflow_scripts" / "what_is_there.py"
BEGAN = datetime(2024, 5, 6, 7, 8, 9, 123_000, tzinfo=UTC)
N = 2_500
"""Points of a long history: more than MLflow takes at once."""


@dataclass(frozen=True)
class Asked:
    """What was sent after the first time was stopped amid a run, then again, then once more when
    two runs had changed; and what MLflow's client read back in the end."""

    workspace: Workspace
    rest: to_mlflow.Sent
    again: to_mlflow.Sent
    changed: to_mlflow.Sent
    there: dict[str, Any]


class _StopsAmid(Silent):
    """Asks to stop when a part of the second run is written."""

    def __init__(self) -> None:
        super().__init__()
        self._left: int | None = None

    def report(self, share: float, message: str = "") -> None:  # noqa: ARG002
        if message.startswith("Run 2"):
            self._left = 4

    def check(self) -> None:
        if self._left is not None:
            self._left -= 1
            if self._left == 0:
                self.stop()
        super().check()


@pytest.fixture(scope="module")
def asked(
    newest_mlflow_client: MlflowClient, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Asked]:
    folder = tmp_path_factory.mktemp("sent")
    workspace = workspaces.create(folder / "ws", clock=HeldClock(), login="ada")
    _fill(workspace)
    uri = f"sqlite:///{folder / 'mlflow.db'}"
    python = str(newest_mlflow_client.python)

    before = Path.cwd()
    os.chdir(folder)  # MLflow puts the files of such a store where it is started
    try:
        with pytest.raises(Cancelled):
            to_mlflow.send(workspace, uri, _StopsAmid(), python=python)
        rest = to_mlflow.send(workspace, uri, python=python)
        again = to_mlflow.send(workspace, uri, python=python)
        run_changes.tag(workspace, [1], "later", "yes")
        _end(workspace)
        changed = to_mlflow.send(workspace, uri, python=python)
        newest_mlflow_client.run(SCRIPT, uri, folder / "there.json", folder=folder)
        there = json.loads((folder / "there.json").read_text())
        yield Asked(workspace, rest, again, changed, there)
    finally:
        os.chdir(before)
        workspace.close()


def _fill(workspace: Workspace) -> None:
    with workspace.store.write() as tx:
        for number, project in ((1, "default"), (2, "north"), (3, "default"), (4, "default")):
            pk = runs.insert(
                tx, uuid=f"{number:032d}", project=project, experiment="shop", name=f"run-{number}",
                user="ada", job_id=None, dataset_version_id=None,
            )  # fmt: skip
            runs.update(tx, [pk], started_at=BEGAN, ended_at=BEGAN, status="finished")
        runs.update(tx, [1], parent_pk=4)
        runs.update(tx, [2], status="failed", error="It fell")
        runs.update(tx, [3], status="running", ended_at=None)
        params = {"depth": "3", "name with space": "größe", "odd#name": "1", "long": "x" * 7_000}
        runs.put_values(tx, 1, params=params, metrics={"auc": 0.75}, tags={"good": "yes"})
        names = ["loss", "odd", "not#taken"]
        keys = runs.key_ids(tx, [("metric", name) for name in names])
        loss, odd, refused = (keys["metric", name] for name in names)
        histories.append(
            tx, [(1, loss, step, 1.7e9 + step / 8, 1 / (step + 1)) for step in range(N)]
        )
        histories.append(tx, [(1, odd, 0, 1.7e9, math.nan), (1, odd, 1, 1.7e9, math.inf)])
        histories.append(tx, [(1, refused, 0, 1.7e9, 1.0), (1, refused, 1, 1.7e9, 2.0)])
        given = RunInput("rows", "abc", "local", "{}", None, None, {"mlflow.data.context": "eval"})
        run_inputs.add(tx, 1, [given])
        for path in ("notes.txt", "deep/er/größe 1.txt"):
            runs.put_artifact(tx, 1, path, workspace.blobs.put_bytes(path.encode()), len(path))
        gone = workspace.blobs.put_bytes(b"gone")
        runs.put_artifact(tx, 1, "gone.txt", gone, 4)
        workspace.blobs.path(gone).unlink()
    run_changes.set_note(workspace, [1], "What it is *for*")
    _model(workspace)


def _model(workspace: Workspace) -> None:
    """A model of two versions, of which the second is champion and called night."""
    blob = workspace.blobs.put_bytes(b"a model")
    now = workspace.clock.now()
    with workspace.store.write() as tx:
        data = tx.insert(
            schema.dataset, name="shop", project="default", series="append", schema=[],
            created_at=now, created_by="ada",
        )  # fmt: skip
        version = tx.insert(
            schema.dataset_version, dataset_id=data, number=1, rows=0, added_rows=0,
            content_hash="c" * 32, own_hash="c" * 32, blob=blob, n_bytes=7, schema=[], profile={},
            source="", created_at=now, by="ada", checks=[],
        )  # fmt: skip
        model = tx.insert(
            schema.model, name="buyers", project="default", task="binary", target="bought",
            metric="auc", dataset_id=data, created_at=now, created_by="ada",
        )  # fmt: skip
        for pk, stage in ((1, "retired"), (4, "champion")):
            runs.put_artifact(tx, pk, "model.zip", blob, 7)
            models.insert_version(
                tx, "buyers", model_id=model, stage=stage, run_pk=pk,
                estimator="ridge", recipe={}, dataset_version_id=version, metrics={}, intervals={},
                gates=[{"name": "Schema fits", "passed": True}], comparison={}, input_hash="",
                blob=blob, by="ada", cause="by hand",
            )  # fmt: skip
        experiment = tx.insert(
            schema.experiment, project="default", name="shop", created_at=now, changed_at=now,
            tags={},
        )  # fmt: skip
        tx.insert(
            schema.logged_model, uuid="m-1", experiment_id=experiment, name="net", status="READY",
            created_at=now, changed_at=now, params={}, tags={},
        )  # fmt: skip
    aliases.put(workspace, "buyers@2", "night")


def _end(workspace: Workspace) -> None:
    with workspace.store.write() as tx:
        runs.ended(tx, [3], RunState.CANCELLED)


def of(told: dict[str, Any], number: int) -> Any:
    return told["runs"][f"{number:032d}"]


def test_every_value_is_read_back(asked: Asked) -> None:
    run = of(asked.there, 1)
    assert (run["name"], run["experiment"], run["status"]) == ("run-1", "shop", "FINISHED")
    assert run["times"] == [round(BEGAN.timestamp() * 1000)] * 2
    assert run["params"] == {"depth": "3", "name with space": "größe"}
    assert run["histories"]["auc"][0][0] == "0.75"
    assert sorted(run["histories"]["loss"], key=lambda one: one[2]) == [
        [repr(1 / (step + 1)), round((1.7e9 + step / 8) * 1000), step] for step in range(N)
    ]
    odd = {step: float(value) for value, _, step in run["histories"]["odd"]}
    assert math.isnan(odd[0])
    assert odd[1] > 1e308
    assert (run["tags"]["good"], run["tags"]["mlflow.user"]) == ("yes", "ada")
    assert run["tags"]["mlflow.note.content"] == "What it is *for*"
    assert run["inputs"] == [["rows", "abc", {"mlflow.data.context": "eval"}]]
    assert run["files"] == {
        "notes.txt": "notes.txt",
        "deep/er/größe 1.txt": "deep/er/größe 1.txt",
        "model.zip": "a model",
    }
    failed = of(asked.there, 2)
    assert (failed["experiment"], failed["status"]) == ("north/shop", "FAILED")
    assert failed["tags"]["tidemill.error"] == "It fell"


def test_nested_runs_stay_nested_whichever_came_first(asked: Asked) -> None:
    above = of(asked.there, 1)["tags"]["mlflow.parentRunId"]
    assert asked.there["ids"][above] == f"{4:032d}"


def test_models_have_their_versions_and_aliases(asked: Asked) -> None:
    assert asked.there["models"] == {"buyers": {"champion": "2", "night": "2"}}
    tags = {number: tags for _, number, _, tags in asked.there["versions"]}
    assert tags["2"]["tidemill.gates"] == "Schema fits: passed"
    assert tags["1"]["tidemill.stage"] == "retired"
    runs_of = {number: asked.there["ids"].get(run) for _, number, run, _ in asked.there["versions"]}
    # Version 1 stood on a run that was replaced since: it is there once more, on the new one.
    assert runs_of == {"1": None, "2": f"{4:032d}", "3": f"{1:032d}"}


def test_what_it_has_no_words_for_is_told(asked: Asked) -> None:
    said = " ".join(asked.rest.said)
    assert "1 run is under way" in said
    assert "Files that are gone here: run-1: gone.txt." in said
    assert asked.rest.n_logged == 1
    for words in ("the parameter odd#name", "the metric not#taken", "the parameter long"):
        assert said.count(f"{words} (") == 1


def test_stopped_it_goes_on_and_nothing_comes_twice(asked: Asked) -> None:
    assert (asked.rest.n_there, asked.rest.n_sent, asked.rest.n_known) == (4, 2, 1)
    assert asked.rest.n_versions == 2
    assert (asked.again.n_sent, asked.again.n_known, asked.again.n_versions) == (0, 3, 0)
    assert (asked.changed.n_sent, asked.changed.n_known) == (2, 2)
    assert (asked.there["n_runs"], len(asked.there["runs"])) == (4, 4)
    assert of(asked.there, 1)["tags"]["later"] == "yes"
    assert of(asked.there, 3)["status"] == "KILLED"


def test_a_server_that_is_not_there_is_told(
    asked: Asked, newest_mlflow_client: MlflowClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
    with pytest.raises(WorldError, match="9 did not take it") as told:
        to_mlflow.send(
            asked.workspace, "http://u:secret@127.0.0.1:9", python=str(newest_mlflow_client.python)
        )
    assert "secret" not in told.value.message
