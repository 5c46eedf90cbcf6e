"""What is read of the rows held out: figures of a run, pictures of several."""

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tidemill.base.errors import Cancelled, NeedsYou
from tidemill.base.ids import new_id
from tidemill.base.progress import Silent
from tidemill.domain.metrics import evaluate
from tidemill.domain.recipes import Task
from tidemill.domain.runs import Run, RunState
from tidemill.services import evaluation, runs
from tidemill.services.training.predictions import Predictions
from tidemill.services.workspace import Workspace
from tidemill.store import runs as rows

N = 400
Keep = Callable[..., Run]


@pytest.fixture
def keep(workspace: Workspace) -> Keep:
    """Writes a finished run with the files it is given."""

    def written(name: str, files: dict[str, bytes], metrics: dict[str, float] | None = None) -> Run:
        with workspace.store.write() as tx:
            pk = rows.insert(
                tx, uuid=new_id(), project="default", experiment="churn", name=name, user="ada",
                job_id=None, dataset_version_id=None,
            )  # fmt: skip
            rows.put_values(tx, pk, metrics=metrics or {})
            for path, data in files.items():
                rows.put_artifact(tx, pk, path, workspace.blobs.put_bytes(data), len(data))
            rows.ended(tx, [pk], RunState.FINISHED)
        return runs.find(workspace, [pk])[0]

    return written


def binary(skill: float, first_row: int = 0) -> tuple[bytes, dict[str, float]]:
    rng = np.random.default_rng(3)
    y = (rng.random(N) < 0.3).astype(np.int64)
    p = 1 / (1 + np.exp(-(skill * (y - 0.5) + rng.normal(0, 1, N))))
    said = Predictions(Task.BINARY, ("no", "yes"), np.arange(first_row, first_row + N), p, y)
    return said.to_bytes(), evaluate(Task.BINARY, y, p)[0]


def regression(spread: float) -> bytes:
    rng = np.random.default_rng(5)
    y = rng.normal(50, 10, N)
    p = y + rng.normal(0, spread, N)
    return Predictions(Task.REGRESSION, (), np.arange(N), p, y).to_bytes()


def drawn(workspace: Workspace, *shown: Run) -> evaluation.Pictures:
    return evaluation.pictures(workspace, shown, Silent())


def test_curves_of_a_binary_task_enclose_the_areas_that_were_measured(
    workspace: Workspace, keep: Keep
) -> None:
    data, measured = binary(2.0)
    found = drawn(workspace, keep("one", {"predictions.npz": data}))
    one = found.runs[0]
    assert found.task is Task.BINARY
    assert one.rows == found.rows == N
    assert one.roc is not None
    assert one.calibration is not None
    area = float(np.trapezoid(one.roc.y, one.roc.x))
    assert area == pytest.approx(measured["auc"], abs=0.002)
    low, high = one.calibration.low, one.calibration.high
    assert low is not None
    assert high is not None
    assert (low <= one.calibration.y).all()
    assert (one.calibration.y <= high).all()
    assert one.dots is None
    assert one.missing == ""


def test_score_histograms_hold_all_rows_on_the_side_of_their_truth(
    workspace: Workspace, keep: Keep
) -> None:
    data, measured = binary(2.0)
    one = drawn(workspace, keep("one", {"predictions.npz": data})).runs[0]
    no, yes = one.scores
    assert np.array_equal(no.x, yes.x)
    assert yes.y.sum() == pytest.approx(measured["base_rate"])
    assert no.y.sum() + yes.y.sum() == pytest.approx(1.0)
    assert float((no.x * no.y).sum() / no.y.sum()) < float((yes.x * yes.y).sum() / yes.y.sum())


def test_points_of_a_curve_come_with_their_thresholds(workspace: Workspace, keep: Keep) -> None:
    one = drawn(workspace, keep("one", {"predictions.npz": binary(2.0)[0]})).runs[0]
    for line in (one.roc, one.precision_recall):
        assert line is not None
        assert line.thresholds is not None
        assert len(line.thresholds) == len(line.x) <= 500
        assert (np.diff(line.thresholds) < 0).all()


def test_the_confusion_matrix_follows_the_threshold(workspace: Workspace, keep: Keep) -> None:
    data, measured = binary(2.0)
    run = keep("one", {"predictions.npz": data})
    found = drawn(workspace, run)
    counts = found.runs[0].confusion
    assert counts is not None
    assert found.levels == ("no", "yes")
    assert counts.trace() / N == pytest.approx(measured["accuracy"])
    [strict] = evaluation.confusions(workspace, [run], 0.9, Silent())
    [never] = evaluation.confusions(workspace, [run], 1.1, Silent())
    assert strict is not None
    assert never is not None
    assert strict[:, 1].sum() < counts[:, 1].sum()
    assert never[:, 1].sum() == 0
    assert never.sum() == counts.sum() == N
    told = evaluation.pictures(workspace, [run], Silent(), threshold=0.9)
    assert told.threshold == 0.9
    assert np.array_equal(told.runs[0].confusion, strict)


def test_of_very_many_classes_the_rarest_are_one(workspace: Workspace, keep: Keep) -> None:
    rng = np.random.default_rng(1)
    y = np.minimum(rng.geometric(0.15, N) - 1, 29)
    p = 0.5 * np.eye(30)[y] + 0.5 * rng.dirichlet(np.ones(30), N)
    names = tuple(f"class {k}" for k in range(30))
    said = Predictions(Task.MULTICLASS, names, np.arange(N), p, y)
    turned = said.with_levels(names[::-1])
    found = drawn(
        workspace,
        keep("one", {"predictions.npz": said.to_bytes()}),
        keep("turned", {"predictions.npz": turned.to_bytes()}),
    )
    assert len(found.levels) == evaluation.MAX_CLASSES
    assert found.levels[-1] == evaluation.OTHER
    first, second = (one.confusion for one in found.runs)
    assert first is not None
    assert first.sum() == N
    assert np.array_equal(first, second)
    common = {k: n for k, n in enumerate(np.bincount(y)) if f"class {k}" in found.levels}
    rest = N - sum(common.values())
    assert first[-1].sum() == rest
    assert rest <= min(common.values()) * (30 - len(common))


def test_residuals_along_the_prediction_show_where_a_model_is_off(
    workspace: Workspace, keep: Keep
) -> None:
    rng = np.random.default_rng(5)
    y = rng.normal(50, 10, N)
    p = y + np.where(y > 55, -8.0, 0.0) + rng.normal(0, 0.5, N)
    said = Predictions(Task.REGRESSION, (), np.arange(N), p, y)
    line = drawn(workspace, keep("one", {"predictions.npz": said.to_bytes()})).runs[0].residuals_by
    assert line is not None
    assert line.low is not None
    assert line.high is not None
    assert len(line.x) == 20
    assert (np.diff(line.x) > 0).all()
    assert (line.low <= line.y).all()
    assert (line.y <= line.high).all()
    assert line.y[-1] == pytest.approx(-8, abs=0.5)
    assert line.y[0] == pytest.approx(0, abs=0.5)


def test_runs_on_other_rows_are_drawn_with_a_note(workspace: Workspace, keep: Keep) -> None:
    first = keep("first", {"predictions.npz": binary(1.0)[0]})
    second = keep("second", {"predictions.npz": binary(2.0)[0]})
    later = keep("later", {"predictions.npz": binary(2.0, first_row=N)[0]})
    found = drawn(workspace, first, second, later)
    assert [one.note for one in found.runs[:2]] == ["", ""]
    assert found.runs[2].note == "later was judged on other rows; none are the same."
    assert found.runs[2].roc is not None


def test_runs_judged_on_the_same_rows_are_known_from_those_that_were_not(
    workspace: Workspace, keep: Keep
) -> None:
    first = keep("first", {"predictions.npz": binary(1.0)[0]})
    second = keep("second", {"predictions.npz": binary(2.0)[0]})
    later = keep("later", {"predictions.npz": binary(2.0, first_row=N)[0]})
    assert drawn(workspace, first, second).is_same_rows
    assert not drawn(workspace, first, later).is_same_rows


def test_a_run_without_answers_says_so_and_the_others_are_drawn(
    workspace: Workspace, keep: Keep
) -> None:
    bare = keep("bare", {})
    full = keep("full", {"predictions.npz": binary(1.0)[0]})
    found = drawn(workspace, bare, full)
    assert found.runs[0].missing == "bare kept no hold-out answers."
    assert found.runs[0].roc is None
    assert found.runs[1].roc is not None
    assert found.rows == N


def test_a_run_of_another_task_is_not_drawn_beside_the_first(
    workspace: Workspace, keep: Keep
) -> None:
    first = keep("first", {"predictions.npz": binary(1.0)[0]})
    other = keep("other", {"predictions.npz": regression(2.0)})
    found = drawn(workspace, first, other)
    assert found.runs[1].missing == "other answers another question."
    assert found.runs[1].dots is None


def test_residuals_of_a_regression_share_their_bins_and_add_up_to_all_rows(
    workspace: Workspace, keep: Keep
) -> None:
    close = keep("close", {"predictions.npz": regression(1.0)})
    far = keep("far", {"predictions.npz": regression(6.0)})
    first, second = drawn(workspace, close, far).runs
    assert first.residuals is not None
    assert second.residuals is not None
    assert np.array_equal(first.residuals.x, second.residuals.x)
    assert first.residuals.y.sum() == pytest.approx(1.0)
    assert second.residuals.y.sum() == pytest.approx(1.0)
    assert first.residuals.y.max() > second.residuals.y.max()
    assert first.dots is not None
    assert len(first.dots.x) == len(first.dots.y) == N


def test_several_classes_are_calibrated_by_the_class_that_was_said(
    workspace: Workspace, keep: Keep
) -> None:
    rng = np.random.default_rng(1)
    p = rng.dirichlet((1, 1, 1), N)
    y = np.array([rng.choice(3, p=one) for one in p])
    said = Predictions(Task.MULTICLASS, ("a", "b", "c"), np.arange(N), p, y)
    one = drawn(workspace, keep("one", {"predictions.npz": said.to_bytes()})).runs[0]
    assert one.roc is None
    assert one.calibration is not None
    # The truth was drawn from the probabilities themselves, so what is said comes true.
    assert np.abs(one.calibration.x - one.calibration.y).mean() < 0.1


def test_rows_of_one_class_only_say_why_nothing_is_drawn(workspace: Workspace, keep: Keep) -> None:
    y, p = np.zeros(N, dtype=np.int64), np.linspace(0.1, 0.9, N)
    said = Predictions(Task.BINARY, ("no", "yes"), np.arange(N), p, y)
    one = drawn(workspace, keep("one", {"predictions.npz": said.to_bytes()})).runs[0]
    assert one.roc is None
    assert "one only" in one.missing


def test_the_heaviest_columns_of_all_runs_come_first_with_a_gap_where_a_run_lacks_one(
    workspace: Workspace, keep: Keep
) -> None:
    def importance(**values: float) -> dict[str, bytes]:
        listed = [{"column": name, "value": value, "sd": 0.0} for name, value in values.items()]
        return {"importance.json": json.dumps(listed).encode()}

    first = keep("first", importance(tenure=0.1, charge=0.3))
    second = keep("second", importance(tenure=0.5))
    assert drawn(workspace, first, second).features == (
        ("tenure", (0.1, 0.5)),
        ("charge", (0.3, None)),
    )


def test_figures_take_intervals_from_the_file_and_else_from_the_metrics(
    workspace: Workspace, keep: Keep
) -> None:
    logged = keep("logged", {}, {"auc": 0.8, "auc_low": 0.78, "auc_high": 0.82})
    learned: dict[str, Any] = {
        "intervals": {"auc": {"low": 0.7, "high": 0.9}},
        "importances": [{"column": "tenure", "value": 0.1, "sd": 0.0}],
        "n_hold_out": N,
        "split": "The newest fifth.",
        "notes": ["Two rows had no target."],
    }
    filed = keep("filed", {"learned.json": json.dumps(learned).encode()})
    assert evaluation.figures(workspace, logged).intervals == {"auc": (0.78, 0.82)}
    found = evaluation.figures(workspace, filed)
    assert found.intervals == {"auc": (0.7, 0.9)}
    assert found.importances == (("tenure", 0.1),)
    assert (found.n_hold_out, found.notes) == (N, ("Two rows had no target.",))


def test_a_damaged_file_says_which_and_what_to_do(workspace: Workspace, keep: Keep) -> None:
    broken = keep("broken", {"learned.json": b"{not json"})
    with pytest.raises(NeedsYou, match=r"learned\.json of broken"):
        evaluation.figures(workspace, broken)
    shown = drawn(workspace, broken, keep("well", {"predictions.npz": binary(1.0)[0]})).runs
    assert shown[1].roc is not None
    torn = keep("torn", {"predictions.npz": b"torn"})
    whole = keep("whole", {"predictions.npz": binary(1.0)[0]})
    found = drawn(workspace, torn, whole)
    assert found.runs[0].missing.startswith("The answers of torn can't be read.")
    assert found.runs[1].roc is not None


def test_reading_stops_when_nobody_waits_for_it(workspace: Workspace, keep: Keep) -> None:
    reporter = Silent()
    reporter.stop()
    with pytest.raises(Cancelled):
        evaluation.pictures(workspace, [keep("one", {})], reporter)
