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
    registry,
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


MADE = (
    ("rename", {"column": "x", "to": "score"}),
    ("derive", {"name": "twice", "expression": "(score - 1) * 2 / -weekday(day)"}),
    ("map_values", {"column": "shop", "pairs": {"north": "up", "south": ""}}),
    ("fill", {"column": "shop", "by": "a value", "value": "nowhere"}),
    ("split_date", {"column": "day", "parts": ["year", "quarter", "day", "day_of_year", "minute"]}),
    ("fill", {"column": "score", "by": "the median"}),
    ("drop_columns", {"columns": ["day"]}),
)


def test_a_model_behind_steps_leaves_as_onnx_for_raw_rows_and_answers_the_same(
    workspace, shop, drain, export, month
):
    behind(workspace, drain, *MADE)
    job, out = export(address="buyers@1")
    assert job.state is JobState.SUCCEEDED, job.error
    assert "5 steps are part of it" in job.result["notes"][0]
    found = job.result["comparison"]
    assert found["equal"]
    assert found["largest"] <= 1e-9
    assert found["n_made_up"] > 30
    import csv

    import numpy as np
    import onnxruntime

    from tidemill.services.serving import served_models

    session = onnxruntime.InferenceSession(out.read_bytes())
    assert {one.name for one in session.get_inputs()} == {"x", "shop", "day"}
    version = registry.version(workspace, "buyers@1")
    with month(2).open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    moments = np.array([row["day"] for row in rows], dtype="datetime64[us]")
    shares = session.run(
        ["probabilities"],
        {
            "x": np.array([[float(row["x"])] for row in rows]),
            "shop": np.array([[row["shop"]] for row in rows], dtype=object),
            "day": moments.view(np.int64)[:, None],
        },
    )[0]
    served = served_models.load(workspace, version)
    sent = [{"x": float(r["x"]), "shop": r["shop"], "day": r["day"]} for r in rows]
    said = [one.probability for one in served.answer(sent)]
    np.testing.assert_allclose(shares.max(axis=1), said, atol=1e-9)


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (("filter_rows", {"condition": 'has_word(shop, "north")'}), "can't be written as ONNX"),
        (("tidy_text", {"columns": ["shop"], "case": "upper case"}), "can't be written as ONNX"),
        (("derive", {"name": "d", "expression": "length(shop)"}), "length of texts"),
        (("map_values", {"column": "x", "pairs": {"1": "one"}}), "holds no texts"),
    ],
)
def test_steps_that_cannot_be_written_are_named_and_skops_is_the_way_out(
    workspace, shop, drain, export, step, words
):
    behind(workspace, drain, step)
    job, _ = export(address="buyers@1")
    assert job.state is JobState.FAILED
    assert words in job.error
    job, out = export("skops", address="buyers@1")
    assert job.state is JobState.SUCCEEDED, job.error
    assert "as the dataset's steps leave them" in job.result["notes"][0]
    assert out.exists()


def test_onnx_leaves_out_the_rows_that_a_service_leaves_out(workspace, shop, drain, export, month):
    behind(
        workspace,
        drain,
        ("drop_duplicates", {"columns": []}),
        ("filter_rows", {"condition": 'x > -1 and shop != "south"'}),
        ("derive", {"name": "kind", "expression": 'if x > 0.5 then "high" else shop'}),
    )
    job, out = export(address="buyers@1")
    assert job.state is JobState.SUCCEEDED, job.error
    assert "2 steps are part of it" in job.result["notes"][0]
    assert job.result["comparison"]["largest"] <= 1e-9
    import csv

    import numpy as np
    import onnxruntime

    from tidemill.services.serving import served_models

    with month(2).open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    session = onnxruntime.InferenceSession(out.read_bytes())
    label, shares = session.run(
        None,
        {
            "x": np.array([[float(row["x"])] for row in rows]),
            "shop": np.array([[row["shop"]] for row in rows], dtype=object),
        },
    )
    served = served_models.load(workspace, registry.version(workspace, "buyers@1"))
    sent = [{"x": float(row["x"]), "shop": row["shop"]} for row in rows]
    said = served.answer([*sent, *sent])  # a row is answered whichever came before it
    assert [one.prediction or "" for one in said] == [*label.tolist(), *label.tolist()]
    assert 0 < sum(one.prediction is None for one in said) < len(said)
    told = [one.probability for one in said if one.prediction is not None]
    stays = ~np.isnan(shares).any(axis=1)
    np.testing.assert_allclose([*shares[stays].max(axis=1)] * 2, told, atol=1e-9)


def test_a_package_behind_steps_takes_rows_as_they_come_and_says_what_answers(
    workspace, shop, drain, export
):
    behind(
        workspace,
        drain,
        ("derive", {"name": "twice", "expression": "x * 2"}),
        ("tidy_text", {"columns": ["shop"], "case": "first letters upper"}),
        ("filter_rows", {"condition": "x > -1 or is_missing(x)"}),
    )
    job, out = export("package", address="buyers@1")
    assert job.state is JobState.SUCCEEDED, job.error
    assert "3 steps are part of it" in job.result["notes"][0]
    assert "It answers by scikit-learn alone." in job.result["notes"][1]
    found = job.result["comparison"]
    assert found["equal"]
    assert found["largest"] <= 1e-9
    with zipfile.ZipFile(out) as archive:
        names = archive.namelist()
        answers = json.loads(archive.read("buyers_v1/examples/answers.json"))
        schema = json.loads(archive.read("buyers_v1/schema.json"))
    assert "buyers_v1/buyers_v1/model.onnx" not in names
    assert "buyers_v1/buyers_v1/carried/catalog/steps/tidy_text.py" in names
    assert {one["name"] for one in schema["columns"]} == {"x", "shop"}
    assert None in answers


def test_a_package_behind_steps_that_onnx_says_too_answers_by_both(workspace, shop, drain, export):
    behind(workspace, drain, ("derive", {"name": "twice", "expression": "x * 2"}))
    job, out = export("package", address="buyers@1")
    assert job.state is JobState.SUCCEEDED, job.error
    assert len(job.result["notes"]) == 1
    with zipfile.ZipFile(out) as archive:
        assert "buyers_v1/buyers_v1/model.onnx" in archive.namelist()


def test_models_by_group_leave_as_a_package_that_is_proved(workspace, shop, drain, export):
    job_id = training_runs.train(
        workspace, shop, estimators=["k_nearest"], by_group="shop", by_group_rows=20
    )
    drain()
    (run,) = training_runs.ranked(workspace, job_id)
    registering.register(workspace, run.id, name="buyers")
    job, out = export("package", address="buyers@1")
    assert job.state is JobState.SUCCEEDED, job.error
    found = job.result["comparison"]
    assert found["equal"]
    assert found["n_stored"] == 120
    assert found["largest"] <= 1e-9
    assert "It answers by scikit-learn alone." in job.result["notes"][0]
    with zipfile.ZipFile(out) as archive:
        names = archive.namelist()
        project = archive.read("buyers_v1/pyproject.toml").decode()
    assert "buyers_v1/buyers_v1/carried/catalog/grouped_estimators.py" in names
    assert '"buyers_v1.carried.catalog.estimators.k_nearest"' in project


def test_a_step_written_otherwise_than_it_works_is_found_and_nothing_is_written(
    workspace, shop, drain, export, monkeypatch
):
    from tidemill.catalog import onnx_expressions

    behind(workspace, drain, ("derive", {"name": "twice", "expression": "x * 2"}))
    monkeypatch.setitem(onnx_expressions.SIGNS, "*", "Add")
    job, out = export(address="buyers@1")
    assert job.state is JobState.FAILED
    assert "was not written" in job.error
    assert not out.exists()


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
