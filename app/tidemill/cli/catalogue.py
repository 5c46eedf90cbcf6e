"""The command that lists what can be chosen: estimators, checks, gates, statistics and the rest."""

from typing import Annotated

import typer

from tidemill.base.errors import WrongUse
from tidemill.catalog import discovery
from tidemill.cli import output


def attach(app: typer.Typer) -> None:
    """Add it to the root."""
    app.command("catalogue")(catalogue)


def catalogue(
    family: Annotated[
        str | None, typer.Argument(help="Only one family, for example estimators.")
    ] = None,
) -> None:
    """List everything that can be chosen by name, that of outside packages included."""
    names = discovery.families()
    if family is not None:
        if family not in names:
            raise WrongUse(f"There is no family {family}.", f"Choose from {', '.join(names)}.")
        names = [family]
    entries = [(name, module.ENTRY) for name in names for module in discovery.family(name).values()]
    found = [
        {"family": name, "id": entry.id, "version": entry.version, "title": entry.title}
        for name, entry in entries
    ]
    columns = (("family", "Family"), ("id", "Name"), ("version", "Version"), ("title", "What"))
    output.show_list(found, columns)
