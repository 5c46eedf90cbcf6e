"""What the incident's facts say of parts of the rows, for its page."""

from collections.abc import Mapping
from typing import Any

from tidemill.base.words import tr
from tidemill.gui.kit import numbers
from tidemill.gui.pages.monitoring.amounts import money
from tidemill.gui.pages.monitoring.incidents.state import Loaded, SliceRow, SlicesState

_SHARE = tr("the share of wrong answers")


def slices_of(loaded: Loaded) -> SlicesState:
    """The parts that lose most, beside what was lost before."""
    told: dict[str, Any] = loaded.incident.facts.get("slices") or {}
    items = told.get("items") or ()
    if not items:
        missing = told.get("note") or tr(
            "The worker has not looked at its rows, or there are none."
        )
        return SlicesState("", None, "", (), missing)
    said = _words_of(told)
    before = told.get("before")
    note = tr("{told}, worst first", told=told["of"]) + (
        tr(", estimated") if told["is_estimated"] else ""
    )
    return SlicesState(
        note,
        before,
        "" if before is None else f"before {said(before)}",
        tuple(
            SliceRow(
                one["words"], one["value"], one["low"], one["high"], said(one["value"]), one["n"]
            )
            for one in items
        ),
    )


def loss_words(told: Mapping[str, Any], value: float) -> str:
    """A loss as it is written: a share, money, or a number."""
    return str(_words_of(told)(float(value)))


def change_words(told: Mapping[str, Any], value: float) -> str:
    """What something did to a loss: `2.1 points worse`, `£0.12 better`."""
    verdict = "worse" if value > 0 else "better"
    if told["of"] == _SHARE:
        words = numbers.decimal(100 * abs(value), 1)
        return tr("no change") if words == numbers.decimal(0.0, 1) else f"{words} points {verdict}"
    return f"{loss_words(told, abs(value))} {verdict}" if value else tr("no change")


def _words_of(told: Mapping[str, Any]) -> Any:
    """How a loss is written: a share, money, or a number."""
    if told["of"] == _SHARE:
        return numbers.percent
    if told["unit"]:
        return lambda value: money(value, told["unit"])
    return numbers.plain
