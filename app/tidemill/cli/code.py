"""Commands about own code: what of a file can be a step, and choosing code of a recipe."""

from pathlib import Path
from typing import Annotated

import typer

from tidemill.cli import output
from tidemill.cli.context import opened
from tidemill.domain.own_steps import SCRIPT_TABLE
from tidemill.services import notebooks, own_choices
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
def cells(
    notebook: Annotated[Path, typer.Argument(help="A notebook (.ipynb).")],
) -> None:
    """List the cells of code of a notebook: what each needs from others, and what it makes."""
    found = [
        {
            "cell": one.number,
            "run": one.run,
            "needs": sorted(one.needs),
            "makes": sorted(one.makes),
            "magics": list(one.magics),
            "begins": one.first_line,
            "trouble": one.trouble or None,
        }
        for one in notebooks.cells(notebook)
    ]
    shown = (("cell", "Cell"), ("run", "Run"), ("needs", "Needs"), ("makes", "Makes"))
    output.show_list(found, (*shown, ("begins", "Begins")))


@code.command()
def script(
    notebook: Annotated[Path, typer.Argument(help="A notebook (.ipynb).")],
    cells: Annotated[str, typer.Option(help="Which cells, in this order: 2,4-6.")],
    table: Annotated[str, typer.Option(help="What they call the table.")] = SCRIPT_TABLE,
    out: Annotated[Path | None, typer.Option(help="The file to write.")] = None,
) -> None:
    """Make a script of a notebook's cells for `train --step`; tell the hidden state it misses."""
    made = notebooks.made(notebook, notebooks.numbers(cells), table)
    for one in made.hidden:
        output.say(one.sentence)
    if out is not None:
        notebooks.save(made.step, out)
    hidden = [
        {"kind": one.kind, "cell": one.cell, "message": one.sentence, "fatal": one.is_fatal}
        for one in made.hidden
    ]
    said = {"source": made.step.source, "hidden": hidden, "complete": made.is_whole}
    output.show(
        {**said, "file": None if out is None else str(out)},
        made.step.source if out is None else f"Wrote {out}",
    )


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
