"""Keeps MLflow's interface open on this computer as long as its switch wants it."""

import logging
from collections.abc import Iterable

from tidemill.base.clock import monotonic
from tidemill.base.programs import own_command
from tidemill.services.mlflow import switch
from tidemill.services.news import News
from tidemill.services.workspace import Workspace
from tidemill.worker.keeping import LOOK_S, Kept

IDLE_LOOK_S = 10.0
"""How often is looked where it is off: news of the switch are heard at once."""

log = logging.getLogger(__name__)


class Door:
    """Starts the process where it is wanted and not there; it ends by itself.

    It outlives this worker, and one that is found at work is left alone.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._kept = Kept()
        self._keys = switch.keys()
        self._next_look = 0.0
        self.is_needed = False
        """Whether this worker is to stay for it, even where no window is open."""

    def hear(self, items: Iterable[News] | None) -> None:
        """Take in the news: of the switch, and of windows that come and go."""
        if items is None or any(
            one.topic == "process" or (one.topic == "setting" and one.key in self._keys)
            for one in items
        ):
            self._next_look = 0.0

    def tick(self) -> None:
        """Look after the process, if it is time."""
        if monotonic() < self._next_look:
            return
        wanted = switch.wanted(self._workspace)
        self.is_needed = wanted.is_on and wanted.keeps_on
        self._next_look = monotonic() + (LOOK_S if wanted.is_on else IDLE_LOOK_S)
        self._see(is_on=wanted.is_on)
        if not switch.is_wanted_now(self._workspace, wanted):
            return
        if self._kept.may_start and not switch.at_work_here(self._workspace):
            command = own_command("-w", str(self._workspace.place), "tracking", "switched")
            out = switch.log_file(self._workspace).with_suffix(".out")
            self._kept.start(command, self._workspace.environment(), out)
            log.info("Started MLflow's interface.")

    def _see(self, *, is_on: bool) -> None:
        """Take note of its end."""
        code = self._kept.ended()
        if code and is_on:
            log.info("MLflow's interface ended with %d.", code)
            if not switch.look(self._workspace).trouble:  # it could not say so itself
                trouble = f"It ended by itself (exit code {code}) and is started again."
                switch.say(self._workspace, trouble)
