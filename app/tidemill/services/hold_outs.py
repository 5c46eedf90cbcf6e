"""What runs said for the rows held out, read from the store once and brought onto the same rows.

A file of predictions is named by its content, so what was read stays right; the last ones read are
kept in memory, up to `MOST_BYTES`, and rows and truths that several runs share are held once.
Answers of more runs than that are read again when they are asked for, so that any number of runs
can be gone through one after the other.
"""

import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from tidemill.base import hashing
from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Reporter
from tidemill.domain.datasets import Series
from tidemill.domain.recipes import Task
from tidemill.domain.runs import Run
from tidemill.services.judged_rows import JUDGED_ON
from tidemill.services.registry import PREDICTIONS_FILE
from tidemill.services.training.predictions import Predictions
from tidemill.services.workspace import Workspace
from tidemill.store import datasets

Array = NDArray[Any]

MOST_BYTES = 128_000_000
FEWEST_SHARED = 30
SHARE_SHARED = 0.5


@dataclass(frozen=True, eq=False)
class HoldOut:
    """A run's answers for the rows whose truth is known.

    `rows` (n,) name the rows, `y` (n,) is the truth. `answers` gives what was said, which may have
    to be read for it; `n_odd` of it are no numbers. `space` says whose rows the numbers are, empty
    where nobody knows. `mark` stands for rows and truth. `missing` says why there is nothing; all
    arrays are empty then.
    """

    run: Run
    task: Task | None = None
    levels: tuple[str, ...] = ()
    rows: Array = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    y: Array = field(default_factory=lambda: np.empty(0))
    answers: Callable[[], Array] = lambda: np.empty(0)
    n_odd: int = 0
    space: str = ""
    mark: str = ""
    missing: str = ""

    @property
    def p(self) -> Array:
        """The answers as `domain.metrics` takes them."""
        return self.answers()


class Answers(Sequence[Array | None]):
    """Answers of runs for the same rows, each read when it is asked for; None where there is none.

    Go through them once and let go of each: they need not fit into memory together.
    """

    def __init__(self, read: Sequence[Callable[[], Array] | None]) -> None:
        """Take what reads each."""
        self._read = tuple(read)

    def __len__(self) -> int:
        """How many runs there are."""
        return len(self._read)

    @overload
    def __getitem__(self, at: int) -> Array | None: ...

    @overload
    def __getitem__(self, at: slice) -> "Answers": ...

    def __getitem__(self, at: int | slice) -> "Array | Answers | None":
        """The answers of one run, or some of the runs."""
        if isinstance(at, slice):
            return Answers(self._read[at])
        read = self._read[at]
        return None if read is None else read()

    def __iter__(self) -> Iterator[Array | None]:
        """One after the other."""
        return (None if read is None else read() for read in self._read)

    def known(self) -> "KnownAnswers":
        """Those that are there."""
        return KnownAnswers([read for read in self._read if read is not None])

    def places(self) -> list[int]:
        """The places of the runs that have some."""
        return [at for at, read in enumerate(self._read) if read is not None]


class KnownAnswers(Sequence[Array]):
    """As `Answers`, with none missing."""

    def __init__(self, read: Sequence[Callable[[], Array]]) -> None:
        """Take what reads each."""
        self._read = tuple(read)

    def __len__(self) -> int:
        """How many runs there are."""
        return len(self._read)

    @overload
    def __getitem__(self, at: int) -> Array: ...

    @overload
    def __getitem__(self, at: slice) -> "KnownAnswers": ...

    def __getitem__(self, at: int | slice) -> "Array | KnownAnswers":
        """The answers of one run, or some of the runs."""
        return KnownAnswers(self._read[at]) if isinstance(at, slice) else self._read[at]()


@dataclass(frozen=True, eq=False)
class SharedRows:
    """Several runs' answers for the same rows.

    `answers` has an entry a run in their order, None where it cannot be held against the others,
    and `why` says why not, else it is empty. `n_reference` is how many rows most of them were
    judged on: more than `rows` where some share only a part.
    """

    task: Task | None
    levels: tuple[str, ...]
    rows: Array
    y: Array
    answers: Answers
    why: tuple[str, ...]
    n_reference: int

    @property
    def places(self) -> list[int]:
        """The places of the runs that can be held against each other."""
        return self.answers.places()


class _Kept:
    """The files read last, by the name of their content; safe to use from several threads."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._found: OrderedDict[str, Predictions] = OrderedDict()
        self._arrays: weakref.WeakValueDictionary[str, Array] = weakref.WeakValueDictionary()
        self._n_bytes = 0
        self._lock = threading.Lock()

    def get(self, workspace: Workspace, blob: str) -> Predictions:
        with self._lock:
            if blob in self._found:
                self._found.move_to_end(blob)
                return self._found[blob]
        read = Predictions.from_bytes(workspace.blobs.get_bytes(blob))
        with self._lock:
            truth = None if read.truth is None else self._shared(read.truth)
            read = replace(read, rows=self._shared(read.rows), truth=truth)
            if blob not in self._found:
                self._found[blob] = read
                self._n_bytes += _n_bytes(read)
            while self._n_bytes > self._most and len(self._found) > 1:
                _, gone = self._found.popitem(last=False)
                self._n_bytes -= _n_bytes(gone)
            return read

    def _shared(self, array: Array) -> Array:
        """The same array for the same content, read-only."""
        name = f"{array.dtype}:{hashing.of_bytes(array.tobytes())}"
        found = self._arrays.get(name)
        if found is None:
            array.setflags(write=False)
            self._arrays[name] = found = array
        return found


def _n_bytes(said: Predictions) -> int:
    """What answers take at most; rows and truth may be shared with others."""
    truth = 0 if said.truth is None else said.truth.nbytes
    return said.rows.nbytes + said.values.nbytes + truth


_kept = _Kept(MOST_BYTES)


def read(workspace: Workspace, runs: Sequence[Run], reporter: Reporter) -> list[HoldOut]:
    """The answers of runs in their order; one whose file is damaged says so in `missing`."""
    spaces = _spaces(workspace, runs)
    found: list[HoldOut] = []
    n_bytes = 0
    for at, run in enumerate(runs):
        reporter.check()
        reporter.report(at / len(runs), f"Reading {run.name}")
        blob = run.artifacts.get(PREDICTIONS_FILE)
        if blob is None:
            found.append(HoldOut(run, missing=f"{run.name} kept no hold-out answers."))
        else:
            one, size = _read(workspace, run, blob, spaces[_address(run)], n_bytes < MOST_BYTES)
            n_bytes += size
            found.append(one)
    return found


def _read(
    workspace: Workspace, run: Run, blob: str, space: str, is_held: bool
) -> tuple[HoldOut, int]:
    """A run's answers and how many bytes they hold; they are read again unless `is_held`."""
    try:
        said = _kept.get(workspace, blob)
    except NeedsYou as error:
        words = f"The answers of {run.name} can't be read. {error.message}"
        return HoldOut(run, missing=words), 0
    one = _hold_out(run, said, space)
    if is_held or one.missing:
        return one, one.p.nbytes
    return replace(one, answers=lambda: _known(_kept.get(workspace, blob))), 0


def _known(said: Predictions) -> Array:
    """What was said for the rows whose truth is known."""
    return said.values if said.known.all() else said.judged()[1]


def _hold_out(run: Run, said: Predictions, space: str) -> HoldOut:
    known = said.known
    if not known.any():
        return HoldOut(run, said.task, missing=f"{run.name} kept answers without the truth.")
    if known.all():
        assert said.truth is not None
        rows, y, p = said.rows, said.truth, said.values
    else:
        rows, (y, p) = said.rows[known], said.judged()
    mark = f"{space}:{hashing.of_bytes(rows.tobytes())}:{hashing.of_bytes(y.tobytes())}"
    odd = int(p.size - np.isfinite(p).sum())
    return HoldOut(run, said.task, said.levels, rows, y, lambda: p, odd, space, mark)


def _spaces(workspace: Workspace, runs: Sequence[Run]) -> dict[str | None, str]:
    """Whose row numbers a run's are: a dataset's, or one version's where versions replace."""
    found: dict[str | None, str] = {None: ""}
    with workspace.store.read() as connection:
        for address in {one for one in map(_address, runs) if one is not None}:
            name = address.rpartition("@")[0]
            known = datasets.find(connection, name)
            appends = known is not None and known.series is Series.APPEND
            found[address] = address
            if known is not None and appends:
                number = datasets.numbered_since(connection, known.id, address)
                found[address] = f"{name}@{number}" if number else name
    return found


def _address(run: Run) -> str | None:
    """The version whose rows a run's answers are for, as commands name it."""
    if run.params.get("kind") == "candidate" and JUDGED_ON not in run.params:
        return f"{run.id}@0"  # of an earlier program: only its own rows are the same
    return run.params.get(JUDGED_ON, run.dataset)


def share(held: Sequence[HoldOut]) -> SharedRows:
    """Bring runs onto the rows they share.

    Those judged on the very rows that most runs were judged on set the rows. Another run joins
    where the rows that all then share are at least half of those and at least 30, and its truth
    for them is the same; else it stays out and `why` says so.
    """
    reference = _reference(held)
    if reference is None:
        nothing = np.empty(0, dtype=np.int64)
        why = [one.missing for one in held]
        none = Answers((None,) * len(held))
        return SharedRows(None, (), nothing, nothing, none, tuple(why), 0)
    levels = _levels(reference, held)
    turned = {at: _turned(one, reference, levels) for at, one in enumerate(held)}
    base = _turned(reference, reference, levels)
    assert isinstance(base, HoldOut)
    rows, y = base.rows, base.y
    why = [""] * len(held)
    joined: dict[int, HoldOut] = {}
    for at, one in sorted(turned.items(), key=lambda item: _distance(item[1], base)):
        if isinstance(one, str):
            why[at] = one
            continue
        common, reason = _common(rows, y, one, base)
        if reason:
            why[at] = reason
            continue
        joined[at] = one
        rows, y = rows[common], y[common]
    answers = Answers(
        [partial(_at_rows, joined[at], rows) if at in joined else None for at in range(len(held))]
    )
    return SharedRows(base.task, levels, rows, y, answers, tuple(why), len(base.rows))


def _reference(held: Sequence[HoldOut]) -> HoldOut | None:
    """The first of the runs whose rows most runs were judged on."""
    counts: dict[str, int] = {}
    for one in held:
        if not one.missing:
            counts[one.mark] = counts.get(one.mark, 0) + 1
    if not counts:
        return None
    most = max(counts.values())
    return next(one for one in held if not one.missing and counts[one.mark] == most)


def _levels(reference: HoldOut, held: Sequence[HoldOut]) -> tuple[str, ...]:
    """The classes all are brought to: of several, each that any of the runs knows."""
    if reference.task is not Task.MULTICLASS:
        return reference.levels
    every = [one for one in held if one.task is Task.MULTICLASS]
    return tuple(
        dict.fromkeys((*reference.levels, *(name for one in every for name in one.levels)))
    )


def _turned(one: HoldOut, reference: HoldOut, levels: tuple[str, ...]) -> HoldOut | str:
    """A run's answers in the classes all are brought to, or why that can't be."""
    if one.missing:
        return one.missing
    name = one.run.name
    if one.task is None or one.task is not reference.task:
        return f"{name} answers another question."
    if one.n_odd:
        return f"{name} answers with no number for {one.n_odd:,} of its {len(one.y):,} rows."
    if one.task is Task.REGRESSION or one.levels == levels:
        return one
    if one.task is Task.BINARY and set(one.levels) != set(levels):
        return f"{name} answers with {' or '.join(one.levels)}, not {' or '.join(levels)}."
    task = one.task

    def turned() -> Predictions:
        return Predictions(task, one.levels, one.rows, one.p, one.y).with_levels(levels)

    truth = turned().truth
    assert truth is not None
    return replace(one, levels=levels, answers=lambda: turned().values, y=truth)


def _distance(one: HoldOut | str, base: HoldOut) -> int:
    """Who joins first: the same rows, then those with the nearest number of rows."""
    if isinstance(one, str):
        return 0
    return 0 if one.rows is base.rows else 1 + abs(len(one.rows) - len(base.rows))


def _common(rows: Array, y: Array, one: HoldOut, base: HoldOut) -> tuple[Array | slice, str]:
    """Which of the rows shared so far a run was judged on as well, or why it can't join."""
    name = one.run.name
    if one.space and base.space and one.space != base.space:
        return slice(0), f"{name} was judged on rows of {one.space}, not of {base.space}."
    if one.rows is rows or np.array_equal(one.rows, rows):
        common, theirs = np.arange(len(rows)), np.arange(len(rows))
    elif len(np.unique(one.rows)) < len(one.rows) or len(np.unique(rows)) < len(rows):
        return slice(0), f"{name} was judged on other rows, and some have the same name."
    else:
        _, common, theirs = np.intersect1d(rows, one.rows, assume_unique=True, return_indices=True)
        order = np.argsort(common)
        common, theirs = common[order], theirs[order]
    if len(common) < len(rows):
        few = len(common) < FEWEST_SHARED or len(common) < SHARE_SHARED * len(base.rows)
        if few:
            words = f"{len(common):,} of the {len(base.rows):,} rows" if len(common) else "none"
            return slice(0), f"{name} was judged on other rows; {words} are the same."
    odd = int((one.y[theirs] != y[common]).sum())
    if odd:
        return slice(0), f"{name} has another truth for {odd:,} of the {len(common):,} shared rows."
    return common, ""


def _at_rows(one: HoldOut, rows: Array) -> Array:
    if one.rows is rows or np.array_equal(one.rows, rows):
        return one.p
    order = np.argsort(one.rows, kind="stable")
    return np.asarray(one.p[order[np.searchsorted(one.rows, rows, sorter=order)]])
