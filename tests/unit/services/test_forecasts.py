"""Learning to tell ahead: judged as plainly computed, blind to the future, kept and told on."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LinearRegression

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Silent
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.forecasts import Forecast
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.recipes import HoldOut, HoldOutKind, Recipe, Task
from tidemill.services.training import cross_fits, next_steps, persist, raw_rows
from tidemill.services.training.forecast_models import ForecastModel
from tidemill.services.training.learning import fit_only, learn, look_into, score

N = 240
HORIZON = 4
RECIPE = Recipe(
    "sales",
    Task.REGRESSION,
    (),
    time="week",
    estimator="linear_regression",
    estimator_settings={"alpha": 0.0},
    hold_out=HoldOut(HoldOutKind.NEWEST, 0.2),
    forecast=Forecast(HORIZON, (1, 2, 9)),
)


def _series(n: int = N, seed: int = 5) -> np.ndarray:
    rng = np.random.default_rng(seed)
    y = np.zeros(n)
    for t in range(n):
        y[t] = 40 + 0.7 * (y[t - 12] - 40) + rng.normal(0, 3) if t >= 12 else 40 + rng.normal(0, 9)
    return y


def _frame(values: np.ndarray, first: int = 0) -> Frame:
    weeks = ColumnData("week", Kind.NUMERIC, np.arange(first, first + len(values)))
    return Frame((weeks, ColumnData("sales", Kind.NUMERIC, values)))


SCHEMA = Schema((Column("week", Kind.NUMERIC, whole=True), Column("sales", Kind.NUMERIC)))


def test_figures_are_those_of_a_plain_regression_on_shifted_values():
    """The whole way beside pandas and scikit-learn: rows, hold-out, answers, measures."""
    y = _series()
    learned = learn(_frame(y), SCHEMA, RECIPE, Silent())
    values = pd.Series(y)
    X = pd.DataFrame({n: values.shift(n) for n in (4, 5, 12)})
    first_held = N - 48
    assert learned.hold_out.rows.tolist() == list(range(first_held, N)), "12 horizons of 4"
    assert learned.split.startswith("The last 12 horizons of 4 steps by week: 48 rows from 192.")
    # Where a row has no lag yet ours fills it with the median and marks it; the first rows only.
    whole = X.fillna(X[4:first_held].median())
    marks = X.isna()[[5, 12]].astype(float)
    table = np.column_stack([whole, marks])
    plain = LinearRegression().fit(table[4:first_held], y[4:first_held])
    expected = plain.predict(table[first_held:])
    np.testing.assert_allclose(learned.hold_out.values, expected, atol=1e-6)
    truth = y[first_held:]
    error = np.abs(truth - expected)
    assert learned.metrics["mae"] == pytest.approx(error.mean(), abs=1e-7)
    scale = values[:first_held].diff(1).abs().mean()
    assert learned.metrics["mase"] == pytest.approx(error.mean() / scale, abs=1e-7)
    naive = np.abs(truth - values.shift(HORIZON).to_numpy()[first_held:]).mean()
    assert learned.metrics["naive_mae"] == pytest.approx(naive, abs=1e-9)
    assert learned.metrics["skill"] == pytest.approx(1 - error.mean() / naive, abs=1e-7)
    assert any("of the error of saying the value 4 steps before" in one for one in learned.notes)


def test_a_future_shuffled_and_blown_up_changes_nothing_that_was_learned_before():
    y = _series()
    learned = learn(_frame(y), SCHEMA, RECIPE, Silent())
    held = learned.hold_out.rows
    other = y.copy()
    other[held] = np.random.default_rng(0).permutation(other[held]) * 1000 + 1e5
    planted = learn(_frame(other), SCHEMA, RECIPE, Silent())
    ours, theirs = (one.model.pipeline[-1] for one in (learned, planted))
    np.testing.assert_array_equal(ours.coef_, theirs.coef_)
    assert ours.intercept_ == theirs.intercept_
    # The first horizon is told from the rows learned from alone, so it is told the same.
    np.testing.assert_array_equal(
        learned.hold_out.values[:HORIZON], planted.hold_out.values[:HORIZON]
    )
    assert learned.hold_out.values[HORIZON] != planted.hold_out.values[HORIZON]


def test_the_steps_ahead_follow_the_newest_value_with_ranges_of_errors_out_of_time():
    y = _series(N + HORIZON)
    learned = learn(_frame(y[:N]), SCHEMA, RECIPE, Silent())
    assert learned.outlook is not None
    steps = learned.outlook.steps
    assert steps.times.tolist() == [N, N + 1, N + 2, N + 3]
    model = learned.model
    told = model.predict(_frame(np.full(HORIZON, np.nan), first=N))
    np.testing.assert_array_equal(steps.values, told)
    sent = score(model, _frame(y))
    np.testing.assert_array_equal(sent.values[N:], told)
    errors = np.sort(learned.hold_out.truth - learned.hold_out.values)
    low, high = steps.bounds[0.8]
    np.testing.assert_allclose(low - told, errors[3], atol=1e-9)
    np.testing.assert_allclose(high - told, errors[-4], atol=1e-9)
    text = steps.csv().decode().splitlines()
    assert text[0] == "week,steps_ahead,sales_forecast,low_80,high_80,low_95,high_95"
    assert text[1].startswith(f"{N},1,")
    assert len(text) == 1 + HORIZON


def test_a_kept_model_tells_the_same_and_knows_newer_rows_when_they_come():
    y = _series(N + 20)
    learned = learn(_frame(y[:N]), SCHEMA, RECIPE, Silent())
    model = persist.load(persist.bundle(learned.model))
    assert isinstance(model, ForecastModel)
    assert model.recipe == learned.model.recipe
    held = _frame(y[:N]).take(learned.hold_out.rows)
    np.testing.assert_array_equal(score(model, held).values, learned.hold_out.values)
    with pytest.raises(NeedsYou, match="lies 20 steps after the newest sales that is known"):
        model.predict(_frame(np.full(1, np.nan), first=N + 19))
    newer = _frame(y[N : N + 16], first=N)
    known = model.knowing(newer)
    whole = score(model, _frame(y)).values[N + 16 :]
    np.testing.assert_array_equal(next_steps.told(known).values, whole)
    rows = [
        {"week": N + k, "sales": float(y[N + k]) if k < 16 else None} for k in range(16, 20)
    ] + [{"week": N + k, "sales": float(y[N + k])} for k in range(16)]
    np.testing.assert_array_equal(model.predict(rows)[:4], whole)
    said, numbers = raw_rows.score_raw(model, newer)
    assert numbers.tolist() == list(range(16))
    np.testing.assert_array_equal(said.values, score(model, _frame(y)).values[N : N + 16])
    assert raw_rows.expected(model).names == ("week", "sales")


def _shops() -> tuple[Frame, Schema]:
    days = np.datetime64("2023-01-01", "us") + np.arange(N) * np.timedelta64(1, "D")
    rng = np.random.default_rng(2)
    week = np.sin(2 * np.pi * np.arange(N) / 7)
    columns = (
        ColumnData("day", Kind.DATETIME, np.tile(days, 2)),
        coded("shop", Kind.CATEGORICAL, ["small"] * N + ["large"] * N),
        ColumnData("price", Kind.NUMERIC, rng.choice([1.0, 2.0], 2 * N)),
        ColumnData(
            "sales",
            Kind.NUMERIC,
            np.concatenate(
                [10 + 3 * week + rng.normal(0, 1, N), 1000 + 300 * week + rng.normal(0, 100, N)]
            ),
        ),
    )
    return Frame(columns), Schema(tuple(Column(c.name, c.kind) for c in columns))


SHOPS = Recipe(
    "sales",
    Task.REGRESSION,
    ("price",),
    time="day",
    hold_out=HoldOut(HoldOutKind.NEWEST, 0.2),
    forecast=Forecast(7, (1, 2, 8), "shop", ("price",), (7,)),
)


@pytest.mark.parametrize(
    "estimator",
    [
        "prior",
        "linear_regression",
        "elastic_net",
        "k_nearest",
        "random_forest",
        "extra_trees",
        "hist_gradient_boosting",
        "neural_net",
    ],
)
def test_every_estimator_of_numbers_tells_ahead(estimator):
    frame, schema = _shops()
    learned = learn(frame, schema, replace(SHOPS, estimator=estimator), Silent())
    assert {"mae", "rmse", "mase", "wape", "smape", "naive_mae", "skill"} <= set(learned.metrics)
    assert learned.outlook is not None
    assert len(learned.outlook.steps.values) == 14
    assert np.isfinite(learned.outlook.steps.values).all()
    again = persist.load(persist.bundle(learned.model))
    held = frame.take(learned.hold_out.rows)
    np.testing.assert_array_equal(score(again, held).values, learned.hold_out.values)
    assert {one.column for one in learned.importances} <= set(learned.model.parts[0].made.names)


def test_ranges_are_wide_where_a_series_moves_much():
    frame, schema = _shops()
    learned = learn(frame, schema, SHOPS, Silent())
    assert learned.outlook is not None
    steps = learned.outlook.steps
    low, high = steps.bounds[0.8]
    width = {name: float((high - low)[steps.series.index(name)]) for name in ("small", "large")}
    assert width["large"] > 20 * width["small"]
    told = learned.outlook.to_dict()
    assert (told["step"], told["ahead"], told["n_series"]) == ("1 day", "7 days", 2)
    (first, second) = told["series"]
    assert {first["name"], second["name"]} == {"small", "large"}
    assert len(first["ahead"]) == 7
    assert len(first["ahead"][0]) == 6
    assert "does not tell price for every step" in learned.outlook.steps.notes[0]


def test_rows_to_come_say_what_is_known_ahead():
    frame, schema = _shops()
    ahead = frame.take(np.arange(7))
    days = np.datetime64("2023-01-01", "us") + np.arange(N, N + 7) * np.timedelta64(1, "D")
    to_come = [
        ColumnData("day", Kind.DATETIME, np.tile(days, 2)),
        coded("shop", Kind.CATEGORICAL, ["small"] * 7 + ["large"] * 7),
        ColumnData("price", Kind.NUMERIC, np.full(14, 2.0)),
        ColumnData("sales", Kind.NUMERIC, np.full(14, np.nan)),
    ]
    del ahead
    from tidemill.domain.frames import stacked

    whole = stacked([frame, Frame(tuple(to_come))])
    learned = learn(whole, schema, SHOPS, Silent())
    assert learned.outlook is not None
    steps = learned.outlook.steps
    assert steps.notes == ()
    assert str(steps.times[0])[:10] == str(days[0])[:10], "rows without a value are told"
    np.testing.assert_array_equal(steps.values, learned.model.predict(Frame(tuple(to_come))))


def test_settings_are_searched_on_folds_that_look_back_only():
    frame, schema = _shops()
    recipe = replace(SHOPS, estimator="linear_regression")
    divided = cross_fits.cross_fits(frame, schema, recipe, 3, 0)
    judged = [divided.judge(recipe, k) for k in range(len(divided.folds))]
    assert len(judged) == 3
    assert max(judged) < 150


def test_learning_again_from_the_rows_learned_from_is_the_same_model():
    frame, schema = _shops()
    learned = learn(frame, schema, SHOPS, Silent())
    fitted = fit_only(frame.take(learned.train_rows), schema, learned.model.recipe, Silent())
    held = frame.take(learned.hold_out.rows)
    np.testing.assert_array_equal(score(fitted.model, held).values, learned.hold_out.values)


def test_what_it_leans_on_is_the_same_when_it_is_asked_anew():
    frame, schema = _shops()
    learned = learn(frame, schema, SHOPS, Silent())
    held = frame.take(learned.hold_out.rows)
    looked = look_into(learned.model, held, learned.hold_out.truth, Silent())
    assert looked.importances == learned.importances
    assert looked.dependences == learned.dependences
    assert "sales 7 days before" in {one.column for one in looked.importances}


def test_what_cannot_be_told_ahead_is_said_in_a_sentence():
    frame, schema = _shops()
    with pytest.raises(NeedsYou, match="share their day with another row"):
        learn(frame, schema, replace(SHOPS, forecast=Forecast(7, (1,))), Silent())
    with pytest.raises(NeedsYou, match="no column region"):
        learn(frame, schema, replace(SHOPS, forecast=Forecast(7, (1,), "region")), Silent())
    with pytest.raises(NeedsYou, match="weather cannot be known ahead"):
        learn(
            frame,
            schema,
            replace(SHOPS, forecast=Forecast(7, (1,), "shop", ("weather",))),
            Silent(),
        )
    with pytest.raises(NeedsYou, match="spans 240 days, too few to tell 300 days ahead"):
        learn(frame, schema, replace(SHOPS, forecast=Forecast(300, (1,), "shop")), Silent())
    with pytest.raises(NeedsYou, match="takes no group column"):
        learn(frame, schema, replace(SHOPS, group="shop"), Silent())
