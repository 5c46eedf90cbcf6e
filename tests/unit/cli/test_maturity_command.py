"""How far the care for models has come, by command."""

import json


def ok(said):
    assert said.code == 0, said.err
    return said.out


def test_the_level_is_told_for_one_model_and_for_all(tidemill, champion):
    found = json.loads(ok(tidemill("models", "maturity", "buyers", "--json")))
    assert (found["level"], found["title"]) == (0, "By hand")
    met = [one["id"] for one in found["conditions"] if one["met"]]
    assert {"champion", "gates"} <= set(met)
    assert found["next"] == "trigger"
    text = ok(tidemill("models", "maturity", "buyers"))
    assert "NO   Training starts by itself: No automation trains it anew." in text
    listed = json.loads(ok(tidemill("models", "maturity", "--json")))
    assert listed["items"] == [
        {
            "model": "buyers",
            "level": 0,
            "title": "By hand",
            "step": "Training starts by itself: No automation trains it anew.",
        }
    ]


def test_a_model_that_is_not_there_is_said(tidemill, champion):
    said = tidemill("models", "maturity", "nobody")
    assert said.code != 0
    assert "nobody" in said.err
