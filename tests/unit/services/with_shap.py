"""What a forest's columns did, told by shap: the definition's own values, which add up."""

import logging
from itertools import combinations
from math import comb
from types import SimpleNamespace

import numpy as np
import pytest

from tidemill.base.progress import Silent
from tidemill.domain import interventional
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.recipes import Recipe, Task
from tidemill.services import datasets, explaining, training_runs
from tidemill.services.training import shap_contributions
from tidemill.services.training.learning import fit_only

# What shap loads along says so in a new home, where it looks at all fonts first.
logging.getLogger("matplotlib").setLevel(logging.ERROR)

NAMES = tuple("abcdefgh")
N = 240
TREES = {"n_trees": 20}


def _table(task: Task) -> tuple[Frame, Schema]:
    draw = np.random.default_rng(0)
    x = draw.normal(size=(N, len(NAMES)))
    latent = x[:, 0] + x[:, 1] * x[:, 2] + draw.normal(0, 0.2, N)
    if task is Task.REGRESSION:
        target = ColumnData("y", Kind.NUMERIC, latent)
    else:
        cuts = [0.0] if task is Task.BINARY else [-0.6, 0.6]
        target = coded("y", Kind.CATEGORICAL, [f"k{k}" for k in np.digitize(latent, cuts)])
    columns = [ColumnData(name, Kind.NUMERIC, x[:, k]) for k, name in enumerate(NAMES)]
    frame = Frame((*columns, target))
    return frame, Schema(tuple(Column(c.name, c.kind) for c in frame))


def _model(estimator: str, task: Task, **more):
    frame, schema = _table(task)
    fields = {"estimator": estimator, "estimator_settings": TREES} | more
    return fit_only(frame, schema, Recipe("y", task, NAMES, **fields), Silent()).model, frame


def _by_definition(model, row: Frame, background: Frame) -> np.ndarray:
    """Shapley values over all sets of the columns, (columns, outputs)."""
    n = len(NAMES)

    def worth(taken: tuple[int, ...]) -> np.ndarray:
        mixed = [
            c.take(np.zeros(background.n_rows, dtype=int)) if k in taken else other
            for k, (c, other) in enumerate(
                (row[name], background[name]) for name in NAMES
            )
        ]  # fmt: skip
        said = model.predict(Frame(tuple(mixed)))
        return said.mean(axis=0) if said.ndim == 2 else np.array([said.mean()])

    every = {s: worth(s) for k in range(n + 1) for s in combinations(range(n), k)}
    found = np.zeros((n, len(every[()])))
    for column in range(n):
        for taken in (s for s in every if column not in s):
            more = tuple(sorted((*taken, column)))
            found[column] += (every[more] - every[taken]) / n / comb(n - 1, len(taken))
    return found


@pytest.mark.parametrize(
    ("estimator", "task"),
    [
        ("random_forest", Task.BINARY),
        ("extra_trees", Task.MULTICLASS),
        ("random_forest", Task.REGRESSION),
    ],
)
def test_they_are_the_shapley_values_of_the_definition(estimator: str, task: Task) -> None:
    model, frame = _model(estimator, task)
    assert shap_contributions.is_told(model)
    row, background = frame.select(NAMES).slice(0, 1), frame.select(NAMES).slice(100, 112)
    said = np.atleast_1d(model.predict(row)[0])
    found = shap_contributions.told(model, row, background, said)
    assert found is not None
    np.testing.assert_allclose(found.by, _by_definition(model, row, background), atol=1e-6)
    np.testing.assert_allclose(found.base + found.by.sum(axis=0), said, atol=1e-6)
    np.testing.assert_allclose(
        found.base, np.atleast_1d(model.predict(background).mean(axis=0)), atol=1e-6
    )


@pytest.mark.parametrize(
    ("estimator", "more"),
    [
        ("hist_gradient_boosting", {}),
        ("logistic_regression", {"estimator_settings": {}}),
        ("random_forest", {"calibration": "sigmoid"}),
    ],
)
def test_what_it_does_not_tell_exactly_is_left_to_ours(estimator: str, more: dict) -> None:
    model, _ = _model(estimator, Task.BINARY, **more)
    assert not shap_contributions.is_told(model)


def test_a_column_of_several_outputs_is_left_to_ours() -> None:
    model, frame = _model("random_forest", Task.BINARY)
    holes = frame["a"].values.copy()
    holes[::5] = np.nan
    columns = (ColumnData("a", Kind.NUMERIC, holes), *(frame[n] for n in (*NAMES[1:], "y")))
    schema = Schema(tuple(Column(c.name, c.kind) for c in columns))
    recipe = Recipe("y", Task.BINARY, NAMES, estimator="random_forest", estimator_settings=TREES)
    marked = fit_only(Frame(columns), schema, recipe, Silent()).model
    assert shap_contributions.is_told(model)
    assert not shap_contributions.is_told(marked), "missing is an output of its own"


def test_what_does_not_add_up_is_not_told(monkeypatch) -> None:
    import shap

    model, frame = _model("random_forest", Task.BINARY)
    row, background = frame.select(NAMES).slice(0, 1), frame.select(NAMES).slice(100, 112)
    said = np.atleast_1d(model.predict(row)[0])
    off = np.zeros((1, len(NAMES), 2))
    told = SimpleNamespace(shap_values=lambda *_, **__: off, expected_value=np.array([0.5, 0.5]))
    monkeypatch.setattr(shap, "TreeExplainer", lambda *_, **__: told)
    assert shap_contributions.told(model, row, background, said + 0.25) is None


def test_an_explanation_says_that_shap_told_it_and_few_columns_are_ours(
    workspace, take_in, drain, tmp_path
) -> None:
    frame, _ = _table(Task.BINARY)
    lines = [",".join([*NAMES, "y"])]
    lines += [",".join(map(str, one.values())) for one in frame.rows()]
    path = tmp_path / "many.csv"
    path.write_text("\n".join(lines) + "\n")
    take_in(path, dataset="many", target="y", time=None)
    suggested = datasets.suggestions(workspace, datasets.version(workspace, "many"), "y")
    found = {}
    for n in (8, interventional.FEW_COLUMNS):
        recipe = suggested.recipe(
            features=NAMES[:n], estimator="random_forest", estimator_settings=TREES
        )
        job = training_runs.train(workspace, "many", recipe=recipe.to_dict())
        drain()
        [run] = training_runs.ranked(workspace, job)
        found[n] = explaining.explain(workspace, f"run:{run.id}", "3", Silent())
        whole = found[n].base[0] + sum(one.by[0] for one in found[n].columns)
        assert whole == pytest.approx(found[n].said[0], abs=1e-6)
        assert found[n].is_exact
        assert found[n].said == found[n].answers
    assert found[8].way.endswith("100 rows learned from, by shap's walk of the trees")
    assert found[6].way.endswith("by every set of columns")
