"""What a drift statistic takes and gives: a pair of columns in, one figure out."""

import math
from dataclasses import dataclass

from tidemill.domain.cells import Grid
from tidemill.domain.distributions import ColumnCounts, ColumnReference, Ints
from tidemill.domain.frames import ColumnData


@dataclass(frozen=True, eq=False)
class Pair:
    """A reference column and a current one; the raw values of both where exactness is wanted."""

    reference: ColumnReference
    current: ColumnCounts
    raw: tuple[ColumnData, ColumnData] | None = None

    @property
    def grid(self) -> Grid:
        """The cells of a numeric or date column; `ValueError` where values have no order."""
        if self.reference.grid is None:
            raise ValueError(f"{self.reference.name} has levels, which have no order")
        return self.reference.grid

    def binned(self) -> tuple[Ints, Ints]:
        """Rows of both in the reference's bins; see `ColumnReference.binned`."""
        reference = self.reference
        return reference.binned(reference.as_counts()), reference.binned(self.current)


@dataclass(frozen=True)
class Figure:
    """What a statistic found for one pair of columns; None where it has no meaning.

    `low` and `high` bound the exact value where it is known less well. `p_value` is of a
    two-sample test. `effect` is what is held against the statistic's floor: the value less the
    noise expected at these sizes. `reason` says in words what to report if it passes, and
    `note` what to know about the figure.
    """

    value: float | None
    p_value: float | None = None
    note: str | None = None
    low: float | None = None
    high: float | None = None
    effect: float | None = None
    reason: str | None = None


def percent(share: float) -> str:
    """A share in words: 0.302 is 30.2%."""
    return f"{100.0 * share:.1f}%"


def proportions_p(hits: int, n: int, other_hits: int, other_n: int) -> float | None:
    """Two-sided p-value that two shares differ by chance; None without rows.

    Normal approximation with pooled variance and Yates' correction (Fleiss, Levin and Paik 2003,
    Statistical Methods for Rates and Proportions, section 3.3).
    """
    if not n or not other_n:
        return None
    pooled = (hits + other_hits) / (n + other_n)
    variance = pooled * (1.0 - pooled) * (1.0 / n + 1.0 / other_n)
    if variance <= 0.0:
        return 1.0
    apart = abs(hits / n - other_hits / other_n) - 0.5 * (1.0 / n + 1.0 / other_n)
    return math.erfc(max(apart, 0.0) / math.sqrt(2.0 * variance))
