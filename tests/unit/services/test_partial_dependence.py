"""Partial dependence on rows held out: against reckoning row by row, and a line's own slope."""

import numpy as np
import pytest

from tidemill.base.progress import Silent
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.recipes import Recipe, Task
from tidemill.services.training import learning
from tidemill.services.training.partial_dependence import (
    MOST_POINTS,
    Dependence,
    dependences,
)

N = 300


def _table():
    draw = np.random.default_rng(5)
    x, z = draw.normal(size=(2, N))
    shop = draw.choice(["north", "south", "east"], N)
    days = np.datetime64("2024-01-01", "us") + draw.integers(0, 300, N) * np.timedelta64(1, "D")
    said = [f"word{k} and more{k % 7}" for k in range(N)]
    score = x + (shop == "north") + draw.normal(0, 0.3, N)
    columns = (
        ColumnData("x", Kind.NUMERIC, np.where(draw.random(N) < 0.1, np.nan, x)),
        ColumnData("z", Kind.NUMERIC, z),
        ColumnData("same", Kind.NUMERIC, np.ones(N)),
        coded("shop", Kind.CATEGORICAL, list(shop)),
        ColumnData("at", Kind.DATETIME, days),
        coded("words", Kind.TEXT, said),
        ColumnData("amount", Kind.NUMERIC, 3.0 * z + draw.normal(0, 0.01, N)),
        coded("late", Kind.CATEGORICAL, ["yes" if v > 0.5 else "no" for v in score]),
        coded(
            "kind", Kind.CATEGORICAL, [["a", "b", "c"][int(v)] for v in np.clip(score + 1, 0, 2)]
        ),
    )
    return Frame(columns), Schema(tuple(Column(c.name, c.kind) for c in columns))


FEATURES = ("x", "z", "same", "shop", "at", "words")


def _model(target, task, estimator, features=FEATURES):
    frame, schema = _table()
    recipe = Recipe(target, task, features, estimator=estimator, seed=3)
    return learning.fit_only(frame, schema, recipe, Silent()).model, frame


def test_the_mean_is_that_of_rows_asked_one_by_one_with_the_value_put_in():
    model, frame = _model("late", Task.BINARY, "hist_gradient_boosting")
    found = {one.column: one for one in dependences(model, frame, FEATURES, Silent())}
    assert set(found) == {"x", "z", "shop", "at"}  # no free text, and no column of one value
    asked = frame.select(FEATURES).take(
        np.sort(np.random.default_rng(3).choice(N, found["x"].n_rows, replace=False))
    )
    rows = list(asked.rows())
    for name in ("x", "shop"):
        one = found[name]
        for value, mean, low, high in zip(one.at, one.mean, one.low, one.high, strict=True):
            said = model.predict([row | {name: value} for row in rows])
            assert mean[0] == pytest.approx(said.mean(), rel=1e-5)
            assert (low[0], high[0]) == pytest.approx(tuple(np.quantile(said, (0.25, 0.75))), 1e-5)
    assert set(found["shop"].at) == {"north", "south", "east"}
    assert len(found["x"].at) == MOST_POINTS
    assert list(found["x"].at) == sorted(found["x"].at)
    assert found["at"].at[0].startswith("2024-01")


def test_a_line_has_its_own_slope():
    model, frame = _model("amount", Task.REGRESSION, "linear_regression", ("z",))
    [one] = dependences(model, frame, ["z"], Silent())
    slopes = np.diff([mean[0] for mean in one.mean]) / np.diff(one.at)
    assert slopes == pytest.approx(np.full(MOST_POINTS - 1, 3.0), abs=0.02)
    assert one.low == one.high == one.mean  # the only column: every row says the same
    assert one.swing == pytest.approx(3.0 * (one.at[-1] - one.at[0]), rel=0.01)


def test_several_classes_have_a_course_each_that_add_up_to_one():
    model, frame = _model("kind", Task.MULTICLASS, "logistic_regression", ("x", "shop"))
    found = dependences(model, frame, ["x"], Silent())
    assert found[0].levels == model.levels
    assert [sum(mean) for mean in found[0].mean] == pytest.approx([1.0] * len(found[0].at), 1e-5)
    assert Dependence.from_dict(found[0].to_dict()) == found[0]


def test_a_model_that_looks_at_no_column_has_none():
    model, frame = _model("late", Task.BINARY, "prior")
    truth = frame["late"].values.astype(np.int64)
    looked = learning.look_into(model, frame, truth, Silent())
    assert looked.dependences == ()
