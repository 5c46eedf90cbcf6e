"""Cutting the bundled sample into files as another program would export them."""

from pathlib import Path

from tidemill.base import atomic
from tidemill.base.table_engine import table_engine


def write_month(source: Path, time: str, year: int, month: int, target: Path) -> None:
    """Write one month of a Parquet table as CSV, in the order of time."""
    _copy(f"SELECT * FROM {_table(source)} WHERE {_in(time, year, month)}", time, target)


def write_broken(
    source: Path, time: str, year: int, month: int, target: Path, worded: str, without: str
) -> None:
    """Write a month with a number column turned to words and another column missing."""
    words = f"CASE WHEN {_name(worded)} < 6 THEN 'calm' ELSE 'windy' END AS {_name(worded)}"
    columns = f"* EXCLUDE ({_name(without)}) REPLACE ({words})"
    _copy(f"SELECT {columns} FROM {_table(source)} WHERE {_in(time, year, month)}", time, target)


def _copy(query: str, order: str, target: Path) -> None:
    with table_engine() as connection, atomic.whole_file(target) as whole:
        to = str(whole).replace("'", "''")
        connection.execute(
            f"COPY ({query} ORDER BY {_name(order)}) TO '{to}' (HEADER, DELIMITER ',')"
        )


def _table(source: Path) -> str:
    return "read_parquet('" + str(source).replace("'", "''") + "')"


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _in(time: str, year: int, month: int) -> str:
    return f"year({_name(time)}) = {year} AND month({_name(time)}) = {month}"
