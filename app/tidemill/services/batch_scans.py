"""Looking into the folders of batch deployments: each file that is whole is handed on, once.

As with watched folders the look is the truth, what was handed on is in the store, and the disk is
asked from a thread that can be left behind: a share that hangs holds up nothing else.
"""

import contextlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from tidemill.base.clock import monotonic
from tidemill.base.outside import Outside, Question, SignOfLife
from tidemill.domain.batches import BatchFile, BatchState
from tidemill.domain.deployments import Deployment, ServiceState
from tidemill.domain.people import WORKER
from tidemill.domain.watches import FileOrder, Watch
from tidemill.services import batch_ends, batch_folders, deploying, silent_folders, whole_files
from tidemill.services.folder_listing import Listing, Seen, in_order, listed
from tidemill.services.folder_scans import AT_ONCE, EVERY_S, Scan
from tidemill.services.news import News
from tidemill.services.seen_files import judged, needs_a_word, why_gone
from tidemill.services.whole_files import Verdict
from tidemill.services.workspace import Workspace
from tidemill.store import batch_files, models, settings
from tidemill.store.engine import Transaction

_REST, _LONGEST_S = 50, 30.0
"""A look that takes long is followed by a rest of so many times as long, up to so many seconds."""


@dataclass(frozen=True)
class _Found:
    """What a look found: the files of the folder, what there is to say of them, and what is wrong
    with the folder for the answers."""

    listing: Listing
    verdicts: Sequence[tuple[Seen, Verdict]]
    out_trouble: str


@dataclass
class _Memory:
    """What is known of one deployment's files between two looks: the last of each path."""

    files: dict[str, BatchFile]
    due: float = 0.0
    question: Question[_Found] | None = None
    began: float = 0.0

    def put(self, files: Iterable[BatchFile]) -> None:
        """Take in rows as they are now."""
        for one in files:
            before = self.files.get(one.path)
            if before is None or before.id <= one.id:
                self.files[one.path] = one


class BatchScanner:
    """Looks into all batch folders again and again; `heard` brings it the news of the store.

    With `patience_s` an answer that comes late is taken at a later scan; without it a folder is
    waited for as long as it gives signs of life.
    """

    def __init__(
        self,
        workspace: Workspace,
        patience_s: float | None = None,
        on_answer: Callable[[], None] | None = None,
    ) -> None:
        self._workspace, self._patience_s = workspace, patience_s
        self._outside = Outside(on_answer)
        self._deployments: list[Deployment] | None = None
        self._memory: dict[int, _Memory] = {}
        self.last = Scan(0, 0)

    def close(self) -> None:
        """Ask no more."""
        self._outside.close()

    def heard(self, news: Sequence[News] | None) -> None:
        """Take in what changed in the store; None for "reload everything"."""
        if news is None:
            self._deployments = None
            self._memory = {}
            return
        if any(one.topic in ("deployment", "model") for one in news):
            self._deployments = None
        keys = [int(one.key) for one in news if one.topic == batch_files.TOPIC]
        if keys and self._memory:
            with self._workspace.store.read() as connection:
                rows = batch_files.find_many(connection, keys)
            for row in rows.values():
                if (memory := self._memory.get(row.deployment_id)) is not None:
                    memory.put([row])

    @property
    def is_needed(self) -> bool:
        """Whether a batch folder is on."""
        return any(one.is_on for one in self._every())

    def scan(self) -> Scan:
        """Look into the folders whose time has come; hand on each file that is whole."""
        waiting = handed_on = 0
        for one in self._every():
            if not one.is_on:
                self._memory.pop(one.id, None)
                continue
            memory = self._memory_of(one)
            if memory.question is None and memory.due <= monotonic():
                memory.began = monotonic()
                memory.question = self._outside.ask(self._look(one, memory))
            if memory.question is not None:
                handed_on += self._take(one, memory, memory.question)
            now = self._workspace.clock.now()
            waiting += sum(_is_awaited(file, now) for file in memory.files.values())
            silent = memory.question is not None and silent_folders.is_silent(memory.question)
            waiting += memory.question is not None and not silent
        self.last = Scan(waiting, handed_on)
        return self.last

    def _every(self) -> list[Deployment]:
        if self._deployments is None:
            self._deployments = batch_folders.every(self._workspace)
        return self._deployments

    def _memory_of(self, one: Deployment) -> _Memory:
        memory = self._memory.get(one.id)
        if memory is None:
            with self._workspace.store.read() as connection:
                memory = _Memory(batch_files.latest(connection, one.id))
            self._memory[one.id] = memory
        return memory

    def _look(self, one: Deployment, memory: _Memory) -> Callable[[SignOfLife], _Found]:
        with self._workspace.store.read() as connection:
            said = settings.get(connection, whole_files.SETTING, whole_files.USUAL)
        out = Path(batch_folders.settings_of(one).out)
        now = self._workspace.clock.now()
        return partial(_looked, _watch(one), out, memory.files, now, whole_files.PATIENCE[said])

    def _take(self, one: Deployment, memory: _Memory, question: Question[_Found]) -> int:
        """Take an answer in, if it is there; return how many files were handed on."""
        if self._patience_s is None:
            silent_folders.wait(question)
        else:
            question.wait(self._patience_s - question.silent_s)
        if not question.is_answered:
            if silent_folders.is_silent(question) and not silent_folders.is_told(one.trouble):
                words = silent_folders.words(self._workspace.clock.now(), question.silent_s)
                self._say(one, words)
            return 0
        memory.question = None
        found = question.answer()
        took_s = monotonic() - memory.began
        memory.due = memory.began + max(EVERY_S, min(_LONGEST_S, _REST * took_s))
        n = self._write_down(one, memory, found)
        late = [f for f in memory.files.values() if f.outcome.startswith(batch_ends.TO_BE_TRIED)]
        self._say(one, found.listing.trouble or found.out_trouble or _last_reason(late))
        return n

    def _say(self, one: Deployment, trouble: str) -> None:
        """Write down how the folder is, and which version answers now, where that is new."""
        with self._workspace.store.read() as connection:
            champion = models.champion(connection, one.model_id)
        serves = None if champion is None else champion.id
        state = ServiceState.FAILED if trouble else ServiceState.READY
        if (one.state, one.trouble, one.serves_id) != (state, trouble, serves):
            deploying.say(self._workspace, one.name, state, trouble=trouble, serves_id=serves)
            self._deployments = None

    def _write_down(self, one: Deployment, memory: _Memory, found: _Found) -> int:
        """Note what is new of the files, and hand on those that are whole."""
        now = self._workspace.clock.now()
        left = [f for f in memory.files.values() if _goes_on(f, now)]
        gone = _gone(memory, found.listing)
        verdicts = list(found.verdicts)
        if found.out_trouble:  # nothing is begun that could not be put anywhere
            left = []
            verdicts = [(seen, v) for seen, v in verdicts if not v.is_whole]
        if not (verdicts or left or gone):
            return 0
        paths = [*(seen.path for seen, _ in verdicts), *(f.path for f in (*left, *gone))]
        with self._workspace.store.write() as tx:
            rows = batch_files.of_paths(tx.connection, one.id, paths)
            # What another process wrote of a file meanwhile counts: that one is looked at again.
            fresh = {path for path in paths if rows.get(path) == memory.files.get(path)}
            whole = [f.id for f in left if f.path in fresh]
            whole += _noted(tx, one, [v for v in verdicts if v[0].path in fresh], rows)
            by_stamp = {(s.n_bytes, s.modified_ns): s.path for s in found.listing.files}
            for file in gone:
                if file.path in fresh:
                    words = why_gone(_watch(one), file.known, by_stamp)
                    batch_files.update(
                        tx, file.id, state=str(BatchState.SKIPPED), modified_ns=0, reason="",
                        outcome=words,
                    )  # fmt: skip
            folder = Path(batch_folders.settings_of(one).folder).name
            cause = f"{'a file' if len(whole) == 1 else f'{len(whole)} files'} landed in {folder}"
            batch_folders.hand_on(tx, one, whole, WORKER.login, cause)
            rows = batch_files.of_paths(tx.connection, one.id, paths)
        memory.put(rows.values())
        return len(whole)


def scan(workspace: Workspace) -> Scan:
    """Look into every batch folder that is on, once; safe at any time and from any process."""
    with contextlib.closing(BatchScanner(workspace)) as scanner:
        return scanner.scan()


def _watch(one: Deployment) -> Watch:
    """The folder of a deployment in the terms of watched folders."""
    folder = batch_folders.settings_of(one).folder
    return Watch(one.id, folder, "", "", None, None, True, True, one.created_at, one.by)


def _looked(
    watch: Watch,
    out: Path,
    files: Mapping[str, BatchFile],
    now: datetime,
    patience_s: float,
    sign: SignOfLife,
) -> _Found:
    """Look at all that lies in a folder, outside."""
    listing = listed(watch, sign)
    asked = []
    for seen in in_order(listing.files, FileOrder.NAME):
        row = files.get(seen.path)
        if row is not None and row.is_open and row.state is not BatchState.WAITING:
            continue  # its answer is written: what came since has its turn after it
        if needs_a_word(seen, None if row is None else row.known):
            is_same = row is not None and row.is_open and seen.stamp == _stamp(row)
            asked.append((seen, row if is_same else None, False))
    return _Found(listing, judged(asked[:AT_ONCE], now, patience_s, sign), _out_trouble(out))


def _out_trouble(out: Path) -> str:
    try:
        if not out.is_dir():
            return batch_folders.AWAY.format(out)
    except OSError as error:
        return f"The folder {out} can't be looked at: {error.strerror or error}."
    return "" if os.access(out, os.W_OK) else batch_folders.NO_WRITING.format(out)


def _noted(
    tx: Transaction,
    one: Deployment,
    verdicts: Sequence[tuple[Seen, Verdict]],
    rows: Mapping[str, BatchFile],
) -> list[int]:
    """Write down what was seen; return the keys of the files that are whole, in order."""
    whole = []
    for seen, verdict in verdicts:
        row = rows.get(seen.path)
        values: dict[str, Any] = {}
        if verdict.is_news:
            values = {"reason": verdict.reason, "outcome": verdict.outcome}
            values["read"] = whole_files.noted(verdict)
        if row is None or not row.is_open:
            outcome = values.pop("outcome", whole_files.WAITING)
            key = batch_files.insert(tx, one.id, seen.path, seen.stamp, outcome, **values)
        else:
            key = row.id
            if seen.stamp != _stamp(row):
                begun = {"n_bytes": seen.n_bytes, "modified_ns": seen.modified_ns}
                values = {**begun, "reason": "", "read": {}, **values}
            if values:
                batch_files.update(tx, key, **values)
        if verdict.is_whole:
            whole.append(key)
    return whole


def _gone(memory: _Memory, listing: Listing) -> list[BatchFile]:
    """Files that are gone before they were whole."""
    if not listing.is_there or not listing.is_whole:
        return []
    there = {seen.path for seen in listing.files}
    return [
        one
        for path, one in memory.files.items()
        if one.state is BatchState.WAITING and one.job_id is None and path not in there
    ]


def _goes_on(one: BatchFile, now: datetime) -> bool:
    """Whether a file whose answer is written already is to be handed on again."""
    if not one.is_open or one.state is BatchState.WAITING or one.job_id is not None:
        return False
    again = whole_files.again_at(one.read)
    return again is None or again <= now


def _is_awaited(one: BatchFile, now: datetime) -> bool:
    """Whether there will be a job for a file soon."""
    if not one.is_open or one.job_id is not None:
        return False
    again = whole_files.again_at(one.read)
    return again is None or again <= now


def _last_reason(late: Sequence[BatchFile]) -> str:
    return max(late, key=lambda one: one.changed_at).reason if late else ""


def _stamp(one: BatchFile) -> tuple[int, int]:
    return one.n_bytes, one.modified_ns
