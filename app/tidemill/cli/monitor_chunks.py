"""The command about how a model's rows are cut into chunks."""

from typing import Annotated, Any

import typer

from tidemill.base.errors import WrongUse
from tidemill.cli import output
from tidemill.cli.context import follow, opened
from tidemill.cli.monitor import monitor
from tidemill.domain.cuts import Unit
from tidemill.domain.monitoring import Chunk
from tidemill.services import monitoring, workers
from tidemill.services.monitoring import cuts
from tidemill.services.workspace import Workspace


def attach(_app: typer.Typer) -> None:
    """Add this command to those of monitoring."""
    monitor.command("chunks")(chunks)


def chunks(
    ctx: typer.Context,
    model: str,
    by: Annotated[
        Unit | None, typer.Option(help="Cut by file, by day, week or month, or by rows.")
    ] = None,
    rows: Annotated[int, typer.Option(help="How many rows a chunk has; cuts by rows.")] = 0,
    detach: Annotated[
        bool, typer.Option("--detach", help="Do not wait until what was seen is cut anew.")
    ] = False,
) -> None:
    """Cut a model's rows into other chunks, or show those there are.

    Rows that come late go into the chunk of their time, which is looked at again. What was seen so
    far is cut anew from the rows that are stored.
    """
    unit = Unit.ROWS if rows and by is None else by
    if rows and unit is not Unit.ROWS:
        raise WrongUse("--rows goes with --by rows.", "Leave one of the two out.")
    with opened(ctx) as workspace:
        if unit is not None:
            _choose(workspace, model, unit, rows, detach=detach)
            return
        cut = cuts.of_model(workspace, model)
        found = monitoring.figures(workspace, model).chunks
        items = [_told(one) | {"by": cut.text} for one in found]
        columns = (
            ("chunk", "Chunk"),
            ("rows", "Rows"),
            ("starts_at", "From"),
            ("ends_at", "To"),
            ("champion", "Champion"),
            ("changed_at", "Last looked at"),
        )
        output.show_list(items, columns)
        output.say(f"{model} is looked at by {cut.words}.")


def _choose(workspace: Workspace, model: str, unit: Unit, n: int, *, detach: bool) -> None:
    cut, job = cuts.choose(workspace, model, unit, n)
    found = {"model": model, "by": cut.text, "job": job}
    words = f"{model} is looked at by {cut.words}."
    if job is None:
        output.show(found, f"{words} It was so before.")
    elif detach:
        workers.ensure(workspace)
        output.show(found, f"{words} Job {job} cuts what was seen so far.")
    else:
        output.show(found, f"{words} {follow(workspace, job).message}")


def _told(one: Chunk) -> dict[str, Any]:
    return {
        "id": one.id,
        "chunk": one.label,
        "span": one.span,
        "rows": one.n_rows,
        "starts_at": one.starts_at,
        "ends_at": one.ends_at,
        "champion": one.version,
        "changed_at": one.changed_at,
    }
