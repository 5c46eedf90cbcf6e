"""Computes a column from others."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.catalog import onnx_expressions
from tidemill.catalog.onnx_graphs import Graph
from tidemill.catalog.onnx_steps import Columns
from tidemill.domain import expressions
from tidemill.domain.columns import Column, Schema
from tidemill.domain.entries import StepEntry, StepParameter
from tidemill.domain.frames import Frame
from tidemill.domain.steps import replaced, with_new

ENTRY = StepEntry(
    id="derive",
    version=1,
    title="Derive a column",
    help="A column computed from the others in its row; a name that is there is computed anew.",
    parameters=(
        StepParameter("name", "Column", "", form="name", needed=True),
        StepParameter(
            "expression",
            "Is",
            "",
            form="expression",
            needed=True,
            help='For example: price * amount, or if age < 18 then "child" else "adult"',
        ),
    ),
    order=6,
)


def columns(schema: Schema, name: str = "", expression: str = "") -> Schema:
    """The columns with the new one behind them, or in the place of its name."""
    tree, kind, whole = expressions.checked_column(expression, schema)
    # What is computed from a personal column is as personal as that.
    personal = any(schema[read].personal for read in expressions.columns_of(tree))
    if not name:
        raise NeedsYou("The new column has no name.", "Give it one.")
    if name in schema:
        known = schema[name]
        return replaced(
            schema,
            name,
            replace(
                known,
                kind=kind,
                whole=whole,
                note="",
                reading="",
                personal=known.personal or personal,
            ),
        )
    return with_new(schema, [Column(name, kind, whole=whole, personal=personal)])


def apply(frame: Frame, name: str = "", expression: str = "") -> Frame:
    """The frame with the column."""
    made = expressions.evaluated(expressions.parsed(expression), frame, name)
    if name in frame:
        return Frame(tuple(made if c.name == name else c for c in frame))
    return Frame((*frame.columns, made))


def write_onnx(graph: Graph, columns: Columns, name: str = "", expression: str = "") -> Columns:
    """The column, where ONNX can reckon it."""
    tree = expressions.parsed(expression)
    if not expressions.columns_of(tree):
        raise NeedsYou("It reads no column.")
    return {**columns, name: onnx_expressions.written(graph, columns, tree)}


def sentence(settings: Mapping[str, Any]) -> str:
    """What it does."""
    return f"Derive `{settings['name']}` as {settings['expression'].strip()}"
