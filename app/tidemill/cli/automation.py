"""Commands for automations: their rules and steps, their runs, the red pause of everything."""

from dataclasses import replace
from typing import Annotated, Any

import typer

from tidemill.base.errors import WrongUse
from tidemill.cli import automation_steps, output
from tidemill.cli.automation_steps import Command, File, One, Param, Requirements, script_step
from tidemill.cli.automation_told import item
from tidemill.cli.context import opened
from tidemill.domain.automations import (
    Mode,
    RollbackRule,
    Watched,
    chain,
)
from tidemill.services import (
    automation_runs,
    automations,
    probation,
    red_pause,
    rule_words,
    triggering,
    workers,
)
from tidemill.services.automation_runs import RunView
from tidemill.services.workspace import Workspace

automation = typer.Typer(help="Automations: rules that run by themselves.", no_args_is_help=True)

Everything = Annotated[bool, typer.Option("--all", help="Everything automatic, not just one.")]


def attach(app: typer.Typer) -> None:
    """Add these commands to the root."""
    automation_steps.attach(automation)
    app.add_typer(automation, name="automation")


@automation.command("list")
def list_(ctx: typer.Context) -> None:
    """Show the automations, each as a sentence."""
    with opened(ctx) as workspace:
        items = [item(one) for one in automations.every(workspace)]
        columns = (("id", "Id"), ("name", "Name"), ("is_on", "On"), ("sentence", "What it does"))
        output.show_list(items, columns)
        _say_pause(workspace)


@automation.command()
def show(ctx: typer.Context, automation_id: One) -> None:
    """Show an automation: its sentence, its steps, what it promoted by itself."""
    with opened(ctx) as workspace:
        one = automations.find(workspace, automation_id)
        watches = probation.of(workspace, one.id)
        body = item(one) | {
            "watched": [
                {
                    "version": watch.version.label,
                    "state": str(watch.probation.state),
                    "until": watch.probation.until,
                    "reason": watch.probation.reason,
                }
                for watch in watches
            ]
        }
        lines = [f"{one.name} ({'on' if one.is_on else 'paused'})", body["sentence"], ""]
        lines += [f"{at}. {step['title']}" for at, step in enumerate(body["steps"], 1)]
        for watch in watches[:5]:
            said = watch.probation.reason or f"watched until {watch.probation.until:%Y-%m-%d}"
            lines.append(f"{watch.version.label} was promoted by itself: {said}")
        output.show(body, "\n".join(lines))
        _say_pause(workspace)


@automation.command()
def add(
    ctx: typer.Context,
    name: str,
    model: Annotated[str | None, typer.Option(help="Model that it retrains.")] = None,
    dataset: Annotated[str | None, typer.Option(help="Dataset that its steps work on.")] = None,
    mode: Annotated[Mode, typer.Option(help="What happens when the gates pass.")] = Mode.PROPOSE,
    file: File = None,
    command: Command = "",
    param: Param = None,
    requirements: Requirements = None,
) -> None:
    """Make an automation that is started by hand; `trigger add` lets more start it."""
    with opened(ctx) as workspace:
        steps = list(chain(model)) if model or not (file or command) else []
        if file or command:
            steps.append(script_step(file, command, param, requirements))
        made = automations.add(workspace, name, [], steps, model=model, dataset=dataset, mode=mode)
        output.show(item(made), f"Made automation {made.id}: {rule_words.sentence(made)}")


@automation.command()
def change(
    ctx: typer.Context,
    automation_id: One,
    name: Annotated[str | None, typer.Option(help="Another name.")] = None,
    model: Annotated[str | None, typer.Option(help="Another model to retrain.")] = None,
    mode: Annotated[Mode | None, typer.Option(help="What happens when the gates pass.")] = None,
    watch_days: Annotated[
        float | None, typer.Option(min=0, help="Days a version promoted by itself is watched.")
    ] = None,
    days_between: Annotated[
        float | None,
        typer.Option(min=0, help="Days between two changes of the champion by itself."),
    ] = None,
    rollback_on: Annotated[
        list[str] | None,
        typer.Option(
            help="What takes a version back: performance, error_rate or value, with a limit "
            "such as error_rate=0.1; several times for several."
        ),
    ] = None,
) -> None:
    """Change what an automation does; what is not named stays."""
    with opened(ctx) as workspace:
        one = automations.find(workspace, automation_id)
        guards = one.guards
        if watch_days is not None:
            guards = replace(guards, watch_days=watch_days)
        if days_between is not None:
            guards = replace(guards, days_between_changes=days_between)
        if rollback_on is not None:
            guards = replace(guards, rollback_on=tuple(map(_rollback, rollback_on)))
        after = automations.change(
            workspace,
            automation_id,
            name=one.name if name is None else name,
            model=one.model if model is None else model,
            mode=one.mode if mode is None else mode,
            guards=guards,
        )
        output.show(item(after), rule_words.sentence(after))


@automation.command()
def runs(
    ctx: typer.Context,
    automation_id: Annotated[int | None, typer.Argument(help="Of one automation only.")] = None,
    run: Annotated[int | None, typer.Option(help="One run, with its steps.")] = None,
    limit: Annotated[int, typer.Option(min=1)] = 20,
) -> None:
    """Show runs with why they began and what came of them, newest first."""
    with opened(ctx) as workspace:
        if run is not None:
            _show_run(automation_runs.find(workspace, run))
            return
        if automation_id is not None:
            automations.find(workspace, automation_id)
        items = [_run_item(view) for view in automation_runs.of(workspace, automation_id, limit)]
        columns = (
            ("id", "Run"),
            ("automation", "Automation"),
            ("cause", "Why"),
            ("state", "State"),
            ("took", "Took"),
            ("outcome", "What came of it"),
        )
        output.show_list(items, columns)


@automation.command()
def start(
    ctx: typer.Context,
    automation_id: One,
    note: Annotated[str, typer.Option(help="Why, in a line.")] = "",
) -> None:
    """Start an automation now, whatever its limits say."""
    with opened(ctx) as workspace:
        run_id = triggering.start_by_hand(workspace, automation_id, note=note)
        workers.ensure(workspace)
        view = automation_runs.find(workspace, run_id)
        output.show(_run_item(view), f"Run {run_id} of automation {automation_id} began.")


@automation.command()
def pause(
    ctx: typer.Context,
    automation_id: Annotated[int | None, typer.Argument(help="The automation.")] = None,
    everything: Everything = False,
    reason: Annotated[str, typer.Option(help="Why; needed for everything.")] = "",
) -> None:
    """Pause an automation, or with --all everything that happens by itself."""
    with opened(ctx) as workspace:
        if everything:
            made = red_pause.pause_all(workspace, reason)
            words = f"Everything automatic is paused since {made.at:%Y-%m-%d %H:%M} UTC"
            output.show(made, f"{words}, by {made.by}: {made.reason}")
            return
        one = automations.switch(workspace, _named(automation_id), on=False)
        output.show(item(one), f"Paused {one.name}.")


@automation.command()
def resume(
    ctx: typer.Context,
    automation_id: Annotated[int | None, typer.Argument(help="The automation.")] = None,
    everything: Everything = False,
) -> None:
    """Go on with an automation, or with --all with everything."""
    with opened(ctx) as workspace:
        if everything:
            red_pause.resume_all(workspace)
            workers.ensure(workspace)
            output.show({"paused": None}, "Everything automatic goes on.")
            return
        one = automations.switch(workspace, _named(automation_id), on=True)
        workers.ensure(workspace)
        output.show(item(one), f"Resumed {one.name}.")
        _say_pause(workspace)


@automation.command()
def remove(ctx: typer.Context, automation_id: One) -> None:
    """Take an automation away; its runs and what they made stay."""
    with opened(ctx) as workspace:
        one = automations.remove(workspace, automation_id)
        output.show(item(one), f"Removed {one.name}.")


def _named(automation_id: int | None) -> int:
    if automation_id is None:
        raise WrongUse("Which automation is meant?", "Name its number, or say --all.")
    return automation_id


def _say_pause(workspace: Workspace) -> None:
    """Say beside a list that everything is paused, since nothing in it will happen."""
    paused = red_pause.paused(workspace)
    if paused is not None:
        output.say(f"Everything automatic is paused by {paused.by}: {paused.reason}")


def _rollback(text: str) -> RollbackRule:
    name, equals, limit = text.partition("=")
    try:
        return RollbackRule(Watched(name), float(limit) if equals else None)
    except ValueError as error:
        known = ", ".join(Watched)
        raise WrongUse(
            f"{text} takes no version back.", f"Choose {known}, with a limit such as value=2.5."
        ) from error


def _run_item(view: RunView) -> dict[str, Any]:
    run = view.run
    return {
        "id": run.id,
        "automation": run.automation_id,
        "cause": run.cause.sentence,
        "state": str(run.state),
        "outcome": run.outcome,
        "seconds": round(run.seconds, 3),
        "took": _took(run.seconds),
        "started_at": run.started_at,
        "ended_at": run.ended_at,
        "made": run.made,
        "refs": run.cause.refs,
        "steps": [
            {
                "title": step.title,
                "kind": str(step.kind),
                "state": str(step.state),
                "reason": step.reason,
                "seconds": step.seconds,
                "took": _took(step.seconds),
                "job": step.job_id,
                "made": step.made,
            }
            for step in view.steps
        ],
    }


def _took(seconds: float | None) -> str:
    if seconds is None:
        return ""
    return f"{seconds:.1f} s" if seconds < 120 else f"{seconds / 60:.0f} min"


def _show_run(view: RunView) -> None:
    body = _run_item(view)
    if output.as_json:
        output.show(body, "")
        return
    columns = (
        ("title", "Step"),
        ("state", "State"),
        ("took", "Took"),
        ("job", "Job"),
        ("reason", "Why, and what came of it"),
    )
    output.show_list(body["steps"], columns)
    output.say(f"Run {view.run.id} began since {view.run.cause.sentence}. {view.run.outcome}")
