"""Runs that MLflow kept come over with all their values, once, and its store stays as it was."""

import hashlib
import json
import math
import sqlite3
from pathlib import Path

import pytest

from tidemill.base.errors import Cancelled, NeedsYou
from tidemill.base.progress import Silent
from tidemill.domain.runs import RunState
from tidemill.services import activity, run_page, run_told, runs, trash
from tidemill.services.run_imports import mlflow_store, taking
from tidemill.store import histories, run_details, run_writing

STORE = Path(__file__).parent / "mlflow_stores" / "store.sql"
PARENT, CHILD = "c29bc41573ec4174bc6e6ee4ca2a57ee", "514e9f256509473dbf245b4bcf9f3c29"


def take(workspace, text, reporter, **options):
    return taking.take(
        workspace, mlflow_store.opened(str(text)), reporter, named=str(text), **options
    )


@pytest.fixture
def database(tmp_path):
    """A store made by MLflow's own client, with its files."""
    folder = tmp_path / "art"
    files = folder / "churn" / PARENT / "artifacts"
    (files / "deep" / "er").mkdir(parents=True)
    (files / "a.txt").write_text("hello\n")
    (files / "deep" / "er" / "a.txt").write_text("hello\n")
    secret = tmp_path / "secret.txt"
    secret.write_text("not of the run")
    (files / "link.txt").symlink_to(secret)
    path = tmp_path / "mlflow.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(STORE.read_text().replace("{artifacts}", str(folder)))
    connection.close()
    return path


@pytest.fixture
def folder(tmp_path):
    """The same parent and child as a folder of files, written as MLflow writes them."""
    place = tmp_path / "mlruns"
    experiment = place / "2946"
    _write(
        experiment / "meta.yaml", "experiment_id: '2946'\nname: churn\nlifecycle_stage: active\n"
    )
    gone = place / ".trash" / "9198"
    _write(gone / "meta.yaml", "experiment_id: '9198'\nname: gone\nlifecycle_stage: deleted\n")
    _run(gone, "5859" + "0" * 28, "of a deleted experiment", 3000, "deleted")
    # The child's id comes first, so that the order of ids is not that of time.
    run = _run(experiment, "b" * 32, "parent", 1000)
    child = _run(experiment, "a" * 32, "child", 2000)
    _write(child / "tags" / "mlflow.parentRunId", "b" * 32)
    _write(child / "metrics" / "auc", "1795385672264 0.8 0\n")
    _write(run / "params" / "depth", "3")
    _write(run / "params" / "a" / "b", "größe")
    _write(run / "tags" / "stage", "try")
    _write(run / "metrics" / "loss", "1795385672 1.0 0\n1795385673 0.2 4\n1795385674 0.5 2\n")
    _write(run / "metrics" / "old", "1795385672264 nan\n")
    _write(
        run / "inputs" / "1" / "meta.yaml",
        "source_id: ca3d\nsource_type: DATASET\ntags:\n  mlflow.data.context: eval\n",
    )
    _write(experiment / "datasets" / "ca3d" / "meta.yaml", "name: rows\ndigest: 2b67\nsource: x\n")
    _write(run / "artifacts" / "model" / "m.txt", "hello")
    _write(place / "models" / "buyers" / "meta.yaml", "name: buyers\n")
    return place


def _run(experiment, run_id, name, at, stage="active"):
    folder = experiment / run_id
    page = f"run_id: {run_id}\nrun_name: {name}\nuser_id: ada\nstatus: 3\nstart_time: {at}\n"
    page += f"end_time: {at + 500}\nlifecycle_stage: {stage}\nartifact_uri: {folder}/artifacts\n"
    _write(folder / "meta.yaml", page)
    return folder


def _write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _points(workspace, run_id, name):
    with workspace.store.read() as connection:
        pk = run_writing.find(connection, [run_id])[run_id]
        found = histories.read(connection, pk, histories.key_id(connection, name))
    steps, _, values = found
    return list(zip(steps.tolist(), values.tolist(), strict=True))


def test_a_database_comes_over_with_every_value(workspace, database):
    before = hashlib.sha256(database.read_bytes()).hexdigest()
    done = take(workspace, str(database), Silent())
    assert (done.n_there, done.n_taken, done.n_known, done.n_files) == (6, 6, 0, 2)
    assert done.n_points == 10
    assert hashlib.sha256(database.read_bytes()).hexdigest() == before
    assert sorted(p.name for p in database.parent.glob("mlflow.db*")) == ["mlflow.db"]
    parent = runs.one(workspace, PARENT)
    assert (parent.name, parent.experiment, parent.by) == ("parent", "churn", "ada")
    assert parent.params == {"depth": "3", "rate": "0.1", "name with space": "größe"}
    assert parent.tags["stage"] == "try"
    assert parent.note == "What it is for"
    assert parent.state is RunState.FINISHED
    assert parent.metrics["loss"] == 0.2  # of the highest step, as MLflow says
    assert math.isnan(parent.metrics["nan"])
    assert parent.metrics["inf"] == math.inf
    assert _points(workspace, PARENT, "loss") == [
        (0, 1.0),
        (1, 0.5),
        (2, 1 / 3),
        (2, 0.5),
        (3, 0.25),
        (4, 0.2),
    ]
    with sqlite3.connect(database) as connection:
        (started,) = connection.execute(
            "SELECT start_time FROM runs WHERE run_uuid = ?", [PARENT]
        ).fetchone()
    connection.close()
    assert parent.started_at.timestamp() * 1000 == pytest.approx(started, abs=0.5)
    assert {n: workspace.blobs.get_bytes(b) for n, b in parent.artifacts.items()} == {
        "a.txt": b"hello\n",
        "deep/er/a.txt": b"hello\n",
    }
    states = {r.name: r.state for r in runs.find(workspace, _pks(workspace, database))}
    assert states["broken"] is RunState.FAILED
    assert states["going"] is RunState.STOPPED
    assert done.left_out == []
    (entry,) = activity.recent(workspace, kind="import").entries
    assert entry.sentence == "imported 6 runs, 1 registered model of MLflow"


def _pks(workspace, database):
    with sqlite3.connect(database) as connection:
        ids = [one for (one,) in connection.execute("SELECT run_uuid FROM runs")]
    connection.close()
    with workspace.store.read() as there:
        return list(run_writing.find(there, ids).values())


def test_what_a_run_read_is_told_where_that_of_scripts_is(workspace, database, folder):
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE input_tags (input_uuid TEXT, name TEXT, value TEXT)")
        number = "6bbd8ee586e24b41bee34207d43e00ed"
        tag = (number, "mlflow.data.context", "training")
        connection.execute("INSERT INTO input_tags VALUES (?, ?, ?)", tag)
    connection.close()
    take(workspace, database, Silent())
    (one,) = run_page.page(workspace, PARENT).inputs
    assert (one.name, one.digest, one.source_type) == ("rows", "2b679e2b", "local")
    assert (one.place, one.context) == ("rows.csv", "training")
    assert json.loads(one.profile)["features_size"] == 6
    assert "mlflow_tensorspec" in json.loads(one.schema)
    take(workspace, folder, Silent())
    (one,) = run_page.page(workspace, "b" * 32).inputs
    assert (one.name, one.digest, one.source, one.context) == ("rows", "2b67", "x", "eval")
    told = run_told.told(workspace, runs.one(workspace, PARENT), Silent())
    assert told["inputs"][0]["place"] == "rows.csv"
    with workspace.store.read() as connection:
        assert "mlflow_datasets" not in run_details.facts(
            connection, runs.one(workspace, PARENT).pk
        )


def test_a_page_that_can_not_be_written_leaves_nothing_and_comes_at_the_next_try(
    workspace, database, monkeypatch
):
    class Full(Exception):
        pass

    def refuse(*_):
        raise Full

    with monkeypatch.context() as patch:
        patch.setattr("tidemill.store.run_inputs.add_new", refuse)
        with pytest.raises(Full):
            take(workspace, database, Silent())
    assert runs.count(workspace) == 0
    assert take(workspace, database, Silent()).n_taken == 6


def test_again_nothing_comes_twice_and_what_is_new_does(workspace, database):
    take(workspace, str(database), Silent())
    again = take(workspace, f"sqlite:///{database}", Silent())
    assert (again.n_taken, again.n_known) == (0, 6)
    with sqlite3.connect(database) as connection:
        connection.execute(
            "INSERT INTO runs SELECT ?, 'new', source_type, source_name, entry_point_name, user_id,"
            " status, start_time, end_time, source_version, lifecycle_stage, artifact_uri,"
            " experiment_id, deleted_time FROM runs WHERE run_uuid = ?",
            ["f" * 32, CHILD],
        )
    connection.close()
    third = take(workspace, str(database), Silent())
    assert (third.n_taken, third.n_known) == (1, 6)
    assert runs.one(workspace, "f" * 32).name == "new"


def test_one_that_was_stopped_goes_on_where_it_was(workspace, database, monkeypatch):
    monkeypatch.setattr("tidemill.store.mlflow_database._PAGE", 2)

    class Stopping(Silent):
        n_pages = 0

        def report(self, *_):
            self.n_pages += 1
            if self.n_pages == 2:
                self.stop()

    with pytest.raises(Cancelled):
        take(workspace, str(database), Stopping())
    done = take(workspace, str(database), Silent())
    assert (done.n_known, done.n_taken) == (4, 2)
    assert runs.one(workspace, CHILD).parent_pk == runs.one(workspace, PARENT).pk


def test_what_was_deleted_there_is_in_the_trash_here(workspace, database):
    take(workspace, str(database), Silent())
    assert {one.name for one in trash.listed(workspace)} == {"deleted", "of a deleted experiment"}


def test_a_folder_comes_over_with_every_value(workspace, folder):
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    done = take(workspace, folder.as_uri(), Silent())
    assert (done.n_there, done.n_taken, done.n_files) == (3, 3, 1)
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before
    parent, child = runs.one(workspace, "b" * 32), runs.one(workspace, "a" * 32)
    assert parent.params == {"depth": "3", "a/b": "größe"}
    assert parent.tags == {"stage": "try"}
    assert parent.metrics["loss"] == 0.2
    assert math.isnan(parent.metrics["old"])
    assert _points(workspace, parent.id, "loss") == [(0, 1.0), (2, 0.5), (4, 0.2)]
    assert child.parent_pk == parent.pk
    assert child.metrics == {"auc": 0.8}
    assert parent.artifacts.keys() == {"model/m.txt"}
    assert [one.name for one in trash.listed(workspace)] == ["of a deleted experiment"]
    assert (done.left_out, done.models.n_models) == ([], 1)


def test_files_that_lie_elsewhere_are_told(workspace, database):
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE runs SET artifact_uri = 's3://models/' || run_uuid")
    connection.close()
    done = take(workspace, str(database), Silent())
    assert done.n_files == 0
    assert done.left_out[0].startswith("Files of 6 runs or models lie at s3:, which is not read")
    other = take(workspace, str(database), Silent(), with_files=False)
    assert other.n_known == 6


def test_what_is_no_store_of_mlflow_is_told(workspace, tmp_path):
    with sqlite3.connect(tmp_path / "other.db") as connection:
        connection.execute("CREATE TABLE x (y)")
    connection.close()
    (tmp_path / "empty").mkdir()
    for text, words in (
        ("other.db", "no store of MLflow's"),
        ("empty", "no experiment lies in it"),
        ("nowhere", "There is no"),
        ("sqlite:///nowhere.db", "There is no"),
        ("mysql://host/x", "Only servers, folders"),
    ):
        where = text if "://" in text else str(tmp_path / text)
        with pytest.raises(NeedsYou, match=words):
            take(workspace, where, Silent())
