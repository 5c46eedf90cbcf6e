"""Every estimator learns every task it names, whatever the columns hold."""

import importlib
import json
import subprocess
import sys

import numpy as np
import pytest

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Silent
from tidemill.catalog.discovery import family
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.entries import EstimatorEntry
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.metrics import metric
from tidemill.domain.recipes import USUAL_METRIC, Recipe, Task
from tidemill.services import training_runs
from tidemill.services.training.learning import fit_only, score
from tidemill.services.training.models import TrainedModel

# One that needs code of a person's own is tried with some in test_own_code.py.
ESTIMATORS = {n: m for n, m in family("estimators").items() if not m.ENTRY.needs_code}
CASES = [
    (name, Task(task)) for name, module in ESTIMATORS.items() for task in sorted(module.ENTRY.tasks)
]
FEATURES = ("size", "holes", "wild", "flag", "colour", "town", "day", "same", "empty", "never")


def _table(task: Task, n: int = 240, seed: int = 0) -> tuple[Frame, Schema]:
    rng = np.random.default_rng(seed)
    size = rng.normal(size=n)
    wild = rng.normal(size=n)
    wild[::20], wild[1::20], wild[2::20] = np.inf, -np.inf, 1e300
    colours = [None if v == 3 else f"c{v}" for v in rng.integers(0, 4, n)]
    day = np.datetime64("2024-01-01", "us") + rng.integers(0, 500, n) * np.timedelta64(1, "D")
    day[::15] = np.datetime64("NaT")
    flags = rng.integers(-1, 2, n).astype(np.int32)
    latent = size + 0.5 * flags + rng.normal(0, 0.5, n)
    if task is Task.REGRESSION:
        target = ColumnData("y", Kind.NUMERIC, 10 + 3 * latent)
    else:
        cuts = [0.0] if task is Task.BINARY else [-0.6, 0.6]
        target = coded("y", Kind.CATEGORICAL, [f"k{k}" for k in np.digitize(latent, cuts)])
    columns = (
        ColumnData("size", Kind.NUMERIC, size),
        ColumnData("holes", Kind.NUMERIC, np.where(rng.random(n) < 0.3, np.nan, latent)),
        ColumnData("wild", Kind.NUMERIC, wild),
        ColumnData("flag", Kind.BOOLEAN, flags, ("false", "true")),
        coded("colour", Kind.CATEGORICAL, colours),
        coded("town", Kind.CATEGORICAL, [f"t{v}" for v in rng.integers(0, 40, n)]),
        ColumnData("day", Kind.DATETIME, day),
        ColumnData("same", Kind.NUMERIC, np.ones(n)),
        ColumnData("empty", Kind.NUMERIC, np.full(n, np.nan)),
        ColumnData("never", Kind.DATETIME, np.full(n, "NaT", "datetime64[us]")),
        target,
    )
    return Frame(columns), Schema(tuple(Column(c.name, c.kind) for c in columns))


def _recipe(name: str, task: Task, **changes: object) -> Recipe:
    quick = {"n_trees": 30} if _knows(name, "n_trees") else {}
    fields = {"estimator": name, "estimator_settings": quick, "features": FEATURES}
    return Recipe(target="y", task=task, **(fields | changes))


def _knows(name: str, setting: str) -> bool:
    return any(p.id == setting for p in ESTIMATORS[name].ENTRY.parameters)


def _fitted(name: str, task: Task, **changes: object) -> TrainedModel:
    frame, schema = _table(task)
    return fit_only(frame, schema, _recipe(name, task, **changes), Silent()).model


def test_the_baselines_are_found_and_each_task_has_some() -> None:
    assert {
        "prior",
        "logistic_regression",
        "linear_regression",
        "elastic_net",
        "k_nearest",
        "random_forest",
        "extra_trees",
        "hist_gradient_boosting",
        "neural_net",
    } <= set(ESTIMATORS)
    for task in Task:
        assert len(training_runs.baselines(str(task))) >= 6


@pytest.mark.parametrize("name", ESTIMATORS)
def test_entry_is_complete_and_names_only_tasks_and_settings_there_are(name: str) -> None:
    entry = ESTIMATORS[name].ENTRY
    assert isinstance(entry, EstimatorEntry)
    assert entry.tasks <= {str(task) for task in Task}
    assert entry.tasks
    assert entry.help.endswith(".")
    bounds = {p.id: p for p in entry.parameters}
    for axis in entry.space:
        for share in (0.0, 0.5, 1.0):
            assert bounds[axis.name].checked(axis.value(share)) == axis.value(share)
        # Where one begins lies on the axis, so that a search can begin there.
        assert 0.0 <= axis.share(bounds[axis.name].default) <= 1.0
    for parameter in entry.parameters:
        assert parameter.checked(parameter.default) == parameter.default
    preparation = family("preparations")["mixed"].ENTRY
    assert preparation.settings(ESTIMATORS[name].preparation_settings())


@pytest.mark.parametrize(("name", "task"), CASES)
def test_estimator_learns_from_a_table_with_everything_odd_in_it(name: str, task: Task) -> None:
    model = _fitted(name, task)
    frame, schema = _table(task, seed=1)
    said = score(model, frame, schema)
    assert np.isfinite(said.values).all()
    truth, values = said.judged()
    assert len(truth) == frame.n_rows
    chosen = metric(task, USUAL_METRIC[task])
    if name != "prior":
        prior = np.broadcast_to(model.prior_prediction, values.shape)
        assert chosen.gain(chosen.value(truth, values), chosen.value(truth, prior)) > 0
    if task is Task.MULTICLASS:
        assert values.sum(axis=1) == pytest.approx(1.0)


@pytest.mark.parametrize(("name", "task"), CASES)
def test_same_seed_gives_the_same_model_whatever_the_threads(name: str, task: Task) -> None:
    frame, _ = _table(task, seed=1)
    first = _fitted(name, task, seed=3).predict(frame)
    assert (first == _fitted(name, task, seed=3).predict(frame)).all()
    assert first == pytest.approx(_fitted(name, task, seed=3, n_threads=2).predict(frame))


@pytest.mark.parametrize(("name", "task"), CASES)
def test_unknown_and_missing_values_are_predicted(name: str, task: Task) -> None:
    model = _fitted(name, task)
    odd = [
        {"size": "1.5", "holes": None, "wild": float("inf"), "colour": "new", "town": "new"},
        {"size": None, "flag": "perhaps", "day": "2031-01-01", "same": -1e300, "empty": 4},
        {},
    ]
    assert np.isfinite(model.predict(odd)).all()


@pytest.mark.parametrize(("name", "task"), CASES)
def test_a_row_alone_is_answered_as_in_its_table(name: str, task: Task) -> None:
    frame, _ = _table(task, n=60, seed=2)
    model = _fitted(name, task)
    alone = np.concatenate([model.predict([row]) for row in frame.rows()])
    assert np.abs(alone - model.predict(frame)).max() < 1e-9


@pytest.mark.parametrize(("name", "task"), CASES)
def test_no_rows_give_no_predictions(name: str, task: Task) -> None:
    frame, _ = _table(task)
    assert len(_fitted(name, task).predict(frame.take(np.arange(0)))) == 0


@pytest.mark.parametrize("name", ESTIMATORS)
def test_task_an_estimator_does_not_know_is_refused_with_those_that_do(name: str) -> None:
    for task in Task:
        if task in ESTIMATORS[name].ENTRY.tasks:
            continue
        with pytest.raises(NeedsYou, match="cannot learn a") as caught:
            _fitted(name, task)
        assert "prior" in caught.value.hint


@pytest.mark.parametrize("name", ESTIMATORS)
def test_setting_an_estimator_does_not_know_is_refused(name: str) -> None:
    task = Task(min(ESTIMATORS[name].ENTRY.tasks))
    with pytest.raises(NeedsYou, match="has no setting"):
        _fitted(name, task, estimator_settings={"luck": 1})


def test_declarations_import_nothing_heavy() -> None:
    code = (
        "import sys, json\n"
        "from tidemill.catalog.discovery import family\n"
        "[family(f) for f in ('estimators', 'preparations', 'gates')]\n"
        "print(json.dumps([m for m in ('sklearn', 'pandas', 'scipy', 'joblib')"
        " if m in sys.modules]))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(run.stdout) == []


def test_entry_versions_are_written_into_the_recipe() -> None:
    recipe = _fitted("prior", Task.BINARY).recipe
    entry = importlib.import_module("tidemill.catalog.estimators.prior").ENTRY
    assert recipe.entry_versions["estimator"] == entry.version
    assert recipe.entry_versions["preparation"] >= 1
