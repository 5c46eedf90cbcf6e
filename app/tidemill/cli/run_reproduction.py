"""The command that runs a run again and says whether the same came out."""

import typer

from tidemill.cli import output
from tidemill.cli.context import follow, opened
from tidemill.cli.runs import runs
from tidemill.domain.reproductions import Reproduction
from tidemill.services import reproductions

DIFFERS = 3
"""The exit code where it gave something else or could not be run again."""


def attach(_app: typer.Typer) -> None:
    """Add the command to those of runs."""
    runs.command()(reproduce)


def reproduce(ctx: typer.Context, run: str) -> int:
    """Run a run again from what is stored, and say whether the same came out and if not, why.

    The very rows, recipe, seed and number of threads are taken. Ends with 0 where the answers on
    the hold-out are equal or nearly so, else with 3.
    """
    with opened(ctx) as workspace:
        job = follow(workspace, reproductions.ask(workspace, run))
    found = Reproduction.from_dict(job.result["reproduction"])
    output.show({"run": job.result["run"], **found.to_dict()}, "\n".join(_lines(found)))
    return 0 if found.is_equal else DIFFERS


def _lines(found: Reproduction) -> list[str]:
    lines = list(found.sentences())
    for one in found.measures:
        if one.before is not None and one.now is not None:
            before, now = (f"{value:.{one.decimals}f}" for value in (one.before, one.now))
            lines.append(f"{one.title}: {before} then, {now} now")
    return lines
