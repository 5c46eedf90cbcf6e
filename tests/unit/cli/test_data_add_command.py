"""`tidemill data add` and its options, `--look`, and `data answer`."""

import pytest


@pytest.fixture
def empty(tidemill, tmp_path):
    assert tidemill("init", tmp_path / "ws", where=None).code == 0


def both_ways(path):
    rows = [f"{1 + i % 9:02}/0{1 + i % 8}/2024,{i}" for i in range(40)]
    path.write_text("\n".join(["sold,n", *rows]) + "\n")
    return path


def test_a_look_tells_what_would_be_read_and_adds_nothing(tidemill, empty, tmp_path):
    path = both_ways(tmp_path / "sales.csv")
    said = tidemill("data", "add", path, "--name", "sales", "--look")
    assert said.code == 0, said.err
    assert "Values parted by: comma" in said.out
    assert "Does the day or the month come first" in said.out
    document = tidemill("data", "add", path, "--name", "sales", "--look", "--json").json
    assert document["facts"]["encoding"] == "utf-8"
    assert [column["name"] for column in document["columns"]] == ["sold", "n"]
    assert document["first_rows"][0] == {"sold": "01/01/2024", "n": "0"}
    assert document["questions"][0]["choices"] == ["day first", "month first", "text"]
    assert tidemill("data", "list", "--json").json["total"] == 0


def test_a_question_names_the_command_that_answers_it(tidemill, empty, tmp_path):
    said = tidemill("data", "add", both_ways(tmp_path / "sales.csv"), "--name", "sales")
    assert said.code != 0
    assert 'tidemill data answer 1 --date-order "sold=day-first"' in said.err
    answered = tidemill("data", "answer", "1", "--date-order", "sold=month-first",
                        "--role", "n=identifier")  # fmt: skip
    assert answered.code == 0, answered.err
    schema = {c["name"]: c for c in tidemill("data", "show", "sales@1", "--json").json["schema"]}
    assert (schema["sold"]["kind"], schema["sold"]["reading"]) == ("datetime", "month first")
    assert schema["n"]["role"] == "identifier"


def test_options_say_how_a_file_is_read(tidemill, empty, tmp_path):
    path = tmp_path / "old.txt"
    path.write_bytes("näme|n\nÄ|1\nö|2\nü|x|3\n".encode("cp1252"))
    line = ("data", "add", path, "--name", "old", "--encoding", "cp1252", "--delimiter", "bar")
    said = tidemill(*line, "--bad-rows", "set-aside", "--role", "n=target", "--json")
    assert said.code == 0, said.err
    shown = tidemill("data", "show", "old@1", "--json").json
    assert [(c["name"], c["role"]) for c in shown["schema"]] == [
        ("näme", "feature"),
        ("n", "target"),
    ]
    assert said.json["items"][0]["added_rows"] == 2


@pytest.mark.parametrize(
    ("option", "words"),
    [
        (("--bad-rows", "burn"), "can't be burn"),
        (("--role", "n=boss"), "boss is no role"),
        (("--role", "boss"), "says no column"),
        (("--date-order", "sold=year-first"), "year-first is no order of dates"),
    ],
)
def test_what_cannot_be_meant_is_said(tidemill, empty, tmp_path, option, words):
    said = tidemill("data", "add", both_ways(tmp_path / "a.csv"), "--name", "a", *option)
    assert said.code == 2
    assert words in said.err
