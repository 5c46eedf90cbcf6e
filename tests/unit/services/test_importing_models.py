"""Importing models from elsewhere: what is kept, what is refused, and who loads a pickle."""

import json
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path

import made_model_files as made
import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.jobs import Job, JobState
from tidemill.domain.known_parts import Standing
from tidemill.domain.runs import Run
from tidemill.services import draft_cards, importing_models, model_files, registry, runs
from tidemill.services.training import persist
from tidemill.services.workspace import Workspace

Drain = Callable[[], list[Job]]


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return made.honest(tmp_path_factory.mktemp("honest"))


def imported(workspace: Workspace, drain: Drain, path: Path, *, is_trusted: bool = False) -> Run:
    importing_models.ask(workspace, path, is_trusted=is_trusted)
    job = drain()[-1]
    assert job.state is JobState.SUCCEEDED, job.error
    return runs.one(workspace, job.result["run"])


def text_of(workspace: Workspace, run: Run, path: str) -> str:
    return workspace.blobs.get_bytes(run.artifacts[path]).decode()


def test_a_skops_file_becomes_a_run_with_its_facts_and_a_draft_card(
    workspace: Workspace, drain: Drain, honest: dict[str, Path]
) -> None:
    run = imported(workspace, drain, honest["pipeline.skops"])
    assert (run.params["kind"], run.params["format"]) == ("imported", "skops")
    assert run.params["logisticregression__C"] == "2.5"
    assert run.tags["imported"] == "pipeline.skops"
    data = workspace.blobs.get_bytes(run.artifacts["model/model.skops"])
    assert data == honest["pipeline.skops"].read_bytes()
    card = text_of(workspace, run, draft_cards.CARD_FILE)
    assert "| age |" in card
    assert "To be written" in card
    facts = json.loads(text_of(workspace, run, importing_models.FACTS_FILE))
    assert facts["columns"][0]["name"] == "age"


def test_onnx_is_kept_as_it_came(
    workspace: Workspace, drain: Drain, honest: dict[str, Path]
) -> None:
    run = imported(workspace, drain, honest["graph.onnx"])
    data = workspace.blobs.get_bytes(run.artifacts["model/model.onnx"])
    assert data == honest["graph.onnx"].read_bytes()


def test_a_pickle_is_not_imported_without_a_persons_word(
    workspace: Workspace, honest: dict[str, Path]
) -> None:
    with pytest.raises(NeedsYou, match="is a pickle") as refused:
        importing_models.ask(workspace, honest["forest-5.pkl"])
    assert "trust" in refused.value.hint


@pytest.mark.parametrize("name", ["forest-lzma.joblib", "mlflow"])
def test_a_trusted_pickle_is_kept_as_skops_that_answers_the_same(
    workspace: Workspace, drain: Drain, honest: dict[str, Path], name: str
) -> None:
    run = imported(workspace, drain, honest[name], is_trusted=True)
    data = workspace.blobs.get_bytes(run.artifacts["model/model.skops"])
    model = persist.from_skops(data)
    own = made.fitted()[name.split("-", maxsplit=1)[0] if "-" in name else "pipeline"]
    assert model.get_params().keys() == own.get_params().keys()
    assert not any(path.endswith((".pkl", ".joblib")) for path in run.artifacts)
    card = text_of(workspace, run, draft_cards.CARD_FILE)
    told = "nothing was compared" if name == "mlflow" else "made-up rows the same"
    assert told in card


def test_what_runs_code_is_refused_even_where_it_is_trusted(
    workspace: Workspace, tmp_path: Path
) -> None:
    canary = tmp_path / "canary"
    for at, (name, data) in enumerate(made.malicious(canary).items()):
        path = tmp_path / f"{at}.pkl"
        path.write_bytes(data)
        with pytest.raises(NeedsYou, match="would run code"):
            importing_models.ask(workspace, path, is_trusted=True)
        assert not canary.exists(), name
    bad = tmp_path / "bad.skops"
    bad.write_bytes(made.malicious_skops("acme.models", "Churn"))
    with pytest.raises(NeedsYou, match=r"acme\.models\.Churn"):
        importing_models.ask(workspace, bad, is_trusted=True)


def test_a_file_that_was_changed_after_the_look_is_not_loaded(
    workspace: Workspace, drain: Drain, honest: dict[str, Path], tmp_path: Path
) -> None:
    path = tmp_path / "model.pkl"
    path.write_bytes(honest["forest-4.pkl"].read_bytes())
    importing_models.ask(workspace, path, is_trusted=True)
    path.write_bytes(made.malicious(tmp_path / "canary")["plain call"])
    job = drain()[-1]
    assert job.state is JobState.FAILED
    assert "another file" in str(job.error)
    assert not (tmp_path / "canary").exists()


def test_the_process_that_loads_looks_up_only_what_was_listed(
    tmp_path: Path, honest: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that the look had told wrongly would still not get at anything else."""
    import subprocess

    from tidemill.base import programs
    from tidemill.services.loading_models import ORDER_FILE, REPORT_FILE

    facts = model_files.inspect(honest["forest-4.pkl"])
    bait = tmp_path / "bait.pkl"
    bait.write_bytes(made.malicious(tmp_path / "canary")["name from the stack"])
    order = {
        "file": str(bait),
        "sha256": model_files.inspect(bait).content,
        "names": [part.name for part in facts.parts],
    }
    (tmp_path / ORDER_FILE).write_text(json.dumps(order))
    done = subprocess.run(
        programs.own_command("load-model", str(tmp_path)), check=False, timeout=60
    )
    assert done.returncode == 3
    error = json.loads((tmp_path / REPORT_FILE).read_text())["error"]
    assert "posix.system" in error["message"]
    assert not (tmp_path / "canary").exists()


def test_what_is_no_model_or_needs_a_missing_library_is_told_in_words(
    workspace: Workspace, drain: Drain, tmp_path: Path
) -> None:
    plain = tmp_path / "plain.pkl"
    plain.write_bytes(pickle.dumps({"a": 1}))
    importing_models.ask(workspace, plain, is_trusted=True)
    strange = tmp_path / "strange.pkl"
    strange.write_bytes(made.odd()["unknown class"])
    importing_models.ask(workspace, strange, is_trusted=True)
    first, second = drain()[-2:]
    assert "predicts nothing" in str(first.error)
    assert "acme" in str(second.error)


def test_an_imported_run_says_what_a_version_would_need(
    workspace: Workspace, drain: Drain, honest: dict[str, Path]
) -> None:
    run = imported(workspace, drain, honest["graph.onnx"])
    refusal = registry.why_not_registered(run)
    assert refusal is not None
    assert "was imported" in refusal.message
    assert "Name the data" in refusal.hint


def test_words_tell_the_file_and_other_versions(honest: dict[str, Path], tmp_path: Path) -> None:
    facts = model_files.inspect(honest["pipeline.skops"])
    words = dict(model_files.in_words(facts))
    assert words["Reads"] == "3 columns: age, income, town"
    assert words["Answers"] == "no, yes"
    assert model_files.remarks(facts) == ()
    old = tmp_path / "old.skops"
    with (
        zipfile.ZipFile(honest["pipeline.skops"]) as source,
        zipfile.ZipFile(old, "w") as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name == "schema.json":
                version = facts.versions["scikit-learn"].encode()
                data = data.replace(b'"\\"' + version + b'\\""', b'"\\"0.24.2\\""')
            target.writestr(name, data)
    said = model_files.remarks(model_files.inspect(old))
    assert "scikit-learn 0.24.2" in said[0]
    assert facts.standing is Standing.KNOWN
