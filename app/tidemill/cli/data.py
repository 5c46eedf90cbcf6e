"""Commands for datasets and their versions."""

from pathlib import Path
from typing import Annotated, Any

import typer

from tidemill.base.errors import NeedsYou
from tidemill.cli import output
from tidemill.cli.context import follow, opened
from tidemill.cli.files import accept
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.profiles import Profile
from tidemill.domain.watches import FileState
from tidemill.services import (
    datasets,
    lineage,
    shown_profiles,
    watching,
    workers,
)
from tidemill.services.ingesting import OR_ACCEPT, Added
from tidemill.services.workspace import Workspace

data = typer.Typer(help="Datasets and their versions.", no_args_is_help=True)


def attach(app: typer.Typer) -> None:
    """Add these commands to the root."""
    app.add_typer(data, name="data")


def show_taken_in(workspace: Workspace, name: str, added: Added, *, detach: bool) -> None:
    """Wait until files are taken in and show the versions they made, or with `detach` the job."""
    if detach:
        workers.ensure(workspace)
        n = len(added.file_ids)
        output.show(added, f"Job {added.job_id} takes in {n} file{'' if n == 1 else 's'}.")
        return
    try:
        job = follow(workspace, added.job_id)
    except NeedsYou as error:
        raise _with_command(workspace, added, error) from error
    found = [
        datasets.version_dict(datasets.version_of_id(workspace, key))
        for key in job.result.get("versions", [])
    ]
    text = "\n".join(
        f"{name} v{v['version']}: {v['added_rows']:,} rows from {Path(v['source']).name}"
        for v in found
    )
    arrived = watching.arrived(workspace, dataset=name)
    others = [f for f in arrived if f.id in added.file_ids and f.state is not FileState.ADDED]
    for file in others:
        output.say(f"{file.name}: {file.outcome}")
    body = {"items": found, "total": len(found), "not_added": others}
    output.show(body, text or job.message)


def _with_command(workspace: Workspace, added: Added, error: NeedsYou) -> NeedsYou:
    """The error of a file that was set aside, its way out with the command that accepts it."""
    arrived = watching.arrived(workspace, state=FileState.SET_ASIDE)
    out = [f for f in arrived if f.id in added.file_ids]
    aside = [f.id for f in out]
    asked = [f for f in out if f.question is not None]
    if asked:
        column = str(asked[0].question["questions"][0]["column"]) if asked[0].question else ""
        way = f'--date-order "{column}=day-first"' if column else "--sheet NAME"
        return NeedsYou(error.message, f"Answer: tidemill data answer {asked[0].id} {way}")
    if error.hint != OR_ACCEPT or not aside:
        return error
    return NeedsYou(
        error.message,
        f"Mend the file and add it again, or take it as it is: tidemill data accept {aside[0]}",
    )


@data.command("list")
def list_(ctx: typer.Context) -> None:
    """Show the datasets."""
    with opened(ctx) as workspace:
        columns = (
            ("name", "Dataset"),
            ("versions", "Versions"),
            ("rows", "Rows"),
            ("columns", "Columns"),
            ("target", "Target"),
            ("time", "Time"),
            ("set_aside", "Set aside"),
        )
        output.show_list(datasets.every(workspace), columns)


@data.command()
def show(ctx: typer.Context, name: str) -> None:
    """Show a dataset with its versions, or one version of it (name@3)."""
    with opened(ctx) as workspace:
        if "@" in name:
            version = datasets.version(workspace, name)
            profile = datasets.profile(workspace, version.id)
            item = datasets.version_dict(version) | {
                **_came_from(workspace, version),
                "profile": profile.to_dict(),
                "changes": shown_profiles.changes_in_words(workspace, version, profile),
                "schema": version.schema.to_list(),
            }
            failed = [c["message"] for c in item["checks"] if not c["passed"]]
            lines = [f"{version.label}: {version.rows:,} rows", *failed]
            if output.as_json:
                output.show(item, "")
                return
            output.say("\n".join(lines))
            output.show_list(_column_lines(profile, item["changes"]), _PROFILE)
            return
        view = datasets.find(workspace, name)
        items = [datasets.version_dict(v) for v in view.versions]
        if output.as_json:
            output.show(view.to_dict() | {"items": items, "total": len(items)}, "")
            return
        columns = (
            ("version", "Version"),
            ("rows", "Rows"),
            ("added_rows", "New rows"),
            ("source", "From"),
            ("created_at", "Added"),
            ("by", "By"),
        )
        output.show_list(items, columns)


def _came_from(workspace: Workspace, version: DatasetVersion) -> dict[str, Any]:
    found = lineage.of(workspace, version).to_dict()
    return {key: found[key] for key in ("origin", "job", "parents", "came_from", "stands_on_it")}


_PROFILE = (
    ("name", "Column"),
    ("kind", "Kind"),
    ("missing", "Missing"),
    ("distinct", "Distinct"),
    ("median", "Median"),
    ("change", "Since before"),
)


def _column_lines(profile: Profile, changes: dict[str, str]) -> list[dict[str, Any]]:
    """The profile's columns as a table shows them."""
    lines = []
    for column in profile.columns:
        line = column.to_dict() | {"change": changes.get(column.name, "")}
        lines.append(line | {"missing": f"{column.missing:.1%}"})
    return lines


@data.command()
def rows(
    ctx: typer.Context,
    name: str,
    where: Annotated[str | None, typer.Option(help="A condition over the columns.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=100_000)] = 20,
    offset: Annotated[int, typer.Option(min=0)] = 0,
) -> None:
    """Show rows of a version."""
    from tidemill.services import rows as service

    with opened(ctx) as workspace:
        version = datasets.version(workspace, name)
        page = service.page(workspace, version, offset=offset, limit=limit, where=where)
        items = [dict(zip(page.columns, row, strict=True)) for row in page.rows]
        output.show_list(items, [(c, c) for c in page.columns], total=page.total)


@data.command()
def check(ctx: typer.Context, name: str) -> None:
    """Show what the checks said of a version."""
    with opened(ctx) as workspace:
        version = datasets.version(workspace, name)
        columns = (("name", "Check"), ("passed", "Passed"), ("message", "What was seen"))
        output.show_list(datasets.version_dict(version)["checks"], columns)
        failed = [c for c in version.checks if not c["passed"] and c["severity"] == "error"]
        if failed:
            raise typer.Exit(NeedsYou.exit_code)


data.command()(accept)
