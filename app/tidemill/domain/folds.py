"""Folds of the rows learned from, on which settings are compared; the hold-out stays untouched."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.domain.frames import Frame
from tidemill.domain.recipes import Recipe, Task
from tidemill.domain.splits import group_codes
from tidemill.domain.targets import TargetValues

Places = npt.NDArray[np.int64]

FEWEST = 2
MOST_STRATA = 10


@dataclass(frozen=True, eq=False)
class Fold:
    """Rows to fit on and rows to judge on, as ascending places into `TargetValues.rows`."""

    train: Places
    judge: Places


def folds(
    frame: Frame, recipe: Recipe, target: TargetValues, n_folds: int, seed: int
) -> tuple[Fold, ...]:
    """Divide the rows of `target` into folds by the same rules as the hold-out.

    With a time column each fold judges on a stretch of time and fits on what came before it
    (rolling origin, Tashman 2000), rows of equal time on one side. With a group column no group is
    on both sides. Else each class, or tenth of a numeric target, gives the same share. A fold
    whose rows have one answer only can neither teach nor judge and is left out; `NeedsYou` where
    fewer than two are left.
    """
    if recipe.time is not None:
        made = _rolling(frame, recipe, target, n_folds)
    elif recipe.group is not None:
        made = _dealt(_of_groups(frame, recipe.group, target, n_folds, seed), n_folds)
    else:
        made = _dealt(_even(recipe, target, n_folds, seed), n_folds)
    if recipe.time is not None and recipe.group is not None:
        codes = group_codes(frame[recipe.group], target.rows)
        made = [
            Fold(one.train[~np.isin(codes[one.train], codes[one.judge])], one.judge) for one in made
        ]
    kept = tuple(one for one in made if _can_judge(recipe, target, one))
    if len(kept) < FEWEST:
        raise NeedsYou(
            f"The {len(target.rows):,} rows to learn from can't be divided into folds on which "
            f"{recipe.target} varies.",
            "Add rows, choose fewer folds, or train without a search.",
        )
    return kept


def _can_judge(recipe: Recipe, target: TargetValues, fold: Fold) -> bool:
    if not len(fold.train) or not len(fold.judge):
        return False
    sides = [target.y[fold.train]]
    if recipe.task is not Task.REGRESSION:
        sides.append(target.y[fold.judge])
    return all((side != side[0]).any() for side in sides)


def _dealt(fold_of: Places, n_folds: int) -> list[Fold]:
    return [
        Fold(np.flatnonzero(fold_of != k), np.flatnonzero(fold_of == k)) for k in range(n_folds)
    ]


def _even(recipe: Recipe, target: TargetValues, n_folds: int, seed: int) -> Places:
    """The fold of each row, dealt out in turn over a random order of each stratum."""
    rng = np.random.default_rng(seed)
    y: npt.NDArray[Any] = target.y
    if recipe.task is Task.REGRESSION:
        ranks = np.argsort(np.argsort(y, kind="stable"), kind="stable")
        n_strata = min(MOST_STRATA, max(1, len(ranks) // (2 * n_folds)))
        strata = ranks * n_strata // max(1, len(ranks))
    else:
        strata = y.astype(np.int64)
    order = rng.permutation(len(y))
    order = order[np.argsort(strata[order], kind="stable")]
    fold_of = np.empty(len(y), dtype=np.int64)
    # The deal goes on from one stratum to the next, so that no fold gets all the odd rows.
    fold_of[order] = np.arange(len(y)) % n_folds
    return fold_of


def _of_groups(frame: Frame, name: str, target: TargetValues, n_folds: int, seed: int) -> Places:
    """The fold of each row: whole groups, the largest first, each to the fold with fewest rows."""
    _, codes, sizes = np.unique(
        group_codes(frame[name], target.rows), return_inverse=True, return_counts=True
    )
    order = np.random.default_rng(seed).permutation(len(sizes))
    order = order[np.argsort(-sizes[order], kind="stable")]
    n_rows = np.zeros(n_folds, dtype=np.int64)
    fold_of_group = np.empty(len(sizes), dtype=np.int64)
    for group in order:
        fold_of_group[group] = lightest = int(n_rows.argmin())
        n_rows[lightest] += sizes[group]
    return fold_of_group[codes]


def _rolling(frame: Frame, recipe: Recipe, target: TargetValues, n_folds: int) -> list[Fold]:
    """Stretches of time of about equal rows; each but the first is judged by what was before."""
    assert recipe.time is not None
    column = frame[recipe.time]
    known = ~column.missing[target.rows]
    moments, place = np.unique(column.values[target.rows][known], return_inverse=True)
    ends = np.cumsum(np.bincount(place, minlength=len(moments)))
    total = int(ends[-1]) if len(ends) else 0
    # The stretch of a moment is the one in which the middle of its rows lies.
    middles = ends - np.diff(ends, prepend=0) / 2
    stretch_of = np.full(len(target.rows), -1, dtype=np.int64)
    stretch_of[known] = (middles * (n_folds + 1) // max(1, total)).astype(np.int64)[place]
    return [
        # Rows without a time are on no side of any moment: they are only learned from.
        Fold(np.flatnonzero(stretch_of < k), np.flatnonzero(stretch_of == k))
        for k in range(1, n_folds + 1)
    ]
