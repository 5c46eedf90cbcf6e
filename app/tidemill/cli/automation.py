"""Commands for automations: their rules and steps, their runs, the red pause of everything."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from tidemill.base.errors import WrongUse
from tidemill.cli import output
from tidemill.cli.context import opened
from tidemill.domain.automations import (
    Automation,
    Mode,
    RollbackRule,
    Step,
    StepKind,
    Watched,
    chain,
    titles,
)
from tidemill.services import (
    automation_runs,
    automations,
    probation,
    red_pause,
    rule_words,
    script_settings,
    triggering,
    workers,
)
from tidemill.services.automation_runs import RunView
from tidemill.services.workspace import Workspace

automation = typer.Typer(help="Automations: rules that run by themselves.", no_args_is_help=True)

One = Annotated[int, typer.Argument(help="The automation, as `automation list` numbers it.")]
File = Annotated[Path | None, typer.Option(help="A Python script.")]
Command = Annotated[str, typer.Option(help="A command with its words, instead of a script.")]
Param = Annotated[
    list[str] | None,
    typer.Option(help="A parameter of the script as name=value; several times for several."),
]
Requirements = Annotated[
    Path | None, typer.Option(help="Requirements of the script, for an environment of its own.")
]
Place = Annotated[int, typer.Argument(min=1, help="The step, as `automation show` numbers it.")]
Everything = Annotated[bool, typer.Option("--all", help="Everything automatic, not just one.")]


def attach(app: typer.Typer) -> None:
    """Add these commands to the root."""
    app.add_typer(automation, name="automation")


@automation.command("list")
def list_(ctx: typer.Context) -> None:
    """Show the automations, each as a sentence."""
    with opened(ctx) as workspace:
        items = [_item(one) for one in automations.every(workspace)]
        columns = (("id", "Id"), ("name", "Name"), ("is_on", "On"), ("sentence", "What it does"))
        output.show_list(items, columns)
        _say_pause(workspace)


@automation.command()
def show(ctx: typer.Context, automation_id: One) -> None:
    """Show an automation: its sentence, its steps, what it promoted by itself."""
    with opened(ctx) as workspace:
        one = automations.find(workspace, automation_id)
        watches = probation.of(workspace, one.id)
        body = _item(one) | {
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
            steps.append(_script(file, command, param, requirements))
        made = automations.add(workspace, name, [], steps, model=model, dataset=dataset, mode=mode)
        output.show(_item(made), f"Made automation {made.id}: {rule_words.sentence(made)}")


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
        output.show(_item(after), rule_words.sentence(after))


@automation.command("add-step")
def add_step(
    ctx: typer.Context,
    automation_id: One,
    kind: Annotated[StepKind, typer.Argument(help="What the step does.")],
    file: File = None,
    command: Command = "",
    param: Param = None,
    requirements: Requirements = None,
    data: Annotated[
        str, typer.Option(help="How the script gets the rows: parquet, csv or none.")
    ] = "parquet",
    go_on: Annotated[bool, typer.Option(help="Go on with what follows where it fails.")] = False,
    always: Annotated[bool, typer.Option(help="Run it although nothing changed.")] = False,
    title: Annotated[str, typer.Option(help="A name of its own.")] = "",
    at: Annotated[int | None, typer.Option(min=1, help="Its place, 1 is first.")] = None,
    seconds: Annotated[float | None, typer.Option(help="How long a script may run.")] = None,
    memory_mb: Annotated[float | None, typer.Option(help="Memory a script may hold.")] = None,
) -> None:
    """Add a step, such as: automation add-step 1 script --file report.py --param top=20."""
    with opened(ctx) as workspace:
        one = automations.find(workspace, automation_id)
        settings: dict[str, Any] = {"title": title} if title else {}
        if go_on:
            settings["on_failure"] = "go on"
        step = Step(kind, settings)
        if kind is StepKind.SCRIPT:
            limits = {"seconds": seconds, "memory_mb": memory_mb}
            extra = {"data": data, "limits": limits, **settings}
            if always:
                extra["always"] = True
            step = _script(file, command, param, requirements, **extra)
        elif file or command or param or requirements or always:
            raise WrongUse(f"The step {kind} runs no script.", "Name the step script.")
        steps = list(one.steps)
        steps.insert(len(steps) if at is None else at - 1, step)
        after = automations.change(workspace, automation_id, steps=tuple(steps))
        output.show(_item(after), rule_words.sentence(after))


@automation.command("change-step")
def change_step(
    ctx: typer.Context,
    automation_id: One,
    place: Place,
    param: Param = None,
    go_on: Annotated[
        bool | None, typer.Option("--go-on/--stop", help="What a failure means for what follows.")
    ] = None,
    always: Annotated[
        bool | None,
        typer.Option(
            "--always/--when-changed", help="When a script runs although nothing changed."
        ),
    ] = None,
) -> None:
    """Give a step other parameters or settings; what is not named stays."""
    with opened(ctx) as workspace:
        one = automations.find(workspace, automation_id)
        step = _step_at(one, place)
        settings = dict(step.settings)
        if param:
            settings["parameters"] = {**(settings.get("parameters") or {}), **_given(param)}
        if go_on is not None:
            settings["on_failure"] = "go on" if go_on else "stop"
        if always is not None:
            settings["always"] = always
        steps = list(one.steps)
        steps[place - 1] = Step(step.kind, settings)
        after = automations.change(workspace, automation_id, steps=tuple(steps))
        output.show(_item(after), rule_words.sentence(after))


@automation.command("remove-step")
def remove_step(
    ctx: typer.Context,
    automation_id: One,
    place: Place,
) -> None:
    """Take a step out of an automation."""
    with opened(ctx) as workspace:
        one = automations.find(workspace, automation_id)
        _step_at(one, place)
        steps = one.steps[: place - 1] + one.steps[place:]
        after = automations.change(workspace, automation_id, steps=steps)
        output.show(_item(after), rule_words.sentence(after))


@automation.command()
def params(ctx: typer.Context, file: Path) -> None:
    """Show the parameters of a script, found by reading it; nothing of it is run."""
    with opened(ctx):
        found = script_settings.parameters(file)
        columns = (
            ("name", "Parameter"),
            ("kind", "Kind"),
            ("type", "Type"),
            ("default", "Default"),
            ("is_required", "Needed"),
            ("help", "What it is for"),
        )
        output.show_list(found, columns)


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
        output.show(_item(one), f"Paused {one.name}.")


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
        output.show(_item(one), f"Resumed {one.name}.")
        _say_pause(workspace)


@automation.command()
def remove(ctx: typer.Context, automation_id: One) -> None:
    """Take an automation away; its runs and what they made stay."""
    with opened(ctx) as workspace:
        one = automations.remove(workspace, automation_id)
        output.show(_item(one), f"Removed {one.name}.")


def _named(automation_id: int | None) -> int:
    if automation_id is None:
        raise WrongUse("Which automation is meant?", "Name its number, or say --all.")
    return automation_id


def _say_pause(workspace: Workspace) -> None:
    """Say beside a list that everything is paused, since nothing in it will happen."""
    paused = red_pause.paused(workspace)
    if paused is not None:
        output.say(f"Everything automatic is paused by {paused.by}: {paused.reason}")


def _script(
    file: Path | None,
    command: str,
    param: list[str] | None,
    requirements: Path | None,
    **settings: Any,
) -> Step:
    if param:
        settings["parameters"] = _given(param)
    if requirements is not None:
        settings["requirements"] = str(requirements)
    return script_settings.step(file, command, **settings)


def _given(param: list[str]) -> dict[str, str]:
    given = {}
    for text in param:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise WrongUse(f"{text} is no name=value.", "Write it as depth=5.")
        given[name] = value
    return given


def _step_at(one: Automation, place: int) -> Step:
    if place > len(one.steps):
        raise WrongUse(f"There is no step {place}.", f"{one.name} has {len(one.steps)}.")
    return one.steps[place - 1]


def _rollback(text: str) -> RollbackRule:
    name, equals, limit = text.partition("=")
    try:
        return RollbackRule(Watched(name), float(limit) if equals else None)
    except ValueError as error:
        known = ", ".join(Watched)
        raise WrongUse(
            f"{text} takes no version back.", f"Choose {known}, with a limit such as value=2.5."
        ) from error


def _item(one: Automation) -> dict[str, Any]:
    named = titles(one.steps, one.mode, one.model)
    return {
        "id": one.id,
        "name": one.name,
        "sentence": rule_words.sentence(one),
        "dataset": one.dataset,
        "model": one.model,
        "mode": str(one.mode),
        "is_on": one.is_on,
        "triggers": [
            {**trigger.to_dict(), "sentence": rule_words.start_words(trigger)}
            for trigger in one.triggers
        ],
        "steps": [
            {**step.to_dict(), "title": title} for step, title in zip(one.steps, named, strict=True)
        ],
        "limits": one.limits.to_dict(),
        "guards": one.guards.to_dict(),
        "created_at": one.created_at,
        "by": one.created_by,
    }


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
