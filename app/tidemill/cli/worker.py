"""Commands for the worker: work in the foreground, start at login."""

from typing import Annotated

import typer

from tidemill.base import logs
from tidemill.cli import output
from tidemill.cli.context import Chosen, opened
from tidemill.services import login_start, work_hours, workers
from tidemill.services import workspace as workspaces

worker = typer.Typer(help="Watch folders and do the queued work, in the foreground.")


def attach(app: typer.Typer) -> None:
    """Add these commands to the root."""
    app.add_typer(worker, name="worker")


@worker.callback(invoke_without_command=True)
def work(
    ctx: typer.Context,
    until_idle: Annotated[
        bool, typer.Option("--until-idle", help="Leave when nothing is left to do.")
    ] = False,
    leave_when_idle: Annotated[bool, typer.Option("--leave-when-idle", hidden=True)] = False,
    end: Annotated[bool, typer.Option("--end", help="End the one that is at work.")] = False,
) -> None:
    """Watch folders and do the queued work, in the foreground."""
    if ctx.invoked_subcommand is not None:
        return
    chosen: Chosen = ctx.obj
    if end:
        with opened(ctx) as workspace:
            ended = workers.end(workspace)
        output.show({"ended": ended}, "The worker has left." if ended else "No worker is at work.")
        return
    with workspaces.opened(chosen.place) as workspace:
        logs.set_up(workspace.folder / "logs" / "worker.log")
        chosen.faces.worker(workspace, until_idle=until_idle, leave_when_idle=leave_when_idle)


@worker.command()
def install(ctx: typer.Context) -> None:
    """Let the worker start at login, and start it now."""
    with opened(ctx) as workspace:
        _show(login_start.install(workspace))


@worker.command()
def remove(ctx: typer.Context) -> None:
    """Let the worker start at login no more."""
    with opened(ctx) as workspace:
        _show(login_start.remove(workspace))


@worker.command()
def status(ctx: typer.Context) -> None:
    """Say whether the worker starts at login, and what it is doing now."""
    with opened(ctx) as workspace:
        found, now = login_start.status(workspace), workers.state(workspace)
        doing = workers.told(now)
        body = {
            **output.plain(found),
            "doing": doing,
            "queued": now.queued,
            "quiet_until": work_hours.quiet_until(workspace),
        }
        output.show(body, f"{found.message}\n{doing}")


@worker.command("run-now")
def run_now(
    ctx: typer.Context,
    is_off: Annotated[
        bool, typer.Option("--off", help="Let quiet hours hold heavy jobs back again.")
    ] = False,
) -> None:
    """Let heavy jobs go on in spite of quiet hours, until these end."""
    with opened(ctx) as workspace:
        if is_off:
            work_hours.rest_again(workspace)
            output.show({"until": None}, "Quiet hours hold heavy jobs back again.")
        else:
            end = work_hours.run_now(workspace)
            output.show({"until": end}, "Heavy jobs go on until the quiet hours end.")


def _show(found: login_start.LoginStart) -> None:
    output.show(found, f"{found.message}\n{found.path}" if found.is_installed else found.message)
