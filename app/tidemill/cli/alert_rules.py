"""Commands for alert rules: listed, set, replayed over what is stored; what counts as a fall."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from tidemill.base.errors import WrongUse
from tidemill.cli import output
from tidemill.cli.context import opened
from tidemill.domain.alert_rules import AlertRule, Comparison, Unit, Watches
from tidemill.domain.alerts import Severity
from tidemill.domain.real_falls import FallRule
from tidemill.services import alert_replays
from tidemill.services import alert_rules as service

rules = typer.Typer(
    help="When monitoring alerts, and what it would have told.", no_args_is_help=True
)

Key = Annotated[str, typer.Argument(help="The rule, as `rules list` names it.")]
NEW = "new"


def attach(app: typer.Typer) -> None:
    """Add these commands to the root."""
    app.add_typer(rules, name="rules")


def as_item(rule: AlertRule) -> dict[str, Any]:
    """A rule as scripts see it."""
    return rule.to_dict() | {
        "key": rule.key.removeprefix("rule:"),
        "sentence": service.text(rule),
        "on": rule.is_on,
    }


@rules.command("list")
def list_(
    ctx: typer.Context,
    model: Annotated[str | None, typer.Option(help="Only those that watch a model.")] = None,
) -> None:
    """Show the alert rules, each as a sentence."""
    with opened(ctx) as workspace:
        items = [as_item(rule) for rule in service.rules(workspace, model=model)]
        columns = (
            ("key", "Rule"),
            ("on", "On"),
            ("name", "Name"),
            ("severity", "Severity"),
            ("sentence", "What it says"),
        )
        output.show_list(items, columns)


@rules.command("set")
def set_(
    ctx: typer.Context,
    key: Annotated[str, typer.Argument(help="The rule, or `new` for another one.")],
    name: Annotated[str | None, typer.Option(help="Two or three words.")] = None,
    watches: Annotated[
        Watches | None,
        typer.Option(help="What is watched."),
    ] = None,
    of: Annotated[str | None, typer.Option(help="The column or metric.")] = None,
    model: Annotated[str | None, typer.Option(help="A model; empty for every model.")] = None,
    comparison: Annotated[Comparison | None, typer.Option(help="Against what it is held.")] = None,
    limit: Annotated[float | None, typer.Option(help="Where it alerts from.")] = None,
    lasting: Annotated[
        str | None, typer.Option("--for", help="How long it lasts: `2 days`, `3 chunks`.")
    ] = None,
    slice_: Annotated[
        str | None, typer.Option("--in", help="A slice, such as `region = south`.")
    ] = None,
    at_most: Annotated[
        float | None, typer.Option("--at-most-every", help="Days between two alerts; 0 for any.")
    ] = None,
    tell: Annotated[
        str | None, typer.Option(help="approvers, owner, everyone, nobody or logins, with commas.")
    ] = None,
    severity: Annotated[Severity | None, typer.Option(help="warning or critical.")] = None,
    owner: Annotated[str | None, typer.Option(help="Whose its incidents are.")] = None,
    quiet: Annotated[
        str | None, typer.Option(help="Quiet hours, such as `22:00-06:00`; empty for none.")
    ] = None,
    zone: Annotated[str | None, typer.Option(help="The time zone of quiet hours.")] = None,
) -> None:
    """Change an alert rule, or make one; what is not named stays as it is."""
    said: dict[str, Any] = {
        "name": name,
        "watches": watches,
        "of": of,
        "comparison": comparison,
        "limit": limit,
        "slice": slice_,
        "severity": severity,
        "owner": owner,
        "zone": zone,
    }
    values = {field: value for field, value in said.items() if value is not None}
    if model is not None:
        values["model"] = model or None
    if lasting is not None:
        values |= _lasting(lasting)
    if at_most is not None:
        values["at_most_every_s"] = at_most * 86_400 or None
    if tell is not None:
        values["tells"] = tuple(one.strip() for one in tell.split(",") if one.strip())
    if quiet is not None:
        values["quiet"] = tuple(quiet.split("-")) if quiet else ()
    if not values:
        raise WrongUse("Say what to change.", "For example --limit 0.3.")
    with opened(ctx) as workspace:
        if key == NEW:
            done = service.add(workspace, replace(_blank(values), **values))
        else:
            done = service.change(workspace, key, replace(service.one(workspace, key), **values))
        output.show(as_item(done), f"{done.name}: {service.text(done)}")


def _blank(values: Mapping[str, Any]) -> AlertRule:
    if not {"name", "watches", "comparison"} <= set(values):
        raise WrongUse(
            "A new rule needs --name, --watches and --comparison.",
            "For example: --name “Few rows” --watches volume --comparison under --limit 100.",
        )
    return AlertRule(None, values["name"], values["watches"], values["comparison"])


def _lasting(words: str) -> dict[str, Any]:
    count, _, unit = words.strip().partition(" ")
    unit = unit if unit.endswith("s") else f"{unit}s"
    if not count.isdecimal() or unit not in tuple(Unit):
        raise WrongUse(f"“{words}” is no span.", "For example `2 days` or `3 chunks`.")
    return {"span": int(count), "unit": Unit(unit)}


@rules.command("on")
def on_(ctx: typer.Context, key: Key) -> None:
    """Switch a rule on."""
    with opened(ctx) as workspace:
        done = service.switch(workspace, key, True)
        output.show(as_item(done), f"On: {done.name}")


@rules.command()
def off(ctx: typer.Context, key: Key) -> None:
    """Switch a rule off; its alerts close with the next look."""
    with opened(ctx) as workspace:
        done = service.switch(workspace, key, False)
        output.show(as_item(done), f"Off: {done.name}")


@rules.command()
def remove(ctx: typer.Context, key: Key) -> None:
    """Remove a rule."""
    with opened(ctx) as workspace:
        done = service.remove(workspace, key)
        output.show(as_item(done), f"Removed: {done.name}")


@rules.command()
def replay(
    ctx: typer.Context,
    key: Key,
    model: Annotated[str | None, typer.Argument(help="For a rule about every model.")] = None,
    limit: Annotated[float | None, typer.Option(help="Try a limit; nothing is saved.")] = None,
    days: Annotated[int, typer.Option(min=1, help="How many of the last days count.")] = 180,
) -> None:
    """Replay a rule over all that is stored: what it would have told, and what that was worth."""
    with opened(ctx) as workspace:
        rule = service.one(workspace, key)
        if limit is not None:
            if rule.limit is None:
                raise WrongUse(f"No limit decides in “{rule.name}”.", "Leave --limit out.")
            rule = replace(rule, limit=limit)
        name = model or rule.model
        if name is None:
            raise WrongUse(f"“{rule.name}” watches every model.", "Name the model.")
        shown = alert_replays.replay(alert_replays.history(workspace, name), rule, days=days)
        said = [f"{shown.replay.words()}.", shown.replay.rests_on]
        if shown.better is not None:
            better = alert_replays.used(rule, shown.better)
            said.append(f"Better: {service.text(better)} {shown.better.words}.")
        output.show(shown.to_dict(), "\n".join(one for one in said if one))


@rules.command()
def falls(
    ctx: typer.Context,
    model: str,
    share: Annotated[float | None, typer.Option(help="Under this share of what it was.")] = None,
    weeks: Annotated[int | None, typer.Option(help="What it was: the last weeks.")] = None,
    days: Annotated[int | None, typer.Option(help="For so many days or more.")] = None,
    mark: Annotated[
        str | None, typer.Option(help="Mark a fall by hand: `2024-05-01..2024-05-09`.")
    ] = None,
    none: Annotated[bool, typer.Option("--none", help="What is marked was no fall.")] = False,
) -> None:
    """Show what counts as a real fall of a model, change it, or mark one by hand."""
    with opened(ctx) as workspace:
        rule = alert_replays.fall_rule(workspace, model)
        chosen = {"share": share, "weeks": weeks, "days": days}
        changed = {name: value for name, value in chosen.items() if value is not None}
        if changed:
            rule = alert_replays.set_fall_rule(
                workspace, model, FallRule(**{**rule.to_dict(), **changed})
            )
        if mark is not None:
            alert_replays.mark(workspace, model, *_span(mark), is_fall=not none)
        seen = alert_replays.history(workspace, model)
        items = [
            {
                "starts_at": alert_replays.moment(one.starts_at),
                "ends_at": alert_replays.moment(one.ends_at),
                "size": one.size,
                "by_hand": one.by_hand,
            }
            for one in seen.falls
        ]
        columns = (
            ("starts_at", "From"),
            ("ends_at", "To"),
            ("size", "Fell by"),
            ("by_hand", "By hand"),
        )
        if not output.as_json:
            output.say(rule.words())
        output.show_list(items, columns)


def _span(words: str) -> tuple[datetime, datetime]:
    try:
        begin, end = (datetime.fromisoformat(one.strip()) for one in words.split(".."))
    except ValueError:
        raise WrongUse(f"“{words}” is no span.", "For example 2024-05-01..2024-05-09.") from None
    return begin.replace(tzinfo=begin.tzinfo or UTC), end.replace(tzinfo=end.tzinfo or UTC)
