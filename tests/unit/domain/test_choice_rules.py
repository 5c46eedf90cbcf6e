"""Rules of choice: what they mean, what they gain, and the front."""

import numpy as np
import pytest
from scipy import stats

from tidemill.base.errors import NeedsYou
from tidemill.domain.business_value import Costs
from tidemill.domain.choice_rules import ChoiceRule, Weighed, front
from tidemill.domain.intervals import paired_gain
from tidemill.domain.metrics import metric
from tidemill.domain.recipes import Task

LEVELS = ("no", "yes")


def _answers(n=2_000, seed=1):
    rng = np.random.default_rng(seed)
    y = (rng.random(n) < 0.3).astype(int)
    score = y + rng.normal(0, 1, n) - 1
    new, old = (1 / (1 + np.exp(-score - rng.normal(0, 0.6, n))) for _ in range(2))
    return y, new, old


def test_a_weighed_measure_is_read_and_told():
    one = Weighed.parse("auc=2/0.01")
    assert (one.metric, one.weight, one.per, one.factor) == ("auc", 2.0, 0.01, 200.0)
    assert one.words == "0.01 of AUC counts 2"
    assert Weighed.parse("log_loss") == Weighed("log_loss")
    with pytest.raises(NeedsYou, match="weighs nothing"):
        Weighed.parse("auc=much")


@pytest.mark.parametrize(
    "rule",
    [
        ChoiceRule("r"),
        ChoiceRule("r", (Weighed("auc"),), Costs({"no:yes": 1.0})),
        ChoiceRule("r", (Weighed("auc"), Weighed("auc", 2.0))),
        ChoiceRule("r", (Weighed("auc", -1.0),)),
        ChoiceRule("r", (Weighed("auc", 1.0, 0.0),)),
        ChoiceRule("r", (Weighed("auc", float("nan")),)),
        ChoiceRule("r", (Weighed("base_rate"),)),
        ChoiceRule("r", (Weighed("auc"),), is_threshold_chosen=True),
        ChoiceRule("r", costs=Costs({"over": 1.0, "no:yes": 1.0})),
        ChoiceRule("r", costs=Costs({"over": 1.0}), is_threshold_chosen=True),
        ChoiceRule("r", costs=Costs({"yes": 1.0})),
        ChoiceRule("r", costs=Costs({"no:yes": float("inf")})),
    ],
)
def test_what_cannot_be_meant_is_refused(rule):
    with pytest.raises(NeedsYou):
        rule.checked()


def test_a_rule_says_which_tasks_it_suits():
    by_points = ChoiceRule("r", (Weighed("auc"), Weighed("log_loss")))
    assert by_points.fits(Task.BINARY, LEVELS) is by_points
    meant = ChoiceRule("r", costs=Costs({"no:yes": 1.0})).fits(Task.BINARY, ("false", "true"))
    assert meant.costs.amounts == {"false:true": 1.0}
    with pytest.raises(NeedsYou, match="weighs auc, log_loss"):
        by_points.fits(Task.REGRESSION, ())
    by_costs = ChoiceRule("r", costs=Costs({"no:yes": 1.0}), is_threshold_chosen=True)
    assert by_costs.suits(Task.BINARY) is by_costs
    assert by_costs.suits(Task.MULTICLASS) is by_costs
    with pytest.raises(NeedsYou):
        by_costs.suits(Task.REGRESSION)
    with pytest.raises(NeedsYou, match="no truth and decision"):
        by_costs.fits(Task.BINARY, ("good", "bad"))


def test_points_add_up_and_point_the_better_way():
    rule = ChoiceRule("r", (Weighed("auc", 2, 0.01), Weighed("log_loss", 1, 0.1)))
    assert rule.score({"auc": 0.8, "log_loss": 0.5}) == pytest.approx(160 - 5)
    assert rule.score({"auc": 0.8}) is None
    assert rule.score({"auc": 0.8, "log_loss": float("nan")}) is None
    seconds = ChoiceRule("r", (Weighed("fit_seconds", 1, 10),))
    assert seconds.score({"fit_seconds": 20.0}) == -2.0


def test_one_measure_alone_gains_what_the_measure_gains():
    y, new, old = _answers()
    rule = ChoiceRule("r", (Weighed("auc", 2, 0.01),))
    plain = paired_gain(Task.BINARY, "auc", y, new, old, seed=3)
    found = rule.gain(Task.BINARY, LEVELS, y, new, old, seed=3)
    assert (found.value, found.low, found.high) == pytest.approx(
        (200 * plain.value, 200 * plain.low, 200 * plain.high)
    )


def test_several_measures_gain_together_as_a_bootstrap_says():
    y, new, old = _answers()
    weights = (Weighed("auc", 2, 0.01), Weighed("log_loss", 1, 0.05), Weighed("f1", 1, 0.1))
    found = ChoiceRule("r", weights).gain(Task.BINARY, LEVELS, y, new, old, seed=0)
    rng = np.random.default_rng(5)
    total = np.zeros(1_500)
    draws = rng.multinomial(len(y), np.full(len(y), 1 / len(y)), 1_500).astype(float)
    value = 0.0
    for one in weights:
        known = metric(Task.BINARY, one.metric)
        total += one.factor * known.gain(known.many(y, new, draws), known.many(y, old, draws))
        value += one.factor * float(known.gain(known.value(y, new), known.value(y, old)))
    low, high = np.quantile(total, [0.025, 0.975])
    assert found.value == pytest.approx(value)
    width = high - low
    assert found.low == pytest.approx(low, abs=0.08 * width)
    assert found.high == pytest.approx(high, abs=0.08 * width)


def test_money_is_the_mean_saving_with_its_interval():
    y, new, old = _answers()
    rule = ChoiceRule("money", costs=Costs({"no:yes": 1.0, "yes:no": 5.0}, 0.3, "EUR"))
    found = rule.gain(Task.BINARY, LEVELS, y, new, old, seed=0, thresholds=(0.2, None))

    def cost(p, at):
        said = p >= at
        return np.where((y == 0) & said, 1.0, 0.0) + np.where((y == 1) & ~said, 5.0, 0.0)

    saved = (cost(old, 0.3) - cost(new, 0.2)) * 1_000
    low, high = stats.norm.interval(0.95, saved.mean(), stats.sem(saved))
    assert (found.value, found.low, found.high) == pytest.approx((saved.mean(), low, high))


def test_a_rule_is_stored_and_read_again():
    for rule in (
        ChoiceRule("a", (Weighed("auc", 2, 0.01), Weighed("log_loss"))),
        ChoiceRule("b", costs=Costs({"no:yes": 1.0}, 0.3, "EUR")),
        ChoiceRule("c", costs=Costs({"no:yes": 1.0}), is_threshold_chosen=True),
    ):
        assert ChoiceRule.of(rule.name, rule.to_value()) == rule


def test_the_front_is_what_no_other_beats():
    values = np.array(
        [[0.9, 3.0], [0.8, 1.0], [0.8, 2.0], [0.7, 1.0], [0.9, 3.0], [np.nan, 0.0], [0.1, 0.5]]
    )
    assert front(values, (True, False)).tolist() == [True, True, False, False, True, False, True]


def test_the_front_agrees_with_looking_at_all_pairs():
    rng = np.random.default_rng(4)
    values = rng.integers(0, 6, (200, 3)).astype(float)
    signed = values * np.array([1, -1, 1])
    beaten = [
        any((other >= one).all() and (other > one).any() for other in signed) for one in signed
    ]
    assert front(values, (True, False, True)).tolist() == [not one for one in beaten]


def test_the_front_of_nothing_is_nothing():
    assert front(np.empty((0, 2)), (True, True)).tolist() == []
