"""Makes columns of the parts of a date."""

from collections.abc import Mapping, Sequence
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.catalog.onnx_dates import date_part
from tidemill.catalog.onnx_graphs import Graph
from tidemill.catalog.onnx_steps import Columns
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.entries import StepEntry, StepParameter
from tidemill.domain.expressions import FUNCTIONS, values
from tidemill.domain.frames import ColumnData, Frame
from tidemill.domain.steps import column_of, with_new

_PARTS = ("year", "quarter", "month", "day", "weekday", "day_of_year", "hour", "minute")

ENTRY = StepEntry(
    id="split_date",
    version=1,
    title="Split a date",
    help="The parts of a date as columns of numbers, named after it: day_year, day_month.",
    parameters=(
        StepParameter(
            "column", "Column", "", form="column", needed=True, kinds=frozenset({Kind.DATETIME})
        ),
        StepParameter(
            "parts",
            "Parts",
            "year, month, weekday",
            form="columns",
            needed=True,
            choices=_PARTS,
            help="Any of " + ", ".join(_PARTS) + ".",
        ),
    ),
    order=10,
)


def columns(schema: Schema, column: str = "", parts: Sequence[str] = ()) -> Schema:
    """The columns with the parts behind them."""
    known = column_of(schema, column)
    if known.kind is not Kind.DATETIME:
        raise NeedsYou(f"`{column}` holds no dates.", "Change its kind to date first.")
    for part in parts:
        if part not in _PARTS:
            raise NeedsYou(f"A date has no {part}.", "Choose of " + ", ".join(_PARTS) + ".")
    made = [
        Column(f"{column}_{one}", Kind.NUMERIC, whole=True, personal=known.personal)
        for one in dict.fromkeys(parts)
    ]
    return with_new(schema, made)


def apply(frame: Frame, column: str = "", parts: Sequence[str] = ()) -> Frame:
    """The frame with the parts."""
    given = [values.of_column(frame[column])]
    made = [
        ColumnData(f"{column}_{one}", Kind.NUMERIC, FUNCTIONS[one].run(given).values)
        for one in dict.fromkeys(parts)
    ]
    return Frame((*frame.columns, *made))


def write_onnx(
    graph: Graph, columns: Columns, column: str = "", parts: Sequence[str] = ()
) -> Columns:
    """The columns with the parts."""
    one = columns[column]
    made = {f"{column}_{part}": date_part(graph, one, part) for part in dict.fromkeys(parts)}
    return {**columns, **made}


def sentence(settings: Mapping[str, Any]) -> str:
    """What it does."""
    return f"Split `{settings['column']}` into {', '.join(settings['parts'])}"
