"""Commands about own code: what of a file can be a step, and choosing code of a recipe."""

from pathlib import Path
from typing import Annotated

import typer

from tidemill.cli import output
from tidemill.cli.context import opened
from tidemill.services import own_choices
from tidemill.services import recipes as recipe_files

code = typer.Typer(help="Own code as steps of recipes.", no_args_is_help=True)


def attach(app: typer.Typer) -> None:
    """Add these commands to the root."""
    app.add_typer(code, name="code")


@code.command()
def show(
    file: Annotated[Path, typer.Argument(help="A file of Python, or a recipe with code in it.")],
) -> None:
    """Show what of a file can be a step, without running it; of a recipe the code it carries."""
    if file.suffix.lower() in (".toml", ".json"):
        steps = recipe_files.read(file).recipe.own
        said = [one.to_dict() | {"hash": one.code_hash} for one in steps]
        lines = [f"# {one.title}, hash {one.code_hash[:12]}\n{one.source}" for one in steps]
        output.show({"items": said, "total": len(said)}, "\n".join(lines) or "It carries no code.")
        return
    found = [
        {
            "name": one.name,
            "kind": str(one.kind),
            "line": one.line,
            "marked": one.is_marked,
            "help": one.help,
        }
        for one in own_choices.functions(file)
    ]
    columns = (("name", "Name"), ("kind", "Kind"), ("line", "Line"), ("help", "What it says"))
    output.show_list(found, columns)


@code.command()
def choose(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="A recipe's file that carries code.")],
) -> None:
    """Choose the code that a recipe carries, so that it may run in this workspace."""
    steps = recipe_files.read(file).recipe.own
    with opened(ctx) as workspace:
        own_choices.choose(workspace, steps)
        titles = ", ".join(one.title for one in steps)
        words = f"Chose {titles} to run here." if steps else "It carries no code."
        output.show({"chosen": [one.code_hash for one in steps]}, words)
