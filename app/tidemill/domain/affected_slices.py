"""Which parts of the rows lose most: the mean loss of each part, with how sure it is."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.frames import CODED, ColumnData
from tidemill.domain.interval_shapes import z_of
from tidemill.domain.intervals import wilson
from tidemill.domain.slices import cuts

MOST = 5

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class SliceLoss:
    """The rows of a column's value or stretch: their mean loss, its interval, how many they are."""

    column: str
    words: str
    value: float
    low: float
    high: float
    n: int

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return asdict(self)


def worst(losses: Array, columns: Iterable[ColumnData], *, most: int = MOST) -> list[SliceLoss]:
    """The parts that lose most, worst first; `losses` (rows,) are those of the columns' rows.

    They go by the low end of their interval, so that few rows with bad luck do not come first. Of
    parts with the same rows one is told.
    """
    found: list[tuple[SliceLoss, bytes]] = []
    for column in columns:
        for cut in cuts(column):
            value, low, high = mean_of(losses[cut.rows])
            one = SliceLoss(
                column.name, _words(column, cut.words), value, low, high, int(cut.rows.sum())
            )
            found.append((one, np.packbits(cut.rows).tobytes()))
    found.sort(key=lambda pair: (-pair[0].low, pair[0].words))
    chosen: dict[bytes, SliceLoss] = {}
    for one, rows in found:
        chosen.setdefault(rows, one)
    return list(chosen.values())[:most]


def _words(column: ColumnData, words: str) -> str:
    """`feed = billing-b`, `amount over 5,000`, `amount missing`."""
    is_level = column.kind in CODED and words in column.levels
    return f"{column.name} = {words}" if is_level else f"{column.name} {words}"


def mean_of(losses: Array) -> tuple[float, float, float]:
    """The mean with its 95 % interval: Wilson's where each is none or one, else the normal one."""
    values = losses.astype(np.float64)
    n, mean = len(values), float(values.mean())
    if np.isin(values, (0.0, 1.0)).all():
        share = wilson(int(values.sum()), n)
        return mean, share.low, share.high
    half = z_of(0.95) * float(values.std(ddof=1)) / n**0.5 if n > 1 else 0.0
    return mean, mean - half, mean + half
