"""Commands for the rows of an incident: those that show it best, and what is done about them."""

from typing import Annotated, Any

import typer

from tidemill.cli import output
from tidemill.cli.context import opened
from tidemill.services import (
    example_rows,
    incidents,
    jobs,
    retraining,
    rows_to_label,
    setting_aside,
    workers,
)

Id = Annotated[int, typer.Argument(help="The incident, as `incidents list` numbers it.")]


def attach(app: typer.Typer) -> None:
    """Add these commands to those of incidents."""
    app.command()(examples)
    app.command()(retrain)
    app.command("set-aside")(set_aside)
    app.command("label-rows")(label_rows)


def examples(ctx: typer.Context, incident_id: Id) -> None:
    """Show the rows that show an incident best, with the answer they would have got."""
    with opened(ctx) as workspace:
        shown = example_rows.shown(workspace, incident_id)
        output.say(shown.note or f"{shown.answer}, and with {shown.usual or 'nothing changed'}")
        columns = [("row", "Row"), *((name, name) for name in shown.columns)]
        columns += [("answer", shown.answer or "Answer"), ("without", shown.usual or "Without it")]
        items: list[dict[str, Any]] = [
            {"row": row.number, "answer": row.said, "without": row.without}
            | dict(zip(shown.columns, row.values, strict=True))
            for row in shown.rows
        ]
        output.show_list(items, columns)


def retrain(ctx: typer.Context, incident_id: Id) -> None:
    """Ask for a candidate that learns from all rows but those of an incident."""
    with opened(ctx) as workspace:
        model = incidents.one(workspace, incident_id).model
        job = retraining.ask(workspace, model, without=incident_id)
        workers.ensure(workspace)
        asked = jobs.find(workspace, job)
        output.show({"job": job, "cause": asked.cause}, f"Job {job}: {asked.cause}.")


def set_aside(
    ctx: typer.Context,
    incident_id: Id,
    dry: Annotated[bool, typer.Option("--dry-run", help="Only say what it would do.")] = False,
) -> None:
    """Pause the folders an incident came from, and take its newest files out of the data."""
    with opened(ctx) as workspace:
        act = setting_aside.offer if dry else setting_aside.set_aside
        done = act(workspace, incident_id)
        output.show(done.to_dict() | {"done": not dry}, done.words())


def label_rows(
    ctx: typer.Context,
    incident_id: Id,
    n: Annotated[int, typer.Option("--n", min=1, help="So many at most.")] = rows_to_label.N_ROWS,
) -> None:
    """Choose rows of an incident to label: enough to know how wrong the model is on them."""
    with opened(ctx) as workspace:
        found = rows_to_label.of_incident(workspace, incident_id, n)
        numbers = ", ".join(str(row + 1) for row in found.rows.tolist())
        words = f"Rows {numbers} of {found.dataset}, column {found.column}. {found.words()}."
        output.show(found.to_dict(), words)
