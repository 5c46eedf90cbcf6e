"""The command that tries an automation on the files its folder holds already."""

from typing import Annotated, Any

import typer

from tidemill.cli import output
from tidemill.cli.automation import automation
from tidemill.cli.context import follow, opened
from tidemill.cli.watch import watch
from tidemill.domain.dry_runs import DryFile, DryRun
from tidemill.services import dry_runs
from tidemill.services.workspace import Workspace

Newest = Annotated[int, typer.Option(min=1, help="How many of the newest files are replayed.")]
Minutes = Annotated[float, typer.Option(min=0.0, help="After how long the rest is left out.")]
Fit = Annotated[
    bool,
    typer.Option("--fit/--stored-fits", help="Fit what is not stored, or leave it not known."),
]


def attach(_app: typer.Typer) -> None:
    """Add the command to automations and to watched folders."""
    automation.command("dry-run")(of_automation)
    watch.command("dry-run")(of_folder)


def of_automation(
    ctx: typer.Context,
    automation_id: Annotated[int, typer.Argument(help="The automation, by its number.")],
    newest: Newest = dry_runs.NEWEST,
    minutes: Minutes = dry_runs.MINUTES,
    fit: Fit = True,
) -> None:
    """Replay the files already in the folder on a copy: what would have happened."""
    with opened(ctx) as workspace:
        output.say(dry_runs.estimate(workspace, automation_id, newest=newest).in_words())
        job_id = dry_runs.ask(workspace, automation_id, newest=newest, minutes=minutes, fit=fit)
        _tell(workspace, job_id)


def of_folder(
    ctx: typer.Context,
    watch_id: Annotated[int, typer.Argument(help="The folder, as `watch list` numbers it.")],
    newest: Newest = dry_runs.NEWEST,
    minutes: Minutes = dry_runs.MINUTES,
    fit: Fit = True,
) -> None:
    """Replay the files already in the folder on a copy: what would have happened."""
    with opened(ctx) as workspace:
        job_id = dry_runs.ask_for_folder(
            workspace, watch_id, newest=newest, minutes=minutes, fit=fit
        )
        _tell(workspace, job_id)


def _tell(workspace: Workspace, job_id: int) -> None:
    """Wait for the dry run and show it, oldest file first."""
    follow(workspace, job_id)
    made = dry_runs.find(workspace, job_id)
    if output.as_json:
        output.show(made, "")
        return
    columns = [("name", "File"), ("moment", "Came"), ("rows", "Rows"), ("outcome", "Would be")]
    if made.model is not None:
        columns += [("metric", made.metric), ("gain", "Gain"), ("then", "Then")]
    output.show_list([_row(file) for file in made.files], columns)
    output.show(None, "\n".join(_lines(made)))


def _row(file: DryFile) -> dict[str, Any]:
    gain = None
    if file.gain is not None and file.gain_low is not None and file.gain_high is not None:
        ends = f"{file.gain_low:+.4f} to {file.gain_high:+.4f}"
        gain = f"{file.gain:+.4f} over {file.against} ({ends})".replace("-", "−")
    then = None if file.then == "none" else str(file.then)
    moment = f"{file.moment:%Y-%m-%d %H:%M}"
    return {**file.to_dict(), "gain": gain, "then": then, "moment": moment}


def _lines(made: DryRun) -> list[str]:
    """What stands under the table: counts, what was done by hand, costs, what was assumed."""
    counts = [f"{n} {state}" for state, n in made.counts.items()]
    if made.model is not None:
        counts += [
            f"{made.proposals} proposed",
            f"{made.promotions} promoted",
            f"{made.rollbacks} rolled back",
        ]
    lines = ["", f"{', '.join(counts)}. Nothing was changed."]
    for one in made.by_hand:
        words = f"{one.moment:%Y-%m-%d}: {one.by} {one.kind} {one.label}"
        earlier = one.days_earlier
        if earlier is not None:
            words += f"; a candidate would have been ready {earlier:.1f} days earlier"
        lines.append(words)
    costs = made.costs
    words = f"Each file: {costs.seconds_a_file:.1f} s, {costs.bytes_a_file / 1e6:.1f} MB."
    if costs.seconds_a_year is not None and costs.bytes_a_year is not None:
        hours, size = costs.seconds_a_year / 3600, costs.bytes_a_year / 1e9
        words += f" Each year at this pace: {hours:.1f} h, {size:.2f} GB."
    return [*lines, words, *made.notes]
