"""Starts when a person says so."""

from datetime import datetime

from tidemill.domain.entries import TriggerEntry
from tidemill.domain.triggers import Decision, Reads, Wait

ENTRY = TriggerEntry(
    "by-hand",
    1,
    "By hand",
    "Starts when a person asks for it, with a button or a command. Limits of time do not hold a "
    "person back.",
    reads=Reads.NOTHING,
)


def decide(_facts: None, _now: datetime) -> Decision:
    """Wait: the start is asked for, not found."""
    return Wait("Starts when somebody asks for it.")


def sentence() -> str:
    """When it starts, in words."""
    return "When somebody starts it by hand"
