"""Whether every row keeps a condition written in SQL."""

import re
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.base.table_engine import closed_engine, quoted
from tidemill.catalog.checks import _wording as wording
from tidemill.domain.checking import CheckFacts, CheckResult
from tidemill.domain.columns import Kind, Schema
from tidemill.domain.engine_values import array_of
from tidemill.domain.entries import CheckEntry, Parameter
from tidemill.domain.frames import CODED, ColumnData, Frame

ENTRY = CheckEntry(
    id="sql_condition",
    version=1,
    title="SQL condition",
    help="Every row keeps a condition in SQL over the columns, such as "
    "`delivered >= ordered and amount > 0`; where it is unknown (null) the row keeps it.",
    parameters=(
        Parameter(
            "expression",
            "Condition",
            "",
            help="A condition over the columns of one row. It sees no files and no network.",
            of="expression",
        ),
    ),
    is_default=False,
)
_TYPES = {Kind.NUMERIC: "double", Kind.DATETIME: "timestamp", Kind.BOOLEAN: "boolean"}
_TIME_LIMIT_S = 60.0


def check(facts: CheckFacts, expression: str = "") -> CheckResult:
    """Fail where the condition is false; `NeedsYou` where it is none."""
    names = _named(expression, [column.name for column in facts.table.columns])
    if not names:
        return wording.failed(ENTRY, "The condition names no column of the file.")
    found, low = [], 0
    with closed_engine(_TIME_LIMIT_S) as engine:
        for block in facts.table.blocks(names):
            found.append(low + _broken(engine, block, expression))
            low += block.n_rows
    rows = np.concatenate(found).astype(np.int64)
    if not rows.size:
        return wording.passed(ENTRY, "Every row keeps the condition.", 0.0, 0.0)
    message = (
        f"{wording.counted(len(rows), 'row')} of {facts.table.n_rows:,} "
        f"{'breaks' if len(rows) == 1 else 'break'} the condition {expression}, "
        f"{wording.first_of(facts, rows)}."
    )
    value = len(rows) / facts.table.n_rows
    return wording.failed_rows(ENTRY, facts, message, rows, None, value, 0.0)


def sentence(expression: str = "") -> str:
    """The rule in words."""
    return f"Every row keeps: {expression.strip()}."


def judge(schema: Schema, expression: str = "") -> None:
    """Refuse what is no condition over these columns, tried on no rows."""
    if not expression.strip():
        raise NeedsYou("The condition is empty.", "Write one, such as amount > 0.")
    names = _named(expression, list(schema.names))
    if not names:
        raise NeedsYou(
            "The condition names no column.", f"The columns are {', '.join(schema.names)}."
        )
    empty = Frame(tuple(_empty(name, schema[name].kind) for name in names))
    with closed_engine(_TIME_LIMIT_S) as engine:
        _broken(engine, empty, expression)


def _named(expression: str, names: list[str]) -> list[str]:
    """The columns an expression can mean: those whose name stands in it, in any case."""
    text = expression.casefold()
    found = []
    for name in names:
        plain = name.casefold()
        is_word = re.fullmatch(r"\w+", plain) is not None
        hit = re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", text) if is_word else plain in text
        if hit:
            found.append(name)
    return found


def _broken(engine: Any, block: Frame, expression: str) -> Any:
    """Row numbers of a block that break the condition."""
    import duckdb

    arrays = {f"c{i}": array_of(column) for i, column in enumerate(block)}
    arrays["row"] = np.arange(block.n_rows)
    engine.register("block", arrays)
    picked = ", ".join(
        f"{_cast(f'c{i}', column.kind)} as {quoted(column.name)}" for i, column in enumerate(block)
    )
    query = (
        f"with rows_ as (select row, {picked} from block) "
        f"select row from (select row as row, ({expression}\n)::boolean as kept_ from rows_) "
        "where not kept_ order by row"
    )
    try:
        if len(duckdb.extract_statements(query)) != 1:
            raise NeedsYou("The condition is more than one.", "Leave out the semicolon.")
        return engine.execute(query).fetchnumpy()["row"].astype(np.int64)
    except duckdb.InterruptException:
        raise NeedsYou(
            f"The condition took longer than {_TIME_LIMIT_S:g} seconds.", "Make it simpler."
        ) from None
    except duckdb.Error as error:
        said = str(error).splitlines()[0]
        raise NeedsYou(f"The condition {expression} can't be used: {said}", "Change it.") from error
    finally:
        engine.unregister("block")


def _cast(name: str, kind: Kind) -> str:
    if kind is Kind.BOOLEAN:
        return f"case when {name} >= 0 then {name} = 1 end"
    if kind is Kind.NUMERIC:
        return f"case when not isnan({name}::double) then {name} end"
    return f"{name}::{_TYPES.get(kind, 'varchar')}"


def _empty(name: str, kind: Kind) -> ColumnData:
    if kind in CODED:
        return ColumnData(name, kind, np.zeros(0, np.int32), ())
    return ColumnData(
        name, kind, np.zeros(0, "datetime64[us]" if kind is Kind.DATETIME else np.float64)
    )
