"""Few rows are typed without an engine; what comes out is what the engine gives, to the byte."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from texts_of_columns import columns

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Silent
from tidemill.base.table_engine import table_engine
from tidemill.catalog import raw_rows, raw_tables, small_tables
from tidemill.catalog.readers import csv as csv_reader
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.reading import ReadOptions

quietly = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
SCHEMAS = st.one_of(
    st.none(),
    st.lists(st.sampled_from(list(Kind)), min_size=2, max_size=2).map(
        lambda kinds: Schema(
            (Column("b", kinds[0]), Column("gone", Kind.TEXT), Column("a", kinds[1]))
        )
    ),
)
OPTIONS = st.sampled_from(
    [
        ReadOptions(),
        ReadOptions(bad_rows="set aside"),
        ReadOptions(bad_rows="text"),
        ReadOptions(bad_rows="stop"),
        ReadOptions(date_order={"a": "day first", "b": "text"}),
    ]
)


def said(found) -> tuple:
    """All that is there of rows in their kinds, in a form that can be compared."""
    return (
        [
            (c.name, c.kind, c.values.dtype, c.levels, c.values.astype(str).tolist())
            for c in found.table.frame()
        ],
        found.table.columns,
        found.schema,
        found.mismatches,
        found.questions,
        found.lines.tolist(),
    )


def told(read) -> tuple:
    """What is read, or what is said instead."""
    try:
        return read()
    except NeedsYou as error:
        return (error.message, error.hint)


@quietly
@given(columns(), columns(), SCHEMAS, OPTIONS)
def test_few_rows_are_typed_as_the_engine_types_them(first, second, expected, options):
    n = min(len(first), len(second))
    held, lines = [first[:n], second[:n]], np.arange(2, n + 2)

    def by_engine():
        with table_engine(threads=1) as engine:
            raw_rows.put_texts(engine, 2, list(zip(*held, strict=True)))
            raw = raw_tables.RawTable(
                engine, (raw_tables.RawColumn("a"), raw_tables.RawColumn("b")), lines
            )
            found = raw_tables.typed(raw, expected, Silent(), None, options)
        return (*said(found), found.missing, found.new, found.decimal, found.set_aside)

    def in_memory():
        found = small_tables.typed(("a", "b"), held, lines, expected, Silent(), options)
        return (*said(found), found.missing, found.new, found.decimal, found.set_aside)

    assert told(in_memory) == told(by_engine)


@quietly
@given(columns(), columns(), st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n"]), st.data())
def test_a_small_file_is_read_as_the_engine_reads_it(
    tmp_path_factory, first, second, delimiter, newline, data
):
    quoting = data.draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    path: Path = tmp_path_factory.mktemp("small") / "file.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter, lineterminator=newline, quoting=quoting)
        writer.writerow(["a", "b"])
        writer.writerows(zip(first, second, strict=False))
    expected, options = data.draw(SCHEMAS), data.draw(OPTIONS)

    def read():
        scratch = tmp_path_factory.mktemp("rows")
        found = csv_reader.read(path, expected, Silent(), scratch, options)
        return (*said(found), found.facts, found.bad_rows, found.missing_columns, found.new_columns)

    small = told(read)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(small_tables, "MOST_ROWS", -1)
        by_engine = told(read)
    assert small == by_engine


def test_a_small_file_begins_no_engine_and_a_longer_one_does(tmp_path, monkeypatch):
    begun = []
    real = csv_reader.table_engine
    monkeypatch.setattr(
        csv_reader, "table_engine", lambda *words, **said: begun.append(1) or real(*words, **said)
    )
    for n_rows, n_engines in ((5_000, 0), (5_001, 1)):
        path = tmp_path / f"{n_rows}.csv"
        path.write_text("a,b\n" + "".join(f"{i},{i % 7}\n" for i in range(n_rows)))
        found = csv_reader.read(path, None, Silent(), tmp_path)
        assert found.table.n_rows == n_rows
        assert len(begun) == n_engines
