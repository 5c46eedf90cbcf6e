"""What each column of a row says beside rows of the same data: interventional Shapley values.

With f a score and B rows of the background, the value of a set S of columns for a row x is

    v(S) = mean over b in B of f(x in the columns of S, b in the others)

and a column's part is its Shapley value in this game (Lundberg and Lee, "A unified approach to
interpreting model predictions", NeurIPS 2017; "interventional" as in Janzing, Minorics and
Blöbaum, "Feature relevance quantification in explainable AI", AISTATS 2020). The parts add up to
f(x) less the mean of f over B.

With few columns every set counts. Else each row of the background is walked to x along random
orders of the columns, each with its reverse (Mitchell, Cooper, Frank and Holmes, "Sampling
permutations for Shapley value estimation", JMLR 23, 2022). Along every order the steps add up to
the whole, so the parts do too, but for the rounding of floating point numbers. The orders hang on
the seed alone, so a row is told the same whatever other rows are asked about.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import factorial

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Picks = npt.NDArray[np.int64]
Ask = Callable[[Picks], Array]
"""Scores, (m, outputs), of rows put together from several: (m, columns) says of which row of the
table each value is taken."""

FEW_COLUMNS = 6
"""Up to so many columns every set of them is asked: 62 rows for each row of the background."""

AT_ONCE = 16_384
"""Rows asked about at once."""


@dataclass(frozen=True, eq=False)
class Parts:
    """Of some rows: what is `said` of them (rows, outputs), what each column did `by` (rows,
    columns, outputs), and the mean of the background, `base` (outputs,). `by` over the columns and
    `base` add up to `said`. `is_exact` where every set of columns was asked."""

    said: Array
    base: Array
    by: Array
    is_exact: bool


def n_asked(n_columns: int, n_background: int, n_pairs: int = 1) -> int:
    """How many put together rows are asked about for each row that is told."""
    if n_columns <= FEW_COLUMNS:
        return n_background * max(0, (1 << n_columns) - 2)
    return n_background * n_pairs * 2 * (n_columns - 1)


def parts(
    ask: Ask,
    rows: Sequence[int],
    background: Sequence[int],
    columns: Sequence[int],
    n_columns: int,
    *,
    n_pairs: int = 1,
    seed: int = 0,
) -> Parts:
    """Tell `rows` of a table with `n_columns` columns by those of its `columns` that are read.

    `n_pairs` orders, each with its reverse, are walked from each row of the `background`.
    """
    said = ask(_whole(rows, n_columns))
    there = ask(_whole(background, n_columns))
    is_exact = len(columns) <= FEW_COLUMNS
    game: _EverySet | _Orders
    if is_exact:
        game = _EverySet(len(columns), len(background))
    else:
        game = _Orders(len(columns), len(background), n_pairs, seed)
    by = np.zeros((len(rows), n_columns, said.shape[1]))
    for at, row in enumerate(rows):
        taken = game.taken()
        start = np.repeat(np.asarray(background, dtype=np.int64), len(taken) // len(background))
        scores = _asked(ask, taken, start, row, columns, n_columns)
        by[at, list(columns)] = game.shares(scores, there, said[at])
    return Parts(said, there.mean(axis=0), by, is_exact)


def _whole(rows: Sequence[int], n_columns: int) -> Picks:
    return np.repeat(np.asarray(rows, dtype=np.int64)[:, None], n_columns, axis=1)


def _asked(
    ask: Ask,
    taken: npt.NDArray[np.bool_],
    start: Picks,
    row: int,
    columns: Sequence[int],
    n_columns: int,
) -> Array:
    """Scores of rows that have the row's own values where `taken`, else those of `start`."""
    found = []
    for low in range(0, len(taken), AT_ONCE):
        part = slice(low, low + AT_ONCE)
        picks = np.full((len(start[part]), n_columns), row, dtype=np.int64)
        picks[:, list(columns)] = np.where(taken[part], row, start[part, None])
        found.append(ask(picks))
    return np.concatenate(found) if found else np.zeros((0, 1))


class _EverySet:
    """All sets of a few columns but the empty and the whole one, which are known."""

    def __init__(self, n: int, n_background: int) -> None:
        self._n, self._n_background = n, n_background
        self._sets = (np.arange(2**n)[:, None] >> np.arange(n)) & 1

    def taken(self) -> npt.NDArray[np.bool_]:
        """The columns that are the row's own in each row asked about."""
        return np.tile(self._sets[1:-1].astype(bool), (self._n_background, 1))

    def shares(self, scores: Array, there: Array, said: Array) -> Array:
        """What each column did, (columns, outputs)."""
        if self._n == 0:
            return np.zeros((0, len(said)))
        n, outputs = self._n, len(said)
        worth = np.empty((2**n, outputs))
        worth[0], worth[-1] = there.mean(axis=0), said
        if n > 1:
            worth[1:-1] = scores.reshape(len(there), -1, outputs).mean(axis=0)
        sizes = self._sets.sum(axis=1)
        weights = np.array([factorial(k) * factorial(n - k - 1) / factorial(n) for k in range(n)])
        found = np.empty((n, outputs))
        for column in range(n):
            without = np.flatnonzero(self._sets[:, column] == 0)
            steps = worth[without | (1 << column)] - worth[without]
            found[column] = weights[sizes[without]] @ steps
        return found


class _Orders:
    """Some orders from each row of the background, each with its reverse."""

    def __init__(self, n: int, n_background: int, n_pairs: int, seed: int) -> None:
        draw = np.random.default_rng(seed)
        first = draw.permuted(np.tile(np.arange(n), (n_background * n_pairs, 1)), axis=1)
        both = np.stack([first, n - 1 - first], axis=1)
        self._rank = both.reshape(-1, n)
        """(walks, columns): at which step a column becomes the row's own."""

    def taken(self) -> npt.NDArray[np.bool_]:
        """The columns that are the row's own in each row asked about."""
        n = self._rank.shape[1]
        steps = self._rank[:, None, :] < np.arange(1, n)[None, :, None]
        return np.asarray(steps.reshape(-1, n))

    def shares(self, scores: Array, there: Array, said: Array) -> Array:
        """What each column did, (columns, outputs)."""
        walks, n = self._rank.shape
        line = np.empty((walks, n + 1, len(said)))
        line[:, 0] = np.repeat(there, walks // len(there), axis=0)
        line[:, 1:-1] = scores.reshape(walks, n - 1, len(said))
        line[:, -1] = said
        moved = np.take_along_axis(np.diff(line, axis=1), self._rank[:, :, None], axis=1)
        return np.asarray(moved.mean(axis=0))
