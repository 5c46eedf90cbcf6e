"""Whether times fall on the hours they usually do."""

import math

import numpy as np
import numpy.typing as npt

from tidemill.catalog.checks import _wording as wording
from tidemill.domain.checking import CheckFacts, CheckResult
from tidemill.domain.columns import Kind, Role
from tidemill.domain.entries import CheckEntry, Parameter
from tidemill.domain.file_figures import ColumnFigures

ENTRY = CheckEntry(
    id="time_of_day",
    version=1,
    title="Hours of the day",
    help="Times fall on the hours of the day they fell on in earlier files; a time zone that "
    "changed shows here.",
    parameters=(
        Parameter(
            "limit",
            "Share allowed to move",
            0.12,
            low=0.01,
            high=1.0,
            help="Share of the rows that may lie on other hours than in earlier files.",
        ),
    ),
    severity="warn",
)
_LEAST_ROWS = 50
_HOURS = 24


def check(facts: CheckFacts, limit: float = 0.12) -> CheckResult:
    """Warn where the hours of a column's times moved by more than chance and custom allow.

    The distance is half the sum of absolute differences of the 24 shares (total variation).
    """
    worst, message = 0.0, ""
    is_known = False
    for name in facts.watched(Role.LEFT_OUT):
        now = facts.own.columns[name]
        if now.kind is not Kind.DATETIME or now.present < _LEAST_ROWS:
            continue
        known = [one for one in facts.history(name) if one.hours and one.present >= _LEAST_ROWS]
        if not known or (not now.hours and len(known) < 2):
            continue
        is_known = True
        over, words = _judged(name, now, known, limit)
        if over > worst:
            worst, message = over, words
    if worst <= 1.0:
        words = "Times fall on their usual hours." if is_known else "Nothing to compare yet."
        return wording.passed(ENTRY, words, worst, 1.0)
    return wording.failed(ENTRY, message, value=worst, limit=1.0)


def _judged(
    name: str, now: ColumnFigures, known: list[ColumnFigures], limit: float
) -> tuple[float, str]:
    if not now.hours:
        return 2.0, f"The times of `{name}` have lost their hours: all are midnight."
    before = np.array([one.hours for one in known])
    usual = before.mean(axis=0)
    own = np.array(now.hours)
    moved = _distance(own, usual)
    custom = max(_distance(one, usual) for one in before)
    n = min(one.present for one in known)
    spread = np.sqrt(usual * (1 - usual) * (1 / now.present + 1 / n))
    chance = 0.5 * math.sqrt(2 / math.pi) * float(spread.sum())
    allowed = limit + 2 * custom + 2 * chance
    if moved <= allowed:
        return moved / allowed, ""
    words = f"{wording.percent(moved)} of the times of `{name}` lie on other hours than usual."
    shifts = [_distance(np.roll(own, -hours), usual) for hours in range(_HOURS)]
    best = int(np.argmin(shifts))
    if best and shifts[best] < 0.5 * moved:
        hours = best if best <= _HOURS // 2 else best - _HOURS
        way = "later" if hours > 0 else "earlier"
        words += (
            f" They look {wording.counted(abs(hours), 'hour')} {way}: has the time zone changed?"
        )
    return moved / allowed, words


def _distance(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float:
    return 0.5 * float(np.abs(one - other).sum())
