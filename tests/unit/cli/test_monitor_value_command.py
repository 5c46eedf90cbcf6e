"""Commands about what a model is worth."""

import pytest


@pytest.fixture
def levels(tidemill, champion):
    """The classes of `buyers`, as a refusal names them."""
    refused = tidemill("monitor", "set-costs", "buyers", "--cost", "maybe:no=1", "--json")
    assert refused.code == 3
    hint = refused.json["error"]["hint"]
    return hint.removeprefix("Write truth:decision=amount with ").removesuffix(".").split(" or ")


def test_costs_are_set_shown_and_taken_away(tidemill, levels):
    shown = tidemill("monitor", "value", "buyers")
    assert "buyers is tied to no value" in shown.out + shown.err
    assert tidemill("monitor", "value", "buyers", "--json").json["is_known"] is False
    pair = f"{levels[1]}:{levels[0]}"
    options = ("--threshold", "0.3", "--unit", "£", "--json")
    made = tidemill("monitor", "set-costs", "buyers", "--cost", f"{pair}=120", *options)
    assert made.code == 0, made.err
    assert made.json["costs"]["amounts"] == {pair: 120.0}
    assert (made.json["costs"]["threshold"], made.json["unit"]) == (0.3, "£")
    assert "probability of 0.3" in tidemill("monitor", "value", "buyers").err
    assert tidemill("undo", "--list", "--json").json["items"][0]["words"] == (
        "set what answers of buyers cost"
    )
    assert tidemill("monitor", "set-costs", "buyers", "--none").code == 0
    assert tidemill("monitor", "value", "buyers", "--json").json["costs"] is None


@pytest.mark.parametrize(
    "options", [(), ("--cost", "yes=no"), ("--cost", "yes:no=much"), ("--over", "1", "--none")]
)
def test_costs_that_say_nothing_are_wrong_use(tidemill, champion, options):
    assert tidemill("monitor", "set-costs", "buyers", *options).code == 2


def test_a_figure_by_day_is_added(tidemill, champion, tmp_path):
    path = tmp_path / "kpi.csv"
    path.write_text("day,saved\n2024-01-01,5\n2024-01-02,7\n")
    made = tidemill("monitor", "add-kpi", "buyers", str(path), "--unit", "£", "--json")
    assert made.code == 0, made.err
    assert (made.json["n_new"], made.json["first"], made.json["title"]) == (
        2,
        "2024-01-01",
        "saved",
    )
    assert "saved: 2 days" in tidemill("monitor", "value", "buyers").err
    assert tidemill("monitor", "add-kpi", "buyers", str(tmp_path / "gone.csv")).code == 3
