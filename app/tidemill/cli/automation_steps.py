"""Commands for the steps of automations, and for the parameters of scripts among them."""

from pathlib import Path
from typing import Annotated, Any

import typer

from tidemill.base.errors import WrongUse
from tidemill.cli import output
from tidemill.cli.automation_told import item
from tidemill.cli.context import opened
from tidemill.domain.automations import Automation, Step, StepKind
from tidemill.services import automations, rule_words, script_settings

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


def attach(group: typer.Typer) -> None:
    """Add these commands to the group of automations."""
    group.command("add-step")(add_step)
    group.command("change-step")(change_step)
    group.command("remove-step")(remove_step)
    group.command("params")(params)


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
    rows: Annotated[
        str, typer.Option(help="Which rows the script gets: all, or new: those the version added.")
    ] = "all",
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
            extra = {"data": data, "rows": rows, "limits": limits, **settings}
            if always:
                extra["always"] = True
            step = script_step(file, command, param, requirements, **extra)
        elif file or command or param or requirements or always:
            raise WrongUse(f"The step {kind} runs no script.", "Name the step script.")
        steps = list(one.steps)
        steps.insert(len(steps) if at is None else at - 1, step)
        after = automations.change(workspace, automation_id, steps=tuple(steps))
        output.show(item(after), rule_words.sentence(after))


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
    rows: Annotated[
        str | None, typer.Option(help="Which rows the script gets: all, or new.")
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
        if rows is not None:
            settings["rows"] = rows
        steps = list(one.steps)
        steps[place - 1] = Step(step.kind, settings)
        after = automations.change(workspace, automation_id, steps=tuple(steps))
        output.show(item(after), rule_words.sentence(after))


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
        output.show(item(after), rule_words.sentence(after))


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


def script_step(
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
