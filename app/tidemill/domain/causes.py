"""What set off what: things of a workspace as the links of a chain that is read both ways."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, order=True)
class Ref:
    """A thing by its kind and key.

    Kinds: file, dataset_version, model_version, job, automation_run, alert, chunk, decision,
    watch, person, moment (both with their name or time as key), source.
    """

    kind: str
    key: int | str


@dataclass(frozen=True)
class Link:
    """One link: the thing, what people call it, what happened in a sentence, when.

    `address` is how commands and pages name it (`flights@3`, `models/late/2`); "" where it has
    none. `depth` is its distance from where the chain begins.
    """

    ref: Ref
    name: str
    sentence: str
    at: datetime | None
    address: str = ""
    depth: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "kind": self.ref.kind,
            "key": self.ref.key,
            "name": self.name,
            "sentence": self.sentence,
            "at": self.at,
            "address": self.address,
            "depth": self.depth,
        }


@dataclass(frozen=True)
class Chain:
    """A thing between what brought it about and what it set off.

    `because` goes from the nearest cause to the source; `set_off` tells what followed, each
    followed by what it set off in turn.
    """

    subject: Link
    because: tuple[Link, ...]
    set_off: tuple[Link, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "subject": self.subject.to_dict(),
            "because": [one.to_dict() for one in self.because],
            "set_off": [one.to_dict() for one in self.set_off],
        }
