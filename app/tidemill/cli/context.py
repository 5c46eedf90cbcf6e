"""What all commands share: the workspace chosen, waiting for a job with its progress shown."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

import typer

from tidemill.base.database_urls import Place
from tidemill.base.progress import Reporter
from tidemill.cli import output
from tidemill.domain.jobs import Job
from tidemill.services import jobs, recent, work_hours
from tidemill.services import workspace as workspaces
from tidemill.services.workspace import Workspace

if TYPE_CHECKING:
    from rich.console import Console

    from tidemill.domain.deployments import HttpSettings


class Faces(Protocol):
    """The other faces, which the command line only starts; `__main__` hands them in."""

    def window(
        self,
        place: Place,
        *,
        theme: Literal["light", "dark"] | None,
        size: tuple[int, int] | None,
        demo: bool,
        address: str = "",
    ) -> int:
        """Open the window, at an address where one is given, and return the exit code."""
        ...

    def pictures(
        self,
        place: Place,
        out: Path,
        themes: Sequence[str],
        sizes: Sequence[tuple[int, int]],
        tell: Callable[[float, str], None],
    ) -> list[Path]:
        """Draw every page to PNG files and return them; `tell` hears how far and what is next.

        Without themes or sizes, in all there are.
        """
        ...

    def worker(self, workspace: Workspace, *, until_idle: bool, leave_when_idle: bool) -> None:
        """Work until told to stop."""
        ...

    def service(self, workspace: Workspace, name: str) -> None:
        """Answer for a deployment until told to stop."""
        ...

    def tracking(
        self,
        workspace: Workspace,
        project: str,
        settings: "HttpSettings",
        on_ready: Callable[[str], None],
    ) -> None:
        """Answer MLflow's clients until told to stop."""
        ...

    def tracking_switched(self, workspace: Workspace) -> None:
        """Answer MLflow's clients as the switch says, until it says otherwise."""
        ...


@dataclass(frozen=True)
class Chosen:
    """The workspace named on the command line, if one was, and the faces that can be started."""

    text: str | None
    faces: Faces

    @property
    def place(self) -> Place:
        """The workspace meant: named, from the environment, the last used, the default."""
        return recent.named(self.text)


def drawn(
    faces: Faces,
    place: Place,
    out: Path,
    themes: Sequence[str] = (),
    sizes: Sequence[tuple[int, int]] = (),
) -> list[Path]:
    """Draw every page to PNG files, with the progress shown, and return them."""
    with progress_bar("Drawing the pages") as move:
        return faces.pictures(place, out, themes, sizes, move)


@contextmanager
def progress_bar(
    words: str, console: "Console | None" = None
) -> Iterator[Callable[[float, str], None]]:
    """A bar on standard error, gone in the end; takes the share done and what is being done.

    Where standard error is no terminal there is none. What is printed on the `console` meanwhile
    stands above it.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    console = console or Console(stderr=True)
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task(words, total=1.0)

        def move(share: float, now: str) -> None:
            bar.update(task, completed=share, description=now)

        yield move


@dataclass(frozen=True)
class _ToldByBar:
    """A reporter that moves a bar; Ctrl+C ends the work as it ends the program."""

    move: Callable[[float, str], None]

    def report(self, share: float, message: str = "") -> None:
        self.move(share, message)

    def check(self) -> None:
        return


def told_by(move: Callable[[float, str], None]) -> Reporter:
    """What a service speaks through, told by a bar."""
    return _ToldByBar(move)


@contextmanager
def opened(ctx: typer.Context) -> Iterator[Workspace]:
    """Open the chosen workspace for one command; the default one is made when first used."""
    chosen: Chosen = ctx.obj
    place = chosen.place
    is_default = chosen.text is None and isinstance(place, Path) and not place.exists()
    workspace = workspaces.create(place) if is_default else workspaces.open_existing(place)
    try:
        recent.remember(place)
        yield workspace
    finally:
        workspace.close()


def follow(workspace: Workspace, job_id: int) -> Job:
    """Make sure a worker is there, wait for a job with its progress shown, return it ended."""
    if not output.as_json and (why := work_hours.holds(workspace, jobs.find(workspace, job_id))):
        output.say(f"{why} `tidemill worker run-now` lets them go on.")
    if output.as_json or not sys.stderr.isatty():
        said = ""

        def tell(job: Job) -> None:
            nonlocal said
            if job.said and job.said != said and not output.as_json:
                said = job.said
                output.say(job.said)

        return jobs.see_done(workspace, job_id, pause=time.sleep, on_progress=tell)
    with progress_bar("Waiting for the worker") as move:

        def show(job: Job) -> None:
            move(job.progress, job.said or "Waiting for the worker")

        return jobs.see_done(workspace, job_id, pause=time.sleep, on_progress=show)
