"""Steps of preparation as nodes of an ONNX graph, so that a model that learned behind them leaves
for raw columns.

A column goes along as `preparations` feed it: numbers and truth values as double with NaN for
missing, texts with the empty one for missing, dates as whole microseconds since 1970 in UTC. A step
that can be written has `write_onnx(graph, columns, **settings)`, which returns the columns after it
and raises `NeedsYou` for settings that can't.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Protocol

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.catalog.onnx_graphs import ML, Graph
from tidemill.domain.columns import Kind

NO_DATE = int(np.iinfo(np.int64).min)
TEXTS = frozenset({Kind.CATEGORICAL, Kind.TEXT})
NUMBERS = frozenset({Kind.NUMERIC, Kind.BOOLEAN})


@dataclass(frozen=True)
class Carried:
    """A column on its way through the graph: its tensor, (rows, 1), and its kind."""

    tensor: str
    kind: Kind


Columns = Mapping[str, Carried]


class Step(Protocol):
    """A step with its settings, as `prepared_tables` binds it."""

    @property
    def module(self) -> ModuleType:
        """Its entry's module."""

    @property
    def settings(self) -> Mapping[str, Any]:
        """Its settings, checked."""

    @property
    def sentence(self) -> str:
        """What it does."""


def through(graph: Graph, columns: Columns, steps: Sequence[Step]) -> tuple[Columns, str]:
    """The columns after the steps, and True for the rows that they don't leave out (empty where
    none leaves rows out); `NeedsYou` names the first that can't be written."""
    stays = ""
    for step in steps:
        try:
            if hasattr(step.module, "write_onnx"):
                columns = step.module.write_onnx(graph, columns, **step.settings)
            elif hasattr(step.module, "write_onnx_kept"):
                here = step.module.write_onnx_kept(graph, columns, **step.settings)
                stays = graph.node("And", stays, here) if stays else here
            else:
                raise NeedsYou("")
        except NeedsYou as error:
            raise NeedsYou(
                f"The model learned behind a step that can't be written as ONNX: “{step.sentence}”."
                + (f" {error.message}" if error.message else ""),
                "Export it as a package, or as skops for columns as the steps leave them.",
            ) from error
    return columns, stays


def nothing(graph: Graph, kind: Kind) -> Carried:
    """A column of which no row has a value."""
    if kind in NUMBERS:
        return Carried(graph.constant([[np.nan]]), kind)
    if kind is Kind.DATETIME:
        return Carried(graph.constant([[NO_DATE]], np.int64), kind)
    return Carried(graph.constant([[""]], object), kind)


def is_missing(graph: Graph, column: Carried) -> str:
    """True where a column has no value."""
    if column.kind in NUMBERS:
        return graph.node("IsNaN", column.tensor)
    if column.kind is Kind.DATETIME:
        return graph.node("Equal", column.tensor, graph.constant(NO_DATE, np.int64))
    return graph.cast(codes(graph, column.tensor, [""]), np.bool_)


def codes(graph: Graph, texts: str, keys: Sequence[str]) -> str:
    """1 for each text that is among the keys, else 0."""
    return graph.node(
        "LabelEncoder",
        texts,
        domain=ML,
        keys_strings=list(keys),
        values_int64s=[1] * len(keys),
        default_int64=0,
    )
