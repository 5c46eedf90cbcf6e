"""Guesses what the columns of a new dataset are for."""

import re

import numpy as np

from tidemill.domain.columns import Column, Kind, Role, Schema
from tidemill.domain.content import Hashes, row_hashes
from tidemill.domain.distinct_counts import n_different
from tidemill.domain.evidence import is_whole
from tidemill.domain.frames import CODED
from tidemill.domain.tables import FrameTable, Table

_ID_NAME = re.compile(r"(^|[_\s.-])(id|uuid|guid|key|index|no|nr|number|rowid)$", re.IGNORECASE)
_ID_CAMEL = re.compile(r"[a-z](Id|ID|Key|Nr|No)$")
_TIME_NAME = re.compile(
    r"(time|date|stamp|datum|zeit|moment|when|day|month|week|_at$|_on$|^ts$)", re.IGNORECASE
)
_MIN_ROWS_FOR_ROLES = 20
_FIRST_ROWS = 1000
_WORDS = (Kind.CATEGORICAL, Kind.TEXT, Kind.BOOLEAN)


def guess_roles(schema: Schema, table: Table, target: str | None = None) -> Schema:
    """Give identifier, time and (only if named) target their roles.

    An identifier is text without spaces, or a whole number, that differs in every row; a whole
    number must also be named like one or count up by one. Time is the datetime column with a
    telling name and the most different values. Only columns that are features are changed.
    """
    roles: dict[str, Role] = {}
    first = FrameTable(table.take(np.arange(min(_FIRST_ROWS, table.n_rows))))
    for column in schema.columns:  # most columns are told by their first rows, read once for all
        if column.role is not Role.FEATURE or not _is_identifier(first, column):
            continue
        if first.n_rows == table.n_rows or _is_identifier(table, column):
            roles[column.name] = Role.IDENTIFIER
    times = [c.name for c in schema.columns if c.kind is Kind.DATETIME and c.role is Role.FEATURE]
    if times and schema.time is None:
        ranks = {name: _time_rank(table, name) for name in times}
        best = max(times, key=ranks.__getitem__)
        if ranks[best][2]:
            roles[best] = Role.TIME
    if target is not None:
        if target not in schema:
            raise KeyError(target)
        roles[target] = Role.TARGET
    return schema.assigned(roles)


def _is_identifier(table: Table, column: Column) -> bool:
    """Left at the first block that shows it is none; else eight bytes a row are held."""
    named = bool(_ID_NAME.search(column.name) or _ID_CAMEL.search(column.name))
    if table.n_rows < _MIN_ROWS_FOR_ROLES or column.kind not in (*_WORDS, Kind.NUMERIC):
        return False
    hashes: list[Hashes] = []
    n_words, last = 0, None
    for block in table.blocks([column.name]):
        data = block[column.name]
        if data.missing.any():
            return False
        if data.kind in CODED:
            n_words += sum(" " in level.strip() for level in data.levels)
        elif not is_whole(data.values):
            return False
        elif not named:
            steps = np.diff(data.values if last is None else np.append(last, data.values))
            if not (steps == 1).all():
                return False
            last = data.values[-1]
        own = row_hashes(block)
        if n_different(own) < len(own):
            return False
        hashes.append(own)
    every = np.concatenate(hashes)
    return n_different(every) == len(every) and n_words < 0.1 * table.n_rows


def _time_rank(table: Table, name: str) -> tuple[bool, bool, int]:
    """Mostly there, with a telling name, and how many differ (within a block)."""
    n_present = n_differ = 0
    for block in table.blocks([name]):
        present = block[name].values[~block[name].missing]
        n_present += len(present)
        n_differ += n_different(present)
    return n_present > 0.5 * table.n_rows, bool(_TIME_NAME.search(name)), n_differ
