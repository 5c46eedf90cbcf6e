"""The commands that search settings, show what was tried, and stop a search."""

from types import SimpleNamespace

from tidemill.cli.searches import _line
from tidemill.domain.search_trials import Trial, TrialState


def test_a_search_is_one_model_with_its_trials_below(tidemill, champion):
    words = ("--search", "optuna", "--trials", 3, "--folds", 2, "--estimator")
    said = tidemill("train", "shop", *words, "logistic_regression", "--json")
    assert said.code == 0, said.err
    (run,) = said.json["items"]
    assert run["params"]["kind"] == "search"
    assert run["metrics"]["auc"] > 0.5
    shown = tidemill("searches", "show", run["name"], "--json").json
    assert [one["state"] for one in shown["trials"]] == ["finished"] * 3
    top = max(shown["trials"], key=lambda one: one["mean"])
    assert shown["best"] == top["number"]
    text = tidemill("searches", "show", run["name"]).out
    assert "3 of 3 trials of logistic_regression by optuna" in text
    assert text.splitlines()[2].split()[:3] == [str(top["number"]), "auc", f"{top['mean']:.4f}"]
    stopped = tidemill("searches", "stop", run["name"])
    assert (stopped.code, "has ended" in stopped.err) == (3, True)
    trial = next(one for one in shown["trials"] if one["number"] == 1)
    assert tidemill("searches", "show", trial["run"]).code == 3


def test_a_recipe_that_plans_a_search_is_searched_by(tidemill, champion, tmp_path):
    path = tmp_path / "mine.toml"
    tidemill("recipes", "suggest", "shop", "--out", path)
    plan = '[search]\nsearcher = "random"\nn_trials = 2\nn_folds = 2\n'
    words = path.read_text().replace('"hist_gradient_boosting"', '"logistic_regression"')
    path.write_text(words + plan)
    said = tidemill("train", "--recipe", path, "--folds", 3, "--json")
    assert said.code == 0, said.err
    (run,) = said.json["items"]
    assert (run["params"]["searcher"], run["params"]["folds"]) == ("random", "3")
    shown = tidemill("searches", "show", run["name"], "--json").json
    assert [len(one["folds"]) for one in shown["trials"]] == [3, 3]


def test_a_budget_without_a_search_and_two_estimators_are_wrong_use(tidemill, champion):
    assert tidemill("train", "shop", "--trials", 3).code == 2
    two = ("--estimator", "random_forest", "--estimator", "hist_gradient_boosting")
    assert tidemill("train", "shop", "--search", "optuna", *two).code == 2
    no_price = tidemill("train", "shop", "--search", "optuna", "--money", 3)
    assert (no_price.code, "price of an hour" in no_price.err) == (3, True)


def test_a_trial_given_up_says_after_how_many_folds():
    search = SimpleNamespace(measure="auc")
    one = Trial(4, {"c": 0.5}, (0.75,), TrialState.PRUNED)
    assert _line(search, one) == "   4  auc 0.7500 (pruned, 1 fold)  c 0.5"
    two = Trial(5, {"c": 2}, (0.75, 0.25), TrialState.PRUNED)
    assert _line(search, two) == "   5  auc 0.5000 (pruned, 2 folds)  c 2"
