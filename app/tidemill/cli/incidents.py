"""Commands for incidents: alerts with one cause, owned, snoozed and closed by people."""

from typing import Annotated, Any

import typer

from tidemill.cli import incident_rows, output
from tidemill.cli.context import opened
from tidemill.domain.incidents import Incident
from tidemill.domain.muting import DAYS
from tidemill.services import incident_gates, muting
from tidemill.services import incidents as service

incidents = typer.Typer(help="Alerts with one cause, and what came of them.", no_args_is_help=True)

Id = Annotated[int, typer.Argument(help="The incident, as `incidents list` numbers it.")]


def attach(app: typer.Typer) -> None:
    """Add these commands to the root."""
    incident_rows.attach(incidents)
    app.add_typer(incidents, name="incidents")


@incidents.command("list")
def list_(
    ctx: typer.Context,
    model: Annotated[str | None, typer.Option(help="Only those of a model.")] = None,
    only_open: Annotated[bool, typer.Option("--open", help="Only those that are open.")] = False,
) -> None:
    """Show incidents, newest first."""
    with opened(ctx) as workspace:
        items = service.incidents(workspace, model=model, only_open=only_open)
        columns = (
            ("id", "Id"),
            ("model", "Model"),
            ("severity", "Severity"),
            ("title", "What"),
            ("since", "Since"),
            ("owner", "Owner"),
            ("closed_at", "Closed"),
            ("outcome", "Outcome"),
        )
        output.show_list(items, columns)


@incidents.command()
def show(ctx: typer.Context, incident_id: Id) -> None:
    """Show one incident: what, since when, its alerts, and earlier ones like it."""
    with opened(ctx) as workspace:
        found = service.one(workspace, incident_id)
        earlier = service.similar(workspace, incident_id)
        like = [{"id": o.id, "title": o.title, "outcome": o.outcome} for o in earlier]
        output.show(found.to_dict() | {"similar": like}, "\n".join(_lines(found, earlier)))


def _lines(found: Incident, earlier: list[Incident]) -> list[str]:
    state = "open" if found.is_open else f"closed: {found.outcome}"
    lines = [f"Incident {found.id} of {found.model}, {found.severity}, {state}", found.title]
    lines.append(found.sentence)
    lines += [f"  {step['title']}: {step['words']}" for step in _steps(found)]
    lines += _slices(found)
    lines += [f"Like incident {one.id}: {one.outcome or one.title}" for one in earlier[:3]]
    return lines


def _slices(found: Incident) -> list[str]:
    """The parts of the rows that lose most, with what was lost before."""
    told = found.facts.get("slices") or {}
    if not told.get("items"):
        return []
    was = "" if told["before"] is None else f", {told['before']:.3g} before"
    guess = ", estimated" if told["is_estimated"] else ""
    lines = [f"Where most is lost ({told['of']}{guess}{was}):"]
    return lines + [
        f"  {one['words']}: {one['value']:.3g} ({one['low']:.3g} to {one['high']:.3g}), "
        f"{one['n']:,} rows"
        for one in told["items"]
    ]


def _steps(found: Incident) -> list[dict[str, Any]]:
    return list(found.facts.get("diagnosis", ()))


@incidents.command()
def close(
    ctx: typer.Context,
    incident_id: Id,
    outcome: Annotated[str, typer.Option(help="What it was, in one line.")],
    as_gate: Annotated[
        bool, typer.Option("--keep-gate", help="Keep it as a gate for all later candidates.")
    ] = False,
) -> None:
    """Close an incident and its alerts with the outcome."""
    with opened(ctx) as workspace:
        if as_gate:
            kept = incident_gates.keep(workspace, incident_id)
            output.say(f"Kept as a gate: {kept.sentence}")
        done = service.close(workspace, incident_id, outcome=outcome)
        output.show(done, f"Closed incident {incident_id}.")


@incidents.command()
def gate(
    ctx: typer.Context,
    incident_id: Id,
    keep: Annotated[bool, typer.Option("--keep", help="Keep it; else it is only shown.")] = False,
    rows: Annotated[
        bool | None,
        typer.Option("--rows/--column", help="Its rows, or what gave its files away."),
    ] = None,
) -> None:
    """Show the gate an incident can be kept as, and what it would have stopped."""
    with opened(ctx) as workspace:
        offered = incident_gates.offer(workspace, incident_id, rows=rows)
        if keep:
            incident_gates.keep(workspace, incident_id, rows=rows)
        said = f"{offered.gate.sentence} {offered.words()}"
        output.show(offered.to_dict() | {"kept": keep}, f"Kept: {said}" if keep else said)


@incidents.command()
def gates(ctx: typer.Context, model: str) -> None:
    """Show the gates kept of a model's incidents."""
    with opened(ctx) as workspace:
        items = [
            {"id": g.id, "name": g.name, "sentence": g.sentence, "on": g.is_on, "by": g.by}
            for g in incident_gates.gates(workspace, model)
        ]
        columns = (("id", "Id"), ("on", "On"), ("name", "Gate"), ("sentence", "What it asks"))
        output.show_list(items, columns)


@incidents.command("switch-gate")
def switch_gate(
    ctx: typer.Context,
    gate_id: Annotated[int, typer.Argument(help="The gate, as `incidents gates` numbers it.")],
    on: Annotated[bool, typer.Option("--on/--off", help="Whether candidates meet it.")] = True,
) -> None:
    """Switch a kept gate on or off."""
    with opened(ctx) as workspace:
        done = incident_gates.switch(workspace, gate_id, on)
        output.show({"id": done.id, "on": done.is_on}, f"{'On' if on else 'Off'}: {done.name}")


@incidents.command()
def snooze(
    ctx: typer.Context,
    incident_id: Id,
    span: Annotated[str, typer.Option("--for", help="3d, 8h or 30m; 0 ends it.")] = "1d",
) -> None:
    """Let nobody be reminded of an incident for a while."""
    with opened(ctx) as workspace:
        if span == "0":
            output.show(service.wake(workspace, incident_id), "It is no longer snoozed.")
            return
        until = workspace.clock.now() + service.span_of(span)
        done = service.snooze(workspace, incident_id, until)
        output.show(done, f"Snoozed until {until:%Y-%m-%d %H:%M} UTC.")


@incidents.command()
def own(ctx: typer.Context, incident_id: Id, login: str) -> None:
    """Make a person the owner of an incident."""
    with opened(ctx) as workspace:
        done = service.own(workspace, incident_id, login)
        output.show(done, f"Incident {incident_id} is {login}'s.")


@incidents.command()
def join(
    ctx: typer.Context,
    incident_id: Id,
    into: Annotated[int, typer.Argument(help="The incident it is the same as.")],
) -> None:
    """Join an incident to another one of its model."""
    with opened(ctx) as workspace:
        done = service.join(workspace, incident_id, into)
        output.show(done, f"Incident {incident_id} is the same as {into}.")


@incidents.command()
def mute(
    ctx: typer.Context,
    model: str,
    column: str,
    on: Annotated[bool, typer.Option("--on/--off", help="Mute it, or hear of it again.")] = True,
    reason: Annotated[str, typer.Option(help="Why nobody wants to hear of it.")] = "",
    days: Annotated[float, typer.Option(help="How long.")] = DAYS,
    for_good: Annotated[
        bool, typer.Option("--for-good", help="Until somebody wants to hear of it again.")
    ] = False,
) -> None:
    """Let no rule speak of a column of a model for a while, two weeks unless said."""
    with opened(ctx) as workspace:
        if on:
            lasting = None if for_good else days
            muting.mute(workspace, model, column, reason=reason, days=lasting)
        else:
            muting.listen(workspace, model, column)
        found = muting.of_model(workspace, model)
        names = [one.column for one in found]
        words = "\n".join(f"{one.column}: {one.words}" for one in found) or "No column is muted."
        output.show({"model": model, "muted": names, "columns": list(found)}, words)
