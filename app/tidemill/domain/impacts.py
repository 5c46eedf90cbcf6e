"""Which columns a loss comes from: what would be lost if each had its old distribution back.

The rows are weighted so that a column falls into the reference's bins as often as it did there
(importance weighting: Shimodaira 2000, Journal of Statistical Planning and Inference 90); several
columns are brought back together by raking (Deming and Stephan 1940, Annals of Mathematical
Statistics 11). What a set of columns explains is shared fairly among them by Shapley values
(Shapley 1953), so that no order of the columns counts. What is left is not explained: the relation
moved, or the reference is of other rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import factorial
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.cells import axis_values
from tidemill.domain.columns import Kind
from tidemill.domain.distributions import ColumnReference
from tidemill.domain.frames import CODED, ColumnData

MOST_ROWS = 10_000
MOST_COLUMNS = 12
"""So many columns are told apart, those that explain most alone; the others explain nothing."""

EXACT = 6
"""Up to so many columns every set of them is looked at; above, orders are drawn."""

ORDERS = 24
SWEEPS = 3
LARGEST_WEIGHT = 20.0
_TOLD = 0.05
"""Parts of a smaller share of the rise are not named in the sentence."""

Array = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class BinnedColumn:
    """A column's bin in each row, (rows,), and the reference's share of each bin, (bins,)."""

    name: str
    of_row: Array
    shares: Array

    @property
    def covered(self) -> float:
        """The share of the reference whose bins have rows now: without any nothing comes back."""
        now = np.bincount(self.of_row, minlength=len(self.shares))
        return float(self.shares[now > 0].sum())


@dataclass(frozen=True)
class Part:
    """What a column explains of a loss, in the unit of the loss."""

    column: str
    value: float


@dataclass(frozen=True)
class Impact:
    """A loss a row, before and now, split over columns, largest first; it adds up exactly."""

    before: float
    now: float
    parts: tuple[Part, ...]

    @property
    def total(self) -> float:
        """How much more is lost now."""
        return self.now - self.before

    @property
    def unexplained(self) -> float:
        """What no column explains."""
        return self.total - sum(part.value for part in self.parts)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types; `share` is of the whole loss, None where nothing was lost."""
        total = self.total
        return {
            "before": self.before,
            "now": self.now,
            "parts": [
                {"column": p.column, "value": p.value, "share": p.value / total if total else None}
                for p in self.parts
            ],
            "unexplained": self.unexplained,
        }


def binned(column: ColumnData, reference: ColumnReference) -> BinnedColumn | None:
    """A column's rows in the bins of its reference; None where they are other kinds of values."""
    if (column.kind in CODED) != (reference.grid is None):
        return None
    n = reference.bins.n
    if reference.grid is None:
        rest = n - 1
        numbers = reference.level_numbers
        codes = [
            reference.bins.of_cell[numbers[level]] if level in numbers else rest
            for level in column.levels
        ]
        of_row = np.array([*codes, n + 2], dtype=np.int64)[column.values]
    else:
        if (column.kind is Kind.DATETIME) != (reference.kind is Kind.DATETIME):
            return None
        values = axis_values(column)
        of_row = reference.bins.of_cell[reference.grid.cells(values)].astype(np.int64)
        of_row[column.missing] = n + 2
        if values.dtype.kind == "f":
            of_row[values == -np.inf], of_row[values == np.inf] = n, n + 1
    shares = reference.binned(reference.as_counts()).astype(np.float64)
    return BinnedColumn(column.name, of_row, shares / max(1.0, shares.sum()))


def split(
    losses: Array, before: float, columns: Sequence[BinnedColumn], *, seed: int = 0
) -> Impact:
    """Split the loss of rows, (rows,), over the columns that moved.

    `before` is the mean loss in the reference period. Rows of more than `MOST_ROWS` are drawn; the
    loss that is split is that of all rows.
    """
    now = float(np.mean(losses))
    columns = sorted(columns, key=lambda column: column.name)  # no order of theirs counts
    rng = np.random.default_rng(seed)
    if len(losses) > MOST_ROWS:
        kept = rng.choice(len(losses), MOST_ROWS, replace=False)
        losses = losses[kept]
        columns = [BinnedColumn(c.name, c.of_row[kept], c.shares) for c in columns]
    game = _Game(losses, columns)
    alone = {k: abs(game.explained((k,))) for k in range(len(columns))}
    chosen = sorted(sorted(alone, key=lambda k: -alone[k])[:MOST_COLUMNS])
    values = _exact(game, chosen) if len(chosen) <= EXACT else _drawn(game, chosen, rng)
    parts = [Part(columns[k].name, value) for k, value in values.items()]
    return Impact(before, now, tuple(sorted(parts, key=lambda p: (-abs(p.value), p.column))))


class _Game:
    """What sets of columns explain together; each set is looked at once."""

    def __init__(self, losses: Array, columns: Sequence[BinnedColumn]) -> None:
        self._losses = losses.astype(np.float64)
        self._columns = columns
        self._mean = float(self._losses.mean())
        self._known: dict[tuple[int, ...], float] = {(): 0.0}

    def explained(self, chosen: tuple[int, ...]) -> float:
        """How much less is lost when these columns have their old distributions back."""
        key = tuple(sorted(chosen))
        if key not in self._known:
            weights = _raked([self._columns[k] for k in key], len(self._losses))
            self._known[key] = self._mean - float(weights @ self._losses)
        return self._known[key]


def _raked(columns: Sequence[BinnedColumn], n: int) -> Array:
    """Weights of the rows, adding up to 1, under which each column is as it was; shape (n,).

    A bin that no row is in stays empty, and no row counts for more than `LARGEST_WEIGHT` rows.
    """
    weights = np.full(n, 1.0 / n)
    for _ in range(SWEEPS if len(columns) > 1 else 1):
        for column in columns:
            now = np.bincount(column.of_row, weights=weights, minlength=len(column.shares))
            factors = np.divide(column.shares, now, out=np.zeros_like(now), where=now > 0)
            moved = weights * factors[column.of_row]
            total = moved.sum()
            if total <= 0:  # nothing of what it was is there any more
                continue
            weights = np.minimum(moved / total, LARGEST_WEIGHT / n)
            weights /= weights.sum()
    return np.asarray(weights)


def _exact(game: _Game, chosen: Sequence[int]) -> dict[int, float]:
    """Shapley values over every set of columns."""
    m = len(chosen)
    found = dict.fromkeys(chosen, 0.0)
    for k in chosen:
        others = [one for one in chosen if one != k]
        for size in range(m):
            share = factorial(size) * factorial(m - size - 1) / factorial(m)
            for some in combinations(others, size):
                found[k] += share * (game.explained((*some, k)) - game.explained(some))
    return found


def _drawn(game: _Game, chosen: Sequence[int], rng: np.random.Generator) -> dict[int, float]:
    """Shapley values over drawn orders, each with its reverse (Mitchell et al. 2022, JMLR 23)."""
    found = dict.fromkeys(chosen, 0.0)
    for _ in range(ORDERS):
        order = rng.permutation(chosen).tolist()
        for one in (order, order[::-1]):
            before = 0.0
            for place in range(len(one)):
                now = game.explained(tuple(one[: place + 1]))
                found[one[place]] += (now - before) / (2 * ORDERS)
                before = now
    return found


def in_words(found: Mapping[str, Any], title: str) -> str:
    """A split as a sentence: by how much the loss rose, what made it worse and what better.

    Shares of a rise can be negative or over the whole, so amounts are told, in the loss's unit.
    """
    rise = found["now"] - found["before"]
    told = [p for p in found["parts"] if p["share"] is not None and abs(p["share"]) >= _TOLD]
    worse = ", ".join(f"{p['column']} {p['value']:.2g}" for p in told if p["value"] > 0)
    better = ", ".join(f"{p['column']} {-p['value']:.2g}" for p in told if p["value"] < 0)
    said = [f"{title[:1].upper()}{title[1:]} rose by {rise:.2g}"]
    if not told:
        return f"{said[0]}; no column that moved explains it."
    said += [f"worse through {worse}"] if worse else []
    said += [f"better through {better}"] if better else []
    rest = found["unexplained"]
    if abs(rest) >= _TOLD * abs(rise):
        verdict = "worse" if rest > 0 else "better"
        said.append(f"{abs(rest):.2g} {verdict} is not explained")
    return "; ".join(said) + "."
