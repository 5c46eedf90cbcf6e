"""A comparison of two versions as it is shown: its head, its columns, its schema."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.domain.columns import Kind, Role, Schema
from tidemill.domain.profile_changes import Tone
from tidemill.domain.version_diffs import ColumnDiff, Fate, RowKind, VersionDiff
from tidemill.gui.kit import numbers
from tidemill.gui.pages.data.profile_state import KIND_ICONS, ROLE_CHIPS

if TYPE_CHECKING:
    from tidemill.domain.row_sets import StoredDiff

Word = Literal["loading", "error", "ready"]
SEGMENTS = ("columns", "rows", "schema")
GUESS = "guess"
NO_KEY = "none"

_LOOKS = {
    Tone.SAME: (None, "text2"),
    Tone.MOVED: ("trending-up", "text2"),
    Tone.NEW: ("plus", "accent_text"),
    Tone.WARN: ("triangle-alert", "warn"),
}
_FATES = {
    Fate.ADDED: ("new", "accent", "plus"),
    Fate.DROPPED: ("gone", "bad", "minus"),
    Fate.RETYPED: (tr("other type"), "warn", None),
    Fate.RENAMED: ("renamed", "plain", None),
}
KIND_WORDS = {
    Kind.NUMERIC: "number",
    Kind.CATEGORICAL: "category",
    Kind.DATETIME: "date",
    Kind.BOOLEAN: tr("yes or no"),
    Kind.TEXT: "text",
}


@dataclass(frozen=True)
class Pick:
    """A version to choose: its address, its name, when and how many rows."""

    address: str
    title: str
    note: str


@dataclass(frozen=True, eq=False)
class Loaded:
    """What one look at the services brought."""

    stored: "StoredDiff"
    picks: tuple[Pick, ...]
    schemas: tuple[Schema, Schema]
    columns: tuple[str, ...]
    """Columns both versions have, of which a key may be made."""
    now: datetime

    @property
    def diff(self) -> VersionDiff:
        """The comparison."""
        return self.stored.diff


@dataclass(frozen=True)
class CompareState:
    """All that the comparison shows. `key` is None where it is guessed."""

    word: Word = "loading"
    error: TidemillError | None = None
    before: str = ""
    after: str = ""
    key: tuple[str, ...] | None = None
    segment: str = "columns"
    only_changed: bool = False
    column: str | None = None
    kind: RowKind | None = None
    rows_column: str = ""
    """Only rows changed in this column are shown; empty for all."""
    loaded: Loaded | None = None
    progress: tuple[float, str] = field(default=(0.0, ""))

    @property
    def shown_column(self) -> ColumnDiff | None:
        """The chosen column, else the one that changed most."""
        if self.loaded is None or not self.loaded.diff.columns:
            return None
        columns = self.loaded.diff.columns
        found = next((c for c in columns if c.name == self.column), None)
        return found or columns[0]


@dataclass(frozen=True)
class ColumnRow:
    """A column as a row of the table."""

    name: str
    label: str
    icon: str
    chips: tuple[tuple[str, str, str | None], ...]
    counts: tuple[float, ...]
    shares: tuple[float, ...]
    reference: tuple[float, ...]
    psi: float | None
    psi_share: float
    psi_tone: str | None
    psi_limit: float
    missing: tuple[str, str]
    missing_tone: str
    changed: str
    words: str
    words_icon: str | None
    words_tone: str
    is_gone: bool = False


def column_rows(diff: VersionDiff, *, only_changed: bool = False) -> tuple[ColumnRow, ...]:
    """Every column, most changed first; or only those in which something differs."""
    shown = [c for c in diff.columns if not only_changed or has_changed(c)]
    return tuple(_row(c, diff.limit) for c in shown)


def has_changed(column: ColumnDiff) -> bool:
    """Whether anything differs in a column."""
    return column.tone is not Tone.SAME or bool(column.changed) or column.fate is not Fate.BOTH


def _row(column: ColumnDiff, limit: float) -> ColumnRow:
    icon, tone = _LOOKS[column.tone]
    shape = column.shape
    is_split = bool(shape.levels)
    now, was = shape.after or shape.before, shape.before if shape.after else ()
    before, after = column.missing
    rose = before is not None and after is not None and after - before >= 0.01
    return ColumnRow(
        name=column.name,
        label=column.name,
        icon="key-round" if column.is_key else KIND_ICONS[column.kind],
        chips=chips_of(column),
        counts=() if is_split else now,
        shares=now if is_split else (),
        reference=was,
        psi=column.psi,
        psi_share=min(1.0, (column.psi or 0.0) / (limit * 1.5)),
        psi_tone=psi_tone(column.psi, limit),
        psi_limit=1.0 / 1.5,
        missing=(_share(before), _share(after)),
        missing_tone="warn" if rose else "text",
        changed=numbers.integer(column.changed) if column.changed else numbers.MISSING,
        words=column.words,
        words_icon=icon,
        words_tone=tone,
        is_gone=column.fate is Fate.DROPPED,
    )


def psi_tone(psi: float | None, limit: float) -> str | None:
    """Red from the limit on, amber from half of it."""
    if psi is None or psi < limit / 2:
        return None
    return "bad" if psi >= limit else "warn"


def chips_of(column: ColumnDiff) -> tuple[tuple[str, str, str | None], ...]:
    """What stands beside a column's name: its fate, and its part in the dataset."""
    chips = [_FATES[column.fate]] if column.fate in _FATES else []
    if column.role in ROLE_CHIPS and column.role is not Role.GROUP:
        chips.append(ROLE_CHIPS[column.role])
    return tuple(chips)


def _share(share: float | None) -> str:
    return numbers.MISSING if share is None else numbers.percent(share)


@dataclass(frozen=True)
class SchemaRow:
    """A column whose name, type or presence differs."""

    name: str
    icon: str
    change: str
    tone: str
    before: str
    after: str


def schema_rows(diff: VersionDiff) -> tuple[SchemaRow, ...]:
    """Columns that came, went, or have another name or type."""
    rows = []
    for column in diff.schema_changes:
        words, _, _ = _FATES[column.fate]
        was_kind = column.was_kind or column.kind
        before = f"{column.was_name or column.name}, {KIND_WORDS[was_kind]}"
        after = f"{column.name}, {KIND_WORDS[column.kind]}"
        rows.append(
            SchemaRow(
                column.name,
                KIND_ICONS[column.kind],
                words,
                {Fate.DROPPED: "bad", Fate.RETYPED: "warn"}.get(column.fate, "accent_text"),
                numbers.MISSING if column.fate is Fate.ADDED else before,
                numbers.MISSING if column.fate is Fate.DROPPED else after,
            )
        )
    return tuple(rows)


def segment_words(diff: VersionDiff) -> tuple[tuple[str, str], ...]:
    """The segments with their counts."""
    n_rows = sum(diff.rows.of(kind) for kind in RowKind)
    return (
        ("columns", tr("Columns {n}", n=len(diff.columns))),
        ("rows", tr("Rows {n_rows}", n_rows=numbers.count(n_rows))),
        ("schema", tr("Schema {n}", n=len(diff.schema_changes))),
    )


def version_word(diff: VersionDiff, *, is_after: bool) -> str:
    """ "v31", with its dataset where the two are of different ones."""
    side = diff.after if is_after else diff.before
    two = diff.before.dataset != diff.after.dataset
    return f"{side.dataset} v{side.number}" if two else f"v{side.number}"


def title_words(diff: VersionDiff) -> str:
    """ "Compare versions of churn"."""
    if diff.before.dataset == diff.after.dataset:
        return tr("Compare versions of {dataset}", dataset=diff.after.dataset)
    return tr(
        "Compare {dataset} and {dataset2}", dataset=diff.before.dataset, dataset2=diff.after.dataset
    )


def rows_wanted(diff: VersionDiff) -> tuple[RowKind, int]:
    """Which rows the inspector offers: changed ones, else new, else gone."""
    for kind in (RowKind.CHANGED, RowKind.ADDED, RowKind.REMOVED):
        if diff.rows.of(kind):
            return kind, diff.rows.of(kind)
    return RowKind.CHANGED, 0


def changed_by_column(diff: VersionDiff) -> str:
    """ "298 in usage_m3, 14 in monthly_charge"."""
    found = sorted((c for c in diff.columns if c.changed), key=lambda c: -(c.changed or 0))
    said = [f"{numbers.count(c.changed)} in {c.name}" for c in found[:3]]
    more = len(found) - 3
    return ", ".join(said) + (tr(", {more} more columns", more=more) if more > 0 else "")


def origin_title(column: ColumnDiff, version: str) -> str:
    """ "Missing in v31, by region"."""
    origin = column.origin
    if origin is None:
        return ""
    event = {
        "missing": tr("Missing"),
        "changed": tr("Changed"),
        "new values": tr("New values"),
    }.get(origin.event, origin.event)
    return f"{event} in {version}, by {origin.by or 'whether the row is new'}"


def kind_words(column: ColumnDiff) -> str:
    """The column's type, and its part."""
    part = "" if column.role is Role.FEATURE else f", {column.role}"
    key = tr(", key") if column.is_key else ""
    renamed = (
        tr(", was {was_name}", was_name=column.was_name) if column.fate is Fate.RENAMED else ""
    )
    return f"{KIND_WORDS[column.kind]}{part}{key}{renamed}"
