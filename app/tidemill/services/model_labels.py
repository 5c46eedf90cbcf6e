"""What came true of rows that a model answered: taken by file or from a service, by their key."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Reporter
from tidemill.domain.columns import Role
from tidemill.domain.labels import FileLabels, in_force
from tidemill.services import datasets, given_answers, labelling, labels_by_file, registry
from tidemill.services.workspace import Workspace
from tidemill.store import datasets as dataset_rows
from tidemill.store import labels

MOST_AT_ONCE = 10_000


@dataclass(frozen=True)
class Fed:
    """What came of truths that a service was told: `taken` are new or changed, `same` stood."""

    taken: int
    same: int

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return asdict(self)


def from_file(
    workspace: Workspace,
    model: str,
    file: Path,
    *,
    key_column: str,
    label_column: str | None = None,
    file_key: str | None = None,
    overwrite: bool = False,
    reporter: Reporter | None = None,
) -> FileLabels:
    """Take the truth of rows from a file of keys and labels, by the key of their row.

    `label_column` is the file's column of the truth, called as the target unless said. Rows
    that were answered need not be in the data, where they are known by its identifier. What was
    measured of these rows is measured again.
    """
    found = registry.find(workspace, model).model
    return labels_by_file.from_file(
        workspace,
        found.dataset,
        file,
        column=found.target,
        key_column=key_column,
        label_column=label_column,
        file_key=file_key,
        overwrite=overwrite,
        reporter=reporter,
        answered=lambda: _answered(workspace, model, key_column),
    )


def _answered(workspace: Workspace, model: str, key_column: str) -> frozenset[str]:
    """The rows that a model answered and that need not be in the data, by their key."""
    newest = datasets.version(workspace, registry.find(workspace, model).model.dataset)
    if key_column not in newest.schema.with_role(Role.IDENTIFIER)[:1]:
        return frozenset()
    return frozenset(given_answers.of_model(workspace, model))


def fed(workspace: Workspace, model: str, truths: Mapping[str, str], source: str) -> Fed:
    """Take what a service was told came true, by identifier; the newest word of a row counts.

    Rows need not be in the data yet. Raises `NeedsYou` where rows have no identifier, or a truth
    can't be a value of the target.
    """
    found = registry.find(workspace, model).model
    newest = datasets.version(workspace, found.dataset)
    key = next(iter(newest.schema.with_role(Role.IDENTIFIER)), None)
    if key is None:
        raise NeedsYou(
            f"{found.dataset} has no identifier, so it is not known of which rows this is told.",
            "Give the column that tells rows apart the role identifier.",
        )
    with workspace.store.read() as connection:
        dataset = dataset_rows.find(connection, found.dataset)
        assert dataset is not None
        entries = labels.entries(connection, dataset.id, column=found.target, key_column=key)
    standing = in_force(entries)
    new = {k: v for k, v in truths.items() if standing.get(k) != v}
    if new:
        labelling.put(
            workspace, found.dataset, found.target, dict(new), key_column=key, source=source
        )
    return Fed(len(new), len(truths) - len(new))
