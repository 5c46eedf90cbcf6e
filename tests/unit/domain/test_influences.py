"""A row's influence is the derivative of the measure by the row's weight."""

from typing import Any

import numpy as np
import pytest

from tidemill.domain.influences import influences, measured, placements
from tidemill.domain.metrics import METRICS, Metric, UndefinedMetric, metric
from tidemill.domain.recipes import Task

N = 60
MEANS = [m for m in METRICS if m.higher_is_better is not None and m.id not in ("rmse", "r2")]


def drawn(task: Task, seed: int = 1) -> tuple[Any, Any]:
    """Truth and answers, with many equal answers where there are classes."""
    rng = np.random.default_rng(seed)
    if task is Task.BINARY:
        return (rng.random(N) < 0.4).astype(int), rng.integers(1, 20, N) / 20
    if task is Task.MULTICLASS:
        return rng.integers(0, 3, N), rng.dirichlet((1, 1, 1), N)
    y = rng.normal(size=N)
    return y, y + rng.normal(size=N)


def by_differences(one: Metric, y: Any, p: Any) -> Any:
    step = 1e-6
    nudged = one.many(y, p, np.ones((N, N)) + step * np.eye(N))
    return (nudged - one.value(y, p)) / step


@pytest.mark.parametrize("one", MEANS, ids=lambda one: f"{one.task}-{one.id}")
def test_influences_are_the_derivatives_of_the_measure_by_the_row_weights(one: Metric) -> None:
    y, p = drawn(one.task)
    found = influences(one, y, [p])
    slopes = by_differences(one, y, p) * (1 if one.higher_is_better else -1)
    for stratum in np.unique(found.strata):  # within a stratum a common shift means nothing
        rows = found.strata == stratum
        slopes[rows] -= slopes[rows].mean()
    assert found.values[0] == pytest.approx(one.value(y, p), abs=1e-12)
    assert found.parts[0] == pytest.approx(slopes, abs=1e-6)
    assert found.parts[0].std() > 1e-3


@pytest.mark.parametrize("name", ["rmse", "r2"])
def test_measures_made_of_the_squared_error_are_tested_by_it(name: str) -> None:
    y, near = drawn(Task.REGRESSION)
    far = near + 0.5
    one = metric(Task.REGRESSION, name)
    found = influences(one, y, [near, far])
    assert found.values == pytest.approx([one.value(y, near), one.value(y, far)])
    assert found.scores == pytest.approx([-((near - y) ** 2).mean(), -((far - y) ** 2).mean()])
    gap = abs(float(one.gain(found.values[0], found.values[1])))
    assert found.units()[0, 1] * abs(found.scores[0] - found.scores[1]) == pytest.approx(gap)
    assert found.units()[0, 0] == 0.0


def test_the_error_of_one_measure_is_that_of_the_bootstrap() -> None:
    rng = np.random.default_rng(11)
    for one in METRICS:
        if one.higher_is_better is None:
            continue
        n = 1_500
        if one.task is Task.BINARY:
            y: Any = (rng.random(n) < 0.4).astype(int)
            p: Any = 1 / (1 + np.exp(-(2 * y - 1 + rng.normal(0, 1.5, n))))
        elif one.task is Task.MULTICLASS:
            y = rng.integers(0, 3, n)
            p = 0.4 * np.eye(3)[y] + 0.6 * rng.dirichlet((1, 1, 1), n)
        else:
            y = rng.normal(size=n)
            p = y + 0.5 * rng.normal(size=n)
        weights = rng.multinomial(n, np.full(n, 1 / n), 1_000).astype(float)
        value, error = measured(one, y, p)
        assert value == pytest.approx(one.value(y, p))
        assert error == pytest.approx(one.many(y, p, weights).std(), rel=0.12), one.id


def test_placements_are_the_shares_of_pairs_in_right_order_counted_one_by_one() -> None:
    y, p = drawn(Task.BINARY)
    positive = y == 1
    counted = np.empty(N)
    for i in range(N):
        against = p[~positive] if positive[i] else p[positive]
        ahead = p[i] > against if positive[i] else p[i] < against
        counted[i] = (ahead + 0.5 * (p[i] == against)).mean()
    assert placements(positive, p) == pytest.approx(counted, abs=1e-12)


def test_what_has_no_better_direction_or_one_class_only_is_refused() -> None:
    y, p = drawn(Task.BINARY)
    with pytest.raises(UndefinedMetric, match="nothing about which model is better"):
        influences(metric(Task.BINARY, "base_rate"), y, [p])
    for name in ("auc", "pr_auc"):
        with pytest.raises(UndefinedMetric):
            influences(metric(Task.BINARY, name), np.zeros(N, dtype=int), [p])
    with pytest.raises(UndefinedMetric, match="no model"):
        influences(metric(Task.BINARY, "auc"), y, [])


def test_f1_of_models_that_never_say_yes_where_none_is_true_is_nought_without_spread() -> None:
    found = influences(metric(Task.BINARY, "f1"), np.zeros(N, dtype=int), [np.zeros(N)])
    assert found.values[0] == 0.0
    assert not found.parts.any()
