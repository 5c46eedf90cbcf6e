"""What goes with a model that is handed over whole: card, recipe, schema, example rows."""

import json
from dataclasses import replace
from typing import Any

import numpy as np

from tidemill.base.progress import Reporter
from tidemill.domain.models import ModelVersion
from tidemill.domain.outgoing import Outgoing
from tidemill.services import datasets, model_cards
from tidemill.services.export_proofs import ProofRows, plain
from tidemill.services.training.models import TrainedModel
from tidemill.services.workspace import Workspace

N_EXAMPLES = 20


def with_papers(
    workspace: Workspace,
    going: Outgoing,
    version: ModelVersion,
    model: TrainedModel,
    rows: ProofRows,
    reporter: Reporter,
) -> Outgoing:
    """The model with its papers; example rows have no values of personal columns."""
    address = f"{version.model}@{version.number}"
    card = model_cards.card(workspace, address, reporter)
    learned_on = datasets.version_of_id(workspace, version.dataset_version_id).schema
    target = model.recipe.target
    kind = str(learned_on[target].kind) if target in learned_on else "text"
    recipe = model.recipe.to_dict()
    schema = {
        "columns": _columns(going, model),
        "target": {"name": _raw_target(going, target), "kind": kind},
        "task": going.task,
        "levels": list(going.levels),
    }
    return replace(
        going,
        number=version.number,
        question=card.subtitle,
        target=going.source(target),
        target_kind=kind,
        papers={
            "card.html": model_cards.html(card).encode(),
            "recipe.json": _json(recipe),
            "schema.json": _json(schema),
        },
        examples=tuple(_examples(going, rows)),
    )


def _columns(going: Outgoing, model: TrainedModel) -> list[dict[str, Any]]:
    """The columns that go in, as they come."""
    if going.steps:
        assert model.raw is not None
        return [model.raw[name].to_dict() for name, _ in going.raw]
    return [{**one.to_dict(), "name": going.source(one.name)} for one in model.inputs.columns]


def _raw_target(going: Outgoing, target: str) -> str:
    return going.absent[0][0] if going.absent else going.source(target)


def _examples(going: Outgoing, rows: ProofRows) -> list[dict[str, Any]]:
    """Stored rows, evenly spread, and one in which every other value is missing."""
    n = rows.stored.n_rows
    chosen = np.unique(np.linspace(0, n - 1, min(n, N_EXAMPLES)).astype(np.int64))
    found = [
        {
            going.source(name): None if name in rows.personal else plain(value)
            for name, value in row.items()
        }
        for row in rows.stored.take(chosen[chosen >= 0]).rows()
    ]
    if found:
        found.append({k: v if i % 2 else None for i, (k, v) in enumerate(found[0].items())})
    return found


def _json(value: Any) -> bytes:
    return json.dumps(value, indent=1, ensure_ascii=False).encode()
