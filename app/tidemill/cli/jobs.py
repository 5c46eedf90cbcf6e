"""Commands for the worker and its jobs."""

from typing import Annotated

import typer

from tidemill.base import logs
from tidemill.cli import output
from tidemill.cli.context import Chosen, opened
from tidemill.services import jobs as service
from tidemill.services import workers
from tidemill.services import workspace as workspaces

jobs = typer.Typer(help="What the worker does and did.", no_args_is_help=True)


def attach(app: typer.Typer) -> None:
    """Add these commands to the root."""
    app.add_typer(jobs, name="jobs")
    app.command("worker")(worker)
    app.command("run-job", hidden=True)(run_job)


def worker(
    ctx: typer.Context,
    until_idle: Annotated[
        bool, typer.Option("--until-idle", help="Leave when nothing is left to do.")
    ] = False,
    leave_when_idle: Annotated[bool, typer.Option("--leave-when-idle", hidden=True)] = False,
    end: Annotated[bool, typer.Option("--end", help="End the one that is at work.")] = False,
) -> None:
    """Watch folders and do the queued work, in the foreground."""
    chosen: Chosen = ctx.obj
    if end:
        with opened(ctx) as workspace:
            ended = workers.end(workspace)
        output.show({"ended": ended}, "The worker has left." if ended else "No worker is at work.")
        return
    with workspaces.opened(chosen.place) as workspace:
        logs.set_up(workspace.folder / "logs" / "worker.log")
        chosen.faces.worker(workspace, until_idle=until_idle, leave_when_idle=leave_when_idle)


def run_job(ctx: typer.Context, job_id: Annotated[int | None, typer.Argument()] = None) -> None:
    """Do one job in this process; without an id, wait for the worker's orders."""
    from tidemill.services import children

    chosen: Chosen = ctx.obj
    raise typer.Exit(children.serve(chosen.place, job_id))


@jobs.command("list")
def list_(
    ctx: typer.Context,
    state: Annotated[str | None, typer.Option(help="queued, running, succeeded, …")] = None,
    limit: Annotated[int, typer.Option(min=1)] = 50,
) -> None:
    """Show jobs, newest first."""
    with opened(ctx) as workspace:
        columns = (
            ("id", "Id"),
            ("kind", "Kind"),
            ("state", "State"),
            ("progress", "Progress"),
            ("message", "Message"),
            ("asked_by", "Asked by"),
            ("cause", "Because"),
            ("error", "Error"),
        )
        output.show_list(service.newest(workspace, limit=limit, state=state), columns)


@jobs.command()
def show(ctx: typer.Context, job_id: int) -> None:
    """Show one job."""
    with opened(ctx) as workspace:
        job = service.find(workspace, job_id)
        lines = [f"Job {job.id}, {job.kind}: {job.state}", job.message, job.error or ""]
        output.show(job, "\n".join(line for line in lines if line))


@jobs.command()
def log(ctx: typer.Context, job_id: int) -> None:
    """Show what a job said."""
    with opened(ctx) as workspace:
        service.find(workspace, job_id)
        lines = service.log_lines(workspace, job_id)
        items = [{"at": at, "line": line} for _, at, line in lines]
        output.show_list(items, (("at", "When"), ("line", "What")))


@jobs.command()
def cancel(ctx: typer.Context, job_id: int) -> None:
    """Ask a job to stop."""
    with opened(ctx) as workspace:
        job = service.cancel(workspace, job_id)
        output.show(job, f"Asked job {job_id} to stop.")


@jobs.command()
def retry(ctx: typer.Context, job_id: int) -> None:
    """Try an ended job again."""
    with opened(ctx) as workspace:
        job = service.retry(workspace, job_id)
        workers.ensure(workspace)
        output.show(job, f"Job {job_id} is queued again.")
