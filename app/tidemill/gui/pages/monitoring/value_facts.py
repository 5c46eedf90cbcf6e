"""What a model answers and is worth, as plain values between the page and its sheet."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ValueFacts:
    """What a model answers, and what it is tied to so far; a number has no `classes`."""

    model: str
    classes: tuple[str, ...]
    amounts: Mapping[str, float]
    threshold: float = 0.5
    unit: str = ""
    figure: str = ""
    """The figure by day that is known, in words."""
    title: str = ""


@dataclass(frozen=True)
class Figure:
    """A file of days as it was described; empty words are found by whoever reads it."""

    file: Path
    date: str
    value: str
    title: str
    unit: str
    is_cost: bool
