"""One cell of the drift map in full: a column on a chunk, for the inspector."""

from dataclasses import dataclass
from typing import Any

from tidemill.domain.monitoring import Chunk
from tidemill.gui.kit import numbers
from tidemill.gui.pages.monitoring.times import label_of


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
    """A column on a chunk; `row` and `at` are its place in the map."""

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
    dataset_version: int
    limit: float | None = None
    """PSI under which a difference is too small to matter."""


def cell_of(
    chunks: tuple[Chunk, ...],
    names: tuple[str, ...],
    column: str,
    chunk_id: int | None,
    limit: float | None = None,
) -> CellState | None:
    """The chosen cell; without a choice (or when it is out of sight) the newest worst one."""
    if not chunks or not names:
        return None
    row = names.index(column) if column in names else 0
    ids = [chunk.id for chunk in chunks]
    at = ids.index(chunk_id) if chunk_id in ids else len(chunks) - 1
    chunk, name = chunks[at], names[row]
    course = tuple(
        None if (found := _column(each, name)) is None else found["psi"] for each in chunks
    )
    found = _column(chunk, name)
    n_drifted = sum(bool(c and c["drifted"]) for c in (_column(each, name) for each in chunks))
    kind = "not in this data" if found is None else str(found["kind"])
    if len(chunks) > 1:
        kind += f", drifted in {n_drifted} of {numbers.plural(len(chunks), 'look')}"
    return CellState(
        row=row,
        at=at,
        column=name,
        chunk_id=chunk.id,
        kind=kind,
        label=label_of(chunk),
        psi=None if found is None else found["psi"],
        is_drifted=found is not None and found["drifted"],
        course=course,
        reasons=() if found is None else _reasons(found["reasons"]),
        note="" if found is None else found["note"] or "",
        distribution=None if found is None else _distribution(found),
        n_reference=chunk.report["rows"]["reference"],
        n_current=chunk.report["rows"]["current"],
        figures=() if found is None else _figures(found),
        version=chunk.version,
        dataset_version=chunk.dataset_version,
        limit=limit,
    )


def _reasons(reasons: list[str]) -> tuple[str, ...]:
    """What stands in no other part of the inspector: PSI and its limit are its first line."""
    return tuple(reason for reason in reasons if not reason.startswith("PSI "))


def _column(chunk: Chunk, name: str) -> dict[str, Any] | None:
    return next((c for c in chunk.report["columns"] if c["name"] == name), None)


def _distribution(column: dict[str, Any]) -> Distribution | None:
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
        ("wasserstein_sd", "wasserstein", "Wasserstein, in SD", 3),
        ("js", "jensen_shannon", "Jensen-Shannon", 3),
        ("chi2", "chi_squared", "Chi-squared", 1),
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
        rows.append(FigureRow("Chance alone", numbers.p_value(column["p_value"])))
    missing = column["missing"]
    if missing["current"] is not None:
        was = "" if missing["reference"] is None else f"was {numbers.percent(missing['reference'])}"
        rows.append(FigureRow("Missing", numbers.percent(missing["current"]), was))
    for key, title in (("new_values", "New values"), ("gone_values", "Gone values")):
        values = column[key]
        if values:
            shown = ", ".join(values[:3]) + (f" and {len(values) - 3} more" if values[3:] else "")
            rows.append(FigureRow(title, shown))
        elif column["kind"] in ("categorical", "boolean") and key == "new_values":
            rows.append(FigureRow(title, "none"))
    return tuple(rows)
