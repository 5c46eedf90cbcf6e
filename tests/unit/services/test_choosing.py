"""Rules of choice with a name: written down, taken back, runs ranked by them, gates deciding."""

from dataclasses import replace

import numpy as np
import pytest

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.base.progress import Silent
from tidemill.domain.business_value import Costs
from tidemill.domain.choice_rules import ChoiceRule, Weighed
from tidemill.domain.gate_sets import GateWish
from tidemill.services import (
    activity,
    choosing,
    datasets,
    gate_sets,
    registering,
    runs,
    training_runs,
    undoing,
)
from tidemill.services.registry import PREDICTIONS_FILE
from tidemill.services.training.predictions import Predictions

MONEY = ChoiceRule("money", costs=Costs({"false:true": 1.0, "true:false": 4.0}, unit="EUR"))
POINTS = ChoiceRule("points", (Weighed("auc", 2, 0.01), Weighed("log_loss", 1, 0.01)))


@pytest.fixture
def trained(workspace, shop, drain):
    """Finished runs of three estimators."""
    names = ("prior", "logistic_regression", "k_nearest")
    job_id = training_runs.train(workspace, "shop", estimators=names, hold_out=0.5)
    drain()
    return training_runs.ranked(workspace, job_id)


def _recipe(workspace, **changes):
    version = datasets.version(workspace, "shop@1")
    recipe = datasets.suggestions(workspace, version, "bought").recipe(**changes)
    return recipe.to_dict()


def test_a_rule_is_written_down_changed_taken_away_and_taken_back(workspace):
    choosing.put(workspace, POINTS)
    choosing.put(workspace, MONEY)
    assert choosing.every(workspace) == [MONEY, POINTS]
    dearer = replace(MONEY, costs=Costs({"true:false": 9.0}))
    choosing.put(workspace, dearer)
    assert choosing.find(workspace, "money") == dearer
    assert activity.recent(workspace).entries[0].sentence == "set the rule of choice “money”"
    undoing.undo(workspace)
    assert choosing.find(workspace, "money") == MONEY
    choosing.drop(workspace, "money")
    with pytest.raises(NotThere):
        choosing.find(workspace, "money")
    with pytest.raises(NotThere):
        choosing.drop(workspace, "money")
    with pytest.raises(NeedsYou):
        choosing.put(workspace, ChoiceRule("nothing"))


def test_runs_are_ranked_by_points_with_front_and_distance(workspace, trained):
    found = choosing.ranked(workspace, POINTS, trained, Silent())
    assert {one.run.pk for one in found.runs} == {run.pk for run in trained}
    scores = [one.score for one in found.runs]
    assert scores == sorted(scores, reverse=True)
    first, *others = found.runs
    assert first.score == pytest.approx(
        200 * first.run.metrics["auc"] - 100 * first.run.metrics["log_loss"]
    )
    assert first.is_on_front
    assert first.behind is None
    for one in others:
        assert one.behind.value == pytest.approx(first.score - one.score)
    worst = next(one for one in found.runs if one.run.params["estimator"] == "prior")
    assert not worst.is_on_front
    assert worst.behind.low > 0
    assert found.n_rows == 60


def test_a_rule_may_weigh_what_only_a_run_tells(workspace, trained):
    rule = ChoiceRule("quick", (Weighed("fit_seconds"),))
    found = choosing.ranked(workspace, rule, trained, Silent())
    times = [one.run.metrics["fit_seconds"] for one in found.runs]
    assert times == sorted(times)
    assert all(one.behind is None for one in found.runs)


def test_runs_without_the_measures_are_named(workspace, trained, make_runs):
    made = runs.find(workspace, make_runs(1))
    found = choosing.ranked(workspace, POINTS, [*trained, *made], Silent())
    assert len(found.runs) == 3
    [(name, why)] = found.left_out
    assert name == made[0].name
    assert "has no" in why
    with pytest.raises(NeedsYou, match="has no"):
        choosing.ranked(workspace, POINTS, made, Silent())


def test_runs_are_ranked_by_money_on_the_rows_they_share(workspace, trained):
    found = choosing.ranked(workspace, MONEY, trained, Silent())
    assert len(found.runs) == 3
    by_hand = {}
    for run in trained:
        held = Predictions.from_bytes(workspace.blobs.get_bytes(run.artifacts[PREDICTIONS_FILE]))
        y, p = held.judged()
        costs = np.where(y == 1, 4.0 * (p < 0.5), 1.0 * (p >= 0.5))
        by_hand[run.pk] = -1_000 * costs.mean()
    assert {one.run.pk: one.score for one in found.runs} == pytest.approx(by_hand)
    assert found.runs[0].score == max(by_hand.values())
    other = ChoiceRule("other", costs=Costs({"good:bad": 1.0}))
    with pytest.raises(NeedsYou, match="no truth and decision"):
        choosing.ranked(workspace, other, trained, Silent())


def test_money_with_a_chosen_threshold_lets_each_run_decide_where_it_is_cheapest(
    workspace, trained
):
    rule = replace(MONEY, is_threshold_chosen=True)
    found = choosing.ranked(workspace, rule, trained, Silent())
    assert all(one.threshold is not None for one in found.runs)
    plain = {
        one.run.pk: one.score for one in choosing.ranked(workspace, MONEY, trained, Silent()).runs
    }
    prior = next(one for one in found.runs if one.run.params["estimator"] == "prior")
    assert prior.score > plain[prior.run.pk]  # all yes is cheaper than all no


def test_a_recipe_names_a_rule_that_there_is_and_that_suits_it(workspace, shop):
    with pytest.raises(NotThere):
        training_runs.train(workspace, "shop", recipe=_recipe(workspace, choice="points"))
    choosing.put(workspace, ChoiceRule("points", (Weighed("mae"),)))
    with pytest.raises(NeedsYou, match="weighs mae"):
        training_runs.train(workspace, "shop", recipe=_recipe(workspace, choice="points"))


def test_the_best_run_of_a_training_is_the_best_by_its_rule(workspace, shop, drain):
    """Where only a missed yes costs, who says yes to all is best, however little it knows."""
    choosing.put(workspace, replace(MONEY, costs=Costs({"true:false": 1.0}, 0.3)))
    names = ("prior", "logistic_regression")
    job_id = training_runs.train(workspace, "shop", estimators=names, choice="money")
    drain()

    def best():
        return training_runs.ranked(workspace, job_id)[0].params

    assert best()["choice"] == "money"
    assert best()["estimator"] == "prior"
    choosing.drop(workspace, "money")
    assert best()["estimator"] == "logistic_regression"  # by its metric


def _registered(workspace, drain, recipe, name="buyers"):
    job_id = training_runs.train(workspace, "shop", recipe=recipe)
    drain()
    [run] = training_runs.ranked(workspace, job_id)
    return registering.register(workspace, run.name, name=name)


def test_a_candidate_is_judged_by_the_rule_its_recipe_names(workspace, shop, drain):
    choosing.put(workspace, POINTS)
    recipe = _recipe(workspace, choice="points", estimator="logistic_regression")
    version = _registered(workspace, drain, recipe)
    gate = version.gates[0]
    assert gate["gate"] == "better_than_champion"
    assert gate["message"].startswith("By points it gains +")
    assert gate["evidence"]["rule"]["weights"][0] == {"metric": "auc", "weight": 2, "per": 0.01}
    assert gate["passed"] == (gate["value"] > 0)


def test_a_gate_names_a_rule_and_fails_where_it_was_taken_away(workspace, shop, drain):
    choosing.put(workspace, MONEY)
    recipe = _recipe(workspace, estimator="logistic_regression")
    version = _registered(workspace, drain, recipe)
    assert "AUC" in version.gates[0]["message"]
    gate_sets.put(workspace, "cheap", [GateWish.parse("better_than_champion:rule=money")])
    gate_sets.use(workspace, "buyers", "cheap")
    version = _registered(workspace, drain, recipe | {"seed": 1})
    [gate] = version.gates
    assert "EUR in 1,000 rows over the prior" in gate["message"]
    choosing.drop(workspace, "money")
    version = _registered(workspace, drain, recipe | {"seed": 2})
    [gate] = version.gates
    assert not gate["passed"]
    assert gate["message"] == "There is no rule of choice money."
