"""What starts each automation, as lists show it."""

from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.domain.automations import Automation
from tidemill.domain.triggers import TriggerState
from tidemill.services.trigger_kinds import sentence
from tidemill.services.workspace import Workspace
from tidemill.store import automations
from tidemill.store import trigger_states as states


def every(workspace: Workspace) -> list[dict[str, Any]]:
    """All triggers: automation, trigger, name, kind, settings, sentence, is_on, next_at, said."""
    with workspace.store.read() as connection:
        known = states.every(connection)
        found = automations.every(connection)
    return [item for one in found for item in _items(one, known)]


def of(workspace: Workspace, automation: Automation) -> list[dict[str, Any]]:
    """The triggers of one automation, as `every`."""
    with workspace.store.read() as connection:
        return _items(automation, states.every(connection))


def _items(automation: Automation, known: dict[states.Key, TriggerState]) -> list[dict[str, Any]]:
    items = []
    for trigger in automation.triggers:
        state = known.get((automation.id, trigger.id))
        try:
            words = sentence(trigger)
        except NeedsYou as error:  # set in a newer version
            words = error.message
        items.append(
            {
                "automation": automation.id,
                "trigger": trigger.id,
                "name": automation.name,
                "kind": trigger.kind,
                "settings": trigger.settings,
                "sentence": words,
                "is_on": automation.is_on,
                "next_at": state.next_at if state is not None and automation.is_on else None,
                "said": "" if state is None or not automation.is_on else state.said,
            }
        )
    return items
