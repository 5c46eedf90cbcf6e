"""Computes a column from others."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.catalog.onnx_dates import date_part
from tidemill.catalog.onnx_graphs import Graph
from tidemill.catalog.onnx_steps import Carried, Columns
from tidemill.domain import expressions
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.entries import StepEntry, StepParameter
from tidemill.domain.expressions.ast import Call, Literal, Name, Node
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


_SIGNS = {"+": "Add", "-": "Sub", "*": "Mul", "/": "Div"}


def write_onnx(graph: Graph, columns: Columns, name: str = "", expression: str = "") -> Columns:
    """The column, where it is reckoned with + - * / from numbers and parts of dates."""
    tree = expressions.parsed(expression)
    if not expressions.columns_of(tree):
        raise NeedsYou("It reads no column.")
    made = _written(graph, columns, tree)
    return {**columns, name: Carried(made, Kind.NUMERIC)}


def _written(graph: Graph, columns: Columns, node: Node) -> str:
    """A tensor of numbers, NaN where one is missing or there is no finite result."""
    if isinstance(node, Literal) and type(node.value) in (int, float):
        return graph.constant([[node.value]])
    if isinstance(node, Name) and columns[node.name].kind is Kind.NUMERIC:
        return columns[node.name].tensor
    if isinstance(node, Call) and node.function in _PARTS:
        [given] = node.arguments
        if isinstance(given, Name) and columns[given.name].kind is Kind.DATETIME:
            return date_part(graph, columns[given.name], node.function).tensor
    if isinstance(node, Call) and node.function in (*_SIGNS, "negative"):
        given_ = [_written(graph, columns, one) for one in node.arguments]
        if node.function == "negative":
            given_ = [graph.constant([[0.0]]), *given_]
        raw = graph.node(_SIGNS.get(node.function, "Sub"), *given_)
        is_odd = graph.node("IsInf", raw)
        return graph.node("Where", is_odd, graph.constant(np.nan), raw)
    raise NeedsYou("Only + - * / of numbers and parts of dates are written.")


_PARTS = frozenset({"year", "quarter", "month", "day", "weekday", "day_of_year", "hour", "minute"})


def sentence(settings: Mapping[str, Any]) -> str:
    """What it does."""
    return f"Derive `{settings['name']}` as {settings['expression'].strip()}"
