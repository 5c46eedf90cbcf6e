"""The command that tells the next steps."""

from pathlib import Path
from typing import Annotated

import typer

from tidemill.cli import output
from tidemill.cli.context import opened

_SHOWN = 40


def attach(app: typer.Typer) -> None:
    """Add this command to the root."""
    app.command()(forecast)


def forecast(
    ctx: typer.Context,
    model: Annotated[str, typer.Argument(help="A model (its champion), or name@3.")],
    data: Annotated[
        str | None, typer.Option(help="Look back from this version of its dataset (name@3).")
    ] = None,
    series: Annotated[list[str] | None, typer.Option(help="A series to tell; all else.")] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write all steps to a file: .csv, .xlsx or .tex.")
    ] = None,
) -> None:
    """Tell the steps after the newest data, with the ranges in which the truth should lie."""
    from tidemill.services import telling_ahead

    with opened(ctx) as workspace:
        version, steps = telling_ahead.ahead(workspace, model, data=data, series=series)
        for note in steps.notes:
            output.say(note)
        if out is not None:
            written = telling_ahead.to_file(steps, out)
            output.show(written, f"{written.rows:,} steps ahead: {written.path}")
            return
        items = [
            {**dict(zip(steps.headings, row, strict=True)), "version": version.number}
            for row in steps.rows()
        ]
        shown = items if output.as_json else items[:_SHOWN]
        output.show_list(shown, [(name, name) for name in steps.headings], total=len(items))
