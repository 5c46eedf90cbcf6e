"""A model card: facts that fill themselves in, and parts that only people know.

The parts follow Mitchell et al. 2019, Model Cards for Model Reporting (FAT* '19), section 4.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class HumanPart:
    """A part of the card that a person writes: its id, its title, and what belongs there."""

    id: str
    title: str
    ask: str


PARTS = (
    HumanPart("purpose", "What it is for", "Which decision it helps with, and who takes it."),
    HumanPart("not-for", "What it is not for", "Uses that look alike and would go wrong."),
    HumanPart("affected", "Who is affected", "People its answers are about, and what a wrong one "
              "costs them."),
    HumanPart("limits", "Known limits", "Where it is weak, and what it was never tried on."),
    HumanPart("contact", "Who answers for it", "A person or team to ask."),
)  # fmt: skip

LONGEST = 2_000


@dataclass(frozen=True)
class CardTable:
    """Facts in rows; numbers are written out already."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class CardSection:
    """A section of facts: sentences, then a table if there is one."""

    title: str
    words: tuple[str, ...] = ()
    table: CardTable | None = None


@dataclass(frozen=True)
class ModelCard:
    """The card of a version. `written` are the human parts by id, `missing` those not written."""

    model: str
    version: int
    title: str
    subtitle: str
    written: Mapping[str, str]
    sections: tuple[CardSection, ...]

    @property
    def missing(self) -> tuple[HumanPart, ...]:
        """Parts that nobody has written."""
        return tuple(part for part in PARTS if not self.written.get(part.id))

    @property
    def missing_words(self) -> str:
        """What is missing, in a sentence; empty where nothing is."""
        if not self.missing:
            return ""
        return "Only people know, and nobody wrote yet: " + ", ".join(
            part.title[:1].lower() + part.title[1:] for part in self.missing
        ) + "."  # fmt: skip

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "model": self.model,
            "version": self.version,
            "title": self.title,
            "subtitle": self.subtitle,
            "written": {part.id: self.written.get(part.id, "") for part in PARTS},
            "missing": [part.id for part in self.missing],
            "sections": [
                {
                    "title": one.title,
                    "words": list(one.words),
                    "table": None
                    if one.table is None
                    else {
                        "heads": list(one.table.heads),
                        "rows": [list(row) for row in one.table.rows],
                    },
                }
                for one in self.sections
            ],
        }
