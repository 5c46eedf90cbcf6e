"""Texts of the code with holes, and which sentences were made from them.

`{n:,} rows lack {column}` made "1,204 rows lack age": the fixed parts stand in the sentence in
their order, and what is between them fills the holes.
"""

import re
from dataclasses import dataclass
from functools import cached_property

HOLE = re.compile(r"(\{\{|\}\})|\{(\w*)(![rsa])?(?::([^{}]*))?\}")
"""A hole with its name, conversion and format, or a brace that stands for itself."""
NUMBER = re.compile(
    r"[-+\N{MINUS SIGN}]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[-+]?\d+)? ?%?"
    r"|[-+\N{MINUS SIGN}]?(?:nan|inf)%?"
)
"""A number as the code writes it."""
_QUOTES = frozenset("`'\"“”‘’«»")
_WEAK = 9
"""Templates with no more fixed signs look like much that they did not make."""

PEOPLES_WORDS = frozenset(
    """account address alias by channel code column columns content database dataset experiment
    expression file file_name folder host key label learner left line listed login model name owner
    parent part path person right run server source stem table target text to url user value values
    version who workspace""".split()
)
"""Holes, without the digit at their end, in which stands what people named, or data."""
_LISTS = frozenset({"names", "shown", "known", "missing", "picked"})
"""Holes for lists, of names or of phrases: a list of single words is one of names."""


@dataclass(frozen=True)
class Hole:
    """A place in a template that is filled."""

    name: str
    spec: str
    is_quoted: bool

    @property
    def takes_numbers_only(self) -> bool:
        """Whether the way it is written allows for a number alone."""
        return bool(re.fullmatch(r"[+]?,?(?:\.\d+)?[dfge%]?", self.spec)) and self.spec != ""

    @property
    def holds_peoples_words(self) -> bool:
        """Whether it may hold a name or data, which are never translated."""
        return self.is_quoted or self.name.rstrip("0123456789_") in PEOPLES_WORDS

    @property
    def may_list_names(self) -> bool:
        """Whether it may hold a list of names."""
        return self.name.rstrip("0123456789_") in _LISTS


class Template:
    """A text of the code with holes: literal parts with a hole between each two."""

    def __init__(self, text: str) -> None:
        """Take a text as the catalogue has it: `{n:,} rows lack {column}`."""
        self.text = text
        literals = [""]
        holes: list[Hole] = []
        at = 0
        for match in HOLE.finditer(text):
            literals[-1] += text[at : match.start()]
            at = match.end()
            if match[1]:
                literals[-1] += match[1][0]
                continue
            before, after = literals[-1][-1:], text[at : at + 1]
            quoted = match[3] == "!r" or (before in _QUOTES and after in _QUOTES and bool(before))
            holes.append(Hole(match[2] or str(len(holes)), match[4] or "", quoted))
            literals.append("")
        literals[-1] += text[at:]
        self.literals, self.holes = tuple(literals), tuple(holes)

    @property
    def is_weak(self) -> bool:
        """Whether so little is fixed, such as `{part} of {whole}`, that much looks like it."""
        return self.weight <= _WEAK and not any(":" in one or ";" in one for one in self.literals)

    @cached_property
    def weight(self) -> int:
        """How many of its signs are fixed."""
        return sum(map(len, self.literals))

    def filled_by(self, sentence: str) -> tuple[str, ...] | None:
        """What stands in the holes of a sentence made from it; None where it was not."""
        first, last = self.literals[0], self.literals[-1]
        end = len(sentence) - len(last)
        if not sentence.startswith(first) or not sentence.endswith(last) or end < len(first):
            return None
        at, found = len(first), []
        for literal in self.literals[1:-1]:
            place = sentence.find(literal, at, end)
            if place < 0:
                return None
            found.append(sentence[at:place])
            at = place + len(literal)
        found.append(sentence[at:end])
        for place, hole in enumerate(self.holes):
            if hole.takes_numbers_only and place and self.literals[place] == " ":
                # `Log` and `loss 0.36` are `Log loss` and `0.36`.
                more, _, found[place] = found[place].rpartition(" ")
                found[place - 1] += f" {more}" if more else ""
            if hole.takes_numbers_only and not NUMBER.fullmatch(found[place]):
                return None
        return tuple(found)
