"""Columns that have another name in the later version but hold the same values."""

import re
from collections.abc import Sequence

import numpy as np

from tidemill.base.progress import Reporter
from tidemill.domain.content import Hashes
from tidemill.domain.row_matching import Matching
from tidemill.domain.tables import Table
from tidemill.services.diff_columns import family, hashes_of

SAMPLE = 20_000
EQUAL = 0.9
"""Share of matched rows in which the values must be equal."""
_MOST = 24  # columns looked at on each side


def renamed(
    before: Table,
    after: Table,
    gone: Sequence[str],
    new: Sequence[str],
    pairs: Matching,
    reporter: Reporter,
) -> dict[str, str]:
    """New names by former ones: by equal values in matched rows, or by the same letters.

    A column with one value throughout tells nothing and is matched by its name only.
    """
    step = max(1, -(-len(pairs.after) // SAMPLE))
    rows = (pairs.before[::step], pairs.after[::step])
    mine = _sampled(before, gone[:_MOST], rows[0], reporter)
    others = _sampled(after, new[:_MOST], rows[1], reporter)
    kinds = {c.name: c.kind for c in before.columns}, {c.name: c.kind for c in after.columns}
    scores = []
    for old in mine:
        for name in others:
            if family(kinds[0][old]) != family(kinds[1][name]):
                continue
            share = _equal(mine[old], others[name])
            if share >= EQUAL or _letters(old) == _letters(name):
                scores.append((share, _letters(old) == _letters(name), old, name))
    found: dict[str, str] = {}
    for _, _, old, name in sorted(scores, reverse=True):
        if old not in found and name not in found.values():
            found[old] = name
    return found


def _sampled(
    table: Table, names: Sequence[str], rows: np.ndarray[tuple[int], np.dtype[np.int64]],
    reporter: Reporter,
) -> dict[str, Hashes]:  # fmt: skip
    reporter.check()
    frame = table.take(rows, names)
    return {column.name: hashes_of(column) for column in frame}


def _equal(mine: Hashes, others: Hashes) -> float:
    if len(mine) < 2 or not (mine != mine[0]).any():
        return 0.0
    return float((mine == others).mean())


def _letters(name: str) -> str:
    return re.sub(r"[^0-9a-z]", "", name.casefold())
