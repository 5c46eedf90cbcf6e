"""What raw rows in the engine need beside their kinds: a way in, numbers of rows, words."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tidemill.base.table_engine import file_literal, literal
from tidemill.domain.columns import ALL_MISSING, Kind
from tidemill.domain.evidence import Evidence
from tidemill.domain.inference import MAX_CATEGORIES_SHARE, MIN_TEXT_LEVELS, Decision
from tidemill.domain.parsing import Parser
from tidemill.domain.tables import BLOCK_ROWS

KIND_WORDS = {
    Kind.NUMERIC: "a number",
    Kind.DATETIME: "a date or time",
    Kind.BOOLEAN: "true or false",
    Kind.CATEGORICAL: "a category",
    Kind.TEXT: "text",
}
_SHOWN = 60
_BLOCK = 20_000
_ROW_SHOWN = 2_000


def numbered(engine: Any, n_columns: int, scratch: Path) -> str:
    """The expression of a row's number; a view is written down to have one."""
    import duckdb

    try:
        engine.execute("select rowid from t limit 0")
    except duckdb.BinderException:
        pass
    else:
        return "t.rowid"
    found = engine.execute("select column_name from (describe t)").fetchall()
    if "row_" in {name for (name,) in found}:
        return "t.row_"
    path = scratch / "raw.parquet"
    columns = ", ".join(f"c{i}" for i in range(n_columns))
    engine.execute(
        f"copy (select {columns} from t) to {literal(str(path))} (format parquet, "
        f"compression lz4_raw, row_group_size {BLOCK_ROWS})"
    )
    attach_raw(engine, path, n_columns)
    return "t.row_"


def attach_raw(engine: Any, path: Path, n_columns: int) -> None:
    """Make `t` the rows of a Parquet file whose columns are c0, c1, ..., with their numbers."""
    columns = ", ".join(f"c{i}" for i in range(n_columns))
    source = f"read_parquet({file_literal(path)}, file_row_number=true)"
    engine.execute(
        f"create or replace temp view t as select {columns}, file_row_number as row_ from {source}"
    )


def as_text(engine: Any, i: int) -> str:
    """The expression of a number or time as a text: whole numbers without a point."""
    engine_type = str(engine.execute(f"select typeof(c{i}) from t limit 1").fetchone()[0])
    if engine_type in ("FLOAT", "DOUBLE"):
        exact = f"c{i} = floor(c{i}) and abs(c{i}) < 9e15"
        return f"(case when {exact} then c{i}::bigint::varchar else c{i}::varchar end)"
    if engine_type.startswith("TIMESTAMP"):
        return f"strftime(c{i}, '%Y-%m-%dT%H:%M:%S.%f')"
    return f"c{i}::varchar"


def decide_own_words(evidence: Evidence, kind: Kind | None, note: str) -> Decision:
    """Categories or text, of a source that says its values are texts."""
    if not evidence.n_present:
        return Decision(Kind.CATEGORICAL, Parser(Kind.CATEGORICAL), ALL_MISSING)
    is_text = kind is Kind.TEXT or all(
        evidence.has_levels_over(MIN_TEXT_LEVELS, MAX_CATEGORIES_SHARE)
    )
    found = Kind.TEXT if is_text else Kind.CATEGORICAL
    return Decision(found, Parser(found), note)


def expected_words(name: str, kind: Kind, text: str) -> str:
    """What was expected in a cell, and what is there."""
    there = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return f"`{name}` should be {KIND_WORDS[kind]}, but is {there!r}."


def shown(cells: Sequence[str | None]) -> str:
    """A row as a line of text, for a list of such rows."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(["" if cell is None else cell for cell in cells])
    return out.getvalue()[:_ROW_SHOWN]


def put_texts(engine: Any, n_columns: int, rows: Iterable[Sequence[str | None]]) -> int:
    """Make `t` from rows of texts, None where missing; return how many there were.

    They are taken some at a time, so that a source may give more than memory holds.
    """
    named = ", ".join(f"c{i} varchar" for i in range(n_columns))
    engine.execute(f"create or replace table t ({named})")
    n_rows = 0
    block: list[Sequence[str | None]] = []
    for row in rows:
        block.append(row)
        if len(block) == _BLOCK:
            n_rows += _put(engine, n_columns, block)
            block = []
    return n_rows + (_put(engine, n_columns, block) if block else 0)


def _put(engine: Any, n_columns: int, block: list[Sequence[str | None]]) -> int:
    columns = zip(*block, strict=True)
    arrays = {f"c{i}": np.array(values, dtype=object) for i, values in enumerate(columns)}
    engine.register("block", arrays)
    picked = ", ".join(f"c{i}::varchar" for i in range(n_columns))
    engine.execute(f"insert into t select {picked} from block")
    engine.unregister("block")
    return len(block)
