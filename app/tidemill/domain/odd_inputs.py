"""What a model will learn nothing or only roughly from, told before the result is believed."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.columns import Kind
from tidemill.domain.frames import ColumnData, Frame

GIANT = 1e30
"""Numbers beyond count as this much in our preparation (`catalog.preparations.mixed`)."""
NAMED = 3

Mask = npt.NDArray[np.bool_]


def odd_inputs(learned_from: Frame, features: Iterable[str]) -> tuple[str, ...]:
    """Sentences on columns without any value, with infinite and with giant ones, in that order."""
    columns = [learned_from[name] for name in features if name in learned_from]
    empty = [column.name for column in columns if len(column) and column.missing.all()]
    found = []
    if empty:
        has, tells = ("has", "tells") if len(empty) == 1 else ("have", "tell")
        found.append(
            f"{_names(empty)} {has} no value in the rows learned from and {tells} the model "
            "nothing."
        )
    numbers = [column for column in columns if column.kind is Kind.NUMERIC]
    infinite = _having(numbers, np.isinf)
    if infinite:
        found.append(
            f"In {_rows(numbers, infinite, np.isinf)} learned from {_names(infinite)} "
            f"{'is' if len(infinite) == 1 else 'are'} infinite; such a value counts as "
            "the largest or smallest finite one."
        )
    giant = _having(numbers, _giant)
    if giant:
        found.append(
            f"In {_rows(numbers, giant, _giant)} learned from {_names(giant)} "
            f"{'is' if len(giant) == 1 else 'are'} beyond {GIANT:g}; such a value "
            "counts as that much."
        )
    return tuple(found)


def _giant(values: npt.NDArray[Any]) -> Mask:
    return np.asarray(np.isfinite(values) & (np.abs(values) > GIANT))


def _having(columns: Sequence[ColumnData], is_odd: Callable[[npt.NDArray[Any]], Mask]) -> list[str]:
    return [column.name for column in columns if is_odd(column.values).any()]


def _rows(
    columns: Sequence[ColumnData], names: Sequence[str], is_odd: Callable[[npt.NDArray[Any]], Mask]
) -> str:
    known = {column.name: column for column in columns}
    n = int(np.logical_or.reduce([is_odd(known[name].values) for name in names]).sum())
    return f"{n:,} {'row' if n == 1 else 'rows'}"


def _names(names: Sequence[str]) -> str:
    if len(names) > NAMED + 1:
        return ", ".join(names[:NAMED]) + f" and {len(names) - NAMED:,} more columns"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
