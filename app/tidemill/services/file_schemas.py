"""The columns of a version that a file makes, and how its dataset's versions follow one another."""

from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.domain.columns import Role, Schema
from tidemill.domain.datasets import Dataset, DatasetVersion, Series
from tidemill.domain.roles import guess_roles
from tidemill.services import preparing
from tidemill.services.file_reads import FileRead
from tidemill.services.known_datasets import grown_schema
from tidemill.services.workspace import Workspace


def series_of(dataset: Dataset | None, params: dict[str, Any]) -> Series:
    if dataset is not None:  # what a dataset began as, it stays: its versions are read by it
        return dataset.series
    return Series(params.get("series") or Series.APPEND)


def of_version(
    workspace: Workspace,
    one: FileRead,
    dataset: Dataset | None,
    versions: tuple[DatasetVersion, ...],
    params: dict[str, Any],
) -> tuple[Schema, Schema]:
    """The columns a file comes with, and those of its version, which differ behind steps."""
    steps = preparing.steps_of(versions)
    if dataset is None or not steps:
        schema = schema_of(one, dataset, one.result.schema, params)
        return schema, schema
    raw = grown_schema(versions[-1].raw_schema(dataset.schema), one.result.schema)
    found = preparing.schema_after(workspace, raw, steps, dataset.schema)
    return raw, schema_of(one, dataset, found, params)


def schema_of(
    one: FileRead, dataset: Dataset | None, found: Schema, params: dict[str, Any]
) -> Schema:
    """The dataset's columns and roles, with what is new at the end; guessed for the first file.

    `found` are the columns of the file, behind the steps where there are some.

    What a watched folder or an accepted file was set up with counts for the first file only:
    later the roles are the dataset's, as people have set them since.
    """
    if dataset is not None:
        base = grown_schema(dataset.schema, found)
        if one.file.watch_id is not None or params.get("accept"):
            return base
    else:
        base = guess_roles(found, one.result.table)
    roles: dict[str, Role] = {}
    given = {name: Role(role) for name, role in (params.get("roles") or {}).items()}
    named = ((params.get("target"), Role.TARGET), (params.get("time"), Role.TIME))
    for name, role in (*named, *given.items()):
        if name is None:
            continue
        if name not in base:
            raise NeedsYou(f"There is no column {name}.", "It has " + ", ".join(base.names) + ".")
        is_single = role in (Role.TARGET, Role.TIME)
        before = next(iter(base.with_role(role)), None) if is_single else None
        if before is not None and before != name:
            roles.setdefault(before, Role.FEATURE)
        roles[name] = role
    return base.assigned(roles)
