"""Looking into the watched folders: each file that is whole is handed on, once.

The look is the truth, what the system tells of changes are hints. What was handed on is in the
store, and read there again in the transaction that hands on: so any process may look at any time.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from tidemill.base.clock import monotonic
from tidemill.base.errors import WorldError
from tidemill.base.outside import Outside, Question, SignOfLife
from tidemill.domain.watches import FileState, KnownFile, Watch
from tidemill.services import ingesting, silent_folders, whole_files
from tidemill.services.folder_listing import Listing, Mark, Seen, in_order, listed, looked_up
from tidemill.services.news import News
from tidemill.services.seen_files import (
    is_waited_for,
    judged,
    needs_a_word,
    noted,
    still_waiting,
    why_gone,
)
from tidemill.services.whole_files import Verdict
from tidemill.services.workspace import Workspace
from tidemill.store import files, settings

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

Act = Callable[[SignOfLife], Any]
Steps = Generator[Act, Any, int]
"""A look into a folder: it yields what is to be asked of its disk, is sent the answers, and
returns how many files were handed on."""


@dataclass(frozen=True)
class Scan:
    """What a look into all folders found: files still being written, files handed on.

    A folder that has not answered yet counts as one that is waited for.
    """

    waiting: int
    handed_on: int


@dataclass
class _Look:
    """A look that is going on: what was asked last, of a folder as it was to be watched then."""

    watch: Watch
    steps: Steps
    question: Question[Any]
    began: float
    is_told_silent: bool = False

    def is_of(self, watch: Watch) -> bool:
        """Whether the files that count are still the same."""
        return _what_counts(self.watch) == _what_counts(watch)


@dataclass
class _Memory:
    """What is known of one folder between two looks."""

    files: dict[str, KnownFile]
    due: float = 0.0
    n_waiting: int = 0
    mark: Mark | None = None
    look: _Look | None = None
    is_stirred: bool = False

    def stir(self) -> None:
        """Have the folder looked into as soon as may be: also again, after a look that goes on."""
        self.due = 0.0
        self.is_stirred = self.look is not None


@dataclass
class Scanner:
    """Looks into all folders again and again, and keeps in memory what it knows of their files.

    `heard` brings it the news of the store: what others write of a file (the job that took it in,
    a person who accepts it) is read again. One that hears nothing is good for one look.

    A folder that does not answer holds up no other: with `patience_s` its answer is taken at a
    later scan (`has_answers` says when one is there, and `on_answer` is called), without it a
    folder is waited for as long as it gives signs of life.
    """

    workspace: Workspace
    patience_s: float | None = None
    on_answer: Callable[[], None] | None = None
    _watches: list[Watch] | None = None
    _memory: dict[int, _Memory] = field(default_factory=dict)
    _left: dict[int, _Look] = field(default_factory=dict)
    _said_patience_s: float | None = None

    def __post_init__(self) -> None:
        """Be ready to ask."""
        self._outside = Outside(self.on_answer)

    def close(self) -> None:
        """Ask no more."""
        self._outside.close()

    def heard(self, news: Sequence[News] | None) -> None:
        """Take in what changed in the store; None for "reload everything"."""
        if news is None:
            self._watches, self._said_patience_s = None, None
            self._forget()
            return
        topics = {one.topic for one in news}
        if "watch" in topics:
            self._watches = None
        if "setting" in topics:
            self._said_patience_s = None
        keys = {int(one.key) for one in news if one.topic == "file" and one.key.isdecimal()}
        if keys:
            self._read_again(list(keys))

    def _forget(self) -> None:
        for key, memory in self._memory.items():
            self._leave(key, memory)
        self._memory.clear()

    def _leave(self, key: int, memory: _Memory) -> None:
        """Give up a look; where its folder still owes an answer, none other is begun before."""
        if memory.look is not None and not memory.look.question.is_answered:
            self._left[key] = memory.look
        memory.look = None

    def _read_again(self, keys: list[int]) -> None:
        try:
            with self.workspace.store.read() as connection:
                found = files.known_by(connection, keys)
        except WorldError:  # this news will not come again
            self._forget()
            raise
        for watch_id, one in found:
            memory = self._memory.get(watch_id)
            if memory is None:
                continue
            before = memory.files.get(one.path)
            if before is None or before.id <= one.id:
                memory.files[one.path] = one
                if one.is_waiting and not one.is_in_queue:
                    memory.stir()

    def watches(self) -> list[Watch]:
        """All watched folders as they are now."""
        if self._watches is None:
            with self.workspace.store.read() as connection:
                self._watches = files.watches(connection)
            known = {watch.id for watch in self._watches}
            for gone in self._memory.keys() - known:
                self._leave(gone, self._memory.pop(gone))
            for memory in self._memory.values():
                memory.stir()
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
            if memory.look is not None and not memory.look.is_of(watch):
                self._leave(watch.id, memory)
            began = monotonic()
            if (left := self._owed(watch)) is not None:
                self._tell_silent(watch, left)
                waiting += not left.is_told_silent
            elif memory.look is None:
                every = POLLED_EVERY_S if watch.folder in polled else EVERY_S
                if stirred is None or watch.folder in stirred or memory.due <= began:
                    self._begin(watch, memory, self._looking(watch, memory, closed, every))
                elif closed:
                    self._begin(watch, memory, self._glancing(watch, memory, closed))
                handed_on += self._go_on(watch, memory, self.patience_s)
            else:
                if watch.folder in (stirred or ()) or any(watch.holds(path) for path in closed):
                    memory.stir()
                handed_on += self._go_on(watch, memory, 0.0)
            waiting += memory.n_waiting + _is_awaited(memory)
        return Scan(waiting, handed_on)

    @property
    def has_answers(self) -> bool:
        """Whether a folder answered since the last scan."""
        looks = (memory.look for memory in self._memory.values())
        return any(look is not None and look.question.is_answered for look in looks)

    def silent(self) -> frozenset[int]:
        """The numbers of the watched folders that have not answered for long."""
        looks = {key: memory.look for key, memory in self._memory.items()} | self._left
        return frozenset(
            key for key, look in looks.items() if look is not None and look.is_told_silent
        )

    def marks(self) -> dict[int, Mark]:
        """What each watched folder that is there was known by at the last look, by its number."""
        return {key: memory.mark for key, memory in self._memory.items() if memory.mark is not None}

    def _owed(self, watch: Watch) -> _Look | None:
        """A look that was given up while the folder did not answer, as long as it does not."""
        left = self._left.get(watch.id)
        if left is not None and left.question.is_answered:
            del self._left[watch.id]
            return None
        return left

    def _begin(self, watch: Watch, memory: _Memory, steps: Steps) -> None:
        memory.look = _Look(watch, steps, self._outside.ask(next(steps)), monotonic())

    def _go_on(self, watch: Watch, memory: _Memory, patience_s: float | None) -> int:
        """Go on with a look as far as its answers come; return how many files were handed on."""
        until = monotonic() + (patience_s or 0.0)
        while (look := memory.look) is not None:
            if patience_s is None:
                silent_folders.wait(look.question)
            else:
                look.question.wait(until - monotonic())
            if not look.question.is_answered:
                self._tell_silent(watch, look)
                return 0
            memory.look = None  # also where the store is locked now: it is looked at anew then
            try:
                look.question = self._outside.ask(look.steps.send(look.question.answer()))
            except StopIteration as end:
                return int(end.value)
            memory.look = look
        return 0

    def _tell_silent(self, watch: Watch, look: _Look) -> None:
        """Say of a folder that has not answered for long that it does not."""
        if look.is_told_silent or not silent_folders.is_silent(look.question):
            return
        now = self.workspace.store.clock.now()
        if not silent_folders.is_told(watch.trouble):
            words = silent_folders.words(now, look.question.silent_s)
            self._tell_trouble(watch.id, watch.is_there, words)
        look.is_told_silent = True

    def _tell_trouble(self, watch_id: int, is_there: bool, trouble: str) -> None:
        """Write down how a folder fares, where that is something new."""
        watch = next((one for one in self.watches() if one.id == watch_id), None)
        if watch is not None and (is_there, trouble) != (watch.is_there, watch.trouble):
            with self.workspace.store.write() as tx:
                files.update_watch(tx, watch.id, is_there=is_there, trouble=trouble)
            self._watches = None

    def _memory_of(self, watch: Watch) -> _Memory:
        memory = self._memory.get(watch.id)
        if memory is None:
            with self.workspace.store.read() as connection:
                memory = _Memory(files.of_watch(connection, watch.id))
            self._memory[watch.id] = memory
        return memory

    def _looking(
        self, watch: Watch, memory: _Memory, closed: frozenset[str], every_s: float
    ) -> Steps:
        """Look at all that lies in a folder."""
        began = monotonic()
        listing: Listing = yield partial(listed, watch)
        took_s = monotonic() - began
        self._tell_trouble(watch.id, listing.is_there, listing.trouble)
        memory.mark = listing.mark
        memory.n_waiting = handed_on = 0
        if listing.is_there:
            handed_on = yield from self._consider(watch, memory, listing.files, closed)
            if listing.is_whole:
                self._let_go(watch, memory, listing.files)
            memory.n_waiting = sum(
                1 for one in listing.files if is_waited_for(one, memory.files.get(one.path))
            )
        every_s = EVERY_S if memory.n_waiting else every_s
        if not memory.is_stirred:
            memory.due = began + max(every_s, min(_LONGEST_S, _REST * took_s))
        memory.is_stirred = False
        return handed_on

    def _glancing(self, watch: Watch, memory: _Memory, closed: frozenset[str]) -> Steps:
        """Look only at files of a folder that are known to have been finished."""
        some: tuple[Seen, ...] = yield partial(_looked_up, watch, closed)
        return (yield from self._consider(watch, memory, some, closed))

    def _consider(
        self, watch: Watch, memory: _Memory, seen: Sequence[Seen], closed: frozenset[str]
    ) -> Steps:
        """Note what is new of these files and hand on those that are whole, in their order."""
        found = (one for one in seen if needs_a_word(one, memory.files.get(one.path)))
        news = in_order(found, watch.order)
        handed_on = 0
        for start in range(0, len(news), AT_ONCE):
            handed_on += yield from self._told(watch, memory, news[start : start + AT_ONCE], closed)
        return handed_on

    def _told(
        self, watch: Watch, memory: _Memory, news: Sequence[Seen], closed: frozenset[str]
    ) -> Steps:
        known = {one.path: memory.files.get(one.path) for one in news}
        verdicts: list[tuple[Seen, Verdict]] = yield self._to_be_judged(memory, news, closed)
        if not verdicts:
            return 0
        with self.workspace.store.write() as tx:
            paths = [one.path for one, _ in verdicts]
            now = files.of_paths(tx.connection, watch.id, paths)
            # What another process wrote of a file meanwhile counts: that one is looked at again.
            valid = [(s, v) for s, v in verdicts if now.get(s.path) == known[s.path]]
            whole = noted(tx, watch, valid, now)
            for keys in ingesting.in_batches(whole):
                ingesting.hand_on(tx, watch, keys)
            now = files.of_paths(tx.connection, watch.id, paths)
        memory.files.update(now)
        return len(whole)

    def _to_be_judged(self, memory: _Memory, news: Sequence[Seen], closed: frozenset[str]) -> Act:
        """What is to be asked of these files, before anything is written down."""
        store = self.workspace.store
        with store.read() as connection:
            if self._said_patience_s is None:
                said = settings.get(connection, whole_files.SETTING, whole_files.USUAL)
                self._said_patience_s = whole_files.PATIENCE[said]
            rows = files.find_many(connection, list(still_waiting(memory.files, news)))
        asked = []
        for one in news:
            known = memory.files.get(one.path)
            asked.append((one, None if known is None else rows.get(known.id), one.path in closed))
        return partial(judged, asked, store.clock.now(), self._said_patience_s)

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
                    outcome=why_gone(watch, known, by_stamp),
                )
            memory.files.update(files.of_paths(tx.connection, watch.id, paths))


def _what_counts(watch: Watch) -> tuple[str, str, bool]:
    return watch.folder, watch.pattern, watch.is_recursive


def _is_awaited(memory: _Memory) -> bool:
    return memory.look is not None and not memory.look.is_told_silent


def _looked_up(watch: Watch, paths: frozenset[str], _sign: SignOfLife) -> tuple[Seen, ...]:
    return looked_up(watch, paths)
