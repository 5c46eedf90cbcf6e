"""The command that writes everything of a workspace into a folder; `import` takes it back."""

from pathlib import Path
from typing import Annotated

import typer

from tidemill.base.texts import told_bytes
from tidemill.cli import output
from tidemill.cli.context import opened, progress_bar, told_by
from tidemill.services.leaving import going_out


def attach(app: typer.Typer) -> None:
    """Add this command to the root."""
    app.command()(export)


def export(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(help="A folder that is new, or empty.")],
    rows: Annotated[
        bool, typer.Option("--rows/--no-rows", help="Rows of datasets as plain Parquet too.")
    ] = True,
) -> None:
    """Write everything into a folder: Parquet, JSON and plain files, to leave with or come back."""
    with opened(ctx) as workspace, progress_bar("Writing everything") as move:
        left = going_out.leave(workspace, folder, told_by(move), with_rows=rows)
    for sentence in left.said:
        output.say(sentence)
    output.show(
        left,
        f"Wrote {left.n_tables} tables with {left.n_rows:,} rows and {left.n_files:,} stored files "
        f"({told_bytes(left.n_bytes)}) into {left.folder}. README.md there says what is where.",
    )
