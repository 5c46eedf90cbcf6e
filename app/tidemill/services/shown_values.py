"""A value of a row as it is shown beside what it did: short, and masked where it is personal."""

from typing import Any

import numpy as np

from tidemill.domain.frames import ColumnData
from tidemill.domain.mask_signs import MASK

MISSING = "–"
_LETTERS = 60


def shown(value: Any) -> str:
    """A value in at most 60 letters."""
    if value is None:
        return MISSING
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = f"{value:,.6g}" if isinstance(value, float) else str(value)
    return text if len(text) <= _LETTERS else text[: _LETTERS - 1] + "…"


def shown_at(column: ColumnData, at: int, personal: frozenset[str]) -> str:
    """The value of a column in a row; the mask where the column is personal."""
    if column.name in personal:
        return MASK
    [value] = column.take(np.array([at])).to_list()
    return shown(value)
