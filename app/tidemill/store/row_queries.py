"""Which rows of a table fulfil a condition, in which order: asked in SQL, in bounded memory."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.base.table_engine import file_literal, literal, quoted, table_engine
from tidemill.store.stored_tables import StoredTable
from tidemill.store.tables import distinct_names, first_line

_NUMBER = "row number of tidemill"

Rows = npt.NDArray[np.int64]


def found(
    table: StoredTable,
    where: str = "",
    *,
    sort: tuple[str, bool] | None = None,
    within: Rows | None = None,
    offset: int = 0,
    limit: int | None = None,
) -> tuple[Rows, int]:
    """The numbers of rows that fulfil a condition in SQL over the column names, and how many do.

    `sort` is (column, descending): missing values come last, and without it rows stand in their
    own order. `within` are the only rows that count. Raises KeyError for an unknown column,
    `NeedsYou` for a condition that is none.
    """
    place = {column.name: f"v{i}" for i, column in enumerate(table.columns)}
    order = "row_"
    if sort is not None:
        order = f"{place[sort[0]]} {'desc' if sort[1] else 'asc'} nulls last, row_"
    with table_engine(table.reporter) as engine:
        source = table.relation(engine)
        if within is not None:
            engine.register("within", {"r": within})
        _only(engine, table)
        if where.strip():
            source = _narrowed(engine, source, where, place)
        test = "true" if within is None else "row_ in (select r from within)"
        total = engine.execute(f"select count(*) from {source} where {test}").fetchone()
        query = f"select row_ from {source} where {test} order by {order}"
        if limit is not None:
            query += f" limit {int(limit)} offset {int(offset)}"
        rows = engine.execute(query).fetchnumpy()["row_"]
    return np.asarray(rows, dtype=np.int64), int(total[0])


def _only(engine: Any, table: StoredTable) -> None:
    """Let the engine touch these files and nothing else: a condition is written by hand."""
    allowed = ", ".join(f"{literal(str(path))}, {file_literal(path)}" for path in table.paths())
    engine.execute(f"set allowed_paths = [{allowed}]")
    engine.execute("set enable_external_access = false")


def _narrowed(engine: Any, source: str, where: str, place: Mapping[str, str]) -> str:
    """The source under a condition in SQL; `NeedsYou` where it is no condition."""
    import duckdb

    shown = distinct_names(tuple(place), _NUMBER)
    named = ", ".join(
        f"{v} as {quoted(name)}" for v, name in zip(place.values(), shown, strict=True)
    )
    picked = ", ".join(
        f"{quoted(name)} as {v}" for v, name in zip(place.values(), shown, strict=True)
    )
    query = (
        f"select {quoted(_NUMBER)} as row_, {picked} from "
        f"(select row_ as {quoted(_NUMBER)}, {named} from {source}) where ({where}\n)"
    )
    try:
        if len(engine.extract_statements(query)) != 1:
            raise NeedsYou("A condition cannot hold a semicolon.", "Write one condition.")
        engine.execute(f"create or replace temp view narrowed as {query}")
        engine.execute("select count(*) from narrowed")
    except duckdb.InterruptException:
        raise
    except duckdb.Error as error:
        raise NeedsYou(
            f"The condition cannot be used: {first_line(error)}",
            "Write a condition over the columns, such as: age > 30 and city = 'Bern'.",
            detail=str(error),
        ) from None
    return "narrowed"
