"""What the candidate says lies near what happens."""

from tidemill.base.errors import NeedsYou
from tidemill.domain.calibration_errors import calibration_error
from tidemill.domain.entries import GateEntry, Parameter
from tidemill.domain.gates import GateFacts, GateResult
from tidemill.domain.recipes import Task

ENTRY = GateEntry(
    "calibrated",
    1,
    "Calibrated",
    "The calibration error in ten bins, freed of what chance adds, is at most the limit: of "
    "probabilities as it is, of numbers in standard deviations of the truth.",
    (Parameter("most", "Largest error", 0.05, 0.0, 1.0),),
    formula="calibration error, less the part that chance makes ≤ limit",
)


def decide(facts: GateFacts, *, most: float = 0.05) -> GateResult:
    """Pass if the debiased calibration error is at most `most`."""
    try:
        found = calibration_error(facts.task, facts.y_true, facts.candidate)
    except (NeedsYou, ValueError) as error:
        said = error.message if isinstance(error, NeedsYou) else f"{error}."
        return GateResult.of(ENTRY, False, f"The calibration cannot be measured. {said}")
    unit = " standard deviations" if facts.task is Task.REGRESSION else ""
    passed = found.value <= most
    far = max(found.bins, key=lambda one: abs(one.said - one.happened))
    message = (
        f"{found.what.capitalize()} is off by {found.value:.3f}{unit} on {len(facts.y_true):,} "
        f"rows; at most {most:g} is allowed."
    )
    if not passed:
        message += f" Farthest: it says {far.said:.3g} where {far.happened:.3g} is true."
    return GateResult.of(
        ENTRY, passed, message, value=found.value, limit=most, evidence=found.to_dict()
    )
