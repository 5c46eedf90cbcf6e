"""Commands for deployments: switch them on and off, see them, run a service in the foreground."""

import time
from typing import Annotated

import typer

from tidemill.base import logs
from tidemill.base.errors import NeedsYou
from tidemill.cli import output
from tidemill.cli.context import Chosen, opened
from tidemill.domain.deployments import Logging
from tidemill.services import deploying, workers
from tidemill.services import workspace as workspaces

deploy = typer.Typer(help="Where models answer: services over HTTP.", no_args_is_help=True)

_COLUMNS = (
    ("name", "Name"),
    ("kind", "Kind"),
    ("version", "Version"),
    ("state", "State"),
    ("address", "Address"),
    ("logging", "Answers kept"),
    ("trouble", "Trouble"),
)
Named = Annotated[str, typer.Argument(help="The deployment: the model's name.")]


def attach(app: typer.Typer) -> None:
    """Add these commands to the root."""
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
        output.show(deploying.Deployed(ended), f"The service of {name} is off.")


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
    with workspaces.opened(chosen.place) as workspace:
        if name is None:
            names = [one.name for one in deploying.every(workspace)]
            if len(names) != 1:
                raise NeedsYou(
                    "Say which deployment is to be served."
                    if names
                    else "There is no deployment to serve.",
                    "There are " + ", ".join(names) + "."
                    if names
                    else "Make one with: tidemill deploy http MODEL",
                )
            name = names[0]
        one = deploying.find(workspace, name)
        logs.set_up(deploying.log_file(workspace, one))
        chosen.faces.service(workspace, name)
