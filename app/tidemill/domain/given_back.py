"""A column with the distribution it used to have, while each row stays as near as it can be.

Numbers keep their order: the row with the largest value now has the largest of the values before
(the map that moves one distribution into another with the least way, Villani 2003, Topics in
Optimal Transportation, section 2.2). Levels change in no more rows than must; which rows is drawn.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.frames import CODED, ColumnData

Ints = npt.NDArray[np.int64]


def is_possible(now: ColumnData, before: ColumnData) -> bool:
    """Whether both hold values of a kind, and there are any."""
    both_coded = now.kind in CODED and before.kind in CODED
    return bool(len(now) and len(before)) and (both_coded or now.kind is before.kind)


def given_back(now: ColumnData, before: ColumnData, rng: np.random.Generator) -> ColumnData:
    """The rows of `now` with the values that `before` has, in its shares, missing ones too."""
    if now.kind in CODED:
        return _levels(now, before, rng)
    old = np.sort(before.values[~before.missing])
    is_missing = _missing(now.missing, float(before.missing.mean()), rng)
    if not len(old):
        is_missing[:] = True
    rows = np.flatnonzero(~is_missing)
    values = _empty_like(now, before, bool(is_missing.any()))
    # Rows that were missing have no place of their own: they are put anywhere among the others.
    known = rows[~now.missing[rows]]
    order = known[np.lexsort((rng.random(len(known)), now.values[known]))]
    for row in rng.permutation(np.setdiff1d(rows, known)).tolist():
        order = np.insert(order, int(rng.integers(0, len(order) + 1)), row)
    places = (np.arange(len(order)) + 0.5) / max(1, len(order)) * len(old)
    values[order] = old[places.astype(np.int64)]
    return ColumnData(now.name, now.kind, values)


def _empty_like(now: ColumnData, before: ColumnData, has_missing: bool) -> npt.NDArray[Any]:
    """Missing throughout; whole numbers stay whole where none is missing."""
    kinds = {now.values.dtype.kind, before.values.dtype.kind}
    if kinds == {"i"} and not has_missing:
        return np.zeros(len(now), dtype=np.int64)
    if now.values.dtype.kind == "M":
        return np.full(len(now), np.datetime64("NaT"), dtype=now.values.dtype)
    return np.full(len(now), np.nan)


def _missing(now: npt.NDArray[np.bool_], share: float, rng: np.random.Generator) -> Any:
    """Which rows are missing when that share is to be, changing as few as can be."""
    wanted = round(share * len(now))
    there, gone = np.flatnonzero(~now), np.flatnonzero(now)
    made = now.copy()
    if wanted > len(gone):
        made[rng.choice(there, wanted - len(gone), replace=False)] = True
    else:
        made[rng.choice(gone, len(gone) - wanted, replace=False)] = False
    return made


def _levels(now: ColumnData, before: ColumnData, rng: np.random.Generator) -> ColumnData:
    levels = tuple(dict.fromkeys((*now.levels, *before.levels)))
    place = {level: at for at, level in enumerate(levels)}
    missing = len(levels)  # a level like the others while rows are dealt out
    mine, others = (
        np.array([*(place[level] for level in one.levels), missing], dtype=np.int64)[one.values]
        for one in (now, before)
    )
    wanted = _dealt(np.bincount(others, minlength=missing + 1), len(mine))
    surplus: list[Ints] = []
    free = wanted.copy()
    for level in range(missing + 1):
        rows = np.flatnonzero(mine == level)
        free[level] -= min(len(rows), wanted[level])
        surplus.append(rng.permutation(rows)[wanted[level] :])
    moved = rng.permutation(np.concatenate(surplus))
    codes = mine.copy()
    codes[moved] = np.repeat(np.arange(missing + 1), free)
    codes[codes == missing] = -1
    return ColumnData(now.name, now.kind, codes.astype(np.int32), levels)


def _dealt(counts: Ints, n: int) -> Ints:
    """`n` rows in the shares of counts, by the largest remainders."""
    exact = counts / counts.sum() * n
    dealt: Ints = np.floor(exact).astype(np.int64)
    rest = n - int(dealt.sum())
    dealt[np.argsort(dealt - exact, kind="stable")[:rest]] += 1
    return dealt
