"""Models of an MLflow database come over: logged ones with their files, and its registry; the store
was made by MLflow's own client (`mlflow_stores/make_models.py`)."""

import hashlib
import sqlite3
from pathlib import Path

import pytest
from mlflow_folders import mlruns_with_models, unpacked

from tidemill.base.progress import Silent
from tidemill.services import activity, outside_models, runs
from tidemill.services.mlflow import aliases, logged_models, model_versions, registered
from tidemill.services.mlflow.tracker import Tracker
from tidemill.services.run_imports import mlflow_store, taking
from tidemill.store import logged_models as stored_models
from tidemill.store import registered_models

STORES = Path(__file__).parent / "mlflow_stores"


@pytest.fixture
def place(tmp_path):
    """The store's folder: its database and its files."""
    folder = unpacked("models.zip", tmp_path / "there")
    with sqlite3.connect(folder / "mlflow.db") as connection:
        text = (STORES / "models.sql").read_text("utf-8")
        connection.executescript(text.replace("{place}", str(folder)))
    connection.close()
    return folder


@pytest.fixture
def mlruns(tmp_path):
    """The same store as a folder `mlruns`, made by the client too."""
    return mlruns_with_models(tmp_path / "folder")


def change(place, *statements):
    with sqlite3.connect(place / "mlflow.db") as connection:
        for one in statements:
            connection.execute(one)
    connection.close()


def take(workspace, place, **more):
    path = place if place.name == "mlruns" else place / "mlflow.db"
    source = mlflow_store.opened(str(path), more.pop("artifacts", None))
    return taking.take(workspace, source, Silent(), named="there", **more)


@pytest.fixture
def tracker(workspace):
    """The interface that MLflow's clients ask."""
    return Tracker(workspace, "default")


def test_logged_and_registered_models_come_over_and_clients_find_them(workspace, place, tracker):
    before = hashlib.sha256((place / "mlflow.db").read_bytes()).hexdigest()
    done = take(workspace, place)
    assert hashlib.sha256((place / "mlflow.db").read_bytes()).hexdigest() == before
    assert_models_are_here(workspace, done, tracker)
    (entry,) = activity.recent(workspace, kind="import").entries
    assert entry.sentence == (
        "imported 1 run, 1 registered model, 3 versions, 1 logged model of MLflow"
    )


def test_models_of_a_folder_come_over_as_those_of_a_database(workspace, mlruns, tracker):
    before = {path: path.read_bytes() for path in mlruns.rglob("*") if path.is_file()}
    done = take(workspace, mlruns)
    assert {path: path.read_bytes() for path in mlruns.rglob("*") if path.is_file()} == before
    assert_models_are_here(workspace, done, tracker)
    again = take(workspace, mlruns)
    assert (again.models.n_logged, again.models.n_models, again.models.n_versions) == (0, 0, 0)
    with workspace.store.read() as connection:
        versions = outside_models.find_in(connection, "buyers").versions
    assert "LogisticRegression" in str(versions[-1].row.facts | versions[0].row.facts)


def test_a_folder_of_models_keeps_what_is_odd_in_it(workspace, mlruns, tracker):
    """Deleted models, a model measured on a dataset, not a number, and links to what is secret."""
    (page,) = mlruns.glob("*/models/m-*/meta.yaml")
    page.write_text(page.read_text("utf-8") + "lifecycle_stage: deleted\n", "utf-8")
    (lines,) = mlruns.glob("*/models/m-*/metrics/auc")
    run = lines.read_text("utf-8").split()[3]
    (lines.parent / "loss").write_text(f"1795408546929 nan 2 {run} my rows 2b67\n", "utf-8")
    secret = mlruns.parent / "secret.txt"
    secret.write_text("not of the store")
    (page.parent / "tags" / "linked").symlink_to(secret)
    assert take(workspace, mlruns).models.n_logged == 1
    with workspace.store.read() as connection:
        one = stored_models.find(connection, page.parent.name)
        measured = {
            each.name: each for each in stored_models.measured(connection, [one.id])[one.id]
        }
    assert one.deleted_at is not None
    assert "linked" not in one.tags
    loss = measured["loss"]
    assert (loss.value, loss.dataset_name, loss.dataset_digest) == (None, "my rows", "2b67")
    assert measured["auc"].value == 0.75


def assert_models_are_here(workspace, done, tracker):
    """All that the client logged and registered is read back, and only what can't be is told."""
    assert (done.n_taken, done.n_files) == (1, 1)
    assert (done.models.n_logged, done.models.n_models, done.models.n_versions) == (1, 1, 3)
    run = runs.one(workspace, "first")
    one = registered.get(tracker, "buyers")
    assert (one["name"], one["description"]) == ("buyers", "Who buys")
    assert one["tags"] == [{"key": "area", "value": "sales"}]
    assert one["aliases"] == [{"alias": "challenger", "version": "2"}]
    assert aliases.find(tracker, {"name": "buyers", "alias": "challenger"})["version"] == "2"
    first = model_versions.get(tracker, "buyers", 1)
    assert (first["run_id"], first["current_stage"]) == (run.id, "Production")
    model_id = first["source"].removeprefix("models:/")
    found = logged_models.get(tracker, model_id)["model"]
    assert found["info"]["name"] == "logreg"
    assert found["info"]["status"] == "LOGGED_MODEL_READY"
    assert found["info"]["source_run_id"] == run.id
    assert {"key": "team", "value": "a"} in found["info"]["tags"]
    assert found["data"]["params"] == [{"key": "C", "value": "1.0"}]
    (metric,) = found["data"]["metrics"]
    assert (metric["key"], metric["value"], metric["step"]) == ("auc", 0.75, 1)
    assert model_id in model_versions.download_uri(tracker, "buyers", 1)
    second = model_versions.get(tracker, "buyers", 2)
    assert (second["source"], second["description"]) == (f"runs:/{run.id}/old/model", "the older")
    assert second["tags"] == [{"key": "k", "value": "v"}]
    assert model_versions.download_uri(tracker, "buyers", 2).endswith("/artifacts/old/model")
    (said,) = done.left_out
    assert said.startswith("buyers had the alias champion on v1: left out, since here it tells")


def test_what_the_files_of_a_version_say_is_known_without_loading_them(workspace, place):
    take(workspace, place)
    with workspace.store.read() as connection:
        model = outside_models.find_in(connection, "buyers")
        rows = {one.number: one for one in model.versions}
    assert "LogisticRegression" in str(rows[1].row.facts)
    assert "no MLmodel page" in rows[2].row.facts["trouble"]
    assert "not taken over" in rows[3].row.facts["trouble"]


def test_again_nothing_comes_twice_and_a_new_version_does(workspace, place):
    take(workspace, place)
    again = take(workspace, place)
    assert (again.models.n_logged, again.models.n_models, again.models.n_versions) == (0, 0, 0)
    assert again.left_out == []
    change(
        place,
        "INSERT INTO model_versions (name, version, source, current_stage) "
        "VALUES ('buyers', 5, 's3://x', 'None')",
        "INSERT INTO registered_model_aliases (alias, version, name) "
        "VALUES ('newest', 5, 'buyers')",
    )
    third = take(workspace, place)
    assert third.models.n_versions == 1
    with workspace.store.read() as connection:
        assert outside_models.find_in(connection, "buyers").aliases["newest"] == 5


def test_a_name_with_other_versions_here_keeps_them(workspace, place, tracker):
    registered.create(tracker, {"name": "buyers"})
    with workspace.store.write() as tx:
        one = registered_models.named(tx.connection, "buyers")
        registered_models.add_version(
            tx, one, number=2, source="runs:/other", run_link="", stage="None", description="ours",
            tags={}, facts={}, by="ada",
        )  # fmt: skip
    done = take(workspace, place)
    assert (done.models.n_models, done.models.n_versions) == (0, 2)
    assert model_versions.get(tracker, "buyers", 2)["description"] == "ours"
    assert "challenger" not in {a["alias"] for a in registered.get(tracker, "buyers")["aliases"]}
    assert done.left_out[0] == (
        "buyers has other versions of the numbers v2 here: they were left out."
    )


def test_files_that_only_a_server_gives_out_are_told(workspace, place):
    for table, column in (("runs", "artifact_uri"), ("logged_models", "artifact_location")):
        to = f"replace({column}, '{place}/art', 'mlflow-artifacts:')"
        change(place, f"UPDATE {table} SET {column} = {to}")
    with_out = take(workspace, place)
    assert with_out.n_files == 0
    assert "Files of 2 runs or models lie at mlflow-artifacts:" in with_out.left_out[0]


def test_a_servers_folder_of_files_is_read_and_nothing_beside_it(workspace, place):
    (place / "secret.txt").write_text("not of the server")
    change(
        place,
        f"UPDATE runs SET artifact_uri = replace(artifact_uri, '{place}/art', 'mlflow-artifacts:')",
        "UPDATE logged_models SET artifact_location = 'mlflow-artifacts:/../../there'",
    )
    done = take(workspace, place, artifacts=place / "art")
    run = runs.one(workspace, "first")
    assert run.artifacts.keys() == {"old/model/note.txt"}
    assert done.models.n_logged == 1
    with workspace.store.read() as connection:
        model = outside_models.find_in(connection, "buyers")
    assert "not taken over" in model.version(1).row.facts["trouble"]
