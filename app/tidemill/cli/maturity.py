"""The command that says how far the care for models has come."""

from typing import Annotated

import typer

from tidemill.cli import output
from tidemill.cli.context import opened
from tidemill.cli.models import models
from tidemill.domain.maturity import TITLES, Maturity
from tidemill.services import maturity as service
from tidemill.services import registry


def attach(_app: typer.Typer) -> None:
    """Add this command to those of models."""
    models.command()(maturity)


def maturity(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="One model; else all are listed.")] = "",
) -> None:
    """Say which level models have reached, by hand to continuous delivery, and what comes next."""
    with opened(ctx) as workspace:
        if name:
            found = service.of(workspace, name)
            output.show({"model": name, **found.to_dict()}, "\n".join(_lines(found)))
            return
        rows = [
            {"model": view.model.name, **_row(service.of(workspace, view.model.name))}
            for view in registry.every(workspace)
        ]
        columns = (("model", "Model"), ("level", "Level"), ("title", "Means"), ("step", "Next"))
        output.show_list(rows, columns)


def _row(found: Maturity) -> dict[str, object]:
    following = found.next
    step = "" if following is None else f"{following.title}: {following.words}"
    return {"level": int(found.level), "title": TITLES[found.level], "step": step}


def _lines(found: Maturity) -> list[str]:
    lines = [found.sentence, ""]
    for one in found.conditions:
        sign = "yes" if one.is_met else "NO "
        lines.append(f"{int(one.level)}  {sign}  {one.title}: {one.words}")
    return lines
