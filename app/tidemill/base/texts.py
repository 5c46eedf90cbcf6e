"""Texts as every store can keep them, and as people read them."""

import re
from collections.abc import Sequence

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_UNKEEPABLE = re.compile("[\0\ud800-\udfff]")


def storable(text: str) -> str:
    """The text with what no store can keep shown as U+FFFD.

    That is NUL, which PostgreSQL refuses in a text (postgresql.org/docs, "Character Types"), and
    surrogates that stand alone, which have no UTF-8. Everything else stays as it is.
    """
    return _UNKEEPABLE.sub(REPLACEMENT, text)


def told_bytes(n: int) -> str:
    """Bytes as people read them."""
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if n >= size:
            return f"{n / size:.1f} {unit}"
    return "1 byte" if n == 1 else f"{n} bytes"


def joined(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
