"""Preparations that recipes share, by commands, with JSON."""

import json

import pytest


def ok(said):
    assert said.code == 0, said.err
    return json.loads(said.out)


@pytest.fixture
def shop(tidemill, tmp_path, months):
    """A dataset with a target."""
    ok(tidemill("init", tmp_path / "ws", "--json", where=None))
    words = "--name shop --target bought --time day --json"
    ok(tidemill("data", "add", months(1), *words.split()))
    return tidemill


def test_saved_of_a_run_used_by_another_changed_and_learned_anew(shop, tmp_path):
    tidemill = shop
    words = "--estimator logistic_regression --json"
    (first,) = ok(tidemill("train", "shop", *words.split()))["items"]
    made = ok(tidemill("preparations", "save", "usual", "--run", first["id"], "--json"))
    assert (made["name"], made["version"]) == ("usual", 1)
    words += " --preparation usual --model churn"
    (second,) = ok(tidemill("train", "shop", *words.split()))["items"]
    assert second["params"]["preparation"] == "usual@1"
    said = tidemill("preparations", "save", "usual", "--setting", "max_onehot=3")
    assert said.out.startswith("usual v2: mixed: ")
    assert "max_onehot 3" in said.out
    told = ok(tidemill("preparations", "show", "usual", "--json"))
    assert [one["standing"] for one in told["versions"]] == [True, False]
    (model,) = told["models"]
    assert model == {"version": "churn v1", "preparation": "usual@1", "older": True}
    text = tidemill("preparations", "show", "usual").out
    assert "usual v2 (stands): mixed" in text
    assert "churn v1 learned with usual@1, an older preparation." in text
    again = ok(tidemill("preparations", "anew", second["id"], "--json"))
    (run,) = again["runs"]
    recipe = ok(tidemill("recipes", "show", run, "--json"))["recipe"]
    assert recipe["shared"] == "usual@2"
    assert recipe["preparation_settings"]["max_onehot"] == 3
    file = tmp_path / "named.toml"
    ok(tidemill("recipes", "save", run, file, "--json"))
    other = ok(tidemill("preparations", "save", "other", "--recipe", file, "--json"))
    assert other["settings"]["max_onehot"] == 3
    listed = ok(tidemill("preparations", "list", "--json"))["items"]
    assert [(one["name"], one["version"]) for one in listed] == [("other", 1), ("usual", 2)]


def test_what_can_not_be_saved_is_told(shop):
    tidemill = shop
    assert tidemill("preparations", "save", "usual").code == 2
    assert tidemill("preparations", "save", "usual", "--setting", "max_onehot").code == 2
    gone = tidemill("preparations", "save", "usual", "--setting", "max_onehot=3")
    assert gone.code == 3
    assert "no preparation usual" in gone.err
    assert "tidemill preparations list" in gone.err
    assert tidemill("train", "shop", "--preparation", "usual").code == 3
