"""The command that holds two versions of the data against each other."""

from pathlib import Path
from typing import Annotated, Any

import typer

from tidemill.base.errors import WrongUse
from tidemill.cli import output
from tidemill.cli.context import opened, progress_bar, told_by
from tidemill.cli.data import data
from tidemill.domain.row_sets import StoredDiff
from tidemill.domain.version_diffs import ColumnDiff, RowKind
from tidemill.services import datasets, diff_report, kept_diffs
from tidemill.services.workspace import Workspace


def attach(_app: typer.Typer) -> None:
    """Add the command to the group `data`, which stands in the root already."""
    data.command()(diff)


def diff(
    ctx: typer.Context,
    before: Annotated[str, typer.Argument(help="The earlier version, such as churn@3.")],
    after: Annotated[str, typer.Argument(help="The later version, or one of another dataset.")],
    key: Annotated[
        list[str] | None,
        typer.Option(help="Column that names a row, several times for several; unsaid, guessed."),
    ] = None,
    no_key: Annotated[
        bool, typer.Option("--no-key", help="Compare rows by all they hold.")
    ] = False,
    rows: Annotated[
        RowKind | None, typer.Option(help="Show such rows instead of the columns.")
    ] = None,
    column: Annotated[
        str | None, typer.Option(help="With --rows changed: only rows changed in this column.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=100_000)] = 20,
    offset: Annotated[int, typer.Option(min=0)] = 0,
    html: Annotated[Path | None, typer.Option(help="Write it to an HTML file.")] = None,
) -> None:
    """Say what differs between two versions: rows, columns, cells, and where it comes from."""
    if column is not None and rows is not RowKind.CHANGED:
        raise WrongUse("--column goes with --rows changed.")
    if key and no_key:
        raise WrongUse("Rows can't be matched by a key and without one.", "Leave one of the two.")
    with opened(ctx) as workspace:
        sides = datasets.version(workspace, before), datasets.version(workspace, after)
        wanted = [] if no_key else key or None
        with progress_bar("Reading the versions") as move:
            stored = kept_diffs.found(workspace, *sides, wanted, told_by(move))
        if html is not None:
            n_bytes = diff_report.write(workspace, stored.diff, html)
            output.show({"html": {"file": str(html), "bytes": n_bytes}}, f"Wrote {html}")
        elif rows is None:
            _show_columns(stored)
        else:
            _show_rows(workspace, stored, rows, column, offset, limit)


def _show_columns(stored: StoredDiff) -> None:
    found = stored.diff
    if output.as_json:
        output.show({**found.to_dict(), "address": found.address}, "")
        return
    output.say(found.title)
    if found.key:
        guessed = " (guessed; choose with --key)" if found.is_key_guessed else ""
        output.say(f"Rows are matched by {' and '.join(found.key)}{guessed}.")
    for note in found.notes:
        output.say(note)
    columns = (
        ("name", "Column"),
        ("psi", "PSI"),
        ("missing", "Missing"),
        ("changed", "Changed"),
        ("words", "What changed"),
        ("origin", "Where from"),
    )
    output.show_list([_line(column) for column in found.columns], columns)


def _line(column: ColumnDiff) -> dict[str, Any]:
    before, after = ("–" if share is None else f"{share:.1%}" for share in column.missing)
    origin = column.origin
    where = ""
    if origin is not None:
        where = f"{origin.guilty}: {origin.explained:.0%} of it"
        where = f"{origin.by} {where}" if origin.by else where
    return {
        "name": column.label,
        "psi": column.psi,
        "missing": f"{before} to {after}",
        "changed": column.changed,
        "words": column.words,
        "origin": where,
    }


def _show_rows(
    workspace: Workspace,
    stored: StoredDiff,
    kind: RowKind,
    column: str | None,
    offset: int,
    limit: int,
) -> None:
    page = kept_diffs.rows(workspace, stored, kind, column=column, offset=offset, limit=limit)
    items = []
    for place, row in enumerate(page.rows):
        item: dict[str, Any] = dict(zip(page.columns, row, strict=True))
        was = {
            page.columns[at]: value for (line, at), value in page.before.items() if line == place
        }
        if output.as_json:
            items.append(
                {"row": page.numbers[place], "values": item, **({"was": was} if was else {})}
            )
            continue
        for name, value in was.items():
            item[name] = f"{_said(value)} → {_said(item[name])}"
        items.append({"row": page.numbers[place], **item} if "row" not in item else item)
    names = [(name, name) for name in page.columns]
    shown = names if "row" in page.columns else [("row", "Row"), *names]
    output.show_list(items, shown, total=page.total)


def _said(value: Any) -> str:
    return "missing" if value is None else str(value)
