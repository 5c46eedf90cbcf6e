"""Parts of rows named by one or two columns, and where a model is worst or became worse.

Of the many parts looked at, some look bad by chance: each interval is wide enough for all of them
together (Bonferroni, as in Chung et al. 2019, "Slice Finder: Automated Data Slicing for Model
Validation", ICDE, section 3, whose order this follows: parts of one column first, and of two
columns only where they say more than either).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.frames import CODED, ColumnData
from tidemill.domain.influences import measured, paired
from tidemill.domain.interval_shapes import z_of
from tidemill.domain.metrics import Metric, UndefinedMetric
from tidemill.domain.slices import FEWEST, cuts

Array = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_]

MOST = 10


@dataclass(frozen=True, eq=False)
class Part:
    """Some rows, by the columns that name them; `rows` (rows,) says which they are.

    `parents` are the rows of each of two columns' parts alone.
    """

    columns: tuple[str, ...]
    words: str
    rows: Mask
    parents: tuple[Mask, ...] = ()


@dataclass(frozen=True)
class PartFigure:
    """A measure on a part: `gap` is how much better it is than what it is held against, with the
    ends of an interval that holds for all parts looked at together; below 0 is worse."""

    columns: tuple[str, ...]
    words: str
    n: int
    value: float
    gap: float
    low: float
    high: float

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return asdict(self) | {"columns": list(self.columns)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "PartFigure":
        """Read what `to_dict` wrote."""
        figures = (float(data[name]) for name in ("value", "gap", "low", "high"))
        return cls(tuple(data["columns"]), str(data["words"]), int(data["n"]), *figures)


@dataclass(frozen=True)
class Found:
    """Parts from the worst on, how many were measured, and how many had too little to say."""

    parts: tuple[PartFigure, ...]
    n_measured: int
    n_silent: int


def parts(columns: Iterable[ColumnData], depth: int = 2, fewest: int = FEWEST) -> list[Part]:
    """The parts of at least `fewest` rows: those of each column, with depth 2 also of each pair.

    A part that has the same rows as another before it is left out.
    """
    single = [
        Part((cut.column,), _words(column, cut.words), cut.rows)
        for column in columns
        for cut in cuts(column)
        if int(cut.rows.sum()) >= fewest
    ]
    found = {np.packbits(one.rows).tobytes(): one for one in reversed(single)}
    kept = [one for one in single if found[np.packbits(one.rows).tobytes()] is one]
    if depth < 2:
        return kept
    known = set(found)
    for one, other in combinations(list(kept), 2):
        if one.columns == other.columns:
            continue
        rows = one.rows & other.rows
        if int(rows.sum()) < fewest or (mark := np.packbits(rows).tobytes()) in known:
            continue
        known.add(mark)
        words = f"{one.words} and {other.words}"
        kept.append(Part(one.columns + other.columns, words, rows, (one.rows, other.rows)))
    return kept


def _words(column: ColumnData, words: str) -> str:
    """`feed = billing-b`, `amount over 5,000`, `amount missing`."""
    is_level = column.kind in CODED and words in column.levels
    return f"{column.name} = {words}" if is_level else f"{column.name} {words}"


def worst(
    one: Metric,
    y: Array,
    p: Array,
    looked_at: list[Part],
    *,
    level: float = 0.95,
    most: int = MOST,
    check: Callable[[], None] = lambda: None,
) -> Found:
    """The parts on which a model is worse than on the rows outside them, worst first.

    Only parts that are surely worse are told, by the high end of their gap; a part of two columns
    only where it is worse than the rest of each of its two parts as well.
    """
    told, n_silent = [], 0
    wide = _level_of_all(level, len(looked_at))
    for part in looked_at:
        check()
        found = _against_rest(one, y, p, part.rows, np.ones(len(y), dtype=bool), wide)
        if found is None:
            n_silent += 1
            continue
        if found[3] < 0 and all(_is_worse(one, y, p, part.rows, of, wide) for of in part.parents):
            told.append(PartFigure(part.columns, part.words, int(part.rows.sum()), *found))
    told.sort(key=lambda figure: (figure.high, figure.words))
    return Found(tuple(told[:most]), len(looked_at) - n_silent, n_silent)


def _is_worse(one: Metric, y: Array, p: Array, rows: Mask, within: Mask, level: float) -> bool:
    """Whether a part is surely worse than the rest of a wider one; the same rows are not."""
    found = _against_rest(one, y, p, rows, within, level)
    return found is not None and found[3] < 0


def _against_rest(
    one: Metric, y: Array, p: Array, rows: Mask, within: Mask, level: float
) -> tuple[float, float, float, float] | None:
    """Value, gap to the rest, and the gap's ends; None where either side has no meaning."""
    rest = within & ~rows
    try:
        here, error = measured(one, y[rows], p[rows])
        there, other = measured(one, y[rest], p[rest])
    except UndefinedMetric:
        return None
    gap, half = float(one.gain(here, there)), z_of(level) * float(np.hypot(error, other))
    return None if not np.isfinite(half) else (here, gap, gap - half, gap + half)


def changes(
    one: Metric,
    y: Array,
    new: Array,
    old: Array,
    looked_at: list[Part],
    *,
    level: float = 0.95,
) -> Found:
    """How much better `new` is than `old` on each part, the same rows for both, worst first.

    All parts that can be measured are told; they go by the high end of the gap.
    """
    told, n_silent = [], 0
    wide = _level_of_all(level, len(looked_at))
    for part in looked_at:
        truth, first, second = y[part.rows], new[part.rows], old[part.rows]
        try:
            gap, error = paired(one, truth, first, second)
            value = one.value(truth, first)
        except UndefinedMetric:
            n_silent += 1
            continue
        if not np.isfinite(error):
            n_silent += 1
            continue
        half = z_of(wide) * error
        told.append(
            PartFigure(
                part.columns, part.words, int(part.rows.sum()), value, gap, gap - half, gap + half
            )
        )
    told.sort(key=lambda figure: (figure.high, figure.gap, figure.words))
    return Found(tuple(told), len(told), n_silent)


def _level_of_all(level: float, n: int) -> float:
    """The level of one interval by which `n` of them hold together (Bonferroni)."""
    return 1.0 - (1.0 - level) / max(1, n)
