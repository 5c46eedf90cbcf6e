"""Commands for versions that scripts registered through MLflow's interface."""

from typing import Annotated, Any

import typer

from tidemill.base.errors import WrongUse
from tidemill.cli import output
from tidemill.cli.context import follow, opened
from tidemill.cli.models import (
    COLUMNS_HELP,
    ON_HELP,
    POSITIVE_HELP,
    TARGET_HELP,
    models,
    version_dict,
    version_lines,
    wish_of,
)
from tidemill.domain.datasets import parse_address
from tidemill.services import judging_outside, outside_models, registry
from tidemill.services.outside_models import OutsideVersion


def attach(_app: typer.Typer) -> None:
    """Add these commands to those of models."""
    models.command()(registered)
    models.command()(judge)


def outside_dict(one: OutsideVersion) -> dict[str, Any]:
    """The JSON shape of a version that a script registered."""
    assert one.row is not None
    facts = one.row.facts
    return {
        "model": one.name,
        "version": one.number,
        "stage": None if one.own is None else str(one.own.stage),
        "judged": one.own is not None,
        "why_not": (judging_outside.why_not(one.row) or None) if one.own is None else None,
        "form": facts.get("title"),
        "type": facts.get("type"),
        "inputs": facts.get("columns", []),
        "outputs": facts.get("outputs", []),
        "run": one.row.run_uuid,
        "aliases": list(one.aliases),
        "tags": one.row.tags,
        "description": one.row.description,
        "by": one.row.by,
        "created_at": one.row.created_at,
    }


def registered(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="One model; else all are listed.")] = "",
) -> None:
    """List the versions that scripts registered by MLflow, judged here or not."""
    with opened(ctx) as workspace:
        every = outside_models.every(workspace)
        found = [v for one in every if name in {"", one.name} for v in one.versions if v.row]
        columns = (
            ("model", "Model"),
            ("version", "Version"),
            ("stage", "Stage"),
            ("form", "Form"),
            ("aliases", "Aliases"),
            ("by", "By"),
            ("created_at", "When"),
            ("why_not", "Why not judged"),
        )
        output.show_list([outside_dict(one) for one in found if one.row is not None], columns)


def judge(
    ctx: typer.Context,
    version: str,
    on: Annotated[str, typer.Option(help=ON_HELP)],
    target: Annotated[str, typer.Option(help=TARGET_HELP)] = "",
    positive: Annotated[str, typer.Option(help=POSITIVE_HELP)] = "",
    columns: Annotated[str, typer.Option(help=COLUMNS_HELP)] = "",
) -> None:
    """Judge a version that a script registered, such as churn@2, on data here.

    Its gates run; it is a candidate from then on.
    """
    name, number = parse_address(version)
    which = (number or "").casefold().removeprefix("v")
    if not which.isdecimal():
        raise WrongUse(f"{version} names no version.", "Name one, such as churn@2.")
    with opened(ctx) as workspace:
        wish = wish_of(name, on, target, positive, columns)
        job = follow(workspace, judging_outside.ask(workspace, int(which), wish))
        made = registry.version(workspace, job.result["version"])
        output.show(version_dict(made), "\n".join(version_lines(made)))
