"""Why a score changed: the difference between two answers split into data and model, by column.

Version a answered row x, version b answers row y; both scores are numbers. With g = (f_a + f_b) / 2
and h = f_b - f_a

    f_b(y) - f_a(x)  =  [g(y) - g(x)]  +  [h(x) + h(y)] / 2
                         what the data did   what the model did

which is the Shapley value of a game with the two players "data" and "model": each is the mean of
its effect before and after the other (Shorrocks, "Decomposition procedures for distributional
analysis: a unified framework based on the Shapley value", Journal of Economic Inequality 11, 2013).

- *Data, by column*: the baseline Shapley values of g from x to y (Sundararajan and Najmi, "The many
  Shapley values for model explanation", ICML 2020). Only columns that differ take part.
- *Model, by column*: what h says of a row against rows of the same data, its interventional Shapley
  values (Lundberg and Lee, "A unified approach to interpreting model predictions", NeurIPS 2017),
  the mean of those for x and y. What h says of those rows on average is the change *for everyone*.

With few columns all their orders count; else paired random orders, each with its reverse
(Mitchell, Cooper, Frank and Holmes, "Sampling permutations for Shapley value estimation", JMLR 23,
2022). Along every order the steps add up to the whole, so the parts add up to the difference, but
for the rounding of floating point numbers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import factorial

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Picks = npt.NDArray[np.int64]
Ask = Callable[[Picks], Array]
"""Scores of both models, (m, 2), for rows put together from several: (m, columns) says of which row
each value is taken."""

FEW_COLUMNS = 8
N_PAIRS = 48
N_PAIRS_EACH = 2
"""Paired orders for each row of the background."""


@dataclass(frozen=True)
class Parts:
    """What each column did to a score: `data` and `model` (columns,), `everyone` for all rows
    alike; together the difference of the scores. `is_exact` where all orders were gone through."""

    before: float
    after: float
    data: Array
    model: Array
    everyone: float
    is_exact: bool

    @property
    def total(self) -> float:
        """The sum of all parts."""
        return float(self.data.sum() + self.model.sum() + self.everyone)


def split(
    ask: Ask,
    first: int,
    second: int,
    background: Sequence[int],
    differing: Sequence[int],
    read: Sequence[int],
    n_columns: int,
    seed: int = 0,
) -> Parts:
    """Split the difference between the second model's score of row `second` and the first's of
    row `first`.

    `background` are the numbers of the rows to compare with, `differing` the columns in which the
    two rows differ, `read` those that any of the models reads.
    """
    rng = np.random.default_rng(seed)
    ends = ask(_whole([first, second], n_columns))
    data = np.zeros(n_columns)
    is_exact = max(len(differing), len(read)) <= FEW_COLUMNS
    if first != second and differing:
        data = _shapley(lambda p: ask(p).mean(axis=1), first, second, differing, n_columns, rng)
    model, everyone = np.zeros(n_columns), 0.0
    there = ask(_whole([*background], n_columns))
    if (there[:, 0] != there[:, 1]).any() or (ends[:, 0] != ends[:, 1]).any():
        everyone = float((there[:, 1] - there[:, 0]).mean())
        for row in (first, second):
            for other in background:
                model += _shapley(
                    lambda p: _change(ask(p)), other, row, read, n_columns, rng, N_PAIRS_EACH
                )
        model /= 2 * len(background)
    return Parts(float(ends[0, 0]), float(ends[1, 1]), data, model, everyone, is_exact)


def _change(scores: Array) -> Array:
    return np.asarray(scores[:, 1] - scores[:, 0])


def _whole(rows: Sequence[int], n_columns: int) -> Picks:
    return np.repeat(np.asarray(rows, dtype=np.int64)[:, None], n_columns, axis=1)


def _shapley(
    value: Callable[[Picks], Array],
    start: int,
    end: int,
    columns: Sequence[int],
    n_columns: int,
    rng: np.random.Generator,
    n_pairs: int = N_PAIRS,
) -> Array:
    """The Shapley values of the columns for going from one row to another; 0 for the others."""
    if len(columns) <= FEW_COLUMNS:
        return _of_all_orders(value, start, end, columns, n_columns)
    return _of_some_orders(value, start, end, columns, n_columns, rng, n_pairs)


def _of_all_orders(
    value: Callable[[Picks], Array], start: int, end: int, columns: Sequence[int], n_columns: int
) -> Array:
    n = len(columns)
    sets = np.arange(2**n)
    taken = (sets[:, None] >> np.arange(n)) & 1
    picks = np.full((len(sets), n_columns), start, dtype=np.int64)
    picks[:, list(columns)] = np.where(taken, end, start)
    scores = value(picks)
    sizes = taken.sum(axis=1)
    weights = np.array([factorial(k) * factorial(n - k - 1) / factorial(n) for k in range(n)])
    found = np.zeros(n_columns)
    for place, column in enumerate(columns):
        without = np.flatnonzero(taken[:, place] == 0)
        steps = scores[without | (1 << place)] - scores[without]
        found[column] = (weights[sizes[without]] * steps).sum()
    return found


def _of_some_orders(
    value: Callable[[Picks], Array],
    start: int,
    end: int,
    columns: Sequence[int],
    n_columns: int,
    rng: np.random.Generator,
    n_pairs: int,
) -> Array:
    orders = [rng.permutation(np.asarray(columns)) for _ in range(n_pairs)]
    orders = [order for one in orders for order in (one, one[::-1])]
    picks = np.full((len(orders), len(columns) + 1, n_columns), start, dtype=np.int64)
    for order, path in zip(orders, picks, strict=True):
        for step, column in enumerate(order):
            path[step + 1 :, column] = end
    scores = value(picks.reshape(-1, n_columns)).reshape(len(orders), -1)
    found = np.zeros(n_columns)
    for order, line in zip(orders, scores, strict=True):
        for column, (before, after) in zip(order, pairwise(line), strict=True):
            found[column] += after - before
    return found / len(orders)
