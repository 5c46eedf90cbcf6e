"""What no column tells alone, for the charts and the inspector: columns together, candidates."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tidemill.base.words import spoken, tr
from tidemill.domain.cuts import is_answered
from tidemill.domain.monitoring import Chunk
from tidemill.gui.kit import numbers
from tidemill.gui.pages.monitoring.lines import Bools, Floats

if TYPE_CHECKING:
    from tidemill.domain.courses import Course

_NAMES = {
    "domain_classifier": tr("old from new"),
    "pca_reconstruction": tr("PCA errors"),
    "text_classifier": tr("words of"),
}
_MOST_COLUMNS = 4
_MOST_ROWS = 5


@dataclass(frozen=True, eq=False)
class WholesState:
    """Findings about columns together: `times` the limit and whether it drifted, each (findings,
    looks), with `tips` of each look."""

    names: tuple[str, ...]
    times: Floats
    drifted: Bools
    tips: tuple[tuple[str, ...], ...]

    def has_any(self) -> bool:
        """Whether anybody looked."""
        return bool(np.isfinite(self.times).any())


@dataclass(frozen=True, eq=False)
class CandidateState:
    """How far the candidate of each look moved, PSI (looks,), and its version (0: none)."""

    psi: Floats
    versions: tuple[int, ...]

    def has_any(self) -> bool:
        """Whether there is anything to draw."""
        return bool(np.isfinite(self.psi).any())


def candidate_of(course: "Course") -> CandidateState:
    """The candidates' answers over the looks."""
    n = len(course)
    if not len(course.candidates):
        return CandidateState(np.full(n, np.nan), (0,) * n)
    return CandidateState(course.candidate_psi, tuple(course.candidates.tolist()))


def wholes_of(course: "Course", limits: Mapping[str, float]) -> WholesState:
    """What the columns of each look tell together, held against the limit of each finding."""
    names, times, drifted = [], [], []
    tips: list[list[str]] = [[] for _ in range(len(course))]
    for key, one in course.wholes.items():
        kind, _, column = key.partition(": ")
        limit = limits.get(kind)
        if not limit:
            continue
        name = f"{_NAMES.get(kind, one.title)} {column}".strip()
        names.append(name)
        times.append(one.effect / limit)
        drifted.append(one.is_over)
        for at, value in enumerate(one.value.tolist()):
            if math.isfinite(value):
                what = "sd" if kind == "pca_reconstruction" else "AUC"
                moved = tr(", drifted") if one.is_over[at] else ""
                tips[at].append(f"{name} {what} {numbers.decimal(value, 2)}{moved}")
    n = len(course)
    return WholesState(
        tuple(names),
        np.array(times).reshape(len(names), n),
        np.array(drifted, dtype=bool).reshape(len(names), n),
        tuple(tuple(lines) for lines in tips),
    )


def together_lines(chunk: Chunk) -> tuple[str, ...]:
    """What the columns of a look tell together, in sentences; none where nobody looked."""
    found = chunk.report.get("together") or ()
    note = str(chunk.report.get("together_note") or "")
    lines = []
    for one in found:
        if not one["drifted"]:
            continue
        lines.append(_sentence(spoken(str(one["reason"] or one["title"]))))
        parts = one["columns"][:_MOST_COLUMNS]
        if parts:
            told = ", ".join(f"{p['name']} {numbers.percent(p['share'], 0)}" for p in parts)
            lines.append(tr("Given away by {told}.", told=told))
        rows = one["rows"][:_MOST_ROWS]
        if rows and not is_answered(chunk.span):  # answers have no numbers to find them by
            # Rows are counted from 1, as the page of the data shows them.
            told = ", ".join(numbers.integer(row["row"] + 1) for row in rows)
            lines.append(tr("Rows of this data that stand out most: {told}.", told=told))
    if found and not lines:
        lines.append(tr("They go together as before."))
    return (*lines, note) if note else tuple(lines)


def effect_words(effect: Mapping[str, Any] | None) -> tuple[str, str]:
    """How far a column alone moved the answers, and half its interval; empty where not known.

    Of the two classes of a model the positive one is meant; of several the one is named.
    """
    if effect is None:
        return "", ""
    value, half = float(effect["value"]), (float(effect["high"]) - float(effect["low"])) / 2
    if effect["is_share"]:
        named = "" if effect["is_binary"] else f" {effect['of']}"
        said = f"{numbers.delta(value * 100, 1)} pp{named}"
        return said, numbers.half_width(half * 100, 1)
    if effect["relative"] is not None and value:
        scale = float(effect["relative"]) / value
        said = numbers.delta_percent(value * scale, 1)
        return f"{said} {effect['of']}", f"{numbers.half_width(half * abs(scale) * 100, 1)}%"
    return f"{numbers.delta(value, 2)} {effect['of']}", numbers.half_width(half, 2)


def _sentence(words: str) -> str:
    whole = words[:1].upper() + words[1:]
    return whole if whole.endswith(".") else whole + "."
