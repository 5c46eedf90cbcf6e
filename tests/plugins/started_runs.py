"""What triggers started, and what they remember."""

from tidemill.domain.automations import Automation
from tidemill.domain.triggers import TriggerState
from tidemill.services import automation_runs
from tidemill.services.trigger_look import Look
from tidemill.services.workspace import Workspace
from tidemill.store import trigger_states


def look(workspace: Workspace) -> list[int]:
    """Let the worker look at all triggers once; the runs that were started."""
    return Look(workspace).now()


def causes_of(workspace: Workspace, automation: Automation) -> list[str]:
    """Why it started, oldest first."""
    views = automation_runs.of(workspace, automation.id)
    return [view.run.cause.sentence for view in reversed(views)]


def state_of(workspace: Workspace, automation: Automation, trigger: str) -> TriggerState:
    with workspace.store.read() as connection:
        return trigger_states.of(connection, automation.id)[trigger]
