"""Rules of choice and the best runs by commands, with JSON."""

import json

import pytest


def ok(said):
    assert said.code == 0, said.err
    return json.loads(said.out)


@pytest.fixture
def shop(tidemill, tmp_path, months):
    """Two finished runs."""
    ok(tidemill("init", tmp_path / "ws", "--json", where=None))
    words = "--name shop --target bought --time day --json"
    ok(tidemill("data", "add", months(1), *words.split()))
    words = "--estimator prior --estimator logistic_regression --json"
    ok(tidemill("train", "shop", *words.split()))
    return tidemill


def test_a_rule_by_commands(tidemill, tmp_path):
    ok(tidemill("init", tmp_path / "ws", "--json", where=None))
    words = "--cost no:yes=1 --cost yes:no=5 --unit EUR --threshold chosen --json"
    made = ok(tidemill("choice", "set", "money", *words.split()))
    assert made["costs"]["amounts"] == {"no:yes": 1.0, "yes:no": 5.0}
    assert made["is_threshold_chosen"] is True
    said = tidemill("choice", "set", "points", "--metric", "auc=2/0.01")
    assert said.out == "points. By points: 0.01 of AUC counts 2.\n"
    assert [one["name"] for one in ok(tidemill("choice", "list", "--json"))["items"]] == [
        "money",
        "points",
    ]
    assert "each model at its cheapest threshold" in tidemill("choice", "show", "money").out
    assert tidemill("choice", "set", "bad", "--threshold", "often", "--cost", "a:b=1").code == 2
    assert tidemill("choice", "set", "bad", "--cost", "a:b=much").code == 3
    ok(tidemill("choice", "drop", "points", "--json"))
    gone = tidemill("choice", "show", "points")
    assert gone.code == 3
    assert "no rule of choice points" in gone.err
    assert "tidemill choice list" in gone.err


def test_the_best_runs_by_a_rule(shop):
    tidemill = shop
    ok(tidemill("choice", "set", "points", "--metric", "auc=1/0.01", "--json"))
    found = ok(tidemill("runs", "best", "--rule", "points", "--json"))
    assert found["rule"]["name"] == "points"
    first, second = found["items"]
    assert first["score"] == pytest.approx(100 * first["values"]["auc"])
    assert first["on_front"]
    assert first["behind"] is None
    assert first["as_good"], "no run is as good as the best but itself"
    assert not second["as_good"]
    assert second["behind"]["value"] == pytest.approx(first["score"] - second["score"])
    assert not second["on_front"]
    only = ok(tidemill("runs", "best", "--metric", "auc", "--front", "--json"))
    assert [one["id"] for one in only["items"]] == [first["id"]]
    said = tidemill("runs", "best", "--metric", "auc", "--metric", "log_loss=2")
    assert said.code == 0
    assert first["name"] in said.out
    assert "on it" in said.out
    assert tidemill("runs", "best").code == 2
    where = ("--where", "params.estimator = 'prior'")
    narrow = ok(tidemill("runs", "best", "--rule", "points", *where, "--json"))
    assert [one["id"] for one in narrow["items"]] == [second["id"]]


def test_the_worst_slices_of_a_run_and_a_gate_made_of_one(shop):
    tidemill = shop
    [run, *_] = ok(tidemill("runs", "best", "--metric", "auc", "--json"))["items"]
    found = ok(tidemill("runs", "slices", run["id"], "--by", "shop", "--json"))
    assert found["run"] == run["name"]
    assert found["items"] == []
    words = found["words"]
    assert words.endswith("rows no slice is large enough to be told from the rest.")
    said = tidemill("runs", "slices", run["id"], "--by", "shop")
    assert said.code == 0
    assert words in said.err
    assert tidemill("runs", "slices", run["id"], "--by", "nothing").code == 3
    ok(tidemill("models", "register", run["id"], "--name", "buyers", "--json"))
    gate = "not_worse_on_slices:columns=shop,x:depth=2"
    made = ok(tidemill("gates", "add", "buyers", gate, "--json"))
    assert made["name"] == "buyers"
    assert made["gates"][-1]["settings"]["columns"] == "shop,x"
