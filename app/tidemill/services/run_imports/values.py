"""Values of other trackers as ours: settings in a tree become parameters with dotted names."""

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

_WORDS = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}


def params_of(settings: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Names and texts of settings, those within settings under a dotted name; lists stay JSON."""
    for name, value in settings.items():
        if isinstance(value, Mapping) and value:
            yield from params_of(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", text_of(value)


def text_of(value: Any) -> str:
    """A value as a parameter's text."""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, default=str)


def number_of(value: Any) -> float | None:
    """A value as a metric's; None where it is no number. What is not finite is told in words."""
    if isinstance(value, str):
        return _WORDS.get(value)
    return float(value) if isinstance(value, (bool, int, float)) else None


def numbers_of(values: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Names and values, those of a tree under dotted names; what is made of a picture, a table or
    the like (it says its `_type`) comes whole."""
    for name, value in values.items():
        if isinstance(value, Mapping) and "_type" not in value:
            yield from numbers_of(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def many(n: int, one: str, more: str = "") -> str:
    """A count with its noun: "1 run", "2,000 runs"."""
    return f"1 {one}" if n == 1 else f"{n:,} {more or one + 's'}"
