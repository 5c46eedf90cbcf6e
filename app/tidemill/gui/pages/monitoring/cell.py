"""One cell of the drift map in full: a column on a chunk, for the inspector."""

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tidemill.base.words import tr
from tidemill.domain.monitoring import Chunk
from tidemill.gui.kit import numbers
from tidemill.gui.pages.monitoring.wholes import effect_words, together_lines

if TYPE_CHECKING:
    from tidemill.domain.courses import Course


@dataclass(frozen=True)
class FigureRow:
    """A row of key and value; `was` is the reference's."""

    key: str
    value: str
    was: str = ""


@dataclass(frozen=True)
class Distribution:
    """Shares by value or bin, of the training data and of the chunk."""

    labels: tuple[str, ...]
    reference: tuple[float, ...]
    current: tuple[float, ...]


@dataclass(frozen=True)
class CellState:
    """A column on a chunk; `row` (-1: left out of the map) and `at` are its place in the map."""

    row: int
    at: int
    column: str
    chunk_id: int
    kind: str
    label: str
    psi: float | None
    is_drifted: bool
    course: tuple[float | None, ...]
    reasons: tuple[str, ...]
    note: str
    distribution: Distribution | None
    n_reference: int
    n_current: int
    figures: tuple[FigureRow, ...]
    version: int
    dataset_version: int  # 0: the rows came with no version of the data
    limit: float | None = None
    """PSI under which a difference is too small to matter."""
    is_whole: bool = True
    """Whether the chunk's report is here; its distributions are read when the cell is chosen."""
    reference: str = tr("training data")
    answered_by: tuple[str, ...] = ()
    """Who answered rows that came with no version of the data, in words."""
    together: tuple[str, ...] = ()
    """What the columns of the look tell together, in sentences."""


def cell_of(
    course: "Course",
    labels: tuple[str, ...],
    names: tuple[str, ...],
    column: str,
    chunk_id: int | None,
    limit: float | None = None,
    detail: Chunk | None = None,
) -> CellState | None:
    """The chosen cell; without a choice (or when it is out of sight) the newest worst one.

    `detail` is a chunk with its report; until that of the cell is there, what needs it is open.
    """
    if len(course) == 0 or not names:
        return None
    name = column if column in course.columns else names[0]
    row = names.index(name) if name in names else -1
    found = None if chunk_id is None else course.place(chunk_id)
    at = len(course) - 1 if found is None else found
    line = course.columns.index(name)
    key = int(course.chunk_ids[at])
    known = detail if detail is not None and detail.id == key else None
    said = None if known is None else _column(known, name)
    n_drifted = int(course.is_over[line].sum())
    kind = "" if said is None else str(said["kind"])
    if known is not None and said is None:
        kind = tr("not in this data")
    if len(course) > 1:
        times = tr(
            "drifted in {n_drifted} of {n_looks}",
            n_drifted=n_drifted,
            n_looks=numbers.plural(len(course), "look"),
        )
        kind = f"{kind}, {times}" if kind else times
    return CellState(
        row=row,
        at=at,
        column=name,
        chunk_id=key,
        kind=kind,
        label=labels[at],
        psi=_plain(course.psi[line, at]),
        is_drifted=bool(course.is_over[line, at]),
        course=tuple(_plain(value) for value in course.psi[line]),
        reasons=() if said is None else _reasons(said["reasons"]),
        note="" if said is None else _without_bounds(said["note"] or ""),
        distribution=None if said is None else distribution_of(said),
        n_reference=0 if known is None else known.report["rows"]["reference"],
        n_current=int(course.n_rows[at]),
        figures=() if said is None else _figures(said),
        version=int(course.versions[at]),
        dataset_version=int(course.dataset_versions[at]),
        limit=limit,
        is_whole=known is not None,
        reference=course.references[at]
        or tr("training data of v{versions}", versions=course.versions[at]),
        answered_by=() if known is None else tuple(one.words for one in known.sources),
        together=() if known is None else together_lines(known),
    )


def _plain(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _reasons(reasons: list[str]) -> tuple[str, ...]:
    """What stands in no other part of the inspector: PSI and its limit are its first line."""
    return tuple(reason for reason in reasons if not reason.startswith("PSI "))


def _column(chunk: Chunk, name: str) -> dict[str, Any] | None:
    return next((c for c in chunk.report["columns"] if c["name"] == name), None)


def distribution_of(column: dict[str, Any]) -> Distribution | None:
    """The shares that a report kept of a column; None where it kept none."""
    kept = column.get("distribution")
    if not kept or not kept["labels"]:
        return None
    return Distribution(
        tuple(str(label) for label in kept["labels"]),
        tuple(kept["reference"]),
        tuple(kept["current"]),
    )


def _figures(column: dict[str, Any]) -> tuple[FigureRow, ...]:
    """Tests and counts, only those that have a meaning for the column."""
    bounds = column.get("bounds") or {}
    rows = []
    for key, name, title, decimals in (
        ("ks", "ks", "Kolmogorov-Smirnov", 3),
        ("wasserstein_sd", "wasserstein", tr("Wasserstein, in SD"), 3),
        ("js", "jensen_shannon", "Jensen-Shannon", 3),
        ("chi2", "chi_squared", tr("Chi-squared"), 1),
    ):
        value = column.get(key)
        if value is None:
            continue
        words = numbers.decimal(value, decimals)
        if name in bounds and key != "wasserstein_sd":
            low, high = (numbers.decimal(end, decimals) for end in bounds[name])
            words = f"{low} to {high}" if low != high else words
        rows.append(FigureRow(title, words))
    if column.get("p_value") is not None:
        rows.append(FigureRow(tr("Chance alone"), numbers.p_value(column["p_value"])))
    missing = column["missing"]
    if missing["current"] is not None:
        was = "" if missing["reference"] is None else f"was {numbers.percent(missing['reference'])}"
        rows.append(FigureRow(tr("Missing"), numbers.percent(missing["current"]), was))
    for key, title in (("new_values", tr("New values")), ("gone_values", tr("Gone values"))):
        values = column[key]
        if values:
            shown = ", ".join(values[:3]) + (
                tr(" and {value} more", value=len(values) - 3) if values[3:] else ""
            )
            rows.append(FigureRow(title, shown))
        elif column["kind"] in ("categorical", "boolean") and key == "new_values":
            rows.append(FigureRow(title, "none"))
    effect, ends = effect_words(column.get("effect_on_predictions"))
    if effect:
        rows.append(FigureRow(tr("Effect on predictions"), effect, ends))
    return tuple(rows)


def _without_bounds(note: str) -> str:
    """A note without the sentences on bounds, which stand as figures below it."""
    sentences = re.split(r"(?<=\.) (?=[A-Z])", note)
    return " ".join(one for one in sentences if " is between " not in one)
