"""Kinds of change by their evidence, and signs of a broken feed."""

import numpy as np
import pytest
from scipy import stats

from tidemill.domain import broken_values, drift_kinds
from tidemill.domain.columns import Kind
from tidemill.domain.distributions import count, summarise
from tidemill.domain.drift_kinds import Answered, DriftKind, Evidence, Season
from tidemill.domain.frames import ColumnData, coded
from tidemill.domain.recipes import Task

RNG = np.random.default_rng(11)
HEIGHTS = RNG.normal(170.0, 9.0, 4_000)
BEFORE = np.array([[900, 100], [600, 400], [200, 800]])


def fault_of(values, before=HEIGHTS):
    reference = summarise(ColumnData("height", Kind.NUMERIC, np.asarray(before)))
    column = ColumnData("height", Kind.NUMERIC, np.asarray(values))
    return broken_values.fault(reference, count(column, reference), column)


def holes(share):
    return np.where(RNG.random(1_000) < share, np.nan, RNG.normal(170.0, 9.0, 1_000))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (RNG.normal(1.70, 0.09, 900), "All of height is smaller by a factor of 100"),
        (RNG.normal(170.0 / 2.54, 9 / 2.54, 900), "smaller by a factor of 2.54 (inches"),
        (-RNG.normal(170.0, 9.0, 900), "of the other sign"),
        (np.append(RNG.normal(170, 9, 700), RNG.normal(17_000, 900, 300)), "30.0% of height is"),
        (holes(0.5), "is missing in"),
        (np.full(500, 170.0), "one value in all rows; it had"),
        (np.append(RNG.normal(170, 9, 900), [np.inf] * 100), "is infinite in 10.0%"),
        (RNG.normal(176.0, 9.0, 900), ""),
        (RNG.normal(200.0, 15.0, 900), ""),
        (holes(0.1), ""),
        (np.append(RNG.normal(170, 9, 900), RNG.normal(260, 9, 100)), ""),
    ],
)
def test_a_broken_column_is_told_from_one_that_moved(values, words):
    found = fault_of(values)
    assert words in found if words else found == ""


def test_texts_that_are_written_otherwise_are_a_fault_and_new_ones_are_not():
    reference = summarise(coded("city", Kind.CATEGORICAL, ["York"] * 60 + ["Hull"] * 40))
    for texts, words in (
        (["york "] * 30 + ["Hull"] * 70, "city is written otherwise in 30.0% of the rows"),
        (["Bath"] * 30 + ["Hull"] * 70, ""),
        (["1"] * 50 + ["2"] * 50, "city has only values that were never seen before"),
    ):
        column = coded("city", Kind.CATEGORICAL, texts)
        assert broken_values.fault(reference, count(column, reference), column) == words


def told(now, moved=(), **more):
    answered = Answered(BEFORE, np.array(now), ("no", "yes"))
    return drift_kinds.classify(Evidence(tuple(moved), 7, {}, answered, **more))


def test_labels_part_the_input_from_the_relation_and_the_target():
    kind, reasons = told([[90, 10], [600, 400], [600, 2_400]], moved=("x",))
    assert kind is DriftKind.INPUT, "the same truths for the same answers, other answers"
    assert reasons[0] == "1 of 7 columns moved: x."
    kind, reasons = told([[500, 500], [500, 500], [500, 500]])
    assert (kind, reasons[-1]) == (DriftKind.RELATION, "No column moved.")
    more_yes = BEFORE * np.array([0.4, 2.0])
    kind, reasons = told(more_yes.round().astype(int), moved=("x",))
    assert kind is DriftKind.TARGET
    assert reasons[0] == "yes is 79.3% of the truth; it was 43.3%."


def test_what_is_broken_comes_first_and_a_season_needs_other_rows_between():
    kind, reasons = drift_kinds.classify(Evidence(("x",), 3, {"x": "x is gone"}, has_fallen=True))
    assert (kind, reasons) == (DriftKind.FEED, ("x is gone.",))
    came_back = Season("a year ago", 0.02, True)
    assert drift_kinds.classify(Evidence(("x",), 3, {}, None, (came_back,)))[0] is DriftKind.SEASON
    for other in (Season("a year ago", 0.02, False), Season("a year ago", 0.5, True)):
        assert drift_kinds.classify(Evidence(("x",), 3, {}, None, (other,)))[0] is DriftKind.INPUT
    unforeseen = Evidence(("x",), 3, {}, has_fallen=True, is_foreseen=False)
    assert drift_kinds.classify(unforeseen)[0] is DriftKind.RELATION
    assert drift_kinds.classify(Evidence((), 3, {}, has_fallen=True))[0] is DriftKind.RELATION


def test_the_test_of_homogeneity_is_that_of_scipy():
    a, b = np.array([120, 80, 33]), np.array([90, 95, 60])
    found = drift_kinds._whole(a, b)
    expected = stats.chi2_contingency(np.array([a, b]), correction=False)
    assert found.p_value == pytest.approx(expected.pvalue, rel=1e-10)
    assert found.value == pytest.approx((expected.statistic - 2) / b.sum())


def test_answers_of_numbers_and_of_more_classes_are_counted():
    rng = np.random.default_rng(4)
    y = rng.normal(size=500)
    table = drift_kinds.answered(Task.REGRESSION, (), (y, y + 0.1), (y[:200], y[:200]))
    assert (table.before.sum(), table.now.sum(), table.before.shape) == (500, 200, (8, 5))
    p = rng.dirichlet(np.ones(3), 300)
    codes = rng.integers(0, 3, 300)
    table = drift_kinds.answered(Task.MULTICLASS, ("a", "b", "c"), (codes, p), (codes, p))
    assert table.before[1, 2] == ((p.argmax(axis=1) == 1) & (codes == 2)).sum()
    assert drift_kinds.answered(Task.BINARY, ("a", "b"), (codes[:0], p[:0, 0]), (y, y)) is None
