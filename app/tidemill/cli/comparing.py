"""The command that holds runs against each other."""

from pathlib import Path
from typing import Annotated

import typer

from tidemill.base.progress import Silent
from tidemill.cli import output
from tidemill.cli.context import opened
from tidemill.cli.runs import runs
from tidemill.services import comparing, comparison_report, run_exports
from tidemill.services.comparing import Comparison
from tidemill.services.tiers import Tiers
from tidemill.services.workspace import Workspace


def attach(_app: typer.Typer) -> None:
    """Add the command to the group `runs`, which stands in the root already."""
    runs.command()(compare)


def compare(
    ctx: typer.Context,
    run: list[str],
    metric: Annotated[
        str, typer.Option(help="What the tiers go by; unsaid, what the runs were trained for.")
    ] = "",
    html: Annotated[
        Path | None,
        typer.Option(help="Write it with its plots to one HTML file; any number of runs."),
    ] = None,
    table: Annotated[
        Path | None,
        typer.Option(help="Write the table to a file: .csv, .xlsx or .tex; any number of runs."),
    ] = None,
) -> None:
    """Put 2 to 8 runs side by side, the first as baseline, and say which can't be told apart."""
    with opened(ctx) as workspace:
        if html is not None or table is not None:
            _write(workspace, run, html, table, metric)
            return
        found = comparing.compare(workspace, run)
        tiers = comparing.tiers(workspace, [one.pk for one in found.runs], metric, Silent())
        if output.as_json:
            output.show({**output.plain(found), "tiers": tiers}, "")
            return
        output.say("\n".join(filter(None, (tiers.words, tiers.simplest_words, *tiers.notes))))
        output.show_list(
            _lines(found, tiers), [("name", ""), *((r.id, r.name) for r in found.runs)]
        )


def _write(
    workspace: Workspace, runs_: list[str], html: Path | None, table: Path | None, metric: str
) -> None:
    """Write one file or both, and say what was written."""
    written: dict[str, object] = {}
    words = []
    if html is not None:
        n_bytes = comparison_report.write(workspace, runs_, html, Silent(), metric=metric)
        written["html"] = {"file": html.absolute(), "bytes": n_bytes}
        words.append(f"Wrote {html} ({n_bytes / 1000:,.0f} kB).")
    if table is not None:
        whole = comparing.compare(workspace, runs_, most=None)
        made = run_exports.write_comparison(table, whole)
        written["table"] = {"file": table.absolute(), "rows": made.rows}
        words += [f"Wrote {table} ({made.rows:,} lines).", *made.said]
    output.show(written, "\n".join(words))


def _lines(found: Comparison, tiers: Tiers) -> list[dict[str, object]]:
    """What differs, a line each, the tiers first."""
    standings = {one.key: one for one in tiers.standings}
    numbers = {r.id: standings[r.pk].tier for r in found.runs if r.pk in standings}
    rows = (*found.metrics, *found.params, *found.data)
    told: list[dict[str, object]] = [{"name": f"Tier by {tiers.title}", **numbers}]
    told = told if tiers.title else []
    return told + [
        {"name": row.title} | {r.id: v for r, v in zip(found.runs, row.values, strict=True)}
        for row in rows
        if row.differs
    ]
