"""Setting a feed aside: its folders are paused, and the files an incident was found in go out of
the data until somebody mends or accepts them. One step takes all of it back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tidemill.base.errors import NeedsYou
from tidemill.domain import version_series
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.watches import FileState, Watch
from tidemill.services import concerned_rows, dataset_trash
from tidemill.services.concerned_rows import Concerned
from tidemill.services.workspace import Workspace
from tidemill.store import activities, datasets, files
from tidemill.store import dataset_trash as trash_rows
from tidemill.store.engine import Transaction

UNDO = "set_aside"


@dataclass(frozen=True)
class Aside:
    """What is set aside: folders by key and name, versions that leave the data, and why the others
    stay ("" where none do)."""

    incident: int
    dataset: str
    watches: tuple[tuple[int, str], ...]
    versions: tuple[DatasetVersion, ...]
    staying: str

    def words(self) -> str:
        """`New files of billing-b wait; v7 leaves the data with its 14,403 rows.`"""
        folders = " and ".join(name for _, name in self.watches)
        said = f"New files of {folders} wait" if self.watches else "Its folder is paused already"
        if self.versions:
            n_rows = sum(version.added_rows for version in self.versions)
            named = " and ".join(f"v{version.number}" for version in self.versions)
            verb, whose = ("leaves", "its") if len(self.versions) == 1 else ("leave", "their")
            said += f"; {named} {verb} the data with {whose} {n_rows:,} rows"
        return f"{said}. {self.staying}".strip() if self.staying else f"{said}."

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "incident": self.incident,
            "dataset": self.dataset,
            "folders": [name for _, name in self.watches],
            "versions": [version.number for version in self.versions],
            "message": self.words(),
        }


def offer(workspace: Workspace, incident_id: int) -> Aside:
    """What setting the feed of an incident aside would do; `NeedsYou` where there is no feed."""
    concerned = concerned_rows.of(workspace, incident_id)
    with workspace.store.read() as connection:
        return _offer(connection, concerned)


def set_aside(workspace: Workspace, incident_id: int) -> Aside:
    """Pause the folders the rows of an incident came from, and set their newest files aside.

    A version leaves the data (into its trash) where no later one that stays holds its rows and no
    model version stands on it; its files are set aside until a person accepts them.
    """
    concerned = concerned_rows.of(workspace, incident_id)
    by = workspace.person
    with workspace.store.write(durable=True) as tx:
        found = _offer(tx.connection, concerned)
        reason = f"{by.display} set its feed aside for incident {incident_id}."
        kept = _set_files_aside(tx, found.versions, reason)
        if found.versions:
            first = found.versions[0]
            keys = [version.id for version in found.versions]
            trash_rows.mark(tx, first.dataset_id, first.dataset, keys)
        for key, _ in found.watches:
            files.update_watch(tx, key, is_on=False)
        tx.feed("incident", incident_id)
        tx.feed("monitor", concerned.incident.model)
        activities.add(
            tx,
            by=by.login,
            kind="watch",
            subject=f"models/{concerned.incident.model}/{concerned.incident.version}",
            sentence=f"set the feed of incident {incident_id} aside",
            note=found.words(),
            detail={
                "incident": incident_id,
                "undo": {
                    UNDO: incident_id,
                    "watches": [key for key, _ in found.watches],
                    "of": found.versions[0].dataset_id if found.versions else None,
                    "kept": [version.id for version in found.versions],
                    "files": kept,
                },
            },
        )
    return found


def _set_files_aside(
    tx: Transaction, versions: tuple[DatasetVersion, ...], reason: str
) -> list[dict[str, Any]]:
    """Set the files of versions aside; what they were before, for the way back."""
    kept = []
    for version in versions:
        for key in files.of_version(tx.connection, version.id):
            one = files.find(tx.connection, key)
            assert one is not None
            kept.append(
                {"id": key, "state": str(one.state), "outcome": one.outcome, "reason": one.reason}
            )
            files.update(
                tx,
                key,
                state=str(FileState.SET_ASIDE),
                outcome=f"Set aside: {reason}",
                reason=reason,
            )
    return kept


def _offer(connection: sa.Connection, concerned: Concerned) -> Aside:
    incident = concerned.incident
    if concerned.is_only_answered:
        raise NeedsYou(
            "These rows came with no data, they were only answered, so there is no feed to set "
            "aside.",
            "Switch the deployment off if its answers do harm.",
        )
    if not concerned.versions:
        raise NeedsYou(
            "The files of this incident are not in the data any more.", "There is nothing to do."
        )
    there = {watch.id: watch for watch in files.watches(connection)}
    here: dict[int, Watch] = {}
    from_folder = []
    for version in concerned.versions:
        of_version = files.find_many(connection, files.of_version(connection, version.id))
        keys = {one.watch_id for one in of_version.values() if one.watch_id is not None}
        if keys:
            from_folder.append(version)
        here |= {key: there[key] for key in keys if key in there}
    if not here:
        raise NeedsYou(
            "These rows came from no watched folder, so there is no feed to set aside.",
            f"Delete {concerned.versions[-1].label} if its rows have to go.",
        )
    on = tuple((key, Path(w.folder).name) for key, w in sorted(here.items()) if w.is_on)
    going, staying = _going(connection, from_folder)
    if not on and not going:
        raise NeedsYou("The feed is set aside already.", "Take that back to go on with it.")
    return Aside(incident.id, concerned.versions[0].dataset, on, going, staying)


def _going(
    connection: sa.Connection, wanted: list[DatasetVersion]
) -> tuple[tuple[DatasetVersion, ...], str]:
    """The versions that can leave the data, oldest first, and why others stay."""
    dataset = datasets.of_id(connection, wanted[0].dataset_id)
    assert dataset is not None
    every = datasets.versions(connection, dataset.id)
    going: list[DatasetVersion] = []
    why = ""
    for version in reversed(wanted):
        numbers = {version.number, *(one.number for one in going)}
        later = version_series.holders(dataset.series, every, numbers)
        uses = trash_rows.uses(connection, [version.id])
        if len(going) + 1 == len(every):
            why = f"v{version.number} stays: it is the only version."
        elif later:
            why = f"v{version.number} stays: it is part of v{later[0].number}, which came after it."
        elif uses.models:
            why = f"v{version.number} stays: {uses.models[0]} stands on it."
        else:
            going.insert(0, version)
            continue
        break
    return tuple(going), why


def is_standing(connection: Any, facts: Mapping[str, Any]) -> bool:
    """Whether all of it is still as it was left: folders paused, versions in the trash."""
    there = {watch.id: watch for watch in files.watches(connection)}
    if any(key not in there or there[key].is_on for key in facts["watches"]):
        return False
    known = files.find_many(connection, [one["id"] for one in facts["files"]])
    if any(
        one["id"] not in known or known[one["id"]].state is not FileState.SET_ASIDE
        for one in facts["files"]
    ):
        return False
    if not facts["kept"]:
        return True
    return dataset_trash.is_standing(connection, {"data": facts["of"], "versions": facts["kept"]})


def take_back(tx: Transaction, facts: Mapping[str, Any]) -> None:
    """Go on with the folders, and bring the versions and their files back."""
    for key in facts["watches"]:
        files.update_watch(tx, key, is_on=True)
    for one in facts["files"]:
        values = {name: value for name, value in one.items() if name != "id"}
        files.update(tx, one["id"], **values)
    if facts["kept"]:
        dataset_trash.take_back(tx, {"data": facts["of"], "versions": facts["kept"]})
    tx.feed("incident", facts[UNDO])
