"""Commands for people and what happened."""

from typing import Annotated

import typer

from tidemill.base.errors import NotThere
from tidemill.cli import output
from tidemill.cli.context import opened
from tidemill.domain.people import Person, PersonRole
from tidemill.services import activity as activity_service
from tidemill.services import people as service

people = typer.Typer(help="People and their roles.", no_args_is_help=True)
activity = typer.Typer(help="What happened.", no_args_is_help=True)


def attach(app: typer.Typer) -> None:
    """Add these commands to the root."""
    app.add_typer(people, name="people")
    app.add_typer(activity, name="activity")


@people.command("list")
def list_(ctx: typer.Context) -> None:
    """Show the people of the workspace."""
    with opened(ctx) as workspace:
        columns = (("login", "Login"), ("display", "Name"), ("role", "Role"))
        output.show_list(service.every(workspace), columns)


@people.command()
def add(
    ctx: typer.Context,
    login: str,
    name: Annotated[str | None, typer.Option(help="How they are shown.")] = None,
    role: Annotated[PersonRole, typer.Option()] = PersonRole.MEMBER,
) -> None:
    """Add a person."""
    with opened(ctx) as workspace:
        put = service.put(workspace, Person(login, name or login, role))
        output.show(put, f"Added {put.display}, {put.role}.")


@people.command()
def role(ctx: typer.Context, login: str, role: PersonRole) -> None:
    """Change what a person may do."""
    with opened(ctx) as workspace:
        for one in service.every(workspace):
            if one.login == login:
                put = service.put(workspace, Person(login, one.display, role))
                output.show(put, f"{put.display} is {put.role}.")
                return
        raise NotThere("person", login)


@activity.command("list")
def list_activity(
    ctx: typer.Context,
    by: Annotated[str | None, typer.Option(help="A login name.")] = None,
    kind: Annotated[str | None, typer.Option()] = None,
    subject: Annotated[str | None, typer.Option(help="For example models/churn.")] = None,
    limit: Annotated[int, typer.Option(min=1)] = 50,
) -> None:
    """Show what happened, newest first."""
    with opened(ctx) as workspace:
        page = activity_service.recent(workspace, by=by, kind=kind, subject=subject, limit=limit)
        columns = (("at", "When"), ("by", "Who"), ("sentence", "What"), ("note", "Note"))
        output.show_list(page.entries, columns, total=page.total)
