"""What a run told ahead, read back for drawing."""

import json

import numpy as np
import pytest

from tidemill.services import personal_data, run_forecasts, runs
from tidemill.services.registry import FORECAST_FILE
from tidemill.store import runs as rows

PAGE = {
    "target": "x",
    "time": "day",
    "is_dated": True,
    "series_column": "shop",
    "step": "1 day",
    "horizon": 2,
    "ahead": "2 days",
    "season": "7 days",
    "levels": [0.8, 0.95],
    "n_series": 40,
    "notes": ["A note."],
    "series": [
        {
            "name": "north",
            "known": [["2024-01-01", 1.0], ["2024-01-02 06:00:00", 2.0]],
            "said": [["2024-01-02", 2.5]],
            "ahead": [["2024-01-03", 3.0, 2.0, 4.0, 1.0, 5.0], ["2024-01-04", 6, 5, 7, 4, 8]],
        },
        {"name": "south", "known": [], "said": [], "ahead": []},
    ],
}


@pytest.fixture
def keep(workspace, shop, make_runs):
    """Gives a run of the shop's data a forecast's page."""

    def kept(data: bytes):
        (key,) = make_runs(1)
        with workspace.store.write() as tx:
            rows.put_artifact(tx, key, FORECAST_FILE, workspace.blobs.put_bytes(data), len(data))
        (run,) = runs.find(workspace, [key])
        return run

    return kept


def test_history_answers_and_steps_are_told_with_their_ranges(workspace, keep):
    found = run_forecasts.of_run(workspace, keep(json.dumps(PAGE).encode()))
    assert found is not None
    assert (found.target, found.ahead, found.n_series) == ("x", "2 days", 40)
    north, south = found.series
    expected = np.array(["2024-01-01", "2024-01-02T06:00"], dtype="datetime64[s]").astype(float)
    np.testing.assert_array_equal(north.known.at, expected)
    assert north.ahead.values.tolist() == [3.0, 6.0]
    assert [end.tolist() for end in north.ranges[0.8]] == [[2.0, 5.0], [4.0, 7.0]]
    assert [end.tolist() for end in north.ranges[0.95]] == [[1.0, 4.0], [5.0, 8.0]]
    assert len(south.ahead.values) == 0
    assert found.notes == ("A note.",)


def test_numbers_stay_numbers(workspace, keep):
    page = PAGE | {"is_dated": False, "series_column": "", "levels": []}
    page["series"] = [{"name": "", "known": [[1, 2.0]], "said": [], "ahead": [[2.5, 3.0]]}]
    found = run_forecasts.of_run(workspace, keep(json.dumps(page).encode()))
    assert found is not None
    assert found.series[0].ahead.at.tolist() == [2.5]
    assert found.series[0].ranges == {}


@pytest.mark.parametrize("data", [b"{", b"[]", b"{}"])
def test_a_damaged_page_is_no_forecast(workspace, keep, data):
    assert run_forecasts.of_run(workspace, keep(data)) is None


def test_a_run_that_tells_nothing_ahead_has_none(workspace, make_runs):
    (run,) = runs.find(workspace, make_runs(1))
    assert run_forecasts.of_run(workspace, run) is None


def test_what_is_personal_is_not_drawn(workspace, keep, monkeypatch):
    run = keep(json.dumps(PAGE).encode())
    monkeypatch.setattr(type(run), "dataset", property(lambda _: "shop@1"), raising=False)
    monkeypatch.setattr(personal_data, "hidden", lambda *_: frozenset({"shop"}))
    assert run_forecasts.of_run(workspace, run) is None
