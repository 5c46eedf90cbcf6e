"""Commands for saved views of the list of runs."""

import typer

from tidemill.cli import output
from tidemill.cli.context import opened
from tidemill.domain import run_views
from tidemill.services import saved_views as service
from tidemill.services.saved_views import SavedView

views = typer.Typer(help="Saved views of the list of runs.", no_args_is_help=True)


def attach(app: typer.Typer) -> None:
    """Add these commands to the root."""
    app.add_typer(views, name="views")


@views.command("list")
def list_(ctx: typer.Context) -> None:
    """Show the team's views in their order."""
    with opened(ctx) as workspace:
        columns = (("name", "View"), ("by", "By"), ("text", "Line"))
        output.show_list([_plain(view) for view in service.every(workspace)], columns)


@views.command()
def save(ctx: typer.Context, name: str, line: str) -> None:
    """Keep the line of a view under a name; one of this name is changed."""
    with opened(ctx) as workspace:
        view = run_views.from_text(line)
        if view.left_aside:
            output.say(view.left_aside)
        saved = service.save(workspace, name, view.to_text())
        output.show(_plain(saved), f"Saved the view {saved.name}.")


@views.command()
def rename(ctx: typer.Context, name: str, new_name: str) -> None:
    """Give a view another name."""
    with opened(ctx) as workspace:
        renamed = service.rename(workspace, name, new_name)
        output.show(_plain(renamed), f"The view is called {renamed.name} now.")


@views.command()
def move(ctx: typer.Context, name: str, place: int) -> None:
    """Put a view at a place in the order, 1 for the first."""
    with opened(ctx) as workspace:
        moved = service.move(workspace, name, place - 1)
        names = ", ".join(view.name for view in moved)
        output.show({"items": [_plain(v) for v in moved], "total": len(moved)}, names)


@views.command()
def remove(ctx: typer.Context, name: str) -> None:
    """Remove a view; the runs stay as they are."""
    with opened(ctx) as workspace:
        removed = service.remove(workspace, name)
        output.show(_plain(removed), f"Removed the view {removed.name}; it was {removed.text}")


def _plain(view: SavedView) -> dict[str, object]:
    return {"name": view.name, "text": view.text, "by": view.by, "created_at": view.created_at}
