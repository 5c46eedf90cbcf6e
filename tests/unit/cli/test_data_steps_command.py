"""`tidemill data steps` and `data label`: prepared and labelled from the command line."""

import pytest


@pytest.fixture
def orders(tidemill, tmp_path):
    assert tidemill("init", tmp_path / "ws", where=None).code == 0
    path = tmp_path / "orders.csv"
    rows = [f"A-{i},{' north' if i % 2 else 'South'},{10 + i},{'good' if i % 3 else ''}"
            for i in range(40)]  # fmt: skip
    path.write_text("order,region,amount,verdict\n" + "\n".join(rows) + "\n")
    assert tidemill("data", "add", path, "--name", "orders").code == 0
    return "orders"


def test_steps_are_added_listed_undone_and_moved(tidemill, orders):
    line = ("data", "steps")
    told = tidemill(*line, "add", "orders", "derive", "--set", "name=double",
                    "--set", "expression=amount * 2", "--json")  # fmt: skip
    assert told.code == 0, told.err
    assert told.json["sentence"] == "Derive `double` as amount * 2"
    assert told.json["version"]["version"] == 2
    told = tidemill(*line, "add", "orders", "filter_rows", "--set", "condition=amount > 20",
                    "--at", "1", "--name", "Large ones", "--json")  # fmt: skip
    assert told.json["version"]["rows"] == 29
    listed = tidemill(*line, "list", "orders", "--json").json["items"]
    assert [(one["place"], one["kind"], one["name"]) for one in listed] == [
        (1, "filter_rows", "Large ones"),
        (2, "derive", ""),
    ]
    first, second = listed[0]["id"], listed[1]["id"]
    assert tidemill(*line, "undo", "orders", str(first)).code == 0
    assert tidemill(*line, "move", "orders", str(second), "1").code == 0
    assert tidemill(*line, "change", "orders", str(second), "--set",
                    "expression=amount * 3").code == 0  # fmt: skip
    assert tidemill(*line, "rename", "orders", str(second), "Thrice").code == 0
    rows = tidemill("data", "rows", "orders", "--limit", "1", "--json").json
    assert (rows["total"], rows["items"][0]["double"]) == (40, 30)
    assert tidemill(*line, "redo", "orders", str(first)).code == 0
    assert tidemill("data", "rows", "orders", "--json").json["total"] == 29


def test_a_preview_tells_what_would_change_and_keeps_nothing(tidemill, orders):
    line = ("data", "steps", "preview", "orders", "map_values", "--set", "column=region",
            "--set", "pairs= north=North", "--set", "pairs=South=South")  # fmt: skip
    told = tidemill(*line, "--json").json
    assert (told["rows_looked_at"], told["rows_dropped"]) == (40, 0)
    assert told["sentence"].startswith("Map `region`")
    assert "20 of 40 rows change, 0 go." in tidemill(*line).err
    assert tidemill("data", "steps", "list", "orders", "--json").json["total"] == 0
    wrong = tidemill("data", "steps", "preview", "orders", "filter_rows", "--set",
                     "condition=amont > 3")  # fmt: skip
    assert wrong.code == 3
    assert "there is no column amont" in wrong.err


def test_wrong_use_of_steps_is_said(tidemill, orders):
    assert tidemill("data", "steps", "add", "orders", "derive", "--set", "name").code == 2
    assert tidemill("data", "steps", "add", "orders", "melt").code == 3
    assert tidemill("data", "steps", "undo", "orders", "77").code == 3
    kinds = tidemill("data", "steps", "kinds", "--json").json["items"]
    assert "derive" in [one["kind"] for one in kinds]
    assert "labels" not in [one["kind"] for one in kinds]


def test_labels_come_by_file_and_key(tidemill, orders, tmp_path):
    path = tmp_path / "truth.csv"
    path.write_text("order,truth\nA-0,bad\nA-3,good\nA-1,bad\nA-99,good\n")
    told = tidemill("data", "label", "orders", path, "--key", "order", "--column", "verdict",
                    "--label-column", "truth", "--json")  # fmt: skip
    assert told.code == 0, told.err
    assert (told.json["taken"], told.json["unmatched"]) == (2, ["A-99"])
    assert told.json["conflicts"][0]["key"] == "A-1"
    assert told.json["version"]["version"] == 2
    rows = tidemill("data", "rows", "orders", "--limit", "4", "--json").json["items"]
    assert [one["verdict"] for one in rows] == ["bad", "good", "good", "good"]
    text = tidemill("data", "label", "orders", path, "--key", "order", "--column", "verdict",
                    "--label-column", "truth", "--overwrite", "--no-save")  # fmt: skip
    assert "1 labels taken" in text.out
    listed = tidemill("data", "labels", "list", "orders", "--json").json["items"]
    assert (listed[0]["key"], listed[0]["value"], listed[0]["source"]) == (
        "A-1",
        "bad",
        "truth.csv",
    )
    assert tidemill("data", "labels", "undo", "orders", listed[0]["batch"]).code == 0


def test_labels_are_put_one_by_one_and_saved(tidemill, orders):
    line = ("data", "labels")
    told = tidemill(*line, "put", "orders", "A-0=odd", "A-3=odd", "--column", "verdict",
                    "--key", "order", "--json")  # fmt: skip
    assert told.code == 0, told.err
    saved = tidemill(*line, "save", "orders", "--column", "verdict", "--json")
    assert saved.json["version"] == 2
    assert tidemill(*line, "save", "orders", "--column", "verdict").code == 3
    assert tidemill(*line, "put", "orders", "A-0", "--column", "verdict").code == 2
