"""The first diagnosis of an incident: what happened to a column, from its values then and now."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]

LEAST_ROWS = 20
"""Levels of fewer rows say nothing."""
MOST_LEVELS = 20
"""A column of more levels is no feed."""
MOVED, UNMOVED = 1.0, 0.35
"""By how many interquartile ranges a median has moved, or has not."""
_QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
_EVEN, _NOISE = 1.1, 5.0
"""Ratios of quantiles that differ by less than this, and `_NOISE` over the root of the rows for
what chance does to quantiles, are one factor."""
_LEAST_FORM = 100
"""Of fewer rows it is not said in which form they moved."""
_CLEAR = 1.5
"""A factor under this, or over its inverse, is no factor anybody would notice."""
_MISSING_MORE = 0.05


@dataclass(frozen=True)
class Step:
    """One thing that was looked at and found: a title and a line with the figures."""

    title: str
    words: str


@dataclass(frozen=True, eq=False)
class Evidence:
    """A column then and now, NaN where missing, and columns of few levels beside it, as texts."""

    column: str
    before: Numbers
    now: Numbers
    groups_before: Mapping[str, npt.NDArray[np.object_]]
    groups_now: Mapping[str, npt.NDArray[np.object_]]


@dataclass(frozen=True)
class Diagnosis:
    """What was found. `group` and `level` name the one part of the rows that is concerned, empty
    where it is all; `factor` is by what its values are too large; `n_affected` counts rows."""

    steps: tuple[Step, ...]
    group: str = ""
    level: str = ""
    factor: float | None = None
    n_affected: int = 0


def diagnose(found: Evidence) -> Diagnosis:
    """Look for one part of the rows, for a factor or a shift, and for values gone missing."""
    steps: list[Step] = []
    group, level = _one_part(found)
    concerned = np.ones(len(found.now), dtype=bool)
    if group:
        concerned = found.groups_now[group] == level
        others = len(set(found.groups_now[group].tolist())) - 1
        rest = "the other did not move" if others == 1 else f"the {others} others did not move"
        steps.append(Step(f"One {group} only", f"{level}: {concerned.sum():,} rows; {rest}"))
    before = found.before
    if group and (found.groups_before[group] == level).sum() >= LEAST_ROWS:
        before = found.before[found.groups_before[group] == level]
    gone = _missing(found.column, before, found.now[concerned])
    if gone is not None:
        steps.append(gone)
    factor, step = _form(before, found.now[concerned])
    if step is not None:
        steps.append(step)
    return Diagnosis(tuple(steps), group, level, factor, int(concerned.sum()))


def _one_part(found: Evidence) -> tuple[str, str]:
    """The column and level that alone moved, while every other level of it did not."""
    for name, levels in found.groups_now.items():
        known = [str(one) for one in dict.fromkeys(levels.tolist())]
        if not 2 <= len(known) <= MOST_LEVELS or name not in found.groups_before:
            continue
        moves = {}
        for level in known:
            now = found.now[levels == level]
            before = found.before[found.groups_before[name] == level]
            moves[level] = _move(before, now)
        sizes = {level: size for level, size in moves.items() if size is not None}
        moved = [level for level, size in sizes.items() if size >= MOVED]
        still = [level for level, size in sizes.items() if size <= UNMOVED]
        if len(moved) == 1 and still and len(sizes) == len(known) == len(still) + 1:
            return name, moved[0]
    return "", ""


def _move(before: Numbers, now: Numbers) -> float | None:
    """How far the median moved, in interquartile ranges of before; missing values that came
    count as a move of their own."""
    if len(now) < LEAST_ROWS or len(before) < LEAST_ROWS:
        return None
    gone = np.isnan(now).mean() - np.isnan(before).mean()
    known, then = now[~np.isnan(now)], before[~np.isnan(before)]
    if gone > 0.5 or not len(known):
        return MOVED
    if not len(then):
        return None
    low, high = np.quantile(then, (0.25, 0.75))
    spread = float(high - low) or float(np.std(then)) or 1.0
    return abs(float(np.median(known) - np.median(then))) / spread


def _missing(column: str, before: Numbers, now: Numbers) -> Step | None:
    if not len(before) or not len(now):
        return None
    then, share = float(np.isnan(before).mean()), float(np.isnan(now).mean())
    if share - then < _MISSING_MORE:
        return None
    return Step("Values are missing", f"{share:.1%} of {column}, it was {then:.1%}")


def _form(before: Numbers, now: Numbers) -> tuple[float | None, Step | None]:
    """One factor over all quantiles, or one shift; nothing where it is neither."""
    then, known = before[~np.isnan(before)], now[~np.isnan(now)]
    n = min(len(then), len(known))
    if n < _LEAST_FORM:
        return None, None
    old, new = np.quantile(then, _QUANTILES), np.quantile(known, _QUANTILES)
    if (old > 0).all() and (new > 0).all():
        ratios = new / old
        middle = float(np.median(ratios))
        if (
            ratios.max() / ratios.min() <= _EVEN + _NOISE / n**0.5
            and not 1 / _CLEAR < middle < _CLEAR
        ):
            words = f"ratio to the training data {ratios.min():.3g} to {ratios.max():.3g}"
            return middle, Step("A factor, not noise", words)
    spread = float(old[3] - old[1])
    moves = new - old
    if spread > 0 and np.ptp(moves) <= 0.5 * spread and abs(float(np.median(moves))) >= spread / 2:
        words = f"every part moved by {moves.min():+.3g} to {moves.max():+.3g}"
        return None, Step("A shift, not noise", words)
    return None, None
