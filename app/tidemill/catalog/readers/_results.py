"""What readers of cells with types of their own have in common: from the engine to a result."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Reporter, Silent
from tidemill.base.staged_rows import Sort, StagedColumn
from tidemill.catalog.raw_tables import RawColumn, RawTable, typed
from tidemill.domain.columns import Kind, Schema
from tidemill.domain.reading import BadRow, Peek, ReadFacts, ReadOptions, ReadResult
from tidemill.domain.roles import guess_roles

FIRST_ROWS = 200
"""How many rows a look shows."""

_KINDS = {Sort.WHOLE: Kind.NUMERIC, Sort.NUMBER: Kind.NUMERIC} | {
    Sort.TRUTH: Kind.BOOLEAN,
    Sort.MOMENT: Kind.DATETIME,
}
# Only what nobody writes who does not mean a date; which order it has is left to the rules.
_LIKE_A_DATE = r"\s*(\d{4}-\d{1,2}-\d{1,2}([T ].*)?|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}( .*)?)\s*"


def raw_columns(
    engine: Any, names: Sequence[str], staged: Sequence[StagedColumn], *, numbers_as_text: bool
) -> tuple[RawColumn, ...]:
    """Columns of the relation `t` as the rules take them.

    Texts alone stay texts unless all are dates: who wrote them had numbers to write as numbers.
    Where `numbers_as_text` is usual, as in sheets, and where texts and numbers are mixed, the
    rules decide by what the texts say.
    """
    columns = []
    for i, (name, one) in enumerate(zip(names, staged, strict=True)):
        if one.sort in _KINDS:
            columns.append(RawColumn(name, _KINDS[one.sort], one.note))
        elif one.sort is Sort.NOTHING or (
            one.is_written and (numbers_as_text or one.note != "" or all_like_dates(engine, i))
        ):
            columns.append(RawColumn(name))
        else:
            columns.append(RawColumn(name, Kind.CATEGORICAL, one.note))
    return tuple(columns)


def all_like_dates(engine: Any, i: int) -> bool:
    """Whether every text of a column looks like a date."""
    query = f"select bool_and(regexp_full_match(c{i}, '{_LIKE_A_DATE}')) from t"
    return engine.execute(query).fetchone()[0] is True


def read_result(
    engine: Any,
    columns: tuple[RawColumn, ...],
    lines: npt.NDArray[np.int64],
    facts: ReadFacts,
    expected: Schema | None,
    reporter: Reporter,
    scratch: Path | None,
    options: ReadOptions,
    *,
    bad_rows: tuple[BadRow, ...] = (),
) -> ReadResult:
    """Bring the relation `t` into kinds."""
    found = typed(RawTable(engine, columns, lines), expected, reporter, scratch, options)
    return ReadResult(
        table=found.table,
        schema=found.schema,
        facts=replace(
            facts,
            decimal=found.decimal,
            n_bad_rows=facts.n_bad_rows + found.n_set_aside,
            is_aside_asked=options.bad_rows == "set aside",
        ),
        lines=found.lines,
        bad_rows=tuple(sorted((*bad_rows, *found.set_aside), key=lambda row: row.line)),
        mismatches=found.mismatches,
        missing_columns=found.missing,
        new_columns=found.new,
        questions=found.questions,
    )


def peek_result(
    engine: Any,
    columns: tuple[RawColumn, ...],
    facts: ReadFacts,
    n_rows: int,
    options: ReadOptions,
    *,
    is_all: bool,
    bad_rows: tuple[BadRow, ...] = (),
) -> Peek:
    """What the first rows of the relation `t` show."""
    picked = ", ".join(f"c{i}" for i in range(len(columns)))
    engine.execute(f"create temp table first_rows as select {picked} from t limit {FIRST_ROWS}")
    texts = ", ".join(f"c{i}::varchar" for i in range(len(columns)))
    shown = engine.execute(f"select {texts} from first_rows").fetchall()
    engine.execute("drop view if exists t")
    engine.execute("drop table if exists t")
    engine.execute("create temp view t as from first_rows")
    lines = np.arange(1, len(shown) + 1)
    found = typed(RawTable(engine, columns, lines), None, Silent(), None, options)
    rows = tuple(tuple("" if cell is None else str(cell) for cell in row) for row in shown)
    schema = guess_roles(found.schema, found.table)
    return Peek(facts, schema, rows, n_rows, is_all, found.questions, bad_rows)


def no_rows(path: Path, n_columns: int, where: str = "") -> NeedsYou:
    """What to say of a table with names only."""
    names = f"{n_columns} column name{'' if n_columns == 1 else 's'}"
    return NeedsYou(
        f"{path.name} has {names} but no rows{where}.",
        "Check that it was saved or copied completely, then drop it again.",
    )


def distinct_names(names: Sequence[str], path: Path) -> tuple[str, ...]:
    """Column names, those left empty numbered; `NeedsYou` where two are alike."""
    found = [name.strip() or f"column {number}" for number, name in enumerate(names, 1)]
    for name in found:
        if found.count(name) > 1:
            places = [str(n) for n, other in enumerate(found, 1) if other == name]
            raise NeedsYou(
                f"{len(places)} columns of {path.name} are named {name}: columns "
                f"{', '.join(places[:-1])} and {places[-1]}.",
                "Give each column a name of its own, then drop the file again.",
            )
    return tuple(found)


def chosen_part(path: Path, parts: Sequence[str], options: ReadOptions, word: str) -> str | None:
    """The sheet or table that was asked for; None where none was. `NeedsYou` for one not there."""
    if options.part is None:
        return None
    if options.part not in parts:
        raise NeedsYou(
            f"{path.name} has no {word} {options.part}.",
            "It has " + ", ".join(parts) + ".",
        )
    return options.part
