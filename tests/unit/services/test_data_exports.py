"""Rows of a version go out as files that come back value for value, and harm nobody."""

import csv
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tidemill.base.errors import Cancelled, NeedsYou, WorldError
from tidemill.base.progress import Silent
from tidemill.catalog.reading import reader_for
from tidemill.services import data_exports, datasets, ingesting, personal_data, watching
from tidemill.services.workspace import Workspace

ROWS = """id,at,amount,n,late,zip,note
1,2024-01-01 05:00:00,1.5,7,true,007,plain
2,2024-01-02 06:30:00,,8,false,010,"two, words"
3,1850-05-05 00:00:00,-inf,,true,,=1+1
4,2024-01-04 23:59:59.000001,0.1,9007199254740992,,099,@cmd
"""


@pytest.fixture
def version(workspace: Workspace, drain, tmp_path: Path):
    (tmp_path / "rows.csv").write_text(ROWS)
    ingesting.add(workspace, [tmp_path / "rows.csv"], dataset="rows")
    drain()
    return datasets.version(workspace, "rows")


def read_again(path: Path):
    return {c.name: c.to_list() for c in reader_for(path).read(path, None, Silent()).frame}


@pytest.mark.parametrize("ending", data_exports.ENDINGS)
def test_what_goes_out_comes_back_value_for_value(workspace, version, tmp_path, ending):
    path = tmp_path / f"out{ending}"
    written = data_exports.export(workspace, version, path)
    assert (written.path, written.rows) == (path, 4)
    first = {c.name: c.to_list() for c in reader_for(path).read(path, None, Silent()).frame}
    original = {c.name: c.to_list() for c in data_exports.tables.whole(workspace, version)}
    if ending == ".csv":
        original["note"] = ["plain", "two, words", "'=1+1", "'@cmd"]
        assert any("apostrophe" in words for words in written.said)
    assert first == original
    assert first["zip"] == ["007", "010", None, "099"]


def test_pandas_reads_the_same_from_parquet_and_feather(workspace, version, tmp_path):
    for ending, read in ((".parquet", pd.read_parquet), (".feather", pd.read_feather)):
        data_exports.export(workspace, version, tmp_path / f"o{ending}")
        frame = read(tmp_path / f"o{ending}")
        assert list(frame["zip"].fillna("")) == ["007", "010", "", "099"]
        assert frame["at"].iloc[3] == pd.Timestamp("2024-01-04 23:59:59.000001")
        assert np.isneginf(frame["amount"].iloc[2])


def test_excel_runs_nothing_that_a_cell_holds(workspace, version, tmp_path):
    data_exports.export(workspace, version, tmp_path / "o.xlsx")
    with zipfile.ZipFile(tmp_path / "o.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "=1+1" in sheet


def test_only_the_columns_asked_for_are_written_in_that_order(workspace, version, tmp_path):
    path = tmp_path / "o.csv"
    data_exports.export(workspace, version, path, columns=["zip", "id"])
    rows = list(csv.reader(path.read_text().splitlines()))
    assert rows[:2] == [["zip", "id"], ["007", "1"]]
    with pytest.raises(NeedsYou, match="no column gone"):
        data_exports.export(workspace, version, path, columns=["gone"])


@pytest.mark.parametrize("ending", data_exports.ENDINGS)
def test_personal_columns_are_masked_and_that_is_said(workspace, version, tmp_path, ending):
    personal_data.mark(workspace, "rows", "zip", on=True)
    personal_data.mark(workspace, "rows", "id", on=True)
    path = tmp_path / f"o{ending}"
    written = data_exports.export(workspace, version, path)
    assert any("id, zip" in words for words in written.said)
    found = read_again(path)
    assert found["zip"] == ["•••", "•••", None, "•••"]
    assert found["id"] == ["•••"] * 4
    assert found["note"][0] == "plain"


def test_numbers_that_json_has_not_are_words_and_come_back_as_numbers(workspace, version, tmp_path):
    path = tmp_path / "o.jsonl"
    data_exports.export(workspace, version, path)
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    assert rows[2]["amount"] == "-inf"
    assert rows[1]["amount"] is None
    assert read_again(path)["amount"] == [1.5, None, -np.inf, 0.1]


def test_stopping_leaves_no_file(workspace, version, tmp_path):
    stopped = Silent()
    stopped.stop()
    for ending in data_exports.ENDINGS:
        with pytest.raises(Cancelled):
            data_exports.export(workspace, version, tmp_path / f"o{ending}", reporter=stopped)
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith((".o", "o"))] == []


def test_a_file_that_can_not_be_written_is_told(workspace, version, tmp_path):
    (tmp_path / "full").write_text("")
    with pytest.raises(WorldError, match="can't be written"):
        data_exports.export(workspace, version, tmp_path / "full" / "o.parquet")
    with pytest.raises(NeedsYou, match=r"can't be written as o\.pdf"):
        data_exports.export(workspace, version, tmp_path / "o.pdf")


def test_moments_stay_as_they_are_whatever_zone_the_computer_is_in(
    workspace, version, tmp_path, monkeypatch
):
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    import time

    time.tzset()
    try:
        data_exports.export(workspace, version, tmp_path / "o.xlsx")
    finally:
        monkeypatch.undo()
        time.tzset()
    at = read_again(tmp_path / "o.xlsx")["at"]
    assert at[0].replace(tzinfo=UTC) == datetime(2024, 1, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize("ending", data_exports.ENDINGS)
def test_a_version_taken_in_again_in_any_kind_is_known_as_the_same_data(
    workspace, drain, tmp_path, ending
):
    (tmp_path / "rows.csv").write_text(ROWS.replace("=1+1", "plus").replace("@cmd", "at"))
    ingesting.add(workspace, [tmp_path / "rows.csv"], dataset="rows")
    drain()
    out = tmp_path / f"out{ending}"
    data_exports.export(workspace, datasets.version(workspace, "rows"), out)
    ingesting.add(workspace, [out], dataset="rows")
    drain()
    newest = watching.arrived(workspace, dataset="rows")[0]
    assert "same" in newest.outcome
    assert "v1" in newest.outcome
    assert datasets.version(workspace, "rows").number == 1


@pytest.mark.parametrize("ending", data_exports.ENDINGS)
def test_only_rows_that_fulfil_a_condition_are_written(workspace, version, tmp_path, ending):
    path = tmp_path / f"some{ending}"
    written = data_exports.export(
        workspace, version, path, where="id <> 2 and note is not null", columns=["id", "zip"]
    )
    assert written.rows == 3
    assert read_again(path) == {"id": [1, 3, 4], "zip": ["007", None, "099"]}


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".jsonl"])
def test_a_condition_that_no_row_fulfils_gives_a_file_without_rows(
    workspace, version, tmp_path, ending
):
    path = tmp_path / f"none{ending}"
    assert data_exports.export(workspace, version, path, where="id > 99").rows == 0
    assert path.is_file()


def test_a_condition_that_is_none_or_rests_on_a_masked_column_writes_nothing(
    workspace, version, tmp_path
):
    with pytest.raises(NeedsYou, match="condition"):
        data_exports.export(workspace, version, tmp_path / "o.csv", where="id >")
    personal_data.mark(workspace, "rows", "note", on=True)
    with pytest.raises(NeedsYou, match="personal"):
        data_exports.export(workspace, version, tmp_path / "o.csv", where="note = 'plain'")
    written = data_exports.export(workspace, version, tmp_path / "o.csv", where="id = 1")
    assert written.rows == 1
    assert "plain" not in (tmp_path / "o.csv").read_text()
    assert sorted(p.name for p in tmp_path.glob("o*")) == ["o.csv"]
