"""Learned again with other seeds the candidate does about as well."""

from tidemill.base.errors import NeedsYou
from tidemill.domain.entries import GateEntry, Parameter
from tidemill.domain.gates import SEEDS, GateFacts, GateResult
from tidemill.domain.intervals import metric_intervals
from tidemill.domain.metrics import metric

ENTRY = GateEntry(
    "stable_over_seeds",
    1,
    "Stable over seeds",
    "Learned from the same rows with two other seeds, its measure on the rows held out spreads by "
    "at most so many widths of its 95 % interval.",
    (Parameter("most", "Widths of the interval", 0.5, 0.0),),
    needs=frozenset({SEEDS}),
    formula="(largest − smallest measure over seeds) / width of its interval ≤ limit",
)


def decide(facts: GateFacts, *, most: float = 0.5) -> GateResult:
    """Pass if largest less smallest measure over the seeds is at most `most` interval widths."""
    if not facts.seeds:
        words = facts.trouble(SEEDS, "It was not learned again.")
        return _failed(f"It was not learned with other seeds. {words}")
    try:
        chosen = metric(facts.task, facts.metric)
        values = [chosen.value(facts.y_true, said) for said in (facts.candidate, *facts.seeds)]
        intervals = metric_intervals(facts.task, facts.y_true, facts.candidate)
    except (NeedsYou, ValueError) as error:
        said = error.message if isinstance(error, NeedsYou) else f"{error}."
        return _failed(f"The measure cannot be told. {said}")
    spread = max(values) - min(values)
    interval = intervals[chosen.id]
    width = interval.high - interval.low
    still = float("inf") if spread else 0.0
    share = spread / width if width else still
    passed = share <= most
    shown = " to ".join(dict.fromkeys(chosen.words(value) for value in (min(values), max(values))))
    return GateResult.of(
        ENTRY,
        passed,
        f"With {len(values)} seeds {chosen.title} is {shown}: {share:.2f} widths of its interval; "
        f"at most {most:g} are allowed.",
        value=share if width else None,
        limit=most,
        evidence={"metric": chosen.id, "values": values, "width": width},
    )


def _failed(message: str) -> GateResult:
    return GateResult.of(ENTRY, False, message)
