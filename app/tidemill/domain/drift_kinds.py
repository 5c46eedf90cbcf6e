"""What kind of change an alert is about, on what evidence.

With labels three questions part the kinds: is the truth still as it was for the same answer
(P(truth | answer): if so, only the input moved); if not, are the answers still as they were for the
same truth (P(answer | truth): if so, only the share of each truth moved, Lipton et al. 2018,
Detecting and Correcting for Label Shift, section 2); if neither, the relation moved. Each is a
chi-squared test of homogeneity, less what chance brings.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.figures import percent
from tidemill.domain.recipes import Task

N_BINS = 8
ALPHA = 0.01
LEAST = 0.004
"""Of a table's excess a row: less is too small to matter."""

QUIET = 0.1
"""PSI under which rows of a season ago look like those of now."""

Array = npt.NDArray[Any]


class DriftKind(StrEnum):
    """What moved."""

    INPUT = "input"
    RELATION = "relation"
    TARGET = "target"
    FEED = "feed"
    SEASON = "season"


TITLES = {
    DriftKind.INPUT: "The input moved",
    DriftKind.RELATION: "The relation to the truth moved",
    DriftKind.TARGET: "The share of the truth moved",
    DriftKind.FEED: "A feed is broken",
    DriftKind.SEASON: "A season came back",
}


@dataclass(frozen=True, eq=False)
class Answered:
    """Rows with labels by answer and truth: counts of shape (bins of answers, classes)."""

    before: Array
    now: Array
    names: tuple[str, ...]


@dataclass(frozen=True)
class Season:
    """How rows of a season ago compare: `distance` is the mean PSI of the moved columns between
    then and now; `returned` says whether rows in between were unlike both."""

    words: str
    distance: float
    returned: bool


@dataclass(frozen=True)
class Evidence:
    """All that a kind is told by. `moved` are the drifted columns, largest first, of `n_columns`;
    `faults` what is broken about columns, in words, by column. `has_fallen` says whether a
    measure fell, `is_foreseen` whether its estimate without labels fell too (None: no estimate).
    """

    moved: tuple[str, ...]
    n_columns: int
    faults: dict[str, str]
    answered: Answered | None = None
    seasons: tuple[Season, ...] = ()
    has_fallen: bool = False
    is_foreseen: bool | None = None


@dataclass(frozen=True)
class Excess:
    """What a test of homogeneity found a row beyond chance, and its p-value."""

    value: float
    p_value: float

    @property
    def is_there(self) -> bool:
        """Whether it is certain and large enough to matter."""
        return self.p_value < ALPHA and self.value >= LEAST


def classify(evidence: Evidence) -> tuple[DriftKind, tuple[str, ...]]:
    """The kind of a change and why, in sentences."""
    if evidence.faults:
        return DriftKind.FEED, _of_faults(evidence)
    labels = _by_labels(evidence)
    if labels is not None:
        return labels
    for season in evidence.seasons:
        if evidence.moved and season.returned and season.distance < QUIET:
            same = f"{_names(evidence.moved)} looked the same {season.words}"
            words = f"{same} (PSI {season.distance:.2f}), and otherwise in between."
            return DriftKind.SEASON, (words,)
    if evidence.has_fallen and evidence.is_foreseen is False:
        words = "The measure fell although its estimate from the input did not."
        return DriftKind.RELATION, (words,)
    if evidence.moved:
        n = f"{len(evidence.moved)} of {evidence.n_columns} columns moved"
        more = () if evidence.answered is None else ("For the same answer the truth is as it was.",)
        return DriftKind.INPUT, (f"{n}: {_names(evidence.moved)}.", *more)
    return DriftKind.RELATION, ("No column moved, yet the model is less right than it was.",)


def _of_faults(evidence: Evidence) -> tuple[str, ...]:
    told = [f"{words}." for words in evidence.faults.values()]
    if len(told) > 2:
        rest = f"{len(told)} columns are broken at once, so it is one cause."
        return (*told[:3], rest)
    return tuple(told)


def _by_labels(evidence: Evidence) -> tuple[DriftKind, tuple[str, ...]] | None:
    """What the rows with labels say; None where the truth is as it was for the same answer."""
    told = evidence.answered
    if told is None or not told.before.sum() or not told.now.sum():
        return None
    relation = _conditional(told.before, told.now)
    if not relation.is_there:
        return None
    answers = _conditional(told.before.T, told.now.T)
    target = _whole(told.before.sum(axis=0), told.now.sum(axis=0))
    if target.is_there and answers.value < 0.5 * min(relation.value, target.value):
        return DriftKind.TARGET, (
            _shares(told),
            "For the same truth the answers are as they were.",
        )
    scores = _whole(told.before.sum(axis=1), told.now.sum(axis=1))
    if evidence.moved and relation.value < 0.3 * scores.value:
        return None
    reasons = ["For the same answer the truth is another than it was."]
    if not evidence.moved:
        reasons.append("No column moved.")
    if evidence.is_foreseen is False:
        reasons.append("The estimate from the input alone did not fall.")
    return DriftKind.RELATION, tuple(reasons)


def _whole(before: Array, now: Array) -> Excess:
    return _excess(*_chi_squared(before, now), float(now.sum()))


def _conditional(before: Array, now: Array) -> Excess:
    """Whether what stands in the columns is as it was in each row of the tables."""
    found = [_chi_squared(a, b) for a, b in zip(before, now, strict=True)]
    statistic, freedom = (sum(one[i] for one in found) for i in (0, 1))
    return _excess(statistic, int(freedom), float(now.sum()))


def _chi_squared(before: Array, now: Array) -> tuple[float, int]:
    """Pearson's statistic of two rows of counts and its degrees of freedom."""
    both = np.array([before, now], dtype=np.float64)
    both = both[:, both.sum(axis=0) > 0]
    sums = both.sum(axis=1)
    if both.shape[1] < 2 or not sums.all():
        return 0.0, 0
    expected = sums[:, None] * both.sum(axis=0) / sums.sum()
    return float(((both - expected) ** 2 / expected).sum()), both.shape[1] - 1


def _excess(statistic: float, freedom: int, n: float) -> Excess:
    if freedom <= 0 or n <= 0:
        return Excess(0.0, 1.0)
    from scipy.special import chdtrc

    return Excess(max(0.0, statistic - freedom) / n, float(chdtrc(freedom, statistic)))


def answered(
    task: Task, levels: Sequence[str], before: tuple[Array, Array], now: tuple[Array, Array]
) -> Answered | None:
    """Tables of answers and truths, as (truth, values) of rows with labels give them.

    Answers fall into bins of their own quantiles before; of more classes each class that is said
    is a bin, and numbers are binned on both sides.
    """
    if not len(before[0]) or not len(now[0]):
        return None
    (y0, p0), (y1, p1) = before, now
    if task is Task.MULTICLASS:
        n, names = len(levels), tuple(levels)
        a0, a1 = p0.argmax(axis=1), p1.argmax(axis=1)
        return Answered(_table(a0, y0, n, n), _table(a1, y1, n, n), names)
    cuts = _cuts(p0, N_BINS)
    a0, a1 = np.searchsorted(cuts, p0, side="right"), np.searchsorted(cuts, p1, side="right")
    names = tuple(levels)
    if task is Task.REGRESSION:
        borders = _cuts(y0, 5)
        y0 = np.searchsorted(borders, y0, side="right")
        y1 = np.searchsorted(borders, y1, side="right")
        names = tuple(f"part {k + 1}" for k in range(len(borders) + 1))
    shape = len(cuts) + 1, len(names)
    return Answered(_table(a0, y0, *shape), _table(a1, y1, *shape), names)


def _cuts(values: Array, n: int) -> Array:
    return np.unique(np.quantile(values, np.arange(1, n) / n))


def _table(rows: Array, columns: Array, n: int, m: int) -> Array:
    flat = rows.astype(np.int64) * m + columns.astype(np.int64)
    return np.bincount(flat, minlength=n * m).reshape(n, m)


def _shares(told: Answered) -> str:
    then, now = (t.sum(axis=0) / t.sum() for t in (told.before, told.now))
    k = 1 if len(told.names) == 2 else int(np.argmax(np.abs(now - then)))
    shown, was = percent(float(now[k])), percent(float(then[k]))
    return f"{told.names[k]} is {shown} of the truth; it was {was}."


def _names(moved: Sequence[str]) -> str:
    rest = f" and {len(moved) - 3} more" if len(moved) > 3 else ""
    return ", ".join(moved[:3]) + rest


def season(
    words: str,
    moved: Sequence[str],
    now: dict[str, Any],
    then: dict[str, Any],
    between: Sequence[dict[str, Any]],
) -> Season | None:
    """How a report compares with that of a season ago, by the distributions kept in both.

    `between` are reports of the time in between. None where a moved column has no distribution.
    """
    if not moved:
        return None
    apart = [_distance(name, now, then) for name in moved]
    known = [one for one in apart if one is not None]
    if len(known) < len(moved):
        return None
    others = [
        [d for name in moved if (d := _distance(name, now, one)) is not None] for one in between
    ]
    means = [float(np.mean(one)) for one in others if one]
    return Season(words, float(np.mean(known)), bool(means) and max(means) >= 2 * QUIET)


def _distance(name: str, a: dict[str, Any], b: dict[str, Any]) -> float | None:
    """PSI of a column between the rows of two reports, less the noise expected."""
    shares = [_current(name, one) for one in (a, b)]
    if shares[0] is None or shares[1] is None:
        return None
    labels = list(dict.fromkeys([*shares[0], *shares[1]]))
    ns = [one["rows"]["current"] for one in (a, b)]
    p, q = (
        np.array([one.get(label, 0.0) * n + 0.5 for label in labels]) / (n + 0.5 * len(labels))
        for one, n in zip(shares, ns, strict=True)
        if one is not None
    )
    noise = (len(labels) - 1) * (1 / max(1, ns[0]) + 1 / max(1, ns[1]))
    psi = float(((p - q) * np.log(p / q)).sum())
    return float(max(0.0, psi - noise))


def _current(name: str, report: dict[str, Any]) -> dict[str, float] | None:
    for column in report["columns"]:
        if column["name"] == name and column.get("distribution"):
            told = column["distribution"]
            return dict(zip(told["labels"], told["current"], strict=True))
    return None
