import numpy as np
import pytest
from sklearn.metrics import log_loss

from tidemill.base.progress import Silent
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.recipes import HoldOut, HoldOutKind, Recipe, Task
from tidemill.services.training import row_curves
from tidemill.services.training.learning import Learned, fit_only, learn

N = 400
BOOSTING = "hist_gradient_boosting"


def table() -> tuple[Frame, Schema]:
    rng = np.random.default_rng(7)
    x, noise = rng.normal(size=(2, N))
    kind = np.where(x + 0.5 * rng.normal(size=N) > 0, "yes", "no")
    third = np.where(noise > 1, "perhaps", kind)
    columns = (
        ColumnData("x", Kind.NUMERIC, x),
        ColumnData("noise", Kind.NUMERIC, noise),
        coded("bought", Kind.CATEGORICAL, kind.tolist()),
        coded("said", Kind.CATEGORICAL, third.tolist()),
        ColumnData("amount", Kind.NUMERIC, 3 * x + rng.normal(size=N)),
    )
    return Frame(columns), Schema(tuple(Column(c.name, c.kind) for c in columns))


def learned(target: str, task: Task, estimator: str = BOOSTING) -> Learned:
    settings = {"n_trees": 80, "min_leaf": 5} if estimator == BOOSTING else {}
    recipe = Recipe(
        target=target,
        task=task,
        features=("x", "noise"),
        positive="yes" if task is Task.BINARY else None,
        hold_out=HoldOut(HoldOutKind.STRATIFIED, 0.25),
        estimator=estimator,
        estimator_settings=settings,
        metric="rmse" if task is Task.REGRESSION else "log_loss",
    )
    return learn(*table(), recipe, Silent())


@pytest.mark.parametrize(
    ("target", "task"),
    [("bought", Task.BINARY), ("said", Task.MULTICLASS), ("amount", Task.REGRESSION)],
)
def test_the_curve_of_the_rows_held_out_ends_at_the_measure(target: str, task: Task) -> None:
    result = learned(target, task)
    loss = "rmse" if task is Task.REGRESSION else "log_loss"
    assert result.curves is not None
    assert result.curves.steps[0] == 1
    assert result.curves.steps[-1] == 80
    assert len(result.curves.steps) == 60
    assert result.curves.curves[loss][-1] == pytest.approx(result.metrics[loss], rel=1e-12)
    training = result.curves.curves[f"training_{loss}"]
    assert training[-1] < training[0]


def test_the_curve_of_the_rows_learned_from_is_what_scikit_learn_says_of_them() -> None:
    result = learned("bought", Task.BINARY)
    frame = table()[0].take(result.train_rows)
    truth = np.array([frame["bought"].levels[c] == "yes" for c in frame["bought"].values])
    assert result.curves is not None
    said = log_loss(truth, result.model.predict(frame))
    assert result.curves.curves["training_log_loss"][-1] == pytest.approx(said, rel=1e-9)


def test_an_estimator_without_steps_has_a_curve_by_the_rows_learned_from() -> None:
    result = learned("bought", Task.BINARY, "logistic_regression")
    assert result.curves is not None
    assert result.curves.by == "row"
    assert result.to_dict()["curve_by"] == "row"
    assert result.curves.steps == (150, 300)  # of an eighth and a quarter too few rows are left
    held = result.curves.curves["log_loss"]
    assert held[-1] == result.metrics["log_loss"]
    frame, schema = table()
    order = np.random.default_rng(0).permutation(300)[:150]
    rows = result.train_rows[np.sort(order)]
    half = fit_only(frame, schema, result.model.recipe, Silent(), rows=rows).model
    truth = result.hold_out.truth
    said = half.predict(frame.take(result.hold_out.rows))
    assert held[0] == pytest.approx(log_loss(truth, said), rel=1e-9)
    learned_from = frame.take(rows)
    ours = np.array(
        [learned_from["bought"].levels[c] == "yes" for c in learned_from["bought"].values]
    )
    seen = log_loss(ours, half.predict(learned_from))
    assert result.curves.curves["training_log_loss"][0] == pytest.approx(seen, rel=1e-9)


def test_a_dear_fit_is_repeated_on_few_of_its_rows_only() -> None:
    assert sum(row_curves.SHARES) < 0.09
    assert sum(row_curves.SHARES_OF_QUICK) * row_curves.QUICK_S < 0.3


def test_who_always_says_the_same_has_no_curve() -> None:
    assert learned("bought", Task.BINARY, "prior").curves is None
