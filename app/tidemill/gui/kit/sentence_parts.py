"""What a sentence that can be changed is made of, and what can be chosen for a part of it.

Plain values, no widgets: states of pages hold them, `kit.sentence` draws them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Said:
    """Words that stay; mono for paths, strong for names."""

    text: str
    role: str = "body"


@dataclass(frozen=True)
class Slot:
    """A part that can be changed: its key, its words, what it is a choice of.

    A quiet one adds to the sentence rather than being part of it.
    """

    key: str
    text: str
    name: str
    icon: str = ""
    is_quiet: bool = False


Part = Said | Slot


@dataclass(frozen=True)
class Choice:
    """An option: its value, its words, a quieter note, an icon."""

    value: Any
    text: str
    note: str = ""
    icon: str | None = None


@dataclass(frozen=True)
class Offer:
    """Options for a part. With a `placeholder` own words can be typed, which `check` looks at.

    `check` returns what is to be said of the words; it raises `NeedsYou` for wrong ones.
    """

    choices: tuple[Choice, ...] = ()
    current: Any = None
    placeholder: str = ""
    typed: str = ""
    check: Callable[[str], str] | None = field(default=None, compare=False)


def words_of(parts: tuple[Part, ...]) -> str:
    """A sentence as it is read."""
    return "".join(part.text for part in parts)


def joined(parts: list[Part]) -> tuple[Part, ...]:
    """Words of one role that stand beside each other as one part."""
    made: list[Part] = []
    for part in parts:
        last = made[-1] if made else None
        if isinstance(part, Said) and isinstance(last, Said) and last.role == part.role:
            made[-1] = Said(last.text + part.text, last.role)
        elif part.text:
            made.append(part)
    return tuple(made)
