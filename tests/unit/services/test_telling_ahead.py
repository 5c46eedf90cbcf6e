"""A forecast through the workspace: trained, kept, promoted, told on from newer data, answered."""

import csv
import json
import math

import numpy as np
import pytest

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Silent
from tidemill.domain.automations import Mode
from tidemill.domain.reproductions import Outcome
from tidemill.services import (
    datasets,
    exporting,
    forecast_recipes,
    ingesting,
    monitoring,
    predicting,
    promotion,
    registering,
    registry,
    reproducing,
    run_forecasts,
    runs,
    telling_ahead,
    training_runs,
    watching,
)
from tidemill.services.registry import FORECAST_FILE, FORECAST_TABLE
from tidemill.services.serving import served_models


def _value(shop: str, day: int) -> float:
    base = {"Bern": 20.0, "Graz": 300.0}[shop]
    noise = math.sin(day * 12.9898 + base) * 0.03
    return round(base * (1 + 0.3 * math.sin(2 * math.pi * day / 7) + noise), 3)


def _write(path, first: int, last: int, known_until: int | None = None):
    days = np.datetime64("2024-01-01") + np.arange(first, last)
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["day", "shop", "price", "sales"])
        for shop in ("Bern", "Graz"):
            for n, day in zip(range(first, last), days, strict=True):
                is_known = known_until is None or n < known_until
                writer.writerow([day, shop, n % 3, _value(shop, n) if is_known else ""])
    return path


@pytest.fixture
def sales(workspace, drain, tmp_path) -> str:
    path = _write(tmp_path / "sales_1.csv", 0, 120)
    ingesting.add(workspace, [path], dataset="sales", target="sales", time="day")
    drain()
    return "sales"


@pytest.fixture
def trained(workspace, sales, drain):
    recipe = forecast_recipes.recipe(workspace, sales, known=("price",))
    job = training_runs.train(
        workspace, sales, recipe=recipe.to_dict(), estimators=("linear_regression",)
    )
    drain()
    (run,) = training_runs.ranked(workspace, job)
    return run


@pytest.fixture
def model(workspace, trained) -> str:
    version = registering.register(workspace, trained.id, name="sales-ahead")
    promotion.promote(workspace, "sales-ahead@1", anyway=not version.gates_passed, reason="to see")
    return "sales-ahead"


def test_a_forecast_run_again_gives_the_same_bits(workspace, trained):
    found = reproducing.reproduced(workspace, trained, Silent())
    assert found.outcome is Outcome.EQUAL, found.sentences()


def test_the_offer_finds_steps_season_and_the_column_that_tells_series_apart(workspace, sales):
    found = forecast_recipes.offer(workspace, sales)
    assert (found.step, found.series, found.horizon, found.n_steps) == ("1 day", "shop", 7, 120)
    recipe = forecast_recipes.recipe(workspace, sales)
    assert recipe.forecast is not None
    assert (recipe.forecast.lags, recipe.forecast.rolling) == ((1, 2, 3, 8, 15), (7, 28))
    assert recipe.features == ("shop", "price")
    assert (recipe.group, recipe.metric) == (None, "mae")
    with pytest.raises(NeedsYou, match="shop is categorical"):
        forecast_recipes.offer(workspace, sales, target="shop")
    with pytest.raises(NeedsYou, match="weather cannot be known ahead"):
        forecast_recipes.recipe(workspace, sales, known=("weather",))


def test_a_run_keeps_the_steps_ahead_as_a_table_and_as_a_picture_of_them(workspace, trained):
    (run,) = runs.find(workspace, [trained.pk])
    text = workspace.blobs.get_bytes(run.artifacts[FORECAST_TABLE]).decode()
    rows = list(csv.DictReader(text.splitlines()))
    assert len(rows) == 14
    assert rows[0]["day"] == "2024-04-30"
    for row in rows:
        n = 119 + int(row["steps_ahead"])
        expected = _value(row["shop"], n)
        assert float(row["sales_forecast"]) == pytest.approx(expected, abs=30)
        ends = [float(row[name]) for name in ("low_95", "low_80", "high_80", "high_95")]
        assert ends == sorted(ends)
    page = json.loads(workspace.blobs.get_bytes(run.artifacts[FORECAST_FILE]))
    assert [one["name"] for one in page["series"]] == ["Bern", "Graz"]
    assert page["series"][0]["known"][-1] == ["2024-04-29", _value("Bern", 119)]
    assert page["series"][0]["said"][-1][0] == "2024-04-29"
    assert run.params["horizon"] == "7"
    assert run.params["series"] == "shop"
    assert run.metrics["mase"] > 0
    assert {"naive_mae", "skill", "wape", "smape"} <= set(run.metrics)


def test_the_champion_tells_on_from_the_newest_data(workspace, model, drain, tmp_path):
    version, steps = telling_ahead.ahead(workspace, model)
    assert str(steps.times[0])[:10] == "2024-04-30"
    before = steps.values
    path = _write(tmp_path / "sales_2.csv", 120, 160, known_until=150)
    ingesting.add(workspace, [path], dataset="sales")
    drain()
    assert datasets.version(workspace, "sales").number == 2
    version, steps = telling_ahead.ahead(workspace, model)
    assert version.number == 1
    assert str(steps.times[0])[:10] == "2024-05-30"
    assert steps.notes == (), "the price of the days to come stands in the table"
    for at, value in enumerate(steps.values):
        n = 149 + int(steps.ahead[at])
        assert value == pytest.approx(_value(steps.series[at], n), abs=30)
    _, again = telling_ahead.ahead(workspace, model, data="sales@1")
    np.testing.assert_array_equal(again.values, before)
    _, one = telling_ahead.ahead(workspace, model, series=["Graz"])
    np.testing.assert_array_equal(one.values, steps.values[7:])
    with pytest.raises(NeedsYou, match="no series Rome"):
        telling_ahead.ahead(workspace, model, series=["Rome"])
    written = telling_ahead.to_file(steps, tmp_path / "ahead.csv")
    assert written.rows == 14
    assert (tmp_path / "ahead.csv").read_text().startswith("day,shop,steps_ahead,sales_forecast")


def test_files_and_requests_are_answered_from_what_the_dataset_knows(workspace, model, tmp_path):
    _, steps = telling_ahead.ahead(workspace, model)
    path = _write(tmp_path / "ahead.csv", 120, 127, known_until=0)
    said = [one.prediction for _, one in predicting.answers(workspace, model, path, Silent())]
    served = served_models.load(workspace, predicting.version_for(workspace, model))
    rows = [
        {"day": f"2024-04-{29 + k}" if k < 2 else f"2024-05-0{k - 1}", "shop": shop, "price": price}
        for shop in ("Bern", "Graz")
        for k, price in zip(range(1, 8), [n % 3 for n in range(120, 127)], strict=True)
    ]
    served.fields.check(rows)
    answers = served.answer(rows)
    assert [one.prediction for one in answers] == said
    assert served.answer(rows[:1])[0].prediction == pytest.approx(said[0], abs=1e-12)
    assert not served.is_fast
    # Without a price, as the steps ahead were told at training.
    plain = served.answer([{**row, "price": None} for row in rows])
    np.testing.assert_allclose([one.prediction for one in plain], steps.values, atol=1e-9)
    far = {"day": "2024-05-20", "shop": "Bern", "price": 0}
    with pytest.raises(NeedsYou, match="lies 21 days after the newest sales of Bern"):
        served.answer([far])
    between = [
        {"day": f"2024-05-{k:02}", "shop": "Bern", "price": 0, "sales": 20.0} for k in range(1, 20)
    ]
    assert served.answer([far, *between])[0].prediction == pytest.approx(22, rel=0.4)


def test_no_request_is_told_from_the_rows_of_another(workspace, model):
    served = served_models.load(workspace, predicting.version_for(workspace, model))
    day = {"day": "2024-04-30", "shop": "Bern", "price": 0}
    asked = [{"day": "2024-05-07", "shop": "Bern", "price": 0}, {**day, "sales": 20.0}]
    other = [{**asked[0]}, {**day, "sales": 25.0}]
    alone = [one for rows in (asked, other) for one in served.predicted(rows)]
    assert alone[0] != alone[2]
    assert served.predicted_each([asked, [], other]) == alone


def test_a_forecast_is_held_against_the_champion_on_the_same_rows(
    workspace, model, drain, tmp_path
):
    """The champion looks back at the rows between its own data and those it is judged on."""
    path = _write(tmp_path / "sales_2.csv", 120, 280)
    ingesting.add(workspace, [path], dataset="sales")
    drain()
    recipe = forecast_recipes.recipe(workspace, "sales", known=("price",))
    job = training_runs.train(
        workspace, "sales", recipe=recipe.to_dict(), estimators=("random_forest",)
    )
    drain()
    (run,) = training_runs.ranked(workspace, job)
    version = registering.register(workspace, run.id, name="sales-ahead")
    better = version.gates[0]
    assert "the champion" in better["message"], better
    assert version.comparison, "both were asked"


def test_an_export_and_an_explanation_are_refused_by_name(workspace, model, tmp_path):
    version = predicting.version_for(workspace, model)
    refusal = exporting.why_not_exported(version)
    assert refusal is not None
    assert "tells ahead from the values before" in refusal.message
    path = _write(tmp_path / "ahead.csv", 120, 127, known_until=0)
    with pytest.raises(NeedsYou, match="not explained row by row"):
        list(predicting.explained(workspace, model, path, Silent()))


def test_a_model_of_rows_tells_no_steps_ahead(workspace, champion):
    champion()
    with pytest.raises(NeedsYou, match="tells no steps ahead"):
        telling_ahead.ahead(workspace, "buyers")


def test_a_candidate_of_an_automation_looks_back_at_what_was_before_its_file(
    workspace, model, drain, tmp_path
):
    folder = tmp_path / "inbox"
    folder.mkdir()
    watching.add(workspace, folder, dataset="sales", model=model, mode=Mode.PROPOSE)
    for number, first in ((2, 120), (3, 148)):
        path = _write(folder / f"sales_{number}.csv", first, first + 28)
        watching.scan(workspace, closed=frozenset({str(path)}))
        drain()
    newest = registry.find(workspace, model).versions[-1]
    assert newest.validated_on == "sales@3"
    assert newest.comparison["rows"] == 56, newest.gates
    run = runs.one(workspace, newest.run_id)
    assert run.params["horizon"] == "7"
    _, steps = telling_ahead.ahead(workspace, f"{model}@{newest.number}")
    assert str(steps.times[0])[:10] == "2024-06-25"
    assert len(steps.values) == 14
    assert np.isfinite(steps.values).all()
    assert list(steps.bounds) == [0.8, 0.95], "the file it was judged on tells how far it is off"
    drawn = run_forecasts.of_run(workspace, run)
    assert drawn is not None, "its page draws what it told ahead, as that of a training"
    assert [one.name for one in drawn.series] == sorted(set(steps.series))
    told = np.concatenate([one.ahead.values for one in drawn.series])
    of_series = [np.flatnonzero(np.array(steps.series) == one.name) for one in drawn.series]
    np.testing.assert_allclose(told, steps.values[np.concatenate(of_series)])
    assert [len(one.said.values) for one in drawn.series] == [28, 28], "of its file, row by row"
    assert FORECAST_TABLE in run.artifacts
    low, high = steps.bounds[0.8]
    assert (low < steps.values).all()
    assert (steps.values < high).all()
    truth = [_value(steps.series[k], 175 + int(steps.ahead[k])) for k in range(14)]
    assert ((low <= truth) & (truth <= high)).mean() >= 0.5
    wide, widest = steps.bounds[0.95]
    assert (wide <= low).all()
    assert (high <= widest).all()


def test_monitoring_holds_a_forecast_against_the_actual_values_when_they_come(
    workspace, model, drain, tmp_path
):
    """Each day is judged by what could be told of it a horizon before; a real fall is told."""
    path = _write(tmp_path / "sales_2.csv", 120, 148)
    ingesting.add(workspace, [path], dataset="sales")
    drain()
    [chunk] = monitoring.show(workspace, model).chunks
    assert (chunk.n_rows, chunk.dataset_version) == (56, 2)
    measured = chunk.measures["mae"]
    said = [one.prediction for _, one in predicting.answers(workspace, model, path, Silent())]
    truth = [_value(shop, n) for shop in ("Bern", "Graz") for n in range(120, 148)]
    expected = np.abs(np.array(said) - truth).mean()
    assert (measured["value"], measured["n"]) == (pytest.approx(expected, rel=1e-9), 56)
    assert chunk.coverage == 1.0
    assert "performance:mae" not in {one.rule for one in monitoring.alerts(workspace)}

    fallen = _write(tmp_path / "sales_3.csv", 148, 176)
    rows = [line.split(",") for line in fallen.read_text().splitlines()]
    halved = [[*row[:3], str(float(row[3]) / 2)] for row in rows[1:]]
    fallen.write_text("\n".join(map(",".join, [rows[0], *halved])) + "\n")
    ingesting.add(workspace, [fallen], dataset="sales")
    drain()
    last = monitoring.show(workspace, model).chunks[-1]
    assert last.measures["mae"]["low"] > measured["high"]
    assert "performance:mae" in {one.rule for one in monitoring.alerts(workspace)}
