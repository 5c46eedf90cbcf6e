"""A process of ours that is kept alive: started when wanted, and again after a crash."""

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tidemill.base.clock import monotonic
from tidemill.base.programs import start_apart

LOOK_S = 1.0
"""How often is looked after those that are wanted."""

FIRST_S, LONGEST_S = 1.0, 60.0
"""How long after a crash it is started again: twice as long each time, up to a minute."""

WELL_S = 60.0
"""One that lived for so long is well: the next crash counts as its first."""


@dataclass
class Kept:
    """One that was started here: its process, since when, and how it went."""

    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    wait_s: float = 0.0
    next_at: float = 0.0

    @property
    def may_start(self) -> bool:
        """Whether it is gone, and its time to begin has come."""
        return self.process is None and monotonic() >= self.next_at

    def ended(self) -> int | None:
        """The exit code of one that has ended since the last look; 0 where it was told to."""
        code = None if self.process is None else self.process.poll()
        if code is None:
            return None
        self.process = None
        if code == 0:  # by a person, or by settings that move it
            self.wait_s = self.next_at = 0.0
            return 0
        if monotonic() - self.began > WELL_S:
            self.wait_s = 0.0
        self.wait_s = min(LONGEST_S, 2 * self.wait_s or FIRST_S)
        self.next_at = monotonic() + self.wait_s
        return code

    def start(self, command: Sequence[str], environment: Mapping[str, str], out: Path) -> None:
        """Start it; what it prints goes to `out`, anew."""
        out.parent.mkdir(parents=True, exist_ok=True)
        with out.open("wb") as stream:
            self.process = start_apart(command, environment, stream)
        self.began = monotonic()
