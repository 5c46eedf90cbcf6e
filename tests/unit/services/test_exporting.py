"""Exporting a version as a job: proved on stored rows first, refused where that can't be done."""

import json
import pickle
import zipfile

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.catalog.onnx_graphs import Graph
from tidemill.domain.jobs import JobState
from tidemill.domain.recipes import Recipe
from tidemill.services import (
    activity,
    datasets,
    exporting,
    jobs,
    personal_data,
    registering,
    steps,
    training_runs,
)


@pytest.fixture
def export(workspace, champion, drain, tmp_path):
    """Trains `buyers` and exports it; returns the job as it ended and the file."""

    def done(form="onnx", name="buyers", **options):
        entry = next(one for one in exporting.forms() if one.id == form)
        out = tmp_path / "out" / f"{name}{entry.ending}"
        job_id = exporting.ask(workspace, options.pop("address", "buyers"), form, out)
        drain()
        return jobs.find(workspace, job_id), out

    return done


def test_a_champion_leaves_as_onnx_with_its_proof(workspace, champion, export):
    champion()
    job, out = export()
    assert job.state is JobState.SUCCEEDED, job.error
    assert out.stat().st_size == job.result["bytes"] > 0
    found = job.result["comparison"]
    assert (found["equal"], found["n_different"], found["different"]) == (True, 0, [])
    assert found["n_stored"] == 120
    assert found["largest"] <= 1e-6
    entry = activity.recent(workspace, kind="export").entries[0]
    assert entry.sentence == "exported buyers v1 as ONNX to buyers.onnx"
    assert entry.by == "ada"


def test_a_package_bears_card_recipe_schema_examples_and_proof(workspace, champion, export):
    champion("logistic_regression")
    personal_data.mark(workspace, "shop", "shop", True)
    job, out = export("package")
    assert job.state is JobState.SUCCEEDED, job.error
    with zipfile.ZipFile(out) as archive:
        names = set(archive.namelist())
        rows = json.loads(archive.read("buyers_v1/examples/rows.json"))
        answers = json.loads(archive.read("buyers_v1/examples/answers.json"))
        schema = json.loads(archive.read("buyers_v1/schema.json"))
        proof = json.loads(archive.read("buyers_v1/proof.json"))
        recipe = Recipe.from_dict(json.loads(archive.read("buyers_v1/recipe.json")))
        readme = archive.read("buyers_v1/README.md").decode()
    assert {
        "buyers_v1/card.html",
        "buyers_v1/pyproject.toml",
        "buyers_v1/buyers_v1/model.onnx",
    } <= (names)
    assert len(rows) == len(answers) == 21
    assert all(row["shop"] is None for row in rows)
    assert schema["target"] == {"name": "bought", "kind": "boolean"}
    assert proof == job.result["comparison"]
    assert recipe.target == "bought"
    assert "python -m buyers_v1 retrain" in readme
    assert "{" not in readme.replace("{'", "")


def test_a_differing_file_is_not_written_and_the_log_has_the_rows(
    workspace, champion, export, monkeypatch
):
    champion()
    linear = Graph.linear
    monkeypatch.setattr(
        Graph, "linear", lambda self, x, weights, offsets: linear(self, x, weights * 1.1, offsets)
    )
    job, out = export()
    assert job.state is JobState.FAILED
    assert job.error_kind == "needs-you"
    assert "otherwise than the model" in job.error
    assert "the model says" in job.error
    assert not out.exists()
    lines = [text for _, _, text in jobs.log_lines(workspace, job.id)]
    shown = [line for line in lines if "the model says" in line and "{" in line]
    assert len(shown) == 20
    assert set(json.loads("{" + shown[0].partition("{")[2])) >= {"x", "shop"}


def test_what_differs_can_cross_processes(workspace, champion, export, monkeypatch):
    comparison = exporting.Comparison(1, 1, 0.5, 1)
    again = pickle.loads(pickle.dumps(exporting.Differs("ONNX of x", comparison)))
    assert again.comparison == comparison


def test_wrong_endings_forms_and_folders_are_refused_at_once(workspace, champion, tmp_path):
    champion("prior")
    with pytest.raises(NeedsYou, match=r"can't be written as model\.pkl") as told:
        exporting.ask(workspace, "buyers", "onnx", tmp_path / "model.pkl")
    assert ".onnx" in told.value.hint
    with pytest.raises(NeedsYou, match="can't be exported as pmml") as told:
        exporting.ask(workspace, "buyers", "pmml", tmp_path / "model.pmml")
    assert "onnx" in told.value.hint
    (tmp_path / "folder.onnx").mkdir()
    with pytest.raises(NeedsYou, match="is a folder"):
        exporting.ask(workspace, "buyers", "onnx", tmp_path / "folder.onnx")
    with pytest.raises(NeedsYou, match="no version"):
        exporting.ask(workspace, "buyers@9", "onnx", tmp_path / "model.onnx")


def test_a_place_that_takes_no_file_is_the_worlds_trouble(workspace, champion, drain, tmp_path):
    champion("prior")
    taken = tmp_path / "taken"
    taken.write_text("a file where a folder is wanted")
    job_id = exporting.ask(workspace, "buyers", "onnx", taken / "model.onnx")
    drain()
    job = jobs.find(workspace, job_id)
    assert "can't be written" in (job.error or job.said)


def behind(workspace, drain, *made):
    for kind, settings in made:
        steps.add(workspace, "shop", kind, settings)
        drain()
    job_id = training_runs.train(workspace, "shop", estimators=("logistic_regression",))
    drain()
    run = training_runs.ranked(workspace, job_id)[0]
    registering.register(workspace, run.id, name="buyers")


def test_renamed_columns_go_in_under_their_raw_names(workspace, shop, drain, export):
    behind(workspace, drain, ("rename", {"column": "x", "to": "score"}))
    job, out = export(address="buyers@1")
    assert job.state is JobState.SUCCEEDED, job.error
    import onnx

    names = [one.name for one in onnx.load(out).graph.input]
    assert "x" in names
    assert "score" not in names


def test_steps_that_change_values_keep_a_model_from_leaving_for_raw_rows(
    workspace, shop, drain, export
):
    behind(workspace, drain, ("derive", {"name": "twice", "expression": "x * 2"}))
    job, _ = export(address="buyers@1")
    assert job.state is JobState.FAILED
    assert "only Tidemill carries out" in job.error
    job, out = export("skops", address="buyers@1")
    assert job.state is JobState.SUCCEEDED, job.error
    assert "as the dataset's steps leave them" in job.result["notes"][0]
    assert out.exists()


def test_a_personal_column_that_was_learned_from_is_spoken_of(workspace, champion, export):
    champion()
    personal_data.mark(workspace, "shop", "shop", True)
    job, _ = export()
    assert "marks that as personal" in job.result["notes"][-1]


def test_without_stored_rows_nothing_is_offered(workspace, champion, export):
    champion("prior")
    workspace.blobs.path(datasets.version(workspace, "shop").blob).unlink()
    job, out = export()
    assert job.state is JobState.FAILED
    assert "No stored rows are left" in job.error
    assert not out.exists()
