"""The first rows of a database's answer, before anything of it is taken in."""

from dataclasses import dataclass
from typing import Any

from tidemill.base.progress import Reporter
from tidemill.services import passwords
from tidemill.services.workspace import Workspace
from tidemill.store import outside_queries

N_FIRST = 50
"""So many rows are shown."""

LIMIT_S = 60.0
"""After so many seconds a look is ended; taking the rows in may take longer."""

_LONGEST = 200
"""Letters of a cell that are shown."""


@dataclass(frozen=True)
class FirstRows:
    """What a query gives. `rows` are texts, "" where a value is missing; `is_all` tells that no
    more came. `source` is the database as a person would say it."""

    source: str
    names: tuple[str, ...]
    are_numbers: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    is_all: bool


def first_rows(
    _workspace: Workspace, url: str, sql: str, reporter: Reporter, *, password: str = ""
) -> FirstRows:
    """Ask a database and show the first rows; nothing is kept, not even the password.

    Without a `password` here and in the URL the one that is kept of this database is used. Raises
    `NeedsYou` for what can't be asked like this and `WorldError` for a database that can't be
    reached; `reporter` stops it.
    """
    source = passwords.with_password(passwords.source_of(url, password))
    found: list[tuple[Any, ...]] = []
    with outside_queries.running(source, sql, reporter, limit_s=LIMIT_S, block=N_FIRST + 1) as rows:
        names = rows.names
        for block in rows:
            found += block
            if len(found) > N_FIRST:
                break
    shown = found[:N_FIRST]
    numbers = tuple(_are_numbers([row[at] for row in shown]) for at in range(len(names)))
    texts = tuple(tuple(_text(value) for value in row) for row in shown)
    return FirstRows(source.words, names, numbers, texts, len(found) <= N_FIRST)


def _are_numbers(values: list[Any]) -> bool:
    from decimal import Decimal

    known = [value for value in values if value is not None]
    kinds = (int, float, Decimal)
    return bool(known) and all(isinstance(v, kinds) and not isinstance(v, bool) for v in known)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bytes | bytearray | memoryview):
        return f"{len(bytes(value)):,} bytes"
    words = " ".join(str(value).split())
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
