"""Commands for triggers and for why, as scripts use them."""

import pytest


@pytest.fixture
def shop(tidemill, months, tmp_path):
    assert tidemill("init", tmp_path / "ws", where=None).code == 0
    assert tidemill("data", "add", months(1), "--name", "shop", "--target", "bought").code == 0


def test_a_schedule_is_added_shown_started_and_removed(tidemill, shop):
    words = ("trigger", "add", "schedule", "when=every night at 02:00", "--dataset", "shop")
    limits = ("--every", "6h", "--quiet", "22:00-01:00", "--zone", "Europe/Vienna", "--mains")
    made = tidemill(*words, *limits, "--minutes-a-month", "30", "--json")
    assert made.code == 0, made.err
    item = made.json["triggers"][0]
    assert item["sentence"] == "Every night at 02:00 (Europe/Vienna)"
    assert item["said"].startswith("Next 02:00 on ")
    assert len(made.json["forecast"]["times"]) == 5
    automation = made.json["automation"]
    listed = tidemill("trigger", "list", "--json").json
    assert [(i["automation"], i["trigger"]) for i in listed["items"]] == [(automation, "schedule")]
    told = tidemill("trigger", "next", automation)
    assert told.out.count("02:00 (Europe/Vienna)") == 5
    started = tidemill("trigger", "start", automation, "--note", "to see", "--json")
    assert started.code == 0, started.err
    why = tidemill("why", f"run:{started.json['run']}", "--json").json
    assert why["subject"]["sentence"].endswith("tester started it by hand: to see")
    assert why["because"][0]["kind"] == "person"
    assert tidemill("trigger", "remove", automation).code == 0
    assert tidemill("trigger", "list", "--json").json["total"] == 0


def test_triggers_join_an_automation_and_leave_it_one_by_one(tidemill, shop):
    first = tidemill("trigger", "add", "new-data", "n_files=2", "--dataset", "shop", "--json")
    assert first.json["triggers"][0]["sentence"] == "When 2 new files are complete in shop"
    key = first.json["automation"]
    for _ in range(2):
        joined = tidemill("trigger", "add", "by-hand", "--to", key, "--json")
        assert joined.code == 0, joined.err
    names = [item["trigger"] for item in joined.json["triggers"]]
    assert names == ["new-data", "by-hand", "by-hand-2"]
    assert tidemill("trigger", "remove", key, "by-hand").code == 0
    unknown = tidemill("trigger", "remove", key, "by-hand")
    assert unknown.code == 3
    assert "There is no trigger by-hand" in unknown.err
    assert [i["trigger"] for i in tidemill("trigger", "list", "--json").json["items"]] == [
        "new-data",
        "by-hand-2",
    ]


def test_limits_are_shown_changed_one_by_one_and_lifted(tidemill, shop):
    made = tidemill("trigger", "add", "by-hand", "--dataset", "shop", "--every", "6h", "--json")
    key = made.json["automation"]
    words = ("--quiet", "22:00-06:00", "--zone", "UTC", "--mains", "--minutes-a-month", "60")
    assert (
        "At most once in 6 hours, not from 22:00" in tidemill("trigger", "limits", key, *words).out
    )
    lifted = tidemill("trigger", "limits", key, "--every", "none", "--quiet", "none", "--battery")
    assert lifted.out.strip() == "By hand: shop: At most 60 minutes a month."
    assert tidemill("trigger", "limits", key, "--minutes-a-month", "0").out.endswith(
        "Nothing holds it back.\n"
    )
    assert tidemill("trigger", "limits", key, "--zone", "Moon").code == 3


def test_what_a_file_set_off_is_told_as_text(tidemill, shop, months):
    assert tidemill("trigger", "add", "new-data", "--dataset", "shop", "--name", "Look").code == 0
    assert tidemill("data", "add", months(2), "--name", "shop").code == 0
    told = tidemill("why", "file:2").out
    assert told.startswith("shop_2024-02.csv was given by tester")
    assert "    Look started because shop_2024-02.csv was added" in told
    assert "Because" in tidemill("why", "shop@2").out


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        (("schedule", "when=daily at 5"), 2, "what a start works on"),
        (("schedule", "daily"), 2, "is no setting"),
        (("schedule", "when=now and then", "--dataset", "shop"), 3, "not a time"),
        (("by-hand", "--dataset", "shop", "--every", "often"), 3, "“often” is no time"),
        (("by-hand", "--dataset", "shop", "--quiet", "22"), 3, "no quiet hours"),
        (("by-hand", "--dataset", "shop", "--every", "1d", "--zone", "Moon"), 3, "no time zone"),
        (("sunrise", "--dataset", "shop"), 3, "There is no trigger sunrise"),
        (("by-hand", "--to", "77"), 3, "There is no automation 77"),
        (("limit", "limit=high", "--model", "nobody"), 3, "cannot be 'high'"),
    ],
)
def test_what_can_not_be_is_refused_with_a_way_out(tidemill, shop, words, code, part):
    said = tidemill("trigger", "add", *words)
    assert said.code == code
    assert part in said.err
    assert len(said.err.strip().splitlines()) >= 2
    assert tidemill("trigger", "list", "--json").json["total"] == 0
