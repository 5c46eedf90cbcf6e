"""Looking into the watched folders: each file that is whole is handed on, once.

The look is the truth, what the system tells of changes are hints. What was handed on is in the
store, and read there again in the transaction that hands on: so any process may look at any time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from tidemill.base.clock import monotonic
from tidemill.base.errors import WorldError
from tidemill.domain.watches import ArrivedFile, FileState, KnownFile, Watch
from tidemill.services import ingesting, whole_files
from tidemill.services.folder_listing import Listing, Seen, in_order, listed, looked_up
from tidemill.services.news import News
from tidemill.services.whole_files import NOTHING, Verdict, first_look, next_look
from tidemill.services.workspace import Workspace
from tidemill.store import files, settings
from tidemill.store.engine import Transaction

EVERY_S = 1.0
"""How often a folder is looked into."""
POLLED_EVERY_S = 5.0
"""As `EVERY_S`, for one on a network, which is looked into by the observer as well."""
_REST = 50
"""A look that takes long is followed by a rest of so many times as long..."""
_LONGEST_S = 30.0
"""...but no longer than this."""
AT_ONCE = 1000
"""Files that are written down in one transaction."""


@dataclass(frozen=True)
class Scan:
    """What a look into all folders found: files still being written, files handed on."""

    waiting: int
    handed_on: int


@dataclass
class _Memory:
    """What is known of one folder between two looks."""

    files: dict[str, KnownFile]
    due: float = 0.0
    n_waiting: int = 0


@dataclass
class Scanner:
    """Looks into all folders again and again, and keeps in memory what it knows of their files.

    `heard` brings it the news of the store: what others write of a file (the job that took it in,
    a person who accepts it) is read again. One that hears nothing is good for one look.
    """

    workspace: Workspace
    _watches: list[Watch] | None = None
    _memory: dict[int, _Memory] = field(default_factory=dict)
    _patience_s: float | None = None

    def heard(self, news: Sequence[News] | None) -> None:
        """Take in what changed in the store; None for "reload everything"."""
        if news is None:
            self._watches, self._patience_s = None, None
            self._memory.clear()
            return
        topics = {one.topic for one in news}
        if "watch" in topics:
            self._watches = None
        if "setting" in topics:
            self._patience_s = None
        keys = {int(one.key) for one in news if one.topic == "file" and one.key.isdecimal()}
        if keys:
            self._read_again(list(keys))

    def _read_again(self, keys: list[int]) -> None:
        try:
            with self.workspace.store.read() as connection:
                found = files.known_by(connection, keys)
        except WorldError:  # this news will not come again
            self._memory.clear()
            raise
        for watch_id, one in found:
            memory = self._memory.get(watch_id)
            if memory is None:
                continue
            before = memory.files.get(one.path)
            if before is None or before.id <= one.id:
                memory.files[one.path] = one
                if one.is_waiting and not one.is_in_queue:
                    memory.due = 0.0

    def watches(self) -> list[Watch]:
        """All watched folders as they are now."""
        if self._watches is None:
            with self.workspace.store.read() as connection:
                self._watches = files.watches(connection)
            known = {watch.id for watch in self._watches}
            for gone in self._memory.keys() - known:
                del self._memory[gone]
            for memory in self._memory.values():
                memory.due = 0.0
        return self._watches

    def scan(
        self,
        closed: frozenset[str] = frozenset(),
        *,
        stirred: frozenset[str] | None = None,
        polled: frozenset[str] = frozenset(),
    ) -> Scan:
        """Look into the folders that are due; hand on each file that is whole.

        `closed` names files whose writer is known to have finished. With `stirred` only folders
        are looked into in which something moved, or whose time has come; `polled` are those of
        them for which the longer time counts. Without it all are.
        """
        waiting = handed_on = 0
        for watch in self.watches():
            if not watch.is_on:
                continue
            memory = self._memory_of(watch)
            began = monotonic()
            if stirred is None or watch.folder in stirred or memory.due <= began:
                found = self._look(watch, memory, listed(watch), closed)
                took = monotonic() - began
                every = POLLED_EVERY_S if watch.folder in polled else EVERY_S
                if memory.n_waiting:
                    every = EVERY_S
                memory.due = began + max(every, min(_LONGEST_S, _REST * took))
                handed_on += found
            elif closed and (some := looked_up(watch, closed)):
                handed_on += self._consider(watch, memory, some, closed)
            waiting += memory.n_waiting
        return Scan(waiting, handed_on)

    def _memory_of(self, watch: Watch) -> _Memory:
        memory = self._memory.get(watch.id)
        if memory is None:
            with self.workspace.store.read() as connection:
                memory = _Memory(files.of_watch(connection, watch.id))
            self._memory[watch.id] = memory
        return memory

    def _look(self, watch: Watch, memory: _Memory, listing: Listing, closed: frozenset[str]) -> int:
        """Look at what lies in a folder; return how many files were handed on."""
        if (listing.is_there, listing.trouble) != (watch.is_there, watch.trouble):
            with self.workspace.store.write() as tx:
                files.update_watch(tx, watch.id, is_there=listing.is_there, trouble=listing.trouble)
            self._watches = None
        if not listing.is_there:
            memory.n_waiting = 0
            return 0
        handed_on = self._consider(watch, memory, listing.files, closed)
        if listing.is_whole:
            self._let_go(watch, memory, listing.files)
        memory.n_waiting = sum(
            1
            for one in listing.files
            if (known := memory.files.get(one.path)) is not None
            and known.is_waiting
            and (not known.is_in_queue or one.stamp != (known.n_bytes, known.modified_ns))
        )
        return handed_on

    def _consider(
        self, watch: Watch, memory: _Memory, seen: Sequence[Seen], closed: frozenset[str]
    ) -> int:
        """Note what is new of these files and hand on those that are whole, in their order."""
        found = (one for one in seen if _needs_a_word(one, memory.files.get(one.path)))
        news = in_order(found, watch.order)
        handed_on = 0
        for start in range(0, len(news), AT_ONCE):
            handed_on += self._told(watch, memory, news[start : start + AT_ONCE], closed)
        return handed_on

    def _told(
        self, watch: Watch, memory: _Memory, news: Sequence[Seen], closed: frozenset[str]
    ) -> int:
        verdicts = self._verdicts(memory, news, closed)
        if not verdicts:
            return 0
        with self.workspace.store.write() as tx:
            paths = [one.path for one, _ in verdicts]
            now = files.of_paths(tx.connection, watch.id, paths)
            # What another process wrote of a file meanwhile counts: that one is looked at again.
            valid = [(s, v) for s, v in verdicts if now.get(s.path) == memory.files.get(s.path)]
            whole = _noted(tx, watch, valid, now)
            for keys in ingesting.in_batches(whole):
                ingesting.hand_on(tx, watch, keys)
            now = files.of_paths(tx.connection, watch.id, paths)
        memory.files.update(now)
        return len(whole)

    def _verdicts(
        self, memory: _Memory, news: Sequence[Seen], closed: frozenset[str]
    ) -> list[tuple[Seen, Verdict]]:
        """What there is to say of these files, before anything is written down."""
        store = self.workspace.store
        with store.read() as connection:
            if self._patience_s is None:
                said = settings.get(connection, whole_files.SETTING, whole_files.USUAL)
                self._patience_s = whole_files.PATIENCE[said]
            rows = files.find_many(connection, list(_still_waiting(memory, news)))
        moment = store.clock.now()
        found = []
        for one in news:
            known = memory.files.get(one.path)
            row = None if known is None else rows.get(known.id)
            is_closed = one.path in closed
            verdict = _verdict(one, row, moment, self._patience_s, is_closed=is_closed)
            if verdict is not NOTHING:
                found.append((one, verdict))
        return found

    def _let_go(self, watch: Watch, memory: _Memory, seen: Sequence[Seen]) -> None:
        """Say of files that are gone before they were whole what became of them."""
        there = {one.path for one in seen}
        gone = [
            known
            for path, known in memory.files.items()
            if known.is_waiting and not known.is_in_queue and path not in there
        ]
        if not gone:
            return
        by_stamp = {one.stamp: one.path for one in seen}
        with self.workspace.store.write() as tx:
            paths = [known.path for known in gone]
            now = files.of_paths(tx.connection, watch.id, paths)
            for known in gone:
                if now.get(known.path) != known:
                    continue
                files.update(
                    tx,
                    known.id,
                    state=str(FileState.SKIPPED),
                    modified_ns=0,  # the very same file moved back is an arrival again
                    reason="",
                    outcome=_why_gone(watch, known, by_stamp),
                )
            memory.files.update(files.of_paths(tx.connection, watch.id, paths))


def _still_waiting(memory: _Memory, news: Iterable[Seen]) -> Iterable[int]:
    """The keys of files that wait and look as they did."""
    for one in news:
        known = memory.files.get(one.path)
        if known is not None and known.is_waiting and one.stamp == _stamp(known):
            yield known.id


def _stamp(known: KnownFile) -> tuple[int, int]:
    return known.n_bytes, known.modified_ns


def _needs_a_word(seen: Seen, known: KnownFile | None) -> bool:
    if known is None:
        return True
    if known.is_waiting:
        return not known.is_in_queue  # what its job takes in is the job's to say
    return seen.stamp != _stamp(known)


def _verdict(
    seen: Seen, known: ArrivedFile | None, now: datetime, patience_s: float, *, is_closed: bool
) -> Verdict:
    if known is None:
        return first_look(seen, is_closed=is_closed)
    return next_look(seen, known, now, patience_s, is_closed=is_closed)


def _noted(
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


def _goes_on(known: KnownFile | None) -> bool:
    """Whether a file that changed is still the arrival that is known, not one of its own."""
    return known is not None and known.is_waiting


def _why_gone(watch: Watch, known: KnownFile, by_stamp: dict[tuple[int, int], str]) -> str:
    if not watch.takes(known.path):
        return "Skipped: its name does not fit the pattern"
    now = by_stamp.get(_stamp(known))
    if now is not None:
        return f"Skipped: renamed to {Path(now).name} before it was complete"
    return "Skipped: removed again before it was complete"
