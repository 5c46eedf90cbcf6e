"""Rows as a list of steps leaves them: the same whether a block, a file or a row at a time."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Reporter, Silent
from tidemill.catalog.discovery import family
from tidemill.domain.columns import Schema
from tidemill.domain.entries import StepEntry, StepParameter
from tidemill.domain.frames import ColumnData, Frame, all_missing, stacked
from tidemill.domain.shaped_tables import brought
from tidemill.domain.steps import StepProblem
from tidemill.domain.tables import BLOCK_ROWS, Table, TableColumn

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Bound:
    """A step with all it needs to run: its module and its settings, checked."""

    module: ModuleType
    name: str
    settings: Mapping[str, Any]

    @property
    def entry(self) -> StepEntry:
        """What it declares."""
        entry: StepEntry = self.module.ENTRY
        return entry

    @property
    def sentence(self) -> str:
        """What it does."""
        return str(self.module.sentence(self.settings))


def module_of(kind: str) -> ModuleType:
    """The module of a kind of step; `NeedsYou` for one this program does not know."""
    known = family("steps")
    if kind not in known:
        raise NeedsYou(
            f"This Tidemill knows no step {kind}.",
            "There are " + ", ".join(known) + ".",
        )
    return known[kind]


def bound(
    steps: Iterable[Mapping[str, Any]],
    stored: Callable[[str], Mapping[str, Any]] | None = None,
    *,
    scoring: bool = False,
) -> tuple[Bound, ...]:
    """Steps as remembered (`{"kind", "name", "settings"}`), ready to run.

    `stored` gives the mapping kept under a name, for steps that need one. With `scoring` those
    that say nothing of how a row looks are left out: what people said of it, and which rows came
    before it.
    """
    found = []
    for step in steps:
        module = module_of(step["kind"])
        entry: StepEntry = module.ENTRY
        if scoring and (not entry.in_scoring or (entry.is_whole and entry.drops_rows)):
            continue
        settings = entry.settings(step["settings"])
        for parameter in entry.parameters:
            name = settings[parameter.id]
            is_stored = isinstance(parameter, StepParameter) and parameter.form == "labels"
            if is_stored and isinstance(name, str):
                settings[parameter.id] = stored(name) if stored is not None and name else {}
        found.append(Bound(module, step.get("name") or entry.title, settings))
    return tuple(found)


def effect(schema: Schema, steps: Sequence[Bound]) -> Schema:
    """The columns after the steps; `StepProblem` says which step cannot be done, and why."""
    for place, step in enumerate(steps):
        try:
            schema = step.module.columns(schema, **step.settings)
        except NeedsYou as error:
            words = f"The step “{step.sentence}” can't be done. {error.message}"
            raise StepProblem(words, error.hint, place) from error
    return schema


def names_after(names: Iterable[str], steps: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """What became of names: old to new, through every step that renames."""
    now = {name: name for name in names}
    for step in steps:
        module = module_of(step["kind"])
        if hasattr(module, "renames"):
            changed = module.renames(step["settings"])
            now = {old: changed.get(new, new) for old, new in now.items()}
    return now


class Seen:
    """The keys seen so far, 8 bytes each, in sorted runs that are merged as they grow."""

    def __init__(self) -> None:
        self._runs: list[npt.NDArray[np.uint64]] = []

    def first(self, keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.bool_]:
        """True where a key is met for the first time; they are remembered."""
        fresh = np.zeros(len(keys), dtype=bool)
        found, first = np.unique(keys, return_index=True)
        new = np.ones(len(found), dtype=bool)
        for run in self._runs:
            place = np.searchsorted(run, found)
            inside = place < len(run)
            new[inside] &= run[place[inside]] != found[inside]
        fresh[first[new]] = True
        if new.any():
            self._runs.append(found[new])
        while len(self._runs) > 1 and len(self._runs[-2]) < 2 * len(self._runs[-1]):
            last = self._runs.pop()
            self._runs[-1] = np.sort(np.concatenate([self._runs[-1], last]))
        return fresh


def applied(
    frame: Frame,
    rows: Rows,
    steps: Sequence[Bound],
    *,
    seen: Sequence[Seen] | None = None,
    dropping: bool = True,
) -> tuple[Frame, Rows]:
    """A block through the steps, and which of its rows are left, by the numbers given.

    `seen` has an entry a step; without it a whole step looks at this block only. Not `dropping`,
    every row stays: where each needs an answer.
    """
    for place, step in enumerate(steps):
        entry, module = step.entry, step.module
        if entry.drops_rows:
            if not dropping:
                continue
            if entry.is_whole:
                memory = Seen() if seen is None else seen[place]
                stay = memory.first(module.keys(frame, **step.settings))
            else:
                stay = module.kept(frame, **step.settings)
            left = np.flatnonzero(stay)
            if len(left) < frame.n_rows:
                frame, rows = frame.take(left), rows[left]
        elif entry.reads_rows:
            frame = module.apply(frame, **step.settings, rows=rows)
        else:
            frame = module.apply(frame, **step.settings)
    return frame, rows


@dataclass(frozen=True, eq=False)
class PreparedTable:
    """A table through steps, computed anew whenever its rows are asked for.

    `before` are tables whose rows came earlier: a whole step has seen them. Its memory is one
    block, and 8 bytes a row where rows are left out.
    """

    held: Table
    schema: Schema
    """The columns as they came."""

    steps: tuple[Bound, ...]
    before: tuple[Table, ...] = ()
    reporter: Reporter = field(default_factory=Silent)
    first_row: int = 0
    """The number of the first row, where rows are told apart by number."""

    @cached_property
    def _after(self) -> Schema:
        return effect(self.schema, self.steps)

    @property
    def columns(self) -> tuple[TableColumn, ...]:
        """The columns after the steps."""
        return tuple(TableColumn(c.name, c.kind, c.whole) for c in self._after.columns)

    @property
    def is_dropping(self) -> bool:
        """Whether a step leaves rows out."""
        return any(step.entry.drops_rows for step in self.steps)

    @cached_property
    def kept(self) -> Rows:
        """The numbers of the rows that are left, among those that came."""
        if not self.is_dropping:
            return np.arange(self.held.n_rows)
        last = max(i for i, step in enumerate(self.steps) if step.entry.drops_rows)
        steps = self.steps[: last + 1]
        seen = [Seen() for _ in steps]
        if any(step.entry.is_whole for step in steps):
            for table in self.before:
                for _ in self._through(table, steps, seen, 0):
                    pass
        found = list(self._through(self.held, steps, seen, self.first_row))
        return np.concatenate(found) - self.first_row if found else np.empty(0, dtype=np.int64)

    def _through(
        self, table: Table, steps: Sequence[Bound], seen: Sequence[Seen], first: int
    ) -> Iterator[Rows]:
        for frame in table.blocks():
            self.reporter.check()
            numbers = np.arange(first, first + frame.n_rows)
            first += frame.n_rows
            yield applied(in_schema(frame, self.schema), numbers, steps, seen=seen)[1]

    @property
    def n_rows(self) -> int:
        """How many rows are left."""
        return len(self.kept) if self.is_dropping else self.held.n_rows

    def column(self, name: str) -> ColumnData:
        """One whole column."""
        if name not in self._after:
            raise KeyError(name)
        return stacked(list(self.blocks([name])))[name]

    def blocks(self, names: Sequence[str] | None = None, rows: int = BLOCK_ROWS) -> Iterator[Frame]:
        """All rows, some at a time; blocks differ in length where rows were left out."""
        low, n_given = 0, 0
        empty: Frame | None = None
        for frame in self.held.blocks(rows=rows):
            self.reporter.check()
            numbers = np.arange(low, low + frame.n_rows)
            if self.is_dropping:
                start, stop = np.searchsorted(self.kept, [low, low + frame.n_rows])
                numbers = self.kept[start:stop]
            made = self._prepared(frame.take(numbers - low), numbers, names)
            low += frame.n_rows
            if made.n_rows:
                n_given += 1
                yield made
            elif empty is None:
                empty = made
        if not n_given and empty is not None:
            yield empty

    def take(self, rows: Rows, names: Sequence[str] | None = None) -> Frame:
        """Some rows by number, in that order."""
        numbers = self.kept[rows] if self.is_dropping else rows
        return self._prepared(self.held.take(numbers), numbers, names)

    def frame(self) -> Frame:
        """All rows in memory."""
        return stacked(list(self.blocks()))

    def _prepared(self, frame: Frame, numbers: Rows, names: Sequence[str] | None) -> Frame:
        whole = in_schema(frame, self.schema)
        made, _ = applied(whole, numbers + self.first_row, self.steps, dropping=False)
        return made if names is None else made.select(names)


def in_schema(frame: Frame, schema: Schema) -> Frame:
    """The schema's columns in its order; those a frame lacks are missing throughout."""
    return Frame(
        tuple(
            brought(frame[c.name], c)
            if c.name in frame
            else all_missing(c.name, c.kind, frame.n_rows)
            for c in schema.columns
        )
    )
