"""Keeps the first of rows that are the same."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.catalog.steps import _wording
from tidemill.domain.columns import Schema
from tidemill.domain.content import row_hashes
from tidemill.domain.entries import StepEntry, StepParameter
from tidemill.domain.frames import Frame
from tidemill.domain.steps import column_of

ENTRY = StepEntry(
    id="drop_duplicates",
    version=1,
    title="Drop duplicate rows",
    help="Of rows that are the same the first stays, also where it came with an earlier file.",
    parameters=(
        StepParameter(
            "columns",
            "Same in",
            "",
            form="columns",
            help="The columns that make rows the same; all if none is named.",
        ),
    ),
    drops_rows=True,
    is_whole=True,
    order=7,
)


def columns(schema: Schema, columns: Sequence[str] = ()) -> Schema:
    """The same columns."""
    for name in columns:
        column_of(schema, name)
    return schema


def keys(frame: Frame, columns: Sequence[str] = ()) -> npt.NDArray[np.uint64]:
    """A hash of what makes rows the same, shape (rows,)."""
    return row_hashes(frame.select(columns) if columns else frame)


def apply(frame: Frame, columns: Sequence[str] = ()) -> Frame:
    """The first of each."""
    _, first = np.unique(keys(frame, columns), return_index=True)
    return frame.take(np.sort(first))


def sentence(settings: Mapping[str, Any]) -> str:
    """What it does."""
    if not settings["columns"]:
        return "Drop rows that are the same as an earlier one"
    return f"Drop rows with the same {_wording.listed(settings['columns'])} as an earlier one"
