"""A filter as chips, the conditions of its `and` chain in words: text and chips are one. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from tidemill.base.words import tr
from tidemill.domain.query import QueryError, parse
from tidemill.domain.query.ast import And, Comparison, In, IsNull, Node, Or, Value

_WORDS = {
    "=": "is",
    "!=": tr("is not"),
    ">": ">",
    ">=": "≥",
    "<": "<",
    "<=": "≤",
    "~": "matches",
    "contains": "contains",
}


@dataclass(frozen=True)
class Condition:
    """One condition: as the query language writes it, and in words with the value apart."""

    text: str
    words: str
    value: str = ""


def conditions(where: str) -> tuple[Condition, ...]:
    """What a filter asks for, one after the other; raises `QueryError` where it can't be read."""
    top = parse(where).where
    if top is None:
        return ()
    parts = top.parts if isinstance(top, And) else (top,)
    return tuple(_condition(part) for part in parts)


def joined(texts: Sequence[str]) -> str:
    """The filter that asks for all of these."""
    return " and ".join(text for text in texts if text)


def position_in(texts: Sequence[str], position: int) -> tuple[int, int]:
    """Which of the joined texts a position of the whole lies in, and where in it."""
    at = 0
    for number, text in enumerate(texts):
        if position <= at + len(text):
            return number, max(0, position - at)
        at += len(text) + len(" and ")
    last = len(texts) - 1
    return last, len(texts[last]) if texts else 0


def bracketed(text: str) -> str:
    """A typed text as one part of an `and` chain: an `or` at its top needs brackets."""
    try:
        top = parse(text).where
    except QueryError:
        return text
    return f"({text.strip()})" if isinstance(top, Or) else text.strip()


def _condition(node: Node) -> Condition:
    text = node.to_text()
    if isinstance(node, Or):
        return Condition(f"({text})", text)
    if isinstance(node, Comparison):
        name = node.name.name if not node.name.is_tag else "tag"
        if node.name.statistic:
            name += f" {node.name.statistic}"
        return Condition(text, f"{name} {_WORDS[node.operator]}", _said(node.value))
    if isinstance(node, In):
        said = ", ".join(_said(value) for value in node.values)
        return Condition(text, tr("{name} is one of", name=node.name.name), said)
    if isinstance(node, IsNull):
        return Condition(text, node.name.name, tr("is there") if node.negated else tr("is missing"))
    return Condition(text, text)


def _said(value: Value) -> str:
    text = value.to_text()
    return value.value if isinstance(value.value, str) else text
