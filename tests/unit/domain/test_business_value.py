"""What answers cost, by hand-counted tables and by SciPy's intervals."""

import math
from datetime import UTC, datetime

import numpy as np
import pytest
from scipy import stats

from tidemill.base.errors import NeedsYou
from tidemill.domain import business_value as money
from tidemill.domain.business_value import Costs, Kpi, Spread
from tidemill.domain.recipes import Task

LEVELS = ("no", "yes")


def test_costs_of_two_classes_follow_the_threshold():
    costs = Costs({"yes:no": 100.0, "no:yes": 5.0, "yes:yes": -20.0}, threshold=0.3)
    truth = np.array([1, 1, 0, 0])
    said = np.array([0.2, 0.3, 0.29, 0.9])
    found = costs.of_answers(Task.BINARY, LEVELS, truth, said)
    assert found.tolist() == [100.0, -20.0, 0.0, 5.0]
    assert costs.of_pairs(["yes", "no"], ["no", "no"]).tolist() == [100.0, 0.0]


def test_costs_of_more_classes_take_the_most_likely():
    costs = Costs({"a:c": 7.0})
    said = np.array([[0.2, 0.2, 0.6], [0.5, 0.3, 0.2]])
    found = costs.of_answers(Task.MULTICLASS, ("a", "b", "c"), np.array([0, 0]), said)
    assert found.tolist() == [7.0, 0.0]


def test_a_unit_over_and_a_unit_under_cost_what_each_does():
    costs = Costs({"over": 2.0, "under": 5.0})
    found = costs.of_answers(Task.REGRESSION, (), np.array([10.0, 10.0, 10.0]), [12.0, 9.0, 10.0])
    assert found.tolist() == [4.0, 5.0, 0.0]


def test_expected_costs_are_those_of_drawn_outcomes():
    rng = np.random.default_rng(5)
    p = rng.random(400)
    costs = Costs({"yes:no": 30.0, "no:yes": 4.0, "yes:yes": -10.0}, threshold=0.4)
    draws = [
        costs.of_answers(Task.BINARY, LEVELS, (rng.random(400) < p).astype(int), p).mean()
        for _ in range(2_000)
    ]
    expected = costs.expected(Task.BINARY, LEVELS, p).mean()
    assert abs(np.mean(draws) - expected) < 4 * np.std(draws) / math.sqrt(len(draws))


def test_costs_of_no_and_yes_are_meant_for_true_and_false_too():
    said = Costs({"no:yes": 1.0, "YES:no": 8.0}, unit="EUR")
    found = said.checked(Task.BINARY, ("false", "true"))
    assert found.amounts == {"false:true": 1.0, "true:false": 8.0}
    # By its truth and decision, in whichever order the classes stand.
    assert said.table(("false", "true")).tolist() == [[0.0, 1.0], [8.0, 0.0]]
    assert said.table(("true", "false")).tolist() == [[0.0, 8.0], [1.0, 0.0]]
    assert said.checked(Task.BINARY, ("0", "1")).amounts == {"0:1": 1.0, "1:0": 8.0}
    assert said.checked(Task.BINARY, ("No", "Yes")).amounts == {"No:Yes": 1.0, "Yes:No": 8.0}
    with pytest.raises(NeedsYou, match="no truth and decision"):  # these mean no such thing
        said.checked(Task.BINARY, ("kept", "gone"))
    with pytest.raises(NeedsYou, match="no truth and decision"):
        said.checked(Task.MULTICLASS, ("false", "true", "maybe"))
    with pytest.raises(NeedsYou, match="the same truth and decision"):
        Costs({"no:yes": 1.0, "false:true": 2.0}).checked(Task.BINARY, ("false", "true"))


@pytest.mark.parametrize(
    ("costs", "task", "words"),
    [
        (Costs({"perhaps:no": 1.0}), Task.BINARY, "names no truth and decision"),
        (Costs({"over": 1.0}), Task.BINARY, "names no truth and decision"),
        (Costs({"yes:no": 1.0}), Task.REGRESSION, "is a cost of classes"),
        (Costs({"over": -1.0}), Task.REGRESSION, "can't earn money"),
        (Costs({"yes:no": math.nan}), Task.BINARY, "is no number"),
        (Costs({"yes:no": 1.0}, threshold=1.0), Task.BINARY, "decides all rows alike"),
        (Costs({"yes:no": 1.0}, threshold=0.4), Task.MULTICLASS, "is of two classes"),
        (Costs({"yes:no": 1.0}, unit="thousands of pounds"), Task.BINARY, "at most 16 letters"),
    ],
)
def test_costs_that_fit_no_such_model_are_refused(costs, task, words):
    with pytest.raises(NeedsYou, match=words):
        costs.checked(task, LEVELS)


def test_intervals_of_a_mean_and_of_a_difference_are_the_normal_ones():
    rng = np.random.default_rng(3)
    now, then = rng.normal(5.0, 2.0, 400), rng.normal(6.0, 3.0, 900)
    found = Spread.of(now).amount()
    low, high = stats.norm.interval(0.95, now.mean(), stats.sem(now))
    assert (found.low, found.high) == pytest.approx((low, high))
    change = Spread.of(now).less(Spread.of(then))
    error = math.hypot(stats.sem(now), stats.sem(then))
    low, high = stats.norm.interval(0.95, now.mean() - then.mean(), error)
    assert (change.low, change.high) == pytest.approx((low, high))


def test_a_day_alone_is_held_against_the_spread_of_the_days_before():
    then = np.array([10.0, 12.0, 14.0])
    change = Spread.of(np.array([12.0])).less(Spread.of(then))
    half = stats.norm.ppf(0.975) * math.sqrt(4.0 / 1 + 4.0 / 3)
    assert (change.value, change.low, change.high) == pytest.approx((0.0, -half, half))


def test_worth_a_day_counts_all_rows_and_more_rows_alone_change_nothing():
    costs = np.array([10.0, 0.0, 0.0, 2.0])
    found = money.of_costs(costs, "£", n_rows=80, days=2, before=costs, against="those before")
    assert found.total.value == -3.0 * 40
    assert found.row.value == -3.0
    assert (found.before, found.change.value) == (-120.0, 0.0)
    assert (found.per, found.n) == ("day", 4)
    assert money.of_costs(costs, "£", n_rows=80, days=None).per == "all"
    assert money.of_costs(np.empty(0), "£", n_rows=80, days=2) is None


def test_worth_of_a_figure_is_the_mean_of_the_days_of_the_rows():
    days = tuple(f"2026-03-{day:02d}" for day in range(1, 11))
    kpi = Kpi("Saved", "£", False, days, tuple(float(n) for n in range(10)))
    first, last = datetime(2026, 3, 8, 5, tzinfo=UTC), datetime(2026, 3, 10, 23, tzinfo=UTC)
    found = money.of_kpi(kpi, first, last, np.array([1.0, 3.0]), "two days")
    assert (found.total.value, found.before, found.change.value) == (8.0, 2.0, 6.0)
    assert found.to_dict()["title"] == "Saved"
    later = datetime(2027, 1, 1, tzinfo=UTC)
    assert money.of_kpi(kpi, later, later, np.empty(0), "") is None
    assert money.days_between(first, last) == 3
