"""Models that learned from prepared rows: what they remember, and what they say of raw rows."""

import json
import zipfile
from io import BytesIO

import numpy as np
import pytest

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Silent
from tidemill.catalog.readers import csv
from tidemill.domain.jobs import JobState
from tidemill.services import (
    datasets,
    jobs,
    monitoring,
    preparing,
    registry,
    retraining,
    steps,
    tables,
    training_runs,
    validating,
)
from tidemill.services.training import learning, persist, raw_rows


@pytest.fixture
def step(workspace, drain):
    def made(kind, **settings):
        changed = steps.add(workspace, "shop", kind, settings)
        drain()
        assert jobs.find(workspace, changed.job_id).state is JobState.SUCCEEDED
        return changed.step

    return made


@pytest.fixture
def prepared(shop, step):
    """`shop` behind steps of many kinds, one of them leaving rows out."""
    step("rename", column="x", to="score")
    step("derive", name="high", expression="if score > 0.5 then 'high' else 'low'")
    step("filter_rows", condition="score > -1.5 and shop != 'east'")
    step("tidy_text", columns=["shop"], case="upper case")
    step("derive", name="week", expression="weekday(day)")
    return shop


def model_of(workspace, version):
    return persist.load(workspace.blobs.get_bytes(version.blob))


def raw_frame(path, tmp_path, model):
    scratch = tmp_path / "scratch"
    scratch.mkdir(exist_ok=True)
    return csv.read(path, raw_rows.expected(model), Silent(), scratch).frame


def test_the_raw_file_and_the_prepared_version_get_the_same_predictions(
    workspace, prepared, champion, month, tmp_path, take_in
):
    model = model_of(workspace, champion())
    assert [s["kind"] for s in model.steps][:2] == ["rename", "derive"]
    assert "high" in model.inputs.names
    path = month(2, n=90)
    said, left = raw_rows.score_raw(model, raw_frame(path, tmp_path, model))
    take_in(path)
    version = datasets.version(workspace, "shop")
    own = tables.load(workspace, [version], version.schema)
    assert 0 < len(left) == own.n_rows < 90
    assert np.array_equal(said.values, learning.score(model, own).values)


def test_a_raw_file_without_the_target_is_scored_and_one_without_a_needed_column_is_not(
    workspace, prepared, step, champion, month, tmp_path
):
    step("rename", column="bought", to="won")
    model = model_of(workspace, champion())
    assert model.recipe.target == "won"
    frame = raw_frame(month(2, n=50), tmp_path, model)
    whole, _ = raw_rows.score_raw(model, frame)
    without = frame.select(["day", "x", "shop"])
    said, _ = raw_rows.score_raw(model, without)
    assert np.array_equal(said.values, whole.values)
    with pytest.raises(NeedsYou, match="no column x"):
        raw_rows.score_raw(model, frame.select(["day", "shop"]))


def test_a_model_without_steps_keeps_loading_and_reads_rows_as_they_come(
    workspace, shop, champion, month, tmp_path
):
    data = workspace.blobs.get_bytes(champion().blob)
    old = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as now, zipfile.ZipFile(old, "w") as before:
        page = json.loads(now.read("model.json"))
        del page["steps"], page["raw"]
        before.writestr("model.json", json.dumps(page))
        before.writestr("model.skops", now.read("model.skops"))
    model = persist.load(old.getvalue())
    assert (model.steps, model.raw) == ((), None)
    frame = raw_frame(month(2, n=50), tmp_path, model)
    assert len(raw_rows.score_raw(model, frame)[1]) == 50


def test_new_files_are_measured_behind_the_steps_the_champion_learned_behind(
    workspace, shop, champion, step, take_in, month
):
    """Steps that change later must not look like drift, nor break what serves."""
    champion()
    step("rename", column="x", to="score")
    step("derive", name="shop", expression="upper(shop)")
    take_in(month(2, n=400))
    [chunk] = monitoring.show(workspace, "buyers").chunks
    assert chunk.report["drifted_columns"] == 0
    assert chunk.measures["auc"]["n"] == 400


def test_a_candidate_behind_new_steps_is_judged_beside_the_champion_on_the_same_rows(
    workspace, shop, champion, step, take_in, month, drain
):
    first = champion()
    step("rename", column="x", to="score")
    step("filter_rows", condition="shop != 'east'")
    take_in(month(2, n=200))
    job_id = training_runs.train(workspace, "shop", estimators=("logistic_regression",))
    drain()
    [run] = training_runs.ranked(workspace, job_id)
    verdict = validating.of_run(workspace, run, "buyers")
    assert verdict.comparison["against"] == f"v{first.number}"
    assert verdict.comparison["rows"] > 20
    champion_auc = next(m for m in verdict.comparison["measures"] if m["metric"] == "auc")
    assert champion_auc["champion"] > 0.7


def test_retraining_behind_new_steps_holds_out_the_newest_file(
    workspace, shop, take_in, month, champion, step, drain
):
    take_in(month(2, n=100))
    champion()
    step("filter_rows", condition="shop != 'east'")
    newest = datasets.version(workspace, "shop")
    assert 0 < newest.added_rows < 100
    job_id = retraining.ask(workspace, "buyers")
    drain()
    job = jobs.find(workspace, job_id)
    assert job.state is JobState.SUCCEEDED, job.error
    made = registry.version(workspace, f"buyers@{job.result['version']}")
    model = model_of(workspace, made)
    assert [s["kind"] for s in model.steps] == ["filter_rows"]
    n_before = newest.rows - newest.added_rows
    verdict = validating.again(workspace, f"buyers@{made.number}")
    assert verdict.number == made.number
    frame = tables.whole(workspace, newest).slice(0, n_before)
    assert set(frame["shop"].to_list()) == {"north", "south"}


def test_training_on_an_older_version_reads_its_own_columns(workspace, shop, step, drain):
    step("rename", column="x", to="score")
    job_id = training_runs.train(workspace, "shop@1", estimators=("logistic_regression",))
    drain()
    [run] = training_runs.ranked(workspace, job_id)
    model = persist.load(workspace.blobs.get_bytes(run.artifacts[registry.MODEL_FILE]))
    assert "x" in model.inputs.names
    assert model.steps == ()


def test_labels_are_no_part_of_what_a_model_remembers():
    spoken = [
        {"kind": "derive", "name": "", "settings": {"name": "a", "expression": "1"}},
        {"kind": "labels", "name": "", "settings": {"column": "y", "labels": "blob"}},
    ]
    assert [s["kind"] for s in preparing.without_labels(spoken)] == ["derive"]
    assert preparing.same_preparation(spoken, spoken[:1])
    assert not preparing.same_preparation(spoken, [replace_name(spoken[0])])


def replace_name(one):
    return {**one, "settings": {**one["settings"], "name": "b"}}
