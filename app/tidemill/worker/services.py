"""Keeps the services of deployments alive: started when they are wanted, again after a crash.

A service is a program of its own that outlives this worker; one that is found at work is left
alone. It ends by itself once its deployment is switched off.
"""

import logging
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass

from tidemill.base.clock import monotonic
from tidemill.base.programs import own_command, start_apart
from tidemill.domain.deployments import Deployment, ServiceState
from tidemill.services import deploying, workers
from tidemill.services.news import News
from tidemill.services.workspace import Workspace

LOOK_S = 1.0
IDLE_LOOK_S = 10.0
"""How often is looked where no deployment is on: news of one are heard at once."""

FIRST_S, LONGEST_S = 1.0, 60.0
"""How long after a crash it is started again: twice as long each time, up to a minute."""

WELL_S = 60.0
"""One that lived for so long is well: the next crash counts as its first."""

log = logging.getLogger(__name__)


@dataclass
class _Kept:
    """A service that was started here: its process, since when, and how it went."""

    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    wait_s: float = 0.0
    next_at: float = 0.0


class Services:
    """Starts what is wanted and not there.

    It looks when news say so, and once a second while a deployment is on.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._kept: dict[str, _Kept] = {}
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
            kept = self._kept.setdefault(name, _Kept())
            if kept.process is None and name not in there and monotonic() >= kept.next_at:
                self._start(kept, one)

    def _see(self, name: str, wanted: Deployment | None) -> None:
        """Take note of one that ended."""
        kept = self._kept[name]
        code = None if kept.process is None else kept.process.poll()
        if code is not None:
            kept.process = None
            if code == 0:  # it was told to: by a person, or by settings that move it
                kept.wait_s = kept.next_at = 0.0
            else:
                self._crashed(kept, wanted, code)
        if wanted is None and kept.process is None:
            del self._kept[name]

    def _crashed(self, kept: _Kept, one: Deployment | None, code: int) -> None:
        if monotonic() - kept.began > WELL_S:
            kept.wait_s = 0.0
        kept.wait_s = min(LONGEST_S, 2 * kept.wait_s or FIRST_S)
        kept.next_at = monotonic() + kept.wait_s
        if one is None:
            return
        log.info("The service of %s ended with %d.", one.name, code)
        if one.state is not ServiceState.FAILED:  # it could not say so itself
            trouble = f"It ended by itself (exit code {code}) and is started again."
            deploying.say(self._workspace, one.name, ServiceState.FAILED, trouble=trouble)

    def _start(self, kept: _Kept, one: Deployment) -> None:
        workspace = self._workspace
        path = deploying.log_file(workspace, one).with_suffix(".out")
        path.parent.mkdir(parents=True, exist_ok=True)
        command = own_command("-w", str(workspace.place), "serve", one.name)
        # One that was found at work may have died without a word: it is not ready any more.
        deploying.say(workspace, one.name, ServiceState.STARTING, address="")
        with path.open("wb") as out:
            kept.process = start_apart(command, workspace.environment(), out)
        kept.began = monotonic()
        log.info("Started the service of %s.", one.name)
