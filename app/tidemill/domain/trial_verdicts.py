"""What a champion beside a candidate has shown: the difference, how sure it is, what is needed.

Two shares of different rows: R. Newcombe, "Interval estimation for the difference between
independent proportions", Statistics in Medicine 17 (1998) 873, method 10. Two shares of the same
rows: A. Agresti & Y. Min, "Simple improved confidence intervals for comparing matched
proportions", Statistics in Medicine 24 (2005) 729. Means: the normal interval of the mean of the
paired differences, or of two means with their own variances (NIST/SEMATECH e-Handbook of
Statistical Methods, 7.3.1).
How many rows a width takes: W. Cochran, "Sampling Techniques" (1977), section 4.4, n = z²·s²/h²;
s² is taken from what is known so far, or the largest there can be.
"""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

import numpy as np

from tidemill.domain.interval_shapes import z_of
from tidemill.domain.intervals import Interval, wilson
from tidemill.domain.trials import Trial, TrialCounts

LEVEL = 0.95
FEWEST = 30
"""Rows of each version from which on a mean is told with an interval."""

WITHIN_SHARE = 0.02
"""Two points: shares that differ by less count as the same unless another width is wished."""

WITHIN_OF_SPREAD = 0.1
"""The same for numbers, as a part of the champion's standard deviation."""

Value = str | float


class Measure(StrEnum):
    """What the two versions are compared by."""

    RIGHT = "share right"
    ERROR = "mean absolute error"
    ANSWER_SHARE = "share of an answer"
    ANSWER_MEAN = "mean answer"


class Finding(StrEnum):
    """What the difference says of the candidate."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "no difference that matters"
    OPEN = "not decided yet"
    ANSWERS_ONLY = "only answers are known"


@dataclass(frozen=True)
class Shown:
    """Rows of one trial, one answer each. `truth` is None where what came true is not known.

    In a shadow both answers are there, in a split the one of the version that answered.
    """

    champion: Value | None
    candidate: Value | None
    truth: Value | None = None


@dataclass(frozen=True)
class TrialVerdict:
    """A trial so far. `difference` is the candidate's measure less the champion's.

    `within` is the width on each side of the difference at which it is settled. `differing` is the
    share of a shadow's rows in which the answers differ. `rows_needed` and `labels_needed` are
    further ones, None where it can't be told yet. `words` say what was found, `needed` what is
    missing, in sentences.
    """

    deployment: str
    model: str
    kind: str
    champion: int
    candidate: int
    share: float
    key: str
    begun_at: datetime
    measure: Measure
    answer: str
    within: float
    finding: Finding
    of_champion: float | None
    of_candidate: float | None
    difference: Interval | None
    differing: Interval | None
    n_champion: int
    n_candidate: int
    n_labelled: int
    rows_needed: int | None
    labels_needed: int | None
    counts: TrialCounts
    words: tuple[str, ...]
    needed: tuple[str, ...] = field(default=())

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        told = {name: getattr(self, name) for name in self.__dataclass_fields__}
        told["difference"] = None if self.difference is None else self.difference.to_dict()
        told["differing"] = None if self.differing is None else self.differing.to_dict()
        told["counts"] = asdict(self.counts)
        told["measure"], told["finding"] = str(self.measure), str(self.finding)
        return told


@dataclass(frozen=True)
class Compared:
    """Both versions by one measure; `spread` is the variance that one row of all adds."""

    measure: Measure
    of_champion: float | None
    of_candidate: float | None
    difference: Interval | None
    n: int
    answer: str = ""

    @property
    def spread(self) -> float | None:
        """n times the difference's variance, as the rows so far show it."""
        if self.difference is None:
            return None
        half = (self.difference.high - self.difference.low) / 2
        return self.n * (half / z_of(LEVEL)) ** 2


def rows_for(spread: float, within: float, level: float = LEVEL) -> int:
    """How many rows make the interval reach `within` on each side (Cochran 1977, section 4.4)."""
    return math.ceil(spread * (z_of(level) / within) ** 2)


def largest_spread(share: float | None) -> float:
    """The largest variance a row adds to a difference of shares; `share` of a split, None paired.

    A share varies by a quarter at most; of n rows the candidate has n·share. The difference of one
    row's two answers is -1, 0 or 1.
    """
    return 1.0 if share is None else 0.25 / share + 0.25 / (1.0 - share)


def independent_shares(hits: int, n: int, old_hits: int, old_n: int) -> Interval:
    """The share of `hits` in `n` less that of other rows (Newcombe 1998, method 10)."""
    new, old = wilson(hits, n, LEVEL), wilson(old_hits, old_n, LEVEL)
    value = new.value - old.value
    low = value - math.hypot(new.value - new.low, old.high - old.value)
    high = value + math.hypot(new.high - new.value, old.value - old.low)
    return Interval(value, max(-1.0, low), min(1.0, high), LEVEL, n + old_n, "Newcombe")


def paired_shares(n_gained: int, n_lost: int, n: int) -> Interval:
    """The difference of two shares of the same rows (Agresti & Min 2005).

    `n_gained` rows count for the new share only, `n_lost` for the old one only.
    """
    gained, lost, m = n_gained + 0.5, n_lost + 0.5, n + 2.0
    middle = (gained - lost) / m
    half = z_of(LEVEL) * math.sqrt(gained + lost - (gained - lost) ** 2 / m) / m
    low, high = max(-1.0, middle - half), min(1.0, middle + half)
    return Interval((n_gained - n_lost) / n, low, high, LEVEL, n, "Agresti-Min, paired")


def paired_means(new: Sequence[float], old: Sequence[float]) -> Interval | None:
    """The mean of the differences; None for fewer than `FEWEST` rows."""
    gaps = np.asarray(new, dtype=float) - np.asarray(old, dtype=float)
    if len(gaps) < FEWEST:
        return None
    half = z_of(LEVEL) * float(gaps.std(ddof=1)) / math.sqrt(len(gaps))
    value = float(gaps.mean())
    return Interval(value, value - half, value + half, LEVEL, len(gaps), "normal, paired")


def independent_means(new: Sequence[float], old: Sequence[float]) -> Interval | None:
    """The difference of two means of different rows; None for fewer than `FEWEST` of either."""
    some, others = np.asarray(new, dtype=float), np.asarray(old, dtype=float)
    if min(len(some), len(others)) < FEWEST:
        return None
    error = math.sqrt(some.var(ddof=1) / len(some) + others.var(ddof=1) / len(others))
    value = float(some.mean() - others.mean())
    half = z_of(LEVEL) * error
    return Interval(value, value - half, value + half, LEVEL, len(some) + len(others), "normal")


def compared(rows: Sequence[Shown], *, is_paired: bool, is_number: bool) -> Compared:
    """Both versions by what came true where it is known, else by their answers alone."""
    known = [row for row in rows if row.truth is not None]
    if not is_paired and not (_of(known, "champion") and _of(known, "candidate")):
        known = []
    if is_number:
        return _numbers(known or rows, bool(known), is_paired)
    if known:
        return _shares(known, is_paired, lambda said, row: said == row.truth, Measure.RIGHT)
    told = _of(rows, "champion") or _of(rows, "candidate")
    answer = max(sorted(set(map(str, told))), key=list(map(str, told)).count) if told else ""
    found = _shares(rows, is_paired, lambda said, _row: said == answer, Measure.ANSWER_SHARE)
    return Compared(
        found.measure, found.of_champion, found.of_candidate, found.difference, found.n, answer
    )


def differing(rows: Sequence[Shown]) -> Interval | None:
    """The share of a shadow's rows in which the answers differ (Wilson 1927)."""
    if not rows:
        return None
    return wilson(sum(1 for row in rows if row.champion != row.candidate), len(rows), LEVEL)


def _of(rows: Sequence[Shown], who: str) -> list[Value]:
    return [said for row in rows if (said := getattr(row, who)) is not None]


def _shares(rows: Sequence[Shown], is_paired: bool, counts: Any, measure: Measure) -> Compared:
    old = [counts(row.champion, row) for row in rows if row.champion is not None]
    new = [counts(row.candidate, row) for row in rows if row.candidate is not None]
    if not old or not new:
        return Compared(measure, _mean(old), _mean(new), None, len(rows))
    if is_paired:
        both = list(zip(new, old, strict=True))
        gained, lost = both.count((True, False)), both.count((False, True))
        difference = paired_shares(gained, lost, len(both))
    else:
        difference = independent_shares(sum(new), len(new), sum(old), len(old))
    return Compared(measure, _mean(old), _mean(new), difference, len(rows))


def _numbers(rows: Sequence[Shown], is_known: bool, is_paired: bool) -> Compared:
    def size(said: Value, row: Shown) -> float:
        return abs(float(said) - float(row.truth)) if row.truth is not None else float(said)

    old = [size(row.champion, row) for row in rows if row.champion is not None]
    new = [size(row.candidate, row) for row in rows if row.candidate is not None]
    difference = (paired_means if is_paired else independent_means)(new, old)
    measure = Measure.ERROR if is_known else Measure.ANSWER_MEAN
    return Compared(measure, _mean(old), _mean(new), difference, len(rows))


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def finding_of(found: Compared, within: float) -> Finding:
    """What a difference says, at a width from which on it is settled."""
    if found.measure in (Measure.ANSWER_SHARE, Measure.ANSWER_MEAN):
        return Finding.ANSWERS_ONLY
    one = found.difference
    if one is None:
        return Finding.OPEN
    low, high = (one.low, one.high) if found.measure is Measure.RIGHT else (-one.high, -one.low)
    if low > 0:
        return Finding.BETTER
    if high < 0:
        return Finding.WORSE
    return Finding.SAME if max(abs(low), abs(high)) <= within else Finding.OPEN


def width_for(rows: Sequence[Shown], is_number: bool) -> float:
    """The width at which a difference is settled where nobody names one."""
    if not is_number:
        return WITHIN_SHARE
    told = np.asarray(_of(rows, "champion"), dtype=float)
    spread = float(told.std()) if len(told) else 0.0
    return WITHIN_OF_SPREAD * spread if spread > 0 else 1.0


def still_needed(
    trial: Trial, found: Compared, within: float, *, is_number: bool, apart: Interval | None
) -> tuple[int | None, int | None]:
    """How many further rows, and further labels, an interval of the wished width takes.

    None where that can't be told yet. A shadow's share of right answers can differ by no more than
    the share of rows in which the answers differ, which bounds its variance.
    """
    spread = found.spread if found.n >= FEWEST else None
    is_labelled = found.measure in (Measure.RIGHT, Measure.ERROR)
    if spread is None and not is_number:
        spread = largest_spread(trial.share if trial.is_split else None)
    if not is_labelled and not is_number:
        of_labels = largest_spread(trial.share if trial.is_split else None)
        if not trial.is_split and apart is not None and apart.n >= FEWEST:
            of_labels = apart.high
    else:
        of_labels = spread if is_labelled and spread is not None else math.nan
    rows = None if spread is None else max(0, rows_for(spread, within) - found.n)
    if math.isnan(of_labels):
        return rows, None
    n_labelled = found.n if is_labelled else 0
    return rows, max(0, rows_for(of_labels, within) - n_labelled)
