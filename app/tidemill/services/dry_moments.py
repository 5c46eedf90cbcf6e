"""When files that lie in a folder count as having come: by their own times, or by their rows'."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np

from tidemill.base.errors import TidemillError
from tidemill.domain.columns import Kind
from tidemill.domain.parsing import Parser, has_zone, times
from tidemill.domain.watches import FileOrder
from tidemill.services import file_reads
from tidemill.services.folder_listing import Seen


def moments(
    seen: Sequence[Seen],
    order: FileOrder,
    column: str | None,
    now: datetime,
    check: Callable[[], None],
) -> tuple[list[datetime], str]:
    """A moment for each file, none before that of the file before it; and a sentence, if any.

    A file's own time counts. Files that were copied together have times that say nothing of when
    they came: where a folder goes by names, and the rows' times in `column` spread more than twice
    as far or the files' times do not follow the names, the rows' times count. A file is then taken
    to have come when the rows of the next one begin, the last one as long after its own as is
    usual, but not after `now`.
    """
    own = [datetime.fromtimestamp(one.modified_ns / 1e9, UTC) for one in seen]
    if order is FileOrder.TIME or column is None or len(seen) < 2:
        return _rising(own), ""
    rows = []
    for one in seen:
        check()
        at = first_moment(Path(one.path), column)
        if at is None:
            return _rising(own), ""
        rows.append(at)
    is_spread = 2 * (own[-1] - own[0]) >= rows[-1] - rows[0]
    if own == sorted(own) and is_spread:
        return own, ""
    words = f"The files' own times say little of when they came, so {column} of their rows counts."
    return _rising(_ends(rows, now)), words


def _ends(begins: Sequence[datetime], now: datetime) -> list[datetime]:
    """When files ended of which the beginnings are known: when the next one began."""
    gaps = sorted(later - sooner for sooner, later in pairwise(begins))
    usual = max(gaps[len(gaps) // 2], timedelta(0))
    last = max(begins[-1], min(begins[-1] + usual, now))
    return [*(max(own, following) for own, following in pairwise(begins)), last]


def first_moment(path: Path, column: str) -> datetime | None:
    """The latest time in a column of a file's first rows; None where there is none."""
    try:
        peek = file_reads.peeked(path)
    except (TidemillError, OSError):  # its turn in the replay tells what is the matter with it
        return None
    if column not in peek.schema:
        return None
    place = peek.schema.names.index(column)
    texts = [row[place] for row in peek.first_rows if place < len(row) and row[place]]
    if not texts:
        return None
    values, known = times(texts, Parser(Kind.DATETIME, zone=has_zone(texts[0])))
    if not known.any():
        return None
    latest = np.max(values[known]).astype("datetime64[us]").astype(object)
    return datetime.fromisoformat(latest.isoformat()).replace(tzinfo=UTC)


def _rising(found: Sequence[datetime]) -> list[datetime]:
    """The same, each at least a second after the one before it."""
    rising: list[datetime] = []
    for at in found:
        rising.append(max(at, rising[-1] + timedelta(seconds=1)) if rising else at)
    return rising
