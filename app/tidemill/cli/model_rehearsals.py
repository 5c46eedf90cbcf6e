"""Commands about what a version would say otherwise: rehearsals, and why a score changed."""

from typing import Annotated

import typer

from tidemill.base.errors import NeedsYou
from tidemill.cli import output
from tidemill.cli.context import follow, opened
from tidemill.cli.model_marks import Version
from tidemill.cli.models import models
from tidemill.cli.monitor_value import cost_of
from tidemill.domain.rehearsals import Rehearsal
from tidemill.services import rehearsing, score_changes

_SHOWN = 20


def attach(_app: typer.Typer) -> None:
    """Add these commands to those of models."""
    models.command()(rehearse)
    models.command("why-score")(why_score)


def rehearse(
    ctx: typer.Context,
    version: Version,
    rows: Annotated[
        str,
        typer.Option(
            help="Which rows: log (what services answered), stored (the newest of its data), "
            "newest (the log where it has enough), a dataset version, or a file."
        ),
    ] = "newest",
    n: Annotated[
        int, typer.Option("--last", min=1, help="How many rows at most.")
    ] = rehearsing.MOST_ROWS,
    cost: Annotated[
        list[str] | None,
        typer.Option(help="What a decision costs: truth:decision=amount, such as yes:no=120."),
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="Show so many of the rows.")] = _SHOWN,
    kept: Annotated[
        bool, typer.Option("--kept", help="Show the last rehearsal instead of holding one.")
    ] = False,
) -> None:
    """Let a version decide on recent rows beside the champion: what flips, for whom, at what
    cost."""
    costs = None if cost is None else dict(cost_of(one) for one in cost)
    with opened(ctx) as workspace:
        if not kept:
            follow(workspace, rehearsing.ask(workspace, version, rows=rows, n=n, costs=costs))
        found = rehearsing.newest(workspace, version)
        if found is None:
            raise NeedsYou(
                f"{version} was never rehearsed.", "Leave --kept away to hold a rehearsal."
            )
        if output.as_json:
            output.show(found, "")
        else:
            _say(found, limit)


def _say(found: Rehearsal, limit: int) -> None:
    output.show(found, found.summary)
    output.say(f"On {found.rows_words.rstrip('.')}. A decision is {found.rule}.")
    output.say(found.money_words)
    if found.segments:
        output.say(f"\nFor whom, of {found.n_segments:,} groups that were looked at")
        items = [
            {
                "words": one.words,
                "flips": one.n_flips,
                "rows": one.n,
                "share": one.share,
                "certain": "more than chance" if one.is_certain else "may be chance",
            }
            for one in found.segments
        ]
        columns = (("words", "Group"), ("flips", "Flips"), ("rows", "Rows"), ("share", "Share"))
        output.show_list(items, (*columns, ("certain", "")))
    shown = found.rows[:limit]
    if shown:
        output.say(f"\nRows to open, largest change first; {len(shown):,} of {found.n_flips:,}")
        rows = [
            {
                "row": one.row + 1,
                "id": one.id,
                "before": one.before,
                "after": one.after,
                "from": one.score_before,
                "to": one.score_after,
                "pushed": one.pushed[0].words if one.pushed else "",
                "truth": one.truth,
            }
            for one in shown
        ]
        titles = (("row", "Row"), ("before", f"v{found.against}"), ("after", f"v{found.version}"))
        more = (("from", "Score"), ("to", "to"), ("pushed", "Pushed most by"))
        named = (("id", "Id"),) if any(one.id for one in shown) else ()
        output.show_list(rows, (titles[0], *named, *titles[1:], *more, ("truth", "Outcome")))


def why_score(
    ctx: typer.Context,
    before: Annotated[
        str, typer.Argument(help="A version, or a moment: name@3, name@2026-05-31, 'name@now'.")
    ],
    after: Annotated[str, typer.Argument(help="The later one.")],
    row: Annotated[
        str, typer.Option(help="The row: its identifier, or its number where it has none.")
    ],
    data_before: Annotated[
        str | None, typer.Option(help="The data the earlier one reads the row from: shop@3.")
    ] = None,
    data_after: Annotated[
        str | None, typer.Option(help="The data the later one reads it from.")
    ] = None,
) -> None:
    """Say why the score of a row changed between two versions or moments, column by column."""
    with opened(ctx) as workspace:
        job = follow(
            workspace,
            score_changes.ask(
                workspace, before, after, row, data_before=data_before, data_after=data_after
            ),
        )
        found = score_changes.of_job(job)
        output.show(found, found.summary)
        if output.as_json:
            return
        orders = "all orders of the columns" if found.is_exact else "paired random orders"
        output.say(
            f"Rows of {found.before.dataset} and {found.after.dataset}; by {orders}. The model's "
            f"change for everyone is {found.everyone:+.4f}."
        )
        rows = [
            {
                "column": one.column,
                "before": one.before,
                "after": one.after,
                "data": one.data,
                "model": one.model,
                "total": one.total,
            }
            for one in found.columns
        ]
        values = (("column", "Column"), ("before", "Before"), ("after", "After"))
        output.show_list(rows, (*values, ("data", "Data"), ("model", "Model"), ("total", "Both")))
