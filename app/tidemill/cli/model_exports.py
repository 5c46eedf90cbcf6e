"""The commands that export versions in forms that others read, and list what left."""

from pathlib import Path
from typing import Annotated

import typer

from tidemill.cli import output
from tidemill.cli.context import follow, opened
from tidemill.cli.models import models
from tidemill.services import exporting, exports


def attach(_app: typer.Typer) -> None:
    """Add these commands to those of models."""
    models.command()(export)
    models.command("exports")(list_)


def export(
    ctx: typer.Context,
    version: Annotated[str, typer.Argument(help="A version (name@3), or a model: its champion.")],
    to: Annotated[str, typer.Option(help="onnx, skops or package.")],
    out: Annotated[Path, typer.Option(help="The file to write.")],
) -> None:
    """Export a version; it is written once its answers on stored rows are proved the same."""
    with opened(ctx) as workspace:
        job = follow(workspace, exporting.ask(workspace, version, to, out))
        result = {name: value for name, value in job.result.items() if name != "message"}
        lines = [f"Wrote {result['file']}", result["comparison"]["words"], *result["notes"]]
        output.show(result, "\n".join(lines))


def list_(ctx: typer.Context) -> None:
    """List the files that versions were exported to, the newest first."""
    columns = [
        ("model", "Model"),
        ("number", "Version"),
        ("form", "Form"),
        ("path", "File"),
        ("is_here", "There"),
        ("at", "When"),
        ("by", "By"),
    ]
    with opened(ctx) as workspace:
        output.show_list(exports.every(workspace), columns)
