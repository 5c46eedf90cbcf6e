"""Commands for deployments: switch them on and off, see them, run a service in the foreground."""

import time
from pathlib import Path
from typing import Annotated

import typer

from tidemill.cli import deploy_trials, output, serving
from tidemill.cli.context import Chosen, opened
from tidemill.domain.deployments import DeploymentKind, Logging
from tidemill.services import batch_folders, deploying, workers

deploy = typer.Typer(
    help="Where models answer: services over HTTP, and batch folders.", no_args_is_help=True
)

_COLUMNS = (
    ("name", "Name"),
    ("kind", "Kind"),
    ("version", "Version"),
    ("state", "State"),
    ("address", "Where"),
    ("trial", "Candidate"),
    ("logging", "Answers kept"),
    ("trouble", "Trouble"),
)
_FILES = (
    ("id", "Number"),
    ("path", "File"),
    ("state", "State"),
    ("outcome", "Outcome"),
    ("answer", "Answer"),
    ("errors", "Rows left out"),
    ("version", "Version"),
)
Named = Annotated[str, typer.Argument(help="The deployment; for a service the model's name.")]


def attach(app: typer.Typer) -> None:
    """Add these commands to the root."""
    deploy_trials.attach(deploy)
    app.add_typer(deploy, name="deploy")
    app.command()(serve)


@deploy.command()
def http(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="The model whose champion answers.")],
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="The port; a free one unless said.")
    ] = None,
    host: Annotated[
        str | None,
        typer.Option(help="The address to listen on. Beyond this computer a token is asked for."),
    ] = None,
    answers_to: Annotated[
        list[str] | None,
        typer.Option("--answers-to", help="A further host name callers may ask for it by."),
    ] = None,
    logging: Annotated[
        Logging | None, typer.Option(help="Which answers are kept for monitoring.")
    ] = None,
    share: Annotated[
        float | None, typer.Option(min=0.0, max=1.0, help="The share of requests kept if sampled.")
    ] = None,
) -> None:
    """Switch the HTTP service of a model on, or change how it listens and what it keeps."""
    with opened(ctx) as workspace:
        made = deploying.http(
            workspace,
            name,
            port=port,
            host=host,
            names=None if answers_to is None else tuple(answers_to),
            logging=logging,
            share=share,
        )
        if made.token:  # told before the service is waited for: it is told only once
            output.say(f"The token, told this once: {made.token}")
        workers.ensure(workspace)
        ready = deploying.see_settled(workspace, name, time.sleep)
        told = deploying.Deployed(ready, made.token)
        output.show(told, f"{name} v{ready.serves} answers at {ready.address}")


@deploy.command()
def batch(
    ctx: typer.Context,
    model: Annotated[str, typer.Argument(help="The model whose champion answers.")],
    folder: Annotated[Path, typer.Option("--in", help="The folder in which files land.")],
    out: Annotated[Path, typer.Option("--out", help="The folder for the scored files.")],
    name: Annotated[
        str, typer.Option(help="What to call it; made of the model's name unless said.")
    ] = "",
    explain: Annotated[
        bool | None,
        typer.Option(help="Tell in the scored files what each column moved the score by."),
    ] = None,
) -> None:
    """Score each file that lands in a folder, or change where the scored files go."""
    with opened(ctx) as workspace:
        made = batch_folders.switch_on(workspace, model, folder, out, name=name, explain=explain)
        workers.ensure(workspace)
        settings = batch_folders.settings_of(made)
        words = f"{made.name}: files that land in {settings.folder} are scored into {settings.out}"
        output.show(deploying.Deployed(made), words)


@deploy.command()
def files(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="The batch deployment.")],
    limit: Annotated[int, typer.Option(min=1, help="Show so many.")] = 50,
) -> None:
    """List what became of the files that landed in a batch folder, last one first."""
    with opened(ctx) as workspace:
        items = [one.to_dict() for one in batch_folders.files(workspace, name, limit)]
        total = sum(batch_folders.counts(workspace, name).values())
    output.show_list(items, _FILES, total=total)


@deploy.command()
def again(
    ctx: typer.Context,
    file: Annotated[int, typer.Argument(help="The file's number, as `deploy files` tells it.")],
) -> None:
    """Score a file of a batch folder anew, such as by a new champion."""
    with opened(ctx) as workspace:
        one = batch_folders.score_again(workspace, file)
        workers.ensure(workspace)
        output.show(one, f"{one.name} is scored again.")


@deploy.command("list")
def list_(ctx: typer.Context) -> None:
    """List the deployments with their state and address."""
    with opened(ctx) as workspace:
        items = [deploying.described(one) for one in deploying.every(workspace)]
    output.show_list(items, _COLUMNS, total=len(items))


@deploy.command()
def stop(ctx: typer.Context, name: Named) -> None:
    """Switch a deployment off; the requests at hand are answered first."""
    with opened(ctx) as workspace:
        deploying.stop(workspace, name)
        ended = deploying.see_settled(workspace, name, time.sleep)
        word = "batch folder" if ended.kind is DeploymentKind.BATCH else "service of"
        output.show(deploying.Deployed(ended), f"The {word} {name} is off.")


@deploy.command()
def token(ctx: typer.Context, name: Named) -> None:
    """Make a new token for a service; the old one counts no more."""
    with opened(ctx) as workspace:
        made = deploying.new_token(workspace, name)
        output.show(made, f"The token, told this once: {made.token}")


def serve(
    ctx: typer.Context,
    name: Annotated[
        str | None, typer.Argument(help="The deployment; may be left out where there is one.")
    ] = None,
) -> None:
    """Run the service of a deployment in the foreground."""
    chosen: Chosen = ctx.obj
    serving.serve(chosen.place, name, chosen.faces)
