"""Commands for model files from elsewhere: told without loading them, and imported."""

from pathlib import Path
from typing import Annotated

import typer

from tidemill.base.errors import NeedsYou
from tidemill.cli import output
from tidemill.cli.context import follow, opened
from tidemill.cli.models import (
    COLUMNS_HELP,
    ON_HELP,
    POSITIVE_HELP,
    TARGET_HELP,
    models,
    version_dict,
    version_lines,
    wish_of,
)
from tidemill.domain.known_parts import Standing
from tidemill.domain.model_files import ModelFacts
from tidemill.services import importing_models, model_files, registry, runs


def attach(app: typer.Typer) -> None:
    """Add the commands to the group `models`, which stands in the root already."""
    models.command()(inspect)
    models.command("import")(import_)
    app.command("load-model", hidden=True)(load_model)


def inspect(
    file: Annotated[Path, typer.Argument(readable=False, help="A model file or MLflow folder.")],
) -> None:
    """Tell what a model file holds without loading it; exit code 3 if it would run code.

    Pickle, joblib, skops, ONNX, or a folder that MLflow saved a model in. Nothing of it is run.
    """
    facts = model_files.inspect(file)
    body = facts.to_dict() | {"remarks": list(model_files.remarks(facts))}
    output.show(body, "\n".join(_lines(facts)))
    if facts.standing is Standing.ACTS:
        raise typer.Exit(NeedsYou.exit_code)


def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(readable=False, help="A model file or MLflow folder.")],
    experiment: Annotated[str, typer.Option(help="Where its run is put.")] = "imported",
    trust_pickle: Annotated[
        bool,
        typer.Option("--trust-pickle", help="You trust who made this pickle: it may be loaded."),
    ] = False,
    as_model: Annotated[
        str, typer.Option("--as", help="Make it the next version of this model too; needs --on.")
    ] = "",
    on: Annotated[str, typer.Option(help=ON_HELP)] = "",
    target: Annotated[str, typer.Option(help=TARGET_HELP)] = "",
    positive: Annotated[str, typer.Option(help=POSITIVE_HELP)] = "",
    columns: Annotated[str, typer.Option(help=COLUMNS_HELP)] = "",
) -> None:
    """Import a model as a run with its facts and a draft of its card, or as a version too.

    It is kept as skops or ONNX. A pickle is loaded only with --trust-pickle, in a process of its
    own; one that would run code that is no part of a model is never loaded. With --as it becomes a
    candidate: the gates are run on the data named by --on. Such a version predicts, serves and is
    watched as any other; it can't be retrained or exported.
    """
    facts = model_files.inspect(file)
    refusal = model_files.why_not_imported(facts, is_trusted=trust_pickle)
    if refusal is not None:
        way = ""
        if model_files.why_not_imported(facts, is_trusted=True) is None:
            way = f" Say it with --trust-pickle. Look first: tidemill models inspect {file}"
        raise NeedsYou(refusal.message, refusal.hint + way, detail=refusal.detail)
    wish = wish_of(as_model, on, target, positive, columns) if as_model or on else None
    with opened(ctx) as workspace:
        job_id = importing_models.ask(
            workspace,
            file,
            facts=facts,
            experiment=experiment,
            is_trusted=trust_pickle,
            as_version=wish,
        )
        job = follow(workspace, job_id)
        if wish is not None:
            version = registry.version(workspace, job.result["version"])
            output.show(version_dict(version), "\n".join(version_lines(version, facts.name)))
            return
        found = runs.one(workspace, job.result["run"])
        output.show(found, f"Imported {facts.name} as {found.name}.")


def load_model(folder: Path) -> int:
    """Load the pickle that a folder's order names; for the worker's child only."""
    from tidemill.services import loading_models

    return loading_models.main(folder)


def _lines(facts: ModelFacts) -> list[str]:
    lines = [facts.name, facts.verdict, ""]
    lines += [f"{what + ':':<14}{how}" for what, how in model_files.in_words(facts)]
    if facts.dangers:
        lines += ["", "To look at:"]
    for part in facts.dangers[:40]:
        how = {True: "called", False: "named"}[part.is_called]
        said = f": {part.said}" if part.said else ""
        lines.append(f"  {part.standing}  {part.name} ({how}){said}")
    return lines + [f"Note: {remark}" for remark in model_files.remarks(facts)]
