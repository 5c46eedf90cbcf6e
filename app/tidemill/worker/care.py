"""What the worker minds beside its jobs: settings, room on the disk, letting old things go."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from tidemill.base.clock import monotonic
from tidemill.base.errors import WorldError
from tidemill.domain.quiet_hours import QuietHours
from tidemill.jobs.limits import Policy
from tidemill.services import disk_room, job_settings, retention, work_hours
from tidemill.services.news import News
from tidemill.services.workspace import Workspace

ROOM_S = 2.0
DUE_S = 60.0
"""How often it is asked whether old things are to go."""

log = logging.getLogger(__name__)


class Care:
    """Says how many jobs may be begun now, and lets old things go in small steps while idle."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._policy: Policy | None = None
        self._next_room = 0.0
        self._next_due = monotonic() + ROOM_S
        self._steps: Iterator[retention.LetGo] | None = None
        self.held = ""
        """Why no new job is begun, in words; empty while jobs are."""
        self.quiet = ""
        """What quiet hours hold back now, in words; empty outside them."""
        self._hours: tuple[QuietHours | None, datetime | None] | None = None

    def hear(self, items: Iterable[News] | None) -> None:
        """Take in the news: the settings may have changed."""
        if items is None or any(item.topic == "setting" for item in items):
            self._policy = self._hours = None
            self._next_room = 0.0

    def policy(self) -> Policy:
        """How many jobs run beside each other, their bounds, and whether new ones are held back."""
        if self._policy is None:
            self._policy = job_settings.policy(self._workspace)
        if monotonic() >= self._next_room:
            self._next_room = monotonic() + ROOM_S
            self._look_for_room()
        self._look_at_the_clock()
        held, quiet = bool(self.held), bool(self.quiet)
        if (self._policy.is_held, self._policy.is_quiet) != (held, quiet):
            self._policy = replace(self._policy, is_held=held, is_quiet=quiet)
        return self._policy

    def _look_at_the_clock(self) -> None:
        """Say whether quiet hours are now; the store is asked only where a setting was changed."""
        if self._hours is None:
            self._hours = work_hours.chosen(self._workspace)
        end = work_hours.quiet_end(*self._hours, self._workspace.clock.now())
        self.quiet = "" if end is None else work_hours.told(end)

    def _look_for_room(self) -> None:
        room = disk_room.look(self._workspace)
        if room is None or (room.is_enough_again if self.held else not room.is_short):
            if self.held:
                log.info("There is room on the disk again: jobs go on.")
            self.held = ""
        elif not self.held:
            can_go = disk_room.told(disk_room.freeable(self._workspace))
            self.held = f"{room.words} {can_go}".rstrip()
            log.info("%s", self.held)

    def tidy_a_little(self) -> None:
        """Take the next small step, if it is time to let old things go."""
        if self._steps is None:
            if monotonic() < self._next_due:
                return
            self._next_due = monotonic() + DUE_S
            if not retention.is_due(self._workspace):
                return
            self._steps = retention.steps(self._workspace)
        try:
            if next(self._steps, None) is not None:
                return
            retention.note(self._workspace)
        except WorldError as error:
            log.warning("%s %s", error.message, error.hint)
        self._steps = None
