"""Sets of gates and example rows by commands, with JSON."""

import json

import pytest


def ok(said):
    assert said.code == 0, said.err
    return json.loads(said.out)


@pytest.fixture
def shop(tidemill, tmp_path, months):
    """A candidate of `buyers`."""
    ok(tidemill("init", tmp_path / "ws", "--json", where=None))
    words = "--name shop --target bought --time day --json"
    ok(tidemill("data", "add", months(1), *words.split()))
    words = "--estimator logistic_regression --model buyers --json"
    ok(tidemill("train", "shop", *words.split()))
    return tidemill


def test_a_set_is_written_down_used_and_decides_the_exit_code_of_validate(shop):
    tidemill = shop
    kinds = ok(tidemill("gates", "kinds", "--json"))["items"]
    assert {"fair", "reproduced", "latency", "better_than_champion"} <= {k["gate"] for k in kinds}
    words = "--gate data_checks --gate small_enough:most_mb=0.000001"
    made = ok(tidemill("gates", "set", "house", *words.split(), "--json"))
    assert [one["gate"] for one in made["gates"]] == ["data_checks", "small_enough"]
    assert made["gates"][1]["settings"] == {"most_mb": 1e-06}
    ok(tidemill("gates", "use", "buyers", "house", "--json"))
    assert ok(tidemill("gates", "show", "house", "--json"))["models"] == ["buyers"]
    said = tidemill("models", "validate", "buyers@1", "--json")
    assert said.code == 3
    found = json.loads(said.out)
    assert [(g["gate"], g["passed"]) for g in found["gates"]] == [
        ("data_checks", True),
        ("small_enough", False),
    ]
    history = ok(tidemill("gates", "history", "buyers@1", "--json"))["items"]
    first = history[0]
    assert (first["set"], first["passed"], first["of"]) == ("house", 1, 2)
    assert history[-1]["set"] == "standard"
    left = ok(tidemill("gates", "remove", "buyers", "small_enough", "--json"))
    assert (left["name"], [one["gate"] for one in left["gates"]]) == ("house", ["data_checks"])
    assert tidemill("gates", "remove", "buyers", "data_checks").code == 3
    listed = tidemill("gates", "list")
    assert "house" in listed.out
    assert "standard" in listed.out


def test_example_rows_by_commands(shop):
    tidemill = shop
    row = json.dumps({"x": 3.0, "shop": "north"})
    words = ("buyers", "sure", "--row", row, "--answer", "true", "--least", 0.9)
    made = ok(tidemill("gates", "set-example", *words, "--json"))
    assert made["expected"] == "The answer is true, with a probability of at least 0.9."
    assert len(ok(tidemill("gates", "examples", "buyers", "--json"))["items"]) == 1
    assert tidemill("gates", "set-example", "buyers", "bad", "--row", "[1]").code == 2
    assert tidemill("gates", "set-example", "buyers", "bad", "--row", "x").code == 2
    ok(tidemill("gates", "drop-example", "buyers", "sure", "--json"))
    gone = tidemill("gates", "drop-example", "buyers", "sure")
    assert gone.code == 3
    assert "no example row sure" in gone.err
    assert tidemill("gates", "drop", "nothing").code == 3


def test_validate_tells_a_table_a_paragraph_and_a_page_for_a_pipeline(shop, tmp_path):
    tidemill = shop
    words = "--gate data_checks --gate small_enough:most_mb=0.000001 --gate better_than_champion"
    ok(tidemill("gates", "set", "house", *words.split(), "--json"))
    ok(tidemill("gates", "use", "buyers", "house", "--json"))
    page = tmp_path / "summary.md"
    said = tidemill("models", "validate", "buyers@1", "--summary", page)
    assert said.code == 3
    lines = said.out.splitlines()
    assert lines[0].split() == ["Gate", "Result", "Value", "Limit", "What", "was", "found"]
    assert lines[1].startswith("Small enough")
    assert "FAILED" in lines[1]
    assert (
        "buyers v1 passed 2 of 3 gates of the set house; what stands in its way: Small enough."
        in (said.out)
    )
    assert "rows, against the class prior. AUC is 0." in said.out
    told = page.read_text(encoding="utf-8").splitlines()
    assert told[0] == "## buyers v1: not all gates passed"
    assert told[4] == "| Gate | Result | Value | Limit | What was found |"
    assert len([line for line in told if line.startswith("|")]) == 5
    again = tidemill("models", "validate", "buyers@1", "--summary", page, "--json")
    assert json.loads(again.out)["gates"][1]["passed"] is False
    nowhere = tidemill("models", "validate", "buyers@1", "--summary", page / "under.md")
    assert nowhere.code == 4
    assert "can't be written" in nowhere.err
