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


def test_import_as_a_version_judges_it_on_the_data_named(
    tidemill: Tidemill, months: Callable[..., Path], tmp_path: Path
) -> None:
    import pandas as pd

    assert tidemill("init", tmp_path / "ws", where=None).code == 0
    rows = pd.read_csv(months(1))
    added = tidemill("data", "add", months(1), "--name", "shop", "--target", "bought")
    assert added.code == 0, added.err
    fitted = LogisticRegression().fit(rows[["x"]], rows["bought"])
    path = tmp_path / "theirs.skops"
    path.write_bytes(skops.io.dumps(fitted))
    wrong = tidemill("models", "import", path, "--as", "buyers")
    assert wrong.code == 2
    assert "the data it answers for" in wrong.err
    said = tidemill("models", "import", path, "--as", "buyers", "--on", "shop")
    assert said.code == 0, said.err
    assert "Imported theirs.skops as buyers v1." in said.out
    assert "Whether it learned from these rows itself is not known." in said.out
    found = tidemill("models", "show", "buyers@1", "--json").json
    assert (found["stage"], found["estimator"]) == ("candidate", "imported")
    assert tidemill("models", "promote", "buyers@1").code == 0
    answered = tidemill("predict", "buyers", months(2), "--out", tmp_path / "out.csv")
    assert answered.code == 0, answered.err
    run = tidemill("models", "import", path, "--json").json
    again = tidemill("models", "register", run["name"], "--name", "twice", "--on", "shop@1")
    assert again.code == 0, again.err
    assert again.out.startswith("Registered twice v1.")
