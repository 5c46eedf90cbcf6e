"""Commands for the files that arrived: what became of each, and what to do with one set aside."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from tidemill.base.errors import WrongUse
from tidemill.cli import output
from tidemill.cli.context import follow, opened
from tidemill.domain.asking import rows_in_words, text_for_sender
from tidemill.domain.reading import ReadOptions
from tidemill.domain.watches import ArrivedFile, FileState
from tidemill.services import ingesting, watching

files = typer.Typer(help="Files that arrived.", no_args_is_help=True)

_STATES = tuple(str(state) for state in FileState)
_COLUMNS = (
    ("id", "Id"),
    ("path", "File"),
    ("state", "State"),
    ("rows", "Rows"),
    ("version", "Version"),
    ("outcome", "What happened"),
)


def attach(app: typer.Typer) -> None:
    """Add these commands to the root."""
    app.add_typer(files, name="files")


@files.command("list")
def list_files(
    ctx: typer.Context,
    state: Annotated[
        str | None, typer.Option(help="waiting, added, set-aside, skipped or failed.")
    ] = None,
    dataset: Annotated[str | None, typer.Option(help="Only files for this dataset.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many, the last arrived.")] = 500,
    before: Annotated[
        int | None, typer.Option(help="Only files that arrived before this one.")
    ] = None,
) -> None:
    """Show the files that arrived, last first."""
    if state is not None and state not in _STATES:
        raise WrongUse(f"{state} is no state of a file.", f"Choose {', '.join(_STATES)}.")
    with opened(ctx) as workspace:
        found = watching.arrived(
            workspace, state=state, dataset=dataset, limit=limit, before=before
        )
        total = watching.n_arrived(workspace, state=state, dataset=dataset)
        output.show_list(found, _COLUMNS, total=total)


@files.command()
def show(ctx: typer.Context, file_id: int) -> None:
    """Show what became of a file, with each check that it did not pass."""
    with opened(ctx) as workspace:
        file = watching.file(workspace, file_id)
        lines = [f"{file.name}: {file.outcome}", f"for {file.dataset}, from {file.path}"]
        failed = [check for check in file.checks if not check["passed"]]
        lines += [f"- {one['message']} {rows_in_words(one)}".rstrip() for one in failed]
        if file.state in (FileState.SET_ASIDE, FileState.FAILED):
            lines += ["", *(f"tidemill files {words}" for words in _ways_out(file))]
        output.show(file, "\n".join(lines))


def _ways_out(file: ArrivedFile) -> list[str]:
    return [
        f"rows {file.id}     the rows that kept it out",
        f"again {file.id}    read it again, after a rule or the file was mended",
        f"accept {file.id}   take it in as it is; with --rows-aside without those rows",
        f"ask {file.id}      a text for whoever sent it",
    ]


@files.command()
def rows(
    ctx: typer.Context,
    file_id: int,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 20,
) -> None:
    """Show the rows that kept a file out: their lines, their values, and why."""
    with opened(ctx) as workspace:
        file = watching.file(workspace, file_id)
        items = _bad_rows(file)
        names = dict.fromkeys(name for one in items for name in one if name not in ("line", "why"))
        columns = [("line", "Line"), ("why", "Why"), *((name, name) for name in names)]
        output.show_list(items[:limit], columns, total=len(items))


def _bad_rows(file: ArrivedFile) -> list[dict[str, Any]]:
    """The offending rows that are kept with a file, by their lines, each with all that is wrong."""
    found: dict[int, dict[str, Any]] = {}

    def tell(line: int, why: str, values: Mapping[str, Any]) -> None:
        one = found.setdefault(line, {"line": line, "why": why})
        if why not in one["why"]:
            one["why"] += f" {why}"
        one.update(values)

    for check in file.checks:
        if not check["passed"]:
            for line in check["rows"]:
                tell(line, check["message"], {})
            for row in check.get("offenders") or ():
                tell(row["line"], check["message"], row["values"])
    for row in file.read.get("bad_rows", ()):
        tell(row["line"], row["reason"], {"text": row["text"]})
    return [found[line] for line in sorted(found)]


@files.command()
def accept(
    ctx: typer.Context,
    file_id: int,
    rows_aside: Annotated[
        bool, typer.Option("--rows-aside", help="Leave out the rows that break a rule.")
    ] = False,
) -> None:
    """Take a file in that was set aside: what can't be read becomes missing."""
    with opened(ctx) as workspace:
        job = follow(workspace, ingesting.accept(workspace, file_id, rows_aside=rows_aside))
        output.show(job, job.message)


@files.command()
def again(ctx: typer.Context, file_id: int) -> None:
    """Read a file again that was set aside: its rules, or it, were mended."""
    with opened(ctx) as workspace:
        follow(workspace, ingesting.read_as(workspace, file_id, ReadOptions()))
        file = watching.file(workspace, file_id)
        output.show(file, f"{file.name}: {file.outcome}")


@files.command()
def ask(ctx: typer.Context, file_id: int) -> None:
    """Write a text for whoever sent a file that was set aside: what is wrong, and where."""
    with opened(ctx) as workspace:
        file = watching.file(workspace, file_id)
        text = text_for_sender(file)
        output.show({"id": file.id, "path": file.path, "text": text}, text)
