"""Promoting, refusing, going back and forth by the command line, with who and why."""

import pytest
from real_world import write_orders

REASON = "The auditor wants a model without inputs for a week."


@pytest.fixture
def shop(world, tmp_path):
    """A model `returns` with a good v1 and, as v2, the prior, whose gate has to fail."""
    world.start_worker()
    file = write_orders(tmp_path / "orders.csv", 1, 1_000)
    words = ("--target", "returned", "--time", "placed_at")
    world.cli("data", "add", file, "--name", "orders", *words)
    for estimator in ("logistic_regression", "prior"):
        made = world.cli("train", "orders", "--estimator", estimator).json["items"]
        version = world.cli("models", "register", made[0]["id"], "--name", "returns").json
        if estimator == "logistic_regression":
            assert version["stage"] == "candidate"
            world.cli("models", "promote", "returns@1", "--note", "First of all.")
    return world


def test_a_failed_gate_refuses_a_member_and_bends_to_an_approver_with_a_reason(shop):
    def champion():
        return shop.cli("models", "show", "returns").json["champion"]

    refused = shop.cli("models", "promote", "returns@2", code=3).error
    assert refused["kind"] == "needs-you"
    assert refused["message"].startswith("returns v2 can't be promoted: a gate failed.")
    assert "tidemill models promote returns@2 --anyway --reason" in refused["hint"]
    anyway = ("models", "promote", "returns@2", "--anyway")
    assert "needs a reason" in shop.cli(*anyway, code=3).error["message"]
    refused = shop.cli(*anyway, "--reason", REASON, code=3, user="bob").error
    assert refused["message"] == "Bob may not promote against a failed gate."
    assert refused["hint"] == "Ask an approver."
    assert champion() == 1

    promoted = shop.cli(*anyway, "--reason", REASON).json
    assert (promoted["version"], promoted["stage"]) == (2, "champion")
    assert champion() == 2
    back = shop.cli("models", "rollback", "returns", "--note", "It was only a week.").json
    assert (back["version"], back["stage"]) == (1, "champion")
    assert champion() == 1
    shop.cli("models", "undo", "returns", user="bob")
    assert champion() == 2
    assert shop.cli("models", "promote", "returns@9", code=3).error["hint"]
    assert shop.cli("models", "rollback", "nothing", code=3).error["kind"] == "needs-you"
    assert shop.cli("models", "promote", code=2).error["kind"] == "usage"

    told = shop.cli("activity", "list", "--subject", "models/returns").json["items"]
    decisions = [(e["by"], e["kind"], e["note"]) for e in told if e["kind"] != "model"]
    assert decisions == [
        ("bob", "undo", ""),
        ("tester", "rollback", "It was only a week."),
        ("tester", "promotion", REASON),
        ("tester", "promotion", "First of all."),
    ]
    assert shop.complaints() == []
