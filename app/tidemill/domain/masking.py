"""What stands in place of a personal value wherever values are shown.

A mask says that there is a value and nothing else: no length, no first letter. Missing stays
missing, which is what a person looking for gaps needs.
"""

import math
import re
from collections.abc import Callable, Collection, Sequence
from typing import Any

MASK = "•••"
"""Shown in place of a value."""

HIDDEN_TEXT = "hidden: the dataset has personal columns"
"""Shown in place of a line of a file that may hold personal values."""

_MAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_DIGITS = re.compile(r"(?<![\w.])\+?\d(?:[ ./()-]{0,2}\d){8,18}(?![\w.])")


def masked(value: Any) -> str | None:
    """The mask, or None where the value is missing (None or NaN)."""
    is_missing = value is None or (isinstance(value, float) and math.isnan(value))
    return None if is_missing else MASK


def masked_row(
    names: Sequence[str], values: Sequence[Any], personal: Collection[str]
) -> tuple[Any, ...]:
    """A row in which the values of personal columns are masked."""
    return tuple(
        masked(value) if name in personal else value
        for name, value in zip(names, values, strict=True)
    )


def row_masker(
    names: Sequence[str], personal: Collection[str]
) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    """What masks rows of these columns, without looking up names row by row."""
    places = frozenset(place for place, name in enumerate(names) if name in personal)
    if not places:
        return tuple
    return lambda row: tuple(masked(v) if i in places else v for i, v in enumerate(row))


def masked_text(text: str, values: Collection[str] = ()) -> str:
    """Words in which known personal values, mail addresses and long numbers are masked.

    `values` are the personal values known to stand in it; the rest goes by what they look like.
    """
    for value in sorted({v for v in values if v.strip()}, key=len, reverse=True):
        text = text.replace(value, MASK)
    return _DIGITS.sub(MASK, _MAIL.sub(MASK, text))
