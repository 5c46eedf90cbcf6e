"""What columns tell only together: a finding about two tables as wholes, or about a column's texts.

Columns may each look as before while how they go together has changed; a finding of this kind
needs the rows of both tables.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

LEAST_ROWS = 50
"""Fewer rows than this on either side tell nothing about columns together."""

N_FOLDS = 5
_OF_MEAN = 1.0 / N_FOLDS + 1.0 / (N_FOLDS - 1)
"""The variance of the folds' mean area, in variances of one fold's."""

MOST_NAMED = 10
MOST_ROWS_NAMED = 20


@dataclass(frozen=True)
class Together:
    """One finding; None where a figure cannot be had, and the note says why.

    `effect` is held against the entry's floor. `columns` name what gives the new rows away, with
    each one's part; `rows` are numbers of rows of the current table, the most telling first, with
    their scores; `words` likewise where texts were compared, those of `column`.
    """

    id: str
    title: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    p_value: float | None = None
    q_value: float | None = None
    effect: float | None = None
    drifted: bool = False
    reason: str | None = None
    note: str | None = None
    column: str | None = None
    columns: tuple[tuple[str, float], ...] = ()
    rows: tuple[tuple[int, float], ...] = ()
    words: tuple[tuple[str, float], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        plain = {name: getattr(self, name) for name in _PLAIN}
        return {
            **plain,
            "columns": [{"name": name, "share": share} for name, share in self.columns],
            "rows": [{"row": row, "score": score} for row, score in self.rows],
            "words": [{"word": word, "weight": weight} for word, weight in self.words],
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Together":
        """Read what `to_dict` wrote."""
        return cls(
            **{name: data[name] for name in _PLAIN},
            columns=tuple((one["name"], one["share"]) for one in data["columns"]),
            rows=tuple((one["row"], one["score"]) for one in data["rows"]),
            words=tuple((one["word"], one["weight"]) for one in data["words"]),
        )

    def judged(self, q_value: float | None, floor: float, alpha: float) -> "Together":
        """The same with what becomes of it: an effect over its floor that is no chance finding."""
        is_over = self.effect is not None and self.effect >= floor
        drifted = is_over and q_value is not None and q_value < alpha
        return replace(self, q_value=q_value, drifted=drifted)


_PLAIN = (
    *("id", "title", "value", "low", "high", "p_value", "q_value", "effect", "drifted"),
    *("reason", "note", "column"),
)


def sampled(n: int, most: int, seed: int) -> Ints:
    """Numbers of at most so many of n rows, ascending; the same for the same seed."""
    if n <= most:
        return np.arange(n)
    return np.sort(np.random.default_rng(seed).choice(n, most, replace=False))


def folds(labels: Ints, seed: int) -> Ints:
    """The fold of each row, both labels spread evenly; shape (rows,)."""
    rng = np.random.default_rng(seed)
    places = np.empty(labels.size, dtype=np.int64)
    for label in (0, 1):
        rows = np.flatnonzero(labels == label)
        places[rows] = rng.permutation(np.arange(rows.size) % N_FOLDS)
    return places


@dataclass(frozen=True)
class Separation:
    """How well scores tell new rows from old: the area under the ROC curve, 0.5 is not at all."""

    auc: float
    low: float
    high: float
    p_value: float


def separation(labels: Ints, scores: Floats, places: Ints) -> Separation:
    """The mean of each fold's area, as scores of different folds come from different models.

    The variance of one fold's area is for the interval that of DeLong, DeLong and Clarke-Pearson
    1988 (Biometrics 44), for the one-sided p-value that of Mann and Whitney 1947 where nothing can
    be told. Folds hang together, as each model was fitted on the rows of the other folds: their
    mean has (1/k + test rows/training rows) times that variance instead of 1/k times (Nadeau and
    Bengio 2003, Machine Learning 52, section 4.3). That is rather too much than too little
    (`tests/proofs/test_quiet_together.py`).
    """
    areas, spreads, chances = [], [], []
    for place in range(N_FOLDS):
        here = places == place
        old, new = scores[here & (labels == 0)], scores[here & (labels == 1)]
        area, variance = _area(old, new)
        areas.append(area)
        spreads.append(variance)
        chances.append((old.size + new.size + 1.0) / (12.0 * old.size * new.size))
    auc = float(np.mean(areas))
    error = math.sqrt(_OF_MEAN * float(np.mean(spreads)))
    z = (auc - 0.5) / math.sqrt(_OF_MEAN * float(np.mean(chances)))
    low, high = max(0.0, auc - 1.959964 * error), min(1.0, auc + 1.959964 * error)
    return Separation(auc, low, high, 0.5 * math.erfc(z / math.sqrt(2.0)))


def _area(old: Floats, new: Floats) -> tuple[float, float]:
    """The area under the curve and its variance, from how often each score wins."""
    sorted_old, sorted_new = np.sort(old), np.sort(new)
    wins = np.searchsorted(sorted_old, new, "left") + np.searchsorted(sorted_old, new, "right")
    losses = np.searchsorted(sorted_new, old, "left") + np.searchsorted(sorted_new, old, "right")
    of_new = wins / (2.0 * old.size)
    of_old = 1.0 - losses / (2.0 * new.size)
    variance = float(of_new.var(ddof=1)) / new.size + float(of_old.var(ddof=1)) / old.size
    return float(of_new.mean()), variance


def most_telling(scores: Floats, numbers: Ints) -> tuple[tuple[int, float], ...]:
    """The rows with the highest scores, the highest first."""
    order = np.argsort(-scores, kind="stable")[:MOST_ROWS_NAMED]
    return tuple((int(numbers[i]), float(scores[i])) for i in order.tolist())


def largest_parts(names: Sequence[str], parts: Sequence[float]) -> tuple[tuple[str, float], ...]:
    """The names with the largest positive parts, as shares of all of these; the largest first."""
    whole = sum(part for part in parts if part > 0.0)
    found = sorted(
        ((name, part / whole) for name, part in zip(names, parts, strict=True) if part > 0.0),
        key=lambda pair: (-pair[1], pair[0]),
    )
    return tuple(found[:MOST_NAMED])
