"""A model of columns of every kind, and its service."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tidemill.base.clock import HeldClock
from tidemill.services import workspace as workspaces
from tidemill.services.workspace import Workspace

sys.path.insert(0, str(Path(__file__).parent))

from running_service import Running, served, with_models


@pytest.fixture
def workspace(tmp_path: Path, filled_once: Any) -> Iterator[Workspace]:
    """The model `buyers` with v1 serving and v2 behind it."""
    made = workspaces.create(tmp_path / "ws", clock=HeldClock(), login="ada")
    try:
        made.clock.at = filled_once(made, with_models)  # type: ignore[attr-defined]
        yield made
    finally:
        made.close()


@pytest.fixture
def service(workspace: Workspace) -> Iterator[Running]:
    """The service of `buyers`."""
    with served(workspace) as running:
        yield running


@pytest.fixture
def serve(workspace: Workspace) -> Callable[..., Any]:
    """Serve with other times: `with serve(Times(...)) as running`."""
    return lambda times=None: served(workspace, times)
