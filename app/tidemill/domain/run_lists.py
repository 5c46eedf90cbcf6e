"""What a list of runs is asked for and what it answers: keys in order, groups, what can be shown.

A list of a million runs is held as keys and arrays; objects of single groups are made when looked
at.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Wish:
    """What a list is asked for; a saved view holds one.

    Names are those of the query language. `sort` are (name, descending), the first counts most;
    `group_by` are names, outermost first. `fold` are parameters whose difference does not count:
    runs of one experiment that are equal but for them become one row. `archived` shows archived
    runs too; `trashed` shows what is in the trash, and nothing else.
    """

    where: str = ""
    sort: tuple[tuple[str, bool], ...] = (("started", True),)
    group_by: tuple[str, ...] = ("experiment",)
    fold: tuple[str, ...] = ()
    archived: bool = False
    trashed: bool = False


@dataclass(frozen=True)
class GroupFigure:
    """One column over the runs of a group: how many have a number, and what those come to.

    `best` is the highest or the lowest by what is known of the column; `sd` is the standard
    deviation of the sample (divisor n - 1), None for a single number.
    """

    n: int
    best: float | None = None
    mean: float | None = None
    sd: float | None = None
    lo: float | None = None
    hi: float | None = None


@dataclass(frozen=True)
class RunGroup:
    """Runs that stand together: a heading, or a folded row where `is_fold`.

    `path` has the value at each level down to this one, None where it is missing (a folded row
    repeats its parent's path). `start` and `count` are its stretch of the outline's order.
    `running` counts runs under way; `dataset` is given where all learned from the same version.
    `figures` are by the names asked for.
    """

    path: tuple[Any, ...]
    level: int
    start: int
    count: int
    running: int
    dataset: str | None
    figures: Mapping[str, GroupFigure]
    is_fold: bool


@dataclass(frozen=True, eq=False)
class FigureColumn:
    """`GroupFigure` of every group as arrays, NaN where there is none."""

    n: NDArray[Any]
    best: Floats
    mean: Floats
    sd: Floats
    lo: Floats
    hi: Floats

    def at(self, number: int) -> GroupFigure:
        """The figure of one group."""
        parts = (self.best, self.mean, self.sd, self.lo, self.hi)
        told = (None if np.isnan(part[number]) else float(part[number]) for part in parts)
        return GroupFigure(int(self.n[number]), *told)


def _nothing() -> NDArray[Any]:
    return np.empty(0, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class RunGroups(Sequence[RunGroup]):
    """All groups of an outline, each heading before what it holds.

    The arrays have one entry a group; `parents` is the number of the heading above, -1 at the
    top. `labels` has the values a level, `codes` says which of them a group has at its own level
    (-1 for a folded row). Indexing makes a `RunGroup`.
    """

    levels: NDArray[Any] = field(default_factory=_nothing)
    starts: NDArray[Any] = field(default_factory=_nothing)
    counts: NDArray[Any] = field(default_factory=_nothing)
    running: NDArray[Any] = field(default_factory=_nothing)
    parents: NDArray[Any] = field(default_factory=_nothing)
    codes: NDArray[Any] = field(default_factory=_nothing)
    folds: NDArray[Any] = field(default_factory=_nothing)
    datasets: NDArray[Any] = field(default_factory=_nothing)
    dataset_labels: tuple[Any, ...] = ()
    labels: tuple[Sequence[Any], ...] = ()
    figures: Mapping[str, FigureColumn] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.levels)

    @overload
    def __getitem__(self, number: int) -> RunGroup: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[RunGroup, ...]: ...
    def __getitem__(self, number: int | slice) -> RunGroup | tuple[RunGroup, ...]:
        if isinstance(number, slice):
            return tuple(self[one] for one in range(*number.indices(len(self))))
        at = number + len(self) if number < 0 else number
        if not 0 <= at < len(self):
            raise IndexError(number)
        dataset = int(self.datasets[at])
        return RunGroup(
            self.path(at),
            int(self.levels[at]),
            int(self.starts[at]),
            int(self.counts[at]),
            int(self.running[at]),
            None if dataset < 0 else self.dataset_labels[dataset],
            {name: column.at(at) for name, column in self.figures.items()},
            bool(self.folds[at]),
        )

    def __iter__(self) -> Iterator[RunGroup]:
        return (self[number] for number in range(len(self)))

    def path(self, number: int) -> tuple[Any, ...]:
        """The values that name a group, outermost first."""
        found: list[Any] = []
        at = number
        while at >= 0:
            if not self.folds[at]:
                found.append(self.labels[int(self.levels[at])][int(self.codes[at])])
            at = int(self.parents[at])
        return tuple(reversed(found))


@dataclass(frozen=True, eq=False)
class Outline:
    """The matching runs by key in order, their groups, how many there are at all.

    Where only the first page was asked for, `keys` has just that and `is_whole` is false; groups
    and counts are those of all matching runs even then.
    """

    keys: Keys
    groups: RunGroups
    total: int
    matching: int
    is_whole: bool = True


@dataclass(frozen=True)
class Facets:
    """What can be shown: metrics and parameters some run has, most frequent first.

    How frequent they are and which parameters vary is told from the newest 2,000 runs; names
    none of those has follow by name. `main` is the measure most of them are judged by, None where
    none has a known one; `scale` are the lowest and the highest value of it.
    """

    main: str | None
    metrics: tuple[str, ...]
    params: tuple[str, ...]
    varying: tuple[str, ...]
    names: tuple[str, ...]
    scale: tuple[float, float] | None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Changed:
    """Which runs changed since the last look; None where so many did that all is to be reread."""

    keys: Keys | None

    def __bool__(self) -> bool:
        return self.keys is None or len(self.keys) > 0
