"""What a step of an automation remembers of the time it was last done, and whether that counts."""

from dataclasses import dataclass, field, replace
from typing import Any

from tidemill.domain.jobs import Job
from tidemill.domain.step_inputs import Inputs, sentence
from tidemill.services.workspace import Workspace
from tidemill.store import automations


@dataclass(frozen=True)
class Memory:
    """Whether the step a job does is to be done, the sentence why, and what it made last time."""

    is_due: bool
    reason: str
    inputs: Inputs
    made: dict[str, Any] = field(default_factory=dict)

    def result(self, made: dict[str, Any] | None = None) -> dict[str, Any]:
        """What the job's result says of its step."""
        told = self.made if made is None and not self.is_due else (made or {})
        return {
            "skipped": not self.is_due,
            "reason": self.reason,
            "inputs": self.inputs,
            "made": told,
        }


def recall(workspace: Workspace, job: Job, inputs: Inputs) -> Memory:
    """Compare what goes into a job's step with what went in when it was last done well.

    A job that is no step of an automation was asked for by hand and is always due.
    """
    if job.automation_run_id is None:
        return Memory(True, "Asked for by hand", inputs)
    with workspace.store.read() as connection:
        step = automations.step_of_job(connection, job.id)
        before = None if step is None else automations.last_done(connection, step)
    if before is None:
        return Memory(True, sentence(inputs, None, None)[1], inputs)
    is_due, reason = sentence(inputs, before.inputs, before.run_id)
    return Memory(is_due, reason, inputs, before.made)


def always(memory: Memory, why: str) -> Memory:
    """The same for a step that is done each time; the reason says why."""
    if memory.is_due:
        return memory
    return replace(memory, is_due=True, reason=f"Ran again: {why}")
