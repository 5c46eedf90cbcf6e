"""Commands that take over what other trackers kept."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tidemill.base.clock import monotonic
from tidemill.base.errors import NeedsYou, WrongUse
from tidemill.base.progress import Silent
from tidemill.cli import folder_imports, output
from tidemill.cli.context import opened
from tidemill.services.run_imports import mlflow_store, taking, taking_models
from tidemill.services.run_imports.aim import AimRepository
from tidemill.services.run_imports.csv_table import WHAT, CsvTable, Mapped
from tidemill.services.run_imports.sources import Source
from tidemill.services.run_imports.tensorboard import TensorBoardFolder
from tidemill.services.run_imports.trackio import TrackioFolder
from tidemill.services.run_imports.wandb import WandbFolder

imports = typer.Typer(
    cls=folder_imports.OrFolder,
    help="Take over what other trackers kept, or a folder that `export` wrote.",
    no_args_is_help=True,
)


def attach(app: typer.Typer) -> None:
    """Add these commands to the root."""
    folder_imports.attach(imports)
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


Files = Annotated[bool, typer.Option("--files/--no-files", help="Take the runs' files along.")]


@imports.command()
def mlflow(
    ctx: typer.Context,
    source: Annotated[
        str,
        typer.Argument(help="A server's address, folder mlruns, SQLite file or database's URL."),
    ],
    files: Files = True,
    artifacts: Annotated[
        Path | None,
        typer.Option(help="The folder of the files that the server of a database gives out."),
    ] = None,
) -> None:
    """Take over the runs and models of an MLflow store; again, and only what is new comes."""
    _take(ctx, partial(mlflow_store.opened, source, artifacts), source, files)


@imports.command()
def tensorboard(
    ctx: typer.Context,
    source: Annotated[Path, typer.Argument(help="The folder TensorBoard is started with.")],
    files: Files = True,
) -> None:
    """Take over the runs of TensorBoard's event files: scalars and hyperparameters."""
    _take(ctx, partial(TensorBoardFolder, _there(source)), str(source), files)


@imports.command()
def wandb(
    ctx: typer.Context,
    source: Annotated[Path, typer.Argument(help="A folder wandb, or that of one run.")],
    files: Files = True,
) -> None:
    """Take over the runs that W&B wrote on this computer, synced or not."""
    _take(ctx, partial(WandbFolder, _there(source)), str(source), files)


@imports.command()
def trackio(
    ctx: typer.Context,
    source: Annotated[
        Path, typer.Argument(help="The folder of Trackio's projects, or one's file.")
    ],
    files: Files = True,
) -> None:
    """Take over the runs of Trackio's projects."""
    _take(ctx, partial(TrackioFolder, _there(source)), str(source), files)


@imports.command()
def aim(
    ctx: typer.Context,
    source: Annotated[Path, typer.Argument(help="The folder .aim lies in.")],
    python: Annotated[
        str | None, typer.Option(help="A Python that has Aim, where Tidemill's own has none.")
    ] = None,
) -> None:
    """Take over the runs of an Aim repository, read by Aim itself."""
    _take(ctx, partial(AimRepository, _there(source), python), str(source), True)


@imports.command()
def csv(
    ctx: typer.Context,
    source: Annotated[Path, typer.Argument(help="A table with a line a run, as CSV.")],
    param: Annotated[list[str] | None, typer.Option(help="A column that is a parameter.")] = None,
    metric: Annotated[list[str] | None, typer.Option(help="A column that is a metric.")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="A column that is a tag.")] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(help=f"What of the run a column is: name=COLUMN ({', '.join(WHAT)})."),
    ] = None,
) -> None:
    """Take over a table of runs as W&B, MLflow, Neptune, Comet and others export it."""
    own = dict(_pair(one) for one in column or ())
    mapped = Mapped(param or (), metric or (), tag or (), own)
    _take(ctx, partial(CsvTable, _there(source), mapped), str(source), True)


def _pair(text: str) -> tuple[str, str]:
    what, equals, column = text.partition("=")
    if not equals or what not in WHAT:
        raise WrongUse(f"{text} says nothing of a column.", f"Say one of {', '.join(WHAT)}=COLUMN.")
    return what, column


def _there(path: Path) -> Path:
    path = path.expanduser()
    if not path.exists():
        raise NeedsYou(f"There is no {path}.", "Check the path.")
    return path


def _take(ctx: typer.Context, open_it: Callable[[], Source], named: str, files: bool) -> None:
    with opened(ctx) as workspace:
        done = taking.take(workspace, open_it(), _Told(), named=named, with_files=files)
        for sentence in done.left_out:
            output.say(sentence)
        words = f"Imported {done.n_taken:,} of {done.n_there:,} runs"
        words += f"; {done.n_known:,} were here already." if done.n_known else "."
        came = taking_models.words(done.models)
        output.show(done, "\n".join([words, *([f"Imported {', '.join(came)}."] if came else [])]))
