"""A store whose model's service is switched on, and what its process would say of itself."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tidemill.domain.deployments import Deployment, ServiceState
from tidemill.domain.models import Model
from tidemill.domain.traffic import Minute, class_of
from tidemill.services import deploying, workers
from tidemill.services.workspace import Workspace
from tidemill.store import models, traffic

Say = Callable[..., None]


@pytest.fixture
def flights_late(workspace: Workspace, flights: Any, build: Any) -> Model:
    """A model with a champion and nothing that answers."""
    made: Model = build.add_model(workspace, flights)
    return made


@pytest.fixture
def service(workspace: Workspace, flights_late: Model) -> Deployment:
    """Its service, switched on: nothing answers yet."""
    return deploying.http(workspace, flights_late.name).deployment


@pytest.fixture
def ready(workspace: Workspace, service: Deployment) -> Deployment:
    """Its service at work: a process says hello for it, and that it is ready."""
    identity = workers.register(workspace, deploying.PROCESS)
    workers.beat(workspace, identity, service.name)
    with workspace.store.read() as connection:
        champion = models.champion(connection, service.model_id)
    assert champion is not None
    deploying.say(
        workspace,
        service.name,
        ServiceState.READY,
        address=service.http.address,
        serves_id=champion.id,
    )
    return deploying.find(workspace, service.name)


@pytest.fixture
def ask(workspace: Workspace) -> Callable[..., None]:
    """`ask(deployment, n, minutes_ago=, ms=, refused=, failed=)`: as if it had been asked."""

    def write(one: Deployment, n: int, minutes_ago: int = 0, ms: float = 2.0, **more: int) -> None:
        at = workspace.clock.now().replace(second=0, microsecond=0)
        minute = Minute(
            at - timedelta(minutes=minutes_ago),
            n,
            more.get("refused", 0),
            more.get("failed", 0),
            more.get("peak", 1),
            {class_of(ms / 1000): n},
        )
        with workspace.store.write() as tx:
            traffic.add(tx, one.id, one.name, minute)

    return write
