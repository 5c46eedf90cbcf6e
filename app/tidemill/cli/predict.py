"""The command that predicts the rows of a file."""

from pathlib import Path
from typing import Annotated, Any

import typer

from tidemill.cli import output
from tidemill.cli.context import opened, progress_bar, told_by
from tidemill.domain.models import ModelVersion

_SHOWN = 20
_STRONGEST = 3


def attach(app: typer.Typer) -> None:
    """Add this command to the root."""
    app.command()(predict)


def predict(
    ctx: typer.Context,
    model: Annotated[str, typer.Argument(help="A model (its champion), or name@3.")],
    # Whether the file can be read is said by the service, as a thing for the person to mend.
    file: Annotated[Path, typer.Argument(readable=False, help="A table of any kind we read.")],
    out: Annotated[
        Path | None, typer.Option(help="Write all rows with their predictions: .csv or .xlsx.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Tell what each column moved the score by.")
    ] = False,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Show so many; with JSON all unless said.")
    ] = None,
) -> None:
    """Predict the rows of a file with a model's champion or another version of it."""
    from tidemill.services import predicting

    with opened(ctx) as workspace, progress_bar(f"Reading {file.name}") as move:
        if out is not None:
            written = predicting.to_file(
                workspace, model, file, out, told_by(move), explain=explain
            )
            for sentence in written.said:
                output.say(sentence)
            output.show(written, f"{written.rows:,} rows with predictions: {written.path}")
            return
        every = (
            predicting.explained(workspace, model, file, told_by(move))
            if explain
            else ((*one, None) for one in predicting.answers(workspace, model, file, told_by(move)))
        )
        n = limit if limit is not None or output.as_json else _SHOWN
        total, items = 0, []
        for version, answer, why in every:
            total += 1
            if n is None or total <= n:
                items.append(_item(version, answer) | (_why(why) if explain else {}))
    columns = [(name, name.capitalize()) for name in ("id", "prediction", "probability")]
    if explain:
        columns += [("score", "Score"), ("usual_score", "Usual row"), ("strongest", "Why")]
        if output.as_json:
            for item in items:
                del item["strongest"]
    output.show_list(items, columns, total=total)


def _item(version: ModelVersion, answer: Any) -> dict[str, Any]:
    return {
        "id": answer.id,
        "prediction": answer.prediction,
        "probability": answer.probability,
        "model": version.model,
        "version": version.number,
    }


def _why(why: Any) -> dict[str, Any]:
    """Why a row got its score, whole for programs and the strongest for people."""
    if why is None:
        return {"score": None, "usual_score": None, "why": None, "strongest": None}
    first = sorted(why.by.items(), key=lambda one: -abs(one[1]))[:_STRONGEST]
    words = ", ".join(f"{name} {by:+.3g}" for name, by in first if by)
    return {"score": why.score, "usual_score": why.usual, "why": why.by, "strongest": words}
