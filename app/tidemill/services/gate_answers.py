"""What the gates of a set say of a candidate: gathers what they need, then asks each."""

from collections.abc import Sequence
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.catalog.discovery import family
from tidemill.domain.example_answers import ExampleAnswer
from tidemill.domain.gate_sets import GateSet
from tidemill.domain.gates import CheckResult, GateFacts
from tidemill.services import gate_sets
from tidemill.services.gate_facts import Judged, gathered
from tidemill.services.serving.fields import Fields, needed_of
from tidemill.services.serving.served_models import needs_of
from tidemill.services.training import raw_rows
from tidemill.services.training.models import TrainedModel
from tidemill.services.workspace import Workspace


def said(
    workspace: Workspace, facts: GateFacts, judged: Judged, gates: GateSet, model: str
) -> list[dict[str, Any]]:
    """What each gate of a set says, in the set's order; a gate that can't be asked fails."""
    known = gate_sets.entries()
    gates = gates.checked(known)
    with workspace.store.read() as connection:
        examples = gate_sets.examples_in(connection, model)
    facts = gathered(facts, judged, gates.needs(known), lambda: tested(judged.candidate, examples))
    modules = family("gates")
    return [
        modules[wish.gate].decide(facts, **known[wish.gate].settings(wish.settings)).to_dict()
        for wish in gates.gates
    ]


def tested(model: TrainedModel, examples: Sequence[ExampleAnswer]) -> tuple[CheckResult, ...]:
    """Whether a model answers each example row as expected, as a service would answer it."""
    columns = raw_rows.expected(model)
    fields = Fields(columns, needed_of(columns, model.recipe.target, needs_of(model)))
    return tuple(_tested(model, fields, one) for one in examples)


def _tested(model: TrainedModel, fields: Fields, example: ExampleAnswer) -> CheckResult:
    try:
        fields.check([example.row])
        answers, rows = raw_rows.score_raw(model, fields.frame([example.row]))
    except NeedsYou as error:
        return example.name, False, error.message
    if not len(rows):
        return example.name, False, "the steps of preparation leave the row out."
    return example.judge(model.task, model.levels, answers.values[0])
