"""Asking for versions to be made ready for services, in the transaction that makes it needed."""

from tidemill.domain.deployments import DeploymentKind
from tidemill.domain.jobs import JobRequest
from tidemill.domain.models import ModelVersion
from tidemill.jobs import queue
from tidemill.store import deployments
from tidemill.store.engine import Transaction

KIND = "model.ready"

_WAY = 1
"""Raised where files made before would not do any more."""


def ask_in(tx: Transaction, version: ModelVersion) -> None:
    """Ask the worker to make a version ready, where a service of its model is on; once."""
    every = deployments.every(tx.connection)
    is_served = any(
        one.is_on and one.model == version.model and one.kind is DeploymentKind.HTTP
        for one in every
    )
    if is_served:
        request = JobRequest(
            KIND,
            {"version": version.id},
            priority=12,
            key=f"{KIND}:{version.id}:{_WAY}",
            asked_by=version.by,
            cause=f"a service of {version.model} is on",
        )
        queue.enqueue(tx, request)
