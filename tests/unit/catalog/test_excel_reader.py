"""Sheets: which one, where its names stand, and what its cells are."""

# Cells hold moments without a zone.
# ruff: noqa: DTZ001

import errno
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import xlwt

from tidemill.base.errors import NeedsYou, WorldError
from tidemill.base.progress import Silent
from tidemill.catalog.readers import _office, excel
from tidemill.domain.columns import Kind
from tidemill.domain.reading import ReadOptions, ReadResult

Fill = Callable[[Any], None]


@pytest.fixture
def read(tmp_path: Path):
    def work(fill: Fill, part: str | None = None) -> ReadResult:
        path = tmp_path / "book.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            fill(book)
        return excel.read(path, None, Silent(), None, ReadOptions(part=part))

    return work


def lists(result: ReadResult) -> dict[str, list[Any]]:
    return {column.name: column.to_list() for column in result.frame}


def two_sheets(book: Any) -> None:
    book.add_worksheet("Cover")
    for name, rows in (("May", [["a", "b"], [1, "x"], [2, "y"]]), ("June", [["c"], [3]])):
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)


def test_the_first_sheet_that_is_not_empty_is_read_and_said(read):
    result = read(two_sheets)
    assert lists(result) == {"a": [1, 2], "b": ["x", "y"]}
    assert (result.facts.part, result.facts.parts) == ("May", ("Cover", "May", "June"))


def test_another_sheet_can_be_named(read):
    assert lists(read(two_sheets, "June")) == {"c": [3]}
    with pytest.raises(NeedsYou, match="has no sheet July"):
        read(two_sheets, "July")
    with pytest.raises(NeedsYou, match="has nothing in Cover"):
        read(two_sheets, "Cover")


def test_cells_keep_their_types_and_formulas_count_by_their_values(read):
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["n", "zip", "day", "late", "sum", "text number", "danger"])
        for at in (1, 2):
            sheet.write_number(at, 0, at * 1.5)
            sheet.write_string(at, 1, f"00{at}")
            sheet.write_datetime(at, 2, datetime(2024, 5, at), day)
            sheet.write_boolean(at, 3, at == 1)
            sheet.write_formula(at, 4, f"=A{at + 1}*2", None, at * 3)
            sheet.write_string(at, 5, str(at * 10))
            sheet.write_string(at, 6, "=1+1")

    result = read(fill)
    assert lists(result) == {
        "n": [1.5, 3.0],
        "zip": ["001", "002"],
        "day": [datetime(2024, 5, 1), datetime(2024, 5, 2)],
        "late": [True, False],
        "sum": [3, 6],
        "text number": [10, 20],
        "danger": ["=1+1", "=1+1"],
    }


def test_titles_above_the_names_are_left_out_and_rows_keep_their_numbers(read):
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 1, 0, 3, "Sales of May")
        sheet.write_row(3, 1, ["a", "b", "c"])
        sheet.write_row(4, 1, [1, 2, 3])
        sheet.write_row(6, 1, [4, 5, 6])

    result = read(fill)
    assert lists(result) == {"a": [1, 4], "b": [2, 5], "c": [3, 6]}
    assert result.lines.tolist() == [5, 7]
    assert result.facts.n_skipped == 3


def test_names_in_two_rows_under_merged_cells_are_joined(read):
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 1, 0, "city")
        sheet.merge_range(0, 1, 0, 2, "2024")
        sheet.write_row(1, 1, ["Q1", "Q2"])
        sheet.write_row(2, 0, ["Bern", 1, 2])

    assert lists(read(fill)) == {"city": ["Bern"], "2024 Q1": [1], "2024 Q2": [2]}


def test_numbers_without_names_get_names(read):
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [1, 2])
        sheet.write_row(1, 0, [3, 4])

    result = read(fill)
    assert lists(result) == {"column 1": [1, 3], "column 2": [2, 4]}
    assert not result.facts.has_names


def test_an_old_workbook_is_read_too(tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("Rows")
    for at, row in enumerate([["a", "zip"], [1, "007"], [2.5, "010"]]):
        for column, value in enumerate(row):
            sheet.write(at, column, value)
    book.save(str(tmp_path / "old.xls"))
    result = excel.read(tmp_path / "old.xls", None, Silent())
    assert lists(result) == {"a": [1, 2.5], "zip": ["007", "010"]}


def test_a_sheet_of_libreoffice_is_read_too(tmp_path):
    office = "urn:oasis:names:tc:opendocument:xmlns"
    cells = (
        '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
        '<table:table-cell office:value-type="{}" office:{}="{}"><text:p>x</text:p>'
        "</table:table-cell>"
    )
    rows = "".join(
        f"<table:table-row>{cells.format(*row)}</table:table-row>"
        for row in (
            ("zip", "string", "string-value", "n"),
            ("007", "float", "value", "1.5"),
            ("010", "float", "value", "2"),
        )
    )
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{office}:office:1.0" '
        f'xmlns:table="{office}:table:1.0" xmlns:text="{office}:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="Rows">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    path = tmp_path / "rows.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{office}:manifest:1.0"/>')
        archive.writestr("content.xml", content)
    assert lists(excel.read(path, None, Silent()))["zip"] == ["007", "010"]


def test_a_sheet_that_reaches_too_far_is_refused_before_room_is_made(read, monkeypatch):
    monkeypatch.setattr(_office, "MAX_CELLS", 100)

    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(99, 9, 1)

    with pytest.raises(NeedsYou, match="spans 1,000 cells; at most 100"):
        read(fill)


def test_a_workbook_that_a_password_keeps_is_told(tmp_path):
    path = tmp_path / "kept.xlsx"
    path.write_bytes(_compound_file("EncryptedPackage"))
    with pytest.raises(NeedsYou, match="protected by a password"):
        excel.read(path, None, Silent())


def _compound_file(name: str) -> bytes:
    """A compound file (MS-CFB) of one empty stream: header, one table of sectors, one directory."""
    end, free = 0xFFFFFFFE, 0xFFFFFFFF
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += b"".join(n.to_bytes(2, "little") for n in (62, 3, 0xFFFE, 9, 6)) + bytes(6)
    words = [0, 1, 1, 0, 4096, end, 0, end, 0, 0, *[free] * 108]
    head += b"".join(n.to_bytes(4, "little") for n in words)
    table = b"".join(n.to_bytes(4, "little") for n in (0xFFFFFFFD, end, *[free] * 126))

    def entry(title: str, kind: int) -> bytes:
        raw = title.encode("utf-16-le") + bytes(2)
        one = raw.ljust(64, b"\0") + len(raw).to_bytes(2, "little") + bytes([kind, 1])
        return (one + b"\xff" * 12 + bytes(36) + end.to_bytes(4, "little")).ljust(128, b"\0")

    return head + table + entry("Root Entry", 5) + entry(name, 2) + bytes(256)


def test_kinds_of_columns_are_those_of_their_cells(read):
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["mixed", "gone"])
        sheet.write_row(1, 0, ["word"])
        sheet.write_row(2, 0, [2])

    result = read(fill)
    assert result.schema["mixed"].kind is Kind.CATEGORICAL
    assert lists(result) == {"mixed": ["word", "2"], "gone": [None, None]}


def test_a_disk_that_fails_meanwhile_is_not_taken_for_a_damaged_file(
    read, monkeypatch: pytest.MonkeyPatch
):
    def full(*_args: Any, **_more: Any) -> Any:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(excel, "spill_folder", full)
    with pytest.raises(WorldError, match="No space left on device"):
        read(two_sheets)
