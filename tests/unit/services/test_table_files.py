"""Tables as files: what is written is what other programs read, and nothing in it runs."""

import csv
import math
import re
import tracemalloc
import zipfile
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tidemill.base.errors import Cancelled, NeedsYou, WorldError
from tidemill.base.progress import Silent
from tidemill.services import excel_tables
from tidemill.services.table_cells import Cell, as_number, harmless
from tidemill.services.table_files import kind_of, write_table

MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
HEADINGS = ["name", "auc", "n", "good", "started"]
ROWS = [
    ['first, "of" them', 0.25, 3, True, MOMENT],
    ["=1+1", -0.5, None, False, None],
    [None, math.nan, 12_345_678_901_234_567, True, MOMENT],
    ["größe_&%$#{}~^\\ <|>\nline", -math.inf, -7, None, MOMENT],
]
KINDS = ["csv", "xlsx", "latex"]
NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheets(path):
    """The sheets of a workbook: rows of (type, text) by column letters."""
    found = []
    with zipfile.ZipFile(path) as book:
        names = [n for n in book.namelist() if n.startswith("xl/worksheets/sheet")]
        for name in sorted(names, key=lambda n: int(re.findall(r"\d+", n)[0])):
            root = ElementTree.fromstring(book.read(name))
            rows = []
            for row in root.iter(NAMESPACE + "row"):
                cells = {}
                for cell in row:
                    column = re.sub(r"\d", "", cell.get("r"))
                    kind = cell.get("t", "n")
                    cells[column] = (kind, "".join(cell.itertext()))
                rows.append(cells)
            found.append(rows)
    return found


def test_csv_is_read_back_by_pandas_as_it_was(tmp_path):
    written = write_table(tmp_path / "t.csv", HEADINGS, ROWS, "csv")
    assert (written.rows, written.said) == (4, ())
    frame = pd.read_csv(written.path, parse_dates=["started"])
    assert list(frame.columns) == HEADINGS
    assert frame["auc"].tolist()[:2] == [0.25, -0.5]
    assert math.isnan(frame["auc"][2])
    assert frame["auc"][3] == -math.inf
    assert frame["started"][0] == pd.Timestamp(MOMENT)
    assert frame["name"].tolist()[:2] == ['first, "of" them', "'=1+1"]
    assert frame["name"][3] == "größe_&%$#{}~^\\ <|>\nline"


def test_excel_has_numbers_as_numbers_texts_as_texts_and_times_as_dates(tmp_path):
    written = write_table(tmp_path / "t.xlsx", HEADINGS, ROWS, "xlsx")
    [rows] = sheets(written.path)
    assert [cell[1] for cell in rows[0].values()] == HEADINGS
    assert rows[1]["B"] == ("n", "0.25")
    assert rows[1]["C"] == ("n", "3")
    assert rows[1]["D"] == ("b", "1")
    days = (MOMENT.replace(tzinfo=None) - datetime(1899, 12, 30)) / timedelta(days=1)  # noqa: DTZ001
    kind, day = rows[1]["E"]
    assert kind == "n"
    assert float(day) == pytest.approx(days, abs=1e-9)
    assert rows[2]["A"] == ("inlineStr", "=1+1")
    assert "C" not in rows[2]
    assert rows[3]["B"] == ("inlineStr", "NaN")
    assert rows[3]["C"] == ("inlineStr", "12345678901234567")
    assert rows[4]["B"] == ("inlineStr", "-inf")
    with zipfile.ZipFile(written.path) as book:
        assert not any(b"<f>" in book.read(name) for name in book.namelist())


def test_latex_is_escaped_with_rules_and_aligned_numbers(tmp_path):
    rows = [["a_b", 0.25, 1e-7], ["50 % & more", -0.125, math.inf], [None, 3, None]]
    text = write_table(tmp_path / "t.tex", ["na_me", "auc", "x"], rows, "latex").path.read_text()
    assert text.splitlines()[1:] == [
        "\\begin{tabular}{lrr}",
        "\\toprule",
        "na\\_me & auc & x \\\\",
        "\\midrule",
        "a\\_b & 0.250 & $1.000\\cdot 10^{-7}$ \\\\",
        "50 \\% \\& more & $-0.125$ & $\\infty$ \\\\",
        "-- & 3.000 & -- \\\\",
        "\\bottomrule",
        "\\end{tabular}",
    ]


def test_a_long_latex_table_breaks_over_pages(tmp_path):
    rows = [[i] for i in range(100)]
    text = write_table(tmp_path / "t.tex", ["n"], rows, "latex", total=100).path.read_text()
    assert "\\begin{longtable}{r}" in text
    assert "\\endhead" in text


def test_what_stands_out_is_bold_with_its_decimals(tmp_path):
    rows = [["auc", Cell(0.87654, 2, is_strong=True), Cell(0.8, 2), Cell(None, 2)]]
    text = write_table(tmp_path / "t.tex", ["", "a", "b", "c"], rows, "latex").path.read_text()
    assert "auc & \\textbf{0.88} & 0.80 & -- \\\\" in text
    [told] = sheets(write_table(tmp_path / "t.xlsx", ["", "a", "b", "c"], rows, "xlsx").path)
    assert told[1]["B"] == ("n", "0.87654")
    lines = write_table(tmp_path / "t.csv", ["", "a", "b", "c"], rows, "csv").path.read_text()
    assert lines == ",a,b,c\nauc,0.87654,0.8,\n"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("@SUM(1)", "'@SUM(1)"),
        ("+1+2", "'+1+2"),
        ("-x", "'-x"),
        ("\tx", "'\tx"),
        ("-0.5", "-0.5"),
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_a_text_that_begins_like_a_formula_is_made_harmless(text, written):
    assert harmless(text) == written


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.1", 0.1),
        ("-3", -3),
        ("1e-4", 1e-4),
        ("007", "007"),
        ("1.0.0", "1.0.0"),
        ("nan", "nan"),
        ("1e999", "1e999"),
        ("12345678901234567890", "12345678901234567890"),
        ("", ""),
    ],
)
def test_a_parameter_is_a_number_where_no_digit_is_lost(text, value):
    found = as_number(text)
    assert found == value
    assert type(found) is type(value)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.lists(st.text(st.characters(codec=None), max_size=20), min_size=1, max_size=3))
def test_any_text_can_be_written_in_every_kind(tmp_path, texts):
    for kind in KINDS:
        write_table(tmp_path / f"t.{kind}", texts, [texts], kind)
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as stream:
        [_, row] = csv.reader(stream)
    assert len(row) == len(texts)
    assert not any(cell.startswith(("=", "@")) for cell in row)
    lines = (tmp_path / "t.latex").read_text().split("\n")
    assert len(lines) == 9
    [told] = sheets(tmp_path / "t.xlsx")
    assert len(told) == 2


def test_what_excel_does_not_take_is_told(tmp_path, monkeypatch):
    long = "x" * 40_000
    written = write_table(tmp_path / "t.xlsx", ["a"], [[long], ["😀" * 20_000]], "xlsx")
    assert written.said == (
        "2 texts were cut: an Excel cell takes 32,767 characters. A CSV file keeps all of it.",
    )
    [rows] = sheets(written.path)
    assert rows[1]["A"][1] == "x" * 32_766 + "…"
    assert rows[2]["A"][1] == "😀" * 16_383 + "…"
    assert long in write_table(tmp_path / "t.csv", ["a"], [[long]], "csv").path.read_text()
    with pytest.raises(NeedsYou, match="takes 16,384 columns; these are 16,385"):
        write_table(tmp_path / "wide.xlsx", ["a"] * 16_385, [], "xlsx")
    monkeypatch.setattr(excel_tables, "ROWS", 3)
    written = write_table(tmp_path / "t.xlsx", ["a"], [[i] for i in range(5)], "xlsx")
    assert written.rows == 5
    assert written.said == ("An Excel sheet takes 3 rows: the table is on 3 sheets.",)
    assert [[r["A"][1] for r in rows] for rows in sheets(written.path)] == [
        ["a", "0", "1"],
        ["a", "2", "3"],
        ["a", "4"],
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_long_table_is_never_held_as_a_whole(tmp_path, kind):
    def rows():
        for i in range(20_000):
            yield [f"run-{i} " + "x" * 100, i / 7, i]

    tracemalloc.start()
    written = write_table(tmp_path / "t", ["name", "auc", "n"], rows(), kind)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert written.rows == 20_000
    assert written.path.stat().st_size > 50_000
    assert peak < 3_000_000  # the texts alone are more


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_given_up_leaves_the_former_file_and_no_scrap(tmp_path, kind):
    path = tmp_path / "t"
    path.write_text("before")
    reporter = Silent()

    def rows():
        for i in range(20_000):
            if i == 12_000:
                reporter.stop()
            yield [i]

    with pytest.raises(Cancelled):
        write_table(path, ["n"], rows(), kind, reporter=reporter, total=20_000)
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("kind", KINDS)
def test_a_place_that_takes_no_file_is_told(tmp_path, kind):
    (tmp_path / "file").write_text("")
    with pytest.raises(WorldError, match="can't be written"):
        write_table(tmp_path / "file" / "t", ["n"], [[1]], kind)


def test_the_ending_says_the_kind(tmp_path):
    assert [kind_of(tmp_path / f"t{e}") for e in (".csv", ".XLSX", ".tex")] == KINDS
    with pytest.raises(NeedsYou, match=r"can't be written as t\.pdf"):
        kind_of(tmp_path / "t.pdf")
