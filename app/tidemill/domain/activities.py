"""What happened: an append-only list in which each entry seals the one before."""

from dataclasses import dataclass, field
from typing import Any

from tidemill.base import hashing


@dataclass(frozen=True)
class Activity:
    """One entry: who did what, to what, when and why.

    `subject` is an address such as `models/flights-late/3`; `is_routine` marks what the worker
    does every day. `seal` is the hash of the entry and the seal before it.
    """

    id: int
    at: str
    by: str
    kind: str
    subject: str
    sentence: str
    note: str
    detail: dict[str, Any] = field(default_factory=dict)
    is_routine: bool = False
    seal: str = ""


def seal(previous: str, entry: Activity) -> str:
    """Hash an entry together with the seal before it; one altered byte breaks the chain."""
    return hashing.of_value(
        [
            previous,
            entry.at,
            entry.by,
            entry.kind,
            entry.subject,
            entry.sentence,
            entry.note,
            entry.detail,
            entry.is_routine,
        ]
    )


def first_broken(entries: list[Activity]) -> Activity | None:
    """Return the first entry whose seal does not follow from the one before, if any."""
    previous = ""
    for entry in entries:
        if entry.seal != seal(previous, entry):
            return entry
        previous = entry.seal
    return None
