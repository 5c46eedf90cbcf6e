"""Commands about what a model is worth: costs of its answers, a figure of the business by day."""

from pathlib import Path
from typing import Annotated

import typer

from tidemill.base.errors import WrongUse
from tidemill.cli import output
from tidemill.cli.context import follow, opened
from tidemill.cli.monitor import monitor
from tidemill.domain.business_value import OVER, UNDER
from tidemill.services import business_value
from tidemill.services.business_value import BusinessValue

Detach = Annotated[
    bool, typer.Option("--detach", help="Do not wait until what was seen is valued anew.")
]


def attach(_app: typer.Typer) -> None:
    """Add these commands to those of monitoring."""
    monitor.command("value")(value)
    monitor.command("set-costs")(set_costs)
    monitor.command("add-kpi")(add_kpi)


def cost_of(words: str) -> tuple[str, float]:
    """A cost as it is written on the command line."""
    name, sign, amount = words.rpartition("=")
    try:
        if sign and ":" in name:
            return name.strip(), float(amount)
    except ValueError:
        pass
    raise WrongUse(f"{words!r} is no cost.", "Write truth:decision=amount, such as yes:no=120.")


def value(ctx: typer.Context, model: str) -> None:
    """Show what a model is worth: the costs of its answers, its figure by day."""
    with opened(ctx) as workspace:
        _say(business_value.of_model(workspace, model))


def _say(found: BusinessValue) -> None:
    if not found.is_known:
        output.show(found, f"{found.model} is tied to no value.")
        return
    output.show(found, "")
    if output.as_json:
        return
    if found.kpi is not None and found.kpi.days:
        kpi = found.kpi
        output.say(
            f"{kpi.title}: {len(kpi.days):,} days from {kpi.days[0]} to {kpi.days[-1]}"
            f"{f', in {kpi.unit}' if kpi.unit else ''}."
        )
    if found.costs is not None:
        costs = found.costs.costs
        rows = [{"what": name, "cost": amount} for name, amount in costs.amounts.items()]
        output.show_list(rows, (("what", "Truth and decision"), ("cost", f"Cost {costs.unit}")))
        if costs.threshold != 0.5:
            output.say(f"Decided from a probability of {costs.threshold:g} up.")


def set_costs(
    ctx: typer.Context,
    model: str,
    cost: Annotated[
        list[str] | None,
        typer.Option(
            help="What a decision costs: truth:decision=amount, such as yes:no=120; what earns "
            "money is below zero."
        ),
    ] = None,
    over: Annotated[
        float | None, typer.Option(help="What a unit over the truth costs, of a number.")
    ] = None,
    under: Annotated[
        float | None, typer.Option(help="What a unit under the truth costs, of a number.")
    ] = None,
    threshold: Annotated[
        float, typer.Option(help="Of two classes: the probability from which the second is said.")
    ] = 0.5,
    unit: Annotated[str, typer.Option(help="What money is counted in, such as £.")] = "",
    none: Annotated[bool, typer.Option("--none", help="Untie the model from its costs.")] = False,
    detach: Detach = False,
) -> None:
    """Say what answers of a model cost; rehearsals and monitoring count by it."""
    amounts = dict(cost_of(one) for one in cost or ())
    amounts |= {name: one for name, one in ((OVER, over), (UNDER, under)) if one is not None}
    if bool(amounts) == none:
        raise WrongUse("No costs are given.", "Give --cost, --over or --under, or --none.")
    with opened(ctx) as workspace:
        found = business_value.set_costs(workspace, model, amounts, threshold=threshold, unit=unit)
        if found.job_id is not None and not detach:
            follow(workspace, found.job_id)
        _say(found)


def add_kpi(
    ctx: typer.Context,
    model: str,
    file: Path,
    date: Annotated[str | None, typer.Option(help="Its column of dates.")] = None,
    value: Annotated[str | None, typer.Option(help="Its column of values.")] = None,
    title: Annotated[str, typer.Option(help="What the figure is called.")] = "",
    unit: Annotated[str, typer.Option(help="What it is counted in, such as £.")] = "",
    is_cost: Annotated[
        bool, typer.Option("--cost", help="Less of it is better; kept below zero.")
    ] = False,
    detach: Detach = False,
) -> None:
    """Add a figure of the business by day; days that are known already are replaced."""
    with opened(ctx) as workspace:
        found = business_value.add_kpi(
            workspace, model, file, date=date, value=value, title=title, unit=unit, is_cost=is_cost
        )
        if found.job_id is not None and not detach:
            follow(workspace, found.job_id)
        output.show(found, found.summary)
