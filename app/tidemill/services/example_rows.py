"""Rows of an incident that show it best: what they were answered, and what they would have been.

The worker keeps their numbers and answers with the incident; values are read from the data when
they are shown, so that none outlives its version and personal ones stay masked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.domain.columns import Role
from tidemill.domain.concerned_parts import Part, rows_of_part
from tidemill.domain.cuts import label_of
from tidemill.domain.frames import CODED, ColumnData, Frame
from tidemill.domain.incidents import Incident
from tidemill.domain.masking import row_masker
from tidemill.domain.models import ModelVersion
from tidemill.domain.recipes import Task
from tidemill.services import answered_rows, personal_data, tables
from tidemill.services.measuring import Rows
from tidemill.services.training.predictions import Predictions
from tidemill.services.workspace import Workspace
from tidemill.store import datasets, incidents, models

MOST = 8
_MOST_SCORED = 20_000
_LEAST_PART = 20
_MOST_COLUMNS = 6

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class ExampleRow:
    """A row: its number among those of its file, from 1, its values, its answer as it was, and as
    it would have been (None where that is not known)."""

    number: int
    values: tuple[Any, ...]
    said: float
    without: float | None


@dataclass(frozen=True)
class ExampleRows:
    """Rows with the columns shown of them; `note` says why there are none."""

    version: str
    columns: tuple[str, ...]
    column: str
    answer: str
    usual: str
    rows: tuple[ExampleRow, ...]
    of: int
    note: str = ""
    is_stored: bool = True
    """Whether the rows are in a version of the data, named in `version`."""


# --- the worker's part -------------------------------------------------------------------------


def found(
    rows: Rows,
    before: Frame,
    column: str,
    factor: float | None,
    part: Part,
    lost: Array | None,
    places: Array,
) -> dict[str, Any]:
    """The rows whose answer a column's move changed most, as the facts of an incident keep them.

    `before` are rows the champion learned from. Without a column, or where the model does not read
    it, the rows that lose most go first: `lost` (rows,) with NaN where that is not known. `places`
    are those of the rows that are concerned at all.
    """
    concerned = places[rows_of_part(rows.frame.take(places), part)]
    kept = concerned
    if len(kept) > _MOST_SCORED:
        kept = kept[np.linspace(0, len(kept) - 1, _MOST_SCORED).astype(np.int64)]
    reads = column in rows.model.inputs.names and column in rows.frame and column in before
    told: dict[str, Any] = {
        "column": column,
        "answer": _answer_of(rows.said, rows.model.recipe.target),
        "usual": "",
        "of": len(concerned),
        "rows": [],
    }
    said, codes = _scalars(rows.said.take(kept))
    without: Array | None = None
    if reads:
        usual, words = _usual(rows.frame[column], before, column, factor, part)
        frame = Frame(
            tuple(usual.take(kept) if c.name == column else c.take(kept) for c in rows.frame)
        )
        again = replace(rows.said.take(kept), values=rows.model.predict(frame))
        without, _ = _scalars(again, codes)
        told["usual"] = words
    order = _order(said, without, None if lost is None else lost[kept])
    told["rows"] = [
        {
            "row": int(kept[place]),
            "said": float(said[place]),
            "without": None if without is None else float(without[place]),
        }
        for place in order[:MOST].tolist()
    ]
    return told


def _order(said: Array, without: Array | None, lost: Array | None) -> Array:
    if without is not None:
        return np.argsort(-np.abs(said - without), kind="stable")
    if lost is None:
        return np.empty(0, dtype=np.int64)
    known = np.flatnonzero(np.isfinite(lost))
    return known[np.argsort(-lost[known], kind="stable")]


def _answer_of(said: Predictions, target: str) -> str:
    if said.task is Task.REGRESSION:
        return target
    return f"{target} = {said.levels[1]}" if said.task is Task.BINARY else "its answer"


def _scalars(said: Predictions, codes: Array | None = None) -> tuple[Array, Array | None]:
    """A number for each answer: that of numbers and two classes, else the probability of the class
    decided (`codes`, so that both sides speak of the same one)."""
    if said.values.ndim == 1:
        return said.values, None
    if codes is None:
        codes = said.values.argmax(axis=1)
    return said.values[np.arange(len(codes)), codes], codes


def _usual(
    now: ColumnData, before: Frame, name: str, factor: float | None, part: Part
) -> tuple[ColumnData, str]:
    """The column as it would have been: without the factor, else with the usual value."""
    if factor is not None and now.kind not in CODED:
        values = now.values.astype(np.float64) / factor
        return replace(now, values=values), f"{name} ÷ {factor:.3g}"
    mine = rows_of_part(before, part)
    then = before[name].take(np.flatnonzero(mine)) if mine.sum() >= _LEAST_PART else before[name]
    known = then.values[~then.missing]
    if now.kind in CODED:
        counts = np.bincount(known.astype(np.int64), minlength=max(1, len(then.levels)))
        level = then.levels[int(counts.argmax())] if len(then.levels) else ""
        levels = now.levels if level in now.levels else (*now.levels, level)
        codes = np.full(len(now), levels.index(level), dtype=now.values.dtype)
        return replace(now, values=codes, levels=levels), f"{name} as mostly, {level}"
    middle = np.sort(known)[len(known) // 2] if len(known) else np.nan
    values = np.full(len(now), middle, dtype=then.values.dtype)
    return replace(now, values=values), f"{name} as usual, {_words(middle)}"


def _words(value: Any) -> str:
    if isinstance(value, np.datetime64):
        return str(value.astype("datetime64[D]"))
    return f"{float(value):.4g}"


# --- what is shown -----------------------------------------------------------------------------


def shown(workspace: Workspace, incident_id: int) -> ExampleRows:
    """The rows kept of an incident with their values; reads files: not for the window's thread."""
    with workspace.store.read() as connection:
        incident = incidents.find(connection, incident_id)
        if incident is None:
            raise NotThere("incident", incident_id)
        told = incident.facts.get("examples")
        champion = models.version_of_id(connection, incident.version_id)
    if not told or champion is None:
        return _none("The worker has not looked at its rows, or there are none.")
    if "span" in told:
        return _answered(workspace, incident, champion)
    with workspace.store.read() as connection:
        version = datasets.version_of_id(connection, told["version"])
    if version is None or not version.blob:
        return _none("The rows were deleted.")
    part = incident.facts.get("part") or {}
    wanted = [
        *version.schema.with_role(Role.IDENTIFIER)[:2],
        *version.schema.with_role(Role.TIME)[:1],
        part.get("column", ""),
        told["column"],
        *(name for name in incident.columns[:3]),
    ]
    target = told.get("target", "")
    names = [n for n in dict.fromkeys(wanted) if n in version.schema and n != target]
    names = names[:_MOST_COLUMNS] + ([target] if target in version.schema else [])
    numbers = np.array([one["row"] for one in told["rows"]], dtype=np.int64)
    try:
        frame = tables.own(workspace, version).take(numbers, names)
    except (NeedsYou, IndexError):
        return _none("The rows can't be read any more.")
    mask = row_masker(frame.names, personal_data.hidden(workspace, version.dataset))
    kept = [mask(tuple(values.values())) for values in frame.rows()]
    return _rows(version.address, frame, told, told["rows"], kept)


def _rows(
    place: str,
    frame: Frame,
    told: dict[str, Any],
    rows: Sequence[dict[str, Any]],
    kept: Sequence[tuple[Any, ...]],
) -> ExampleRows:
    return ExampleRows(
        place,
        tuple(frame.names),
        told["column"],
        told["answer"],
        told["usual"],
        tuple(
            ExampleRow(one["row"] + 1, values, one["said"], one["without"])
            for one, values in zip(rows, kept, strict=True)
        ),
        told["of"],
        "" if kept else "No row could be told from the others.",
    )


def _answered(workspace: Workspace, incident: Incident, champion: ModelVersion) -> ExampleRows:
    """The rows of an incident in what only a service or a batch folder answered."""
    told = incident.facts["examples"]
    reader = answered_rows.AnsweredReader(workspace, champion)
    try:
        lines = reader.of_chunk(told["span"])
        named = {one.name: one for one in lines}
        rows = [one for one in told["rows"] if tuple(one["answer"]) in named]
        mine = reader.answered([named[tuple(one["answer"])] for one in rows])
    except NeedsYou:
        return _none("The answers can't be read any more.")
    if not rows:
        return _none("The answers were deleted.")
    part = incident.facts.get("part") or {}
    frame, target = mine.frame, told.get("target", "")
    wanted = [reader.identifier or "", part.get("column", ""), told["column"], *incident.columns]
    names = [n for n in dict.fromkeys(wanted) if n in frame and n != target][:_MOST_COLUMNS]
    names += [target] if target in frame else []
    frame = Frame(tuple(frame[name] for name in names))
    mask = row_masker(frame.names, personal_data.hidden(workspace, reader.newest.dataset))
    kept = [mask(tuple(values.values())) for values in frame.rows()]
    found = _rows(label_of(told["span"], ""), frame, told, rows, kept)
    return replace(found, is_stored=False)


def _none(note: str) -> ExampleRows:
    return ExampleRows("", (), "", "", "", (), 0, note)
