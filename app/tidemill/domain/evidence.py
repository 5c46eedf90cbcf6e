"""What the rules of inference ask about the texts of a column, wherever the texts are.

Texts in memory answer here; an engine may answer for texts that are too many, with the same words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from tidemill.domain import parsing
from tidemill.domain.frames import ColumnData
from tidemill.domain.parsing import Mask, Parser

EXACT = 2**53
"""Beyond this a float cannot hold every whole number."""

HEAD = 200
"""How many texts the rules look at one by one."""

FEW = 12
"""Up to how many different texts are words for true and false looked for."""

_WHOLE_TEXT = re.compile(r"[+-]?[0-9]+").fullmatch


@dataclass(frozen=True)
class NumberFacts:
    """What texts say, read as numbers, where all of them are.

    `is_int64` where all are written as whole numbers of at most 64 bits; `is_whole` where all
    finite values are whole; `beyond` and `whole_beyond` where some value, and one written without
    a point, is too large for a float to be exact.
    """

    any_finite: bool
    is_int64: bool
    is_whole: bool
    beyond: bool
    whole_beyond: bool


class Evidence(Protocol):
    """Answers about all texts of a column that are not missing; patterns match whole texts,
    without the spaces around them."""

    @property
    def n_present(self) -> int:
        """How many rows have a text."""
        ...

    @property
    def n_missing(self) -> int:
        """How many rows have none."""
        ...

    @property
    def head(self) -> Sequence[str]:
        """The first `HEAD` different texts, in the order of the rows."""
        ...

    @property
    def few(self) -> Sequence[str] | None:
        """All different texts where they are at most `FEW`."""
        ...

    def every(self, pattern: str) -> bool:
        """Whether all texts match."""
        ...

    def some(self, pattern: str) -> bool:
        """Whether any text matches."""
        ...

    def odd(self, pattern: str) -> tuple[int, str]:
        """How many rows do not match, and the first such text."""
        ...

    def numbers(self, parser: Parser) -> NumberFacts:
        """What the texts say as numbers; asked where all of them are."""
        ...

    def are_times(self, *parsers: Parser) -> bool:
        """Whether each text is a time by one of these."""
        ...

    def n_fitting(self, parser: Parser) -> int:
        """How many rows have a text that is a value by this."""
        ...

    def has_levels_over(self, n: int, share: float) -> tuple[bool, bool]:
        """Whether there are more than `n` different texts, and more than this share of rows."""
        ...

    def are_longer_than(self, limit: int) -> bool:
        """Whether the mean length of the different texts is more than this."""
        ...


@dataclass(frozen=True, eq=False)
class Texts:
    """Different texts in memory, in the order of the rows; `counts` says how many rows each has."""

    levels: tuple[str, ...]
    counts: npt.NDArray[np.int64]
    n_missing: int

    @classmethod
    def of(cls, column: ColumnData) -> "Texts":
        """The texts of a coded column."""
        present = column.values[column.values >= 0]
        counts = np.bincount(present, minlength=len(column.levels)).astype(np.int64)
        return cls(column.levels, counts, len(column) - len(present))

    @property
    def n_present(self) -> int:
        """How many rows have a text."""
        return int(self.counts.sum())

    @property
    def head(self) -> Sequence[str]:
        """The first different texts."""
        return self.levels[:HEAD]

    @property
    def few(self) -> Sequence[str] | None:
        """All different texts where they are few."""
        return self.levels if len(self.levels) <= FEW else None

    @cached_property
    def _stripped(self) -> list[str]:
        return [level.strip() for level in self.levels]

    def every(self, pattern: str) -> bool:
        """Whether all texts match."""
        matches = re.compile(pattern).fullmatch
        return all(matches(text) is not None for text in self._stripped)

    def some(self, pattern: str) -> bool:
        """Whether any text matches."""
        matches = re.compile(pattern).fullmatch
        return any(matches(text) is not None for text in self._stripped)

    def odd(self, pattern: str) -> tuple[int, str]:
        """How many rows do not match, and the first such text."""
        matches = re.compile(pattern).fullmatch
        odd = np.array([matches(text) is None for text in self._stripped], dtype=bool)
        if not odd.any():
            return 0, ""
        return int(self.counts[odd].sum()), self.levels[int(np.argmax(odd))]

    def numbers(self, parser: Parser) -> NumberFacts:
        """What the texts say as numbers."""
        values, _ = parsing.numbers(self.levels, parser)
        finite = values[np.isfinite(values)]
        over = bool(((finite > EXACT) | (finite < -EXACT)).any())
        whole_over = over and any(
            _WHOLE_TEXT(text) is not None and abs(int(text)) > EXACT for text in self._stripped
        )
        return NumberFacts(
            bool(len(finite)), values.dtype.kind == "i", is_whole(values), over, whole_over
        )

    def are_times(self, *parsers: Parser) -> bool:
        """Whether each text is a time by one of these."""
        fits: Mask = np.zeros(len(self.levels), dtype=bool)
        for parser in parsers:
            fits |= parsing.times(self.levels, parser)[1]
        return bool(fits.all())

    def n_fitting(self, parser: Parser) -> int:
        """How many rows have a text that is a value by this."""
        return int(self.counts[parsing.values(self.levels, parser)[1]].sum()) if self.levels else 0

    def has_levels_over(self, n: int, share: float) -> tuple[bool, bool]:
        """Whether there are more different texts than `n`, and than a share of the rows."""
        return len(self.levels) > n, len(self.levels) > share * self.n_present

    def are_longer_than(self, limit: int) -> bool:
        """Whether the mean length of the different texts is more than this."""
        return sum(map(len, self.levels)) / len(self.levels) > limit


def is_whole(values: npt.NDArray[Any]) -> bool:
    """Whether all finite numbers are whole (and there is one)."""
    if values.dtype.kind == "i":
        return True
    finite = values[np.isfinite(values)]
    return bool(len(finite)) and bool((finite == np.floor(finite)).all())
