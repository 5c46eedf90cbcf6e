"""Commands for model files from elsewhere: told without loading them, and imported."""

from pathlib import Path
from typing import Annotated

import typer

from tidemill.base.errors import NeedsYou
from tidemill.cli import output
from tidemill.cli.models import models
from tidemill.domain.known_parts import Standing
from tidemill.domain.model_files import ModelFacts
from tidemill.services import model_files


def attach(_app: typer.Typer) -> None:
    """Add the commands to the group `models`, which stands in the root already."""
    models.command()(inspect)


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
