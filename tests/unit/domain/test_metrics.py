import numpy as np
import pytest
from sklearn import metrics as reference

from tidemill.base.errors import NeedsYou
from tidemill.domain.metrics import (
    UndefinedMetric,
    evaluate,
    for_task,
    higher_is_better,
    metric,
)
from tidemill.domain.recipes import USUAL_METRIC, Task


def _binary(n: int = 400, *, ties: bool = False) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    y = (rng.random(n) < 0.3).astype(int)
    p = np.clip(0.3 + 0.25 * (y - 0.3) + rng.normal(0, 0.15, n), 0.0, 1.0)
    return y, p.round(1) if ties else p


@pytest.mark.parametrize("ties", [False, True])
def test_binary_measures_agree_with_scikit_learn(ties: bool) -> None:
    y, p = _binary(ties=ties)
    values, notes = evaluate(Task.BINARY, y, p)
    said = p >= 0.5
    assert notes == ()
    assert values == pytest.approx(
        {
            "auc": reference.roc_auc_score(y, p),
            "pr_auc": reference.average_precision_score(y, p),
            "log_loss": reference.log_loss(y, p),
            "brier": reference.brier_score_loss(y, p),
            "f1": reference.f1_score(y, said),
            "accuracy": reference.accuracy_score(y, said),
            "base_rate": y.mean(),
        },
        rel=1e-12,
    )


def test_multiclass_measures_agree_with_scikit_learn() -> None:
    rng = np.random.default_rng(4)
    y = rng.integers(0, 3, 300)
    p = rng.random((300, 3)) + np.eye(3)[y] * 0.4
    p /= p.sum(axis=1, keepdims=True)
    values, _ = evaluate(Task.MULTICLASS, y, p)
    assert values == pytest.approx(
        {
            "log_loss": reference.log_loss(y, p),
            "accuracy": reference.accuracy_score(y, p.argmax(axis=1)),
            "macro_auc": reference.roc_auc_score(y, p, multi_class="ovr", average="macro"),
        },
        rel=1e-12,
    )


def test_regression_measures_agree_with_scikit_learn() -> None:
    rng = np.random.default_rng(5)
    y = rng.normal(100, 20, 250)
    p = y + rng.normal(2, 7, 250)
    values, _ = evaluate(Task.REGRESSION, y, p)
    assert values == pytest.approx(
        {
            "mae": reference.mean_absolute_error(y, p),
            "rmse": reference.root_mean_squared_error(y, p),
            "r2": reference.r2_score(y, p),
        },
        rel=1e-12,
    )


@pytest.mark.parametrize("name", ["auc", "pr_auc", "log_loss", "brier", "f1", "accuracy"])
def test_whole_weights_mean_repeated_rows(name: str) -> None:
    y, p = _binary(120, ties=True)
    times = np.random.default_rng(0).integers(0, 4, len(y))
    one = metric(Task.BINARY, name)
    weighted = one.many(y, p, times[None, :].astype(float))[0]
    assert weighted == pytest.approx(one.value(np.repeat(y, times), np.repeat(p, times)), rel=1e-12)


def test_r2_with_weights_means_repeated_rows() -> None:
    rng = np.random.default_rng(1)
    y, times = rng.normal(size=80), rng.integers(0, 4, 80)
    p = y + rng.normal(0, 0.5, 80)
    one = metric(Task.REGRESSION, "r2")
    weighted = one.many(y, p, times[None, :].astype(float))[0]
    assert weighted == pytest.approx(reference.r2_score(np.repeat(y, times), np.repeat(p, times)))


def test_one_class_only_leaves_auc_out_and_says_so() -> None:
    values, notes = evaluate(Task.BINARY, np.zeros(5, int), np.linspace(0, 1, 5))
    assert "auc" not in values
    assert "pr_auc" not in values
    assert values["base_rate"] == 0
    assert any("AUC needs rows of both classes" in note for note in notes)


def test_certain_and_wrong_keeps_log_loss_finite() -> None:
    value = metric(Task.BINARY, "log_loss").value(np.array([1, 0]), np.array([0.0, 1.0]))
    assert np.isfinite(value)
    assert value == pytest.approx(reference.log_loss([1, 0], [0.0, 1.0]))


def test_f1_is_zero_when_nothing_is_said_and_nothing_is_true() -> None:
    assert metric(Task.BINARY, "f1").value(np.zeros(3, int), np.zeros(3)) == 0.0


@pytest.mark.parametrize(
    ("task", "y", "p"),
    [
        (Task.BINARY, [], []),
        (Task.BINARY, [0, 1], [0.5]),
        (Task.BINARY, [0, 1], [0.5, np.nan]),
        (Task.BINARY, [0, 2], [0.5, 0.5]),
        (Task.MULTICLASS, [0, 1], [0.5, 0.5]),
        (Task.REGRESSION, [1.0, np.nan], [1.0, 2.0]),
        (Task.REGRESSION, [1.0, 1.0], [[1.0], [2.0]]),
    ],
)
def test_rows_that_cannot_be_measured_are_refused(task: Task, y: list, p: list) -> None:
    with pytest.raises(UndefinedMetric):
        for_task(task)[0].value(np.array(y), np.array(p))


def test_constant_target_has_no_r2() -> None:
    with pytest.raises(UndefinedMetric, match="varies"):
        metric(Task.REGRESSION, "r2").value(np.ones(4), np.arange(4.0))


def test_gain_is_positive_when_better_in_either_direction() -> None:
    assert metric(Task.BINARY, "auc").gain(0.9, 0.8) > 0
    assert metric(Task.BINARY, "log_loss").gain(0.2, 0.3) > 0
    with pytest.raises(UndefinedMetric):
        metric(Task.BINARY, "base_rate").gain(0.2, 0.3)


def test_unknown_measure_lists_those_known() -> None:
    with pytest.raises(NeedsYou) as caught:
        metric(Task.REGRESSION, "auc")
    assert "mae" in caught.value.hint


def test_usual_measure_of_every_task_exists_and_has_a_direction() -> None:
    for task, name in USUAL_METRIC.items():
        assert metric(task, name).higher_is_better is not None
    for task in Task:
        names = [one.id for one in for_task(task)]
        assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "name", ["auc", "accuracy", "r2", "reward", "glossary_score", "lossless_ratio", "val.acc", ""]
)
def test_the_higher_is_taken_for_the_better(name: str) -> None:
    assert higher_is_better(name)


@pytest.mark.parametrize(
    "name",
    ["log_loss", "rmse", "val_loss", "testRMSE", "train/error", "logloss", "fit_time", "softLoss2"],
)
def test_the_lower_is_better_of_losses_errors_and_costs(name: str) -> None:
    assert not higher_is_better(name)
