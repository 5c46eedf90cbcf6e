"""What a pickle would build, as plain descriptions: nothing named in it is looked up or called."""

from dataclasses import dataclass, field
from typing import Any, Final

MOST_KEPT = 5_000
"""Items of one list or table that are kept; the others are only counted."""


@dataclass(eq=False, slots=True)
class Named:
    """A class or function, by module and name."""

    module: str
    name: str

    @property
    def whole(self) -> str:
        """Both, with a dot."""
        return f"{self.module}.{self.name}"


@dataclass(eq=False, slots=True)
class Items:
    """A list, tuple, set or frozenset."""

    kind: str
    items: list[Any] = field(default_factory=list)
    n: int = 0

    def add(self, new: list[Any]) -> None:
        """Put items behind; those past the bound are counted only."""
        self.n += len(new)
        self.items += new[: max(0, MOST_KEPT - len(self.items))]


@dataclass(eq=False, slots=True)
class Pairs:
    """A dict."""

    pairs: list[tuple[Any, Any]] = field(default_factory=list)
    n: int = 0

    def add(self, flat: list[Any]) -> None:
        """Take keys and values that follow each other."""
        self.n += len(flat) // 2
        room = max(0, MOST_KEPT - len(self.pairs))
        self.pairs += list(zip(flat[::2], flat[1::2], strict=False))[:room]

    def get(self, name: str) -> Any:
        """The last value of a text key, or `NOTHING`."""
        return next((v for k, v in reversed(self.pairs) if k == name), NOTHING)


@dataclass(eq=False, slots=True)
class Made:
    """What a call would return, and what would be put into it then."""

    callee: Any
    args: Any
    state: Any = None
    items: Items | None = None
    pairs: Pairs | None = None


@dataclass(eq=False, slots=True)
class Blob:
    """Bytes or text too long to be kept, or an array's bytes; the first of them."""

    n_bytes: int
    head: bytes = b""


@dataclass(eq=False, slots=True)
class Array:
    """An array whose values stand in the file by themselves; `data` where it is small."""

    dtype: str
    shape: tuple[int, ...]
    data: bytes | None = None
    values: Any = None


@dataclass(eq=False, slots=True)
class Unclear:
    """A value that can't be told without loading; `why` in words."""

    why: str


class _Nothing:
    def __repr__(self) -> str:
        return "nothing"


NOTHING: Final = _Nothing()
"""Stands for what is not there."""


def tuple_of(value: Any) -> list[Any]:
    """The items of a tuple or list, none for anything else or one that was cut."""
    if isinstance(value, Items) and value.n == len(value.items):
        return value.items
    return []


def class_of(value: Any) -> Named | None:
    """The class of which something would be an instance."""
    if not isinstance(value, Made):
        return None
    callee, args = value.callee, tuple_of(value.args)
    if isinstance(callee, Named) and callee.whole in (
        "copyreg._reconstructor",
        "copyreg.__newobj__",
        "copy_reg._reconstructor",
    ):
        callee = args[0] if args else None
    return callee if isinstance(callee, Named) else None


def attributes(value: Any) -> dict[str, Any]:
    """The attributes of an instance by their names, as its state says."""
    state = value.state if isinstance(value, Made) else None
    parts = [state]
    if isinstance(state, Items) and state.kind == "tuple" and state.n == 2:
        parts = state.items
    found: dict[str, Any] = {}
    for part in parts:
        if isinstance(part, Pairs):
            found |= {k: v for k, v in part.pairs if isinstance(k, str)}
    return found
