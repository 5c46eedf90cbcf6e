"""The trash of datasets and their versions: delete with a way back, and empty for good.

What stands on the data is said before it goes: its model versions and runs could not be made
again. Nothing leaves the disk before a person empties the trash, and then only files that nothing
else needs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.base.progress import Reporter, Silent
from tidemill.domain import version_series
from tidemill.domain.datasets import (
    Dataset,
    DatasetVersion,
    Discarded,
    Series,
    parse_address,
)
from tidemill.services import datasets as views
from tidemill.services import kept_steps
from tidemill.services import trash as runs_trash
from tidemill.services.workspace import Workspace
from tidemill.store import activities, datasets
from tidemill.store import dataset_trash as rows
from tidemill.store.dataset_trash import Uses
from tidemill.store.engine import Transaction

_SHOWN = 5


@dataclass(frozen=True)
class Deleted:
    """What went into the trash, what can't be made again because of it, and the activity entry."""

    address: str
    versions: tuple[int, ...]
    models: tuple[str, ...]
    runs: tuple[tuple[str, str], ...]
    activity: int


@dataclass(frozen=True)
class Size:
    """What emptying frees, or freed: datasets, versions, and bytes of stored files."""

    datasets: int
    versions: int
    n_bytes: int


def delete(workspace: Workspace, address: str, *, anyway: bool = False) -> Deleted:
    """Put a dataset, or one version of it ("flights@3"), into the trash.

    Raises `NeedsYou` where model versions or runs stand on it, unless told to go on `anyway`; for
    the only version of a dataset; and for a version whose rows later versions hold.
    """
    name, which = parse_address(address)
    with workspace.store.write(durable=True) as tx:
        dataset = datasets.find(tx.connection, name)
        if dataset is None:
            raise NotThere("dataset", name)
        versions = datasets.versions(tx.connection, dataset.id)
        going = versions
        if which is not None:
            one = views.version(workspace, address)
            _check_alone(dataset, versions, one)
            going = [one]
        keys = [v.id for v in going]
        uses = rows.uses(tx.connection, keys)
        if (uses.models or uses.runs) and not anyway:
            raise _refused(_label(name, which), uses)
        single = None if which is None else keys
        rows.mark(tx, dataset.id, name, single)
        entry = _record(
            workspace,
            tx,
            dataset,
            f"deleted {_label(name, which)}",
            note=_unreproducible(uses),
            detail={"undo": {"data": dataset.id, "versions": single}},
        )
    return Deleted(address, tuple(v.number for v in going), uses.models, uses.runs, entry)


def _label(name: str, which: str | None) -> str:
    return name if which is None else f"{name} v{which.removeprefix('v')}"


def _check_alone(dataset: Dataset, versions: list[DatasetVersion], one: DatasetVersion) -> None:
    if len(versions) == 1:
        raise NeedsYou(
            f"{one.label} is the only version of {dataset.name}.",
            f"Delete the whole dataset: {dataset.name}.",
        )
    holders = version_series.holders(dataset.series, versions, {one.number})
    if holders:
        later = _numbers([v.number for v in holders])
        raise NeedsYou(
            f"{one.label} can't go alone: its rows are part of {later}.",
            f"Delete {later} first, the newest first, or the whole dataset.",
        )


def _numbers(numbers: Sequence[int]) -> str:
    first, last = numbers[0], numbers[-1]
    return f"v{first}" if first == last else f"v{first} to v{last}"


def _refused(label: str, uses: Uses) -> NeedsYou:
    return NeedsYou(
        f"{label} is needed. {_unreproducible(uses)}",
        "Keep it, or delete it anyway: the models stay and go on working, but what they learned "
        "from is gone once the trash is emptied.",
    )


def _unreproducible(uses: Uses) -> str:
    """What can't be made again without the data, in a sentence; empty where nothing is."""
    said = []
    if uses.models:
        said.append(_named("model version", uses.models))
    if uses.runs:
        said.append(_named("run", [name for _, name in uses.runs]))
    return f"Without it can't be made again: {' and '.join(said)}." if said else ""


def _named(word: str, names: Sequence[str]) -> str:
    many = f"{len(names):,} {word}{'' if len(names) == 1 else 's'}"
    more = ", …" if len(names) > _SHOWN else ""
    return f"{many} ({', '.join(names[:_SHOWN])}{more})"


def listed(workspace: Workspace) -> list[Discarded]:
    """Datasets and versions in the trash, the newest there first."""
    with workspace.store.read() as connection:
        return rows.listed(connection)


def named(workspace: Workspace, address: str) -> Discarded | None:
    """What is in the trash under an address such as "flights" or "flights@3"."""
    name, which = parse_address(address)
    wanted = name if which is None else f"{name}@{which.removeprefix('v')}"
    return next((one for one in listed(workspace) if one.address == wanted), None)


def restore(workspace: Workspace, address: str) -> Discarded:
    """Bring a dataset or a version back from the trash.

    Raises `NeedsYou` where it is not there, and for a version of an append series after which
    another was added: that one's rows would change.
    """
    one = named(workspace, address)
    if one is None:
        raise NeedsYou(f"There is no {address} in the trash.", "Look what is in it first.")
    with workspace.store.write(durable=True) as tx:
        facts = {"data": one.dataset_id, "versions": None if one.number is None else one.versions}
        if not is_standing(tx.connection, facts):
            raise _overtaken(one)
        take_back(tx, facts)
        dataset = datasets.of_id(tx.connection, one.dataset_id)
        assert dataset is not None
        label = _label(one.name, None if one.number is None else str(one.number))
        _record(workspace, tx, dataset, f"brought {label} back from the trash")
    return one


def _overtaken(one: Discarded) -> NeedsYou:
    return NeedsYou(
        f"{one.address} can't come back: a later version was added without its rows.",
        "Add its file once more: it becomes the next version.",
    )


def is_standing(connection: Any, facts: dict[str, Any]) -> bool:
    """Whether a deletion can be taken back: it is in the trash, and nothing was added over it."""
    dataset = datasets.of_id(connection, facts["data"])
    if dataset is None:
        return False
    if facts["versions"] is None:
        there = [one for one in rows.listed(connection) if one.number is None]
        return any(one.dataset_id == dataset.id for one in there)
    if dataset.deleted_at is not None:
        return False
    back = [datasets.version_of_id(connection, key) for key in facts["versions"]]
    gone = [v for v in back if v is not None and v.deleted_at is not None and v.blob]
    if len(gone) != len(facts["versions"]):
        return False
    if dataset.series is Series.REPLACE:
        return True
    versions = sorted([*datasets.versions(connection, dataset.id), *gone], key=lambda v: v.number)
    return not version_series.holders(dataset.series, versions, {v.number for v in gone})


def take_back(tx: Transaction, facts: dict[str, Any]) -> None:
    """Take what was deleted out of the trash."""
    dataset = datasets.of_id(tx.connection, facts["data"])
    assert dataset is not None
    rows.unmark(tx, dataset.id, dataset.name, facts["versions"])


def size(workspace: Workspace) -> Size:
    """What emptying would free now."""
    with workspace.store.read() as connection:
        there = rows.listed(connection)
        keys = [key for one in there for key in one.versions]
        names = rows.freed_with(connection, keys)
    paths = [workspace.blobs.path(name) for name in names]
    n_bytes = sum(path.stat().st_size for path in paths if path.exists())
    return Size(sum(one.number is None for one in there), len(keys), n_bytes)


def empty(workspace: Workspace, reporter: Reporter | None = None) -> Size:
    """Let the data in the trash go for good, with the files that nothing else needs.

    One dataset or version a transaction, each followed by the removal of its files; killed at any
    moment, what is left is whole, and emptying again goes on.
    """
    reporter = reporter or Silent()
    there = listed(workspace)
    n_bytes = n_versions = n_datasets = 0
    for number, one in enumerate(there):
        reporter.check()
        reporter.report(number / len(there), f"Removing {one.address}")
        before = workspace.blobs.now()
        with workspace.store.write() as tx:
            names = rows.purge(tx, one)
        n_bytes += runs_trash.remove_files(workspace, names, before)
        n_versions += len(one.versions)
        n_datasets += one.number is None
    if there:
        kept_steps.clear(workspace)
        with workspace.store.write() as tx:
            activities.add(
                tx,
                by=workspace.person.login,
                kind="data",
                subject="data",
                sentence=f"emptied the trash: {', '.join(one.address for one in there[:_SHOWN])}"
                + (", …" if len(there) > _SHOWN else ""),
                detail={"versions": n_versions, "bytes": n_bytes},
            )
    return Size(n_datasets, n_versions, n_bytes)


def _record(
    workspace: Workspace,
    tx: Transaction,
    dataset: Dataset,
    sentence: str,
    *,
    note: str = "",
    detail: dict[str, Any] | None = None,
) -> int:
    return activities.add(
        tx,
        by=workspace.person.login,
        kind="data",
        subject=f"data/{dataset.name}",
        sentence=sentence,
        note=note,
        detail=detail,
    )
