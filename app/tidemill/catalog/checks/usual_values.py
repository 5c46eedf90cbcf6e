"""Whether the values of each column lie where they lay in earlier files."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from tidemill.catalog.checks import _wording as wording
from tidemill.domain.checking import CheckFacts, CheckResult, Rows
from tidemill.domain.columns import Kind, Role
from tidemill.domain.entries import CheckEntry, Parameter
from tidemill.domain.file_figures import ColumnFigures
from tidemill.domain.frames import CODED, ColumnData

ENTRY = CheckEntry(
    id="usual_values",
    version=1,
    title="Values are as usual",
    help="Middle, spread, sign, extremes and frequent values of each column are like those of "
    "earlier files.",
    parameters=(
        Parameter(
            "shift",
            "Shift allowed",
            0.35,
            low=0.05,
            high=10.0,
            help="How far the middle may leave the range of earlier files, in interquartile "
            "ranges.",
        ),
        Parameter(
            "share",
            "Change of a share allowed",
            0.15,
            low=0.01,
            high=1.0,
            help="How far the share of a frequent value may leave the range of earlier files.",
        ),
        Parameter(
            "reach",
            "Reach allowed",
            8.0,
            low=0.5,
            high=1000.0,
            help="How far an extreme may lie outside the range of earlier files, in such ranges.",
        ),
    ),
    severity="warn",
)

_LEAST_ROWS = 20
_SIGMAS = 5.0
_QUARTILE_ERROR = 1.36  # of the error of a mean of normal values; the median's is 1.25
_IQR_SDS = 1.349
_SCALE = 2.5
_NEW_SIGN = 0.01
_NAMED = 3


@dataclass(frozen=True)
class _Finding:
    """What is unusual about a column; `size` sorts: 1 is just over the limit."""

    column: str
    size: float
    words: str
    rows: Rows | None = None


def check(
    facts: CheckFacts, shift: float = 0.35, share: float = 0.15, reach: float = 8.0
) -> CheckResult:
    """Warn where a column's figures leave what earlier files showed.

    A figure may leave the range of earlier files by the allowance, widened while few files are
    known, plus half that range, the largest step from one file to the next, and five times what
    chance gives at this number of rows.
    """
    found: list[_Finding] = []
    is_known = False
    for name in facts.watched(Role.LEFT_OUT, Role.IDENTIFIER, Role.TIME):
        now, known = facts.own.columns[name], facts.history(name)
        if not known or now.present < _LEAST_ROWS:
            continue
        is_known = True
        some: Iterator[_Finding] = iter(())
        if now.kind in CODED:
            some = _levels(name, now, known, share)
        elif now.kind is Kind.NUMERIC:
            some = _numbers(facts, name, now, known, (shift, share, reach))
        best = max(some, key=lambda one: one.size, default=None)
        if best is not None and facts.is_personal(name):
            best = replace(best, words=f"The values of `{name}` are not like earlier ones.")
        if best is not None:
            found.append(best)
    if not found:
        words = "All columns are like those of earlier files."
        return wording.passed(ENTRY, words if is_known else "Nothing to compare yet.", 0.0, 1.0)
    found.sort(key=lambda one: -one.size)
    message = " ".join(one.words for one in found[:_NAMED])
    if len(found) > _NAMED:
        message += f" So are {wording.counted(len(found) - _NAMED, 'more column')}."
    size = min(found[0].size, 1e6)
    rows = [one.rows for one in found if one.rows is not None]
    if not rows:
        return wording.failed(ENTRY, message, value=size, limit=1.0)
    return wording.failed_rows(ENTRY, facts, message, np.concatenate(rows), None, size, 1.0)


def _numbers(
    facts: CheckFacts,
    name: str,
    now: ColumnFigures,
    known: Sequence[ColumnFigures],
    limits: tuple[float, float, float],
) -> Iterator[_Finding]:
    shift, share, reach = limits
    if not now.quantiles or not all(one.quantiles for one in known):
        return
    if now.distinct == 1 and min(one.distinct for one in known) > 1:
        yield _Finding(name, 50.0, f"`{name}` is {wording.number(now.quantiles[2])} in every row.")
        return
    yield from _sign(facts, name, now, known)
    yield from _place(name, now, known, shift)
    yield from _spread(name, now, known)
    zeros = [one.zeros or 0.0 for one in known]
    over = _outside(now.zeros or 0.0, zeros, _share_allowance(zeros, now.present, share, known))
    if over > 1.0:
        yield _Finding(
            name,
            over,
            f"`{name}` is 0 in {wording.percent(now.zeros or 0.0)}; "
            f"earlier files had {_percents(zeros)}.",
        )
    yield from _extremes(facts, name, now, known, reach)


def _place(
    name: str, now: ColumnFigures, known: Sequence[ColumnFigures], shift: float
) -> Iterator[_Finding]:
    """Quartiles and median outside the range of earlier files."""
    spread = float(np.median([_width(one) for one in known]))
    if spread <= 0.0:
        return
    error = _QUARTILE_ERROR * spread / _IQR_SDS
    chance = _SIGMAS * error * math.sqrt(1 / now.present + 1 / max(one.present for one in known))
    step = 1.0 if now.is_whole else 0.0  # quantiles of few whole numbers move by whole steps
    for place, word in ((2, "median"), (1, "lower quartile"), (3, "upper quartile")):
        figures = [one.quantiles[place] for one in known]
        allowed = shift * spread * (1 + 1 / len(known)) + chance + step
        over = _outside(now.quantiles[place], figures, allowed + _wander(figures))
        if over > 1.0:
            yield _Finding(
                name,
                over,
                f"The {word} of `{name}` is {wording.number(now.quantiles[place])}; "
                f"earlier files had {_range(figures)}.",
            )


def _spread(name: str, now: ColumnFigures, known: Sequence[ColumnFigures]) -> Iterator[_Finding]:
    """The interquartile range far wider or narrower than any earlier one."""
    step = 1.0 if now.is_whole else 0.0
    widths = [_width(one) + step for one in known]
    width = _width(now) + step
    if min(widths) <= 0.0:
        return
    room = _SCALE * (1 + 1 / len(known)) * (1 + _SIGMAS / math.sqrt(now.present))
    factor = max(width / max(widths), min(widths) / width if width > 0 else math.inf)
    if factor > room:
        yield _Finding(
            name,
            factor / room,
            f"The middle half of `{name}` spans {wording.number(width - step)}; "
            f"earlier files had {_range([one - step for one in widths])}.",
        )


def _sign(
    facts: CheckFacts, name: str, now: ColumnFigures, known: Sequence[ColumnFigures]
) -> Iterator[_Finding]:
    share = now.negative or 0.0
    if share < _NEW_SIGN or any(one.negative for one in known):
        return
    rows = facts.rows_where(name, _is_negative)
    yield _Finding(
        name,
        10.0 * share / _NEW_SIGN,
        f"`{name}` is below 0 in {wording.percent(share)}, {wording.first_of(facts, rows)}; "
        "it never was.",
        rows,
    )


def _extremes(
    facts: CheckFacts,
    name: str,
    now: ColumnFigures,
    known: Sequence[ColumnFigures],
    reach: float,
) -> Iterator[_Finding]:
    ranges = [(one.low, one.high) for one in known if one.low is not None and one.high is not None]
    if not ranges:
        return
    low, high = min(low for low, _ in ranges), max(high for _, high in ranges)
    room = reach * (high - low) * (1 + 1 / len(known))
    if room <= 0.0 or now.low is None or now.high is None:
        return
    least, most = low - room, high + room
    if least <= now.low and now.high <= most:
        return

    def is_beyond(part: ColumnData) -> npt.NDArray[np.bool_]:
        return np.asarray((part.values < least) | (part.values > most))

    rows = facts.rows_where(name, is_beyond)
    if not rows.size:  # infinite values are another check's
        return
    value = now.high if now.high > most else now.low
    over = max(now.high - high, low - now.low) / room
    yield _Finding(
        name,
        over,
        f"`{name}` reaches {wording.number(value)}, {wording.first_of(facts, rows)}; "
        f"earlier files had {wording.number(low)} to {wording.number(high)}.",
        rows,
    )


def _levels(
    name: str, now: ColumnFigures, known: Sequence[ColumnFigures], share: float
) -> Iterator[_Finding]:
    if now.distinct == 1 and min(one.distinct for one in known) > 1:
        yield _Finding(name, 50.0, f"`{name}` has one value only, '{now.shares[0][0]}'.")
        return
    variety = [one.distinct / one.present for one in known]
    own = now.distinct / now.present
    if min(variety) > 0.5 and own < 0.5 * min(variety):
        words = f"Only {wording.percent(own)} of the values of `{name}` differ; earlier files had"
        yield _Finding(name, 10.0, f"{words} {_percents(variety)}.")
    shares = dict(now.shares)
    frequent = {level for one in known for level, part in one.shares[:5] if part > share / 2}
    for level in sorted(frequent | {level for level, part in now.shares[:5] if part > share}):
        before = [dict(one.shares).get(level, 0.0) for one in known]
        part = shares.get(level, 0.0)
        over = _outside(part, before, _share_allowance(before, now.present, share, known))
        if over > 1.0:
            shown = level if len(level) <= 40 else level[:39] + "…"
            yield _Finding(
                name,
                over,
                f"`{name}` is '{shown}' in {wording.percent(part)}; "
                f"earlier files had {_percents(before)}.",
            )


def _share_allowance(
    shares: Sequence[float], n: int, share: float, known: Sequence[ColumnFigures]
) -> float:
    middle = float(np.clip(np.mean(shares), 0.5 / n, 1 - 0.5 / n))
    least = min(one.present for one in known)
    chance = _SIGMAS * math.sqrt(middle * (1 - middle) * (1 / n + 1 / least))
    return share * (1 + 1 / len(known)) + chance + _wander(shares)


def _wander(figures: Sequence[float]) -> float:
    """Half the range of a figure so far, and the largest step from one file to the next."""
    steps = np.abs(np.diff(figures))
    return 0.5 * (max(figures) - min(figures)) + float(steps.max(initial=0.0))


def _outside(value: float, figures: Sequence[float], allowed: float) -> float:
    """How far a figure lies outside the range of earlier ones, in parts of what is allowed."""
    beyond = max(value - max(figures), min(figures) - value)
    return beyond / allowed if allowed > 0.0 else math.inf if beyond > 0.0 else 0.0


def _width(one: ColumnFigures) -> float:
    return one.quantiles[3] - one.quantiles[1]


def _is_negative(part: ColumnData) -> npt.NDArray[np.bool_]:
    return np.asarray(part.values < 0)


def _range(figures: Sequence[float]) -> str:
    low, high = wording.number(min(figures)), wording.number(max(figures))
    return low if low == high else f"{low} to {high}"


def _percents(shares: Sequence[float]) -> str:
    low, high = wording.percent(min(shares)), wording.percent(max(shares))
    return low if low == high else f"{low} to {high}"
