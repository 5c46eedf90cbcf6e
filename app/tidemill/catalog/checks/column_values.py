"""Whether the values of one column are what they have to be: kind, presence, range."""

from collections.abc import Callable
from datetime import datetime

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.catalog.checks import _wording as wording
from tidemill.domain.checking import CheckFacts, CheckResult
from tidemill.domain.columns import Kind, Role, Schema
from tidemill.domain.entries import CheckEntry, Parameter
from tidemill.domain.file_figures import ColumnFigures, FileFigures
from tidemill.domain.frames import CODED, ColumnData

ENTRY = CheckEntry(
    id="column_values",
    version=1,
    title="Values of a column",
    help="The values of a column are of a kind, rarely or never missing, and within a range.",
    parameters=(
        Parameter("column", "Column", "", help="The column the rule is about.", of="column"),
        Parameter(
            "kind",
            "Is",
            "any kind",
            choices=("any kind", *(str(kind) for kind in Kind)),
            help="What the values are.",
        ),
        Parameter(
            "missing",
            "Share allowed to be missing",
            1.0,
            low=0.0,
            high=1.0,
            help="0 for a column that is never missing, 1 for any share.",
        ),
        Parameter("low", "From", "", help="The lowest value, a number or a date; empty for none."),
        Parameter("high", "To", "", help="The highest value, a number or a date; empty for none."),
        Parameter(
            "over",
            "Not the lowest itself",
            False,
            help="Whether values have to be over the lowest value, not only reach it.",
        ),
        Parameter(
            "under",
            "Not the highest itself",
            False,
            help="Whether values have to be under the highest value, not only reach it.",
        ),
    ),
    is_default=False,
)
_LEAST_ROWS = 50


def check(
    facts: CheckFacts,
    column: str = "",
    kind: str = "any kind",
    missing: float = 1.0,
    low: str = "",
    high: str = "",
    over: bool = False,
    under: bool = False,
) -> CheckResult:
    """Fail where the column is of another kind, lacks too many values, or leaves its range."""
    if not facts.has(column):
        return wording.failed(ENTRY, f"The file has no column `{column}`.")
    found = next(c for c in facts.table.columns if c.name == column)
    if kind != "any kind" and str(found.kind) != kind:
        is_said, was = wording.KIND_WORDS[found.kind], wording.KIND_WORDS[Kind(kind)]
        return wording.failed(ENTRY, f"`{column}` is {is_said}; the rule says {was}.")
    told, rows, n = [], [], facts.table.n_rows
    lacking = facts.rows_where(column, lambda part: part.missing)
    gaps = len(lacking)
    share = gaps / n if n else 0.0
    if share > missing:
        first = wording.first_of(facts, lacking)
        told.append(
            f"`{column}` is missing in {gaps:,} of {wording.counted(n, 'row')} "
            f"({wording.percent(share)}), {first}."
        )
        rows.append(lacking)
    is_outside = _test(found.kind, low, high, over, under)
    if is_outside is not None:
        outside = facts.rows_where(column, is_outside)
        if outside.size:
            value = facts.table.take(outside[:1], [column])[column].to_list()[0]
            shown = "" if facts.is_personal(column) else f": {_said(value)}"
            told.append(
                f"`{column}` is not {_range(low, high, over, under)} in "
                f"{wording.counted(len(outside), 'row')}, {wording.first_of(facts, outside)}"
                f"{shown}."
            )
            rows.append(outside)
    if not told:
        said = sentence(column, kind, missing, low, high, over, under)
        return wording.passed(ENTRY, said, 0.0, 0.0)
    every = np.unique(np.concatenate(rows))
    value = len(every) / n
    return wording.failed_rows(ENTRY, facts, " ".join(told), every, None, value, 0.0)


def sentence(
    column: str = "",
    kind: str = "any kind",
    missing: float = 1.0,
    low: str = "",
    high: str = "",
    over: bool = False,
    under: bool = False,
) -> str:
    """The rule in words: "amount is a number, never missing, over 0"."""
    parts = []
    if kind != "any kind":
        parts.append(wording.KIND_WORDS[Kind(kind)])
    if missing <= 0.0:
        parts.append("never missing")
    elif missing < 1.0:
        parts.append(f"missing in at most {wording.percent(missing)}")
    if low or high:
        parts.append(_range(low, high, over, under))
    return f"{column} is {', '.join(parts) or 'anything'}."


def judge(
    schema: Schema,
    column: str = "",
    kind: str = "any kind",
    missing: float = 1.0,
    low: str = "",
    high: str = "",
    over: bool = False,  # noqa: ARG001
    under: bool = False,  # noqa: ARG001
) -> None:
    """Refuse unknown columns, limits that can't be read, and rules that ask for nothing."""
    if column not in schema:
        raise NeedsYou(f"There is no column {column}.", f"It has {', '.join(schema.names)}.")
    own = schema[column].kind
    if low or high:
        if own in CODED:
            raise NeedsYou(f"{column} has no order.", "Give allowed values instead of a range.")
        bounds = [_bound(own, text) for text in (low, high) if text]
        if len(bounds) == 2 and bounds[0] > bounds[1]:
            raise NeedsYou(f"{low} is over {high}.", "Give the lower limit first.")
    elif kind == "any kind" and missing >= 1.0:
        raise NeedsYou("The rule asks for nothing.", "Give a kind, a share or a range.")


def propose(schema: Schema, known: list[FileFigures]) -> list[tuple[dict[str, object], str, str]]:
    """For each column its kind, that it is never missing, and a sign, where all files agree."""
    found: list[tuple[dict[str, object], str, str]] = []
    rows = sum(file.rows for file in known)
    files = "the first file" if len(known) == 1 else f"{len(known)} files"
    for column in schema.columns:
        there = [file.columns[column.name] for file in known if column.name in file.columns]
        if column.role is Role.LEFT_OUT or rows < _LEAST_ROWS or len(there) < len(known):
            continue
        if any(one.kind is not column.kind for one in there):
            continue
        settings: dict[str, object] = {"column": column.name}
        if column.kind not in (Kind.CATEGORICAL, Kind.TEXT):  # which of the two may change
            settings["kind"] = str(column.kind)
        reasons = []
        if all(one.missing == 0 for one in there):
            settings["missing"] = 0.0
            reasons.append("never missing")
        if column.role is not Role.IDENTIFIER:
            reasons += _signs(settings, there)
        if reasons:
            reason = f"In {rows:,} rows of {files} it was {' and '.join(reasons)}."
            found.append((settings, "error", reason))
    return found


def _signs(settings: dict[str, object], there: list[ColumnFigures]) -> list[str]:
    lows = [one.low for one in there if one.low is not None]
    highs = [one.high for one in there if one.high is not None]
    if not lows or there[0].kind is not Kind.NUMERIC:
        return []
    low, high = min(lows), max(highs)
    if low > 0:
        settings |= {"low": "0", "over": True}
    elif low == 0:
        settings |= {"low": "0"}
    else:
        return []
    if high <= 1 and not all(one.is_whole for one in there):
        settings |= {"high": "1"}
    return [f"{wording.number(low)} to {wording.number(high)}"]


def _bound(kind: Kind, text: str) -> float:
    """A limit as a number: of a time its microseconds since 1970."""
    try:
        if kind is Kind.DATETIME:
            at = datetime.fromisoformat(text.strip()).replace(tzinfo=None)
            return float(np.datetime64(at, "us").astype(np.int64))
        return float(text)
    except ValueError:
        like = "a date like 2025-12-31" if kind is Kind.DATETIME else "a number"
        raise NeedsYou(f"The limit {text} can't be read.", f"Give {like}.") from None


def _test(
    kind: Kind, low: str, high: str, over: bool, under: bool
) -> Callable[[ColumnData], npt.NDArray[np.bool_]] | None:
    """What tells the values outside a range; None where there is none."""
    if not (low or high) or kind in CODED:
        return None
    least = _bound(kind, low) if low else -np.inf
    most = _bound(kind, high) if high else np.inf

    def is_outside(part: ColumnData) -> npt.NDArray[np.bool_]:
        values = part.values
        if kind is Kind.DATETIME:
            values = values.astype("datetime64[us]").view(np.int64)
        below = values <= least if over and low else values < least
        above = values >= most if under and high else values > most
        return np.asarray((below | above) & ~part.missing)

    return is_outside


def _range(low: str, high: str, over: bool, under: bool) -> str:
    if low and high and not over and not under:
        return f"{low} to {high}"
    least = f"{'over' if over else 'at least'} {low}" if low else ""
    most = f"{'under' if under else 'at most'} {high}" if high else ""
    return " and ".join(part for part in (least, most) if part)


def _said(value: object) -> str:
    return wording.number(value) if isinstance(value, (int, float)) else str(value)
