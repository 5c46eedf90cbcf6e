"""Commands for what came true of rows that a model answered, and by which slices it is measured."""

from pathlib import Path
from typing import Annotated

import typer

from tidemill.cli import output
from tidemill.cli.context import opened
from tidemill.cli.monitor import monitor
from tidemill.services import model_labels, watched_slices


def attach(_app: typer.Typer) -> None:
    """Add the commands to `monitor`, which stands in the root already."""
    monitor.command("add-labels")(add_labels)
    monitor.command("slices")(slices)


def add_labels(
    ctx: typer.Context,
    model: str,
    file: Annotated[Path, typer.Argument(help="A file of keys and what came true.")],
    key: Annotated[str, typer.Option(help="The column that tells rows apart.")],
    label_column: Annotated[
        str | None, typer.Option(help="The truth's column in the file, if not the target's name.")
    ] = None,
    file_key: Annotated[
        str | None, typer.Option(help="The key's column in the file, if called otherwise.")
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Take labels that contradict those there are.")
    ] = False,
) -> None:
    """Take labels that came late; what was measured of their rows is measured again."""
    with opened(ctx) as workspace:
        told = model_labels.from_file(
            workspace,
            model,
            file,
            key_column=key,
            label_column=label_column,
            file_key=file_key,
            overwrite=overwrite,
        )
        lines = [f"{told.taken:,} labels taken, {told.same:,} were there already."]
        if told.n_unmatched:
            lines.append(
                f"{told.n_unmatched:,} keys are of no row: " + ", ".join(told.unmatched[:5])
            )
        lines += [
            f"{one.key}: {one.before} or {one.now}? Not taken: {one.why}."
            for one in told.conflicts[:5]
        ]
        output.show(told.to_dict(), "\n".join(lines))


def slices(
    ctx: typer.Context,
    model: str,
    columns: Annotated[
        str | None, typer.Option(help="Names, with commas between; empty: of all rows only.")
    ] = None,
) -> None:
    """Show by which slices a model is measured, or choose the columns that make them."""
    with opened(ctx) as workspace:
        if columns is None:
            found = watched_slices.chosen(workspace, model)
        else:
            names = [name.strip() for name in columns.split(",") if name.strip()]
            found = watched_slices.choose(workspace, model, names)
        output.show_list(
            [one.to_dict() for one in found], (("column", "Column"), ("words", "Rows"))
        )
