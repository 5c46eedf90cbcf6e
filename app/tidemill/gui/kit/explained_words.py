"""The numbers inside a sentence, and what each means by the words beside it.

"PSI 0.28, limit 0.20", "AUC is 0.87 on 4,120 held-out rows": the words before a number name it, or
else those after it. A number that no known word stands beside is a name, a date or an address, and
needs no explanation.
"""

import re
from collections.abc import Iterator

from tidemill.gui.kit.explained import Number, explanation

_NUMBER = re.compile(
    r"(?<![\w.,:/@#-])[±+−-]?[€$£]?\d[\d.,\N{NO-BREAK SPACE}]*(?<![.,\N{NO-BREAK SPACE}])"
    r"(\s?%|\s(ms|s|min|h|kB|MB|GB|k|M)\b)?(?![\w@/:-])"
)
"""A number as the window writes it, with its unit; not a part of a name, a date or a version."""

_LINKS = frozenset("is was were are of at by to from now over under near about only".split())
"""Small words between a number and its name: "AUC is 0.87", "a limit of 0.20"."""

_APART = _LINKS | frozenset("the a an and or with that which than as it for".split())
"""Behind these words something else is spoken of."""

_MOST_WORDS = 4
"""So many words name a number at most."""

_ROWS = re.compile(
    r"\b(?:on|over|from|in|of)\s(\d[\d.,\N{NO-BREAK SPACE}]*\s(?:[\w-]+\s){0,2}?rows\b"
    r"(?:\sof\s[\w.-]+\sv\d+)?)",
    re.IGNORECASE,
)
"""The rows a sentence says something of: "on 4,120 held-out rows of flights v3"."""

_NAMED = frozenset(
    "job row run version step class incident line rule file part trial model".split()
)
"""After these a number is a name: "job 17"."""

_ENDS = re.compile(r"[.;]\s|\n")


def in_words(text: str) -> list[Number]:
    """The numbers of a text that words beside them explain, in reading order, each kind once."""
    if not any(sign.isdigit() for sign in text):
        return []
    told: dict[str, Number] = {}
    for sentence in _ENDS.split(text):
        rows = _ROWS.search(sentence)
        for found in _NUMBER.finditer(sentence):
            number = _named(sentence, found)
            if number is not None:
                said = explanation(number)
                kept = number
                if rows is not None and not rows.start(1) <= found.start() < rows.end(1):
                    kept = Number(number.term, number.value, rows[1])
                told.setdefault(said.name if said is not None else number.term, kept)
    return list(told.values())


def _named(sentence: str, found: "re.Match[str]") -> Number | None:
    """A number by the longest known words before it, else by those after it."""
    value = found[0].strip()
    for term in _before(sentence[: found.start()]):
        if explanation(Number(term)) is not None:
            return Number(term, value)
    for term in _after(sentence[found.end() :]):
        if explanation(Number(term)) is not None:
            return Number(term, value)
    return None


def _before(words: str) -> Iterator[str]:
    """What may name the number that follows, the longest first."""
    part = re.split(r"[,:;(]", words.rstrip(" :("))[-1].split()
    while part and part[-1].casefold() in _LINKS:
        part.pop()
    some = part[-_MOST_WORDS:]
    if some and some[-1].casefold() in _NAMED:
        return
    for at in range(len(some)):
        yield " ".join(some[at:])


def _after(words: str) -> Iterator[str]:
    """What may name the number that it follows, the longest first: "8 gates passed"."""
    part = re.split(r"[,:;()]", words)[0].split()
    some = [word.strip(".") for word in part[:_MOST_WORDS]]
    while some and some[0].casefold() == "of":  # "7 of 8 gates passed"
        some = some[2:]
    for end in range(len(some), 0, -1):
        yield " ".join(some[:end])
    for at, word in enumerate(some[:-1]):  # "4,120 held-out rows"
        if word.casefold() in _APART:
            return
        yield some[at + 1]
