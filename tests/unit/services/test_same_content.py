"""The same rows are known again in another format, file name, and order of rows and columns."""

import random
from datetime import datetime

import numpy as np
import pytest
import xlsxwriter

from tidemill.domain.columns import Kind
from tidemill.domain.datasets import Series
from tidemill.domain.frames import BOOLEAN_LEVELS, ColumnData, Frame, coded
from tidemill.domain.watches import FileState
from tidemill.services import datasets, tables, watching
from tidemill.store.tables import write_frame

HEADER = "day,x,shop,bought"


def parsed(path):
    return [line.split(",") for line in path.read_text().splitlines()[1:]]


def as_csv(path, rows):
    path.write_text("\n".join([HEADER, *(",".join(r) for r in rows)]) + "\n")
    return path


def as_parquet(path, rows):
    days, x, shops, bought = zip(*rows, strict=True)
    frame = Frame(
        (
            coded("shop", Kind.CATEGORICAL, shops),
            ColumnData("day", Kind.DATETIME, np.array(days, "M8[us]")),
            ColumnData(
                "bought",
                Kind.BOOLEAN,
                np.array([b == "yes" for b in bought], np.int32),
                BOOLEAN_LEVELS,
            ),
            ColumnData("x", Kind.NUMERIC, np.array(x, np.float64)),
        )
    )
    write_frame(frame, path)
    return path


def as_excel(path, rows):
    book = xlsxwriter.Workbook(str(path))
    sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    sheet.write_row(0, 0, HEADER.split(","))
    for at, (when, x, shop, bought) in enumerate(rows, 1):
        sheet.write_datetime(at, 0, datetime.fromisoformat(when), day)
        sheet.write_number(at, 1, float(x))
        sheet.write_string(at, 2, shop)
        sheet.write_string(at, 3, bought)
    book.close()
    return path


def outcome(workspace, path):
    [file] = [f for f in watching.arrived(workspace) if f.path == str(path)]
    return file.state, file.outcome


@pytest.mark.parametrize("series", list(Series))
def test_the_same_rows_in_another_format_and_order_are_known(
    workspace, take_in, month, tmp_path, series
):
    rows = parsed(month(1))
    take_in(month(1), series=series)
    random.Random(3).shuffle(rows)
    made = [
        as_csv(tmp_path / "shuffled.csv", rows),
        as_excel(tmp_path / "sheet.xlsx", rows),
    ]
    take_in(*made)
    for path in made:
        state, words = outcome(workspace, path)
        assert (state, words) == (
            FileState.SKIPPED,
            "Skipped: same data as v1, in a new file",
        )
    assert len(datasets.find(workspace, "shop").versions) == 1


def test_parquet_with_the_same_values_is_the_same_data(workspace, take_in, tmp_path):
    rows = [("2024-01-01 10:00:00", "1.5", "north", "yes"), ("2024-01-02", "2", "south", "no")]
    first = as_parquet(tmp_path / "one.parquet", rows)
    take_in(first, target=None)
    again = as_parquet(tmp_path / "two.parquet", rows[::-1])
    take_in(again, target=None)
    assert outcome(workspace, again)[0] is FileState.SKIPPED


def test_a_file_of_all_rows_of_an_append_series_is_known(workspace, take_in, month, tmp_path):
    take_in(month(1), month(2))
    rows = parsed(month(2)) + parsed(month(1))
    path = as_csv(tmp_path / "everything.csv", rows)
    take_in(path)
    assert outcome(workspace, path) == (
        FileState.SKIPPED,
        "Skipped: same data as v2, in a new file",
    )


def test_a_version_from_before_a_column_was_added_is_known_again(
    workspace, take_in, month, tmp_path
):
    take_in(month(1))
    later = tmp_path / "later.csv"
    lines = [",".join([*r, "7"]) for r in parsed(month(2))]
    later.write_text("\n".join([HEADER + ",extra", *lines]) + "\n")
    take_in(later)
    assert datasets.find(workspace, "shop").newest.number == 2
    again = as_csv(tmp_path / "first again.csv", parsed(month(1))[::-1])
    take_in(again)
    assert outcome(workspace, again)[1] == "Skipped: same data as v1, in a new file"


def test_an_append_series_and_one_file_of_all_its_rows_have_the_same_content(
    workspace, take_in, month, tmp_path
):
    take_in(month(1), month(2), month(3))
    rows = [r for n in (3, 1, 2) for r in parsed(month(n))]
    take_in(as_csv(tmp_path / "all.csv", rows), dataset="whole", series=Series.REPLACE)
    pieces = datasets.version(workspace, "shop")
    whole = datasets.version(workspace, "whole")
    assert pieces.content_hash == whole.content_hash
    assert tables.of(workspace, pieces).n_rows == whole.rows == 360
