"""Puts other values in the place of those named."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.catalog import onnx_steps
from tidemill.catalog.onnx_graphs import ML, Graph
from tidemill.catalog.onnx_steps import Carried, Columns
from tidemill.domain.columns import Kind, Schema
from tidemill.domain.entries import StepEntry, StepParameter
from tidemill.domain.expressions import functions, values
from tidemill.domain.frames import ColumnData, Frame
from tidemill.domain.steps import column_of, replaced

_KEEP, _MISSING = "keep them", "make them missing"

ENTRY = StepEntry(
    id="map_values",
    version=1,
    title="Map values",
    help="Values become others by a list; the column holds categories then.",
    parameters=(
        StepParameter("column", "Column", "", form="column", needed=True),
        StepParameter(
            "pairs",
            "Old and new values",
            "",
            form="pairs",
            needed=True,
            help="One pair a line: old = new. Nothing behind = makes it missing.",
        ),
        StepParameter("others", "Other values", _KEEP, choices=(_KEEP, _MISSING)),
    ),
    order=4,
)


def columns(
    schema: Schema, column: str = "", pairs: Mapping[str, str] | None = None, others: str = _KEEP
) -> Schema:
    """The same columns, the mapped one as categories."""
    known = column_of(schema, column)
    if not pairs:
        raise NeedsYou("Old and new values are needed.", "Name at least one pair: old = new.")
    del others
    kind = known.kind if known.kind is Kind.TEXT else Kind.CATEGORICAL
    return replaced(schema, column, replace(known, kind=kind, whole=False, note="", reading=""))


def apply(
    frame: Frame, column: str = "", pairs: Mapping[str, str] | None = None, others: str = _KEEP
) -> Frame:
    """The column with the new values."""
    return Frame(tuple(_mapped(c, pairs or {}, others) if c.name == column else c for c in frame))


def _mapped(data: ColumnData, pairs: Mapping[str, str], others: str) -> ColumnData:
    def change(text: str) -> str | None:
        for known in (text, text.strip()):
            if known in pairs:
                return pairs[known] or None
        return text if others == _KEEP else None

    found = values.texts(functions.as_text(values.of_column(data)), change)
    kind = data.kind if data.kind is Kind.TEXT else Kind.CATEGORICAL
    return ColumnData(data.name, kind, found.values, found.levels)


def write_onnx(
    graph: Graph,
    columns: Columns,
    column: str = "",
    pairs: Mapping[str, str] | None = None,
    others: str = _KEEP,
) -> Columns:
    """The column with the new values, of texts only: how a number reads as a text is not told."""
    one, pairs = columns[column], pairs or {}
    if one.kind not in onnx_steps.TEXTS:
        raise NeedsYou(f"`{column}` holds no texts before it.")
    known = {key: new for key, new in pairs.items() if key}
    for key, new in pairs.items():  # values are known with spaces around them, too
        for spaced in (f" {key}", f"{key} ", f" {key} "):
            known.setdefault(spaced, new)
    mapped = graph.node(
        "LabelEncoder",
        one.tensor,
        domain=ML,
        keys_strings=list(known),
        values_strings=list(known.values()),
        default_string="",
    )
    if others == _KEEP:
        is_known = graph.cast(onnx_steps.codes(graph, one.tensor, list(known)), np.bool_)
        mapped = graph.node("Where", is_known, mapped, one.tensor)
    kind = one.kind if one.kind is Kind.TEXT else Kind.CATEGORICAL
    return {**columns, column: Carried(mapped, kind)}


def sentence(settings: Mapping[str, Any]) -> str:
    """What it does."""
    pairs = list(settings["pairs"].items())
    told = ", ".join(f"{old} to {new or 'missing'}" for old, new in pairs[:3])
    if len(pairs) > 3:
        told += f" and {len(pairs) - 3} more"
    words = f"Map `{settings['column']}`: {told}"
    return words if settings["others"] == _KEEP else f"{words}; others become missing"
