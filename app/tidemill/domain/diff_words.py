"""What happened to a column between two versions, in a few words."""

import math
from datetime import UTC, datetime

from tidemill.domain.columns import Kind
from tidemill.domain.distributions import ColumnReference
from tidemill.domain.figures import percent
from tidemill.domain.frames import CODED
from tidemill.domain.profile_changes import MEDIAN_SD, MISSING, SAME, TOP_VALUE, YES, Change, Tone

_SPREAD = 0.1
_FACTORS = (10.0, 100.0, 1000.0)
_FACTOR_SLACK = 0.1


def both_sides(
    was: ColumnReference,
    now: ColumnReference,
    *,
    is_key: bool = False,
    changed: int | None = None,
    mostly_in: str = "",
    new_values: tuple[tuple[str, float], ...] = (),
    gone_values: tuple[str, ...] = (),
) -> Change:
    """The most telling change of a column that both versions have.

    `mostly_in` names the slice where more is missing, `new_values` those the earlier version
    has not, with their shares, the most frequent first.
    """
    missing = _missing_change(was, now, mostly_in)
    if missing is not None:
        return missing
    if is_key:
        return _key_change(was, now)
    if now.kind in CODED:
        found = _levels_change(was, now, new_values, gone_values)
    elif now.kind is Kind.DATETIME:
        found = _dates_change(was, now)
    else:
        found = _numbers_change(was, now)
    if found is SAME and changed:
        return Change(
            "1 cell changed" if changed == 1 else f"{changed:,} cells changed", Tone.MOVED
        )
    return found


def retyped(was: Kind, now: Kind) -> Change:
    """The column holds another kind of values."""
    names = {Kind.NUMERIC: "number", Kind.DATETIME: "date", Kind.BOOLEAN: "yes or no",
             Kind.CATEGORICAL: "category", Kind.TEXT: "text"}  # fmt: skip
    return Change(f"was {names[was]}, is {names[now]}", Tone.WARN)


def _missing_change(was: ColumnReference, now: ColumnReference, mostly_in: str) -> Change | None:
    before, after = _share(was.missing, was.n), _share(now.missing, now.n)
    if was.n and now.n and was.missing == was.n and now.missing < now.n:
        return Change("has values now", Tone.NEW)
    if now.n and now.missing == now.n and was.missing < was.n:
        return Change("all missing now", Tone.WARN)
    if abs(after - before) < MISSING:
        return None
    where = f", most in {mostly_in}" if mostly_in else ""
    if after > before:
        return Change(f"missing rose{where}", Tone.WARN)
    return Change("missing fell", Tone.MOVED)


def _key_change(was: ColumnReference, now: ColumnReference) -> Change:
    more = now.distinct - was.distinct
    if not more:
        return SAME
    return Change(f"{abs(more):,} {'more' if more > 0 else 'fewer'}", Tone.MOVED)


def _levels_change(
    was: ColumnReference,
    now: ColumnReference,
    new_values: tuple[tuple[str, float], ...],
    gone_values: tuple[str, ...],
) -> Change:
    is_free = now.kind is Kind.TEXT or now.distinct > now.n_finite / 2
    if not is_free and new_values:
        (first, _), n = new_values[0], len(new_values)
        share = _rounded(sum(part for _, part in new_values))
        if n == 1:
            return Change(f"new value: {first}, {share}", Tone.NEW)
        return Change(f"new values: {first} and {n - 1} more, {share}", Tone.NEW)
    if not is_free and gone_values:
        more = f" and {len(gone_values) - 1} more" if len(gone_values) > 1 else ""
        return Change(f"value gone: {gone_values[0]}{more}", Tone.MOVED)
    moved, level, before, after = _most_moved(was, now)
    least = YES if now.kind is Kind.BOOLEAN else TOP_VALUE
    if moved < least:
        return SAME
    name = {"true": "yes", "false": "no"}.get(level, level) if now.kind is Kind.BOOLEAN else level
    return Change(f"{name} {percent(before)} to {percent(after)}", Tone.MOVED)


def _most_moved(was: ColumnReference, now: ColumnReference) -> tuple[float, str, float, float]:
    """The level whose share moved most, of those known in both; "true" of yes and no."""
    best = (0.0, "", 0.0, 0.0)
    numbers = now.level_numbers
    names = ("true",) if now.kind is Kind.BOOLEAN and "true" in numbers else was.levels[:50]
    for name in names:
        if name not in numbers or name not in was.level_numbers:
            continue
        before = _share(int(was.cells[was.level_numbers[name]]), was.n - was.missing)
        after = _share(int(now.cells[numbers[name]]), now.n - now.missing)
        best = max(best, (abs(after - before), name, before, after))
    return best


def _dates_change(was: ColumnReference, now: ColumnReference) -> Change:
    for name, before, after in (
        ("newest", was.maximum, now.maximum),
        ("oldest", was.minimum, now.minimum),
    ):
        if before is not None and after is not None and before != after:
            first, second = _days(before, after)
            return Change(f"{name} {first} to {second}", Tone.MOVED)
    return SAME


def _days(before: float, after: float) -> tuple[str, str]:
    """Two moments (microseconds), told as days, with years where these differ, else as times."""
    try:
        moments = [datetime.fromtimestamp(at / 1e6, UTC) for at in (before, after)]
    except (OverflowError, ValueError, OSError):
        return "another", "one out of reach"
    if moments[0].year != moments[1].year:
        said = [f"{m.day} {m:%b} {m.year}" for m in moments]
    elif moments[0].date() != moments[1].date():
        said = [f"{m.day} {m:%b}" for m in moments]
    else:
        said = [f"{m:%H:%M}" for m in moments]
    return said[0], said[1]


def _numbers_change(was: ColumnReference, now: ColumnReference) -> Change:
    if was.median is None or now.median is None:
        return SAME
    scale = _scale(was)
    moved = now.median - was.median
    if math.isfinite(moved) and abs(moved) > MEDIAN_SD * scale:
        words = f"median {figure(was.median)} to {figure(now.median)}"
        factor = factor_words(was.median, now.median)
        return Change(f"{words}, {factor}" if factor else words, Tone.MOVED)
    spread = _scale(now)
    if scale > 0.0 and math.isfinite(spread) and abs(spread / scale - 1.0) > _SPREAD:
        way = "wider" if spread > scale else "narrower"
        return Change(f"spread {percent(abs(spread / scale - 1.0))} {way}", Tone.MOVED)
    if now.infinite and not was.infinite:
        return Change(f"{now.infinite:,} infinite", Tone.WARN)
    return SAME


def factor_words(before: float, after: float) -> str:
    """ "10 times smaller" where two numbers differ by a power of ten, as mixed-up units do."""
    if not before or not after or before * after < 0.0:
        return ""
    ratio = after / before
    for factor in _FACTORS:
        for times, word in ((ratio / factor, "larger"), (ratio * factor, "smaller")):
            if abs(times - 1.0) <= _FACTOR_SLACK:
                return f"{factor:g} times {word}"
    return ""


def figure(number: float) -> str:
    """About four significant digits; the minus is U+2212."""
    size = abs(number)
    if size and (size >= 1e12 or size < 1e-4):
        text = f"{size:.3g}"
    elif size >= 1000 or size == math.floor(size):
        text = f"{size:,.0f}"
    else:
        decimals = 2 if size >= 1 else 2 - math.floor(math.log10(size))
        text = f"{size:,.{decimals}f}"
    return ("−" if number < 0 else "") + text


def _scale(column: ColumnReference) -> float:
    """A standard deviation that outliers cannot stretch, where the quartiles differ."""
    quantiles = column.quantiles
    if quantiles and quantiles[4] > quantiles[2]:
        return quantiles[4] / 1.349 - quantiles[2] / 1.349
    return column.sd or 0.0


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _rounded(share: float) -> str:
    return f"{share:.0%}" if share >= 0.1 else percent(share)
