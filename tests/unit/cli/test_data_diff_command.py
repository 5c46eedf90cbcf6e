"""`tidemill data diff`: what differs between two versions, and the rows behind it."""

import pytest


def write(path, rows):
    path.write_text("order,region,amount\n" + "\n".join(",".join(row) for row in rows) + "\n")
    return path


@pytest.fixture
def orders(tidemill, tmp_path):
    assert tidemill("init", tmp_path / "ws", where=None).code == 0
    rows = [[f"A-{i}", ("north", "south")[i % 2], str(10 + i)] for i in range(40)]
    first = write(tmp_path / "first.csv", rows)
    assert tidemill("data", "add", first, "--name", "orders", "--replace").code == 0
    rows[3][2] = "999"
    rows[5][1] = "west"
    second = write(tmp_path / "second.csv", [*rows[1:], ["A-40", "south", "12"]])
    said = tidemill("data", "add", second, "--name", "orders")
    assert said.code == 0, said.err
    return "orders"


def test_the_differences_are_told_in_a_sentence_and_by_column(tidemill, orders):
    said = tidemill("data", "diff", "orders@1", "orders@2")
    assert said.code == 0, said.err
    assert "1 row is new, 2 changed, 1 is gone." in said.err
    assert "Rows are matched by order (guessed; choose with --key)." in said.err
    assert "new value: west" in said.out
    document = tidemill("data", "diff", "orders@1", "orders@2", "--json").json
    assert document["rows"] == {"same": 37, "changed": 2, "added": 1, "removed": 1, "repeated": 0}
    assert document["key"] == ["order"]
    assert document["address"] == "data/orders/diff/1..2"
    assert {c["name"]: c["changed"] for c in document["columns"]}["amount"] == 1


def test_the_rows_behind_a_number_are_shown_with_what_stood_there(tidemill, orders):
    line = ("data", "diff", "orders@1", "orders@2", "--rows")
    changed = tidemill(*line, "changed", "--json").json
    assert changed["total"] == 2
    assert changed["items"][0] == {
        "row": 3,
        "values": {"order": "A-3", "region": "south", "amount": 999},
        "was": {"amount": 13},
    }
    only = tidemill(*line, "changed", "--column", "region", "--json").json
    assert [item["values"]["order"] for item in only["items"]] == ["A-5"]
    added = tidemill(*line, "added", "--json").json
    assert [item["values"]["order"] for item in added["items"]] == ["A-40"]
    removed = tidemill(*line, "removed", "--json").json
    assert [item["values"]["order"] for item in removed["items"]] == ["A-0"]
    told = tidemill(*line, "changed")
    assert "13 → 999" in told.out


def test_a_key_can_be_chosen_and_done_without(tidemill, orders):
    line = ("data", "diff", "orders@1", "orders@2")
    both = tidemill(*line, "--key", "order", "--key", "region", "--json").json
    assert both["key"] == ["order", "region"]
    assert both["rows"]["changed"] == 1
    without = tidemill(*line, "--no-key", "--json").json
    assert (without["key"], without["rows"]["changed"]) == ([], 0)
    assert without["rows"]["added"] == 3
    wrong = tidemill(*line, "--key", "zip")
    assert wrong.code == 3
    assert "orders v1 has no column zip" in wrong.err


def test_the_comparison_is_written_to_a_file_without_rows(tidemill, orders, tmp_path):
    page = tmp_path / "diff.html"
    said = tidemill("data", "diff", "orders@1", "orders@2", "--html", page, "--json")
    assert said.json["html"] == {"file": str(page), "bytes": page.stat().st_size}
    text = page.read_text(encoding="utf-8")
    assert "1 row is new, 2 changed, 1 is gone." in text
    assert "new value: west" in text
    assert "A-5" not in text
    (tmp_path / "file").touch()
    away = tidemill("data", "diff", "orders@1", "orders@2", "--html", tmp_path / "file" / "d.html")
    assert away.code == 4
    assert "d.html can't be written" in away.err


def test_wrong_words_are_told(tidemill, orders):
    line = ("data", "diff", "orders@1", "orders@2")
    assert tidemill(*line, "--column", "amount").code == 2
    assert tidemill(*line, "--key", "order", "--no-key").code == 2
    gone = tidemill("data", "diff", "orders@1", "orders@9")
    assert gone.code == 3
    assert "orders has no version 9" in gone.err
