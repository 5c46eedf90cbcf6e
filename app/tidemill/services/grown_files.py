"""Files that grew after they were taken in: which of their rows are versions already.

A program that writes, closes, pauses and appends leaves the same path with more rows. In an
append series only what came after is a new version.
"""

from collections.abc import Sequence

import numpy as np

from tidemill.domain.content import content_hash
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.frames import Frame


def versions_at_the_start(
    frame: Frame, former: Sequence[DatasetVersion]
) -> tuple[DatasetVersion, ...]:
    """The versions whose own rows, one after another, are the frame's first rows.

    `former` are the versions that files of the same path made, oldest first. The newest of them
    must be among those found; none are found where any row has changed.
    """
    for start in range(len(former)):
        if _begins_with(frame, former[start:]):
            return tuple(former[start:])
    return ()


def _begins_with(frame: Frame, versions: Sequence[DatasetVersion]) -> bool:
    low = 0
    for version in versions:
        rows = np.arange(low, low + version.added_rows)
        low += version.added_rows
        if low > frame.n_rows:
            return False
        part = frame.take(rows)
        known = [name for name in frame.names if name in version.schema]
        later = (c for c in part if c.name not in version.schema)  # no value may be lost
        if not all(c.missing.all() for c in later):
            return False
        if content_hash(part.select(known)) != version.own_hash:
            return False
    return True


def in_words(versions: Sequence[DatasetVersion]) -> str:
    """What became of the first rows of a file that grew."""
    n = sum(v.added_rows for v in versions)
    first, last = versions[0].number, versions[-1].number
    where = f"v{first}" if first == last else f"v{first} to v{last}"
    rows = "row is" if n == 1 else f"{n:,} rows are"
    return f"it grew since: its first {rows} in {where} already"
