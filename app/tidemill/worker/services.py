"""Keeps the services of deployments alive: started when they are wanted, again after a crash.

A service is a program of its own that outlives this worker; one that is found at work is left
alone. It ends by itself once its deployment is switched off.
"""

import logging
from collections.abc import Iterable

from tidemill.base.clock import monotonic
from tidemill.base.programs import own_command
from tidemill.domain.deployments import Deployment, ServiceState
from tidemill.services import deploying, workers
from tidemill.services.news import News
from tidemill.services.workspace import Workspace
from tidemill.worker.keeping import LOOK_S, Kept

IDLE_LOOK_S = 10.0
"""How often is looked where no deployment is on: news of one are heard at once."""

log = logging.getLogger(__name__)


class Services:
    """Starts what is wanted and not there.

    It looks when news say so, and once a second while a deployment is on.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._kept: dict[str, Kept] = {}
        self._next_look = 0.0
        self.is_needed = False
        """Whether a deployment is on that this worker keeps alive."""

    def hear(self, items: Iterable[News] | None) -> None:
        """Take in the news."""
        if items is None or any(item.topic in ("deployment", "process") for item in items):
            self._next_look = 0.0

    def tick(self) -> None:
        """Look after the services, if it is time."""
        if monotonic() < self._next_look:
            return
        self._next_look = monotonic() + LOOK_S
        wanted = {one.name: one for one in deploying.to_keep(self._workspace)}
        self.is_needed = bool(wanted)
        if not wanted and not self._kept:
            self._next_look = monotonic() + IDLE_LOOK_S
            return
        there = {one.message for one in workers.alive(self._workspace, deploying.PROCESS)}
        for name in list(self._kept):
            self._see(name, wanted.get(name))
        for name, one in wanted.items():
            kept = self._kept.setdefault(name, Kept())
            if name not in there and kept.may_start:
                self._start(kept, one)

    def _see(self, name: str, wanted: Deployment | None) -> None:
        """Take note of one that ended."""
        kept = self._kept[name]
        code = kept.ended()
        if code and wanted is not None:
            log.info("The service of %s ended with %d.", name, code)
            if wanted.state is not ServiceState.FAILED:  # it could not say so itself
                trouble = f"It ended by itself (exit code {code}) and is started again."
                deploying.say(self._workspace, name, ServiceState.FAILED, trouble=trouble)
        if wanted is None and kept.process is None:
            del self._kept[name]

    def _start(self, kept: Kept, one: Deployment) -> None:
        workspace = self._workspace
        command = own_command("-w", str(workspace.place), "serve", one.name)
        # One that was found at work may have died without a word: it is not ready any more.
        deploying.say(workspace, one.name, ServiceState.STARTING, address="")
        out = deploying.log_file(workspace, one).with_suffix(".out")
        kept.start(command, workspace.environment(), out)
        log.info("Started the service of %s.", one.name)
