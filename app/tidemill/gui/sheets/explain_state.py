"""What the sheet shows that explains one prediction. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tidemill.base.words import tr
from tidemill.domain.columns import Kind
from tidemill.domain.explanations import PROBABILITY, VALUE, ColumnPart, Explanation
from tidemill.domain.recipes import Task
from tidemill.gui.kit import numbers
from tidemill.gui.kit.cells import TextCell

MOST_ROWS = 10
"""So many columns have a row of their own; the others are summed up."""

_LONGEST = 59
"""A longer word may be cut short, so it can't be sent back."""


@dataclass(frozen=True)
class Choices:
    """The values a column can be given: as shown and as they are sent; `own` is the place of the
    row's own, or of the nearest to it."""

    shown: tuple[str, ...]
    plain: tuple[Any, ...]
    own: int | None
    is_slider: bool


def choices(part: ColumnPart) -> Choices | None:
    """What a column can be changed to; None where it can't be."""
    course = part.course
    if course is None:
        return None
    if course.points:
        own = _place(part, course.points)
        plain = tuple(_plain(part.kind, point) for point in course.points)
        return Choices(course.values, plain, own, True)
    shown = tuple(word for word in course.values if len(word) <= _LONGEST)
    plain_words: tuple[Any, ...] = shown
    if part.kind is Kind.BOOLEAN:
        plain_words = tuple(word == "yes" for word in shown)
    own = shown.index(part.value) if part.value in shown else None
    return Choices(shown, plain_words, own, False) if len(shown) > 1 else None


def _plain(kind: Kind, point: float) -> Any:
    if kind is Kind.DATETIME:
        return datetime.fromtimestamp(point, UTC).replace(tzinfo=None).isoformat(sep=" ")
    return point


def _place(part: ColumnPart, points: tuple[float, ...]) -> int | None:
    own = _number(part)
    if own is None:
        return None
    return min(range(len(points)), key=lambda at: abs(points[at] - own))


def _number(part: ColumnPart) -> float | None:
    if part.kind is Kind.DATETIME and isinstance(part.plain, str):
        try:
            return datetime.fromisoformat(part.plain).replace(tzinfo=UTC).timestamp()
        except ValueError:
            return None
    return float(part.plain) if isinstance(part.plain, (int, float)) else None


def answer_at(part: ColumnPart, shown: str, output: int) -> float | None:
    """What would be said of an output with a value of the column's course."""
    if part.course is None or shown not in part.course.values:
        return None
    return part.course.answers[part.course.values.index(shown)][output]


def seen_words(part: ColumnPart) -> str:
    """What training saw of a column, beside its value."""
    if part.is_hidden:
        return tr("personal, so not shown")
    if not part.lowest:
        return tr("never seen in training") if part.is_beyond else ""
    words = tr("seen in training: {lowest} to {highest}", lowest=part.lowest, highest=part.highest)
    return tr("beyond what was {words}", words=words) if part.is_beyond else words


def by_words(by: float, unit: str) -> str:
    """A contribution with its sign."""
    return numbers.delta(by, 3 if unit != VALUE or abs(by) < 10 else 1)


def answer_words(found: Explanation, output: int, value: float | None = None) -> str:
    """What is said of an output, or would be."""
    said = found.answers[output] if value is None else value
    if found.task is Task.REGRESSION:
        return f"{found.target} {said:,.6g}"
    return tr(
        "Probability of {outputs} {decimal}",
        outputs=found.outputs[output],
        decimal=numbers.decimal(said, 3),
    )


def heading(found: Explanation, output: int) -> str:
    """What the bars are counted in and add up to."""
    unit = "" if found.unit in (PROBABILITY, VALUE) else f" {found.unit}"
    base, said = (f"{one[output]:,.4g}{unit}" for one in (found.base, found.said))
    return f"from {base}, what is said on average, to {said}"


def others(found: Explanation, output: int) -> tuple[int, float]:
    """How many columns have no row of their own, and what they did together."""
    rest = found.ranked(output)[MOST_ROWS:]
    return len(rest), sum(one.by[output] for one in rest)


def similar_rows(found: Explanation) -> list[dict[str, object]]:
    """The rows learned from that are near, as a table shows them."""
    return [
        {
            "id": one.row,
            "row": TextCell(one.id or numbers.integer(one.row + 1)),
            "label": one.label or numbers.MISSING,
            "said": one.said,
            "distance": one.distance,
            "cells": ", ".join(
                f"{name} {value}"
                for name, value in zip(found.similar_columns, one.cells, strict=True)
            ),
        }
        for one in found.similar
    ]
