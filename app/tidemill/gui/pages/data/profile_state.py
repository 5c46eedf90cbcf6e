"""The profile of a version as rows of a table, and one column as the inspector shows it."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tidemill.domain.columns import Kind, Role
from tidemill.domain.profile_changes import SAME, Change, Tone
from tidemill.domain.profiles import ColumnProfile
from tidemill.gui.kit import numbers
from tidemill.gui.pages.data.dataset_state import Loaded

KIND_ICONS = {
    Kind.NUMERIC: "hash",
    Kind.CATEGORICAL: "case-sensitive",
    Kind.DATETIME: "calendar",
    Kind.BOOLEAN: "toggle-left",
    Kind.TEXT: "text",
}
ROLE_CHIPS = {
    Role.TARGET: ("target", "candidate", "target"),
    Role.TIME: ("time", "plain", None),
    Role.IDENTIFIER: ("id", "plain", None),
    Role.GROUP: ("group", "plain", None),
    Role.LEFT_OUT: ("left out", "plain", None),
}
ROLE_NOTES = {
    Role.FEATURE: "Models learn from it.",
    Role.TARGET: "What models predict.",
    Role.TIME: "Orders the rows; the newest are held out.",
    Role.IDENTIFIER: "Names a row; models do not see it.",
    Role.GROUP: "Rows that belong together stay on one side.",
    Role.LEFT_OUT: "Models do not see it.",
}
_CHANGE_LOOKS = {
    Tone.SAME: (None, "text2"),
    Tone.MOVED: ("trending-up", "text2"),
    Tone.NEW: ("plus", "accent_text"),
    Tone.WARN: ("triangle-alert", "warn"),
}
_YES = {"true": "yes", "false": "no"}
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - dates in a table have no zone


@dataclass(frozen=True)
class ProfileRow:
    """A column of the dataset as a row; `counts` or `shares` is its picture."""

    name: str
    icon: str
    role: Role
    counts: tuple[int, ...]
    shares: tuple[float, ...]
    missing: str
    missing_tone: str
    distinct: int | None
    minimum: str
    median: str
    maximum: str
    change: str
    change_icon: str | None
    change_tone: str


def profile_rows(loaded: Loaded) -> tuple[ProfileRow, ...]:
    """Every column of the version, then those that are gone since the version before."""
    schema = loaded.schema
    rows = []
    for column in loaded.profile.columns:
        role = schema[column.name].role if column.name in schema else column.role
        change = loaded.changes.get(column.name, SAME)
        rows.append(_row(column, role, change, has_former=loaded.former is not None))
    for name, change in loaded.changes.items():
        if name not in loaded.profile:
            rows.append(_gone(name, change))
    return tuple(rows)


def _row(column: ColumnProfile, role: Role, change: Change, *, has_former: bool) -> ProfileRow:
    icon, tone = _CHANGE_LOOKS[change.tone]
    words = change.words
    if f" {numbers.MINUS}" in words or words.endswith(" narrower"):
        icon = "trending-down"
    if column.note and change.tone in (Tone.SAME, Tone.MOVED):
        words, icon, tone = column.note, "info", "text2"
    elif not has_former:
        words, icon, tone = "", None, "text2"
    is_worrying = change.tone is Tone.WARN and change.words.startswith("missing")
    missing_tone = "warn" if is_worrying else "text" if column.missing > 0 else "text2"
    return ProfileRow(
        name=column.name,
        icon="key-round" if role is Role.IDENTIFIER else KIND_ICONS[column.kind],
        role=role,
        counts=column.counts,
        shares=shares_of(column),
        missing=numbers.percent(column.missing),
        missing_tone=missing_tone,
        distinct=column.distinct,
        minimum=value_words(column, column.minimum),
        median=value_words(column, column.median),
        maximum=value_words(column, column.maximum),
        change=words,
        change_icon=icon,
        change_tone=tone,
    )


def _gone(name: str, change: Change) -> ProfileRow:
    icon, tone = _CHANGE_LOOKS[change.tone]
    none = numbers.MISSING
    return ProfileRow(
        name, "circle-slash", Role.FEATURE, (), (), none, "text3", None, none, none, none,
        change.words, icon, tone,
    )  # fmt: skip


def shares_of(column: ColumnProfile) -> tuple[float, ...]:
    """Shares of the most frequent values, and of all others together."""
    if not column.top or not column.present:
        return ()
    shares = [rows / column.present for _, rows in column.top]
    rest = 1.0 - sum(shares)
    return (*shares, rest) if rest > 1e-9 else tuple(shares)


def value_words(column: ColumnProfile, value: float | int | str | None) -> str:
    """A minimum, median or maximum as a cell shows it; dates as short as their span allows."""
    if value is None:
        return numbers.MISSING
    if not isinstance(value, str):
        return numbers.plain(value)
    if column.kind is Kind.BOOLEAN:
        return _YES.get(value, value)
    if column.kind is not Kind.DATETIME:
        return value
    low, high = str(column.minimum or value), str(column.maximum or value)
    moment, span = datetime.fromisoformat(value), _span_days(low, high)
    if span > 3 * 366:
        return str(moment.year)
    return f"{moment:%b %Y}" if span > 366 else f"{moment.day} {moment:%b}"


def _span_days(low: str, high: str) -> int:
    return (datetime.fromisoformat(high) - datetime.fromisoformat(low)).days


@dataclass(frozen=True)
class Number:
    """A line of the inspector: a name, the value, its former value."""

    name: str
    value: str
    was: str = ""


@dataclass(frozen=True)
class ColumnView:
    """One column as the inspector shows it.

    With `edges` the picture is a histogram (`are_dates`: edges in seconds since 1970), with
    `labels` bars of categories; `reference` is the version before on the same bins or labels.
    """

    name: str
    kind: str
    warning: str
    note: str
    edges: tuple[float, ...]
    counts: tuple[float, ...]
    reference: tuple[float, ...]
    are_dates: bool
    labels: tuple[str, ...]
    numbers: tuple[Number, ...]
    version: str
    former: str


def column_view(loaded: Loaded, name: str) -> ColumnView | None:
    """A column of the shown version; None where it has none of the name."""
    if name not in loaded.profile:
        return None
    now = loaded.profile[name]
    former = loaded.former_profile
    was = former[name] if former is not None and name in former else None
    if was is not None and was.kind is not now.kind:
        was = None
    change = loaded.changes.get(name, SAME)
    labels, shares, shares_was = _bars(now, was)
    counts: tuple[float, ...] = tuple(float(c) for c in now.counts)
    reference: tuple[float, ...] = shares_was
    if now.edges:
        reference = rebinned(was.edges, was.counts, now.edges) if was and was.edges else ()
    return ColumnView(
        name=name,
        kind=_kind_words(now),
        warning=_warning(now, was, change, loaded),
        note=now.note,
        edges=now.edges,
        counts=counts if now.edges else shares,
        reference=reference,
        are_dates=now.kind is Kind.DATETIME,
        labels=labels,
        numbers=_numbers(now, was),
        version=f"v{loaded.version.number}",
        former=f"v{loaded.former.number}" if loaded.former is not None and was else "",
    )


def _kind_words(column: ColumnProfile) -> str:
    words = {
        Kind.NUMERIC: "whole number" if column.whole else "number",
        Kind.CATEGORICAL: "category",
        Kind.DATETIME: "date",
        Kind.BOOLEAN: "yes or no",
        Kind.TEXT: "text",
    }[column.kind]
    if column.missing > 0:
        return f"{words}, {numbers.percent(column.missing)} missing"
    return f"{words}, never missing"


def _warning(now: ColumnProfile, was: ColumnProfile | None, change: Change, loaded: Loaded) -> str:
    if change.tone is not Tone.WARN or loaded.former is None:
        return ""
    if was is not None and change.words.startswith("missing"):
        before, after = numbers.percent(was.missing), numbers.percent(now.missing)
        return f"Missing rose from {before} to {after} since v{loaded.former.number}."
    return f"Since v{loaded.former.number}: {change.words}."


def _bars(
    now: ColumnProfile, was: ColumnProfile | None
) -> tuple[tuple[str, ...], tuple[float, ...], tuple[float, ...]]:
    if not now.top or now.role is Role.IDENTIFIER or not now.present:
        return (), (), ()
    values = [value for value, _ in now.top]
    shares = tuple(rows / now.present for _, rows in now.top)
    labels = tuple(_YES.get(v, v) if now.kind is Kind.BOOLEAN else v for v in values)
    if was is None or not was.present:
        return labels, shares, ()
    known = dict(was.top)
    return labels, shares, tuple(known.get(value, 0) / was.present for value in values)


def _numbers(now: ColumnProfile, was: ColumnProfile | None) -> tuple[Number, ...]:
    lines = [Number("Different values", numbers.count(now.distinct), _was_count(now, was))]
    unit = " days" if now.kind is Kind.DATETIME else ""
    for title, key in (("Mean", "mean"), ("Standard deviation", "sd")):
        value = getattr(now, key)
        if value is not None:
            former = getattr(was, key) if was is not None else None
            said, before = numbers.plain(value), numbers.plain(former)
            differs = former is not None and said != before
            lines.append(Number(title, said + unit, f"was {before}{unit}" if differs else ""))
    if now.kind is Kind.DATETIME and now.minimum is not None:
        lines.append(Number("Oldest", _whole_date(now.minimum)))
        lines.append(Number("Newest", _whole_date(now.maximum)))
    if now.zeros is not None:
        lines.append(Number("Zeros", numbers.percent(now.zeros)))
    if now.outliers is not None:
        lines.append(Number("Outliers, 3 IQR", numbers.count(now.outliers)))
    if now.target_link is not None:
        lines.append(Number("Link with target", numbers.decimal(now.target_link, 2)))
    return tuple(lines)


def _whole_date(value: float | int | str | None) -> str:
    if not isinstance(value, str):
        return numbers.MISSING
    moment = datetime.fromisoformat(value)
    time = f", {moment:%H:%M}" if moment.hour or moment.minute else ""
    return f"{moment.day} {moment:%b %Y}{time}"


def _was_count(now: ColumnProfile, was: ColumnProfile | None) -> str:
    if was is None or was.distinct == now.distinct:
        return ""
    return f"was {numbers.count(was.distinct)}"


def rebinned(
    edges: Sequence[float], counts: Sequence[float], onto: Sequence[float]
) -> tuple[float, ...]:
    """Counts of one set of bins spread over another, as if even within each bin.

    Rows that lie beyond the outer edges of `onto` go into its first and last bin.
    """
    made = [0.0] * (len(onto) - 1)
    for at, count in enumerate(counts):
        low, high = edges[at], edges[at + 1]
        if count and high > low:
            _spread(made, onto, low, high, float(count))
    return tuple(made)


def _spread(made: list[float], onto: Sequence[float], low: float, high: float, n: float) -> None:
    last = len(made) - 1
    first_bin = min(max(bisect_right(onto, low) - 1, 0), last)
    last_bin = min(max(bisect_right(onto, high) - 1, 0), last)
    for at in range(first_bin, last_bin + 1):
        left = low if at == 0 else max(low, onto[at])
        right = high if at == last else min(high, onto[at + 1])
        if right > left:
            made[at] += n * (right - left) / (high - low)


def date_words(seconds: float, span: float) -> str:
    """A moment on the axis of dates, as short as the span (in seconds) allows."""
    from datetime import timedelta

    moment = _EPOCH + timedelta(seconds=seconds)
    days = span / 86_400
    if days > 3 * 366:
        return str(moment.year)
    if days > 366:
        return f"{moment:%b %Y}"
    return f"{moment.day} {moment:%b}" if days > 2 else f"{moment:%H:%M}"
