"""Whether a file brings rows that are there already."""

import numpy as np

from tidemill.catalog.checks import _wording as wording
from tidemill.domain.checking import CheckFacts, CheckResult, Rows
from tidemill.domain.content import row_hashes
from tidemill.domain.earlier_rows import among
from tidemill.domain.entries import CheckEntry, Parameter
from tidemill.domain.tables import Table

ENTRY = CheckEntry(
    id="repeated_rows",
    version=1,
    title="Rows are new",
    help="Few rows of a file are in earlier files already; what a model learned from would "
    "otherwise come back to judge it.",
    parameters=(
        Parameter(
            "limit",
            "Share of known rows allowed",
            0.01,
            low=0.0,
            high=1.0,
            help="The check fails when more than this share of the rows is in earlier files.",
        ),
    ),
    severity="warn",
)
_TELLING = 3


def check(facts: CheckFacts, limit: float = 0.01) -> CheckResult:
    """Warn where many rows equal a row of an earlier file in all columns both have.

    Only the columns that tell most rows apart are read of the earlier rows; where these agree in
    more rows than allowed, the other columns are compared as well. Twice the largest share
    earlier files had is usual; before any is known, twice that of repeats within the file.
    """
    earlier = facts.earlier
    if earlier is None or not earlier.n_rows or not facts.table.n_rows:
        return wording.passed(ENTRY, "Nothing to compare yet.")
    there = {column.name for column in earlier.columns}
    names = [column.name for column in facts.table.columns if column.name in there]
    names = [name for name in names if not facts.is_left_out(name)]
    if not names:
        return wording.passed(ENTRY, "No column is in earlier files.")
    columns = facts.own.columns
    if any(_is_apart(facts, name) for name in names if name in columns):
        return wording.passed(ENTRY, "No row is in an earlier file.", 0.0, limit)
    telling = sorted(names, key=lambda name: -columns[name].distinct if name in columns else 0)
    rows = _known(facts, earlier, telling[:_TELLING])
    n = facts.table.n_rows
    if len(rows) > limit * n and len(names) > _TELLING:
        rows = _known(facts, earlier, names)
    share = len(rows) / n
    usual = facts.usual(ENTRY.id) or [len(facts.repeats) / n]
    limit = max(limit, 2 * max(usual))
    if share <= limit:
        words = f"{len(rows):,} of {wording.counted(n, 'row')} are in earlier files."
        words = "No row is in an earlier file." if not len(rows) else words
        return wording.passed(ENTRY, words, share, limit)
    message = (
        f"{len(rows):,} of {wording.counted(n, 'row')} ({wording.percent(share)}) are in earlier "
        f"files, {wording.first_of(facts, rows)}."
    )
    return wording.failed_rows(ENTRY, facts, message, rows, None, share, limit)


def _is_apart(facts: CheckFacts, name: str) -> bool:
    """Whether all values of a column lie outside the range of all earlier ones."""
    now = facts.own.columns[name]
    known = facts.history(name)
    if not known or len(facts.known) < len(facts.n_rows_usual) or now.missing or now.low is None:
        return False
    if now.infinite or any(one.low is None or one.infinite for one in known):
        return False
    high = max(one.high for one in known if one.high is not None)
    low = min(one.low for one in known if one.low is not None)
    return now.low > high or (now.high is not None and now.high < low)


def _known(facts: CheckFacts, earlier: Table, names: list[str]) -> Rows:
    """Rows that equal an earlier one in some columns."""
    wanted = np.concatenate([row_hashes(block) for block in facts.table.blocks(names)])
    wanted.sort()
    found = among(earlier, names, wanted)
    if not found.any():
        return np.zeros(0, np.int64)
    # Read again: with a second copy of all hashes a long file would take too much memory.
    known, low, rows = wanted[found], 0, []
    for block in facts.table.blocks(names):
        rows.append(low + np.flatnonzero(np.isin(row_hashes(block), known)))
        low += block.n_rows
    return np.concatenate(rows)
