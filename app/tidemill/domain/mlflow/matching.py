"""Conditions of a filter held against one thing that is at hand, and an order over several."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tidemill.domain.mlflow.errors import MlflowError
from tidemill.domain.mlflow.filters import Condition, compares, fits

T = TypeVar("T")
Order = Callable[[T], Any]


@dataclass(frozen=True)
class Facts:
    """What is known of a thing; a text, a number or a metric that is None is missing."""

    texts: Mapping[str, str | None]
    numbers: Mapping[str, float | None]
    tags: Mapping[str, str]
    params: Mapping[str, str] = field(default_factory=dict)
    metrics: Mapping[str, float | None] = field(default_factory=dict)


def takes(condition: Condition, facts: Facts) -> bool:
    """Whether a condition takes a thing; what is missing is taken by IS NULL alone."""
    if condition.kind == "metrics":
        return _number(condition, facts.metrics.get(condition.key))
    if condition.kind in {"params", "tags"}:
        of_kind = facts.params if condition.kind == "params" else facts.tags
        return _text(condition, of_kind.get(condition.key))
    key = condition.key.lower()
    if key in facts.numbers:
        return _number(condition, facts.numbers[key])
    return _text(condition, facts.texts.get(key))


def _number(condition: Condition, value: float | None) -> bool:
    if condition.operator in {"is null", "is not null"}:
        return (value is None) == (condition.operator == "is null")
    return value is not None and compares(condition, value)


def _text(condition: Condition, text: str | None) -> bool:
    if condition.operator in {"is null", "is not null"}:
        return (text is None) == (condition.operator == "is null")
    return text is not None and fits(condition, text)


def ordered(items: Sequence[T], by: Sequence[tuple[Order[T], bool]]) -> list[T]:
    """Things in an order: each key with whether it descends; what has none stands last."""
    found = list(items)
    for key, is_down in reversed(by):
        there = [one for one in found if key(one) is not None]
        there.sort(key=key, reverse=is_down)
        found = there + [one for one in found if key(one) is None]
    return found


def clause(text: object, known: Sequence[str]) -> tuple[str, bool]:
    """What an ORDER BY of plain attributes names, and whether it descends."""
    words = str(text).split()
    key = words[0].removeprefix("attributes.").removeprefix("attribute.") if words else ""
    key = key.strip('`"')
    direction = words[1].lower() if len(words) > 1 else "asc"
    if key not in known or len(words) > 2 or direction not in {"asc", "desc"}:
        raise MlflowError(
            f"Invalid order_by clause '{str(text)[:200]}'. Valid keys are: {', '.join(known)}; "
            "ASC or DESC may follow."
        )
    return key, direction == "desc"
