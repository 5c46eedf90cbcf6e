"""One prediction explained: contributions that add up, rows like it, what if."""

import importlib.util
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Silent
from tidemill.domain.columns import Kind
from tidemill.domain.explanations import Explanation
from tidemill.domain.forecasts import Forecast
from tidemill.domain.frames import Frame
from tidemill.domain.jobs import Job, JobState
from tidemill.domain.mask_signs import MASK
from tidemill.domain.models import ModelVersion
from tidemill.domain.recipes import Task
from tidemill.services import (
    datasets,
    explaining,
    jobs,
    personal_data,
    registry,
    tables,
    training_runs,
    unseen_rows,
)
from tidemill.services.training import persist
from tidemill.services.workspace import Workspace

Learn = Callable[..., str]


@pytest.fixture
def learn(workspace: Workspace, shop: str, drain: Callable[[], list[Job]]) -> Learn:
    """Trains one estimator and gives the address of its run."""

    def learned(estimator: str, target: str = "bought", **settings: Any) -> str:
        version = datasets.version(workspace, shop)
        recipe = datasets.suggestions(workspace, version, target).recipe()
        chosen = replace(recipe, estimator=estimator, **settings)
        job = training_runs.train(workspace, shop, recipe=chosen.to_dict())
        drain()
        [run] = training_runs.ranked(workspace, job)
        return f"{explaining.RUN}{run.id}"

    return learned


def explained(workspace: Workspace, address: str, row: str = "7", **other: Any) -> Explanation:
    return explaining.explain(workspace, address, row, Silent(), **other)


def adds_up(found: Explanation, within: float = 1e-9) -> None:
    for at, said in enumerate(found.said):
        whole = found.base[at] + sum(one.by[at] for one in found.columns)
        assert whole == pytest.approx(said, abs=within)


def model_of(workspace: Workspace, address: str) -> Any:
    return persist.load(workspace.blobs.get_bytes(explaining.subject_of(workspace, address).blob))


def rows_of(workspace: Workspace, *numbers: int) -> Frame:
    return tables.whole(workspace, datasets.version(workspace, "shop")).take(np.array(numbers))


@pytest.mark.parametrize("estimator", ["logistic_regression", "random_forest"])
def test_contributions_and_the_average_add_up_to_what_the_model_says(
    workspace: Workspace, learn: Learn, estimator: str
):
    address = learn(estimator)
    found = explained(workspace, address)
    said = model_of(workspace, address).predict(rows_of(workspace, 6))[0]
    assert found.said == found.answers == (pytest.approx(said, abs=1e-12),)
    assert (found.unit, found.outputs, found.is_exact) == ("probability", ("true",), True)
    adds_up(found)
    assert found.prediction == ("true" if said >= 0.5 else "false")
    assert found.truth == str(rows_of(workspace, 6)["bought"].to_list()[0]).lower()
    assert {one.name for one in found.columns} == set(model_of(workspace, address).inputs.names)
    assert Explanation.from_dict(json.loads(json.dumps(found.to_dict()))) == found


@pytest.mark.parametrize("estimator", ["lightgbm", "xgboost"])
def test_a_booster_tells_its_own_in_log_odds(workspace: Workspace, learn: Learn, estimator: str):
    if importlib.util.find_spec(estimator) is None:
        pytest.skip(f"{estimator} is not installed")
    found = explained(
        workspace,
        learn(estimator, estimator_settings={"min_leaf": 5} if estimator == "lightgbm" else {}),
    )
    assert found.unit == "log odds"
    assert "own" in found.way
    adds_up(found, 1e-5)
    assert 1 / (1 + np.exp(-found.said[0])) == pytest.approx(found.answers[0], abs=1e-6)
    assert any(one.by[0] for one in found.columns)


def test_a_calibrated_booster_is_told_by_what_it_says_in_the_end(
    workspace: Workspace, learn: Learn
):
    if importlib.util.find_spec("lightgbm") is None:
        pytest.skip("lightgbm is not installed")
    found = explained(workspace, learn("lightgbm", calibration="sigmoid"))
    assert found.unit == "probability"
    adds_up(found)


def test_of_several_classes_each_is_told_and_of_numbers_the_number(
    workspace: Workspace, learn: Learn
):
    several = explained(workspace, learn("logistic_regression", target="shop"))
    assert several.task is Task.MULTICLASS
    assert len(several.outputs) == len(several.said) == 3
    assert sum(several.answers) == pytest.approx(1)
    assert several.outputs[several.chosen] == several.prediction
    adds_up(several)
    number = explained(workspace, learn("random_forest", target="x"))
    assert (number.unit, number.outputs) == ("value", ("x",))
    adds_up(number)


@pytest.mark.parametrize("estimator", ["lightgbm", "xgboost"])
def test_a_booster_of_several_classes_tells_each_class_in_its_place(
    workspace: Workspace, learn: Learn, estimator: str
):
    if importlib.util.find_spec(estimator) is None:
        pytest.skip(f"{estimator} is not installed")
    found = explained(workspace, learn(estimator, target="shop"))
    adds_up(found, 1e-5)
    powers = np.exp(np.array(found.said))
    assert powers / powers.sum() == pytest.approx(np.array(found.answers), abs=1e-6)


def test_rows_like_it_are_the_nearest_learned_from_with_what_became_of_them(
    workspace: Workspace, learn: Learn
):
    address = learn("logistic_regression")
    found = explained(workspace, address)
    subject = explaining.subject_of(workspace, address)
    unseen = unseen_rows.unseen_by_run(
        workspace, subject.made_by, subject.learned.id, subject.learned
    )
    learned = np.flatnonzero(~unseen.mask)
    itself = learned == 6
    model = model_of(workspace, address)
    matrix = model.prepared(rows_of(workspace, *learned.tolist()))
    own = model.prepared(rows_of(workspace, 6))[0]
    far = np.zeros(len(learned))
    for _, start, stop in model.pipeline[0].blocks_:
        block = matrix[:, start:stop]
        pairs = (block[:, None, :] - block[None, :, :]) ** 2
        mean = pairs.sum(axis=2).mean()
        far += ((block - own[start:stop]) ** 2).sum(axis=1) / mean if mean else 0
    far = np.sqrt(far / len(model.pipeline[0].blocks_))
    assert (far[itself] == 0).all()
    far, learned = far[~itself], learned[~itself]
    nearest = learned[np.argsort(far, kind="stable")[:6]]
    assert [one.row for one in found.similar] == nearest.tolist()
    assert [one.distance for one in found.similar] == pytest.approx(np.sort(far)[:6].tolist())
    truth = rows_of(workspace, *nearest.tolist())["bought"].to_list()
    assert [one.label for one in found.similar] == [str(value).lower() for value in truth]
    assert f"{len(itself)} rows of" in found.similar_words
    assert not unseen.mask[nearest].any()


def test_what_if_follows_the_model_along_what_was_seen_in_training(
    workspace: Workspace, learn: Learn
):
    address = learn("random_forest")
    found = explained(workspace, address)
    model = model_of(workspace, address)
    x = next(one for one in found.columns if one.name == "x")
    assert x.course is not None
    assert list(x.course.points) == sorted(set(x.course.points))
    [own] = rows_of(workspace, 6).rows()
    for value, answer in zip(x.course.points, x.course.answers, strict=True):
        assert answer[0] == pytest.approx(model.predict([{**own, "x": value}])[0], abs=1e-12)
    shop = next(one for one in found.columns if one.name == "shop")
    assert shop.course is not None
    assert shop.course.points == ()
    for word, answer in zip(shop.course.values, shop.course.answers, strict=True):
        assert answer[0] == pytest.approx(model.predict([{**own, "shop": word}])[0], abs=1e-12)


def test_a_changed_value_is_explained_in_its_place_and_a_wrong_one_refused(
    workspace: Workspace, learn: Learn
):
    address = learn("random_forest")
    [own] = rows_of(workspace, 6).rows()
    found = explained(workspace, address, changes={"x": "99", "shop": "moon"})
    said = model_of(workspace, address).predict([{**own, "x": 99.0, "shop": "moon"}])[0]
    assert found.answers[0] == pytest.approx(said, abs=1e-12)
    assert found.changed == ("x", "shop")
    assert "with another x and shop" in found.summary
    assert found.truth == "", "what became of it became of the row as it was"
    beyond = {one.name: one.is_beyond for one in found.columns}
    assert beyond["x"]
    assert beyond["shop"]
    adds_up(found)
    kept = explained(workspace, address)
    assert not next(one for one in kept.columns if one.name == "shop").is_beyond
    with pytest.raises(NeedsYou, match="reads no column colour"):
        explained(workspace, address, changes={"colour": "red"})
    with pytest.raises(NeedsYou, match="field x: expected a number"):
        explained(workspace, address, changes={"x": "many"})


def test_values_of_personal_columns_are_not_told(workspace: Workspace, learn: Learn):
    address = learn("logistic_regression")
    personal_data.mark(workspace, "shop", "x", True)
    personal_data.show_to(workspace, "everyone")
    found = explained(workspace, address)
    x = next(one for one in found.columns if one.name == "x")
    assert (x.value, x.plain, x.lowest, x.highest, x.course) == (MASK, None, "", "", None)
    assert x.is_hidden
    place = found.similar_columns.index("x")
    assert {one.cells[place] for one in found.similar} == {MASK}
    adds_up(found)


def test_a_version_is_explained_by_a_job_of_the_worker(
    workspace: Workspace,
    champion: Callable[..., ModelVersion],
    drain: Callable[[], list[Job]],
):
    champion()
    job_id = explaining.ask(workspace, "buyers", "#7", changes={"x": 1.5})
    drain()
    job = jobs.find(workspace, job_id)
    assert job.state is JobState.SUCCEEDED, job.error
    found = explaining.of_job(job)
    assert found.address == "buyers@1"
    assert found == explained(workspace, "buyers@1", "7", changes={"x": 1.5})
    assert job.message == "Explained row 7 of shop v1 with another x by buyers v1"
    assert registry.version(workspace, "buyers@1").label in found.summary


def test_what_keeps_no_model_or_no_such_row_is_refused_before_work_begins(
    workspace: Workspace, make_runs: Callable[..., list[int]], learn: Learn
):
    address = learn("logistic_regression")
    with pytest.raises(NeedsYou, match="has rows 1 to 120"):
        explained(workspace, address, "121")
    make_runs(1)
    with pytest.raises(NeedsYou):
        explaining.ask(workspace, f"{explaining.RUN}nothing", "1")


def test_a_forecast_is_not_explained_by_one_row_without_its_past(
    workspace: Workspace, learn: Learn, monkeypatch: pytest.MonkeyPatch
):
    address = learn("linear_regression", target="x")
    model = model_of(workspace, address)
    ahead = replace(model.recipe, forecast=Forecast(2, (2,)), time="day")
    monkeypatch.setattr(persist, "load", lambda _: replace(model, recipe=ahead))
    with pytest.raises(NeedsYou, match="tells the future of a series from its past"):
        explained(workspace, address)


def test_every_column_kind_of_a_row_is_shown_as_json_has_it(workspace: Workspace, learn: Learn):
    found = explained(workspace, learn("random_forest"))
    for one in found.columns:
        assert json.loads(json.dumps(one.plain)) == one.plain
        if one.kind is Kind.NUMERIC:
            assert isinstance(one.plain, float)
