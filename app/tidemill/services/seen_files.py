"""What is said and noted of files seen in a watched folder: worth a word, whole, gone."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from tidemill.base.outside import SignOfLife
from tidemill.domain.watches import KnownFile, Watch
from tidemill.services import whole_files
from tidemill.services.folder_listing import Seen
from tidemill.services.whole_files import NOTHING, Verdict, Waiting, first_look, next_look
from tidemill.store import files
from tidemill.store.engine import Transaction


def needs_a_word(seen: Seen, known: KnownFile | None) -> bool:
    """Whether a file is new, changed, or waits."""
    if known is None:
        return True
    if known.is_waiting:
        return not known.is_in_queue  # what its job takes in is the job's to say
    return seen.stamp != _stamp(known)


def is_waited_for(seen: Seen, known: KnownFile | None) -> bool:
    """Whether the worker is to look at a file again soon."""
    if known is None or not known.is_waiting:
        return False
    return not known.is_in_queue or seen.stamp != _stamp(known)


def still_waiting(known_files: Mapping[str, KnownFile], news: Iterable[Seen]) -> Iterable[int]:
    """The keys of files that wait and look as they did."""
    for one in news:
        known = known_files.get(one.path)
        if known is not None and known.is_waiting and one.stamp == _stamp(known):
            yield known.id


def judged(
    asked: Sequence[tuple[Seen, Waiting | None, bool]],
    now: datetime,
    patience_s: float,
    sign: SignOfLife,
) -> list[tuple[Seen, Verdict]]:
    """What there is to say of files, from what they look like outside."""
    found = []
    for one, row, is_closed in asked:
        verdict = _verdict(one, row, now, patience_s, is_closed=is_closed)
        sign()
        if verdict is not NOTHING:
            found.append((one, verdict))
    return found


def _verdict(
    seen: Seen, known: Waiting | None, now: datetime, patience_s: float, *, is_closed: bool
) -> Verdict:
    if known is None:
        return first_look(seen, is_closed=is_closed)
    return next_look(seen, known, now, patience_s, is_closed=is_closed)


def noted(
    tx: Transaction,
    watch: Watch,
    verdicts: Sequence[tuple[Seen, Verdict]],
    known: dict[str, KnownFile],
) -> list[int]:
    """Write down what was seen; return the keys of the files that are whole, in order."""
    fresh = [one for one, _ in verdicts if not _goes_on(known.get(one.path))]
    keys = files.insert_seen(
        tx, watch, [(one.path, *one.stamp) for one in fresh], whole_files.WAITING
    )
    made = {one.path: key for one, key in zip(fresh, keys, strict=True)}
    whole = []
    for one, verdict in verdicts:
        is_new = one.path in made
        key = made[one.path] if is_new else known[one.path].id
        if verdict.is_whole:
            whole.append(key)
        values: dict[str, Any] = {}
        if not is_new and one.stamp != _stamp(known[one.path]):
            values |= {"n_bytes": one.n_bytes, "modified_ns": one.modified_ns}
            values |= {"reason": "", "read": {}}  # they were of what it was before
        if verdict.is_news:
            values |= {
                "reason": verdict.reason,
                "outcome": verdict.outcome,
                "read": whole_files.noted(verdict),
            }
        if values:
            files.update(tx, key, **values)
    return whole


def why_gone(watch: Watch, known: KnownFile, by_stamp: dict[tuple[int, int], str]) -> str:
    """What became of a file that is gone before it was whole; `by_stamp` are those there now."""
    if not watch.takes(known.path):
        return "Skipped: its name does not fit the pattern"
    now = by_stamp.get(_stamp(known))
    if now is not None:
        return f"Skipped: renamed to {Path(now).name} before it was complete"
    return "Skipped: removed again before it was complete"


def _goes_on(known: KnownFile | None) -> bool:
    """Whether a file that changed is still the arrival that is known, not one of its own."""
    return known is not None and known.is_waiting


def _stamp(known: KnownFile) -> tuple[int, int]:
    return known.n_bytes, known.modified_ns
