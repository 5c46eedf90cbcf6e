"""In which order texts stand: that of a region where one was chosen, else by code points.

The window chooses its region's order (`gui/kit/sorting.py`). Commands, services that answer others
and stored results keep to code points, so that they are the same on every computer.
"""

from collections.abc import Callable, Iterable
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Place(Protocol):
    """What the place of a text is told by; only `<` is asked of it."""

    def __lt__(self, other: Any, /) -> bool: ...


Rule = Callable[[str], Place]


class _Chosen:
    rule: Rule | None = None
    name = ""


def choose(name: str, rule: Rule | None) -> None:
    """Let texts stand in an order, for the whole process.

    `rule` gives the place of a text; it is called from any thread. None is by code points.
    """
    _Chosen.rule, _Chosen.name = rule, name if rule is not None else ""


def name() -> str:
    """Which order is chosen; empty for code points. What keeps texts in order keeps this too."""
    return _Chosen.name


def by_text(items: Iterable[T], text: Callable[[T], str]) -> list[T]:
    """Things by a text of theirs; those whose texts stand at the same place by code points."""
    ordered = sorted(items, key=text)
    rule = _Chosen.rule
    if rule is not None:
        ordered.sort(key=lambda item: rule(text(item)))
    return ordered


def rearranged(items: list[T], text: Callable[[T], str]) -> list[T]:
    """The same as it came where no region's order is chosen, else as `by_text`."""
    return items if _Chosen.rule is None else by_text(items, text)


class Key:
    """A text as a part of a key to sort by; capitals make no difference by code points."""

    __slots__ = ("place", "text")

    def __init__(self, text: str) -> None:
        rule = _Chosen.rule
        self.text = text
        self.place: Place = text.casefold() if rule is None else rule(text)

    def __lt__(self, other: "Key") -> bool:
        if self.place < other.place:
            return True
        return not other.place < self.place and self.text < other.text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)
