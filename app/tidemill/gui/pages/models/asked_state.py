"""The facts and rows of a rehearsal and of a score's change, as they are drawn. Pure."""

from dataclasses import replace
from typing import TYPE_CHECKING

from tidemill.domain.rehearsals import Rehearsal
from tidemill.gui.kit import numbers
from tidemill.gui.kit.cells import DeltaCell, StatusCell, TextCell
from tidemill.gui.kit.charts.forest import Interval, change_tone

if TYPE_CHECKING:
    from tidemill.services.score_changes import ScoreChange

Row = dict[str, object]
MOST_CELLS = 3
_OUTCOMES: dict[bool | None, tuple[str, str]] = {
    True: ("good", "becomes right"),
    False: ("bad", "becomes wrong"),
    None: ("off", ""),
}


def facts(found: Rehearsal) -> list[tuple[str, str, str]]:
    """How many flip, who was right, what it costs: caption, value, note."""
    known = found.n_better + found.n_worse
    right = f"{found.n_better:,} to {found.n_worse:,}" if known else numbers.MISSING
    note = f"right, v{found.version} to v{found.against}" if known else "no outcome is known"
    told = [
        ("Decisions that flip", f"{found.n_flips:,}", f"{found.share:.1%} of {found.n_rows:,}"),
        ("Known outcome", right, note),
    ]
    money = found.money
    if money is None:
        told.append(("Money", numbers.MISSING, "no costs are set"))
    else:
        is_certain = money.low > 0 or money.high < 0
        reach = f"{money.low:+,.0f} to {money.high:+,.0f}"
        told.append(
            ("Saved", f"{money.value:+,.0f}", reach if is_certain else f"{reach}, so not certain")
        )
    return told


def flow_words(found: Rehearsal) -> str:
    """Which decisions become which, largest first."""
    told = [f"{one.before} → {one.after}: {one.n:,}" for one in found.flips[:6]]
    return " · ".join(told)


def money_rows(found: Rehearsal) -> list[Interval]:
    """What each direction of the flips earns or costs, and together."""
    money = found.money
    if money is None:
        return []
    rows = [
        _interval(f"{one.before} → {one.after}", found.unit, one.value, one.low, one.high)
        for one in found.parts[:4]
    ]
    together = _interval("Together", found.unit, money.value, money.low, money.high)
    return [*rows, replace(together, is_strong=True)]


def _interval(label: str, unit: str, value: float, low: float, high: float) -> Interval:
    sign = "+" if value > 0 else "−" if value < 0 else ""
    words = f"{sign}{unit}{numbers.integer(abs(value))}"
    return Interval(label, value, low, high, words, change_tone(low, high))


def segment_rows(found: Rehearsal) -> list[Row]:
    """For whom decisions flip, those that are more than chance first."""
    return [
        {
            "group": TextCell(one.words),
            "share": f"{one.share:.1%}",
            "flips": numbers.integer(one.n_flips),
            "n": numbers.integer(one.n),
            "verdict": StatusCell(
                "warn" if one.is_certain else "off",
                "more than chance" if one.is_certain else "may be chance",
            ),
        }
        for one in found.segments
    ]


def flip_rows(found: Rehearsal) -> list[Row]:
    """The rows to open, named by their number."""
    rows: list[Row] = []
    for one in found.rows:
        values = zip(found.columns[:MOST_CELLS], one.cells[:MOST_CELLS], strict=True)
        status, words = _OUTCOMES[one.is_better]
        rows.append(
            {
                "id": one.row,
                "row": TextCell(one.id or numbers.integer(one.row + 1)),
                "decision": f"{one.before} → {one.after}",
                "before": numbers.decimal(one.score_before, 3),
                "after": numbers.decimal(one.score_after, 3),
                "cells": ", ".join(f"{name} {value}" for name, value in values),
                "outcome": StatusCell(status, words or one.truth or numbers.MISSING),
            }
        )
    return rows


def change_rows(found: "ScoreChange") -> list[Row]:
    """What each column did, and what the model did for everyone."""
    rows: list[Row] = [
        {
            "column": TextCell(one.column),
            "before": one.before,
            "after": one.after,
            "data": DeltaCell(numbers.delta(one.data, 4)),
            "model": DeltaCell(numbers.delta(one.model, 4)),
            "total": DeltaCell(numbers.delta(one.total, 4)),
        }
        for one in found.columns
    ]
    everyone = DeltaCell(numbers.delta(found.everyone, 4))
    rows.append({"column": TextCell("For everyone"), "before": "", "after": "",
                 "model": everyone, "total": everyone})  # fmt: skip
    return rows
