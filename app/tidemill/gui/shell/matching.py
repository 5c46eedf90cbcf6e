"""How well words match what was typed, and where, for the command palette."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Match:
    """A hit: the higher the score the better; `spans` are (start, end) of the letters that hit."""

    score: float
    spans: tuple[tuple[int, int], ...]


def match(typed: str, words: str) -> Match | None:
    """Match typed letters against words, whole runs before scattered letters.

    Every typed word must be found; nothing typed matches everything with score 0.
    """
    spans: list[tuple[int, int]] = []
    score = 0.0
    for part in typed.casefold().split():
        found = _one(part, words.casefold())
        if found is None:
            return None
        score += found.score
        spans += found.spans
    return Match(score - len(words) * 0.01 if typed.strip() else 0.0, _joined(spans))


def _one(part: str, words: str) -> Match | None:
    starts = [0, *(at + 1 for at, letter in enumerate(words) if letter in " -_/:.,")]
    for start in starts:
        if words.startswith(part, start):
            return Match(100.0 - (0 if start == 0 else 10), ((start, start + len(part)),))
    at = words.find(part)
    if at >= 0:
        return Match(60.0, ((at, at + len(part)),))
    return _scattered(part, words, starts)


def _scattered(part: str, words: str, starts: list[int]) -> Match | None:
    """Letters in order with gaps; only for initials and abbreviations of three letters or so."""
    spans: list[tuple[int, int]] = []
    at = 0
    n_starts = 0
    for letter in part:
        found = words.find(letter, at)
        if found < 0:
            return None
        n_starts += found in starts
        spans.append((found, found + 1))
        at = found + 1
    reach = spans[-1][1] - spans[0][0]
    is_dense = reach <= len(part) * 3 or n_starts >= len(part) - 1
    return Match(20.0 + n_starts * 4 - reach * 0.1, tuple(spans)) if is_dense else None


def _joined(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
