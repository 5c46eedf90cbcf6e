"""What came true of rows that were answered: the target in the newest version of the data.

Answers are joined by the identifier. Rows whose target one of the two versions learned from tell
nothing of how well it answers, so they don't count.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.domain.columns import Kind, Role
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.models import ModelVersion
from tidemill.domain.recipes import Task
from tidemill.domain.trial_verdicts import Value
from tidemill.domain.trials import text_of
from tidemill.services import datasets, label_keys, personal_data, registry, tables
from tidemill.services.workspace import Workspace


@dataclass(frozen=True)
class Truth:
    """What is known by identifier. `why_not` says why nothing can be joined, where nothing can."""

    dataset: str
    identifier: str | None
    target: str
    is_number: bool
    known: Mapping[str, Value] = field(default_factory=dict)
    why_not: str = ""

    def of(self, key: Any) -> Value | None:
        """What came true of a row, by its identifier."""
        text = text_of(key)
        return None if text is None else self.known.get(text)


def read(workspace: Workspace, champion: ModelVersion, candidate: ModelVersion) -> Truth:
    """What came true that neither version learned from."""
    learned = [
        datasets.version_of_id(workspace, one.dataset_version_id) for one in (champion, candidate)
    ]
    model = registry.find(workspace, champion.model).model
    dataset, target = learned[0].dataset, model.target
    schema = learned[0].raw_schema()
    is_number = model.task == Task.REGRESSION
    identifier = next(iter(schema.with_role(Role.IDENTIFIER)), None)

    def nothing(why: str) -> Truth:
        return Truth(dataset, identifier, target, is_number, why_not=why)

    if identifier is None:
        return nothing(
            f"{dataset} has no identifier, so answers can't be joined with what came true: "
            "give a column that tells rows apart that role."
        )
    if identifier in personal_data.columns(workspace, dataset):
        return nothing(
            f"{identifier} is marked personal and so is not kept with the answers: they can't be "
            "joined with what came true."
        )
    try:
        newest = datasets.version(workspace, dataset)
    except NeedsYou:
        return nothing(f"{dataset} is gone, so what came true is not known.")
    if identifier not in newest.schema or target not in newest.schema:
        return nothing(f"{newest.label} has no longer both {identifier} and {target}.")
    if is_number and newest.schema[target].kind is not Kind.NUMERIC:
        return nothing(f"{target} of {newest.label} is no number any more.")
    known = _targets(workspace, newest, identifier, target, is_number)
    for version in learned:
        if identifier in version.schema and target in version.schema:
            for key in _targets(workspace, version, identifier, target, is_number):
                known.pop(key, None)
    return Truth(dataset, identifier, target, is_number, known)


def _targets(
    workspace: Workspace, version: DatasetVersion, identifier: str, target: str, is_number: bool
) -> dict[str, Value]:
    """The target of the rows that have one, by identifier; the last of one counts."""
    table = tables.of(workspace, version)
    data = table.column(target)
    told: list[Any]
    if is_number:
        numbers = zip(data.values.tolist(), data.missing.tolist(), strict=True)
        told = [None if is_missing else float(number) for number, is_missing in numbers]
    else:
        told = label_keys.texts_of(data)
    pairs = zip(label_keys.texts_of(table.column(identifier)), told, strict=True)
    return {key: value for key, value in pairs if key is not None and value is not None}
