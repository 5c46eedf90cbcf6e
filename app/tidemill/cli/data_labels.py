"""Commands for labels: by file and key, one by one, their history, saved as a version."""

from pathlib import Path
from typing import Annotated, Any

import typer

from tidemill.base.errors import WrongUse
from tidemill.cli import output
from tidemill.cli.context import follow, opened
from tidemill.cli.data import data
from tidemill.services import datasets, labelling, labels_by_file
from tidemill.services.workspace import Workspace

labels = typer.Typer(help="Labels of a dataset's rows.", no_args_is_help=True)

Column = Annotated[str, typer.Option(help="The column of the labels; a new one is made.")]
Key = Annotated[
    str | None,
    typer.Option(help="The column that tells rows apart; the identifier unless named."),
]


def attach(_app: typer.Typer) -> None:
    """Add the commands to `data`, which stands in the root already."""
    data.command("label")(label)
    data.add_typer(labels, name="labels")


def label(
    ctx: typer.Context,
    name: str,
    file: Annotated[Path, typer.Argument(help="A file of keys and labels.")],
    key: Annotated[str, typer.Option(help="The column that tells rows apart.")],
    column: Column,
    file_key: Annotated[
        str | None, typer.Option(help="The key's column in the file, if called otherwise.")
    ] = None,
    label_column: Annotated[
        str | None, typer.Option(help="The label's column in the file, if called otherwise.")
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Take labels that contradict those there are.")
    ] = False,
    save: Annotated[bool, typer.Option(help="Save them as a version at once.")] = True,
) -> None:
    """Take labels, or truths that came late, from a file by the key of their row."""
    with opened(ctx) as workspace:
        told = labels_by_file.from_file(
            workspace,
            name,
            file,
            column=column,
            key_column=key,
            file_key=file_key,
            label_column=label_column,
            overwrite=overwrite,
        )
        item = told.to_dict() | {"version": None}
        lines = [f"{told.taken:,} labels taken, {told.same:,} were there already."]
        if told.n_unmatched:
            lines.append(
                f"{told.n_unmatched:,} keys are of no row: " + ", ".join(told.unmatched[:5])
            )
        lines += [
            f"{one.key}: {one.before} or {one.now}? Not taken: {one.why}."
            for one in told.conflicts[:5]
        ]
        if save and told.taken:
            item["version"] = _saved(workspace, name, column, key)
            lines.append(f"Saved as v{item['version']['version']}.")
        output.show(item, "\n".join(lines))


@labels.command("list")
def list_(
    ctx: typer.Context,
    name: str,
    column: Annotated[str | None, typer.Option(help="Only of this column.")] = None,
    key: Annotated[str | None, typer.Option(help="Only of the row with this key.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=100_000)] = 100,
) -> None:
    """Show who labelled which row how and when, newest first."""
    with opened(ctx) as workspace:
        found = labelling.history(workspace, name, column=column, key=key, limit=limit)
        columns = (
            ("at", "When"),
            ("by", "By"),
            ("column", "Column"),
            ("key", "Row"),
            ("value", "Label"),
            ("source", "From"),
            ("undone_at", "Undone"),
            ("batch", "Action"),
        )
        output.show_list(found, columns)


@labels.command()
def put(
    ctx: typer.Context,
    name: str,
    given: Annotated[list[str], typer.Argument(help="row=label; row= takes a label away.")],
    column: Column,
    key: Key = None,
) -> None:
    """Label rows one by one."""
    said: dict[str, str | None] = {}
    for one in given:
        row, sign, value = one.partition("=")
        if not sign or not row:
            raise WrongUse(f"{one!r} is no label.", "Write it as row=label.")
        said[row] = value or None
    with opened(ctx) as workspace:
        batch = labelling.put(workspace, name, column, said, key_column=key)
        many = "1 row" if len(said) == 1 else f"{len(said)} rows"
        output.show({"batch": batch, "labels": said}, f"Labelled {many}. Save when done.")


@labels.command()
def undo(ctx: typer.Context, name: str, batch: str) -> None:
    """Undo the labels of an action, as `labels list` names it."""
    with opened(ctx) as workspace:
        n = labelling.undo(workspace, name, batch)
        output.show({"batch": batch, "undone": n}, f"{n:,} labels undone.")


@labels.command()
def save(ctx: typer.Context, name: str, column: Column, key: Key = None) -> None:
    """Save all labels of a column as a version."""
    with opened(ctx) as workspace:
        item = _saved(workspace, name, column, key)
        output.show(item, f"Saved as {name} v{item['version']}.")


def _saved(workspace: Workspace, name: str, column: str, key: str | None) -> dict[str, Any]:
    changed = labelling.save(workspace, name, column, key_column=key)
    job = follow(workspace, changed.job_id)
    made = job.result.get("version")
    newest = datasets.version(workspace, name)
    version = newest if made is None else datasets.version_of_id(workspace, made)
    return datasets.version_dict(version)
