"""Commands for what starts automations, and for why something happened."""

from dataclasses import asdict, replace
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from tidemill.base.errors import NeedsYou, NotThere, WrongUse
from tidemill.base.zones import local_zone, zone
from tidemill.cli import output
from tidemill.cli.context import opened
from tidemill.domain import trigger_limits
from tidemill.domain.automations import Automation, Limits, Mode, Trigger
from tidemill.domain.causes import Chain, Link
from tidemill.services import automations, causes, forecasting, trigger_kinds, triggering, workers
from tidemill.services import trigger_list as service
from tidemill.services.workspace import Workspace

trigger = typer.Typer(help="What starts automations.", no_args_is_help=True)

_NONE = "none"
_UNITS = {"m": 60, "h": 3600, "d": 86400, "w": 604800}
_COLUMNS = (
    ("automation", "Automation"),
    ("trigger", "Trigger"),
    ("name", "Name"),
    ("sentence", "Starts"),
    ("is_on", "On"),
    ("next_at", "Next"),
    ("said", "Now"),
)


Every = Annotated[str, typer.Option(help="Not more than once per time: 30m, 6h, 1d, 1w, none.")]
Quiet = Annotated[str, typer.Option(help="Hours in which nothing starts: 22:00-06:00, or none.")]
Zone = Annotated[str, typer.Option("--zone", help="Time zone of quiet hours and schedules.")]
Mains = Annotated[bool | None, typer.Option("--mains/--battery", help="Whether only on mains.")]
Minutes = Annotated[
    float | None, typer.Option(min=0, help="Minutes it may work in a month; 0 for any.")
]


def attach(app: typer.Typer) -> None:
    """Add these commands to the root."""
    app.add_typer(trigger, name="trigger")
    app.command("why")(why)


@trigger.command("add")
def add(
    ctx: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(
            help="new-data, schedule, limit, by-hand, job-ended or registry-event; see the "
            "catalogue in the reference."
        ),
    ],
    settings: Annotated[
        list[str] | None,
        typer.Argument(help='Settings of the trigger as name=value: when="every night at 02:00".'),
    ] = None,
    model: Annotated[str | None, typer.Option(help="Model that a start retrains.")] = None,
    dataset: Annotated[str | None, typer.Option(help="Dataset that a start works on.")] = None,
    mode: Annotated[Mode, typer.Option(help="What happens when the gates pass.")] = Mode.PROPOSE,
    name: Annotated[str, typer.Option(help="Name of the automation.")] = "",
    to: Annotated[
        int | None, typer.Option(help="Automation that this starts as well; else one is made.")
    ] = None,
    every: Annotated[str, typer.Option(help="Not more than once per time: 30m, 6h, 1d, 1w.")] = "",
    quiet: Annotated[str, typer.Option(help="Hours in which nothing starts: 22:00-06:00.")] = "",
    zone_name: Annotated[
        str, typer.Option("--zone", help="Time zone of quiet hours and of the schedule.")
    ] = "",
    mains: Annotated[bool, typer.Option("--mains", help="Not on battery.")] = False,
    minutes_a_month: Annotated[
        float | None, typer.Option(min=0, help="Minutes it may work in a month.")
    ] = None,
) -> None:
    """Start an automation by a schedule, a limit, new data, another's end, an event or by hand."""
    given = _settings(settings or [])
    if kind == "schedule" and zone_name:
        given.setdefault("zone", zone_name)
    if kind == "new-data" and dataset is not None:
        given.setdefault("dataset", dataset)
    if kind == "limit" and model is not None:
        given.setdefault("model", model)
    if to is None and not (model or dataset or given.get("model") or given.get("dataset")):
        raise WrongUse(
            "It is not said what a start works on.",
            "Name a model with --model, a dataset with --dataset, or an automation with --to.",
        )
    with opened(ctx) as workspace:
        before = Limits() if to is None else automations.find(workspace, to).limits
        limits = _limits(before, every, quiet, zone_name, mains, minutes_a_month)
        if to is None:
            about = {"dataset": dataset, "model": model}
            if kind in ("limit", "new-data"):  # what it looks at is what it works on
                about = {key: about[key] or given.get(key) for key in about}
            one = _made(workspace, kind, given, name, about, mode, limits)
        else:
            one = _joined(workspace, to, kind, given, limits)
        workers.ensure(workspace)
        _tell(workspace, one)


def _tell(workspace: Workspace, one: Automation) -> None:
    """What starts an automation from now on, and how often that is to be expected."""
    known, expected = service.of(workspace, one), forecasting.forecast(workspace, one)
    starts = [f"  {item['trigger']}: {item['sentence']}" for item in known]
    output.show(
        {"automation": one.id, "triggers": known, "forecast": expected},
        "\n".join([f"{one.name} (automation {one.id}) starts:", *starts, expected.sentence]),
    )


def _settings(words: list[str]) -> dict[str, Any]:
    found = {}
    for word in words:
        name, sign, value = word.partition("=")
        if not sign:
            raise WrongUse(
                f"“{word}” is no setting.", 'Write name=value, for example when="daily at 5".'
            )
        found[name.strip().replace("-", "_")] = value.strip()
    return found


def _limits(
    before: Limits,
    every: str,
    quiet: str,
    zone_name: str,
    mains: bool | None,
    minutes_a_month: float | None,
) -> Limits:
    """The limits with what was named in place of what was; "none" or 0 lifts one."""
    after = before
    if every:
        after = replace(after, at_most_every_s=None if every == _NONE else _seconds(every))
    if quiet == _NONE:
        after = replace(after, quiet=None)
    elif quiet:
        hours = tuple(part.strip() for part in quiet.split("-"))
        trigger_limits.hours(hours)
        after = replace(after, quiet=(hours[0], hours[1]))
    if mains is not None:
        after = replace(after, mains_only=mains)
    if minutes_a_month is not None:
        after = replace(after, minutes_a_month=minutes_a_month or None)
    if zone_name:
        after = replace(after, zone=zone_name)
    elif after != Limits() and not after.zone:
        after = replace(after, zone=local_zone())
    return after


def _seconds(text: str) -> float:
    number, unit = text.strip()[:-1], text.strip()[-1:].lower()
    try:
        seconds = float(number) * _UNITS[unit]
    except (ValueError, KeyError):
        raise NeedsYou(f"“{text}” is no time.", "Write for example 30m, 6h, 1d or 1w.") from None
    if not 0 < seconds < float("inf"):
        raise NeedsYou(f"“{text}” is no time.", "Write for example 30m, 6h, 1d or 1w.")
    return seconds


def _made(
    workspace: Workspace,
    kind: str,
    given: dict[str, Any],
    name: str,
    about: dict[str, str | None],
    mode: Mode,
    limits: Limits,
) -> Automation:
    wanted = Trigger(kind, kind, given)
    with_kind = trigger_kinds.kind_of(wanted).ENTRY.title
    what = about["model"] or about["dataset"]
    called = name or (f"{with_kind}: {what}" if what else with_kind)
    return automations.add(
        workspace,
        called,
        [wanted],
        dataset=about["dataset"],
        model=about["model"],
        mode=mode,
        limits=limits,
    )


def _joined(
    workspace: Workspace, to: int, kind: str, given: dict[str, Any], limits: Limits
) -> Automation:
    before = automations.find(workspace, to)
    taken = {one.id for one in before.triggers}
    key = next(k for k in [kind, *(f"{kind}-{n}" for n in range(2, 1000))] if k not in taken)
    triggers = (*before.triggers, Trigger(key, kind, given))
    return automations.change(workspace, to, triggers=triggers, limits=limits)


@trigger.command("list")
def list_(ctx: typer.Context) -> None:
    """Show what starts each automation, when next, and what it says now."""
    with opened(ctx) as workspace:
        output.show_list(service.every(workspace), _COLUMNS)


@trigger.command("remove")
def remove(
    ctx: typer.Context,
    automation: int,
    name: Annotated[str, typer.Argument(metavar="[TRIGGER]", help="Which of its triggers.")] = "",
) -> None:
    """Take a trigger away; without a name, or as the last one, with its automation."""
    with opened(ctx) as workspace:
        one = automations.find(workspace, automation)
        left = tuple(t for t in one.triggers if name and t.id != name)
        if name and len(left) == len(one.triggers):
            raise NotThere("trigger", name)
        if left:
            after = automations.change(workspace, automation, triggers=left)
            output.show(after, f"{one.name} is not started by {name} any more.")
        else:
            output.show(automations.remove(workspace, automation), f"Removed {one.name}.")


@trigger.command("limits")
def limits_(
    ctx: typer.Context,
    automation: int,
    every: Every = "",
    quiet: Quiet = "",
    zone_name: Zone = "",
    mains: Mains = None,
    minutes_a_month: Minutes = None,
) -> None:
    """Show what holds an automation back, or change it; what is not named stays."""
    with opened(ctx) as workspace:
        one = automations.find(workspace, automation)
        after = _limits(one.limits, every, quiet, zone_name, mains, minutes_a_month)
        if after != one.limits:
            one = automations.change(workspace, automation, limits=after)
        words = trigger_limits.in_words(**asdict(after))
        output.show(after, f"{one.name}: {words}")


@trigger.command("start")
def start(
    ctx: typer.Context,
    automation: int,
    note: Annotated[str, typer.Option(help="Why, in a few words.")] = "",
) -> None:
    """Start an automation by hand, whatever its limits say."""
    with opened(ctx) as workspace:
        run_id = triggering.start_by_hand(workspace, automation, note=note)
        workers.ensure(workspace)
        one = automations.find(workspace, automation)
        output.show({"automation": automation, "run": run_id}, f"Started {one.name}.")


@trigger.command("next")
def next_(ctx: typer.Context, automation: int) -> None:
    """Show the next five times of an automation, how often it starts and what that costs."""
    with opened(ctx) as workspace:
        one = automations.find(workspace, automation)
        found = forecasting.forecast(workspace, one)
        places = [t.settings["zone"] for t in one.triggers if t.settings.get("zone")]
        place = zone(places[0] if places else "")
        lines = [_local(moment, place) for moment in found.times]
        output.show(found, "\n".join([*lines, found.sentence]))


def _local(moment: Any, place: ZoneInfo) -> str:
    local = moment.astimezone(place)
    return f"{local:%A} {local.day} {local:%B %Y, %H:%M} ({place.key})"


def why(
    ctx: typer.Context,
    address: Annotated[
        str,
        typer.Argument(
            help="A version (flights-late@3, flights@12), a job's number, or file:N, alert:N, "
            "run:N of an automation."
        ),
    ],
) -> None:
    """Tell why something is there, back to its source, and what it set off."""
    with opened(ctx) as workspace:
        found = causes.why(workspace, address)
        output.show(found, told(found))


def told(chain: Chain) -> str:
    """A chain as text, the cause above what it caused."""
    lines = [_line(chain.subject, 0)]
    if chain.because:
        lines += ["", "Because"]
        lines += [_line(one, one.depth) for one in chain.because]
    if chain.set_off:
        lines += ["", "It set off"]
        lines += [_line(one, one.depth) for one in chain.set_off]
    return "\n".join(lines)


def _line(link: Link, depth: int) -> str:
    words = link.sentence
    if depth == 0 and not words.startswith(link.name):  # names stay as they are
        words = f"{words[0].upper()}{words[1:]}"
    when = "" if link.at is None else f"  [{link.at.astimezone():%Y-%m-%d %H:%M}]"
    return f"{'  ' * depth}{words}{when}"
