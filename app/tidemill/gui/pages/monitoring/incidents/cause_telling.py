"""Turns what is known of an incident's cause into what its page shows."""

from typing import Any

from tidemill.base.words import tr
from tidemill.domain.drift_kinds import TITLES, DriftKind
from tidemill.gui.kit import numbers
from tidemill.gui.pages.monitoring.cell import distribution_of
from tidemill.gui.pages.monitoring.incidents.rows_telling import (
    change_words,
    loss_words,
)
from tidemill.gui.pages.monitoring.incidents.state import (
    CauseRow,
    CauseState,
    ColumnState,
    Loaded,
)
from tidemill.gui.pages.monitoring.times import labels_of


def split_of(loaded: Loaded) -> dict[str, Any] | None:
    """The split of what more is lost: that of the alert whose rows are shown, else of any."""
    told = [a for a in loaded.incident.alerts if a.impact is not None]
    here = None if loaded.chunk is None else loaded.chunk.id
    return next((a.impact for a in told if a.chunk_id == here), told[0].impact if told else None)


def cause_of(loaded: Loaded) -> CauseState:
    """The card of the likely cause."""
    split, alerts = split_of(loaded), loaded.incident.alerts
    told = next((a for a in alerts if a.kind is not None), None)
    kind = ""
    evidence: tuple[str, ...] = ()
    if told is not None and told.kind is not None:
        kind, evidence = TITLES[DriftKind(told.kind)], told.evidence
    if split is None or not split["parts"]:
        missing = tr("How much of a loss each column explains is not known: ")
        missing += (
            tr("no more is lost than before, or it could be neither measured nor estimated.")
            if alerts
            else tr("its alerts belong to another incident.")
        )
        named = tuple(CauseRow(name, "", None) for name in loaded.incident.columns[:4])
        return CauseState("", named, kind, evidence, missing)
    note = tr(
        "What each did to {split}: {loss_words} before, ",
        split=split["of"],
        loss_words=loss_words(split, split["before"]),
    )
    note += f"{loss_words(split, split['now'])} now"
    note += tr(", estimated.") if split.get("is_estimated") else "."
    return CauseState(note, _cause_rows(loaded, split), kind, evidence)


def _cause_rows(loaded: Loaded, split: dict[str, Any]) -> tuple[CauseRow, ...]:
    """The parts, what they did in the unit of the loss; what is not explained last."""
    total = float(split["now"]) - float(split["before"])
    parts, others = split["parts"][:4], split["parts"][4:]
    told = [(str(p["column"]), float(p["value"]), False) for p in parts]
    if others:
        title = numbers.plural(len(others), "more column")
        told.append((title, sum(float(p["value"]) for p in others), True))
    told.append((tr("not explained"), float(split["unexplained"]), True))
    longest = max(abs(value) for _, value, _ in told) or 1.0
    return tuple(
        CauseRow(
            title,
            "" if is_rest else _moved(loaded, title),
            value / total if total else None,
            is_rest,
            change_words(split, value),
            abs(value) / longest,
            value < 0,
        )
        for title, value, is_rest in told
    )


def _moved(loaded: Loaded, column: str) -> str:
    """How a column moved, in the report's own words."""
    said = _report_of(loaded, column)
    return "" if said is None else next(iter(said.get("reasons") or ()), "")


def _report_of(loaded: Loaded, column: str) -> dict[str, Any] | None:
    if loaded.chunk is None:
        return None
    return next((c for c in loaded.chunk.report.get("columns", ()) if c["name"] == column), None)


def guilty_of(loaded: Loaded) -> str:
    """The column that explains most; else the first that an alert names; "" for none."""
    split = split_of(loaded)
    if split is not None and split["parts"]:
        return str(split["parts"][0]["column"])
    return next(iter(loaded.incident.columns), "")


def column_of(loaded: Loaded) -> ColumnState:
    """The guilty column before and after."""
    name, chunk = guilty_of(loaded), loaded.chunk
    if not name:
        words = tr("No alert of this incident names a column.")
        return ColumnState(tr("Column"), "", None, "", "", words)
    said = _report_of(loaded, name)
    if chunk is None or said is None:
        words = tr("What {name} looked like was not kept.", name=name)
        return ColumnState(name, "", None, "", "", words)
    note = (
        ""
        if said.get("psi") is None
        else tr("PSI {decimal}", decimal=numbers.decimal(said["psi"], 2))
    )
    before = str(
        chunk.reference.get("words") or tr("training data of v{version}", version=chunk.version)
    )
    found = distribution_of(said)
    missing = "" if found is not None else tr("The distributions of these rows were not kept.")
    now = look_of(loaded, chunk.id)
    return ColumnState(name, note, found, before, now, missing)


def look_of(loaded: Loaded, chunk_id: int) -> str:
    """A chunk of rows as the page calls it."""
    at = loaded.course.place(chunk_id)
    if at is None:
        return tr("these rows")
    return labels_of(loaded.course[at : at + 1], loaded.looks[at : at + 1])[0]
