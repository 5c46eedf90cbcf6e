"""An automation as commands tell it."""

from typing import Any

from tidemill.domain.automations import Automation, titles
from tidemill.services import rule_words


def item(one: Automation) -> dict[str, Any]:
    """Its fields as plain JSON types, with its sentence."""
    named = titles(one.steps, one.mode, one.model)
    return {
        "id": one.id,
        "name": one.name,
        "sentence": rule_words.sentence(one),
        "dataset": one.dataset,
        "model": one.model,
        "mode": str(one.mode),
        "is_on": one.is_on,
        "triggers": [
            {**trigger.to_dict(), "sentence": rule_words.start_words(trigger)}
            for trigger in one.triggers
        ],
        "steps": [
            {**step.to_dict(), "title": title} for step, title in zip(one.steps, named, strict=True)
        ],
        "limits": one.limits.to_dict(),
        "guards": one.guards.to_dict(),
        "created_at": one.created_at,
        "by": one.created_by,
    }
