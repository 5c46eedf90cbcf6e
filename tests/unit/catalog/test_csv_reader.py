"""Tables of text as they really come: read, or refused in words a person can use."""

# Columns hold moments without a zone.
# ruff: noqa: DTZ001

import gzip
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Silent
from tidemill.catalog import engine_texts
from tidemill.catalog.readers import _repair
from tidemill.catalog.readers import csv as reader
from tidemill.domain import inference
from tidemill.domain.columns import Column, Kind, Role, Schema
from tidemill.domain.content import content_hash
from tidemill.domain.reading import ReadResult


@pytest.fixture
def read(tmp_path: Path):
    def work(
        content: str | bytes, expected: Schema | None = None, name: str = "t.csv"
    ) -> ReadResult:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return reader.read(path, expected, Silent())

    return work


def lists(result: ReadResult) -> dict[str, list]:
    return {c.name: c.to_list() for c in result.frame}


@pytest.fixture(autouse=True)
def spill_is_cleared(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch):
    """Whatever happens, nothing stays in the temporary folder."""
    spill = tmp_path_factory.mktemp("spill")
    monkeypatch.setattr("tempfile.tempdir", str(spill))
    yield
    assert list(spill.iterdir()) == []


SMALL = "n,city\n1,Zürich\n2,Genève\n"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (SMALL.encode(), "utf-8"),
        (SMALL.encode("utf-8-sig"), "utf-8"),
        (SMALL.encode("utf-16"), "utf-16-le"),
        (b"\xfe\xff" + SMALL.encode("utf-16-be"), "utf-16-be"),
        (SMALL.encode("utf-16-le"), "utf-16-le"),
        (SMALL.encode("utf-16-be"), "utf-16-be"),
        (SMALL.encode("utf-32"), "utf-32-le"),
        (SMALL.encode("cp1252"), "cp1252"),
        (SMALL.replace("Zürich", "Z\x81ürich").encode("latin-1"), "latin-1"),
    ],
)
def test_every_encoding_gives_the_same_table(read, content, encoding):
    result = read(content)
    assert result.facts.encoding == encoding
    assert result.frame["n"].to_list() == [1, 2]
    assert result.frame["city"].to_list()[1] == "Genève"
    assert result.frame["city"].to_list()[0].replace("\x81", "") == "Zürich"
    assert not result.bad_rows


def test_euro_sign_and_curly_quotes_show_windows_1252(read):
    assert lists(read("p,q\n5 €,“x”\n".encode("cp1252"))) == {"p": ["5 €"], "q": ["“x”"]}


def test_gzip_is_unpacked_and_named(read):
    result = read(gzip.compress(SMALL.encode("utf-16")), name="t.csv.gz")
    assert lists(result) == {"n": [1, 2], "city": ["Zürich", "Genève"]}
    assert (result.facts.compression, result.facts.encoding) == ("gzip", "utf-16-le")


def test_cut_gzip_is_read_as_far_as_it_goes_and_told(read):
    rows = "".join(f"{i},{i * 7919 % 10007}\n" for i in range(20_000))
    result = read(gzip.compress(f"a,b\n{rows}".encode())[:-2000], name="t.csv.gz")
    assert result.facts.cut == "The gzip archive ends before its content does."
    assert 1000 < result.frame.n_rows < 20_000


def test_damaged_gzip_is_refused(read):
    packed = bytearray(gzip.compress(SMALL.encode() * 100))
    packed[20:40] = bytes(20)
    with pytest.raises(NeedsYou, match="gzip archive is damaged"):
        read(bytes(packed), name="t.csv.gz")


@pytest.mark.parametrize("mark", [",", ";", "\t", "|", "^", "~", "\x1f", "\x01"])
def test_delimiter_is_found(read, mark):
    result = read(f'a{mark}b b{mark}c\n1{mark}"x, y"{mark}3\n2{mark}z{mark}4\n')
    assert result.facts.delimiter == mark
    assert lists(result) == {"a": [1, 2], "b b": ["x, y", "z"], "c": [3, 4]}


def test_delimiter_named_in_the_first_line_is_believed(read):
    result = read("sep=;\na;b\n1;2,5\n")
    assert lists(result) == {"a": [1], "b": [2.5]}
    assert result.lines.tolist() == [3]


def test_delimiter_that_finds_the_expected_columns_wins(read):
    expected = Schema((Column("a", Kind.NUMERIC), Column("b", Kind.CATEGORICAL)))
    result = read("a|b\n1|x,y,z\n2|x,y,z\n", expected)
    assert result.missing_columns == ()
    assert result.frame["b"].to_list() == ["x,y,z", "x,y,z"]


def test_decimal_commas_are_read_between_semicolons(read):
    result = read("a;b;c\n1,5;1.234;2,345\n2;5.678;6,789\n")
    assert result.facts.decimal == ","
    assert lists(result) == {"a": [1.5, 2.0], "b": [1234, 5678], "c": [2.345, 6.789]}


def test_one_column_without_a_delimiter_is_a_table(read):
    assert lists(read("a\n1\n\n2\n")) == {"a": [1, 2]}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_gives_the_same_rows(read, end):
    result = read(f"a,b{end}1,x{end}2,y{end}")
    assert lists(result) == {"a": [1, 2], "b": ["x", "y"]}
    assert result.lines.tolist() == [2, 3]
    assert lists(read(f"a,b{end}1,x{end}2,y")) == lists(result)


def test_line_ends_of_two_kinds_in_one_file_lose_no_rows(read):
    result = read("a,b\r\n1,x\n2,y\r\n\n3,z\n")
    assert lists(result) == {"a": [1, 2, 3], "b": ["x", "y", "z"]}
    assert result.lines.tolist() == [2, 3, 5]


def test_quoted_line_ends_delimiters_and_quotes_are_values(read):
    result = read('a,b\n1,"x\ny, ""z"""\n2,q\n3,"r\r\ns"\n')
    assert lists(result) == {"a": [1, 2, 3], "b": ['x\ny, "z"', "q", "r\r\ns"]}
    assert result.lines.tolist() == [2, 4, 5]


def test_ragged_rows_are_listed_by_line_with_reason_and_text(read):
    result = read("a,b,c\n1,2,3\n4,5\n\n6,7,8,9\n10,11,12\n")
    assert lists(result) == {"a": [1, 10], "b": [2, 11], "c": [3, 12]}
    assert [(bad.line, bad.text) for bad in result.bad_rows] == [(3, "4,5"), (5, "6,7,8,9")]
    assert result.bad_rows[0].reason == "It has 2 values; the first line names 3 columns."
    assert result.lines.tolist() == [2, 6]
    assert (result.facts.n_bad_rows, result.facts.cut) == (2, "")


def test_file_cut_inside_a_row_is_told(read):
    result = read("a,b,c\n1,2,3\n4,5,6\n7,8")
    assert result.facts.cut == "The file ends inside line 4, after 2 of 3 values."
    assert [bad.line for bad in result.bad_rows] == [4]
    assert result.frame.n_rows == 2


def test_file_cut_inside_a_quoted_value_is_told(read):
    result = read('a,b\n1,"x"\n2,"y and')
    assert result.facts.cut == "A quote opened in line 3 is not closed before the file ends."
    assert lists(result) == {"a": [1], "b": ["x"]}


def test_file_cut_inside_a_letter_is_told_by_its_row(read):
    result = read("a,b\n1,x\n2,Zü".encode()[:-1])
    assert [(bad.line, bad.reason) for bad in result.bad_rows] == [
        (3, "It holds bytes that are no text.")
    ]


def test_unclosed_quote_costs_its_own_row_only(read):
    rows = "".join(f"{i},x{i}\n" for i in range(1000))
    result = read(f'a,b\n{rows}1000,"open\n{rows}')
    assert result.frame.n_rows == 2000
    assert [bad.line for bad in result.bad_rows] == [1002]
    assert "quote" in result.bad_rows[0].reason


def test_unclosed_quote_before_good_quotes_costs_its_own_row_only(read):
    result = read('a,b\n1,"open\n2,"two\nlines"\n3,"x"\n')
    assert lists(result) == {"a": [2, 3], "b": ["two\nlines", "x"]}
    assert [bad.line for bad in result.bad_rows] == [2]


def test_many_unclosed_quotes_are_read_in_bounded_time(read, monkeypatch):
    monkeypatch.setattr(_repair, "_NEAR_CHARS", 2_000)
    monkeypatch.setattr(_repair, "_FAR_CHARS", 20_000)
    rows = "".join(f'{i},x\n{i},"open\n{i},"closed" badly\n' for i in range(3000))
    result = read(f"a,b\n{rows}")
    assert result.frame.n_rows == 3000
    assert result.facts.n_bad_rows == 6000


def test_quotes_inside_plain_values_stay(read):
    assert lists(read('a,b\n1,5" pipe\n2,6" pipe\n')) == {"a": [1, 2], "b": ['5" pipe', '6" pipe']}


def test_spaces_before_quotes_do_not_hide_them(read):
    assert lists(read('a, "b"\n1, "x, y"\n2, "z"\n')) == {"a": [1, 2], "b": ["x, y", "z"]}


def test_quotes_escaped_by_backslash_are_read(read):
    result = read('a,b\n1,"say \\"hi\\", twice"\n2,"plain"\n')
    assert lists(result) == {"a": [1, 2], "b": ['say "hi", twice', "plain"]}


def test_null_byte_costs_its_row(read):
    result = read(b"a,b\n1,x\n2,y\x00z\n3,z\n" + b"4,plain text\n" * 50)
    assert [(bad.line, bad.reason) for bad in result.bad_rows] == [(3, "It holds a null byte.")]
    assert result.frame.n_rows == 52


def test_bytes_that_are_no_utf8_in_utf8_cost_their_row(read):
    good = "".join(f"{i},Zürich\n" for i in range(50)).encode()
    result = read(b"a,b\n" + good + b"50,Z\xfcrich\n" + good)
    assert result.facts.encoding == "utf-8"
    assert [bad.line for bad in result.bad_rows] == [52]
    assert set(result.frame["b"].to_list()) == {"Zürich"}


def test_very_long_values_are_read(read):
    long = "x" * 5_000_000
    result = read(f'a,b\n1,{long}\n2,"{long}\n"\n3,y\n')
    assert [len(text) for text in result.frame["b"].to_list()] == [5_000_000, 5_000_001, 1]


def test_infinite_numbers_stay_infinite(read):
    assert lists(read("a\n1\ninf\n-Infinity\n")) == {"a": [1, np.inf, -np.inf]}


def test_whole_numbers_of_64_bits_are_exact(read):
    assert lists(read("a\n9223372036854775807\n1\n")) == {"a": [9223372036854775807, 1]}


def test_whole_numbers_beyond_64_bits_are_exact_as_text(read):
    result = read("a\n12345678901234567890123\n1\n")
    assert lists(result) == {"a": ["12345678901234567890123", "1"]}
    assert result.schema["a"].note == inference.TOO_LONG


def test_leading_zeros_stay(read):
    assert lists(read("zip\n00501\n10001\n")) == {"zip": ["00501", "10001"]}


def test_ambiguous_dates_are_not_read_day_first_in_silence(read):
    result = read("d\n01/02/2013\n03/04/2013\n")
    assert result.schema["d"].kind is Kind.CATEGORICAL
    assert result.schema["d"].note == inference.AMBIGUOUS_DATES


def test_another_date_column_settles_ambiguous_dates(read):
    result = read("d,e\n01/02/2013,12/31/2013\n03/04/2013,01/01/2013\n")
    assert result.frame["d"].to_list() == [datetime(2013, 1, 2), datetime(2013, 3, 4)]


def test_yes_and_no_are_truth_only_when_both_are_there(read):
    result = read("a,b\nyes,no\nno,no\n")
    assert [str(c.kind) for c in result.schema.columns] == ["boolean", "categorical"]


def test_column_without_values_is_a_category_and_says_so(read):
    column = read("a,b\n1,\n2,NA\n").schema["b"]
    assert read("a,b\n1,\n2,x\n").frame["b"].to_list() == [None, "x"]
    assert (column.kind, column.note) == (Kind.CATEGORICAL, inference.ALL_MISSING)


def test_names_in_any_letters_and_differing_in_case_are_kept(read):
    result = read('größe,"Größe",中文,"a ""b"", c"\n1,2,3,4\n')
    assert result.frame.names == ("größe", "Größe", "中文", 'a "b", c')


def test_columns_without_a_name_get_their_place(read):
    assert read(",a,\n0,1,2\n").frame.names == ("column 1", "a", "column 3")


FLIGHTS = Schema(
    (
        Column("delay", Kind.NUMERIC, Role.TARGET, whole=True),
        Column("carrier", Kind.CATEGORICAL),
        Column("at", Kind.DATETIME, Role.TIME),
    )
)


def test_expected_columns_keep_order_roles_and_kinds(read):
    result = read("at,extra,carrier,delay\n2013-01-01,1,007,\n2013-01-02,2,UA,5\n", FLIGHTS)
    assert result.frame.names == ("delay", "carrier", "at", "extra")
    assert (result.missing_columns, result.new_columns) == ((), ("extra",))
    assert (result.schema.target, result.schema.time) == ("delay", "at")
    assert result.frame["carrier"].to_list() == ["007", "UA"]
    assert result.frame["delay"].to_list() == [None, 5.0]


def test_missing_columns_are_listed(read):
    result = read("carrier,delay\nUA,5\n", FLIGHTS)
    assert result.missing_columns == ("at",)
    assert result.frame.names == ("delay", "carrier")


def test_unexpected_cells_are_counted_with_line_and_text(read):
    rows = "".join(f"{'calm' if i % 3 == 0 else i},UA,2013-01-01\n" for i in range(300))
    result = read(f'delay,carrier,at\n7,"two\nlines",2013-01-01\nbroken,row\n{rows}', FLIGHTS)
    (mismatch,) = result.mismatches
    assert (mismatch.column, mismatch.expected, mismatch.n_bad) == ("delay", Kind.NUMERIC, 100)
    assert mismatch.examples[:2] == ((5, "calm"), (8, "calm"))
    assert mismatch.lines[:3] == (5, 8, 11)
    assert int(result.frame["delay"].missing.sum()) == 100


def test_whole_column_that_gets_fractions_is_no_longer_whole(read):
    result = read("delay,carrier,at\n1.5,UA,2013-01-01\n", FLIGHTS)
    assert not result.schema["delay"].whole
    assert result.mismatches == ()


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "t.csv", "t.csv is empty: it has no bytes."),
        (gzip.compress(b"", mtime=0), "t.csv.gz", "t.csv.gz is empty: nothing is packed in it."),
        (b"\n\n\n", "t.csv", "t.csv has no column names: its lines are blank."),
        (b"a,b\n", "t.csv", "t.csv has 2 column names but no rows."),
        (b"a,b\n\n\n", "t.csv", "t.csv has 2 column names but no rows."),
        (b"a,b,a\n1,2,3\n", "t.csv", "Two columns of t.csv are named a: columns 1 and 3."),
        (b"a,b,a,a\n1,2,3,4\n", "t.csv", "3 columns of t.csv are named a: columns 1, 3 and 4."),
        (b"1.5,2\n2.5,3\n", "t.csv", "t.csv has no column names: its first line holds numbers"),
        (b'a,"b\n1,2\n', "t.csv", "A quote in the column names of t.csv is not closed."),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "t.csv", "it is a PNG picture."),
        (b"PAR1" + bytes(100), "t.csv", "it is a Parquet file."),
        (b"PK\x03\x04" + bytes(100), "t.csv", "it is a ZIP archive or an Office document."),
        (
            gzip.compress(b"%PDF-1.7 " * 9, mtime=0),
            "t.csv",
            "it is a PDF document inside a gzip archive.",
        ),
        (bytes(range(256)) * 20, "t.csv", "it is a binary file."),
        (b"a,b\n1\n2\n3\n", "t.csv", "None of the 3 rows of t.csv can be read. Line 2: It has 1"),
    ],
)
def test_what_is_no_table_is_refused_in_a_clear_sentence(read, content, name, message):
    with pytest.raises(NeedsYou) as told:
        read(content, name=name)
    assert message in told.value.message
    assert told.value.hint


def test_folder_and_missing_file_are_told(tmp_path):
    with pytest.raises(NeedsYou, match="is a folder"):
        reader.read(tmp_path, None, Silent())
    with pytest.raises(NeedsYou, match=r"There is no file gone\.csv"):
        reader.read(tmp_path / "gone.csv", None, Silent())


def test_paths_that_look_like_patterns_name_one_file(tmp_path):
    (tmp_path / "t[1].csv").write_text("a\n1\n")
    (tmp_path / "t1.csv").write_text("a\n2\n")
    assert lists(reader.read(tmp_path / "t[1].csv", None, Silent())) == {"a": [1]}


def test_large_columns_are_typed_alike_by_engine_and_rules(read, monkeypatch):
    rng = np.random.default_rng(7)
    n = 3000
    columns = {
        "real": [repr(v) for v in rng.normal(size=n)],
        "gaps": ["NA" if i % 7 == 0 else f" {i * 0.37:.3f} " for i in range(n)],
        "whole": [str(v) for v in rng.integers(-(10**9), 10**9, n)],
        "few": [f"l{v}" for v in rng.integers(0, 9, n)],
        "zeros": [f"{i:05}" for i in range(n)],
        "long": [str(2**60 + i) for i in range(n)],
        "day": [f"2013-01-{v:02}" for v in rng.integers(1, 29, n)],
        "odd": ["calm" if i == 1234 else str(i) for i in range(n)],
        "inf": ["inf" if i == 5 else f"{i}.5" for i in range(n)],
        "grouped": [f"{1 + i % 9}.{100 + i % 900}" for i in range(n)],
        "note": [f"said {i}" for i in range(n)],
    }
    rows = "\n".join(",".join(row) for row in zip(*columns.values(), strict=True))
    content = ",".join(columns) + "\n" + rows + "\n"
    small = read(content)
    monkeypatch.setattr(engine_texts, "LEVELS_KEPT", 40)
    large = read(content)
    assert large.schema == small.schema
    for one, other in zip(small.frame, large.frame, strict=True):
        assert (one.kind, one.values.dtype, one.levels) == (
            other.kind,
            other.values.dtype,
            other.levels,
        )
        np.testing.assert_array_equal(one.values, other.values)


def test_blocks_cut_anywhere_give_the_same_records(read, monkeypatch):
    content = "a,b\r\n" + "".join(f'{i},"x""{i}\r\n,y"\r\n{i},\r\n\r\n' for i in range(40))
    whole = read(content)
    for size in (1, 2, 3, 7, 64):
        monkeypatch.setattr("tidemill.catalog.readers._records.BLOCK", size)
        parts = read(content)
        assert content_hash(parts.frame) == content_hash(whole.frame)
        assert parts.lines.tolist() == whole.lines.tolist()
    assert whole.frame.n_rows == 80


def test_scan_and_repair_agree_on_regular_files(read, monkeypatch):
    content = 'a;b\n1;"x;\ny"\n2;"z"\nshort\n\n3;"q ""q"""\n'
    fast = read(content)
    monkeypatch.setattr("tidemill.catalog.readers._records.scan", lambda *_: None)
    slow = read(content)
    assert content_hash(slow.frame) == content_hash(fast.frame)
    assert (slow.lines.tolist(), slow.bad_rows) == (fast.lines.tolist(), fast.bad_rows)


def test_peek_gives_names_and_about_the_rows(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("a;b\n" + "1;some text\n" * 100_000)
    names, n_rows = reader.peek(path)
    assert names == ("a", "b")
    assert 95_000 < n_rows < 105_000
    path.write_bytes(SMALL.encode("utf-16"))
    assert reader.peek(path) == (("n", "city"), 2)
    path.write_bytes(gzip.compress(SMALL.encode()))
    assert reader.peek(path) == (("n", "city"), 2)


def test_peek_refuses_what_is_no_text(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    with pytest.raises(NeedsYou, match="PNG"):
        reader.peek(path)


READ_WITHOUT_RIGHTS = """
import sys
from pathlib import Path
from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Silent
from tidemill.catalog.readers import csv as reader

try:
    reader.read(Path(sys.argv[1]), None, Silent())
except NeedsYou as told:
    print(told)
"""


def test_file_that_may_not_be_read_is_told(tmp_path, without_roots_rights):
    path = tmp_path / "t.csv"
    path.write_text(SMALL)
    path.chmod(0)
    command = [*without_roots_rights, sys.executable, "-c", READ_WITHOUT_RIGHTS, str(path)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "not allowed to open" in said


def test_a_title_and_comments_before_the_names_are_skipped_and_lines_still_count(read):
    body = "".join(f"{i},{i * 0.5},x{i}\n" for i in range(30))
    found = read("# written by a program\nSales of June\n\nid,amount,who\n" + body + "9\n")
    assert found.schema.names == ("id", "amount", "who")
    assert found.facts.n_skipped == 3
    assert found.lines[0] == 5
    assert [row.line for row in found.bad_rows] == [35]


def test_names_of_fewer_columns_than_the_rows_have_are_no_title(read):
    with pytest.raises(NeedsYou, match="None of the 20 rows"):
        read("only\n" + "".join(f"{i},{i}\n" for i in range(20)))


def test_the_mark_of_the_encoding_is_no_line(read):
    found = read("\ufeffa,b\n1,2\n3\n4,5\n")
    assert found.lines.tolist() == [2, 4]
    assert [row.line for row in found.bad_rows] == [3]
