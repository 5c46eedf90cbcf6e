"""Commands for the worker and its jobs."""

import time
from collections.abc import Callable, Iterator
from typing import Annotated

import typer

from tidemill.cli import output
from tidemill.cli.context import Chosen, opened
from tidemill.domain.job_limits import JobLimits
from tidemill.domain.jobs import Job
from tidemill.services import jobs as service
from tidemill.services import retention, workers
from tidemill.services.workspace import Workspace

jobs = typer.Typer(help="What the worker does and did.", no_args_is_help=True)


def attach(app: typer.Typer) -> None:
    """Add these commands to the root."""
    app.add_typer(jobs, name="jobs")
    app.command("run-job", hidden=True)(run_job)


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
    """Show one job: how it goes, its limits and tries, what it waits for and what waits for it."""
    with opened(ctx) as workspace:
        found = service.standing(workspace, job_id)
        told = {
            **output.plain(found.job),
            "limits": found.limits.to_dict(),
            "waiting": [job.id for job in found.waiting],
        }
        output.show(told, "\n".join(_told(found)))


def _told(found: service.Standing) -> Iterator[str]:
    job = found.job
    paused = ", paused" if job.is_paused else ""
    yield f"Job {job.id}, {job.kind}: {job.state}{paused}"
    for line in (job.said, job.error if job.error != job.message else "", job.hint):
        if line:
            yield line
    if job.attempts > 1:
        yield f"Tries: {job.attempts}"
    if job.not_before is not None:
        yield f"Not before: {job.not_before.astimezone():%Y-%m-%d %H:%M:%S}"
    if found.limits.words:
        yield f"Limits: {found.limits.words}"
    if found.parent is not None:
        yield f"Asked for by: {_named(found.parent)}"
    for one in found.waits_for:
        yield f"Waits for: {_named(one)}"
    for one in found.waiting:
        yield f"Waiting for it: {_named(one)}"


def _named(job: Job) -> str:
    return f"job {job.id}, {job.kind}: {job.state}"


@jobs.command()
def log(
    ctx: typer.Context,
    job_id: int,
    follow: Annotated[
        bool, typer.Option("--follow", "-f", help="Go on until the job has ended.")
    ] = False,
) -> None:
    """Show what a job said."""
    with opened(ctx) as workspace:
        service.find(workspace, job_id)
        if follow and not output.as_json:
            for at, line in service.follow_log(workspace, job_id, pause=time.sleep):
                print(f"{at.astimezone():%Y-%m-%d %H:%M:%S}  {line}", flush=True)
            return
        if follow:
            lines = list(service.follow_log(workspace, job_id, pause=time.sleep))
        else:
            lines = [(at, line) for _, at, line in service.log_lines(workspace, job_id)]
        items = [{"at": at, "line": line} for at, line in lines]
        output.show_list(items, (("at", "When"), ("line", "What")))


@jobs.command()
def pause(ctx: typer.Context, job_id: int) -> None:
    """Let a job rest: a queued one is not begun, a running one stands still."""
    _changed(ctx, job_id, service.pause, f"Job {job_id} is paused.")


@jobs.command()
def resume(ctx: typer.Context, job_id: int) -> None:
    """Let a paused job go on."""
    _changed(ctx, job_id, service.resume, f"Job {job_id} goes on.", needs_worker=True)


@jobs.command()
def limit(
    ctx: typer.Context,
    job_id: int,
    seconds: Annotated[float | None, typer.Option(help="Seconds at work.")] = None,
    cores: Annotated[int | None, typer.Option(help="Cores it may use.")] = None,
    memory_mb: Annotated[
        float | None, typer.Option("--memory-mb", help="Memory its processes may hold.")
    ] = None,
) -> None:
    """Set a job's own limits for its next try; without options it has none of its own."""
    with opened(ctx) as workspace:
        job = service.bound(workspace, job_id, JobLimits(seconds, cores, memory_mb))
        words = JobLimits.from_dict(job.limits).words or "none of its own"
        output.show(job, f"The limits of job {job_id}: {words}.")


@jobs.command()
def tidy(ctx: typer.Context) -> None:
    """Let old logs, jobs, comparisons and scraps go now, as the settings keep.* say."""
    with opened(ctx) as workspace:
        found = retention.do(workspace)
        output.show(found, found.words)


@jobs.command()
def cancel(ctx: typer.Context, job_id: int) -> None:
    """Ask a job to stop."""
    _changed(ctx, job_id, service.cancel, f"Asked job {job_id} to stop.")


@jobs.command()
def retry(ctx: typer.Context, job_id: int) -> None:
    """Try an ended job again."""
    _changed(ctx, job_id, service.retry, f"Job {job_id} is queued again.", needs_worker=True)


def _changed(
    ctx: typer.Context,
    job_id: int,
    change: Callable[[Workspace, int], Job],
    words: str,
    *,
    needs_worker: bool = False,
) -> None:
    """Do something to a job and say so; a worker is started where the job is to go on."""
    with opened(ctx) as workspace:
        job = change(workspace, job_id)
        if needs_worker:
            workers.ensure(workspace)
        output.show(job, words)
