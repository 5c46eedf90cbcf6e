"""Commands for the registry."""

from pathlib import Path
from typing import Annotated, Any

import typer

from tidemill.base import atomic
from tidemill.base.errors import NeedsYou, WorldError, WrongUse
from tidemill.cli import output
from tidemill.cli.context import follow, opened
from tidemill.domain import gate_summaries
from tidemill.domain.models import ModelVersion
from tidemill.services import imported_versions, promotion, registering, registry, validating
from tidemill.services.imported_versions import AsVersion

models = typer.Typer(help="Models and their versions.", no_args_is_help=True)


def attach(app: typer.Typer) -> None:
    """Add these commands to the root."""
    app.add_typer(models, name="models")


def version_dict(version: ModelVersion) -> dict[str, Any]:
    """The JSON shape of a model version promised to scripts."""
    return {
        "model": version.model,
        "version": version.number,
        "stage": str(version.stage),
        "run": version.run_id,
        "dataset": version.dataset,
        "validated_on": version.validated_on,
        "estimator": version.estimator,
        "metrics": version.metrics,
        "intervals": version.intervals,
        "gates": version.gates,
        "comparison": version.comparison,
        "gates_at": version.gates_at,
        "created_at": version.created_at,
        "by": version.by,
        "cause": version.cause,
    }


def marked_dict(view: registry.ModelView, version: ModelVersion) -> dict[str, Any]:
    """A version with its labels, and who proposed it where two people are needed."""
    proposed = [one.by for one in view.agreements if one.version_id == version.id]
    return version_dict(version) | {
        "labels": list(view.labels(version.id)),
        "proposed_by": proposed,
    }


def _model_dict(view: registry.ModelView) -> dict[str, Any]:
    champion = view.champion
    return {
        "name": view.model.name,
        "project": view.model.project,
        "task": view.model.task,
        "target": view.model.target,
        "metric": view.model.metric,
        "dataset": view.model.dataset,
        "champion": None if champion is None else champion.number,
        "versions": len(view.versions),
        "open_alerts": len(view.open_alerts),
        "four_eyes": view.model.is_four_eyes,
        "labels": {alias.name: _number(view, alias.version_id) for alias in view.aliases},
    }


def _number(view: registry.ModelView, version_id: int) -> int | None:
    return next((v.number for v in view.versions if v.id == version_id), None)


@models.command("list")
def list_(ctx: typer.Context) -> None:
    """Show the models."""
    with opened(ctx) as workspace:
        columns = (
            ("name", "Model"),
            ("task", "Task"),
            ("target", "Predicts"),
            ("dataset", "Data"),
            ("champion", "Champion"),
            ("versions", "Versions"),
        )
        output.show_list([_model_dict(v) for v in registry.every(workspace)], columns)


@models.command()
def show(ctx: typer.Context, name: str) -> None:
    """Show a model with its versions, or one version (name@3, name@champion, name@label)."""
    with opened(ctx) as workspace:
        if "@" in name:
            version = registry.version(workspace, name)
            item = marked_dict(registry.find(workspace, version.model), version)
            lines = [f"{version.label}: {', '.join([version.stage, *item['labels']])}"]
            lines += [_gate_line(g) for g in version.gates]
            output.show(item, "\n".join(lines))
            return
        view = registry.find(workspace, name)
        items = [marked_dict(view, v) for v in view.versions]
        if output.as_json:
            output.show(_model_dict(view) | {"items": items, "total": len(items)}, "")
            return
        columns = (
            ("version", "Version"),
            ("stage", "Stage"),
            ("labels", "Labels"),
            ("estimator", "Estimator"),
            (f"metrics.{view.model.metric}", view.model.metric),
            ("dataset", "Trained on"),
            ("validated_on", "Judged on"),
            ("by", "By"),
            ("created_at", "When"),
        )
        output.show_list(items, columns)


def _gate_line(gate: dict[str, Any]) -> str:
    return f"{'passed' if gate['passed'] else 'FAILED'}  {gate['name']}: {gate['message']}"


ON_HELP = "The data it answers for, such as churn@3; of a name alone the newest version."
TARGET_HELP = "The column it predicts, unless the dataset names it."
POSITIVE_HELP = "The class that counts as yes, of two."
COLUMNS_HELP = "The data's columns in the order it takes them, by commas, where it names none."


def wish_of(model: str, on: str, target: str, positive: str, columns: str) -> AsVersion:
    """What a person says of a model from elsewhere."""
    if not model or not on:
        raise WrongUse("A version needs a model's name and the data it answers for.")
    names = tuple(name.strip() for name in columns.split(",") if name.strip())
    return AsVersion(model, on, target or None, positive or None, names)


def version_lines(version: ModelVersion, file: str = "") -> list[str]:
    """A version that was just made, in words: its gates, and what is not known of it."""
    lines = [f"{'Imported ' + file + ' as' if file else 'Registered'} {version.label}."]
    if version.is_imported:
        lines += [_gate_line(gate) for gate in version.gates]
        lines += list(version.comparison.get("notes", ()))
    return lines


@models.command()
def register(
    ctx: typer.Context,
    run: str,
    name: Annotated[str, typer.Option(help="The model.")],
    on: Annotated[str, typer.Option(help=f"{ON_HELP} For a model that was made elsewhere.")] = "",
    target: Annotated[str, typer.Option(help=TARGET_HELP)] = "",
    positive: Annotated[str, typer.Option(help=POSITIVE_HELP)] = "",
    columns: Annotated[str, typer.Option(help=COLUMNS_HELP)] = "",
) -> None:
    """Make a run the next version of a model, as a candidate.

    A run whose model was imported, or logged by a script, needs --on: the data it is judged on.
    """
    with opened(ctx) as workspace:
        if on:
            wish = wish_of(name, on, target, positive, columns)
            job_id = imported_versions.ask(workspace, run, wish)
        else:
            job_id = registering.ask(workspace, run, name=name)
        job = follow(workspace, job_id)
        version = registry.version(workspace, job.result["version"])
        output.show(version_dict(version), "\n".join(version_lines(version)))


@models.command()
def validate(
    ctx: typer.Context,
    version: str,
    summary: Annotated[
        Path | None,
        typer.Option(help="Write what was found as Markdown to this file, for a pipeline's page."),
    ] = None,
) -> None:
    """Run a version's gates again; exit code 3 if one fails."""
    with opened(ctx) as workspace:
        job = follow(workspace, validating.ask(workspace, version))
        found = registry.version(workspace, job.result["version"])
        if summary is not None:
            _write_summary(summary, found)
        if output.as_json:
            output.show(version_dict(found), "")
        else:
            output.show_list(
                gate_summaries.told(found), [(head, head) for head in gate_summaries.HEADS]
            )
            output.show(found, f"\n{gate_summaries.paragraph(found)}")
        if not found.gates_passed:
            raise typer.Exit(NeedsYou.exit_code)


def _write_summary(path: Path, version: ModelVersion) -> None:
    try:
        atomic.write_bytes(path, gate_summaries.markdown(version).encode())
    except OSError as error:
        raise WorldError(
            f"{path} can't be written.", "Choose another.", detail=str(error)
        ) from error


@models.command()
def promote(
    ctx: typer.Context,
    version: str,
    note: Annotated[str, typer.Option(help="For the audit log.")] = "",
    anyway: Annotated[bool, typer.Option("--anyway", help="Against a failed gate.")] = False,
    reason: Annotated[str, typer.Option(help="Why, with --anyway.")] = "",
) -> None:
    """Make a version champion."""
    with opened(ctx) as workspace:
        try:
            found = promotion.promote(workspace, version, note=note, anyway=anyway, reason=reason)
        except promotion.GateFailed as failed:
            way = f"tidemill models promote {version} --anyway --reason …"
            raise NeedsYou(failed.message, f"{failed.hint.rstrip('.')}: {way}") from failed
        output.show(version_dict(found), f"{found.label} is champion.")


@models.command()
def rollback(
    ctx: typer.Context, name: str, note: Annotated[str, typer.Option(help="Why.")] = ""
) -> None:
    """Make the champion before the present one champion again."""
    with opened(ctx) as workspace:
        found = promotion.roll_back(workspace, name, note=note)
        output.show(version_dict(found), f"{found.label} is champion again.")


@models.command()
def reject(
    ctx: typer.Context, version: str, note: Annotated[str, typer.Option(help="Why.")] = ""
) -> None:
    """Say that a candidate is not to be promoted."""
    with opened(ctx) as workspace:
        found = promotion.reject(workspace, version, note=note)
        output.show(version_dict(found), f"{found.label} is rejected.")


@models.command()
def undo(ctx: typer.Context, name: str) -> None:
    """Take the last decision over a model back."""
    with opened(ctx) as workspace:
        last = promotion.undo(workspace, name)
        output.show(last, f"Took back: {last.kind} {name} v{last.version}.")
