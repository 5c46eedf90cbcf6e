"""Commands that take over what other trackers kept."""

from typing import Annotated

import typer

from tidemill.base.clock import monotonic
from tidemill.base.progress import Silent
from tidemill.cli import output
from tidemill.cli.context import opened
from tidemill.services.run_imports import mlflow_store, taking

imports = typer.Typer(help="Take over what other trackers kept.", no_args_is_help=True)


def attach(app: typer.Typer) -> None:
    """Add these commands to the root."""
    app.add_typer(imports, name="import")


class _Told(Silent):
    """Says how far it is, at most every second."""

    def __init__(self) -> None:
        super().__init__()
        self._said_at = monotonic()

    def report(self, share: float, message: str = "") -> None:
        if message and (monotonic() - self._said_at >= 1.0):
            self._said_at = monotonic()
            output.say(f"{share:4.0%}  {message}")


@imports.command()
def mlflow(
    ctx: typer.Context,
    source: Annotated[
        str, typer.Argument(help="A folder mlruns, a file of SQLite, or a database's URL.")
    ],
    files: Annotated[
        bool, typer.Option("--files/--no-files", help="Take the runs' files along.")
    ] = True,
) -> None:
    """Take over the runs of an MLflow store; again, and only what is new comes."""
    with opened(ctx) as workspace:
        there = mlflow_store.opened(source)
        done = taking.take(workspace, there, _Told(), named=source, with_files=files)
        for sentence in done.left_out:
            output.say(sentence)
        words = f"Imported {done.n_taken:,} of {done.n_there:,} runs"
        words += f"; {done.n_known:,} were here already." if done.n_known else "."
        output.show(done, words)
