"""Datasets as people see them: lists, versions, profiles, roles."""

from dataclasses import dataclass, replace
from typing import Any

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.domain.columns import Role, Schema
from tidemill.domain.datasets import Dataset, DatasetVersion, parse_address
from tidemill.domain.masking import masked_checks, masked_profile
from tidemill.domain.models import Model
from tidemill.domain.profiles import Profile
from tidemill.domain.steps import same_steps
from tidemill.domain.suggestions import FrameFacts, Suggestions, suggest
from tidemill.domain.watches import ArrivedFile, FileState, Watch
from tidemill.services import personal_data
from tidemill.services.workspace import Workspace
from tidemill.store import activities, datasets, files, models


@dataclass(frozen=True)
class DatasetView:
    """A dataset with all its versions (oldest first) and what hangs on it."""

    dataset: Dataset
    versions: tuple[DatasetVersion, ...]
    set_aside: tuple[ArrivedFile, ...]
    watches: tuple[Watch, ...]
    models: tuple[Model, ...]

    @property
    def newest(self) -> DatasetVersion:
        """The newest version; a dataset always has one."""
        return self.versions[-1]

    def to_dict(self) -> dict[str, Any]:
        """The JSON shape promised to scripts."""
        newest = self.newest
        return {
            "name": self.dataset.name,
            "project": self.dataset.project,
            "about": self.dataset.about,
            "series": str(self.dataset.series),
            "versions": len(self.versions),
            "rows": newest.rows,
            "columns": len(newest.schema.columns),
            "target": self.dataset.schema.target,
            "time": self.dataset.schema.time,
            "roles": {c.name: str(c.role) for c in self.dataset.schema.columns},
            "set_aside": len(self.set_aside),
            "changed_at": newest.created_at,
        }


def version_dict(version: DatasetVersion) -> dict[str, Any]:
    """The JSON shape of a version promised to scripts."""
    return {
        "version": version.number,
        "rows": version.rows,
        "added_rows": version.added_rows,
        "hash": version.content_hash,
        "source": version.source,
        "created_at": version.created_at,
        "by": version.by,
        "checks": [
            {k: c[k] for k in ("name", "passed", "message", "rows")} for c in version.checks
        ],
    }


def every(workspace: Workspace) -> list[DatasetView]:
    """All datasets that have a version, by name."""
    with workspace.store.read() as connection:
        views = [_view(connection, one) for one in datasets.every(connection)]
    return [_shown(workspace, view) for view in views]


def find(workspace: Workspace, name: str) -> DatasetView:
    """One dataset; an unknown name raises `NeedsYou`."""
    with workspace.store.read() as connection:
        dataset = datasets.find(connection, name) or datasets.of_former_name(connection, name)
        if dataset is None:
            if datasets.is_in_trash(connection, name):
                raise NeedsYou(f"The dataset {name} is in the trash.", "Bring it back to use it.")
            raise NotThere("dataset", name)
        view = _view(connection, dataset)
    return _shown(workspace, view)


def _shown(workspace: Workspace, view: DatasetView) -> DatasetView:
    """What the checks said, without personal values for whom they are masked."""
    if not personal_data.marked(view.dataset.schema) or personal_data.may_see(workspace):
        return view
    hidden = personal_data.marked(view.dataset.schema)
    versions = [replace(v, checks=masked_checks(v.checks, hidden)) for v in view.versions]
    aside = [personal_data.shown_file(file, hidden) for file in view.set_aside]
    return replace(view, versions=tuple(versions), set_aside=tuple(aside))


def find_living(workspace: Workspace, name: str) -> DatasetView | None:
    """One dataset; None where there is none of the name, or where it is in the trash."""
    with workspace.store.read() as connection:
        dataset = datasets.find(connection, name)
        return None if dataset is None else _view(connection, dataset)


def _view(connection: Any, dataset: Dataset) -> DatasetView:
    arrived = files.newest(connection, dataset=dataset.name, state=str(FileState.SET_ASIDE))
    return DatasetView(
        dataset,
        tuple(datasets.versions(connection, dataset.id)),
        tuple(arrived),
        tuple(w for w in files.watches(connection) if w.dataset == dataset.name),
        tuple(models.of_dataset(connection, dataset.id)),
    )


def version(workspace: Workspace, address: str) -> DatasetVersion:
    """The version of `name@3`, or the newest of `name`."""
    name, which = parse_address(address)
    view = find(workspace, name)
    if which is None:
        return view.newest
    number = which.removeprefix("v")
    wanted = int(number) if number.isdecimal() else -1
    for one in view.versions:
        if one.number == wanted:
            return one
    numbers = [v.number for v in view.versions]
    hint = f"It has {numbers[0]} to {numbers[-1]}."
    if len(numbers) <= numbers[-1] - numbers[0]:
        hint = f"It has {', '.join(map(str, numbers))}. Others may be in the trash."
    raise NeedsYou(f"{name} has no version {which}.", hint)


def version_of_id(workspace: Workspace, version_id: int) -> DatasetVersion:
    """The version of a key, also one in the trash: models go on working without their data."""
    with workspace.store.read() as connection:
        found = datasets.version_of_id(connection, version_id)
    if found is None:
        raise NeedsYou(f"There is no dataset version of key {version_id}.")
    return found


def profile(workspace: Workspace, version_id: int) -> Profile:
    """The stored profile of a version; personal values are masked unless who acts may see them."""
    with workspace.store.read() as connection:
        stored = datasets.profile(connection, version_id)
        version = datasets.version_of_id(connection, version_id)
    found = Profile.from_dict(stored["profile"])
    hidden = personal_data.hidden(workspace, version.dataset) if version else frozenset[str]()
    return masked_profile(found, hidden) if hidden else found


def suggestions(
    workspace: Workspace, version: DatasetVersion, target: str | None = None
) -> Suggestions:
    """A whole training of a version suggested from its stored facts, each choice with a reason."""
    with workspace.store.read() as connection:
        stored = datasets.profile(connection, version.id)
    schema = schema_of(workspace, version)
    facts = FrameFacts.from_dict(stored["facts"])
    return suggest(schema, facts, target)


def schema_of(workspace: Workspace, version: DatasetVersion) -> Schema:
    """The columns of a version with the parts people gave them since.

    Those of its dataset, unless the steps of preparation were others then.
    """
    with workspace.store.read() as connection:
        dataset = datasets.find(connection, version.dataset)
        newest = datasets.version(connection, version.dataset_id)
    if dataset is None or newest is None:
        return version.schema
    if same_steps(version.steps, newest.steps):
        return dataset.schema
    roles = {c.name: c.role for c in dataset.schema.columns if c.name in version.schema}
    return version.schema.assigned(roles)


def set_roles(workspace: Workspace, name: str, roles: dict[str, Role]) -> Schema:
    """Say what columns are for; it holds for this and all later versions.

    A new target, time or identifier takes the part over: the column that had it becomes a
    feature.
    """
    with workspace.store.write(durable=True) as tx:
        dataset = datasets.find(tx.connection, name)
        if dataset is None:
            raise NotThere("dataset", name)
        for column in roles:
            if column not in dataset.schema:
                raise NeedsYou(
                    f"{name} has no column {column}.",
                    "It has " + ", ".join(dataset.schema.names) + ".",
                )
        freed = {
            former: Role.FEATURE
            for role in (Role.TARGET, Role.TIME)
            if role in roles.values()
            for former in dataset.schema.with_role(role)
            if former not in roles
        }
        schema = dataset.schema.assigned(freed | roles)
        datasets.set_schema(tx, name, schema)
        words = ", ".join(f"{column} is {role}" for column, role in roles.items())
        activities.add(
            tx,
            by=workspace.person.login,
            kind="data",
            subject=f"data/{name}",
            sentence=f"changed the roles of {name}",
            note=words,
        )
    return schema
