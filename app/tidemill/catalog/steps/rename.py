"""Gives a column another name."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.catalog.onnx_steps import Columns
from tidemill.domain.columns import Schema
from tidemill.domain.entries import StepEntry, StepParameter
from tidemill.domain.frames import ColumnData, Frame
from tidemill.domain.steps import column_of, replaced

ENTRY = StepEntry(
    id="rename",
    version=1,
    title="Rename a column",
    help="The column goes by another name; its role goes with it.",
    parameters=(
        StepParameter("column", "Column", "", form="column", needed=True),
        StepParameter("to", "New name", "", form="name", needed=True),
    ),
    order=1,
)


def columns(schema: Schema, column: str = "", to: str = "") -> Schema:
    """The same columns, one with another name."""
    known = column_of(schema, column)
    if to != column and to in schema:
        raise NeedsYou(f"There is a column {to} already.", "Choose another name.")
    return replaced(schema, column, replace(known, name=to))


def apply(frame: Frame, column: str = "", to: str = "") -> Frame:
    """The same values."""
    return Frame(
        tuple(ColumnData(to, c.kind, c.values, c.levels) if c.name == column else c for c in frame)
    )


def write_onnx(_graph: object, columns: Columns, column: str = "", to: str = "") -> Columns:
    """The same tensors."""
    return {(to if name == column else name): one for name, one in columns.items()}


def sentence(settings: Mapping[str, Any]) -> str:
    """What it does."""
    return f"Rename `{settings['column']}` to `{settings['to']}`"


def renames(settings: Mapping[str, Any]) -> dict[str, str]:
    """The old name and the new."""
    return {settings["column"]: settings["to"]}
