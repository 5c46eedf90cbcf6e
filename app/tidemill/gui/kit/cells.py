"""What a table's cells hold: plain values where one will do, else one of these."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import Any, Literal

from tidemill.gui.kit import numbers

CellKind = Literal[
    "text",
    "number",
    "score_bar",
    "status_text",
    "chips",
    "avatar",
    "time",
    "mono",
    "bars",
    "sparkline",
    "distribution",
    "way",
    "two_line",
    "check",
    "delta",
    "icon",
    "runs",
]


@dataclass(frozen=True)
class TextCell:
    """Words with a tone, an icon before and chips after them. For `text` and `mono`."""

    text: str
    tone: str | None = None
    role: str | None = None
    icon: str | None = None
    icon_tone: str | None = None
    chips: Sequence["ChipCell"] = ()


@dataclass(frozen=True)
class ChangedCell:
    """A value that differs from what stood there: the old one is struck through. For `text`."""

    was: str
    now: str


@dataclass(frozen=True)
class NumberCell:
    """A number, or what stands in its place, with a tone. For `number`."""

    value: float | str | None
    tone: str | None = None
    role: str | None = None
    ground: str | None = None
    """A tint behind the number, such as `warn_tint` for what differs."""


@dataclass(frozen=True)
class ScoreCell:
    """A number and a bar. `share` is the bar's length from 0 to 1; None lets the table scale.

    `limit` is a tick on the bar, as a share. For `score_bar`.
    """

    value: float | None
    share: float | None = None
    is_best: bool = False
    tone: str | None = None
    limit: float | None = None


@dataclass(frozen=True)
class StatusCell:
    """A status mark, its word, perhaps progress from 0 to 1. For `status_text`."""

    status: str
    text: str = ""
    progress: float | None = None
    icon: str | None = None
    """An icon in place of the mark, such as `circle-check` for gates, in the status's tone."""


@dataclass(frozen=True)
class ChipCell:
    """A chip. Cells of kind `chips` hold a sequence of these or of words."""

    text: str
    tone: str = "plain"
    icon: str | None = None


@dataclass(frozen=True)
class AvatarCell:
    """Who: a person, or the worker. For `avatar`; `with_name` writes the name beside."""

    name: str
    is_worker: bool = False
    with_name: bool = False


@dataclass(frozen=True)
class TwoLineCell:
    """A name and a quieter line below, with an icon, perhaps on a tile. For `two_line`."""

    title: str
    text: str = ""
    icon: str | None = None
    icon_tone: str = "text2"
    has_tile: bool = False
    chips: Sequence[ChipCell] = ()


@dataclass(frozen=True)
class SparkCell:
    """A course with a tone and a limit. For `sparkline`; a plain sequence does as well."""

    values: Sequence[float | None]
    tone: str = "accent"
    limit: float | None = None


@dataclass(frozen=True)
class DistributionCell:
    """A histogram's counts, or the shares of categories; `reference` is the earlier version."""

    counts: Sequence[float] = ()
    shares: Sequence[float] = ()
    reference: Sequence[float] = ()
    token: str = "accent"


@dataclass(frozen=True)
class WayCell:
    """Two scores from 0 to 1 and the way between, with the threshold. For `way`."""

    before: float
    after: float
    threshold: float | None = None


@dataclass(frozen=True)
class DeltaCell:
    """A change; better is green, worse is red, None (not decided) is quiet. For `delta`."""

    value: float | str | None
    is_better: bool | None = None


@dataclass(frozen=True)
class IconCell:
    """An icon with a name for screen readers. For `icon`."""

    icon: str
    name: str = ""
    tone: str = "text2"


@dataclass(frozen=True)
class RunCell:
    """Stretches of text as pairs of words and tone. For `runs`."""

    runs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class GroupRow:
    """A row across the table that names the rows below it.

    `figures` stand under columns: for each its words, and shorter ones for a narrow column. A fold
    is one thing done several times: it looks like a row that can be opened.
    """

    key: Hashable
    title: str
    note: str = ""
    is_open: bool = True
    indent: int = 0
    figures: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    is_fold: bool = False


class Waiting(Enum):
    """What stands in a cell that is still being read: a grey block."""

    CELL = "…"


WAITING = Waiting.CELL


def number_text(value: Any, decimals: int | None) -> str:
    """A number as a cell shows it; words stay as they are."""
    if isinstance(value, str):
        return value
    if value is None:
        return numbers.MISSING
    if decimals is None:
        return numbers.count(value) if isinstance(value, int) else numbers.plain(value)
    return numbers.decimal(value, decimals)


def time_text(value: Any, now: datetime | None = None) -> str:
    """A time as a cell shows it; words stay as they are."""
    if isinstance(value, datetime):
        return numbers.relative(value, now or datetime.now(UTC))
    return numbers.MISSING if value is None else str(value)


def chips_of(value: Any) -> list[ChipCell]:
    """A cell's chips, words made into plain ones."""
    if not value:
        return []
    if isinstance(value, (str, ChipCell)):
        value = [value]
    return [each if isinstance(each, ChipCell) else ChipCell(str(each)) for each in value]


_SILENT = frozenset({"chips", "icon", "bars", "sparkline", "distribution"})


def cell_text(kind: CellKind, value: Any, decimals: int | None = None) -> str:
    """What a cell says in words: for screen readers, copying and tests."""
    if value is None:
        return "" if kind in _SILENT else numbers.MISSING
    if value is WAITING:
        return "…"
    said = _object_text(value, decimals)
    return said if said is not None else _plain_text(kind, value, decimals)


def _object_text(value: Any, decimals: int | None) -> str | None:
    """The words of one of the cells above, or None for a plain value."""
    match value:
        case TextCell():
            return ", ".join([value.text, *(chip.text for chip in value.chips)])
        case ChangedCell():
            return f"{value.was} → {value.now}"
        case NumberCell() | ScoreCell():
            return number_text(value.value, decimals)
        case StatusCell():
            return value.text or value.status
        case AvatarCell() | IconCell():
            return value.name
        case TwoLineCell():
            return ", ".join(part for part in (value.title, value.text) if part)
        case DeltaCell():
            return delta_text(value, decimals)
        case RunCell():
            return "".join(words for words, _ in value.runs)
        case SparkCell():
            return _course_text(value.values)
        case DistributionCell():
            return ""
        case WayCell():
            return f"{numbers.decimal(value.before, 3)} → {numbers.decimal(value.after, 3)}"
    return None


def _plain_text(kind: CellKind, value: Any, decimals: int | None) -> str:
    if kind == "chips":
        return ", ".join(chip.text for chip in chips_of(value))
    if kind == "time":
        return time_text(value)
    if kind in {"number", "score_bar"}:
        return number_text(value, decimals)
    if kind == "delta":
        return delta_text(DeltaCell(value), decimals)
    if kind in {"bars", "sparkline"}:
        return _course_text(value)
    if kind == "check":
        return "yes" if value else "no"
    return str(value)


def delta_text(cell: DeltaCell, decimals: int | None) -> str:
    """A change as a cell shows it."""
    if isinstance(cell.value, str):
        return cell.value
    return numbers.delta(cell.value, 4 if decimals is None else decimals)


def _course_text(values: Sequence[float | None]) -> str:
    known = [v for v in values if v is not None]
    if not known:
        return ""
    return f"{numbers.plain(known[0])} to {numbers.plain(known[-1])}"
