"""Commands that bring data in from databases and hand versions out as files."""

from pathlib import Path
from typing import Annotated

import typer

from tidemill.base.errors import WrongUse
from tidemill.cli import output
from tidemill.cli.context import opened, progress_bar, told_by
from tidemill.cli.data import data, show_taken_in
from tidemill.domain.datasets import Series
from tidemill.services import data_exports, datasets, queries


def attach(_app: typer.Typer) -> None:
    """Add the commands to the group `data`, which stands in the root already."""
    data.command()(query)
    data.command()(export)


def query(
    ctx: typer.Context,
    url: Annotated[
        str | None, typer.Argument(help="The database, such as postgresql://ada@server/shop.")
    ] = None,
    sql: Annotated[str | None, typer.Argument(help="What to ask it.")] = None,
    name: Annotated[str, typer.Option(help="The dataset.")] = "",
    append: Annotated[bool, typer.Option("--append", help="New rows are added.")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="The result is all rows.")] = False,
    target: Annotated[str | None, typer.Option(help="Column to predict.")] = None,
    time: Annotated[str | None, typer.Option(help="Column that orders rows in time.")] = None,
    limit_s: Annotated[
        float, typer.Option(min=1, help="Seconds after which the query is ended.")
    ] = queries.USUAL_LIMIT_S,
    detach: Annotated[bool, typer.Option(help="Do not wait.")] = False,
) -> None:
    """Take the rows of an SQL query in; with a name only, run its last query again.

    The password goes to the system's keyring; the workspace keeps the URL without it.
    """
    if not name:
        raise WrongUse("The dataset has no name.", "Say it: --name orders")
    if append and replace:
        raise WrongUse("A dataset can't append and replace.", "Choose one of the two.")
    if (url is None) != (sql is None):
        raise WrongUse("A database goes with a query.", "Give both, or only --name.")
    series = Series.APPEND if append else Series.REPLACE if replace else None
    with opened(ctx) as workspace:
        if url is None or sql is None:
            added = queries.again(workspace, name)
        else:
            added = queries.add(
                workspace,
                url,
                sql,
                dataset=name,
                series=series,
                target=target,
                time=time,
                limit_s=limit_s,
            )
        show_taken_in(workspace, name, added, detach=detach)


def export(
    ctx: typer.Context,
    version: Annotated[str, typer.Argument(help="A version, such as orders@3, or a dataset.")],
    file: Annotated[
        Path, typer.Argument(help="Its ending says the kind: " + ", ".join(data_exports.ENDINGS))
    ],
    column: Annotated[
        list[str] | None, typer.Option(help="Only this column; several times for several.")
    ] = None,
    where: Annotated[
        str, typer.Option(help="Only rows that fulfil this condition over the columns.")
    ] = "",
) -> None:
    """Write the rows of a version to a file for other programs."""
    kind = data_exports.kind_of(file)
    with opened(ctx) as workspace:
        found = datasets.version(workspace, version)
        with progress_bar("Reading the version") as move:
            written = data_exports.export(
                workspace,
                found,
                file,
                kind,
                columns=column,
                where=where,
                reporter=told_by(move),
            )
        for words in written.said:
            output.say(words)
        rows = "1 row" if written.rows == 1 else f"{written.rows:,} rows"
        output.show(written, f"Wrote {rows} of {found.label} to {written.path}")
