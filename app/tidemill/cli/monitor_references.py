"""Commands about what a model's new rows are compared with."""

from typing import Annotated

import typer

from tidemill.cli import output
from tidemill.cli.context import follow, opened
from tidemill.cli.monitor import monitor
from tidemill.domain.reference_choices import ReferenceChoice
from tidemill.services import workers
from tidemill.services.monitoring import references
from tidemill.services.workspace import Workspace

Detach = Annotated[
    bool, typer.Option("--detach", help="Do not wait until what was seen is compared anew.")
]


def attach(_app: typer.Typer) -> None:
    """Add these commands to those of monitoring."""
    monitor.command("reference")(reference)
    monitor.command("accept")(accept)


def reference(
    ctx: typer.Context,
    model: str,
    what: Annotated[
        str,
        typer.Argument(help="training, previous, season or a version, such as flights@3."),
    ] = "",
    reason: Annotated[str, typer.Option(help="Why, in a line.")] = "",
    detach: Detach = False,
) -> None:
    """Compare a model's new rows with something else, or show what was chosen, newest first."""
    with opened(ctx) as workspace:
        if what:
            made, job = references.choose(workspace, model, what, reason=reason)
            _show(workspace, made, job, f"{model} is compared with {made.words}.", detach=detach)
            return
        columns = (
            ("id", "Id"),
            ("words", "Compared with"),
            ("reason", "Why"),
            ("by", "By"),
            ("at", "When"),
            ("undone_at", "Undone"),
        )
        output.show_list([one.to_dict() for one in references.history(workspace, model)], columns)


def accept(
    ctx: typer.Context,
    model: str,
    reason: Annotated[str, typer.Option(help="Why this is to stay, in a line.")],
    from_: Annotated[
        str, typer.Option("--from", metavar="VERSION", help="The first version that is normal.")
    ],
    detach: Detach = False,
) -> None:
    """Take the rows from a version on as the new normal; alerts over their drift are closed."""
    with opened(ctx) as workspace:
        made, job = references.accept(workspace, model, from_, reason=reason)
        _show(workspace, made, job, f"{made.words} is the new normal of {model}.", detach=detach)


def _show(
    workspace: Workspace, made: ReferenceChoice, job_id: int, words: str, *, detach: bool
) -> None:
    if detach:
        workers.ensure(workspace)
        output.show(made.to_dict() | {"job": job_id}, f"{words} Job {job_id} compares anew.")
        return
    ended = follow(workspace, job_id)
    output.show(made.to_dict() | {"job": job_id}, f"{words} {ended.message}")
