"""Recipes as files: the same values, the same hash and the same result wherever they are run."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Silent
from tidemill.catalog.discovery import family
from tidemill.domain.forecasts import Forecast
from tidemill.domain.recipes import HoldOut, HoldOutKind, Recipe, Task
from tidemill.domain.searches import SearchPlan
from tidemill.gui.pages.data.train_starting import start
from tidemill.gui.pages.data.train_state import TrainState, recipe_of, with_suggestions
from tidemill.gui.pages.data.train_suggesting import suggest
from tidemill.services import datasets, jobs, recipes, runs, training_runs, trainings
from tidemill.services.recipes import Written
from tidemill.services.registry import PREDICTIONS_FILE

FULL = Recipe(
    'the "target"',
    Task.REGRESSION,
    ("größe", "a.b", "tab\there", "x\x7f"),
    time="at",
    group="shop",
    estimator_settings={"learning_rate": 0.1, "odd name": True, "n": 3},
    hold_out=HoldOut(HoldOutKind.GROUPED, 0.25),
    windows=4,
    search=SearchPlan(n_trials=7, minutes=2.5),
    forecast=Forecast(2, (1, 7)),
    by_group="customer",
)


@pytest.mark.parametrize("name", ["recipe.toml", "recipe.json"])
def test_a_recipe_comes_back_from_its_file_with_the_same_hash(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    recipes.save(Written(FULL, "sales@3"), path)
    back = recipes.read(path)
    assert back == Written(FULL, "sales@3")
    assert back.recipe.content_hash() == FULL.content_hash()


def test_a_file_says_only_what_is_not_usual(tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    path.write_text('target = "y"\ntask = "binary"\nfeatures = ["a"]\n')
    assert recipes.read(path) == Written(Recipe("y", Task.BINARY, ("a",)))


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.toml", "target = ", "is no TOML"),
        ("a.json", "[1]", "is no recipe"),
        ("a.json", "{", "is no JSON"),
        (
            "a.toml",
            'target = "y"\ntask = "binary"\nfeatures = ["a"]\ndata = 3\n',
            "data is no text",
        ),
        ("a.toml", 'target = "y"\ntask = "binary"\nfeatures = ["a"]\npositive = 1\n', "positive"),
        ("a.toml", 'target = "y"\ntask = "binary"\nfeatures = ["a"]\ncolour = 1\n', "colour"),
    ],
)
def test_a_file_with_a_mistake_is_refused_with_a_sentence(
    tmp_path: Path, name: str, text: str, words: str
) -> None:
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(NeedsYou, match=words) as caught:
        recipes.read(path)
    assert caught.value.hint
    with pytest.raises(NeedsYou, match="can't be read"):
        recipes.read(tmp_path / "nowhere.toml")


def test_the_hash_fills_in_what_is_usual_and_knows_the_rows(workspace, shop, take_in, month):
    first = datasets.version(workspace, shop)
    recipe = recipes.chosen(workspace, shop, None, None, None, ())
    usual = recipes.hash_of(recipe, first)
    entry = family("estimators")[recipe.estimator].ENTRY
    rate = next(one for one in entry.parameters if one.id == "learning_rate")
    named = replace(recipe, estimator_settings={rate.id: rate.default})
    other = replace(recipe, estimator_settings={rate.id: float(rate.default) / 2})
    assert recipes.hash_of(named, first) == usual
    assert recipes.hash_of(other, first) != usual
    take_in(month(2))
    assert recipes.hash_of(recipe, datasets.version(workspace, shop)) != usual


def test_window_command_and_file_have_one_hash_and_one_result(workspace, shop, drain, tmp_path):
    """What the sheet asks for, what the command suggests, and the file saved of the first run."""
    version = datasets.version(workspace, shop)
    state = with_suggestions(TrainState(version), suggest(workspace, version, None, Silent()))
    sheet = recipe_of(state, recipes.n_threads())
    one = ("logistic_regression",)
    asked = [training_runs.train(workspace, shop, estimators=one, recipe=sheet)]
    asked.append(training_runs.train(workspace, shop, estimators=one))
    drain()
    path = tmp_path / "kept.toml"
    (first,) = training_runs.ranked(workspace, asked[0])
    recipes.save(recipes.of_run(workspace, first.id), path)
    written = recipes.read(path)
    asked.append(training_runs.train(workspace, written.data, recipe=written.recipe.to_dict()))
    drain()
    made = [run for job in asked for run in training_runs.ranked(workspace, job)]
    assert len(made) == 3
    assert len({run.params["recipe"] for run in made}) == 1
    assert made[0].params["recipe"] == recipes.hash_of(written.recipe, version)
    assert len({run.artifacts[PREDICTIONS_FILE] for run in made}) == 1
    assert len({json.dumps(_lasting(run.metrics)) for run in made}) == 1


def test_a_recipe_that_plans_a_search_starts_one_from_window_and_file_alike(
    workspace, shop, tmp_path
):
    version = datasets.version(workspace, shop)
    state = with_suggestions(TrainState(version), suggest(workspace, version, None, Silent()))
    state = replace(state, chosen=frozenset({"search:random_forest"}))
    sheet = jobs.find(workspace, start(workspace, state, Silent()))
    path = tmp_path / "searched.toml"
    recipes.save(Written(Recipe.from_dict(sheet.params["recipe"]), version.address), path)
    written = recipes.read(path)
    values = written.recipe.to_dict()
    filed = jobs.find(workspace, trainings.ask(workspace, written.data, recipe=values))
    assert sheet.kind == filed.kind == "model.search"
    assert sheet.params == filed.params
    assert sheet.params["recipe"]["estimator"] == "random_forest"
    with pytest.raises(NeedsYou, match="plans a search"):
        training_runs.train(workspace, written.data, recipe=values)
    del values["search"]
    plain = jobs.find(workspace, trainings.ask(workspace, written.data, recipe=values))
    assert (plain.kind, plain.params["estimators"]) == ("model.train", ["random_forest"])


def _lasting(metrics: dict[str, float]) -> dict[str, float]:
    """The measures without what a fit cost."""
    return {k: v for k, v in sorted(metrics.items()) if not k.endswith(("_seconds", "_mb"))}


def test_a_recipe_that_asks_for_what_no_training_does_is_refused(workspace, shop):
    """Better no run than one whose recipe says what was not done."""
    told = {"target": "x", "task": "regression", "features": ["shop"], "time": "day"}
    assert recipes.chosen(workspace, shop, None, None, None, (), told).target == "x"
    both = told | {"forecast": {"horizon": 2, "lags": [1]}, "by_group": "shop"}
    with pytest.raises(NeedsYou, match="a forecast and for models by group") as caught:
        training_runs.train(workspace, shop, recipe=both)
    assert "by_group" in caught.value.hint


def test_a_run_that_was_not_trained_has_no_recipe(workspace, make_runs):
    (key,) = make_runs(1)
    (run,) = runs.find(workspace, [key])
    with pytest.raises(NeedsYou, match="has no recipe"):
        recipes.of_run(workspace, run.id)
