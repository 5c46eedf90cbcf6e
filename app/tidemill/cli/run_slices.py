"""The command that says for whom a run is worst."""

from typing import Annotated, Any

import typer

from tidemill.base.progress import Silent
from tidemill.cli import output
from tidemill.cli.context import opened
from tidemill.cli.runs import runs
from tidemill.domain.group_figures import METRIC, RATES, GroupFigures
from tidemill.services import runs as service
from tidemill.services import worst_slices
from tidemill.services.worst_slices import WorstSlices


def attach(_app: typer.Typer) -> None:
    """Add the command to the group `runs`, which stands in the root already."""
    runs.command()(slices)


def slices(
    ctx: typer.Context,
    run: str,
    metric: Annotated[
        str, typer.Option(help="By which measure; unsaid, what the run was trained for.")
    ] = "",
    by: Annotated[
        list[str] | None,
        typer.Option(help="Show the figures of this column's groups besides; repeat."),
    ] = None,
    depth: Annotated[int, typer.Option(min=1, max=2, help="Columns a slice.")] = 2,
) -> None:
    """Show on which slices of the rows held out a run is surely worse than on the rest.

    Slices are made of the columns it leans on most, up to two at a time; the intervals are wide
    enough for all of them together. Each is told with the gate that watches it (gates add).
    """
    with opened(ctx) as workspace:
        found = worst_slices.of_run(
            workspace,
            service.one(workspace, run),
            Silent(),
            metric_id=metric,
            by=tuple(by or ()),
            depth=depth,
        )
        if output.as_json:
            output.show(found.to_dict(), "")
            return
        output.say(found.words)
        if found.parts:
            columns = (("words", "Where"), ("n", "Rows"), ("value", found.title))
            output.show_list(_lines(found), (*columns, ("behind", "Behind the rest")))
        for one in found.groups:
            output.say(f"\n{_head(one, found.title)}")
            output.show_list(_group_lines(one), (("group", one.column), ("n", "Rows"), *_of(one)))
        for note in found.notes:
            output.say(note)


def _lines(found: WorstSlices) -> list[dict[str, Any]]:
    places = found.decimals
    return [
        {
            "words": one.words,
            "n": one.n,
            "value": f"{one.value:.{places}f}",
            "behind": f"{-one.gap:.{places}f} ({-one.high:.{places}f} to {-one.low:.{places}f})",
        }
        for one in found.parts
    ]


def _head(one: GroupFigures, title: str) -> str:
    apart = one.apart
    what = title if apart.of == METRIC else RATES[apart.of]
    return (
        f"{what} by {one.column}: {apart.highest} lies {apart.value:.3f} over {apart.lowest} "
        f"({apart.low:.3f} to {apart.high:.3f})."
    )


def _of(one: GroupFigures) -> list[tuple[str, str]]:
    return [(name, RATES.get(name, "Measure")) for name in one.figures]


def _group_lines(one: GroupFigures) -> list[dict[str, Any]]:
    lines: dict[str, dict[str, Any]] = {}
    for name, told in one.figures.items():
        for group in told:
            line = lines.setdefault(group.group, {"group": group.group, "n": group.n})
            figure = group.figure
            line[name] = (
                ""
                if figure is None
                else f"{figure.value:.3f} ({figure.low:.3f} to {figure.high:.3f})"
            )
    return list(lines.values())
