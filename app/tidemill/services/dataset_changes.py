"""What people say about a dataset: its name, its project, and what one row stands for."""

from typing import Any

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.domain.datasets import Dataset
from tidemill.services.ingesting import checked_name, taken_by_the_trash
from tidemill.services.workspace import Workspace
from tidemill.store import activities, automations, datasets
from tidemill.store import files as file_rows

MOST_WORDS = 2000
"""Characters of what one row stands for."""


def rename(workspace: Workspace, name: str, to: str) -> Dataset:
    """Give a dataset another name; its versions, files, folders and models go with it.

    Addresses with the former name go on working until another dataset takes it.
    """
    to = checked_name(to)
    with workspace.store.write(durable=True) as tx:
        dataset = _found(tx.connection, name)
        if to == name:
            return dataset
        if datasets.find(tx.connection, to) is not None:
            raise NeedsYou(f"There is a dataset {to} already.", "Choose another name.")
        if datasets.is_in_trash(tx.connection, to):
            raise taken_by_the_trash(to)
        if file_rows.waiting(tx.connection, name):
            raise NeedsYou(f"Files are being added to {name}.", "Rename it when they are done.")
        datasets.change(tx, dataset, name=to)
        datasets.note_former_name(tx, dataset.id, name)
        file_rows.move(tx, name, to)
        automations.move(tx, name, to)
        _record(workspace, tx, to, f"renamed {name} to {to}")
        return _found(tx.connection, to)


def set_about(workspace: Workspace, name: str, words: str) -> Dataset:
    """Say what one row of a dataset stands for."""
    words = " ".join(words.split())
    if len(words) > MOST_WORDS:
        raise NeedsYou(f"That is longer than {MOST_WORDS:,} characters.", "Write it shorter.")
    return _changed(workspace, name, f"described a row of {name}", about=words)


def set_project(workspace: Workspace, name: str, project: str) -> Dataset:
    """Put a dataset into a project."""
    project = checked_name(project)
    return _changed(workspace, name, f"moved {name} to the project {project}", project=project)


def _changed(workspace: Workspace, name: str, sentence: str, **values: Any) -> Dataset:
    with workspace.store.write() as tx:
        dataset = _found(tx.connection, name)
        datasets.change(tx, dataset, **values)
        _record(workspace, tx, name, sentence)
        return _found(tx.connection, name)


def _found(connection: Any, name: str) -> Dataset:
    dataset = datasets.find(connection, name)
    if dataset is None:
        raise NotThere("dataset", name)
    return dataset


def _record(workspace: Workspace, tx: Any, name: str, sentence: str) -> None:
    activities.add(
        tx,
        by=workspace.person.login,
        kind="data",
        subject=f"data/{name}",
        sentence=sentence,
    )
