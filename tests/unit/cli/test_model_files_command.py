"""`models inspect` and `models import`, as scripts and people use them."""

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import made_model_files as made
import pytest
import skops.io
from sklearn.linear_model import LogisticRegression

Tidemill = Callable[..., Any]


@pytest.fixture
def model(tmp_path: Path) -> Path:
    fitted = LogisticRegression(C=2.5).fit([[0.0, 1.0], [1.0, 0.0], [2.0, 1.0]], [0, 1, 1])
    (tmp_path / "model.skops").write_bytes(skops.io.dumps(fitted))
    path = tmp_path / "model.pkl"
    path.write_bytes(pickle.dumps(fitted))
    return path


def test_inspect_tells_a_file_in_words_and_as_json(tidemill: Tidemill, model: Path) -> None:
    said = tidemill("models", "inspect", model, where=None)
    assert said.code == 0
    assert "LogisticRegression" in said.out
    assert "C = 2.5" in said.out
    assert "loaded only on your word" in said.out
    found = tidemill("models", "inspect", model, "--json", where=None).json
    assert (found["format"], found["n_columns"], found["standing"]) == ("pickle", 2, "known")
    assert found["parameters"]["C"] == "2.5"
    assert found["dangers"] == []


def test_inspect_of_what_would_run_code_says_so_and_leaves_with_3(
    tidemill: Tidemill, tmp_path: Path
) -> None:
    path = tmp_path / "bad.pkl"
    path.write_bytes(made.malicious(tmp_path / "canary")["eval"])
    said = tidemill("models", "inspect", path, where=None)
    assert said.code == 3
    assert "would run code" in said.out
    assert "builtins.eval (called)" in said.out
    found = tidemill("models", "inspect", path, "--json", where=None)
    assert (found.code, found.json["standing"]) == (3, "runs code")
    assert not (tmp_path / "canary").exists()


def test_import_keeps_skops_as_a_run_and_a_pickle_only_on_a_word(
    tidemill: Tidemill, model: Path, tmp_path: Path
) -> None:
    assert tidemill("init", tmp_path / "ws", where=None).code == 0
    said = tidemill("models", "import", model.with_suffix(".skops"), "--json")
    assert said.code == 0, said.err
    assert said.json["params"]["kind"] == "imported"
    refused = tidemill("models", "import", model)
    assert refused.code == 3
    assert "--trust-pickle" in refused.err
    trusted = tidemill("models", "import", model, "--trust-pickle", "--experiment", "outside")
    assert trusted.code == 0, trusted.err
    listed = tidemill("runs", "list", "--where", "experiment = outside", "--json").json
    assert listed["total"] == 1


def test_import_refuses_what_runs_code_and_names_no_way_around_it(
    tidemill: Tidemill, tmp_path: Path
) -> None:
    path = tmp_path / "bad.pkl"
    path.write_bytes(made.malicious(tmp_path / "canary")["subprocess"])
    assert tidemill("init", tmp_path / "ws", where=None).code == 0
    said = tidemill("models", "import", path, "--trust-pickle")
    assert said.code == 3
    assert "subprocess.check_call" in said.err
    assert "--trust-pickle" not in said.err
    assert not (tmp_path / "canary").exists()
