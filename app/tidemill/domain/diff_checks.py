"""The check that would have caught what changed in a column, to begin a rule with."""

from dataclasses import dataclass
from typing import Any

from tidemill.domain.columns import Kind
from tidemill.domain.diff_words import figure
from tidemill.domain.figures import percent
from tidemill.domain.profile_changes import MISSING
from tidemill.domain.version_diffs import ColumnDiff, Fate

_LIMITS = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5)
_OTHERS = "others"


@dataclass(frozen=True)
class CheckIdea:
    """A check of the catalogue with settings, and what it asks for in a few words."""

    check: str
    settings: dict[str, Any]
    words: str


def idea(column: ColumnDiff) -> CheckIdea | None:
    """A check that the earlier version would have passed; None where none comes to mind.

    More missing values: a limit between then and now. New values: those of the earlier version,
    where there are few. Numbers: the range that the earlier version's bins span.
    """
    before, after = column.missing
    if column.fate in (Fate.ADDED, Fate.DROPPED, Fate.RETYPED) or before is None or after is None:
        return None
    if after - before >= MISSING:
        limit = next((step for step in _LIMITS if before < step <= after), after)
        settings = {"column": column.name, "missing": round(limit, 4)}
        return CheckIdea(
            "column_values", settings, f"At most {percent(limit)} of {column.name} missing"
        )
    shape = column.shape
    if shape.levels and column.kind is not Kind.BOOLEAN and _OTHERS not in shape.levels:
        known = [v for v, share in zip(shape.levels, shape.before, strict=False) if share > 0]
        if known and not any("," in value or '"' in value for value in known):
            words = f"{column.name} is one of {', '.join(known)}"
            settings = {"column": column.name, "values": ", ".join(known)}
            return CheckIdea("allowed_values", settings, words)
    filled = [at for at, n in enumerate(shape.before) if n > 0]
    if shape.edges and column.kind is Kind.NUMERIC and filled:
        low, high = shape.edges[filled[0]], shape.edges[filled[-1] + 1]
        settings = {"column": column.name, "low": f"{low:.6g}", "high": f"{high:.6g}"}
        words = f"{column.name} from {figure(low)} to {figure(high)}"
        return CheckIdea("column_values", settings, words)
    return None
