"""Alert rules and incidents by commands, with JSON."""

import json

import pytest


def ok(said):
    assert said.code == 0, said.err
    return json.loads(said.out)


@pytest.fixture
def shop(tidemill, tmp_path, months):
    """A champion, and a month whose `x` moved far."""
    ws = tmp_path / "ws"
    ok(tidemill("init", ws, "--json", where=None))
    words = "--name shop --target bought --time day --json"
    ok(tidemill("data", "add", months(1), *words.split()))
    words = "--estimator logistic_regression --model buyers --json"
    ok(tidemill("train", "shop", *words.split()))
    said = ("--anyway", "--reason", "The first one", "--json")
    ok(tidemill("models", "promote", "buyers@1", *said))
    path = months(2)
    lines = path.read_text().splitlines()
    place = lines[0].split(",").index("x")

    def moved(line):
        cells = line.split(",")
        cells[place] = str(float(cells[place]) + 50 if cells[place] else "")
        return ",".join(cells)

    path.write_text("\n".join([lines[0], *map(moved, lines[1:])]) + "\n")
    tidemill("data", "add", path, "--name", "shop", "--append", "--json")
    return tidemill


def test_rules_and_incidents_by_commands(shop):
    tidemill = shop
    brought = ok(tidemill("rules", "list", "--json"))["items"]
    assert [one["key"] for one in brought] == ["drift", "performance", "age", "volume"]
    assert brought[0]["sentence"].startswith("Alert when any column of every model drifted")
    new = "--name Far --watches column --comparison over --of x --model buyers --limit 0.5"
    made = ok(tidemill("rules", "set", "new", *new.split(), "--for", "2 days", "--json"))
    assert (made["limit"], made["span"], made["unit"]) == (0.5, 2, "days")
    changed = ok(tidemill("rules", "set", made["key"], "--limit", 0.4, "--json"))
    assert changed["limit"] == 0.4
    assert "is over 0.4 for 2 days" in changed["sentence"]
    assert ok(tidemill("rules", "off", made["key"], "--json"))["on"] is False
    assert ok(tidemill("rules", "on", made["key"], "--json"))["on"] is True
    told = ok(tidemill("rules", "replay", made["key"], "--json"))
    assert {"verdict", "n_alerts", "n_matched", "n_missed", "limits", "better"} <= set(told)
    assert ok(tidemill("rules", "falls", "buyers", "--days", 3, "--json"))["items"] == []
    ok(tidemill("rules", "remove", made["key"], "--json"))
    assert len(ok(tidemill("rules", "list", "--json"))["items"]) == 4

    [one] = ok(tidemill("incidents", "list", "--open", "--json"))["items"]
    assert one["columns"] == ["x"]
    number = one["id"]
    assert ok(tidemill("incidents", "show", number, "--json"))["similar"] == []
    shown = ok(tidemill("incidents", "examples", number, "--json"))
    assert shown["total"] == 8
    assert {"row", "x", "answer", "without"} <= set(shown["items"][0])
    assert (
        "Where most is lost (the share of wrong answers"
        in tidemill("incidents", "show", number).out
    )
    refused = tidemill("incidents", "retrain", number, "--json")
    assert refused.code == 3
    assert "Would not help" in json.loads(refused.out)["error"]["message"]
    refused = tidemill("incidents", "set-aside", number, "--dry-run", "--json")
    assert "no watched folder" in json.loads(refused.out)["error"]["message"]
    refused = tidemill("incidents", "label-rows", number, "--json")
    assert "has a label in bought already" in json.loads(refused.out)["error"]["message"]
    assert ok(tidemill("incidents", "own", number, "tester", "--json"))["owner"] == "tester"
    assert ok(tidemill("incidents", "snooze", number, "--for", "8h", "--json"))["snoozed_until"]
    assert not ok(tidemill("incidents", "snooze", number, "--for", "0", "--json"))["snoozed_until"]
    assert tidemill("incidents", "mute", "buyers", "x", "--json").code == 3
    why = ("--reason", "In pence", "--days", 3)
    muted = ok(tidemill("incidents", "mute", "buyers", "x", *why, "--json"))
    assert (muted["model"], muted["muted"]) == ("buyers", ["x"])
    assert muted["columns"][0]["reason"] == "In pence"
    heard = ok(tidemill("incidents", "mute", "buyers", "x", "--off", "--json"))
    assert heard["muted"] == heard["columns"] == []
    closed = ok(tidemill("incidents", "close", number, "--outcome", "In pence", "--json"))
    assert (closed["outcome"], closed["closed_by"]) == ("In pence", "tester")
    assert ok(tidemill("alerts", "list", "--open", "--json"))["items"] == []


def test_what_is_wrong_is_said_with_its_exit_code(shop):
    assert shop("rules", "set", "new", "--limit", 1, "--json").code == 2
    assert shop("rules", "set", "drift", "--json").code == 2
    assert shop("rules", "set", "drift", "--for", "long", "--json").code == 2
    assert shop("rules", "replay", "drift", "--json").code == 2
    assert shop("rules", "falls", "buyers", "--mark", "june", "--json").code == 2
    missing = shop("rules", "on", "77", "--json")
    assert missing.code == 3
    assert "tidemill rules list" in json.loads(missing.out)["error"]["hint"]
    assert shop("incidents", "show", 99, "--json").code == 3
    assert shop("incidents", "snooze", 1, "--for", "soon", "--json").code == 3
    text = shop("rules", "list").out
    assert "Few rows" in text
    assert "Incident 1 of buyers" in shop("incidents", "show", 1).out
