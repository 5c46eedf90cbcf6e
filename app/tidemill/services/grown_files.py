"""Files that grew after they were taken in: which of their rows are versions already.

A program that writes, closes, pauses and appends leaves the same path with more rows. In an
append series only what came after is a new version.
"""

from collections.abc import Sequence
from dataclasses import replace

from tidemill.domain.checking import CheckResult
from tidemill.domain.content import ContentSums, content_sums
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.tables import Table

_REPEATED = "repeated_rows"
"""The check that finds rows of earlier files."""


def versions_at_the_start(
    table: Table, former: Sequence[DatasetVersion]
) -> tuple[DatasetVersion, ...]:
    """The versions whose own rows, one after another, are the table's first rows.

    `former` are the versions that files of the same path made, oldest first. The newest of them
    must be among those found; none are found where any row has changed.
    """
    for start in range(len(former)):
        if _begins_with(table, former[start:]):
            return tuple(former[start:])
    return ()


def _begins_with(table: Table, versions: Sequence[DatasetVersion]) -> bool:
    if sum(version.added_rows for version in versions) > table.n_rows:
        return False
    ends = iter(versions)
    version: DatasetVersion | None = next(ends)
    sums: ContentSums | None = None
    for block in table.blocks():
        low = 0
        while version is not None and low < block.n_rows:
            left = version.added_rows - (sums.n_rows if sums else 0)
            high = min(low + left, block.n_rows)
            part = block.slice(low, high)
            known = [name for name in part.names if name in version.schema]
            later = (c for c in part if c.name not in version.schema)  # no value may be lost
            if not all(c.missing.all() for c in later):
                return False
            found = content_sums(part.select(known))
            sums = found if sums is None else sums + found
            low = high
            if sums.n_rows == version.added_rows:
                if sums.hexdigest() != version.own_hash:
                    return False
                version, sums = next(ends, None), None
        if version is None:
            return True
    return False


def in_words(versions: Sequence[DatasetVersion]) -> str:
    """What became of the first rows of a file that grew."""
    n = sum(v.added_rows for v in versions)
    first, last = versions[0].number, versions[-1].number
    where = f"v{first}" if first == last else f"v{first} to v{last}"
    rows = "row is" if n == 1 else f"{n:,} rows are"
    return f"it grew since: its first {rows} in {where} already"


def explained(
    results: Sequence[CheckResult], versions: Sequence[DatasetVersion]
) -> tuple[CheckResult, ...]:
    """The results of checks, without the finding that such a file begins with earlier rows."""
    n = sum(v.added_rows for v in versions)
    return tuple(
        replace(r, passed=True, message=f"{in_words(versions).capitalize()}.", rows=(), n_rows=0)
        if r.check == _REPEATED and not r.passed and r.n_rows <= n
        else r
        for r in results
    )
