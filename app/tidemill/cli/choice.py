"""Commands for rules of choice, and for choosing among runs by one."""

from typing import Annotated, Any

import typer

from tidemill.base.errors import NeedsYou, WrongUse
from tidemill.base.progress import Silent
from tidemill.cli import output
from tidemill.cli.context import opened
from tidemill.cli.runs import runs
from tidemill.domain.business_value import Costs
from tidemill.domain.choice_rules import ChoiceRule, Weighed
from tidemill.domain.run_lists import Wish
from tidemill.services import choosing
from tidemill.services import runs as service
from tidemill.services.choosing import ChosenRun, RankedRuns
from tidemill.services.run_list import RunList
from tidemill.services.workspace import Workspace

choice = typer.Typer(help="Rules by which models are chosen.", no_args_is_help=True)

RuleName = Annotated[str, typer.Argument(help="The rule's name.")]
Metric = Annotated[
    list[str] | None,
    typer.Option(
        help="A measure with its weight, such as auc=2/0.01: 0.01 of AUC counts 2; repeat.",
        show_default=False,
    ),
]
Cost = Annotated[
    list[str] | None,
    typer.Option(
        help="What an answer costs, as truth:decision=amount, or over=… and under=…; repeat.",
        show_default=False,
    ),
]
CHOSEN = "chosen"
MOST_RUNS = 500


def attach(app: typer.Typer) -> None:
    """Add the group to the root, and the command to that of runs."""
    app.add_typer(choice, name="choice")
    runs.command()(best)


@choice.command("list")
def list_(ctx: typer.Context) -> None:
    """Show the rules of choice."""
    with opened(ctx) as workspace:
        items = [one.to_dict() for one in choosing.every(workspace)]
        output.show_list(items, (("name", "Rule"), ("words", "What it says")))


@choice.command()
def show(ctx: typer.Context, name: RuleName) -> None:
    """Show a rule."""
    with opened(ctx) as workspace:
        found = choosing.find(workspace, name)
        output.show(found.to_dict(), f"{found.name}. {found.words}")


@choice.command("set")
def set_(
    ctx: typer.Context,
    name: RuleName,
    metric: Metric = None,
    cost: Cost = None,
    unit: Annotated[str, typer.Option(help="What costs are in, such as EUR.")] = "",
    threshold: Annotated[
        str,
        typer.Option(
            help="From which probability yes is said; chosen: each model's cheapest, told by rows "
            "it is not judged on, and of several classes the one that costs least."
        ),
    ] = "0.5",
) -> None:
    """Write a rule down, new or in place of the one of that name: measures, or costs in money.

    Recipes name it as choice, and the gate better_than_champion takes it as rule.
    """
    with opened(ctx) as workspace:
        rule = choosing.put(workspace, _rule(name, metric, cost, unit, threshold))
        output.show(rule.to_dict(), f"{rule.name}. {rule.words}")


@choice.command()
def drop(ctx: typer.Context, name: RuleName) -> None:
    """Take a rule away."""
    with opened(ctx) as workspace:
        choosing.drop(workspace, name)
        output.show({"name": name, "dropped": True}, f"Took away {name}.")


def _rule(
    name: str, metric: list[str] | None, cost: list[str] | None, unit: str, threshold: str
) -> ChoiceRule:
    weights = tuple(Weighed.parse(text) for text in metric or ())
    is_chosen = threshold == CHOSEN
    try:
        at = 0.5 if is_chosen else float(threshold)
    except ValueError:
        raise WrongUse(f"--threshold takes a number or {CHOSEN}.") from None
    costs = Costs(dict(map(_amount, cost or ())), at, unit)
    return ChoiceRule(name, weights, costs, is_chosen)


def _amount(text: str) -> tuple[str, float]:
    name, sign, amount = text.rpartition("=")
    try:
        return name.strip(), float(amount if sign else "")
    except ValueError:
        raise NeedsYou(
            f"“{text}” is no cost.", "Write truth:decision=amount, such as no:yes=1."
        ) from None


def best(
    ctx: typer.Context,
    rule: Annotated[str, typer.Option(help="A saved rule of choice.")] = "",
    metric: Metric = None,
    where: Annotated[str, typer.Option(help="Only runs that match this query.")] = "",
    front: Annotated[
        bool, typer.Option("--front", help="Only runs that no other beats in all measures.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1)] = 20,
) -> None:
    """Rank runs by a rule of choice, best first, and mark those that no other run beats.

    Each is held against the best on the rows that both answered, where there are such rows.
    """
    if bool(rule) == bool(metric):
        raise WrongUse("Name a --rule, or weigh measures by --metric.")
    with opened(ctx) as workspace:
        known = (
            choosing.find(workspace, rule)
            if rule
            else ChoiceRule(
                "unsaved", tuple(Weighed.parse(text) for text in metric or ())
            ).checked()
        )
        found = choosing.ranked(workspace, known, _runs(workspace, where), Silent())
        _tell(found, front, limit)


def _runs(workspace: Workspace, where: str) -> list[Any]:
    """The newest runs that match, so many as can be looked at."""
    every = RunList(workspace)
    try:
        outline = every.outline(Wish(where, group_by=()), first=MOST_RUNS)
        keys = [int(key) for key in outline.keys[:MOST_RUNS]]
    finally:
        every.close()
    if outline.matching > MOST_RUNS:
        output.say(f"The newest {MOST_RUNS:,} of {outline.matching:,} runs are looked at.")
    return service.find(workspace, keys)


def _tell(found: RankedRuns, front: bool, limit: int) -> None:
    some = [one for one in found.runs if one.is_on_front or not front]
    if output.as_json:
        output.show(found.to_dict() | {"items": [one.to_dict() for one in some[:limit]]}, "")
        return
    output.say(found.words)
    for _, why in found.left_out[:3]:
        output.say(f"Left out: {why}")
    if len(found.left_out) > 3:
        output.say(f"And {len(found.left_out) - 3:,} more.")
    names = [one.metric for one in found.rule.weights]
    columns = [("name", "Run"), *((f"values.{name}", name) for name in names)]
    columns += [("front", "Front")] if names else [("threshold", "Yes from")]
    columns += [("score", found.rule.unit), ("behind", "Behind the best")]
    output.show_list([_line(one) for one in some[:limit]], columns, total=len(some))


def _line(one: ChosenRun) -> dict[str, Any]:
    gap = one.behind
    behind = "" if gap is None else f"{gap.value:,.4g} ({gap.low:,.4g} to {gap.high:,.4g})"
    told = f"{behind}, as good" if gap is not None and one.is_as_good else behind
    return one.to_dict() | {"behind": told, "front": "on it" if one.is_on_front else ""}
