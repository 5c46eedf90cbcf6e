"""The tree a query becomes; equal queries have equal trees, wherever their words stood."""

from dataclasses import dataclass, field

from tidemill.domain.query.lexer import backquoted, is_plain_name, quoted
from tidemill.domain.query.numbers import number_text

KINDS = ("metrics", "params", "tags")
STATISTICS = ("last", "best", "min", "max")
TAG = "tag"


@dataclass(frozen=True)
class Name:
    """A column: `kind` is one of `KINDS` or None for a bare name, `statistic` only of metrics."""

    kind: str | None
    name: str
    statistic: str | None = None
    position: int = field(default=0, compare=False)

    @property
    def is_tag(self) -> bool:
        """Whether this is the word `tag`, which asks which tags are there at all."""
        return self.kind is None and self.name == TAG and self.statistic is None

    def to_text(self) -> str:
        """The canonical way to write this name."""
        plain = is_plain_name(self.name) and not (self.kind is None and self.name in KINDS)
        parts = [self.kind] if self.kind else []
        parts.append(self.name if plain else backquoted(self.name))
        if self.statistic:
            parts.append(self.statistic)
        return ".".join(parts)


@dataclass(frozen=True)
class Number:
    """A number on the right of an operator."""

    value: float
    position: int = field(default=0, compare=False)

    def to_text(self) -> str:
        """The canonical way to write this number."""
        return number_text(self.value)


@dataclass(frozen=True)
class Text:
    """A text on the right of an operator; dates and relative times are texts too."""

    value: str
    position: int = field(default=0, compare=False)

    def to_text(self) -> str:
        """The canonical way to write this text: always in double quotes."""
        return quoted(self.value)


Value = Number | Text


@dataclass(frozen=True)
class Comparison:
    """`operator` is one of `= != < <= > >= ~ contains`; the last two have a `Text` on the right."""

    name: Name
    operator: str
    value: Value

    def to_text(self) -> str:
        """The canonical way to write this condition."""
        return f"{self.name.to_text()} {self.operator} {self.value.to_text()}"


@dataclass(frozen=True)
class In:
    """The column's value is one of a few."""

    name: Name
    values: tuple[Value, ...]

    def to_text(self) -> str:
        """The canonical way to write this condition."""
        return f"{self.name.to_text()} in ({', '.join(v.to_text() for v in self.values)})"


@dataclass(frozen=True)
class IsNull:
    """The column has no value, or has one where `negated`."""

    name: Name
    negated: bool = False

    def to_text(self) -> str:
        """The canonical way to write this condition."""
        return f"{self.name.to_text()} is {'not ' if self.negated else ''}null"


@dataclass(frozen=True)
class Not:
    """The opposite; keeps runs whose value is missing, as it turns a plain yes or no around."""

    part: "Node"

    def to_text(self) -> str:
        """The canonical way to write this condition."""
        return f"not {_inside(self.part, And, Or)}"


@dataclass(frozen=True)
class And:
    """All of two or more."""

    parts: tuple["Node", ...]

    def to_text(self) -> str:
        """The canonical way to write this condition."""
        return " and ".join(_inside(part, And, Or) for part in self.parts)


@dataclass(frozen=True)
class Or:
    """Any of two or more."""

    parts: tuple["Node", ...]

    def to_text(self) -> str:
        """The canonical way to write this condition."""
        return " or ".join(_inside(part, Or) for part in self.parts)


Node = Comparison | In | IsNull | Not | And | Or


@dataclass(frozen=True)
class Query:
    """A whole query; without a condition it takes every run."""

    where: Node | None = None

    def to_text(self) -> str:
        """The canonical text; parsing it gives an equal query."""
        return self.where.to_text() if self.where else ""

    def names(self) -> tuple[Name, ...]:
        """Every name in the order written, repeats included."""
        return tuple(_names(self.where)) if self.where else ()


def _inside(part: Node, *bracketed: type) -> str:
    text = part.to_text()
    return f"({text})" if isinstance(part, bracketed) else text


def _names(node: Node) -> list[Name]:
    if isinstance(node, (And, Or)):
        return [name for part in node.parts for name in _names(part)]
    if isinstance(node, Not):
        return _names(node.part)
    return [node.name]
