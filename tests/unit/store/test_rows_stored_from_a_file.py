"""Rows that stand in a typed file are stored by the engine itself, as they would be by blocks."""

from pathlib import Path

import numpy as np
import pytest

from tidemill.base.table_engine import table_engine
from tidemill.catalog.typed_tables import Form, TypedTable, write
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.content import cell_bits, content_hash
from tidemill.domain.frames import BOOLEAN_LEVELS
from tidemill.domain.shaped_tables import InSchema
from tidemill.domain.summaries import summarised
from tidemill.domain.tables import BLOCK_ROWS, FrameTable, Table, sql_rows
from tidemill.store import chunk_lists, chunking
from tidemill.store.blobs import Blobs
from tidemill.store.stored_tables import StoredTable

N = 200
_MICROSECONDS = (-62135596800000000, 0, 1_700_000_000_123_456, 253402300799999999)
FORMS = {
    "plain numbers": (
        Form("plain numbers", Kind.NUMERIC),
        "(['nan', 'inf', '-inf', '-0.0', '0.1', '1e300']::double[])[r % 6 + 1]",
    ),
    "plain whole": (Form("plain whole", Kind.NUMERIC, True), "r * 46116860184273 - 9007199254"),
    "plain moments": (
        Form("plain moments", Kind.DATETIME),
        "case when r % 5 > 0 then make_timestamp(r * 86400000001) end",
    ),
    "plain truth": (Form("plain truth", Kind.BOOLEAN), "(r % 3 - 1)::tinyint"),
    "plain texts": (
        Form("plain texts", Kind.TEXT),
        "case when r % 7 > 0 then 'it''s ' || r || ' ü' end",
    ),
    "coded numbers": (
        Form("coded numbers", Kind.NUMERIC, False, (0.1, -0.0, float("inf"), float("nan"), 1e-300)),
        "(r % 6 - 1)::int",
    ),
    "coded whole": (
        Form("coded whole", Kind.NUMERIC, True, (-(2**63), 2**63 - 1, 2**53 + 1)),
        "(r % 3)::smallint",
    ),
    "coded moments": (Form("coded moments", Kind.DATETIME, False, _MICROSECONDS), "r % 5 - 1"),
    "coded truth": (Form("coded truth", Kind.BOOLEAN, False, BOOLEAN_LEVELS), "r % 3 - 1"),
    "coded texts": (
        Form("coded texts", Kind.CATEGORICAL, False, ("", "it's", "[1]", "ü \\ '' end", "NULL")),
        "r % 6 - 1",
    ),
    "nothing": (Form("nothing", Kind.CATEGORICAL, False, ()), "-1::smallint"),
    "no number": (Form("no number", Kind.NUMERIC, False, ()), "-1::smallint"),
    "no moment": (Form("no moment", Kind.DATETIME, False, ()), "-1::smallint"),
}


def typed(folder: Path, n_rows: int = N) -> TypedTable:
    path = folder / "typed.parquet"
    picked = ", ".join(f"{sql} as c{i}" for i, (_, sql) in enumerate(FORMS.values()))
    with table_engine(threads=1) as engine:
        forms = [form for form, _ in FORMS.values()]
        return write(engine, f"select {picked} from range({n_rows}) t(r)", forms, path)


def schema_of(table: Table) -> Schema:
    return Schema(tuple(Column(c.name, c.kind, whole=c.whole) for c in table.columns))


def stored(folder: Path, table: Table, **known) -> tuple[StoredTable, chunk_lists.ChunkList]:
    blobs = Blobs(folder)
    written = chunking.write(blobs, table, **known)
    listed = chunk_lists.from_bytes(blobs.get_bytes(written.blob))
    return StoredTable(listed.rows, blobs.checked), listed


@pytest.mark.parametrize("name", FORMS)
def test_a_column_is_stored_as_it_is_read(name: str, tmp_path: Path):
    table = typed(tmp_path)
    found = stored(tmp_path / "kept", table)[0].column(name)
    wanted = table.column(name)
    assert (found.kind, found.values.dtype) == (wanted.kind, wanted.values.dtype)
    if wanted.values.dtype.kind == "f":
        np.testing.assert_array_equal(found.values, wanted.values)
        known = ~np.isnan(wanted.values)
        assert (np.signbit(found.values) == np.signbit(wanted.values))[known].all()
    else:
        assert found.to_list() == wanted.to_list()


def test_rows_of_several_blocks_keep_their_order_and_their_cuts(tmp_path: Path):
    table = typed(tmp_path, 2 * BLOCK_ROWS + 7)
    rows, listed = stored(tmp_path / "straight", table)
    _, by_blocks = stored(tmp_path / "blocks", FrameTable(table.frame()))
    assert content_hash(rows.frame()) == content_hash(table.frame())
    assert rows.column("plain texts").to_list() == table.column("plain texts").to_list()
    assert listed.ends.tolist() == by_blocks.ends.tolist()


def test_columns_are_stored_in_the_order_of_a_schema(tmp_path: Path):
    table = typed(tmp_path)
    schema = Schema(tuple(reversed(schema_of(table).columns))[:5])
    found, _ = stored(tmp_path / "kept", InSchema(table, schema))
    assert tuple(c.name for c in found.columns) == schema.names
    assert found.column("coded texts").to_list() == table.column("coded texts").to_list()


def test_a_column_that_the_file_lacks_or_has_in_another_kind_goes_through_blocks(tmp_path: Path):
    table = typed(tmp_path)
    more = Schema((*schema_of(table).columns, Column("later", Kind.TEXT)))
    other = Schema((Column("plain whole", Kind.TEXT),))
    assert sql_rows(InSchema(table, schema_of(table))) is not None
    assert sql_rows(InSchema(table, more)) is None
    assert sql_rows(InSchema(table, other)) is None
    found, _ = stored(tmp_path / "kept", InSchema(table, other))
    assert found.column("plain whole").to_list()[:1] == ["-9007199254"]


def test_hashes_of_texts_are_made_once_and_decide_alike(tmp_path: Path):
    table, made = typed(tmp_path, 6_500), []

    def room(n: int) -> np.ndarray:
        made.append(n)
        return np.zeros(n, np.uint64)

    schema = schema_of(table)
    summary = summarised(table, schema, room=room)
    assert list(summary.text_bits) == ["plain texts"]
    assert set(made) == {6_500}
    assert (summary.text_bits["plain texts"] == cell_bits(table.column("plain texts"))).all()
    plain = summarised(table, schema)
    assert plain.sums == summary.sums
    assert (plain.row_hashes == summary.row_hashes).all()
    known = {"row_hashes": summary.row_hashes, "text_bits": summary.text_bits}
    blobs = Blobs(tmp_path / "kept")
    first = chunking.write(blobs, table)
    former = [chunk_lists.from_bytes(blobs.get_bytes(first.blob))]
    again = chunking.write(blobs, table, former, blobs.checked, **known)
    assert again.files == first.files
    assert again.n_bytes < first.n_bytes / 10
