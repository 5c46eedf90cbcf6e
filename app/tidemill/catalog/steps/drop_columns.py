"""Leaves columns out altogether."""

from collections.abc import Mapping, Sequence
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.catalog.onnx_steps import Columns
from tidemill.catalog.steps import _wording
from tidemill.domain.columns import Schema
from tidemill.domain.entries import StepEntry, StepParameter
from tidemill.domain.frames import Frame
from tidemill.domain.steps import column_of

ENTRY = StepEntry(
    id="drop_columns",
    version=1,
    title="Drop columns",
    help="The columns are left out; the rows as they came keep them.",
    parameters=(StepParameter("columns", "Columns", "", form="columns", needed=True),),
    order=9,
)


def columns(schema: Schema, columns: Sequence[str] = ()) -> Schema:
    """The other columns."""
    for name in columns:
        column_of(schema, name)
    left = tuple(c for c in schema.columns if c.name not in columns)
    if not left:
        raise NeedsYou("No column would be left.", "Keep at least one.")
    return Schema(left)


def apply(frame: Frame, columns: Sequence[str] = ()) -> Frame:
    """The other columns."""
    return Frame(tuple(c for c in frame if c.name not in columns))


def write_onnx(_graph: object, carried: Columns, /, columns: Sequence[str] = ()) -> Columns:
    """The other columns."""
    return {name: one for name, one in carried.items() if name not in columns}


def sentence(settings: Mapping[str, Any]) -> str:
    """What it does."""
    return f"Drop {_wording.listed(settings['columns'])}"
