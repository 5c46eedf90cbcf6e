"""What stands in a cell of a table that goes to other programs."""

import math
import re
from dataclasses import dataclass
from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?")

DIGITS = 15
"""Digits a spreadsheet keeps of a number."""


@dataclass(frozen=True)
class Cell:
    """A value with how many decimals a document shows of it, and whether it stands out."""

    value: Any
    decimals: int | None = None
    is_strong: bool = False


def value_of(cell: Any) -> Any:
    """The value of a cell, however it is shown."""
    return cell.value if isinstance(cell, Cell) else cell


def odd(number: float) -> str:
    """The word for a number that is none: NaN, inf, -inf."""
    return "NaN" if math.isnan(number) else "inf" if number > 0 else "-inf"


def as_number(text: str) -> str | int | float:
    """A text as the number it writes; others, and longer ones than a spreadsheet keeps, as is."""
    if not _NUMBER.fullmatch(text) or sum(letter.isdigit() for letter in text) > DIGITS:
        return text
    number = float(text)
    if not math.isfinite(number):
        return text
    return int(text) if text.removeprefix("-").isdecimal() else number


def harmless(text: str) -> str:
    """A text that no spreadsheet runs as a formula: an apostrophe goes before what begins like one.

    Numbers stay (OWASP, CSV injection).
    """
    if not text.startswith(_FORMULA) or _NUMBER.fullmatch(text):
        return text
    return "'" + text
