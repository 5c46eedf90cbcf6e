"""What the answers to rows lose: what they cost, else how far they are off."""

from tidemill.domain.business_value import Array, Costs
from tidemill.domain.recipes import Task
from tidemill.services.training.predictions import Predictions

_TITLES = {
    Task.BINARY: "the share of wrong answers",
    Task.MULTICLASS: "the share of wrong answers",
    Task.REGRESSION: "the mean absolute error",
}


def title(task: Task, costs: Costs) -> str:
    """What the mean of them is called."""
    return "the cost a row" if costs else _TITLES[task]


def of_rows(said: Predictions, costs: Costs, is_estimated: bool) -> Array | None:
    """The loss of each row with a label, or expected of each row; None where it can't be told."""
    if not costs:
        costs = _plain_costs(said, costs.threshold)
    if not is_estimated:
        truth, values = said.judged()
        return costs.of_answers(said.task, said.levels, truth, values, said.own)
    if said.task is Task.REGRESSION:
        return None
    return costs.expected(said.task, said.levels, said.values, said.own)


def _plain_costs(said: Predictions, threshold: float) -> Costs:
    """A wrong answer costs one, and so does a unit off."""
    if said.task is Task.REGRESSION:
        return Costs({"over": 1.0, "under": 1.0})
    pairs = {f"{t}:{d}": 1.0 for t in said.levels for d in said.levels if t != d}
    return Costs(pairs, threshold)
