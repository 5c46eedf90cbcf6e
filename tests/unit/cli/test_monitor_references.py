"""What a model is compared with, by commands."""

import pytest


@pytest.fixture
def moved(tidemill, champion, months):
    """A champion and two later months, the last of which moved."""
    for number, shift in ((3, 0.0), (4, 3.0)):
        assert tidemill("data", "add", months(number, shift=shift), "--name", "shop").code == 0
    return tidemill


def test_a_reference_is_chosen_shown_and_a_new_normal_accepted(moved):
    said = moved("monitor", "reference", "buyers", "previous", "--reason", "New only", "--json")
    assert said.code == 0, said.err
    assert (said.json["kind"], said.json["words"]) == ("previous", "the period before")
    accepted = "monitor accept buyers --from shop@3 --reason Stays --json".split()
    said = moved(*accepted)
    assert said.code == 0, said.err
    assert said.json["words"].startswith("shop v3")
    listed = moved("monitor", "reference", "buyers", "--json").json
    assert [one["reason"] for one in listed["items"]] == ["Stays", "New only"]
    shown = moved("monitor", "show", "buyers", "--json").json["items"]
    assert shown[-1]["reference"].startswith("shop v3")
    assert (
        "is compared with the training data"
        in moved("monitor", "reference", "buyers", "training").out
    )


def test_only_the_last_rows_are_shown(moved):
    every = moved("monitor", "show", "buyers", "--json").json["items"]
    last = every[-1]["ends_at"]
    shown = moved("monitor", "show", "buyers", "--since", last[:10], "--json").json["items"]
    assert [one["ends_at"] for one in shown] == [last]
    assert "report" not in shown[0]
    [drifted] = [one["name"] for one in shown[0]["columns"] if one["drifted"]][:1]
    asked = ("monitor", "show", "buyers", "--since", last[:10], "--reports", "--json")
    [whole] = moved(*asked).json["items"]
    assert drifted in [one["name"] for one in whole["report"]["columns"] if one["drifted"]]
    wrong = moved("monitor", "show", "buyers", "--since", "soon")
    assert wrong.code == 2
    assert "'soon' is no time" in wrong.err
