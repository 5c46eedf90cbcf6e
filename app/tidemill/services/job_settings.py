"""What the settings say of jobs: their bounds, and how many heavy ones run beside each other."""

from typing import Any

from sqlalchemy import Connection

from tidemill.domain.job_limits import JobLimits
from tidemill.domain.options import of_workspace
from tidemill.jobs.limits import Policy
from tidemill.services.workspace import Workspace
from tidemill.store import settings

SECONDS, CORES = of_workspace.JOB_SECONDS.key, of_workspace.JOB_CORES.key
MEMORY, HEAVY = of_workspace.JOB_MEMORY.key, of_workspace.HEAVY_AT_ONCE.key


def limits(connection: Connection) -> JobLimits:
    """The bounds of a job that has none of its own; 0 in the settings is no bound."""

    def found(key: str) -> Any:
        return settings.get(connection, key, 0) or None

    return JobLimits(found(SECONDS), found(CORES), found(MEMORY))


def policy(workspace: Workspace) -> Policy:
    """How many jobs run beside each other, and their bounds."""
    with workspace.store.read() as connection:
        n_heavy = int(settings.get(connection, HEAVY, 1))
        return Policy(n_heavy=max(1, n_heavy), limits=limits(connection))
