"""The candidate treats the groups of a column alike."""

from tidemill.base.errors import NeedsYou
from tidemill.domain.entries import GateEntry, Parameter
from tidemill.domain.gates import GateFacts, GateResult
from tidemill.domain.group_figures import CRITERIA, EQUALIZED_ODDS, RATES, Apart, group_figures
from tidemill.domain.metrics import metric

ENTRY = GateEntry(
    "fair",
    1,
    "Fair between groups",
    "A figure of the groups of a column lies at most so far apart. demographic_parity: the share "
    "said yes; equal_opportunity: the share of true yes that is found; equalized_odds: that, and "
    "the share of true no said yes; metric: the measure of the model, for any task.",
    (
        Parameter("column", "Column of the groups", "", of="column", needed=True),
        Parameter("criterion", "What is to be equal", EQUALIZED_ODDS, choices=tuple(CRITERIA)),
        Parameter("most", "Largest difference", 0.1, 0.0),
        Parameter("threshold", "Yes from a probability of", 0.5, 0.0, 1.0),
    ),
    formula="largest difference of the measure between two groups ≤ limit",
)


def decide(
    facts: GateFacts,
    *,
    column: str = "",
    criterion: str = EQUALIZED_ODDS,
    most: float = 0.1,
    threshold: float = 0.5,
) -> GateResult:
    """Pass if the largest difference between two groups is at most `most`."""
    if not column:
        return _failed("No column names the groups.")
    if column not in facts.rows:
        return _failed(f"The rows judged on have no column {column}.")
    try:
        found = group_figures(
            facts.rows[column],
            facts.task,
            facts.y_true,
            facts.candidate,
            criterion=criterion,
            metric_id=facts.metric,
            threshold=threshold,
        )
    except (NeedsYou, ValueError, IndexError) as error:
        said = error.message if isinstance(error, NeedsYou) else f"{error}."
        return _failed(f"The groups of {column} cannot be compared. {said}")
    apart = found.apart
    passed = apart.value <= most
    return GateResult.of(
        ENTRY,
        passed,
        _words(facts, column, apart, most),
        value=apart.value,
        limit=most,
        evidence=found.to_dict(),
    )


def _words(facts: GateFacts, column: str, apart: Apart, most: float) -> str:
    title = RATES.get(apart.of) or metric(facts.task, facts.metric).title
    low, high = (f"{value:.3f}".replace("-", "−") for value in (apart.low, apart.high))
    return (
        f"{title} by {column} differs by {apart.value:.3f} ({low} to {high}), most between "
        f"{apart.highest} and {apart.lowest}; at most {most:g} is allowed."
    )


def _failed(message: str) -> GateResult:
    return GateResult.of(ENTRY, False, message)
