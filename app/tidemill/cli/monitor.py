"""Commands for monitoring, alerts and drift of two files."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from tidemill.base.errors import WrongUse
from tidemill.base.progress import Silent
from tidemill.cli import output
from tidemill.cli.context import opened
from tidemill.domain.courses import Course
from tidemill.domain.cuts import label_of
from tidemill.domain.monitoring import Chunk
from tidemill.domain.query.times import span
from tidemill.services import monitoring

monitor = typer.Typer(help="How the champions do on new data.", no_args_is_help=True)
alerts = typer.Typer(help="What monitoring found.", no_args_is_help=True)


def attach(app: typer.Typer) -> None:
    """Add these commands to the root."""
    app.add_typer(monitor, name="monitor")
    app.add_typer(alerts, name="alerts")
    app.command()(drift)


@monitor.command("show")
def show(
    ctx: typer.Context,
    model: str,
    since: Annotated[
        str,
        typer.Option(help='Only rows that end after a day or moment, such as "3 months ago".'),
    ] = "",
    reports: Annotated[
        bool,
        typer.Option(
            "--reports", help="With --json: the whole report of each, with its distributions."
        ),
    ] = False,
) -> None:
    """Show a model's drift and performance over time."""
    with opened(ctx) as workspace:
        first = _moment(since, workspace.clock.now()) if since else None
        found = monitoring.figures(workspace, model, since=first)
        metric = found.model.metric
        items = [
            _chunk(one, found.course, place, metric)
            for one, place in zip(found.chunks, found.places, strict=True)
        ]
        if reports:
            whole = monitoring.show(workspace, model, since=first).chunks
            of = {one.id: one.report for one in whole}
            items = [item | _reported(of[item["chunk_id"]]) for item in items]
        columns = (
            ("data", "Data"),
            ("rows", "Rows"),
            ("champion", "Champion"),
            ("drifted_columns", "Drifted"),
            ("worst_column", "Worst"),
            ("worst_psi", "PSI"),
            ("old_from_new", "Together"),
            (metric, metric),
            ("low", "from"),
            ("high", "to"),
            ("coverage", "Labels"),
            ("estimate", "Estimated"),
            ("estimate_low", "from"),
            ("estimate_high", "to"),
        )
        output.show_list(items, columns)


def _moment(text: str, now: datetime) -> datetime:
    found = span(text, now)
    if found is None:
        raise WrongUse(f"{text!r} is no time.", 'Write a day, "2026-01-31", or "2 weeks ago".')
    return datetime.fromtimestamp(found[0], tz=UTC)


def _chunk(chunk: Chunk, course: Course, at: int, metric: str) -> dict[str, Any]:
    every = [_column(course, row, at) for row in range(len(course.columns))]
    unknown = {"psi": None, "effect": None, "missing": None, "q_value": None}
    columns = [one for one in every if unknown.items() - one.items() or one["drifted"]]
    worst = max(columns, key=lambda one: one["psi"] or 0.0, default=None)
    measured = chunk.measures.get(metric, {})
    estimated: Mapping[str, Any] = chunk.estimates.get(metric, {})
    told = course.wholes.get("domain_classifier")
    candidate = int(course.candidates[at]) or None
    return {
        "chunk_id": chunk.id,
        "data": chunk.label,
        "answered_by": [one.words for one in chunk.sources],
        "span": chunk.span,
        "starts_at": chunk.starts_at,
        "ends_at": chunk.ends_at,
        "rows": chunk.n_rows,
        "champion": chunk.version,
        "reference": chunk.reference.get("words", f"the training data of v{chunk.version}"),
        "drifted_columns": sum(one["drifted"] for one in columns),
        "worst_column": None if worst is None else worst["name"],
        "worst_psi": None if worst is None else worst["psi"],
        "old_from_new": None if told is None else _known(told.value[at]),
        "together": [one.title for one in course.wholes.values() if one.is_over[at]],
        "prediction_psi": chunk.prediction_psi,
        "candidate": candidate,
        "candidate_psi": None if candidate is None else _known(course.candidate_psi[at]),
        "worth": chunk.worth,
        "worth_value": None if chunk.worth is None else chunk.worth["value"],
        "finding": chunk.finding,
        metric: measured.get("value"),
        "low": measured.get("low"),
        "high": measured.get("high"),
        "coverage": chunk.coverage,
        "estimate": estimated.get("value"),
        "estimate_low": estimated.get("low"),
        "estimate_high": estimated.get("high"),
        "estimate_note": estimated.get("note") or None,
        "measures": chunk.measures,
        "estimates": chunk.estimates,
        "columns": columns,
    }


def _column(course: Course, row: int, at: int) -> dict[str, Any]:
    """What is known of a column in a chunk: the numbers the page shows of it."""
    return {
        "name": course.columns[row],
        "psi": _known(course.psi[row, at]),
        "effect": _known(course.effect[row, at]),
        "missing": _known(course.missing[row, at]),
        "q_value": _known(course.q_value[row, at]),
        "drifted": bool(course.is_over[row, at]),
    }


def _known(value: Any) -> float | None:
    """A number, or None where it is not known (NaN)."""
    return None if math.isnan(value) else float(value)


def _reported(report: Mapping[str, Any]) -> dict[str, Any]:
    """The whole report, and what only it says."""
    together = report.get("together") or ()
    return {
        "together": [one["reason"] for one in together if one["drifted"]],
        "together_note": report.get("together_note") or None,
        "report": report,
    }


@monitor.command("report")
def report(
    ctx: typer.Context,
    model: str,
    out: Annotated[Path, typer.Option(help="The HTML file to write.")],
) -> None:
    """Write a model's monitoring as one HTML file that needs nothing else."""
    from tidemill.services import monitoring_report

    with opened(ctx) as workspace:
        n_bytes = monitoring_report.write(workspace, model, out)
        output.show({"file": str(out), "bytes": n_bytes}, f"Wrote {out}, {n_bytes:,} bytes.")


@monitor.command()
def changes(
    ctx: typer.Context,
    model: str,
    figure: Annotated[
        list[str] | None, typer.Option(help="Only this one; may be given again.")
    ] = None,
) -> None:
    """Say where figures of a model changed, by the streaming detectors that are installed."""
    from tidemill.services import stream_detectors

    with opened(ctx) as workspace:
        course = monitoring.course(workspace, model)
        found = stream_detectors.changes(course, figure or ())
        items = [
            {
                "data": label_of(course.spans[one.at], f"v{course.dataset_versions[one.at]}"),
                "chunk": int(course.chunk_ids[one.at]),
                "figure": one.figure,
                "value": one.value,
                "detector": one.detector,
            }
            for one in found
        ]
        columns = ("data", "Data"), ("figure", "Figure"), ("value", "Value"), ("detector", "By")
        output.show_list(items, columns)


@alerts.command("list")
def list_(ctx: typer.Context, only_open: Annotated[bool, typer.Option("--open")] = False) -> None:
    """Show alerts, newest first."""
    with opened(ctx) as workspace:
        columns = (
            ("id", "Id"),
            ("model", "Model"),
            ("severity", "Severity"),
            ("kind", "Kind"),
            ("message", "What"),
            ("opened_at", "Since"),
            ("closed_at", "Closed"),
        )
        output.show_list(monitoring.alerts(workspace, only_open=only_open), columns)


@alerts.command()
def close(
    ctx: typer.Context, alert_id: int, reason: Annotated[str, typer.Option(help="What came of it.")]
) -> None:
    """Close an alert with a reason."""
    with opened(ctx) as workspace:
        found = monitoring.close_alert(workspace, alert_id, reason=reason)
        output.show(found, f"Closed alert {alert_id}.")


def drift(
    reference: Path,
    current: Path,
    columns: Annotated[str, typer.Option(help="Names, with commas between.")] = "",
    exact: Annotated[bool, typer.Option("--exact", help="KS and Wasserstein exactly.")] = False,
    together: Annotated[
        bool,
        typer.Option("--together", help="Also whether new rows can be told from old ones."),
    ] = False,
) -> None:
    """Compare two files column by column; no workspace needed."""
    from tidemill.services import drift as service
    from tidemill.services.files import read_pair

    before, after = read_pair(reference, current, Silent())
    names = [c.strip() for c in columns.split(",") if c.strip()] or None
    report = service.compare_frames(before, after, exact, columns=names, together=together)
    found = report.to_dict()
    if output.as_json:
        output.show(found, "")
        return
    output.show_list(
        found["columns"],
        (
            ("name", "Column"),
            ("kind", "Kind"),
            ("psi", "PSI"),
            ("js", "JS"),
            ("ks", "KS"),
            ("q_value", "q"),
            ("drifted", "Drifted"),
            ("reasons", "Why"),
        ),
    )
    output.say(f"{found['drifted_columns']} of {len(found['columns'])} columns drifted.")
    for one in report.together:
        output.say(f"{one.title}: {one.reason or one.note}{' (drift)' if one.drifted else ''}.")
