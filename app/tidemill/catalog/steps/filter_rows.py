"""Keeps the rows that fulfil a condition."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.catalog import onnx_expressions
from tidemill.catalog.onnx_graphs import Graph
from tidemill.catalog.onnx_steps import Columns
from tidemill.domain import expressions
from tidemill.domain.columns import Schema
from tidemill.domain.entries import StepEntry, StepParameter
from tidemill.domain.frames import Frame

ENTRY = StepEntry(
    id="filter_rows",
    version=1,
    title="Filter rows",
    help="Rows stay where the condition is true; where it is missing they go.",
    parameters=(
        StepParameter(
            "condition",
            "Keep rows where",
            "",
            form="condition",
            needed=True,
            help='For example: amount > 0 and status in ("open", "late")',
        ),
    ),
    drops_rows=True,
    order=5,
)


def columns(schema: Schema, condition: str = "") -> Schema:
    """The same columns."""
    expressions.checked_condition(condition, schema)
    return schema


def kept(frame: Frame, condition: str = "") -> npt.NDArray[np.bool_]:
    """Where the condition holds."""
    return np.asarray(expressions.holds(expressions.parsed(condition), frame), dtype=bool)


def apply(frame: Frame, condition: str = "") -> Frame:
    """The rows that stay."""
    return frame.take(np.flatnonzero(kept(frame, condition)))


def write_onnx_kept(graph: Graph, columns: Columns, condition: str = "") -> str:
    """Where the condition holds, where ONNX can reckon it."""
    return onnx_expressions.condition(graph, columns, expressions.parsed(condition))


def sentence(settings: Mapping[str, Any]) -> str:
    """What it does."""
    return f"Keep rows where {settings['condition'].strip()}"
