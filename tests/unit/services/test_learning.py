import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from tidemill.base.errors import Cancelled, NeedsYou
from tidemill.base.progress import Silent
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.recipes import HoldOut, HoldOutKind, Recipe, Task
from tidemill.services.training.environment import git_commit
from tidemill.services.training.learning import Learned, fit_only, learn, score
from tidemill.services.training.predictions import Predictions

N = 600
NEWEST = HoldOut(HoldOutKind.NEWEST, 0.25)


def _table(seed: int = 0, n: int = N) -> tuple[Frame, Schema]:
    rng = np.random.default_rng(seed)
    strong, weak, noise = rng.normal(size=(3, n))
    town = rng.integers(0, 30, n)
    chance = 1 / (1 + np.exp(-(2 * strong + 0.5 * weak + (town < 8) - 0.5)))
    late = rng.random(n) < chance
    hours = np.sort(rng.integers(0, 24 * 200, n))
    columns = (
        ColumnData("strong", Kind.NUMERIC, strong),
        ColumnData("weak", Kind.NUMERIC, np.where(rng.random(n) < 0.1, np.nan, weak)),
        ColumnData("noise", Kind.NUMERIC, noise),
        coded("town", Kind.CATEGORICAL, [f"t{k}" for k in town]),
        ColumnData(
            "at", Kind.DATETIME, np.datetime64("2024-01-01", "us") + hours * np.timedelta64(1, "h")
        ),
        coded("late", Kind.CATEGORICAL, ["late" if v else "on time" for v in late]),
        ColumnData("minutes", Kind.NUMERIC, 20 * strong + rng.normal(0, 5, n)),
    )
    return Frame(columns), Schema(tuple(Column(c.name, c.kind) for c in columns))


def _recipe(**changes: object) -> Recipe:
    fields = {
        "target": "late",
        "task": Task.BINARY,
        "features": ("strong", "weak", "noise", "town"),
        "time": "at",
        "positive": "late",
        "hold_out": NEWEST,
        "estimator": "logistic_regression",
    }
    return Recipe(**(fields | changes))


def _with(frame: Frame, column: ColumnData) -> Frame:
    return Frame(tuple(column if c.name == column.name else c for c in frame))


class _Listener(Silent):
    def __init__(self, stop_at: float = 2.0) -> None:
        super().__init__()
        self.heard: list[tuple[float, str]] = []
        self.stop_at = stop_at

    def report(self, share: float, message: str = "") -> None:
        self.heard.append((share, message))
        if share >= self.stop_at:
            self.stop()


@pytest.fixture(scope="module")
def learned() -> Learned:
    return learn(*_table(), _recipe(), Silent())


def test_hold_out_is_the_newest_rows_and_was_not_learned_from(learned: Learned) -> None:
    frame, _ = _table()
    held = learned.hold_out
    assert held.levels == ("on time", "late")
    assert held.rows.tolist() == list(range(N - len(held.rows), N))
    assert learned.fitted.n_train == N - len(held.rows)
    assert learned.split.startswith("The newest 25% by at: 1")
    assert learned.train_rows.tolist() == list(range(N - len(held.rows)))
    again = fit_only(frame, _table()[1], _recipe(), Silent(), rows=learned.train_rows).model
    assert (again.predict(frame.take(held.rows)) == held.values).all()


def test_measures_are_those_of_the_hold_out_predictions(learned: Learned) -> None:
    truth, values = learned.hold_out.judged()
    assert learned.metrics["auc"] == pytest.approx(roc_auc_score(truth, values))
    assert learned.metrics["auc"] > 0.8
    for name, interval in learned.intervals.items():
        assert interval.value == pytest.approx(learned.metrics[name])
        assert interval.low <= interval.value <= interval.high


def test_column_that_matters_most_leads_the_importances(learned: Learned) -> None:
    assert learned.importances[0].column == "strong"
    assert {one.column for one in learned.importances} == set(_recipe().features)
    by_name = {one.column: one.value for one in learned.importances}
    assert by_name["strong"] > 0.1
    assert abs(by_name["noise"]) < 0.02


def test_importance_of_a_column_the_model_cannot_see_is_exactly_zero() -> None:
    frame, schema = _table()
    flat = ColumnData("noise", Kind.NUMERIC, np.ones(N))
    result = learn(_with(frame, flat), schema, _recipe(), Silent())
    assert {one.column: one.value for one in result.importances}["noise"] == 0.0


def test_figures_are_plain_json(learned: Learned) -> None:
    data = json.loads(json.dumps(learned.to_dict(), allow_nan=False))
    assert data["n_train"] + data["n_hold_out"] == N
    assert data["environment"]["n_threads"] == 1
    assert {"python", "scikit-learn", "numpy"} <= set(data["environment"]["versions"])
    assert data["duration_s"] > 0
    assert data["peak_memory"] > 1_000_000


def test_recipe_comes_back_with_every_setting_filled_in(learned: Learned) -> None:
    recipe = learned.model.recipe
    assert recipe.estimator_settings["c"] == 1.0
    assert recipe.preparation_settings["impute"] is True
    assert recipe.preparation_settings["max_onehot"] == 10
    again = learn(*_table(), recipe, Silent())
    assert (again.hold_out.values == learned.hold_out.values).all()


def test_persons_preparation_settings_win_over_the_estimators() -> None:
    recipe = _recipe(preparation_settings={"scale": False, "max_onehot": 40})
    model = fit_only(*_table(), recipe, Silent()).model
    assert "town [= t3]" in model.pipeline[0].feature_sources()
    assert model.recipe.preparation_settings["impute"] is True


@pytest.mark.parametrize(
    ("target", "task"), [("minutes", Task.REGRESSION), ("town", Task.MULTICLASS)]
)
def test_other_tasks_are_learned_too(target: str, task: Task) -> None:
    recipe = _recipe(
        target=target,
        task=task,
        positive=None,
        features=("strong", "weak"),
        estimator="random_forest",
        estimator_settings={"n_trees": 20},
        time=None,
        hold_out=HoldOut(),
    )
    result = learn(*_table(), recipe, Silent())
    assert recipe.metric in result.metrics
    assert recipe.metric in result.intervals
    assert len(result.importances) == 2


def test_rows_without_target_are_counted_in_a_note() -> None:
    frame, schema = _table()
    codes = frame["late"].values.copy()
    codes[:40] = -1
    holed = _with(frame, ColumnData("late", Kind.CATEGORICAL, codes, frame["late"].levels))
    result = learn(holed, schema, _recipe(), Silent())
    assert "40 rows without a late left out." in result.notes
    assert result.fitted.n_train + len(result.hold_out.rows) == N - 40


def test_leak_is_noted() -> None:
    frame, schema = _table()
    told = ColumnData("noise", Kind.NUMERIC, frame["late"].values.astype(float))
    result = learn(_with(frame, told), schema, _recipe(), Silent())
    assert any("noise predicts late with AUC 1.00" in note for note in result.notes)


def test_fit_that_did_not_settle_is_noted_in_words() -> None:
    recipe = _recipe(
        estimator_settings={"max_iter": 10, "c": 1e4}, preparation_settings={"max_onehot": 40}
    )
    frame, schema = _table()
    fitted = fit_only(frame, schema, recipe, Silent())
    assert fitted.notes == (
        "The fit had not settled when it reached its last step. Allow more steps.",
    )


def test_given_rows_are_judged_on() -> None:
    recipe = _recipe(time=None, hold_out=HoldOut(HoldOutKind.GIVEN))
    result = learn(*_table(), recipe, Silent(), given=np.arange(0, N, 3))
    assert result.hold_out.rows.tolist() == list(range(0, N, 3))


def test_hold_out_of_one_class_is_refused_where_auc_judges() -> None:
    frame, schema = _table()
    codes = frame["late"].values.copy()
    codes[N // 2 :] = frame["late"].levels.index("on time")
    flat = _with(frame, ColumnData("late", Kind.CATEGORICAL, codes, frame["late"].levels))
    with pytest.raises(NeedsYou, match="is on time in all"):
        learn(flat, schema, _recipe(), Silent())
    result = learn(flat, schema, _recipe(metric="log_loss"), Silent())
    assert "auc" not in result.metrics
    assert "The rows held out have no late of late." in result.notes


def test_training_rows_of_one_class_are_refused() -> None:
    frame, schema = _table()
    codes = frame["late"].values.copy()
    codes[: N - 100] = frame["late"].levels.index("late")
    flat = _with(frame, ColumnData("late", Kind.CATEGORICAL, codes, frame["late"].levels))
    with pytest.raises(NeedsYou, match="is late in all"):
        learn(flat, schema, _recipe(), Silent())


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"features": ("strong", "colour")}, "no column colour"),
        ({"features": ()}, "names no column to learn from"),
        ({"estimator": "oracle"}, "no estimator oracle"),
        ({"preparation": "none"}, "no preparation none"),
        ({"metric": "mae"}, "no measure mae"),
        ({"estimator_settings": {"c": -1}}, "Freedom cannot be"),
        ({"preparation_settings": {"folds": 1}}, "Folds cannot be"),
    ],
)
def test_recipe_that_cannot_work_is_refused_before_fitting(changes: dict, words: str) -> None:
    with pytest.raises(NeedsYou, match=words) as caught:
        learn(*_table(), _recipe(**changes), Silent())
    assert caught.value.hint


def test_progress_rises_and_ends_at_one() -> None:
    listener = _Listener()
    learn(*_table(), _recipe(), listener)
    shares = [share for share, _ in listener.heard]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert any("Learning from" in message for _, message in listener.heard)


@pytest.mark.parametrize("stop_at", [0.0, 0.05, 0.6, 0.75])
def test_stop_is_heard_at_every_step(stop_at: float) -> None:
    with pytest.raises(Cancelled):
        learn(*_table(), _recipe(), _Listener(stop_at))


def test_score_says_the_truth_where_it_is_known(learned: Learned) -> None:
    frame, schema = _table(5)
    codes = frame["late"].values.copy()
    codes[:7] = -1
    holed = _with(frame, ColumnData("late", Kind.CATEGORICAL, codes, frame["late"].levels))
    said = score(learned.model, holed, schema)
    assert said.known.sum() == N - 7
    truth, values = said.judged()
    assert len(truth) == len(values) == N - 7
    assert set(said.labels()) == {"late", "on time"}
    bare = score(learned.model, frame.select(_recipe().features))
    assert bare.truth is None
    assert not bare.known.any()
    assert (bare.values == said.values).all()


def test_score_names_columns_that_are_absent_or_changed_kind(learned: Learned) -> None:
    frame, schema = _table()
    with pytest.raises(NeedsYou, match="no column weak, town"):
        score(learned.model, frame.select(("strong", "noise")))
    changed = Schema(
        tuple(Column(c.name, Kind.TEXT) if c.name == "weak" else c for c in schema.columns)
    )
    with pytest.raises(NeedsYou, match="weak is text, the model learned it as numeric"):
        score(learned.model, frame, changed)


def test_predictions_come_back_from_bytes_digit_for_digit(learned: Learned) -> None:
    back = Predictions.from_bytes(learned.hold_out.to_bytes())
    assert back.levels == learned.hold_out.levels
    assert (back.values == learned.hold_out.values).all()
    assert (back.truth == learned.hold_out.truth).all()
    assert (back.rows == learned.hold_out.rows).all()
    numbers = Predictions(Task.REGRESSION, (), np.arange(3), np.array([0.5, 0.25, 3.0]))
    assert (Predictions.from_bytes(numbers.to_bytes()).values == numbers.values).all()
    assert Predictions.from_bytes(numbers.to_bytes()).truth is None


@pytest.mark.parametrize("keep", [0, 40, -30])
def test_damaged_predictions_are_refused_in_words(learned: Learned, keep: int) -> None:
    with pytest.raises(NeedsYou, match="damaged"):
        Predictions.from_bytes(learned.hold_out.to_bytes()[:keep])


def test_predictions_of_two_models_are_brought_to_the_same_classes() -> None:
    three = Predictions(
        Task.MULTICLASS,
        ("a", "b", "c"),
        np.arange(2),
        np.array([[0.2, 0.3, 0.5], [0.6, 0.4, 0.0]]),
        np.array([2, -1]),
    )
    moved = three.with_levels(("c", "d", "a"))
    assert moved.values.tolist() == [[0.5, 0.0, 0.2], [0.0, 0.0, 0.6]]
    assert moved.truth.tolist() == [0, -1]
    two = Predictions(Task.BINARY, ("no", "yes"), np.arange(1), np.array([0.75]), np.array([1]))
    turned = two.with_levels(("yes", "no"))
    assert (turned.values[0], turned.truth[0]) == (0.25, 0)
    with pytest.raises(ValueError, match="are not"):
        two.with_levels(("no", "maybe"))


def test_commit_is_read_from_gits_own_files(tmp_path: Path) -> None:
    assert git_commit(tmp_path) is None

    def git(*words: str) -> str:
        run = subprocess.run(
            ["git", "-c", "user.name=a", "-c", "user.email=a@b.c", "-C", str(tmp_path), *words],
            check=True,
            capture_output=True,
            text=True,
        )
        return run.stdout.strip()

    git("init", "-q", "-b", "main")
    assert git_commit(tmp_path) is None
    git("commit", "-q", "--allow-empty", "-m", "first")
    folder = tmp_path / "deep" / "down"
    folder.mkdir(parents=True)
    assert git_commit(folder) == git("rev-parse", "HEAD")
    git("pack-refs", "--all")
    assert git_commit(folder) == git("rev-parse", "HEAD")
    git("checkout", "-q", "--detach")
    assert git_commit(folder) == git("rev-parse", "HEAD")
    git("worktree", "add", "-q", "-b", "side", str(tmp_path / "side"))
    assert git_commit(tmp_path / "side") == git("rev-parse", "HEAD")
