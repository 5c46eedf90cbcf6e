"""When a text counts as a number, and how a number is written again."""

import re

_NUMBER = re.compile(
    r"[+-]?(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?|inf(?:inity)?)", re.IGNORECASE
)
_STARTS = frozenset("0123456789+-.iI")

# Above this, neighbouring whole numbers share one float, so digits would be lost.
_EXACT = 2.0**53


def number_of(text: str) -> float | None:
    """Return the number a text stands for, or None.

    Stricter than `float`: no spaces, no underscores, no digits of other scripts, and no "nan",
    which is a text and not a number to compare with.
    """
    if text[:1] not in _STARTS or _NUMBER.fullmatch(text) is None:
        return None
    return float(text)


def whole_text(number: float) -> str | None:
    """Return the digits of a whole number that a float holds exactly, or None."""
    if number.is_integer() and abs(number) < _EXACT:
        return str(int(number))
    return None


def number_text(number: float) -> str:
    """Write a number so that `number_of` reads the same value: `3`, `0.25`, `1e+30`."""
    return whole_text(number) or repr(number)
