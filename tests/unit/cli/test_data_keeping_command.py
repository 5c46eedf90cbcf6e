"""Commands that name, describe, delete and bring back data, and settings, as scripts use them."""

import pytest


@pytest.fixture
def pay(tidemill, tmp_path):
    assert tidemill("init", tmp_path / "ws", where=None).code == 0
    path = tmp_path / "pay.csv"
    path.write_text("id,amount\n" + "\n".join(f"{i},{i * 1.5}" for i in range(50)) + "\n")
    assert tidemill("data", "add", path, "--name", "pay").code == 0
    return path


def test_a_dataset_is_described_renamed_and_shown_with_its_origin(tidemill, pay):
    assert tidemill("data", "about", "pay", "a payment", "--json").json["about"] == "a payment"
    assert tidemill("data", "project", "pay", "money", "--json").json["project"] == "money"
    assert tidemill("data", "rename", "pay", "payments", "--json").json["name"] == "payments"
    shown = tidemill("data", "show", "pay@1", "--json").json
    assert shown["origin"]["kind"] == "file"
    assert shown["origin"]["original"] == "kept"
    assert shown["parents"] == []
    assert isinstance(shown["job"], int)
    told = tidemill("data", "lineage", "payments")
    assert "From file pay.csv" in told.out


def test_data_goes_to_the_trash_and_comes_back_by_command(tidemill, pay):
    assert tidemill("data", "delete", "pay", "--json").json["versions"] == [1]
    assert tidemill("data", "list", "--json").json["total"] == 0
    listed = tidemill("trash", "list", "--json").json
    assert [(i["kind"], i["id"]) for i in listed["items"]] == [("dataset", "pay")]
    assert listed["bytes"] > 0
    again = tidemill("data", "add", pay, "--name", "pay", "--json")
    assert again.code == 3
    assert "in the trash" in again.json["error"]["message"]
    assert tidemill("trash", "restore", "pay", "--json").json["total"] == 1
    assert tidemill("data", "list", "--json").json["total"] == 1
    assert tidemill("data", "delete", "pay").code == 0
    assert tidemill("undo").code == 0
    assert tidemill("data", "delete", "pay").code == 0
    freed = tidemill("trash", "empty", "--yes", "--json").json
    assert freed["versions"] == 1
    assert freed["bytes"] == listed["bytes"]
    assert tidemill("trash", "list", "--json").json["total"] == 0


def test_a_setting_is_listed_read_and_set(tidemill, pay):
    keys = [item["key"] for item in tidemill("settings", "list", "--json").json["items"]]
    assert "data.keep_originals" in keys
    off = tidemill("settings", "set", "data.keep_originals", "off", "--json").json
    assert off["value"] == "off"
    assert tidemill("settings", "get", "data.keep_originals", "--json").json["value"] == "off"
    wrong = tidemill("settings", "set", "data.keep_originals", "maybe", "--json")
    assert wrong.code == 3
    unknown = tidemill("settings", "get", "data.none", "--json")
    assert unknown.code == 3
