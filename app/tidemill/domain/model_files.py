"""What a model file says of itself, told without loading it: type, columns, parts, dangers."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tidemill.domain.known_parts import Standing

MOST_SAID = 200
"""Characters of one value that are shown."""


def cut(text: str, most: int = MOST_SAID) -> str:
    """A text of a file as it can be shown: one line, no control characters, bounded."""
    shown = "".join(c if c.isprintable() else " " for c in text[: most + 1])
    return shown if len(shown) <= most else shown[:most] + "…"


@dataclass(frozen=True)
class Part:
    """A class or function that the file names, or something it would do; `said` tells the call."""

    name: str
    standing: Standing
    is_called: bool = False
    said: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON types."""
        return {
            "name": self.name,
            "standing": str(self.standing),
            "called": self.is_called,
            "said": self.said,
        }


@dataclass(frozen=True)
class ModelColumn:
    """A column the model reads or an answer it gives; `kind` as the file says it, often nothing."""

    name: str
    kind: str = ""


@dataclass(frozen=True)
class ModelFacts:
    """All that could be read of a model file.

    `format` is the id of its reader, `title` how it is written in words. `type` is the class of
    the object or ""; `steps` are those of a pipeline with their classes. `n_columns` may be known
    where the names are not. `notes` are sentences about things to look at. What stopped the
    reading before the end stands in `trouble`: then nothing is said about what follows.
    `inner` is the file of a folder that the model itself is in.
    """

    name: str
    format: str
    title: str
    n_bytes: int = 0
    content: str = ""
    type: str = ""
    task: str = ""
    steps: tuple[tuple[str, str], ...] = ()
    columns: tuple[ModelColumn, ...] = ()
    n_columns: int | None = None
    outputs: tuple[ModelColumn, ...] = ()
    classes: tuple[str, ...] = ()
    parameters: dict[str, str] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    notes: tuple[str, ...] = ()
    trouble: str = ""
    inner: str = ""
    is_pickle: bool = False

    @property
    def standing(self) -> Standing:
        """That of its worst part; what could not be read to its end is not known."""
        worst = max((part.standing for part in self.parts), key=_rank, default=Standing.KNOWN)
        return max(worst, Standing.UNKNOWN, key=_rank) if self.trouble else worst

    @property
    def dangers(self) -> tuple[Part, ...]:
        """Parts that are not known, worst first."""
        odd = [part for part in self.parts if part.standing is not Standing.KNOWN]
        return tuple(sorted(odd, key=lambda part: (-part.standing.rank, part.name)))

    @property
    def verdict(self) -> str:
        """The verdict as a sentence."""
        return _verdict(self)

    def to_dict(self) -> dict[str, Any]:
        """The JSON shape promised to scripts."""
        return {
            "name": self.name,
            "format": self.format,
            "title": self.title,
            "bytes": self.n_bytes,
            "sha256": self.content,
            "type": self.type or None,
            "task": self.task or None,
            "steps": [{"name": name, "type": kind} for name, kind in self.steps],
            "columns": [{"name": c.name, "type": c.kind or None} for c in self.columns],
            "n_columns": self.n_columns,
            "outputs": [{"name": c.name, "type": c.kind or None} for c in self.outputs],
            "classes": list(self.classes),
            "parameters": self.parameters,
            "versions": self.versions,
            "facts": self.facts,
            "standing": str(self.standing),
            "verdict": self.verdict,
            "dangers": [part.to_dict() for part in self.dangers],
            "parts": [part.to_dict() for part in self.parts],
            "notes": list(self.notes),
            "trouble": self.trouble or None,
            "inner": self.inner or None,
            "pickle": self.is_pickle,
        }


def _rank(standing: Standing) -> int:
    return standing.rank


def _verdict(facts: ModelFacts) -> str:
    standing = facts.standing
    names = _listed(part.name for part in facts.dangers if part.standing is standing)
    if standing is Standing.ACTS:
        return f"Loading this file would run code that is no part of a model: {names}."
    if standing is Standing.CODE:
        return f"This file carries code of its own, which loading would bring in: {names}."
    if facts.trouble:
        return "This file could be read only in part; nothing is known of what follows."
    if standing is Standing.UNKNOWN:
        return f"This file names parts that are not known to Tidemill: {names}."
    if facts.is_pickle:
        return (
            "Only known parts of model libraries were found. It is a pickle all the same: it is "
            "loaded only on your word."
        )
    return "Nothing in it runs code when it is loaded."


def _listed(names: Iterable[str], most: int = 4) -> str:
    every = list(dict.fromkeys(names))
    shown = ", ".join(every[:most])
    return shown if len(every) <= most else f"{shown} and {len(every) - most} more"
