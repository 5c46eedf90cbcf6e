"""What stands out in answers and columns: each rule speaks on evidence only."""

import numpy as np

from tidemill.domain import answer_findings as rules
from tidemill.domain.intervals import Interval
from tidemill.domain.metrics import metric
from tidemill.domain.recipes import Task

AUC = metric(Task.BINARY, "auc")


def _measured(value, low, high):
    return Interval(value, low, high, 0.95, 100, "")


def test_a_model_is_held_against_who_always_says_the_same():
    y = np.array([0, 1] * 50)
    good = rules.than_a_guess(Task.BINARY, _measured(0.4, 0.35, 0.45), y, 2)
    assert (good.tone, good.title) == ("good", "Knows more than a guess")
    assert good.text == "Log loss 0.4000, 0.6931 for always saying how often each is"
    bad = rules.than_a_guess(Task.BINARY, _measured(0.68, 0.6, 0.76), y, 2)
    assert (bad.tone, bad.title) == ("bad", "Knows no more than a guess")
    numbers = np.array([1.0, 3.0])
    far = rules.than_a_guess(Task.REGRESSION, _measured(0.5, 0.4, 0.6), numbers, 0)
    assert far.numbers[1].value == 1.0  # the standard deviation


def test_the_heaviest_column_is_named_only_where_chance_does_not_explain_it():
    found = rules.leans_on([("x", 0.2, 0.01), ("z", 0.05, 0.01)], AUC, 90)
    assert found.title == "Leans on x most"
    assert found.text == "Shuffling it costs 0.2000 AUC, 4.0 times what z does"
    assert rules.leans_on([("x", 0.06, 0.01), ("z", 0.05, 0.01)], AUC, 90) is None
    assert rules.leans_on([("x", 0.2, 0.15), ("z", 0.05, 0.01)], AUC, 90) is None
    assert rules.leans_on([("x", 0.2, 0.01)], AUC, 90) is None


def test_columns_that_cost_nothing_are_counted_and_the_first_named():
    weights = [("x", 0.2, 0.01), *((f"n{k}", 0.001, 0.002) for k in range(5))]
    found = rules.idle_columns(weights, 90)
    assert found.title == "Would do without 5 of 6 columns"
    assert "n0, n1, n2 and 2 more costs" in found.text
    assert rules.idle_columns(weights[:1], 90) is None
    assert rules.idle_columns(weights[1:], 90) is None  # all of them: it has learned nothing


def test_the_class_taken_for_another_most_often_is_said_from_a_tenth_on():
    counts = np.array([[90, 5, 5], [20, 70, 10], [0, 0, 10]])
    found = rules.mixed_up(counts, ("a", "b", "c"))
    assert found.title == "Takes b for a"
    assert found.text.startswith("20 of 100 rows that are b")
    assert rules.mixed_up(np.diag([50, 50, 50]), ("a", "b", "c")) is None
    few = np.array([[100, 0], [9, 1]])  # a class of ten rows says nothing
    assert rules.mixed_up(few, ("a", "b")) is None


def test_numbers_too_high_on_the_whole_are_said_beyond_chance_only():
    draw = np.random.default_rng(0)
    y = draw.normal(size=400)
    high = rules.leaning_errors(y, y + 0.5 + draw.normal(size=400))
    assert (high.tone, high.title) == ("warn", "Says too much on the whole")
    assert rules.leaning_errors(y, y - 5.0 + draw.normal(size=400)).title.startswith("Says too lit")
    shift = draw.normal(size=400)
    assert rules.leaning_errors(y, y + shift - shift.mean()) is None
    assert rules.leaning_errors(y[:20], y[:20] + 5) is None


def test_a_few_rows_that_hold_the_error_are_said():
    y = np.zeros(1000)
    p = np.full(1000, 0.1)
    assert rules.few_rows_hold_the_error(y, p) is None
    p[:10] = 10.0
    found = rules.few_rows_hold_the_error(y, p)
    assert found.text == "The farthest 10 of 1,000 rows hold 50% of all that it is off by"
