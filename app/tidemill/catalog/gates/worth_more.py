"""The candidate's answers bring more money than the champion's on the same rows."""

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.domain.business_value import Spread
from tidemill.domain.entries import GateEntry, Parameter
from tidemill.domain.gates import GateFacts, GateResult

ENTRY = GateEntry(
    "worth_more",
    1,
    "Worth more",
    "By the costs of the model's answers the candidate brings surely more than the champion, row "
    "by row. Without a champion it is held against the prior.",
    (
        Parameter(
            "margin", "More in 1,000 rows", 0.0, help="So much more in money, at least and surely."
        ),
    ),
    formula="lower end of the interval of the money saved in 1,000 rows > margin",
)

_ROWS = 1_000


def decide(facts: GateFacts, *, margin: float = 0.0) -> GateResult:
    """Pass if the interval of the mean saving in 1,000 rows lies above `margin`."""
    if facts.champion_problem:
        return _failed(f"It cannot be told from the champion. {facts.champion_problem}")
    if not facts.costs:
        return _failed("What answers of the model cost is not known.")
    try:
        facts.costs.checked(facts.task, facts.levels)
        ours, theirs = facts.thresholds
        new, old = (
            facts.costs.of_answers(facts.task, facts.levels, facts.y_true, said, own)
            for said, own in (
                (facts.candidate, ours),
                (facts.rival, None if facts.champion is None else theirs),
            )
        )
        saved = np.asarray(old - new)
    except (NeedsYou, ValueError, IndexError) as error:
        said = error.message if isinstance(error, NeedsYou) else f"{error}."
        return _failed(f"The costs cannot be told. {said}")
    if len(saved) < 2 or not np.isfinite(saved).all():
        return _failed("The rows are too few to tell what the answers cost.")
    more = Spread.of(saved).amount().times(_ROWS)
    unit = f" {facts.costs.unit}" if facts.costs.unit else ""
    passed = more.low > margin
    gain, low, high = (
        f"{value:+,.2f}".replace("-", "−") for value in (more.value, more.low, more.high)
    )
    message = (
        f"In {_ROWS:,} rows its answers bring {gain}{unit} ({low} to {high}) more than those of "
        f"{facts.rival_words}."
    )
    if not passed:
        wanted = f"{margin:,g}{unit} more" if margin else "more"
        message += f" That it brings {wanted} is not certain."
    return GateResult.of(
        ENTRY,
        passed,
        message,
        value=more.low,
        limit=margin,
        evidence={
            "cost_a_row": float(new.mean()),
            "other_cost_a_row": float(old.mean()),
            "against": facts.rival_words.removeprefix("the "),
            "gain": more.to_dict(),
            "unit": facts.costs.unit,
            "rows": len(saved),
        },
    )


def _failed(message: str) -> GateResult:
    return GateResult.of(ENTRY, False, message)
