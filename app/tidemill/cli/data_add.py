"""Adding data by command: how it is read, a look beforehand, and files that wait for an answer."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from tidemill.base.errors import NeedsYou, WrongUse
from tidemill.cli import output
from tidemill.cli.context import follow, opened
from tidemill.cli.data import data, show_taken_in
from tidemill.domain.columns import Role
from tidemill.domain.datasets import Series
from tidemill.domain.reading import DATE_ORDERS, Peek, ReadOptions
from tidemill.services import adding, folders, ingesting, pasting
from tidemill.services.workspace import Workspace

_BAD_ROWS = {"stop": "stop", "set-aside": "set aside", "text": "text", "checks": ""}
_DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}

Sheet = Annotated[str | None, typer.Option("--sheet", "--table", help="Which sheet or table.")]
Encoding = Annotated[str, typer.Option(help="Such as cp1252, where it is detected wrongly.")]
Delimiter = Annotated[str, typer.Option(help="comma, semicolon, tab, bar, or the mark itself.")]
Dates = Annotated[
    list[str] | None,
    typer.Option("--date-order", help="COLUMN=day-first, month-first or text; several times."),
]
BadRows = Annotated[
    str, typer.Option(help="Rows that do not fit: checks, stop, set-aside, or text.")
]
Roles = Annotated[
    list[str] | None,
    typer.Option("--role", help="COLUMN=target, time, identifier, group, feature or left-out."),
]


def attach(_app: typer.Typer) -> None:
    """Add the commands to the group `data`, which stands in the root already."""
    data.command()(add)
    data.command()(answer)


def add(
    ctx: typer.Context,
    # Whether a file can be read is said by the service, as a thing for the person to mend.
    files: Annotated[
        list[Path],
        typer.Argument(
            readable=False, help="Files, folders, or - for standard input.", allow_dash=True
        ),
    ],
    name: Annotated[str, typer.Option(help="The dataset.")],
    append: Annotated[bool, typer.Option("--append", help="New files add rows.")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="A new file is all rows.")] = False,
    target: Annotated[str | None, typer.Option(help="Column to predict.")] = None,
    time: Annotated[str | None, typer.Option(help="Column that orders rows in time.")] = None,
    role: Roles = None,
    sheet: Sheet = None,
    encoding: Encoding = "",
    delimiter: Delimiter = "",
    date_order: Dates = None,
    bad_rows: BadRows = "checks",
    look: Annotated[
        bool, typer.Option("--look", help="Only show what would be read; nothing is added.")
    ] = False,
    recursive: Annotated[
        bool, typer.Option("--recursive", help="Of folders, also the folders below.")
    ] = False,
    kind: Annotated[
        str, typer.Option(help="What standard input is, as a file's ending, such as jsonl.")
    ] = "csv",
    detach: Annotated[bool, typer.Option(help="Do not wait.")] = False,
) -> None:
    """Take files into a dataset, oldest rows first, one version each."""
    if append and replace:
        raise NeedsYou("A dataset can't append and replace.", "Choose one of the two.")
    options = options_of(sheet, encoding, delimiter, date_order, bad_rows)
    given: dict[str, Any] = {
        "dataset": name,
        "series": Series.APPEND if append else Series.REPLACE if replace else None,
        "target": target,
        "time": time,
        "options": options,
        "roles": roles_of(role),
    }
    with opened(ctx) as workspace:
        if files == [Path("-")]:
            if look:
                raise WrongUse("Standard input can't be looked at first.", "Name a file.")
            ending = f".{kind.lower().lstrip('.')}"
            added = pasting.add_stream(workspace, sys.stdin.buffer, ending=ending, **given)
        else:
            found = folders.files_in(files, recursive=recursive)
            for one in found.left_out:
                output.say(f"Left out {one.path}: {one.reason}")
            if look:
                show_look(workspace, found.files[0], options, name)
                return
            added = ingesting.add(workspace, list(found.files), **given)
        show_taken_in(workspace, name, added, detach=detach)


def options_of(
    sheet: str | None, encoding: str, delimiter: str, date_order: list[str] | None, bad_rows: str
) -> ReadOptions:
    """What was said of how a file is read; `WrongUse` says what can be."""
    if bad_rows not in _BAD_ROWS:
        raise WrongUse(f"--bad-rows can't be {bad_rows}.", "Say " + ", ".join(_BAD_ROWS) + ".")
    orders = {}
    for column, said in _pairs(date_order, "--date-order", "sold=day-first").items():
        words = said.replace("-", " ")
        if words not in DATE_ORDERS:
            raise WrongUse(f"{said} is no order of dates.", "Say day-first, month-first or text.")
        orders[column] = words
    return ReadOptions(
        bad_rows=_BAD_ROWS[bad_rows],
        date_order=orders,
        part=sheet,
        encoding=encoding,
        delimiter=_DELIMITERS.get(delimiter, delimiter),
    )


def roles_of(given: list[str] | None) -> dict[str, Role]:
    """Columns and what they are for; `WrongUse` says which roles there are."""
    roles = {}
    for column, said in _pairs(given, "--role", "customer=identifier").items():
        words = said.replace("-", " ")
        if words not in list(Role):
            raise WrongUse(f"{said} is no role.", "Say " + ", ".join(Role) + ".")
        roles[column] = Role(words)
    return roles


def _pairs(given: list[str] | None, option: str, example: str) -> dict[str, str]:
    found = {}
    for pair in given or ():
        column, mark, said = pair.rpartition("=")
        if not mark or not column:
            raise WrongUse(f"{option} {pair} says no column.", f"Say it as {option} {example}.")
        found[column] = said
    return found


def show_look(workspace: Workspace, path: Path, options: ReadOptions, dataset: str) -> None:
    """Print what a file would be read as, without taking it in; personal values are masked."""
    source = adding.Source(path.name, (path,))
    peek = adding.peeked(workspace, source, options, dataset)
    facts = [f"{what}: {how}" for what, how in adding.facts_in_words(peek)]
    columns = [
        f"  {c.name}: {c.kind}, {c.role}; {', '.join(adding.examples_of(peek, at))}"
        for at, c in enumerate(peek.schema.columns)
    ]
    rows = f"Rows: {'' if peek.is_all else 'about '}{peek.n_rows:,}"
    bad = [
        f"{peek.facts.row_word.capitalize()} {one.line}: {one.reason}" for one in peek.bad_rows[:5]
    ]
    asked = [question.text for question in peek.questions]
    output.show(_looked(peek), "\n".join([*facts, rows, "Columns:", *columns, *bad, *asked]))


def _looked(peek: Peek) -> dict[str, Any]:
    return {
        "facts": peek.facts,
        "rows": peek.n_rows,
        "is_all": peek.is_all,
        "columns": peek.schema.to_list(),
        "first_rows": [
            dict(zip(peek.schema.names, row, strict=False)) for row in peek.first_rows[:20]
        ],
        "bad_rows": peek.bad_rows,
        "questions": peek.questions,
    }


def answer(
    ctx: typer.Context,
    file_id: int,
    sheet: Sheet = None,
    encoding: Encoding = "",
    delimiter: Delimiter = "",
    date_order: Dates = None,
    bad_rows: BadRows = "checks",
    role: Roles = None,
) -> None:
    """Say how a file is read that was set aside, and take it in."""
    options = options_of(sheet, encoding, delimiter, date_order, bad_rows)
    roles = roles_of(role)
    with opened(ctx) as workspace:
        job = follow(workspace, ingesting.read_as(workspace, file_id, options, roles=roles))
        output.show(job, job.message)
