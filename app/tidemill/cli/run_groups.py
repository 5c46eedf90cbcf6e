"""The command that tells each group of a run that trained a model for each."""

from typing import Annotated, Any

import typer

from tidemill.cli import output
from tidemill.cli.context import opened
from tidemill.cli.runs import runs
from tidemill.domain.group_table import WORST, GroupRow, GroupTable
from tidemill.domain.metrics import metric
from tidemill.services import group_results


def attach(_app: typer.Typer) -> None:
    """Add this command to those of runs."""
    runs.command()(groups)


def groups(
    ctx: typer.Context,
    run: str,
    limit: Annotated[int, typer.Option(min=1, help="So many groups, the worst first.")] = WORST,
) -> None:
    """Show how each group does, the worst first, by its own model and by the one for all."""
    with opened(ctx) as workspace:
        table = group_results.find(workspace, run)
    told = table.to_dict() | {"total": len(table.rows), "words": table.words}
    told["items"] = told["items"][:limit]
    if output.as_json:
        output.show(told, "")
        return
    output.say(table.words)
    output.show_list(
        [_line(table, row) for row in table.rows[:limit]],
        (
            ("group", table.column),
            ("value", metric(table.task, table.metric).title),
            ("interval", "95 %"),
            ("general", "Model for all"),
            ("verdict", "Own model"),
            ("n_train", "Learned from"),
            ("n_held", "Held out"),
        ),
        total=len(table.rows),
    )


def _line(table: GroupTable, row: GroupRow) -> dict[str, Any]:
    """A group as it stands in the table."""
    one = metric(table.task, table.metric)
    value, ends = row.metrics.get(table.metric), row.intervals.get(table.metric)
    return {
        "group": "(none or never seen)" if row.group is None else row.group,
        "value": None if value is None else one.words(value),
        "interval": None if ends is None else f"{one.words(ends[0])} to {one.words(ends[1])}",
        "general": None if row.general is None else one.words(row.general),
        "verdict": row.verdict if row.has_model else f"none: {row.why}" if row.why else "none",
        "n_train": row.n_train,
        "n_held": row.n_held,
    }
