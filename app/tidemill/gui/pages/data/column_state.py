"""One column of a version as the inspector shows it."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tidemill.base.words import tr
from tidemill.domain.columns import Column, Kind, Role
from tidemill.domain.profile_changes import SAME, Change, Tone
from tidemill.domain.profiles import ColumnProfile
from tidemill.gui.kit import numbers
from tidemill.gui.pages.data.dataset_state import Loaded
from tidemill.gui.pages.data.profile_state import YES_WORDS


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
    column: Column
    is_hidden: bool
    is_about: bool


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
        column=loaded.schema[name] if name in loaded.schema else Column(name, now.kind, now.role),
        is_hidden=name in loaded.hidden,
        is_about=now.is_about,
    )


def _kind_words(column: ColumnProfile) -> str:
    words = {
        Kind.NUMERIC: tr("whole number") if column.whole else "number",
        Kind.CATEGORICAL: "category",
        Kind.DATETIME: "date",
        Kind.BOOLEAN: tr("yes or no"),
        Kind.TEXT: "text",
    }[column.kind]
    if column.missing > 0:
        return tr(
            "{words}, {missing} missing", words=words, missing=numbers.percent(column.missing)
        )
    return tr("{words}, never missing", words=words)


def _warning(now: ColumnProfile, was: ColumnProfile | None, change: Change, loaded: Loaded) -> str:
    if change.tone is not Tone.WARN or loaded.former is None:
        return ""
    if was is not None and change.words.startswith("missing"):
        before, after = numbers.percent(was.missing), numbers.percent(now.missing)
        return tr(
            "Missing rose from {before} to {after} since v{number}.",
            before=before,
            after=after,
            number=loaded.former.number,
        )
    return tr("Since v{number}: {words}.", number=loaded.former.number, words=change.words)


def _bars(
    now: ColumnProfile, was: ColumnProfile | None
) -> tuple[tuple[str, ...], tuple[float, ...], tuple[float, ...]]:
    if not now.top or now.role is Role.IDENTIFIER or not now.present:
        return (), (), ()
    values = [value for value, _ in now.top]
    shares = tuple(rows / now.present for _, rows in now.top)
    labels = tuple(YES_WORDS.get(v, v) if now.kind is Kind.BOOLEAN else v for v in values)
    if was is None or not was.present:
        return labels, shares, ()
    known = dict(was.top)
    return labels, shares, tuple(known.get(value, 0) / was.present for value in values)


def _numbers(now: ColumnProfile, was: ColumnProfile | None) -> tuple[Number, ...]:
    lines = [Number(tr("Different values"), numbers.count(now.distinct), _was_count(now, was))]
    unit = " days" if now.kind is Kind.DATETIME else ""
    for title, key in ((tr("Mean"), "mean"), (tr("Standard deviation"), "sd")):
        value = getattr(now, key)
        if value is not None:
            former = getattr(was, key) if was is not None else None
            said, before = numbers.plain(value), numbers.plain(former)
            differs = former is not None and said != before
            lines.append(
                Number(
                    title,
                    said + unit,
                    tr("was {before}", before=f"{before}{unit}") if differs else "",
                )
            )
    lines += _ends(now, was)
    if now.zeros is not None:
        lines.append(Number(tr("Zeros"), numbers.percent(now.zeros)))
    if now.outliers is not None:
        lines.append(Number(tr("Outliers, 3 IQR"), numbers.count(now.outliers)))
    if now.target_link is not None:
        lines.append(Number(tr("Link with target"), numbers.decimal(now.target_link, 2)))
    return tuple(lines)


def _ends(now: ColumnProfile, was: ColumnProfile | None) -> list[Number]:
    """The extremes and, of numbers, the quantiles between them, each with its former value."""
    if now.minimum is None or now.maximum is None:
        return []
    if now.kind is Kind.DATETIME:
        pairs = [(tr("Oldest"), now.minimum, was and was.minimum)]
        pairs += [(tr("Newest"), now.maximum, was and was.maximum)]
        return [_line(title, _whole_date(v), _whole_date(w) if w else "") for title, v, w in pairs]
    figures, former = _quantiles(now), _quantiles(was) if was is not None else {}
    return [
        _line(title, numbers.plain(v), numbers.plain(former[title]) if title in former else "")
        for title, v in figures.items()
    ]


def _quantiles(column: ColumnProfile) -> dict[str, float]:
    low, middle, high = column.minimum, column.median, column.maximum
    if not isinstance(low, (int, float)) or not isinstance(high, (int, float)):
        return {}
    found: dict[str, float] = {tr("Lowest"): low}
    between = column.quantiles
    if between:
        found |= {tr("5% are below"): between[1], tr("25% are below"): between[2]}
    if isinstance(middle, (int, float)):
        found["Median"] = middle
    if between:
        found |= {tr("75% are below"): between[4], tr("95% are below"): between[5]}
    found["Highest"] = high
    return found


def _line(title: str, said: str, before: str) -> Number:
    return Number(
        title, said, tr("was {before}", before=before) if before and before != said else ""
    )


def _whole_date(value: float | int | str | None) -> str:
    if not isinstance(value, str):
        return numbers.MISSING
    moment = datetime.fromisoformat(value)
    time = f", {moment:%H:%M}" if moment.hour or moment.minute else ""
    return f"{moment.day} {moment:%b %Y}{time}"


def _was_count(now: ColumnProfile, was: ColumnProfile | None) -> str:
    if was is None or was.distinct == now.distinct:
        return ""
    return tr("was {before}", before=numbers.count(was.distinct))


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
