"""JSON and SQLite: what is a row, what is its type, which part of the file is meant."""

import contextlib
import json
import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Silent
from tidemill.catalog.readers import json_lines, sqlite
from tidemill.domain.columns import Kind
from tidemill.domain.reading import ReadOptions, ReadResult


def lists(result: ReadResult) -> dict[str, list[Any]]:
    return {column.name: column.to_list() for column in result.frame}


@pytest.fixture
def read(tmp_path: Path):
    def work(text: str, part: str | None = None) -> ReadResult:
        path = tmp_path / "rows.json"
        path.write_text(text, encoding="utf-8")
        return json_lines.read(path, None, Silent(), None, ReadOptions(part=part))

    return work


ROWS = [{"a": 1, "b": "x"}, {"b": "y", "c": True}]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(map(json.dumps, ROWS)),
        json.dumps(ROWS),
        json.dumps(ROWS, indent=2),
        "\n".join(json.dumps(row, indent=2) for row in ROWS),
        "\ufeff" + json.dumps(ROWS[0]) + "\r\n\r\n" + json.dumps(ROWS[1]) + "\r\n",
    ],
)
def test_lines_lists_and_values_give_the_same_rows(read, text):
    assert lists(read(text)) == {"a": [1, None], "b": ["x", "y"], "c": [None, True]}


def test_texts_stay_texts_unless_all_are_dates(read):
    result = read('{"n": "12", "at": "2024-05-01", "z": "007"}\n{"n": "13", "at": null, "z": "1"}')
    assert lists(result)["n"] == ["12", "13"]
    assert result.schema["at"].kind is Kind.DATETIME
    assert lists(result)["at"] == [datetime(2024, 5, 1), None]  # noqa: DTZ001
    assert lists(result)["z"] == ["007", "1"]


def test_big_numbers_stay_exact_and_nested_values_are_said(read):
    result = read('{"big": 12345678901234567890123, "in": {"a": [1, 2]}, "ok": 9007199254740993}')
    assert lists(result) == {
        "big": ["12345678901234567890123"],
        "in": ['{"a":[1,2]}'],
        "ok": [9007199254740993],
    }
    assert "nested" in result.schema["in"].note


def test_keys_of_any_signs_are_columns(read):
    row = {"a/b": 1, "c~d": 2, 'e"f': 3, "g.h": 4, "Ä ü": 5, "$": 6, "0": 7}
    assert lists(read(json.dumps(row))) == {key: [value] for key, value in row.items()}


def test_broken_records_are_named_by_their_line(read):
    result = read('{"a": 1}\n{"a": \n[1]\n\n{"a": 2}\n')
    assert lists(result) == {"a": [1, 2]}
    assert [(row.line, row.text) for row in result.bad_rows] == [(2, '{"a":'), (3, "[1]")]
    assert result.facts.n_bad_rows == 2
    assert result.lines.tolist() == [1, 5]


def test_a_list_that_is_cut_keeps_what_stands_before(read):
    result = read('[{"a": 1},\n {"a": 2},\n {"a": ')
    assert lists(result) == {"a": [1, 2]}
    assert [row.line for row in result.bad_rows] == [3]


def test_lists_in_one_object_are_its_parts(read):
    text = json.dumps({"made": "2024", "orders": [{"a": 1}], "people": [{"b": 2}, {"b": 3}]})
    first = read(text)
    assert (lists(first), first.facts.part) == ({"a": [1]}, "orders")
    assert first.facts.parts == ("orders", "people")
    assert lists(read(text, "people")) == {"b": [2, 3]}


@pytest.mark.parametrize(
    ("text", "said"), [("[]", "has no records"), ("[1, 2]", "None of the 2"), ("word\n", "None of")]
)
def test_json_without_objects_is_told(read, text, said):
    with pytest.raises(NeedsYou, match=said):
        read(text)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    path = tmp_path / "shop.db"
    with contextlib.closing(sqlite3.connect(path)) as made, made:
        made.execute("create table nobody (a)")
        made.execute("create table orders (id integer, at timestamp, paid boolean, zip text, x)")
        made.execute("insert into orders values (1, '2024-05-01 10:00:00', 1, '007', 1.5)")
        made.execute("insert into orders values (2, null, 0, '12', 'word')")
        made.execute("create view paid as select id from orders where paid")
    return path


def test_the_first_table_with_rows_is_read_in_its_types(shop):
    result = sqlite.read(shop, None, Silent())
    assert lists(result) == {
        "id": [1, 2],
        "at": [datetime(2024, 5, 1, 10), None],  # noqa: DTZ001
        "paid": [True, False],
        "zip": ["007", "12"],
        "x": ["1.5", "word"],
    }
    assert (result.facts.part, result.facts.parts) == ("orders", ("nobody", "orders", "paid"))


def test_another_table_or_view_can_be_named(shop):
    paid = sqlite.read(shop, None, Silent(), None, ReadOptions(part="paid"))
    assert lists(paid) == {"id": [1]}
    with pytest.raises(NeedsYou, match="has no table gone"):
        sqlite.read(shop, None, Silent(), None, ReadOptions(part="gone"))


def test_nothing_is_made_beside_a_database_and_nothing_in_it_changes(shop):
    before = shop.read_bytes()
    sqlite.read(shop, None, Silent())
    sqlite.look(shop)
    assert [path.name for path in shop.parent.iterdir()] == ["shop.db"]
    assert shop.read_bytes() == before


def test_a_view_that_takes_for_ever_counts_as_empty_where_none_was_named(tmp_path, monkeypatch):
    monkeypatch.setattr(sqlite, "VIEW_S", 0.2)
    with contextlib.closing(sqlite3.connect(tmp_path / "v.db")) as made, made:
        made.execute(
            "create view endless as with recursive n(i) as (select 1 union all select i + 1 from n)"
            " select i from n where i < 0"
        )
    with pytest.raises(NeedsYou, match="no rows in its tables: endless"):
        sqlite.read(tmp_path / "v.db", None, Silent())
