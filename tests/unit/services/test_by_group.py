"""A model for each group of a column: learned from its rows alone, kept small, told one by one."""

import json
from dataclasses import replace

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.utils.class_weight import compute_sample_weight

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Silent
from tidemill.catalog import libraries
from tidemill.catalog.discovery import family
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.group_table import GroupTable
from tidemill.domain.metrics import metric
from tidemill.domain.outgoing import Outgoing
from tidemill.domain.recipes import HoldOut, HoldOutKind, Recipe, Task
from tidemill.services import group_results, training_runs
from tidemill.services.training import fitting, persist
from tidemill.services.training.fitting import Fitted
from tidemill.services.training.learning import fit_only, learn

SHOPS = 6
N = 1_500
SMALL = {
    "random_forest": {"n_trees": 10},
    "extra_trees": {"n_trees": 10},
    "hist_gradient_boosting": {"n_trees": 12},
    "lightgbm": {"n_trees": 12},
    "xgboost": {"n_trees": 12},
    "neural_net": {"epochs": 3},
}


def rows_of(n: int = N, shops: int = SHOPS, seed: int = 0, kind: str = "text") -> Frame:
    """In every other shop `a` tells the answer the other way round; the last shop has few rows."""
    rng = np.random.default_rng(seed)
    shop = rng.integers(0, shops - 1, n)
    shop[:40] = shops - 1
    a, b = rng.normal(size=(2, n))
    sign = np.where(shop % 2 == 0, 1.0, -1.0)
    amount = 3 * sign * a + b + rng.normal(0, 0.5, n)
    site = coded(
        "site", Kind.CATEGORICAL, [f"s{k}" if r % 50 else None for r, k in enumerate(shop)]
    )
    if kind == "number":
        site = ColumnData("site", Kind.NUMERIC, shop.astype(np.int64))
    b[::7] = np.nan
    classes = np.array(["low", "middle", "high"])[np.digitize(amount, [-2, 2])]
    return Frame(
        (
            ColumnData("a", Kind.NUMERIC, a),
            ColumnData("b", Kind.NUMERIC, b),
            site,
            ColumnData("amount", Kind.NUMERIC, amount),
            coded("is_high", Kind.CATEGORICAL, np.where(amount > 0, "yes", "no").tolist()),
            coded("class", Kind.CATEGORICAL, classes.tolist()),
        )
    )


TARGETS = {"binary": "is_high", "multiclass": "class", "regression": "amount"}


def recipe_of(
    task: str = "binary", estimator: str = "logistic_regression", **said: object
) -> Recipe:
    fields = {
        "target": TARGETS[task],
        "task": Task(task),
        "features": ("a", "b"),
        "positive": "yes" if task == "binary" else None,
        "estimator": estimator,
        "estimator_settings": settings_of(estimator),
        "by_group": "site",
    }
    return Recipe(**(fields | said))


def settings_of(estimator: str) -> dict[str, object]:
    known = {one.id for one in family("estimators")[estimator].ENTRY.parameters}
    return {name: value for name, value in SMALL.get(estimator, {}).items() if name in known}


def schema_of(frame: Frame) -> Schema:
    return Schema(tuple(Column(c.name, c.kind) for c in frame))


def fitted(frame: Frame, recipe: Recipe) -> Fitted:
    return fit_only(frame, schema_of(frame), recipe, Silent())


def as_rows(frame: Frame, places: list[int]) -> list[dict[str, object]]:
    return [{c.name: c.to_list()[place] for c in frame} for place in places]


def _cases() -> list[tuple[str, str]]:
    found = []
    for name, module in family("estimators").items():
        if name != "own" and libraries.is_there(module.ENTRY):
            found += [(name, task) for task in sorted(module.ENTRY.tasks) if task in TARGETS]
    return found


@pytest.mark.parametrize(("estimator", "task"), _cases())
def test_every_estimator_is_kept_and_answers_rows_and_tables_alike(estimator, task):
    frame = rows_of(700, 4)
    made = fitted(frame, recipe_of(task, estimator)).model
    assert made.pipeline[-1].has_model_.tolist() == [True, True, True, False]
    said = made.predict(frame)
    kept = persist.load(persist.bundle(made))
    assert not kept.pipeline[-1].models_.made(), "models are made when they are asked for"
    np.testing.assert_array_equal(kept.predict(frame), said)
    again = persist.load(persist.bundle(kept))
    np.testing.assert_array_equal(again.predict(frame), said)
    places = [0, 41, 50, 60, 61]
    unknown = [{"a": 1.0, "b": 0.5, "site": "never seen"}, {"a": 1.0, "b": 0.5}]
    rows = kept.predict(as_rows(frame, places) + unknown)
    np.testing.assert_allclose(rows[:5], said[places], rtol=1e-9, atol=1e-12)
    np.testing.assert_array_equal(rows[5], rows[6])


def test_a_group_s_model_is_the_estimator_fitted_on_its_rows_alone():
    frame = rows_of()
    made = fitted(frame, recipe_of("regression", "linear_regression")).model
    preparation, estimator = made.pipeline
    assert preparation.groups_ == ["s0", "s1", "s2", "s3", "s4", "s5"]
    matrix = preparation.inner.transform(frame)
    site = np.array(frame["site"].to_list(), dtype=object)
    for code, name in enumerate(preparation.groups_[:5]):
        rows = site == name
        alone = clone(estimator.estimator).fit(matrix[rows], frame["amount"].values[rows])
        np.testing.assert_allclose(
            made.predict(frame)[rows], alone.predict(matrix[rows]), rtol=1e-9
        )
        assert estimator.n_rows_[code] == rows.sum()
    everything = clone(estimator.estimator).fit(matrix, frame["amount"].values)
    rest = np.array([one in ("s5", None) for one in site])
    np.testing.assert_allclose(
        made.predict(frame)[rest], everything.predict(matrix[rest]), rtol=1e-9
    )


def test_who_has_a_model_and_who_has_none_is_said_with_the_reason():
    frame = rows_of()
    told = fitted(frame, recipe_of())
    (said,) = told.notes
    assert said.startswith("5 of 6 groups of site have a model of their own. The others")
    assert said.endswith("the model for all: 1 with fewer than 100 rows to learn from.")
    answers = np.where(np.array(frame["site"].to_list()) == "s1", "no", frame["is_high"].to_list())
    one_sided = Frame(
        (
            *(frame[n] for n in ("a", "b", "site")),
            coded("is_high", Kind.CATEGORICAL, answers.tolist()),
        )
    )
    (note,) = fitted(one_sided, recipe_of()).notes
    assert "1 with too few rows of two classes of is_high" in note
    none = fitted(frame, recipe_of(by_group_rows=5_000))
    assert none.notes[0].startswith("0 of 6 groups of site")
    plain = fitted(frame, recipe_of(by_group=None))
    np.testing.assert_array_equal(none.model.predict(frame), plain.model.predict(frame))


def test_the_column_of_the_groups_may_be_learned_from_and_may_be_a_number():
    frame = rows_of(kind="number")
    made = fitted(frame, recipe_of(features=("site", "a", "b"))).model
    assert made.inputs.names == ("site", "a", "b")
    assert made.pipeline[0].groups_ == ["0", "1", "2", "3", "4", "5"]
    assert [name for name, _, _ in made.pipeline[0].blocks_] == ["a", "b", "site"]
    assert made.pipeline[0].blocks_[-1][2] == made.prepared(frame).shape[1]
    said = made.predict([{"a": 1.0, "b": 0.0, "site": 3}, {"a": 1.0, "b": 0.0, "site": "3.0"}])
    assert said[0] == said[1]
    dates = Frame((*frame, ColumnData("day", Kind.DATETIME, np.arange(N).astype("datetime64[us]"))))
    with pytest.raises(NeedsYou, match="dates make no groups"):
        fitted(dates, recipe_of(by_group="day"))


@pytest.mark.parametrize("changes", [{"calibration": "sigmoid"}, {"class_weights": "balanced"}])
def test_what_a_recipe_asks_of_classes_holds_within_each_group(changes):
    frame = rows_of()
    made = fitted(frame, recipe_of("binary", "random_forest", n_threads=2, **changes))
    preparation, estimator = made.model.pipeline
    site = np.array(frame["site"].to_list(), dtype=object)
    rows = site == "s0"
    matrix = preparation.inner.transform(frame)[rows]
    y = (np.array(frame["is_high"].to_list())[rows] == "yes").astype(int)
    weights = {"sample_weight": compute_sample_weight("balanced", y)}
    alone = clone(estimator.estimator)
    alone.fit(matrix, y, **(weights if "class_weights" in changes else {}))
    said = made.model.predict(frame)[rows]
    np.testing.assert_allclose(said, alone.predict_proba(matrix)[:, 1], atol=1e-12)
    assert ("CalibratedClassifierCV" in str(alone)) == ("calibration" in changes)
    assert {one.n_jobs for one in estimator.inside() if hasattr(one, "n_jobs")} <= {None}
    if "class_weights" in changes:
        assert any("weighed alike" in note for note in made.notes)


def test_each_group_is_measured_and_held_against_the_model_for_all():
    frame = rows_of(4_000)
    schema = schema_of(frame)
    learned = learn(frame, schema, recipe_of(), Silent())
    table = learned.groups
    assert table is not None
    by_name = {row.group: row for row in table.rows}
    assert set(by_name) == {"s0", "s1", "s2", "s3", "s4", "s5", None}
    held = learned.hold_out
    site = np.array(frame["site"].to_list(), dtype=object)[held.rows]
    assert held.truth is not None
    for name, row in by_name.items():
        rows = site == name
        assert row.n_held == rows.sum()
        if name != "s5":
            auc = metric(Task.BINARY, "auc").value(held.truth[rows], held.values[rows])
            assert row.metrics["auc"] == pytest.approx(auc, abs=1e-12)
            low, high = row.intervals["auc"]
            assert 0 <= low < auc < high <= 1
    odd = by_name["s1"]
    assert odd.general is not None
    assert odd.metrics["auc"] > 0.9
    assert odd.general < 0.6
    assert odd.verdict == "better"
    assert by_name["s5"].why == "fewer than 100 rows to learn from"
    assert by_name["s5"].verdict == "untold"
    assert table.words.startswith("5 of 6 groups of site have a model of their own. Of 5 that")
    assert GroupTable.from_dict(json.loads(json.dumps(table.to_dict()))) == table


def test_groups_stand_by_how_surely_they_are_bad():
    frame = rows_of(4_000)
    table = learn(frame, schema_of(frame), recipe_of(), Silent()).groups
    assert table is not None
    ends = [row.intervals["auc"][1] for row in table.rows if "auc" in row.intervals]
    assert ends == sorted(ends)
    errors = learn(frame, schema_of(frame), recipe_of("regression", "linear_regression"), Silent())
    assert errors.groups is not None
    ends = [row.intervals["mae"][0] for row in errors.groups.rows if "mae" in row.intervals]
    assert ends == sorted(ends, reverse=True)


def test_importances_of_models_by_group_are_those_of_one_column_at_a_time(monkeypatch):
    from tidemill.services.training import importances

    frame = rows_of()
    made = fitted(frame, recipe_of("regression", "linear_regression")).model
    truth = frame["amount"].values
    together = importances.importances(made, frame, truth, Silent())
    monkeypatch.setattr(importances, "_AT_ONCE", 1)
    assert importances.importances(made, frame, truth, Silent()) == together
    assert together[0].column in ("a", "site")


def test_a_recipe_of_groups_keeps_old_hashes_and_refuses_what_can_not_be_judged():
    plain = recipe_of(by_group=None)
    assert "by_group_rows" not in plain.to_dict()
    assert Recipe.from_dict(recipe_of(by_group_rows=60).to_dict()) == recipe_of(by_group_rows=60)
    with pytest.raises(NeedsYou, match="could never be judged"):
        recipe_of(group="site")
    with pytest.raises(NeedsYou, match="too few"):
        recipe_of(by_group_rows=3)
    grouped = replace(plain, group="site", hold_out=HoldOut(HoldOutKind.GROUPED, 0.3))
    chosen = grouped.for_groups("site", 50)
    assert (chosen.group, chosen.by_group, chosen.by_group_rows) == (None, "site", 50)
    assert chosen.hold_out == HoldOut(HoldOutKind.STRATIFIED, 0.3)
    timed = replace(grouped, time="day").for_groups("site")
    assert timed.hold_out.kind is HoldOutKind.NEWEST
    fitting.resolved(chosen)


def test_a_training_by_group_is_asked_for_kept_and_told(workspace, shop, drain):
    column = "shop"
    job_id = training_runs.train(
        workspace, shop, estimators=["logistic_regression"], by_group=column, by_group_rows=30
    )
    drain()
    (run,) = training_runs.ranked(workspace, job_id)
    table = group_results.find(workspace, run.id)
    assert table.column == column
    assert table.n_own > 0
    assert run.params["by_group"] == column
    with pytest.raises(NeedsYou, match="There is no column colour"):
        training_runs.train(workspace, shop, by_group="colour")
    plain = training_runs.train(workspace, shop, estimators=["prior"])
    drain()
    (other,) = training_runs.ranked(workspace, plain)
    with pytest.raises(NeedsYou, match="one model for all"):
        group_results.find(workspace, other.id)


def test_onnx_can_not_tell_groups_apart_and_says_so():
    made = fitted(rows_of(), recipe_of()).model
    with pytest.raises(NeedsYou, match="each site has a model of its own") as told:
        family("exporters")["onnx"].write(_going(made))
    assert told.value.hint == "Export it as skops, as a package, or deploy it."


@pytest.mark.parametrize("is_read", [True, False])
@pytest.mark.parametrize("estimator", ["hist_gradient_boosting", "stacking", "logistic_regression"])
def test_a_package_answers_as_each_groups_model(estimator, is_read):
    frame, recipe = rows_of(), recipe_of(estimator=estimator)
    if is_read:
        recipe = replace(recipe, features=("a", "b", "site"))
    if estimator == "stacking":
        recipe = replace(recipe, estimator_settings={"n_trees": 10})
    made = fitted(frame, recipe).model
    assert made.pipeline[-1].has_model_.any()
    going, module = _going(made), family("exporters")["package"]
    data = module.write(going)
    table = frame.select([name for name, _ in going.columns])
    np.testing.assert_allclose(
        module.answers(data, going, table), made.predict(frame), atol=1e-9, rtol=0
    )
    other = [row | {"site": "never seen"} for row in table.slice(0, 5).rows()]
    np.testing.assert_allclose(module.answers(data, going, other), made.predict(other), atol=1e-9)


def _going(made):
    return Outgoing(
        title="buyers v1",
        task="binary",
        levels=made.levels,
        columns=tuple((name, kind) for name, kind in made.pipeline[0].columns_),
        pipeline=made.pipeline,
        estimator=made.recipe.estimator,
        preparation=made.recipe.preparation,
        target="is_high",
        target_kind="text",
        recipe=made.recipe.to_dict(),
        trusted=persist.TRUSTED,
        predict=lambda pipeline, table: replace(made, pipeline=pipeline).predict(table),
    )
