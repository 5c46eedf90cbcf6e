"""The candidate is on no part of the rows surely worse than the champion."""

from tidemill.base.errors import NeedsYou
from tidemill.domain.columns import Kind
from tidemill.domain.deep_slices import Found, PartFigure, changes, parts
from tidemill.domain.entries import GateEntry, Parameter
from tidemill.domain.gates import GateFacts, GateResult
from tidemill.domain.metrics import Metric, metric

MOST_COLUMNS = 30

ENTRY = GateEntry(
    "not_worse_on_slices",
    1,
    "Not worse on any slice",
    "On every slice of the columns the candidate is not surely worse than the champion by more "
    "than the margin: no interval, wide enough for all slices together, lies wholly beyond it. "
    "Without a champion it is held against the prior.",
    (
        Parameter("margin", "Margin", 0.0, 0.0, help="How much worse it may surely be."),
        Parameter("depth", "Columns a slice", 1, 1, 2, help="Slices by one column, or by two."),
        Parameter(
            "columns", "Columns", "", help="By these alone, by commas; else all.", of="columns"
        ),
        Parameter("level", "Level of the intervals together", 0.95, 0.5, 0.999),
    ),
    formula="slices whose interval of (candidate − champion) lies wholly under −margin = 0",
)


def decide(
    facts: GateFacts,
    *,
    margin: float = 0.0,
    depth: int = 1,
    columns: str = "",
    level: float = 0.95,
) -> GateResult:
    """Pass if no slice's interval of the gain lies wholly under minus the margin."""
    if facts.champion_problem:
        return _failed(f"It cannot be told from the champion. {facts.champion_problem}")
    names = [name.strip() for name in columns.split(",") if name.strip()]
    absent = [name for name in names if name not in facts.rows]
    if absent:
        return _failed("The rows judged on have no column " + ", ".join(absent) + ".")
    try:
        chosen = metric(facts.task, facts.metric)
        known = _columns(facts, names)
        found = changes(
            chosen,
            facts.y_true,
            facts.candidate,
            facts.rival,
            parts([facts.rows[name] for name in known], depth),
            level=level,
        )
    except (NeedsYou, ValueError, IndexError) as error:
        said = error.message if isinstance(error, NeedsYou) else f"{error}."
        return _failed(f"The slices cannot be measured. {said}")
    if not found.n_measured:
        return _failed("No slice has enough rows to be measured.")
    worse = [one for one in found.parts if one.high < -margin]
    weakest = found.parts[0]
    return GateResult.of(
        ENTRY,
        not worse,
        _words(facts, chosen, found, worse, margin),
        value=weakest.high,
        limit=-margin,
        evidence={
            "metric": chosen.id,
            "against": facts.rival_words.removeprefix("the "),
            "measured": found.n_measured,
            "too_few_rows": found.n_silent,
            "worst": [one.to_dict() for one in found.parts[:5]],
        },
    )


def _columns(facts: GateFacts, names: list[str]) -> list[str]:
    """The columns asked for, or those the candidate reads; texts that all differ make no slices."""
    if names:
        return names
    read = [name for name in facts.features if name in facts.rows]
    read = [name for name in read if facts.rows[name].kind is not Kind.TEXT]
    return read[:MOST_COLUMNS]


def _failed(message: str) -> GateResult:
    return GateResult.of(ENTRY, False, message)


def _words(
    facts: GateFacts, chosen: Metric, found: Found, worse: list[PartFigure], margin: float
) -> str:
    n = f"{found.n_measured:,} slice{'s' if found.n_measured != 1 else ''}"
    more = f" by more than {margin:g}" if margin else ""
    if not worse:
        return f"On none of {n} is {chosen.title} surely worse than with {facts.rival_words}{more}."
    first = worse[0]
    gap, low, high = (
        f"{value:+.{chosen.decimals}f}".replace("-", "−")
        for value in (first.gap, first.low, first.high)
    )
    others = f" So it is on {len(worse) - 1:,} more of {n}." if len(worse) > 1 else ""
    return (
        f"Where {first.words} ({first.n:,} rows), {chosen.title} is surely worse than with "
        f"{facts.rival_words}{more}: {gap} ({low} to {high}).{others}"
    )
