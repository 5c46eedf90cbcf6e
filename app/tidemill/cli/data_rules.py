"""Commands for the rules of a dataset, its personal columns, and rows that were set aside."""

from typing import Annotated, Any

import typer

from tidemill.base.errors import WrongUse
from tidemill.catalog.discovery import family
from tidemill.cli import output
from tidemill.cli.context import opened
from tidemill.cli.data import data
from tidemill.domain.rules import Proposal, Rule
from tidemill.services import check_trends, datasets, personal_data
from tidemill.services import rules as service

rules = typer.Typer(help="Rules that the files of a dataset keep.", no_args_is_help=True)
personal = typer.Typer(help="Columns that hold personal data.", no_args_is_help=True)

Settings = Annotated[
    list[str] | None,
    typer.Option("--set", help="A setting as name=value; several times for several."),
]
Key = Annotated[str, typer.Argument(help="The rule, as `rules list` or `rules propose` names it.")]
Severity = Annotated[str | None, typer.Option(help="error sets a file aside, warn only says so.")]


def attach(_app: typer.Typer) -> None:
    """Add the groups to `data`, which stands in the root already."""
    data.add_typer(rules, name="rules")
    data.add_typer(personal, name="personal")
    data.command()(aside)


def as_item(one: Rule) -> dict[str, Any]:
    """A rule as scripts see it."""
    return {
        "key": one.key,
        "check": one.check,
        "sentence": one.sentence,
        "settings": dict(one.settings),
        "severity": one.severity,
        "on": one.is_on,
        "origin": one.origin,
        "reason": one.reason,
    }


def _proposal(one: Proposal) -> dict[str, Any]:
    return {
        "key": one.key,
        "check": one.check,
        "sentence": one.sentence,
        "settings": dict(one.settings),
        "severity": one.severity,
        "reason": one.reason,
    }


@rules.command("list")
def list_(ctx: typer.Context, name: str) -> None:
    """Show the rules of a dataset, with what each said of the newest file."""
    with opened(ctx) as workspace:
        view = datasets.find(workspace, name)
        found = check_trends.trends(view.versions, view.set_aside)
        items = []
        for one in service.rules(workspace, name):
            trend = check_trends.of_rule(found, one)
            items.append(as_item(one) | {"last": trend[-1].status if trend else None})
        columns = (
            ("key", "Rule"),
            ("on", "On"),
            ("severity", "Severity"),
            ("last", "Last"),
            ("sentence", "What it says"),
        )
        output.show_list(items, columns)


@rules.command()
def checks(ctx: typer.Context) -> None:
    """Show the checks that rules are made of, with their settings."""
    with opened(ctx):
        items = [
            {
                "check": check,
                "title": module.ENTRY.title,
                "default": module.ENTRY.is_default,
                "settings": {p.id: p.default for p in module.ENTRY.parameters},
                "help": module.ENTRY.help,
            }
            for check, module in family("checks").items()
        ]
        output.show_list(items, (("check", "Check"), ("title", "Title"), ("help", "What it does")))


@rules.command()
def propose(
    ctx: typer.Context,
    name: str,
    on: Annotated[bool, typer.Option("--on", help="Switch all of them on.")] = False,
) -> None:
    """Show rules that all files so far would have kept, each with its reason."""
    with opened(ctx) as workspace:
        found = service.propose(workspace, name)
        if on:
            made = [as_item(service.take_up(workspace, name, one.key)) for one in found]
            output.show_list(made, (("key", "Rule"), ("sentence", "Switched on")))
            return
        columns = (("key", "Proposal"), ("sentence", "What it says"), ("reason", "Why"))
        output.show_list([_proposal(one) for one in found], columns)


@rules.command("on")
def on_(ctx: typer.Context, name: str, key: Key) -> None:
    """Switch a rule on, or take up one that is proposed."""
    with opened(ctx) as workspace:
        if any(one.key == key for one in service.rules(workspace, name)):
            one = service.switch(workspace, name, key, True)
        else:
            one = service.take_up(workspace, name, key)
        output.show(as_item(one), f"On: {one.sentence}")


@rules.command()
def off(ctx: typer.Context, name: str, key: Key) -> None:
    """Switch a rule off; it stays in the list."""
    with opened(ctx) as workspace:
        one = service.switch(workspace, name, key, False)
        output.show(as_item(one), f"Off: {one.sentence}")


@rules.command()
def leave(ctx: typer.Context, name: str, key: Key) -> None:
    """Turn a proposed rule down; it is not proposed again."""
    with opened(ctx) as workspace:
        service.turn_down(workspace, name, key)
        output.show({"key": key}, f"{key} is not proposed again.")


@rules.command()
def add(
    ctx: typer.Context,
    name: str,
    check: Annotated[str, typer.Argument(help="The check, as `rules checks` names it.")],
    set_: Settings = None,
    severity: Severity = None,
) -> None:
    """Make a rule, such as: rules add sales column_values --set column=amount --set low=0."""
    with opened(ctx) as workspace:
        one = service.add(workspace, name, check, _settings(set_), severity=severity)
        output.show(as_item(one), f"Rule {one.key}: {one.sentence}")


@rules.command()
def change(
    ctx: typer.Context, name: str, key: Key, set_: Settings = None, severity: Severity = None
) -> None:
    """Change settings or the severity of a rule; what is not named stays."""
    with opened(ctx) as workspace:
        given = _settings(set_) or None
        one = service.change(workspace, name, key, given, severity=severity)
        output.show(as_item(one), f"Rule {one.key}: {one.sentence}")


@rules.command()
def remove(ctx: typer.Context, name: str, key: Key) -> None:
    """Remove a rule; `undo` brings it back."""
    with opened(ctx) as workspace:
        one = service.remove(workspace, name, key)
        output.show(as_item(one), f"Removed: {one.sentence}")


@rules.command()
def trend(ctx: typer.Context, name: str, key: Key) -> None:
    """Show what a rule said of each version and each file set aside, oldest first."""
    with opened(ctx) as workspace:
        view = datasets.find(workspace, name)
        found = check_trends.trends(view.versions, view.set_aside)
        every = {one.key: one for one in service.rules(workspace, name)}
        points = check_trends.of_rule(found, every[key]) if key in every else found.get(key, ())
        columns = (
            ("label", "File"),
            ("status", "Result"),
            ("value", "Value"),
            ("limit", "Limit"),
            ("message", "What was seen"),
        )
        output.show_list(points, columns)


@personal.command("list")
def list_personal(ctx: typer.Context, name: str) -> None:
    """Show columns marked personal, and those that look so."""
    with opened(ctx) as workspace:
        columns = (("column", "Column"), ("is_marked", "Personal"), ("looks", "Looks like"))
        output.show_list(personal_data.found(workspace, name), columns)


@personal.command()
def mark(ctx: typer.Context, name: str, column: str) -> None:
    """Mark a column personal: its values are masked wherever they are shown."""
    with opened(ctx) as workspace:
        personal_data.mark(workspace, name, column, True)
        output.show({"column": column, "personal": True}, f"{column} is masked from now on.")


@personal.command()
def unmark(ctx: typer.Context, name: str, column: str) -> None:
    """Say that a column is not personal."""
    with opened(ctx) as workspace:
        personal_data.mark(workspace, name, column, False)
        output.show({"column": column, "personal": False}, f"{column} is shown from now on.")


@personal.command("show-to")
def show_to(
    ctx: typer.Context,
    who: Annotated[str, typer.Argument(help="nobody, approvers, members or everyone.")],
) -> None:
    """Say who sees personal values."""
    with opened(ctx) as workspace:
        personal_data.show_to(workspace, who)
        output.show({"show_personal": who}, f"Personal values are shown to {who}.")


def aside(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="The version, such as churn@3.")],
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 20,
) -> None:
    """Show the rows of a version's file that were set aside: they break a rule, or are no rows."""
    from tidemill.services import rows_aside

    with opened(ctx) as workspace:
        page = rows_aside.page(workspace, datasets.version(workspace, name), limit)
        numbers = [*page.lines, *([None] * (len(page.rows) - len(page.lines)))]
        items = [
            {"line": line, **dict(zip(page.columns, row, strict=True))}
            for line, row in zip(numbers, page.rows, strict=True)
        ]
        unreadable = rows_aside.unreadable(workspace, datasets.version(workspace, name), limit)
        items += [{"line": r.line, "reason": r.reason, "text": r.text} for r in unreadable.rows]
        columns = [("line", "Line"), *((c, c) for c in page.columns)]
        columns += [("reason", "Why it is no row"), ("text", "Text")] if unreadable.rows else []
        output.show_list(items, columns, total=page.total + unreadable.total)


def _settings(given: list[str] | None) -> dict[str, str]:
    found = {}
    for one in given or ():
        name, equals, value = one.partition("=")
        if not equals:
            raise WrongUse(f"{one} is no setting.", "Write it as name=value.")
        found[name.strip()] = value
    return found
