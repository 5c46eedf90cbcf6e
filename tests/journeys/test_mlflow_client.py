"""MLflow's real client logs into Tidemill, and reads back what it reads from its own store."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from mlflow_clients import MlflowClient
from open_doors import TOKEN, Door, silent_door
from real_world import World

from tidemill.domain.runs import RunState
from tidemill.services import runs as whole_runs

# The first of them in a session may have to make the client's environment.
pytestmark = pytest.mark.timeout(2_400)

SCRIPTS = Path(__file__).with_name("mlflow_scripts")
CALLS = ("experiments", "runs", "fluent", "files", "search")
MODELS = ("logged", "registry")
LIBRARIES = ("sklearn", "grid", "boosted", "system")


@dataclass(frozen=True)
class Said:
    """What a script read back from Tidemill and from a store of MLflow's own."""

    ours: dict[str, Any]
    theirs: dict[str, Any]
    store: Path


@pytest.fixture(scope="module")
def world(mlflow_client: MlflowClient, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A workspace for each version of the client in turn."""
    world = World(tmp_path_factory.mktemp("door") / "ws")
    yield world
    assert world.close() == [], "These processes did not end when asked to."


@pytest.fixture(scope="module")
def door(world: World) -> Iterator[Door]:
    with silent_door(world) as door:
        yield door


def ask(client: MlflowClient, script: str, door: Door, folder: Path) -> Said:
    """Run a script against the door and against a store that the client makes in a folder."""
    store = folder / "mlflow.db"
    words = (door.address, folder / "ours.json", f"sqlite:///{store}", folder / "theirs.json")
    client.run(SCRIPTS / script, *words, folder=folder, MLFLOW_TRACKING_TOKEN=TOKEN)
    ours, theirs = (
        json.loads((folder / f"{one}.json").read_text(encoding="utf-8"))
        for one in ("ours", "theirs")
    )
    return Said(ours, theirs, store)


@pytest.fixture(scope="module")
def said(mlflow_client: MlflowClient, door: Door, tmp_path_factory: pytest.TempPathFactory) -> Said:
    """Every call of experiments, runs, files and searches."""
    return ask(mlflow_client, "every_call.py", door, tmp_path_factory.mktemp("calls"))


@pytest.fixture(scope="module")
def logged(
    mlflow_client: MlflowClient, door: Door, tmp_path_factory: pytest.TempPathFactory
) -> Said:
    """What three libraries log by themselves."""
    folder = tmp_path_factory.mktemp("libraries")
    return ask(mlflow_client, "autologging.py", door, folder)


@pytest.fixture(scope="module")
def modelled(
    mlflow_client: MlflowClient, door: Door, tmp_path_factory: pytest.TempPathFactory
) -> Said:
    """Every call of logged and of registered models."""
    return ask(mlflow_client, "models.py", door, tmp_path_factory.mktemp("models"))


@pytest.mark.parametrize("part", CALLS)
def test_client_reads_back_what_it_reads_from_its_own_store(said: Said, part: str) -> None:
    assert said.ours[part] == said.theirs[part]


@pytest.mark.parametrize("part", LIBRARIES)
def test_autologging_logs_what_it_logs_to_its_own_store(logged: Said, part: str) -> None:
    assert logged.ours[part] == logged.theirs[part]
    assert logged.ours[part]


@pytest.mark.parametrize("part", MODELS)
def test_models_come_back_as_from_the_clients_own_store(modelled: Said, part: str) -> None:
    assert modelled.ours[part] == modelled.theirs[part]


def test_runs_of_scripts_stand_in_tidemill(said: Said, world: World) -> None:
    assert said.ours
    outer, inner, fails = (
        whole_runs.newest_named(world.workspace, name, 2) for name in ("outer", "inner", "fails")
    )
    assert [len(outer), len(inner), len(fails)] == [1, 1, 1]
    run = outer[0]
    assert (run.state, fails[0].state) == (RunState.FINISHED, RunState.FAILED)
    assert (run.experiment, inner[0].parent_pk) == ("fluent", run.pk)
    assert run.params == {"a": "1", "b": "[1, 2]"}
    assert run.metrics == {"m": 5.0, "n": 2.0}
    assert run.note == "what it is for"
    assert {"notes/a text.txt", "conf.json", "plots/line.png", "seen.json"} <= set(run.artifacts)


def test_store_that_the_client_made_is_taken_over_equal(said: Said, tmp_path: Path) -> None:
    before = said.store.read_bytes()
    theirs = runs_of(said.store)
    other = World(tmp_path / "other")
    try:
        other.cli("import", "mlflow", said.store)
        assert whole_runs.count(other.workspace) == len(theirs) > 10
        for key, (name, params, metrics) in theirs.items():
            run = whole_runs.one(other.workspace, key)
            assert (run.name, run.params) == (name, params)
            assert {k: repr(v) for k, v in run.metrics.items()} == metrics
    finally:
        left = other.close()
    assert left == []
    assert said.store.read_bytes() == before


def runs_of(store: Path) -> dict[str, Any]:
    """The living runs of a store of MLflow's: name, parameters, metrics."""
    with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as database:
        found: dict[str, Any] = {
            key: (name, {}, {})
            for key, name in database.execute(
                "select run_uuid, name from runs where lifecycle_stage = 'active'"
            )
        }
        for key, name, text in database.execute("select run_uuid, key, value from params"):
            found[key][1][name] = text
        points = database.execute("select run_uuid, key, value, is_nan from latest_metrics")
        for key, name, value, is_nan in points:
            found[key][2][name] = "nan" if is_nan else repr(value)
    return found
