"""Runs of other trackers moved in by commands: what came, what was left out, what was wrong."""

import json
import sqlite3
import zipfile
from pathlib import Path

import pytest

STORES = Path(__file__).parents[1] / "services"


@pytest.fixture
def opened(tidemill, tmp_path):
    """A workspace of its own to move into."""
    assert tidemill("init", tmp_path / "ws", "--json", where=None).code == 0
    return tidemill


@pytest.mark.parametrize(("tracker", "n"), [("tensorboard", 3), ("wandb", 2)])
def test_folders_of_trackers_move_in(opened, tmp_path, tracker, n):
    with zipfile.ZipFile(STORES / "tracker_stores" / f"{tracker}.zip") as packed:
        packed.extractall(tmp_path / "there")
    said = opened("import", tracker, tmp_path / "there", "--json")
    assert said.code == 0, said.err
    done = json.loads(said.out)
    assert (done["runs"], done["taken"], done["known"]) == (n, n, 0)
    assert done["left_out"][0] in said.err
    again = opened("import", tracker, tmp_path / "there", "--no-files")
    assert again.out == f"Imported 0 of {n} runs; {n} were here already.\n"


def test_databases_of_trackers_move_in(opened, tmp_path):
    for name, text in (
        ("churn.db", STORES / "tracker_stores" / "trackio.sql"),
        ("mlflow.db", STORES / "mlflow_stores" / "models.sql"),
    ):
        with sqlite3.connect(tmp_path / name) as connection:
            connection.executescript(text.read_text("utf-8"))
        connection.close()
    assert (
        json.loads(opened("import", "trackio", tmp_path / "churn.db", "--json").out)["taken"] == 2
    )
    said = opened("import", "mlflow", tmp_path / "mlflow.db", "--artifacts", tmp_path)
    assert said.out == (
        "Imported 1 of 1 runs.\nImported 1 registered model, 3 versions, 1 logged model.\n"
    )


def test_a_table_moves_in_by_what_is_said_of_its_columns(opened, tmp_path):
    (tmp_path / "runs.csv").write_text("what,x,y\nfirst,1,2\n")
    words = ("--param", "x", "--metric", "y", "--column", "name=what")
    said = opened("import", "csv", tmp_path / "runs.csv", *words, "--json")
    assert json.loads(said.out)["points"] == 1
    shown = json.loads(opened("runs", "show", "first", "--json").out)
    assert (shown["params"], shown["metrics"]) == ({"x": "1"}, {"y": 2.0})
    wrong = opened("import", "csv", tmp_path / "runs.csv", "--column", "title=what")
    assert wrong.code == 2
    assert "name" in wrong.err
    assert opened("import", "csv", tmp_path / "nowhere.csv").code == 3


def test_aim_says_that_it_needs_aim(opened, tmp_path):
    (tmp_path / ".aim" / "meta").mkdir(parents=True)
    said = opened("import", "aim", tmp_path, "--python", tmp_path / "nowhere")
    assert said.code == 3
    assert "name its python" in said.err
