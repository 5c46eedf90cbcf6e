"""Channels and what they sent, by commands, with JSON."""

import json


def ok(said):
    assert said.code == 0, said.err
    return json.loads(said.out)


def test_channels_are_made_tested_changed_and_removed(tidemill, tmp_path):
    ok(tidemill("init", tmp_path / "ws", "--json", where=None))
    path = tmp_path / "told.jsonl"
    made = ok(tidemill("channels", "add", "log", "--file", path, "--least", "critical", "--json"))
    assert (made["kind"], made["address"], made["least"]) == ("file", str(path), "critical")
    sent = ok(tidemill("channels", "test", "log", "--json"))
    assert (sent["state"], sent["title"]) == ("sent", "Test")
    assert json.loads(path.read_text())["event"] == "test"
    assert [o["channel"] for o in ok(tidemill("notices", "log", "--json"))["items"]] == ["log"]
    changed = ok(tidemill("channels", "set", "log", "--quiet", "22:00-6:00", "--off", "--json"))
    assert (changed["quiet"], changed["is_on"]) == (["22:00", "06:00"], False)
    assert ok(tidemill("channels", "set", "log", "--quiet", "", "--json"))["quiet"] == []
    assert ok(tidemill("channels", "set", "log", "--name", "diary", "--json"))["name"] == "diary"
    ok(tidemill("channels", "remove", "diary", "--json"))
    assert [o["name"] for o in ok(tidemill("channels", "list", "--json"))["items"]] == ["desktop"]
    assert ok(tidemill("notices", "list", "--json")) == {"items": [], "total": 0}


def test_what_cannot_be_is_told_with_a_way_out(tidemill, tmp_path):
    ok(tidemill("init", tmp_path / "ws", "--json", where=None))
    assert tidemill("channels", "add", "x", "--json").code == 2
    both = tidemill("channels", "add", "x", "--file", "/a", "--command", "b", "--json")
    assert both.code == 2
    failing = 'sh -c "exit 3"'
    ok(tidemill("channels", "add", "x", "--command", failing, "--json"))
    said = tidemill("channels", "test", "x", "--json")
    assert said.code == 4
    assert "ended with 3" in json.loads(said.out)["error"]["message"]
    assert tidemill("notices", "retry", 99, "--json").code == 3
    assert tidemill("notices", "replay", 99, "--channel", "x", "--json").code == 3
