"""The command that writes everything of a workspace into a folder, which `import` takes back, or
runs and models into an MLflow server."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tidemill.base.errors import WrongUse
from tidemill.base.texts import told_bytes
from tidemill.cli import output
from tidemill.cli.context import opened, progress_bar, told_by
from tidemill.services.leaving import going_out, to_mlflow


def attach(app: typer.Typer) -> None:
    """Add this command to the root."""
    app.command()(export)


class Form(StrEnum):
    """What everything is written as."""

    FOLDER = "folder"
    MLFLOW = "mlflow"


def export(
    ctx: typer.Context,
    target: Annotated[str, typer.Argument(help="A folder that is new, or empty; or MLflow's URI.")],
    to: Annotated[
        Form, typer.Option(help="mlflow: runs and models, into a server or store of MLflow's.")
    ] = Form.FOLDER,
    rows: Annotated[
        bool, typer.Option("--rows/--no-rows", help="Rows of datasets as plain Parquet too.")
    ] = True,
    python: Annotated[
        str | None, typer.Option(help="A Python that has MLflow, where Tidemill's own has none.")
    ] = None,
) -> None:
    """Write everything into a folder: Parquet, JSON and plain files, to leave with or come back."""
    if to is Form.MLFLOW:
        if not rows:
            raise WrongUse("MLflow keeps no rows.", "Leave --no-rows out.")
        _to_mlflow(ctx, target, python)
        return
    if "://" in target:
        raise WrongUse(f"{target} is no folder.", "Say --to mlflow for a server of MLflow's.")
    if python is not None:
        raise WrongUse("--python is for --to mlflow.", "Leave it out.")
    with opened(ctx) as workspace, progress_bar("Writing everything") as move:
        left = going_out.leave(workspace, Path(target), told_by(move), with_rows=rows)
    for sentence in left.said:
        output.say(sentence)
    output.show(
        left,
        f"Wrote {left.n_tables} tables with {left.n_rows:,} rows and {left.n_files:,} stored files "
        f"({told_bytes(left.n_bytes)}) into {left.folder}. README.md there says what is where.",
    )


def _to_mlflow(ctx: typer.Context, uri: str, python: str | None) -> None:
    with opened(ctx) as workspace, progress_bar("Writing to MLflow") as move:
        sent = to_mlflow.send(workspace, uri, told_by(move), python=python)
    for sentence in sent.said:
        output.say(sentence)
    words = f"Wrote {sent.n_sent:,} of {sent.n_there:,} runs with {sent.n_points:,} points"
    words += f", {sent.n_files:,} files, {sent.n_logged:,} logged models"
    words += f" and {sent.n_versions:,} versions of models"
    words += f"; {sent.n_known:,} runs were there already." if sent.n_known else "."
    output.show(sent, words)
