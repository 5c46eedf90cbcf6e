"""What changed from one version's profile to the next, in a few words a column."""

import math
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tidemill.domain.columns import Kind, Role
from tidemill.domain.figures import percent
from tidemill.domain.frames import CODED
from tidemill.domain.profiles import N_TOP, ColumnProfile, Profile

# Changes smaller than these are called the same.
MISSING = 0.01
MEDIAN_SD = 0.03
SPREAD = 0.1
YES = 0.003
TOP_VALUE = 0.02
ZEROS = 0.02
BEYOND = 0.5  # of the former range


class Tone(StrEnum):
    """How much a change asks to be looked at."""

    SAME = "same"
    MOVED = "moved"
    NEW = "new"
    WARN = "warn"


@dataclass(frozen=True)
class Change:
    """What happened to a column, as shown beside it."""

    words: str
    tone: Tone


SAME = Change("same", Tone.SAME)


def changes(before: Profile, after: Profile) -> dict[str, Change]:
    """The most telling change of every column of either version; "same" where there is none."""
    found = {}
    for column in after.columns:
        if column.name in before:
            found[column.name] = _change(before[column.name], column)
        else:
            found[column.name] = Change("new column", Tone.NEW)
    for column in before.columns:
        if column.name not in after:
            found[column.name] = Change("column is gone", Tone.WARN)
    return found


def _change(was: ColumnProfile, now: ColumnProfile) -> Change:
    if was.kind is not now.kind and not was.missing == now.missing == 1.0:
        return Change(f"was {was.kind}", Tone.WARN)
    if abs(now.missing - was.missing) >= MISSING:
        tone = Tone.WARN if now.missing > was.missing else Tone.MOVED
        return Change(f"missing was {percent(was.missing)}", tone)
    if now.role is Role.IDENTIFIER:
        return SAME
    if now.kind in CODED:
        return _levels_change(was, now)
    if now.kind is Kind.DATETIME:
        return _dates_change(was, now)
    return _numbers_change(was, now)


def _levels_change(was: ColumnProfile, now: ColumnProfile) -> Change:
    if was.levels is not None and now.levels is not None:
        n_new = len(set(now.levels) - set(was.levels))
        if n_new:
            return Change("1 new value" if n_new == 1 else f"{n_new} new values", Tone.NEW)
        n_gone = len(set(was.levels) - set(now.levels))
        if n_gone:
            words = "1 value is gone" if n_gone == 1 else f"{n_gone} values are gone"
            return Change(words, Tone.MOVED)
    name, least = ("true", YES) if now.kind is Kind.BOOLEAN else (str(was.median), TOP_VALUE)
    share_was, share_now = _share(was, name), _share(now, name)
    if share_was is None or share_now is None or abs(share_now - share_was) < least:
        return SAME
    label = "yes" if now.kind is Kind.BOOLEAN else name
    return Change(f"{label} was {percent(share_was)}", Tone.MOVED)


def _share(column: ColumnProfile, level: str) -> float | None:
    """A level's share of the rows with a value; None where the profile does not hold it."""
    rows = dict(column.top)
    if not column.present or (level not in rows and len(rows) == N_TOP):
        return None
    return rows.get(level, 0) / column.present


def _dates_change(was: ColumnProfile, now: ColumnProfile) -> Change:
    for name, mine, other in (
        ("newest", was.maximum, now.maximum),
        ("oldest", was.minimum, now.minimum),
    ):
        if isinstance(mine, str) and mine != other:
            moment = datetime.fromisoformat(mine)
            day = f"{moment.day} {moment:%b}"
            is_same_year = isinstance(other, str) and other[:4] == mine[:4]
            words = day if is_same_year else f"{day} {moment.year}"
            return Change(f"{name} was {words}", Tone.MOVED)
    return SAME


def _numbers_change(was: ColumnProfile, now: ColumnProfile) -> Change:
    if not isinstance(was.median, (int, float)) or not isinstance(now.median, (int, float)):
        return SAME
    moved = now.median - was.median
    scale = _scale(was)
    if abs(moved) > MEDIAN_SD * scale and math.isfinite(moved):
        return Change(f"median {_signed(moved)}", Tone.MOVED)
    spread = _scale(now)
    if scale > 0.0 and abs(spread / scale - 1.0) > SPREAD:
        way = "wider" if spread > scale else "narrower"
        return Change(f"spread {percent(abs(spread / scale - 1.0))} {way}", Tone.MOVED)
    if was.zeros is not None and now.zeros is not None and abs(now.zeros - was.zeros) >= ZEROS:
        return Change(f"zeros were {percent(was.zeros)}", Tone.MOVED)
    return _ends_change(was, now)


def _ends_change(was: ColumnProfile, now: ColumnProfile) -> Change:
    """A value far outside all former ones, such as a -999 that stands for a gap."""
    ends = (was.minimum, was.maximum, now.minimum, now.maximum)
    low, high, low_now, high_now = (e if isinstance(e, (int, float)) else math.nan for e in ends)
    room = BEYOND * (high - low)
    if low - low_now > room:
        return Change(f"lowest was {_plain(low)}", Tone.MOVED)
    if high_now - high > room:
        return Change(f"highest was {_plain(high)}", Tone.MOVED)
    return SAME


def _scale(column: ColumnProfile) -> float:
    """A standard deviation that outliers cannot stretch, where the quartiles differ."""
    if column.quartiles and column.quartiles[1] > column.quartiles[0]:
        return (column.quartiles[1] / 1.349) - (column.quartiles[0] / 1.349)
    return column.sd or 0.0


def _plain(number: float) -> str:
    """About four significant digits; the minus is U+2212."""
    size = abs(number)
    text = f"{size:,.0f}" if 1e4 <= size < 1e9 else f"{size:.4g}"
    return ("\N{MINUS SIGN}" if number < 0 else "") + text


def _signed(number: float) -> str:
    """With its sign and about two significant digits; the minus is U+2212."""
    if abs(number) >= 1e9 or abs(number) < 1e-4:
        text = f"{abs(number):.2g}"
    else:
        decimals = max(0, 1 - math.floor(math.log10(abs(number))))
        text = f"{abs(number):,.{decimals}f}"
    return ("+" if number > 0 else "−") + text
