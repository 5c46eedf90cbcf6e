"""Commands for what people add to versions: labels, proposals, comments."""

import pytest


@pytest.fixture
def buyers(tidemill, champion):
    return champion


def test_a_label_names_a_version_in_every_command(tidemill, buyers):
    made = tidemill("models", "alias", "buyers@1", "EU", "--json")
    assert made.code == 0, made.err
    assert (made.json["version"], made.json["labels"]) == (1, ["eu"])
    shown = tidemill("models", "show", "buyers@eu", "--json").json
    assert (shown["version"], shown["stage"], shown["proposed_by"]) == (1, "champion", [])
    assert tidemill("models", "show", "buyers", "--json").json["labels"] == {"eu": 1}
    assert "EU" not in tidemill("models", "show", "buyers").out
    refused = tidemill("models", "alias", "buyers@1", "champion", "--json")
    assert (refused.code, refused.json["error"]["kind"]) == (3, "needs-you")
    assert tidemill("models", "alias", "buyers@eu", "eu", "--remove").code == 0
    gone = tidemill("models", "show", "buyers@eu")
    assert gone.code == 3
    assert "has no version eu" in gone.err


def test_two_people_are_asked_for_and_one_is_enough_again(tidemill, buyers):
    on = tidemill("models", "four-eyes", "buyers", "--json")
    assert on.json == {"model": "buyers", "four_eyes": True}
    assert tidemill("models", "list", "--json").json["items"][0]["four_eyes"] is True
    refused = tidemill("models", "propose", "buyers@1")
    assert refused.code == 3
    assert "champion already" in refused.err
    assert tidemill("models", "four-eyes", "buyers", "--off", "--json").json["four_eyes"] is False
    undone = tidemill("undo", "--list", "--json").json
    assert undone["items"][0]["words"] == "asked one person again for promotions of buyers"
    whole = tidemill("undo", "--all", "--json").json
    assert whole["items"][0]["can_undo"]
    assert all(one["can_undo"] is (one["why_not"] == "") for one in whole["items"])
    told = tidemill("undo", "--dry-run", "--json").json
    assert told["turns"] == [{"what": "Four eyes", "now": "no", "then": "yes"}]
    assert tidemill("undo", "--list", "--json").json == undone
    assert "Four eyes" in tidemill("undo", "--dry-run").out
    first = whole["items"][-1]["id"]
    assert tidemill("undo", first, "--dry-run", "--json").json["why_not"]


def test_a_comment_is_written_listed_and_taken_away(tidemill, buyers):
    made = tidemill("models", "comment", "buyers@1", "See this, @tester", "--json")
    assert made.code == 0, made.err
    assert (made.json["text"], made.json["mentions"]) == ("See this, @tester", ["tester"])
    listed = tidemill("models", "comments", "buyers@champion", "--json").json
    assert [c["id"] for c in listed["items"]] == [made.json["id"]]
    assert tidemill("models", "comment", "buyers@1").code == 2
    assert tidemill("models", "comment", "buyers@1", "--remove", made.json["id"]).code == 0
    assert tidemill("models", "comments", "buyers@1", "--json").json["total"] == 0


def test_two_versions_are_held_against_each_other(tidemill, buyers):
    runs = tidemill("runs", "list", "--json").json["items"]
    [other] = [r["id"] for r in runs if r["params"]["estimator"] == "prior"]
    assert tidemill("models", "register", other, "--name", "buyers").code == 0
    found = tidemill("models", "diff", "buyers@2", "buyers@champion", "--json")
    assert found.code == 0, found.err
    told = found.json
    assert (told["before"], told["after"]) == ("buyers v2", "buyers v1")
    assert told["data"]["is_same"] is True
    assert {"code", "params", "schema", "measures", "slices", "answers"} <= set(told)
    said = tidemill("models", "diff", "buyers@2", "buyers@champion")
    assert told["summary"] in said.err
    assert "estimator: prior → logistic_regression" in said.err
    assert "AUC" in said.out
    assert tidemill("models", "diff", "buyers@1", "buyers@1").code == 3


def test_a_card_is_completed_shown_and_written(tidemill, buyers, tmp_path):
    page = tmp_path / "card.html"
    said = tidemill(
        "models", "card", "buyers@1", "--set", "limits=Not for Sundays", "--out", page, "--json"
    )
    assert said.code == 0, said.err
    assert said.json["html"]["bytes"] == page.stat().st_size
    assert said.json["missing"] == ["purpose", "not-for", "affected", "contact"]
    assert "Not for Sundays" in page.read_text(encoding="utf-8")
    told = tidemill("models", "card", "buyers@1", "--json").json
    assert (told["model"], told["version"]) == ("buyers", 1)
    assert "Known limits" in tidemill("models", "card", "buyers@1").err
    assert tidemill("models", "card", "buyers@1", "--out", tmp_path / "card.pdf").code == 2
    assert tidemill("models", "card", "buyers@1", "--set", "limits").code == 2


def test_a_version_is_rehearsed_by_command_and_shown_again(champion, tidemill):
    trained = tidemill(*"train shop --estimator random_forest --model buyers".split())
    assert trained.code == 0, trained.err
    said = tidemill("models", "rehearse", "buyers@2", "--kept")
    assert said.code == 3
    assert "never rehearsed" in said.err
    words = ("models", "rehearse", "buyers@2", "--last", "100", "--cost", "true:false=5")
    held = tidemill(*words, "--json")
    assert held.code == 0, held.err
    assert held.json["n_rows"] == 100
    assert held.json["n_flips"] == sum(
        flow["n"] for flow in held.json["flows"] if flow["before"] != flow["after"]
    )
    assert held.json["costs"] == {"true:false": 5.0}
    again = tidemill("models", "rehearse", "buyers@2", "--kept")
    assert again.code == 0
    assert again.out.strip().startswith(held.json["summary"].splitlines()[0])
    assert tidemill("models", "rehearse", "buyers@2", "--cost", "true=5").code == 2
    assert tidemill("models", "rehearse", "buyers@2", "--rows", "log").code == 3


def test_why_a_score_changed_is_said_by_command(champion, tidemill):
    trained = tidemill(*"train shop --estimator random_forest --model buyers".split())
    assert trained.code == 0, trained.err
    words = ("models", "why-score", "buyers@1", "buyers@2", "--row", "7")
    found = tidemill(*words, "--json")
    assert found.code == 0, found.err
    told = found.json
    parts = [one["data"] + one["model"] for one in told["columns"]]
    assert abs(sum(parts) + told["everyone"] - told["difference"]) < 1e-6
    said = tidemill(*words)
    assert told["summary"] in said.out
    assert "for everyone" in said.err
    assert tidemill("models", "why-score", "buyers@1", "buyers@2", "--row", "9999").code == 3


def test_a_prediction_is_explained_by_command_of_a_version_and_of_a_run(champion, tidemill):
    words = ("models", "explain", "buyers", "--row", "7")
    found = tidemill(*words, "--json")
    assert found.code == 0, found.err
    told = found.json
    parts = sum(one["by"][0] for one in told["columns"])
    assert abs(parts + told["base"][0] - told["said"][0]) < 1e-9
    assert told["similar"]
    said = tidemill(*words)
    assert told["summary"] in said.out
    assert told["summary"] not in said.err
    assert "Explained row 7 of shop v2 by buyers v1" in said.err
    assert "what rows say on average" in said.out
    assert "Rows learned from that are like it" in said.err
    changed = tidemill(*words, "--set", "x=-5", "--json").json
    assert changed["changed"] == ["x"]
    assert changed["said"] != told["said"]
    run = registered_run(tidemill)
    assert tidemill("runs", "explain", run, "--row", "7", "--json").json["said"] == told["said"]
    assert tidemill(*words, "--set", "x").code == 2
    assert tidemill(*words, "--class", "perhaps").code == 2
    assert tidemill("models", "explain", "buyers", "--row", "9999").code == 3


def registered_run(tidemill) -> str:
    return str(tidemill("models", "show", "buyers@1", "--json").json["run"])


def test_lineage_goes_back_to_the_file_and_forward_to_the_version(tidemill, buyers):
    back = tidemill("models", "lineage", "buyers@1", "--back", "--json")
    assert back.code == 0, back.err
    kinds = {node["kind"] for node in back.json["nodes"]}
    assert {"file", "dataset_version", "run", "recipe", "person", "model_version"} <= kinds
    assert back.json["is_whole"] is True
    file = next(node for node in back.json["nodes"] if node["kind"] == "file")
    ahead = tidemill("models", "lineage", file["id"], "--forward", "--find", "model", "--json")
    names = {node["name"] for node in ahead.json["nodes"]}
    assert "buyers v1" in names
    said = tidemill("models", "lineage", f"file:{file['name']}")
    assert "Was used for" in said.out + said.err
    assert "buyers v1" in said.out
    assert tidemill("models", "lineage", "request:none").code == 3
