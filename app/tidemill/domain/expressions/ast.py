"""The parts of an expression; each knows where it stands in the text."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Literal:
    """A number, text, truth value, or None for `missing`."""

    value: float | int | str | bool | None
    position: int


@dataclass(frozen=True)
class Name:
    """A column."""

    name: str
    position: int


@dataclass(frozen=True)
class Call:
    """A function or an operator with its arguments; operators go by their sign."""

    function: str
    arguments: tuple["Node", ...]
    position: int


Node = Literal | Name | Call
