"""The facts over the charts: input, answers, is the champion still right, what it is worth."""

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np

from tidemill.base.words import spoken, tr
from tidemill.gui.kit import numbers
from tidemill.gui.pages.monitoring.amounts import money
from tidemill.gui.pages.monitoring.times import Look, day

if TYPE_CHECKING:
    from tidemill.domain.courses import Course
    from tidemill.domain.models import ModelVersion

Status = Literal["good", "warn", "bad", "idle", "working"]
BUSINESS = tr("Business value")
_COMPARED = 8
"""How many looks before the newest one its worth is held against."""


@dataclass(frozen=True)
class Measure:
    """The model's metric: how it is written, which direction is better, what it was.

    `then`, `low` and `high` are those of the champion's hold-out; `limit` is the worst that the
    interval allowed then.
    """

    id: str
    title: str
    decimals: int
    higher_is_better: bool | None
    then: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def limit(self) -> float | None:
        """The value from which on the model is worse than it was when validated."""
        if self.higher_is_better is None:
            return None
        return self.low if self.higher_is_better else self.high

    def words(self, value: float) -> str:
        """A value as it is written."""
        return numbers.decimal(value, self.decimals)

    def is_worse(self, value: float) -> bool:
        """Whether a value lies on the wrong side of the limit."""
        if self.limit is None or self.higher_is_better is None:
            return False
        return value < self.limit if self.higher_is_better else value > self.limit


@dataclass(frozen=True)
class Measured:
    """The measure on one look, with its interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class FactState:
    """A tile: caption, value in words, a note, a status with its word.

    One that `is_tied` to nothing is greyed; a click on it offers to tie it.
    """

    caption: str
    value: str
    note: str
    status: Status
    word: str
    is_tied: bool = True


def facts_of(
    course: "Course",
    looks: tuple[Look, ...],
    champion: "ModelVersion | None",
    measure: Measure | None,
    limit: float | None = None,
    is_tied: bool = False,
) -> tuple[FactState, ...]:
    """The tiles, from the newest looks; from a PSI of `limit` on the answers count as moved.

    `is_tied` says whether costs or a figure by day are known, whatever has been valued by them.
    """
    made = [_input(course, looks), _predictions(course, limit)]
    if measure is not None and champion is not None:
        made.append(_performance(course, measure, champion))
    made.append(_business(course, is_tied))
    return tuple(made)


def _input(course: "Course", looks: tuple[Look, ...]) -> FactState:
    n_drifted = course.n_drifted
    n_all = len(course.columns) - int(np.isnan(course.psi[:, -1]).sum())
    n_all = max(n_all, int(n_drifted[-1]))
    if n_drifted[-1] == 0:
        note = f"up to {day(looks[-1].end)}"
        return FactState(
            tr("Input data"),
            tr("None of {n_all} drifted", n_all=n_all),
            note,
            "good",
            tr("No drift"),
        )
    quiet = np.flatnonzero(n_drifted == 0)
    first = int(quiet[-1]) + 1 if quiet.size else 0
    note = f"since {day(looks[first].start)}"
    value = tr("{n_drifted} of {n_all} drifted", n_drifted=n_drifted[-1], n_all=n_all)
    return FactState(tr("Input data"), value, note, "bad", tr("Over the limit"))


def _predictions(course: "Course", limit: float | None) -> FactState:
    psi = float(course.prediction_psi[-1])
    if not math.isfinite(psi):
        return FactState(
            tr("Predictions"), tr("Not known"), tr("no answers were kept"), "idle", tr("Not known")
        )
    note = tr("PSI {decimal}", decimal=numbers.decimal(psi, 2))
    if limit is None or psi < limit:
        return FactState(tr("Predictions"), tr("Stable"), note, "good", tr("Stable"))
    note += tr(", limit {decimal}", decimal=numbers.decimal(limit, 2))
    return FactState(tr("Predictions"), tr("Moved"), note, "warn", tr("Moved"))


def known_of(course: "Course", measure: Measure) -> list[Measured]:
    """The measure on the looks whose labels have come, oldest first."""
    found = course.measures.get(measure.id)
    if found is None:
        return []
    rows = zip(found.value.tolist(), found.low.tolist(), found.high.tolist(), strict=True)
    return [Measured(*row) for row in rows if math.isfinite(row[0])]


def _performance(course: "Course", measure: Measure, champion: "ModelVersion") -> FactState:
    known = known_of(course, measure)
    if not known:
        return _estimated(course, measure)
    newest = known[-1]
    value = measure.words(newest.value)
    note = tr("no limit is known")
    if measure.limit is not None:
        note = tr(
            "limit {words}, from v{number}'s validation",
            words=measure.words(measure.limit),
            number=champion.number,
        )
    turn = trend(known, measure)
    if _is_confirmed(newest, measure):
        return FactState(
            spoken(measure.title),
            tr("{value}, worse", value=value),
            note,
            "bad",
            tr("Worse than validated"),
        )
    if measure.is_worse(newest.value):
        return FactState(
            spoken(measure.title), f"{value}, {turn}", note, "warn", tr("Near its limit")
        )
    return FactState(spoken(measure.title), f"{value}, {turn}", note, "good", tr("In its range"))


def _estimated(course: "Course", measure: Measure) -> FactState:
    """What is believed while no labels have come."""
    found = course.estimates.get(measure.id)
    if found is None or not math.isfinite(found.value[-1]):
        why = tr("no labels have come yet")
        return FactState(spoken(measure.title), tr("Not measured"), why, "idle", tr("Not measured"))
    value = float(found.value[-1])
    note = tr(
        "estimated, {words} to {words2}",
        words=measure.words(found.low[-1]),
        words2=measure.words(found.high[-1]),
    )
    status: Status = "warn" if measure.is_worse(value) else "good"
    word = tr("Estimated past its limit") if status == "warn" else tr("Estimated in its range")
    return FactState(spoken(measure.title), f"about {measure.words(value)}", note, status, word)


def is_daily(course: "Course") -> bool:
    """Whether worth is money a day; of rows without times it is that of all of them together."""
    return bool(len(course)) and not bool(np.isnat(course.ends_at[-1]))


def _business(course: "Course", is_tied: bool) -> FactState:
    worth = course.worth
    known = np.flatnonzero(np.isfinite(worth.value)) if worth is not None else np.array([])
    if (worth is None or known.size == 0) and is_tied:
        note = tr("no look has labels or days for it")
        return FactState(BUSINESS, tr("Not valued yet"), note, "idle", tr("Not valued"))
    if worth is None or known.size == 0:
        note = tr("tie costs or a figure to it")
        return FactState(BUSINESS, tr("Not tied to a value"), note, "idle", tr("Not tied"), False)
    at = int(known[-1])
    value = money(float(worth.value[at]), course.unit) + (tr(" a day") if is_daily(course) else "")
    is_guess = bool(course.worth_estimated[at])
    if is_guess:
        value = f"about {value}"
    before = worth.value[known[:-1][-_COMPARED:]]
    if before.size == 0:
        word = tr("Estimated") if is_guess else tr("Measured")
        return FactState(BUSINESS, value, tr("in the first look"), "good", word)
    usual = float(np.median(before))
    change = (float(worth.value[at]) - usual) / (abs(usual) or 1.0)
    way = "up" if change > 0 else "down"
    note = tr("{way} {change} on the looks before", way=way, change=numbers.percent(abs(change), 0))
    note += tr(", estimated") if is_guess else ""
    is_less = math.isfinite(worth.high[at]) and worth.high[at] < usual
    if is_less:
        return FactState(BUSINESS, value, note, "warn", tr("Less than before"))
    return FactState(BUSINESS, value, note, "good", tr("As before"))


def _is_confirmed(newest: Measured, measure: Measure) -> bool:
    """Whether even the better end of the interval lies past the limit."""
    best = newest.high if measure.higher_is_better else newest.low
    return measure.is_worse(best)


def trend(known: list[Measured], measure: Measure) -> str:
    """Which way the measure goes: the last three in one direction and out of the interval.

    A step within the interval of the third last is noise, and so is a course that turns.
    """
    last = [one.value for one in known[-3:]]
    steps = [b - a for a, b in pairwise(last)]
    first = known[-len(last)]
    if len(last) == 3 and all(s > 0 for s in steps) and last[-1] > first.high:
        return "rising"
    if len(last) == 3 and all(s < 0 for s in steps) and last[-1] < first.low:
        return "falling"
    return tr("past its limit") if measure.is_worse(last[-1]) else tr("in its range")
