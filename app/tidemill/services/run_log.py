"""What a run printed and what its job wrote, as lines that grow."""

from dataclasses import dataclass
from datetime import datetime

from tidemill.domain.runs import Run
from tidemill.services import jobs
from tidemill.services.workspace import Workspace
from tidemill.store import run_details


@dataclass(frozen=True)
class Piece:
    """Text with the time it came; `number` orders pieces of one source."""

    number: int
    at: datetime
    text: str


@dataclass(frozen=True)
class RunLog:
    """What is new of a run's two sources; `is_cut` says that older pieces were let go."""

    console: tuple[Piece, ...] = ()
    job: tuple[Piece, ...] = ()
    is_cut: bool = False


def read(workspace: Workspace, run: Run, *, console_after: int = -1, job_after: int = 0) -> RunLog:
    """What came after the numbers that are known."""
    with workspace.store.read() as connection:
        printed = run_details.printed(connection, run.pk, console_after)
    console = tuple(Piece(*one) for one in printed)
    lines: tuple[Piece, ...] = ()
    if run.job_id is not None:
        found = jobs.log_lines(workspace, run.job_id, job_after)
        lines = tuple(Piece(*one) for one in found)
    is_cut = console_after < 0 and bool(console) and console[0].number > 0
    return RunLog(console, lines, is_cut)
