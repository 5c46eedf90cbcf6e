"""Exports held against their models: on stored rows, and on rows made up to be odd.

Believing a converter is not enough: some are silently wrong for missing values, unknown categories
or infinite thresholds. So every export answers the same rows as its model before it is offered.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Reporter
from tidemill.catalog import prepared_tables
from tidemill.domain.columns import Kind, Schema
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.frames import Frame
from tidemill.domain.mask_signs import MASK
from tidemill.domain.models import ModelVersion
from tidemill.domain.outgoing import (
    MOST_SHOWN,
    TOLERANCE,
    Comparison,
    DifferentRow,
    distances,
)
from tidemill.services import datasets, preparing, tables
from tidemill.services.serving.fields import Fields
from tidemill.services.training import raw_rows
from tidemill.services.training.models import TrainedModel
from tidemill.services.workspace import Workspace

Array = npt.NDArray[Any]
Row = Mapping[str, Any]

MOST_ROWS = 5_000
"""So many stored rows are compared at most, evenly spread."""

_ODD: dict[Kind, tuple[Any, ...]] = {
    Kind.NUMERIC: (0.0, -0.0, 1.0, float("inf"), float("-inf"), 1e300, -1e300, 5e-324, 2.0**53 + 2),
    Kind.BOOLEAN: (True, False),
    Kind.CATEGORICAL: ("", " ", "never seen", "ß☃\u0301", "a\nb", "x" * 500, "nan", "None", "0"),
    Kind.TEXT: ("", " ", "never seen", "ß☃\u0301", "a\nb", "x" * 500, "nan", "None", "0"),
    Kind.DATETIME: tuple(
        datetime.fromisoformat(text)
        for text in (
            "1970-01-01",
            "1969-12-31T23:59:59.999999",
            "2000-02-29",
            "1900-02-28T23:00",
            "1900-03-01",
            "2023-12-31T12:30",
            "2024-12-31",
            "2100-03-01",
            "0001-01-01",
            "9999-12-31T23:59:59",
        )
    ),
}
"""Values of each kind that are easily got wrong."""


@dataclass(frozen=True, eq=False)
class ProofRows:
    """The rows an export has to answer: stored ones with their numbers from 1, and odd ones with
    what is odd about each. `personal` are columns whose values are never shown. `said` is what the
    model says of such rows where they are raw and it learned behind steps."""

    stored: Frame
    numbers: tuple[int, ...]
    odd: tuple[Row, ...]
    oddities: tuple[str, ...]
    source: str
    personal: frozenset[str] = frozenset()
    said: Callable[[Any], Array] | None = None


def rows_for(
    workspace: Workspace,
    version: ModelVersion,
    model: TrainedModel,
    personal: frozenset[str],
    reporter: Reporter,
) -> ProofRows:
    """Rows of the data a version was judged on, else of what it learned from; `NeedsYou` where
    neither is kept any more."""
    names, kinds = model.inputs.names, model.features

    def read(data: DatasetVersion) -> tuple[Frame, Array]:
        chosen = _spread(tables.of(workspace, data, reporter).n_rows)
        return tables.some_rows(workspace, data, chosen, names, reporter), chosen

    return _rows(workspace, version, kinds, personal, read)


def raw_rows_for(
    workspace: Workspace,
    version: ModelVersion,
    model: TrainedModel,
    raw: Sequence[tuple[str, str]],
    personal: frozenset[str],
    reporter: Reporter,
) -> ProofRows:
    """As `rows_for`, rows as they came in the columns `raw`, for a model that learned behind steps.

    Rows that a step leaves out are asked too: they have to be left out by the export as well.
    """
    assert model.raw is not None
    schema = Schema(tuple(model.raw[name] for name, _ in raw))
    fields = Fields(schema, frozenset(schema.names))

    def read(data: DatasetVersion) -> tuple[Frame, Array]:
        reporter.check()
        table = preparing.raw_table(workspace, data, model.raw)
        chosen = _spread(table.n_rows)
        return prepared_tables.in_schema(table.take(chosen).select(schema.names), schema), chosen

    def said(table: Any) -> Array:
        frame = table if isinstance(table, Frame) else fields.frame(table)
        return raw_rows.values_left(model, frame)

    kinds = {name: Kind(kind) for name, kind in raw}
    return replace(_rows(workspace, version, kinds, personal, read), said=said)


def _spread(n_rows: int) -> Array:
    """The numbers of rows, evenly spread over all."""
    chosen = np.unique(np.linspace(0, n_rows - 1, MOST_ROWS).astype(np.int64))
    return np.asarray(chosen[chosen >= 0])


def _rows(
    workspace: Workspace,
    version: ModelVersion,
    kinds: Mapping[str, Kind],
    personal: frozenset[str],
    read: Callable[[DatasetVersion], tuple[Frame, Array]],
) -> ProofRows:
    places = [version.validated_on] if version.validated_on else []
    places.append(version.dataset)
    gone: NeedsYou | None = None
    for place in dict.fromkeys(places):
        try:
            data = datasets.version(workspace, place)
            stored, chosen = read(data)
        except NeedsYou as error:
            gone = error
            continue
        few = stored.take(np.arange(min(3, stored.n_rows)))
        odd = list(odd_rows(kinds, list(few.rows())))
        return ProofRows(
            stored,
            tuple((chosen + 1).tolist()),
            tuple(row for row, _ in odd),
            tuple(words for _, words in odd),
            data.label,
            personal,
        )
    assert gone is not None
    raise NeedsYou(
        f"No stored rows are left on which an export of {version.label} could be compared. "
        f"{gone.message}",
        "Bring the data back from the trash, or retrain the model.",
    )


def odd_rows(kinds: Mapping[str, Kind], stored: Sequence[Row]) -> Iterator[tuple[Row, str]]:
    """Rows with one odd value each on top of stored ones, and rows in which all is missing."""
    nothing: Row = dict.fromkeys(kinds)
    yield nothing, "a row without any value"
    for row in stored or [nothing]:
        for name, kind in kinds.items():
            yield {**row, name: None}, f"{name} missing"
            for value in _ODD[kind]:
                yield {**row, name: value}, f"{name} {_shown(value)}"


def _shown(value: Any) -> str:
    text = value.isoformat() if isinstance(value, datetime) else repr(value)
    return text if len(text) <= 40 else text[:39] + "…"


def compare(model: TrainedModel, answers: Callable[[Any], Array], rows: ProofRows) -> Comparison:
    """Hold an export against its model; `answers` takes a table and tells what the export says."""
    found: list[tuple[float, DifferentRow]] = []
    largest, n_different = 0.0, 0
    stored_words = [f"row {n:,} of {rows.source}" for n in rows.numbers]
    for table, words in (
        (rows.stored, stored_words),
        (list(rows.odd), [f"made up: {one}" for one in rows.oddities]),
    ):
        if not words:
            continue
        ours, theirs = (rows.said or model.predict)(table), answers(table)
        far = distances(ours, theirs)
        largest = max(largest, float(far.max(initial=0.0)))
        wrong = np.flatnonzero(far > TOLERANCE)
        n_different += len(wrong)
        for place in wrong[np.argsort(-far[wrong], kind="stable")][:MOST_SHOWN].tolist():
            row = DifferentRow(
                words[place],
                _values(table, place, rows.personal),
                tuple(np.atleast_1d(ours[place]).tolist()),
                tuple(np.atleast_1d(theirs[place]).tolist()),
            )
            found.append((float(far[place]), row))
    found.sort(key=lambda pair: -pair[0])
    return Comparison(
        rows.stored.n_rows,
        len(rows.odd),
        largest,
        n_different,
        tuple(row for _, row in found[:MOST_SHOWN]),
    )


def _values(table: Any, place: int, personal: frozenset[str]) -> dict[str, Any]:
    if isinstance(table, Frame):
        row: Row = next(table.slice(place, place + 1).rows())
    else:
        row = table[place]
    return {
        name: MASK if name in personal and value is not None else plain(value)
        for name, value in row.items()
    }


def plain(value: Any) -> Any:
    """A value as JSON has it: moments as ISO texts, what is no finite number as a text or null."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, float) and not np.isfinite(value):
        return None if np.isnan(value) else str(value)
    return value
