"""The profile of a version as rows of a table, and one column as the inspector shows it."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from tidemill.base.words import spoken, tr
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
    Role.LEFT_OUT: (tr("left out"), "plain", None),
}
ROLE_NOTES = {
    Role.FEATURE: tr("Models learn from it."),
    Role.TARGET: tr("What models predict."),
    Role.TIME: tr("Orders the rows; the newest are held out."),
    Role.IDENTIFIER: tr("Names a row; models do not see it."),
    Role.GROUP: tr("Rows that belong together stay on one side."),
    Role.LEFT_OUT: tr("Models do not see it."),
}
_CHANGE_LOOKS = {
    Tone.SAME: (None, "text2"),
    Tone.MOVED: ("trending-up", "text2"),
    Tone.NEW: ("plus", "accent_text"),
    Tone.WARN: ("triangle-alert", "warn"),
}
YES_WORDS = {"true": "yes", "false": "no"}
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
    is_personal: bool = False


class ProfileRows:
    """The rows of a version's columns, then those of columns gone since the version before.

    A row is made when it is asked for, so that thousands of columns cost no more than those in
    sight. With `words` only columns are here in whose name, kind, role or change all words occur.
    """

    def __init__(self, loaded: Loaded, words: str = "") -> None:
        """Take the columns; none is drawn yet."""
        self._loaded = loaded
        self._roles = {column.name: column.role for column in loaded.schema.columns}
        self._notes = {column.name: column.note for column in loaded.schema.columns}
        self._personal = {column.name for column in loaded.schema.columns if column.personal}
        names = [column.name for column in loaded.profile.columns]
        names += [name for name in loaded.changes if name not in loaded.profile]
        wanted = words.casefold().split()
        if wanted:
            names = [n for n in names if all(word in self._searched(n) for word in wanted)]
        self.names = tuple(names)
        self._made: dict[int, ProfileRow] = {}

    def __len__(self) -> int:
        return len(self.names)

    def __iter__(self) -> Iterator[ProfileRow]:
        return (self[at] for at in range(len(self)))

    def __getitem__(self, at: int) -> ProfileRow:
        found = self._made.get(at)
        if found is None:
            found = self._made[at] = self._row(self.names[at])
        return found

    def _row(self, name: str) -> ProfileRow:
        loaded = self._loaded
        change = loaded.changes.get(name, SAME)
        if name not in loaded.profile:
            return _gone(name, change)
        column = loaded.profile[name]
        role = self._roles.get(name, column.role)
        if loaded.former is not None and column.note == self._notes.get(name):
            column = replace(column, note="")  # how it is read was told with the first version
        row = _row(column, role, change, has_former=loaded.former is not None)
        return replace(row, is_personal=name in self._personal)

    def _searched(self, name: str) -> str:
        loaded = self._loaded
        change = loaded.changes.get(name, SAME)
        told = [name, "" if change is SAME else spoken(change.words)]
        if name in loaded.profile:
            column = loaded.profile[name]
            told += [str(column.kind), str(self._roles.get(name, column.role)), column.note]
        if name in self._personal:
            told.append("personal")
        return " ".join(told).casefold()


def profile_rows(loaded: Loaded) -> tuple[ProfileRow, ...]:
    """Every column of the version, then those that are gone since the version before."""
    return tuple(ProfileRows(loaded))


def _row(column: ColumnProfile, role: Role, change: Change, *, has_former: bool) -> ProfileRow:
    icon, tone = _CHANGE_LOOKS[change.tone]
    words = spoken(change.words)
    if f" {numbers.MINUS}" in words or words.endswith(" narrower"):
        icon = "trending-down"
    if column.note and (change.tone is Tone.SAME or not has_former):
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
        return _number_words(column, value)
    if column.kind is Kind.BOOLEAN:
        return YES_WORDS.get(value, value)
    if column.kind is not Kind.DATETIME:
        return value
    low, high = str(column.minimum or value), str(column.maximum or value)
    moment, span = datetime.fromisoformat(value), _span_days(low, high)
    if span > 3 * 366:
        return str(moment.year)
    return f"{moment:%b %Y}" if span > 366 else f"{moment.day} {moment:%b}"


def _number_words(column: ColumnProfile, value: float) -> str:
    """A number with as many decimals as the others of its column, about three digits in all."""
    ends = [abs(v) for v in (column.minimum, column.maximum) if isinstance(v, (int, float))]
    size = max(ends, default=abs(value))
    if column.whole or value == 0 or not math.isfinite(size):
        return numbers.count(value) if abs(value) < 1e15 else numbers.plain(value)
    if not 0.1 <= size < 1e6:
        return numbers.count(value) if 1e6 <= size < 1e15 else numbers.plain(value, 3)
    return numbers.decimal(value, 3 if size < 1 else 2 if size < 10 else 1 if size < 1000 else 0)


def _span_days(low: str, high: str) -> int:
    return (datetime.fromisoformat(high) - datetime.fromisoformat(low)).days


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
