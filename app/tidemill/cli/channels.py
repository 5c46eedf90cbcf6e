"""Commands for channels by which people are told, and for what was sent by them."""

from typing import Annotated, Any

import typer

from tidemill.base.errors import WorldError, WrongUse
from tidemill.cli import output
from tidemill.cli.context import opened
from tidemill.domain.alerts import Severity
from tidemill.domain.channels import ChannelKind, Delivery, DeliveryState
from tidemill.domain.notices import KINDS
from tidemill.services import channels as service
from tidemill.services import deliveries, workers

channels = typer.Typer(help="Ways by which people are told.", no_args_is_help=True)
notices = typer.Typer(help="What people were told, and how it went.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="The channel, by its name.")]
Least = Annotated[Severity | None, typer.Option(help="Tell this and worse.", show_default=False)]
ForWhom = Annotated[
    str | None, typer.Option("--for", help="everyone, approvers, or a person by the login.")
]
Quiet = Annotated[
    str | None, typer.Option(help="Quiet hours, 22:00-06:00; an empty text takes them away.")
]
Kinds = Annotated[
    str | None,
    typer.Option(
        help="What it tells, with commas between: "
        + ", ".join(str(kind.id) for kind in KINDS)
        + "; usual: what such a channel tells by default."
    ),
]
Zone = Annotated[str | None, typer.Option(help="Time zone of the quiet hours.")]


def attach(app: typer.Typer) -> None:
    """Add these commands to the root."""
    app.add_typer(channels, name="channels")
    app.add_typer(notices, name="notices")


@channels.command("list")
def list_(ctx: typer.Context) -> None:
    """Show all channels; secrets are never shown."""
    with opened(ctx) as workspace:
        columns = (
            ("id", "Id"),
            ("name", "Name"),
            ("kind", "Kind"),
            ("address", "Leads to"),
            ("least", "From"),
            ("for", "For"),
            ("is_on", "On"),
        )
        output.show_list(service.every(workspace), columns)


@channels.command()
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="A name of your own.")],
    message: Annotated[
        str | None,
        typer.Option(help="Mail, chat or webhook: an address as apprise writes it."),
    ] = None,
    file: Annotated[
        str | None, typer.Option(help="A file that gets a line of JSON a notice.")
    ] = None,
    command: Annotated[
        str | None, typer.Option(help="A command that gets JSON on its standard input.")
    ] = None,
    desktop: Annotated[
        bool, typer.Option("--desktop", help="Notices of the desktop where a window is open.")
    ] = False,
    least: Least = None,
    for_whom: ForWhom = None,
    quiet: Quiet = None,
    zone: Zone = None,
    kinds: Kinds = None,
) -> None:
    """Make a channel; the address of a message goes into this computer's keyring."""
    given = {
        ChannelKind.MESSAGE: message,
        ChannelKind.FILE: file,
        ChannelKind.COMMAND: command,
        ChannelKind.DESKTOP: "" if desktop else None,
    }
    named = [(kind, address) for kind, address in given.items() if address is not None]
    if len(named) != 1:
        raise WrongUse("One of --message, --file, --command and --desktop is needed.")
    [(kind, address)] = named
    with opened(ctx) as workspace:
        values = _values(least, for_whom, quiet, zone, kinds)
        made = service.add(workspace, name, kind, address, **values)
        output.show(made, f"{made.name} tells from now on. Try it: tidemill channels test {name}")


@channels.command("set")
def set_(
    ctx: typer.Context,
    name: Name,
    new_name: Annotated[str | None, typer.Option("--name", help="Another name.")] = None,
    message: Annotated[str | None, typer.Option(help="Another address.")] = None,
    least: Least = None,
    for_whom: ForWhom = None,
    quiet: Quiet = None,
    zone: Zone = None,
    kinds: Kinds = None,
    on: Annotated[bool | None, typer.Option("--on/--off", help="Switch it.")] = None,
) -> None:
    """Change a channel."""
    values = _values(least, for_whom, quiet, zone, kinds)
    for key, value in (("name", new_name), ("address", message), ("is_on", on)):
        if value is not None:
            values[key] = value
    with opened(ctx) as workspace:
        changed = service.change(workspace, name, **values)
        output.show(changed, f"Changed {changed.name}.")


def _values(
    least: Severity | None,
    for_whom: str | None,
    quiet: str | None,
    zone: str | None,
    kinds: str | None,
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if least is not None:
        values["least"] = least
    if for_whom is not None:
        values["for_whom"] = for_whom
    if quiet is not None:
        values["quiet"] = tuple(quiet.split("-")) if quiet else ()
    if zone is not None:
        values["zone"] = zone
    if kinds is not None:
        named = tuple(one.strip() for one in kinds.split(",") if one.strip())
        values["kinds"] = None if named == ("usual",) else named
    return values


@channels.command()
def remove(ctx: typer.Context, name: Name) -> None:
    """Remove a channel; what it sent stays in the log."""
    with opened(ctx) as workspace:
        found = service.remove(workspace, name)
        output.show(found, f"Removed {found.name}.")


@channels.command()
def test(ctx: typer.Context, name: Name) -> None:
    """Send a test and say what came of it."""
    with opened(ctx) as workspace:
        found = deliveries.test(workspace, name)
        if found.state is DeliveryState.FAILED:
            raise WorldError(found.answer)
        output.show(found, found.answer)


@notices.command("list")
def told(ctx: typer.Context, limit: Annotated[int, typer.Option(min=1)] = 50) -> None:
    """Show what people were told or are to be told, newest first."""
    with opened(ctx) as workspace:
        items = [_notice(one) for one in deliveries.told(workspace, limit)]
        columns = (
            ("id", "Id"),
            ("at", "When"),
            ("severity", "Severity"),
            ("event", "What"),
            ("title", "Title"),
            ("tells", "To"),
        )
        output.show_list(items, columns)


def _notice(one: Any) -> dict[str, Any]:
    return {
        "id": one.id,
        "at": one.at,
        "due_at": one.due_at,
        "kind": one.kind,
        "event": one.event,
        "incident": one.incident_id,
        "severity": str(one.severity),
        "title": one.title,
        "message": one.words,
        "tells": list(one.tells),
    }


@notices.command("log")
def log(ctx: typer.Context, limit: Annotated[int, typer.Option(min=1)] = 50) -> None:
    """Show each delivery, newest first: sent, failed, waiting for its next try, or why not."""
    with opened(ctx) as workspace:
        columns = (
            ("id", "Id"),
            ("channel", "Channel"),
            ("title", "Title"),
            ("state", "State"),
            ("attempts", "Tries"),
            ("ended_at", "When"),
            ("answer", "Answer"),
        )
        output.show_list(deliveries.log(workspace, limit), columns)


@notices.command()
def retry(ctx: typer.Context, delivery: Annotated[int, typer.Argument()]) -> None:
    """Try a delivery again that failed."""
    with opened(ctx) as workspace:
        _said(deliveries.retry(workspace, delivery))
        workers.ensure(workspace)


@notices.command()
def replay(
    ctx: typer.Context,
    notice: Annotated[int, typer.Argument(help="The notice's number.")],
    channel: Annotated[str, typer.Option(help="On which channel.")],
) -> None:
    """Send a notice once more, or on a channel that did not get it."""
    with opened(ctx) as workspace:
        _said(deliveries.replay(workspace, notice, channel))
        workers.ensure(workspace)


def _said(found: Delivery) -> None:
    output.show(found, f"Delivery {found.id} on {found.channel} goes out with the worker.")
