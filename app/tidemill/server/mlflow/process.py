"""The endpoint in the foreground: it listens until it is told to end."""

import asyncio
import gc
import signal
from collections.abc import Callable
from types import FrameType

from tidemill.domain.deployments import HttpSettings
from tidemill.server.listening import listening, server_of
from tidemill.server.mlflow.app import application
from tidemill.services import workers
from tidemill.services.mlflow import experiments
from tidemill.services.mlflow.tracker import Tracker
from tidemill.services.workspace import Workspace


def run(
    workspace: Workspace, project: str, settings: HttpSettings, on_ready: Callable[[str], None]
) -> None:
    """Answer until told to end; `on_ready` is told the address. `WorldError` where it can't
    listen."""
    tracker = Tracker(workspace, project, on_job=lambda: workers.ensure(workspace))
    experiments.note_all(tracker)
    plug = listening(settings)
    server = server_of(application(tracker, settings))

    def stop(_number: int = 0, _frame: FrameType | None = None) -> None:
        server.should_exit = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    plug.listen(1024)
    gc.enable()  # switched off while modules were read
    try:
        on_ready(settings.address)
        asyncio.run(server.serve([plug]))
    finally:
        plug.close()
