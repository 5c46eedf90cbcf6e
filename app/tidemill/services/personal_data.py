"""Which columns hold personal data, who marked them, and who may see their values."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.domain.columns import Schema
from tidemill.domain.masking import HIDDEN_TEXT, masked_checks, masked_text
from tidemill.domain.options import of_workspace
from tidemill.domain.people import WORKER, PersonRole
from tidemill.domain.watches import ArrivedFile
from tidemill.services import rules
from tidemill.services.workspace import Workspace
from tidemill.store import activities, datasets, settings

SETTING = of_workspace.SHOWN_PERSONAL.key
"""The setting that says who sees personal values: one of `CHOICES`."""

CHOICES = tuple(str(one.value) for one in of_workspace.SHOWN_PERSONAL.choices)
"""Nobody by default; members are those who may change something, approvers among them."""

_SEES = {
    "nobody": frozenset[PersonRole](),
    "approvers": frozenset({PersonRole.APPROVER}),
    "members": frozenset({PersonRole.APPROVER, PersonRole.MEMBER}),
    "everyone": frozenset(PersonRole),
}


@dataclass(frozen=True)
class PersonalColumn:
    """A column that is personal or looks so; `looks` says like what, empty where nothing does."""

    column: str
    is_marked: bool
    looks: str = ""


def columns(workspace: Workspace, dataset: str) -> frozenset[str]:
    """The columns of a dataset that are marked personal."""
    with workspace.store.read() as connection:
        found = datasets.find(connection, dataset)
    return frozenset() if found is None else marked(found.schema)


def marked(schema: Schema) -> frozenset[str]:
    """The columns of a schema that are marked personal."""
    return frozenset(column.name for column in schema.columns if column.personal)


def may_see(workspace: Workspace) -> bool:
    """Whether who acts may see personal values; the worker writes logs and reports and may not."""
    person = workspace.person
    if person.login == WORKER.login:
        return False
    with workspace.store.read() as connection:
        who = settings.get(connection, SETTING, CHOICES[0])
    return person.role in _SEES.get(who, frozenset())


def hidden(workspace: Workspace, dataset: str) -> frozenset[str]:
    """The columns of a dataset whose values are masked for who acts."""
    personal = columns(workspace, dataset)
    return frozenset() if not personal or may_see(workspace) else personal


def found(workspace: Workspace, dataset: str) -> list[PersonalColumn]:
    """Columns marked personal, and those that look so in the newest file and are not marked."""
    with workspace.store.read() as connection:
        one = datasets.find(connection, dataset)
        if one is None:
            raise NotThere("dataset", dataset)
        newest = rules.figures(connection, one, limit=1)
    looks = {n: c.looks for n, c in newest[-1].columns.items()} if newest else {}
    return [
        PersonalColumn(c.name, c.personal, looks.get(c.name, ""))
        for c in one.schema.columns
        if c.personal or looks.get(c.name)
    ]


def mark(workspace: Workspace, dataset: str, column: str, on: bool) -> Schema:
    """Mark a column personal or no longer so; it holds for every version."""
    with workspace.store.write(durable=True) as tx:
        one = datasets.find(tx.connection, dataset)
        if one is None:
            raise NotThere("dataset", dataset)
        if column not in one.schema:
            raise NeedsYou(
                f"{dataset} has no column {column}.",
                "It has " + ", ".join(one.schema.names) + ".",
            )
        if one.schema[column].personal == on:
            return one.schema
        schema = Schema(
            tuple(replace(c, personal=on) if c.name == column else c for c in one.schema.columns)
        )
        datasets.set_schema(tx, dataset, schema)
        words = "is personal" if on else "is not personal"
        activities.add(
            tx,
            by=workspace.person.login,
            kind="data",
            subject=f"data/{dataset}",
            sentence=f"said that {column} of {dataset} {words}",
            note="Its values are masked unless allowed." if on else "Its values are shown.",
        )
    return schema


def show_to(workspace: Workspace, who: str) -> None:
    """Say who sees personal values: nobody, approvers, members or everyone."""
    if who not in CHOICES:
        raise NeedsYou(
            f"Personal values can't be shown to {who}.", "Choose " + ", ".join(CHOICES) + "."
        )
    if not workspace.person.can_approve:
        raise NeedsYou("Who sees personal values is for an approver to say.", "Ask an approver.")
    with workspace.store.write(durable=True) as tx:
        if settings.get(tx.connection, SETTING, CHOICES[0]) == who:
            return
        settings.put(tx, SETTING, who)
        activities.add(
            tx,
            by=workspace.person.login,
            kind="setting",
            subject=f"settings/{SETTING}",
            sentence=f"showed personal values to {who}",
        )


def shown_files(workspace: Workspace, files: Sequence[ArrivedFile]) -> list[ArrivedFile]:
    """Files that arrived as who acts may see them."""
    hidden_of = {name: hidden(workspace, name) for name in {file.dataset for file in files}}
    return [shown_file(one, hidden_of[one.dataset]) for one in files]


def shown_file(file: ArrivedFile, personal: frozenset[str]) -> ArrivedFile:
    """A file that arrived without personal values: in its checks, its words and its bad rows.

    A row that could not be read has no columns, so its text is hidden whole.
    """
    if not personal:
        return file
    rows = [{**row, "text": HIDDEN_TEXT} for row in file.read.get("bad_rows", ())]
    question = file.question
    if question is not None:
        asked = [
            {**one, "examples": [], "text": masked_text(one.get("text", ""))}
            if one.get("column") in personal
            else one
            for one in question.get("questions", ())
        ]
        question = {**question, "questions": asked}
    return replace(
        file,
        reason=masked_text(file.reason),
        outcome=masked_text(file.outcome),
        checks=masked_checks(file.checks, personal),
        read={**file.read, "bad_rows": rows} if rows else file.read,
        question=question,
    )
