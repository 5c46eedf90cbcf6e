"""The groups of a column by name, as models by group tell them apart."""

from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.domain.columns import Kind
from tidemill.domain.frames import CODED, ColumnData

Array = npt.NDArray[Any]

NONE = -1
"""The code of a row without a group."""


def named(column: ColumnData) -> tuple[Array, list[str]]:
    """Codes of a column's rows (rows,), -1 for missing, and the names of the groups by code.

    `NeedsYou` for dates, which make no groups.
    """
    if column.kind is Kind.DATETIME:
        raise NeedsYou(
            f"{column.name} is a date, and dates make no groups.",
            "Choose a column of categories, such as a customer or a site.",
        )
    if column.kind in CODED:
        return column.values.astype(np.int64), list(column.levels)
    return of_numbers(column.values.astype(np.float64))


def of_numbers(values: Array) -> tuple[Array, list[str]]:
    """Codes of numbers (rows,), -1 for what is none, and names: a whole one without a point."""
    known = np.isfinite(values)
    found, places = np.unique(values[known], return_inverse=True)
    codes = np.full(len(values), NONE, dtype=np.int64)
    codes[known] = places
    return codes, [str(int(one)) if one == int(one) else repr(one) for one in found.tolist()]
