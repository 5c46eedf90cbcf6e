"""The demo: the whole loop on the bundled flights."""

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from tidemill.base.errors import NeedsYou
from tidemill.cli import output
from tidemill.cli.context import Chosen, Faces, drawn, progress_bar
from tidemill.services import recent, workers
from tidemill.services import workspace as workspaces
from tidemill.services.workspace import Workspace

FOLDER = "demo-workspace"
PICTURES = "demo-output"


def attach(app: typer.Typer) -> None:
    """Add this command to the root."""
    app.command()(demo)


def demo(
    ctx: typer.Context,
    headless: Annotated[bool, typer.Option("--headless", help="Without the window.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Play it again from the start.")] = False,
    folder: Annotated[Path, typer.Option("--dir", help="Folder of the demo.")] = Path(FOLDER),
    pictures: Annotated[
        Path | None, typer.Option(help="Headless: where the pictures of the pages go.")
    ] = None,
) -> None:
    """Play the whole loop on a year of flights: live in the window, or headless."""
    chosen: Chosen = ctx.obj
    folder = folder.absolute()
    if fresh:
        _clear(folder)
    workspace = workspaces.create(folder)
    recent.remember(folder)
    if headless or not has_display():
        try:
            with _own_worker_ended(workspace):
                _headless(workspace, chosen.faces, pictures or Path(PICTURES))
        finally:
            workspace.close()
        return
    workspace.close()
    raise typer.Exit(chosen.faces.window(folder, theme=None, size=None, demo=True))


def has_display() -> bool:
    """True where a window can be shown to a person."""
    if sys.platform in ("win32", "darwin"):
        return True
    if os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        return False
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _clear(folder: Path) -> None:
    """Remove a former demo; never a folder that is something else."""
    if not folder.exists():
        return
    if not (folder / "sample").is_dir() and any(folder.iterdir()):
        raise NeedsYou(f"{folder} is no demo of Tidemill's.", "Name another folder with --dir.")
    if (folder / "tidemill.sqlite").exists():
        with workspaces.opened(folder) as workspace:
            _end_what_waits(workspace)
    shutil.rmtree(folder)


def _end_what_waits(workspace: Workspace) -> None:
    """End a worker that only waits; raises `NeedsYou` while the demo is looked at or at work."""
    windows = workers.alive(workspace, "window")
    state = workers.state(workspace)
    if windows or (state.is_running and (state.active or state.queued)):
        at_it = (windows or workers.alive(workspace))[0]
        raise NeedsYou(
            f"The demo is {'open' if windows else 'at work'} (process {at_it.pid}).",
            "Close it, then play again." if windows else "Let it finish, then play again.",
        )
    workers.end(workspace)


@contextmanager
def _own_worker_ended(workspace: Workspace) -> Iterator[None]:
    """End the worker that is started meanwhile, unless a window was opened that needs it."""
    former = {p.id for p in workers.alive(workspace)}
    try:
        yield
    finally:
        if not workers.alive(workspace, "window"):
            ours = [p for p in workers.alive(workspace) if p.id not in former]
            workers.end(workspace, ours)


def _headless(workspace: Workspace, faces: Faces, pictures: Path) -> None:
    from rich.console import Console

    from tidemill.services import demo as service

    console = Console(stderr=True)
    began = time.monotonic()
    with progress_bar("The main loop on a year of flights", console) as move:

        def tell(step: service.Step) -> None:
            took = time.monotonic() - began
            move(step.share, step.words)
            console.print(f"{took:6.1f} s  {step.words}", highlight=False)

        service.play(workspace, tell, time.sleep)
    console.print("Drawing every page")
    made = drawn(faces, workspace.folder, pictures)
    took = time.monotonic() - began
    body = {"workspace": workspace.folder, "pictures": made, "seconds": round(took, 1)}
    text = f"Played in {took:.0f} s. {len(made)} pictures in {pictures}."
    output.show(body, text)
