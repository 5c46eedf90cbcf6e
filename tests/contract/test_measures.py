"""Every measure has a yardstick that is not ours: its value, its interval, and a gain's interval.

A measure that is added without one fails here.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import stats
from sklearn import metrics as reference

from tidemill.domain.intervals import metric_interval, paired_gain
from tidemill.domain.metrics import METRICS, Metric
from tidemill.domain.recipes import Task

Yardstick = Callable[[Any, Any], float]
N = 160


def _areas(y: Any, p: Any) -> float:
    return float(np.mean([reference.roc_auc_score(y == k, p[:, k]) for k in np.unique(y)]))


YARDSTICKS: dict[tuple[Task, str], Yardstick] = {
    (Task.BINARY, "auc"): reference.roc_auc_score,
    (Task.BINARY, "pr_auc"): reference.average_precision_score,
    (Task.BINARY, "log_loss"): lambda y, p: reference.log_loss(y, p, labels=[0, 1]),
    (Task.BINARY, "brier"): reference.brier_score_loss,
    (Task.BINARY, "f1"): lambda y, p: reference.f1_score(y, p >= 0.5),
    (Task.BINARY, "accuracy"): lambda y, p: reference.accuracy_score(y, p >= 0.5),
    (Task.BINARY, "base_rate"): lambda y, _: float(np.mean(y)),
    (Task.MULTICLASS, "log_loss"): lambda y, p: reference.log_loss(y, p, labels=[0, 1, 2]),
    (Task.MULTICLASS, "accuracy"): lambda y, p: reference.accuracy_score(y, p.argmax(axis=1)),
    (Task.MULTICLASS, "macro_auc"): _areas,
    (Task.REGRESSION, "mae"): reference.mean_absolute_error,
    (Task.REGRESSION, "rmse"): reference.root_mean_squared_error,
    (Task.REGRESSION, "r2"): reference.r2_score,
}

every_measure = pytest.mark.parametrize("one", METRICS, ids=lambda one: f"{one.task}-{one.id}")


def _rows(task: Task, seed: int = 6) -> tuple[Any, Any, Any]:
    """Truth and what two models say, the second worse; ties where there are classes."""
    rng = np.random.default_rng(seed)
    if task is Task.BINARY:
        y = (rng.random(N) < 0.4).astype(int)
        score = 1.5 * y + rng.normal(size=N) - 0.7
        return y, *((1 / (1 + np.exp(-s))).round(2) for s in (score, score + rng.normal(size=N)))
    if task is Task.MULTICLASS:
        y = rng.choice(3, N, p=[0.5, 0.3, 0.2])
        odds = 1.5 * np.eye(3)[y] + rng.normal(0, 0.8, (N, 3))
        both = (np.exp(o) for o in (odds, odds + rng.normal(size=(N, 3))))
        return y, *(e / e.sum(axis=1, keepdims=True) for e in both)
    x = rng.normal(size=N)
    y = x + rng.normal(0, 0.5, N)
    return y, x, x + rng.normal(0, 0.5, N)


def _drawn(of_rows: Callable[[Any], float]) -> Any:
    """SciPy's bootstrap of whole rows."""
    return stats.bootstrap(
        (np.arange(N),), of_rows, n_resamples=200, vectorized=False, method="percentile", rng=3
    )


def test_every_measure_has_a_yardstick() -> None:
    assert {(one.task, one.id) for one in METRICS} == YARDSTICKS.keys()


@every_measure
@pytest.mark.parametrize("seed", [6, 7])
def test_its_value_is_the_yardsticks(one: Metric, seed: int) -> None:
    y, p, _ = _rows(one.task, seed)
    assert one.value(y, p) == pytest.approx(YARDSTICKS[one.task, one.id](y, p), rel=1e-12)


@every_measure
def test_its_interval_is_as_wide_as_scipys_bootstrap_says(one: Metric) -> None:
    y, p, _ = _rows(one.task)
    yardstick = YARDSTICKS[one.task, one.id]
    drawn = _drawn(lambda rows: yardstick(y[rows], p[rows]))
    ours = metric_interval(one, y, p)
    assert ours.low < ours.value < ours.high
    assert ours.high - ours.low == pytest.approx(2 * 1.96 * drawn.standard_error, rel=0.15)


@pytest.mark.parametrize(
    "one",
    [one for one in METRICS if one.higher_is_better is not None],
    ids=lambda one: f"{one.task}-{one.id}",
)
def test_a_gains_interval_is_that_of_scipys_paired_bootstrap(one: Metric) -> None:
    y, new, old = _rows(one.task)
    yardstick = YARDSTICKS[one.task, one.id]
    sign = 1 if one.higher_is_better else -1
    drawn = _drawn(
        lambda rows: sign * (yardstick(y[rows], new[rows]) - yardstick(y[rows], old[rows]))
    )
    ours = paired_gain(one.task, one.id, y, new, old, seed=1)
    width, theirs = ours.high - ours.low, drawn.confidence_interval
    assert ours.value == pytest.approx(sign * (yardstick(y, new) - yardstick(y, old)))
    assert width == pytest.approx(2 * 1.96 * drawn.standard_error, rel=0.15)
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=0.15 * width)
