"""Batch folders: switching one on, and what became of the files that landed there.

A file that lands in the one folder is scored by the model's champion into the other. The worker
looks (`batch_scans`) and scores (`batch_scoring`).
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.domain.batches import BatchFile, BatchSettings, BatchState
from tidemill.domain.deployments import Deployment, DeploymentKind, ServiceState
from tidemill.domain.jobs import JobRequest
from tidemill.jobs import queue
from tidemill.services import registry
from tidemill.services.workspace import Workspace
from tidemill.store import activities, batch_files, deployments
from tidemill.store.engine import Transaction

KIND = "batch.score"
AWAY = "The folder {} is not there: it was moved, or its disk or share is not connected."
NO_WRITING = "The folder {} may not be written to."


def switch_on(
    workspace: Workspace,
    model: str,
    folder: Path,
    out: Path,
    *,
    name: str = "",
    explain: bool | None = None,
) -> Deployment:
    """Score each file that lands in a folder into another one, by the model's champion.

    A deployment of this model on this folder that is there already is changed and switched on.
    `name` is by which it is told and stopped, one made of the model's unless said. With `explain`
    the answers tell what each column moved the score by; None leaves that as it is. Raises
    `NeedsYou` for a model without a champion and for folders that can't be used: in and out must
    differ, and no chain of batch folders may lead back to where it began.
    """
    folder, out = _checked(workspace, folder), _checked_out(workspace, out)
    _refuse_same(folder, out)
    place = f"{folder} → {out}"
    with workspace.store.write(durable=True) as tx:
        found, champion = registry.with_champion(tx.connection, model)
        others = deployments.every(tx.connection)
        before = _of_folder(others, found.id, folder)
        key = before.name if before else _free_name(others, model, name.strip())
        _refuse_ring(others, key, folder, out)
        if explain is None:
            explain = before is not None and settings_of(before).explain
        settings = BatchSettings(str(folder), str(out), explain)
        if before is None:
            now = tx.clock.now()
            one = Deployment(
                0, DeploymentKind.BATCH, key, found.id, model, settings.to_dict(), True,
                ServiceState.STARTING, now, now, workspace.person.login, address=place,
                serves_id=champion.id,
            )  # fmt: skip
            deployments.insert(tx, one)
        else:
            deployments.update(
                tx, key, settings=settings.to_dict(), is_on=True, state_at=tx.clock.now(),
                state=str(ServiceState.STARTING), trouble="", address=place,
            )  # fmt: skip
        _note(workspace, tx, key, f"switched the batch folder {folder.name} of {model} on")
        after = deployments.find(tx.connection, key)
    assert after is not None
    return after


@dataclass(frozen=True)
class FolderCheck:
    """Two folders that could be switched on: the files that lie in the one already, whether the
    other one is made first, and the deployment of this model on this folder, if there is one."""

    n_files: int
    is_out_made: bool
    before: str


def check(workspace: Workspace, model: str, folder: Path, out: Path) -> FolderCheck:
    """Look whether `switch_on` would take these folders, without changing anything.

    Reads the disk: not for the window's thread. Raises `NeedsYou` as `switch_on` does.
    """
    folder, out = _checked(workspace, folder), out.expanduser().absolute()
    is_out_made = not out.exists() and out.parent.is_dir()
    if is_out_made:
        _refuse_unwritable(out.parent)
    else:
        out = _checked_for_writing(workspace, out)
        _refuse_same(folder, out)
    with workspace.store.read() as connection:
        found, _ = registry.with_champion(connection, model)
        others = deployments.every(connection)
    before = _of_folder(others, found.id, folder)
    _refuse_ring(others, before.name if before else "", folder, out)
    with os.scandir(folder) as entries:
        n_files = sum(entry.is_file() and not entry.name.startswith(".") for entry in entries)
    return FolderCheck(n_files, is_out_made, before.name if before else "")


def _refuse_same(folder: Path, out: Path) -> None:
    if _is_same(folder, out):
        raise NeedsYou(
            "The scored files can't go into the folder they are read from: they would be scored "
            "again and again.",
            "Choose another folder for them, such as one inside it.",
        )


def _checked(workspace: Workspace, folder: Path) -> Path:
    folder = folder.expanduser().absolute()
    if not folder.is_dir():
        raise NeedsYou(f"{folder} is not a folder.", "Make it, or choose another.")
    own = (workspace.folder, workspace.blobs.folder)
    if any(folder in (one, *one.parents) for one in own):
        raise NeedsYou(
            "A folder that holds the workspace itself can't be a batch folder.",
            "Choose one that only holds data.",
        )
    if not os.access(folder, os.R_OK):
        raise NeedsYou(f"{folder} may not be read.", "Ask for the right to read it.")
    return folder


def _checked_out(workspace: Workspace, out: Path) -> Path:
    """The folder for answers, made where only its last part is not there yet."""
    out = out.expanduser().absolute()
    if not out.exists() and out.parent.is_dir():
        try:
            out.mkdir()
        except OSError as error:
            raise NeedsYou(
                f"{out} can't be made: {error.strerror or error}.", "Choose another folder."
            ) from error
    return _checked_for_writing(workspace, out)


def _checked_for_writing(workspace: Workspace, out: Path) -> Path:
    out = _checked(workspace, out)
    _refuse_unwritable(out)
    return out


def _refuse_unwritable(folder: Path) -> None:
    if not os.access(folder, os.W_OK):
        raise NeedsYou(f"{folder} may not be written to.", "Ask for the right to write there.")


def _is_same(one: Path, other: Path) -> bool:
    """Whether two paths name one folder, also by a link; of one that is away the words decide."""
    try:
        return one.samefile(other)
    except OSError:
        return one == other


def _of_folder(others: Sequence[Deployment], model_id: int, folder: Path) -> Deployment | None:
    for one in others:
        is_ours = one.kind is DeploymentKind.BATCH and one.model_id == model_id
        if is_ours and _is_same(Path(settings_of(one).folder), folder):
            return one
    return None


def _free_name(others: Sequence[Deployment], model: str, name: str) -> str:
    taken = {one.name for one in others}
    if name and name in taken:
        raise NeedsYou(f"A deployment is called {name} already.", "Choose another name.")
    n, free = 1, name or f"{model}-batch"
    while free in taken:
        n += 1
        free = f"{model}-batch-{n}"
    return free


def _refuse_ring(others: Sequence[Deployment], own: str, folder: Path, out: Path) -> None:
    """Raise `NeedsYou` where an answer would come back as a file to score, however long the way."""
    batches = [settings_of(o) for o in others if o.kind is DeploymentKind.BATCH and o.name != own]
    ways = [(Path(one.folder), Path(one.out)) for one in batches]
    reached, new = {out}, [out]
    while new:
        place = new.pop()
        for start, end in ways:
            if _is_same(start, place) and end not in reached:
                reached.add(end)
                new.append(end)
    if any(_is_same(place, folder) for place in reached):
        raise NeedsYou(
            f"What is scored into {out} would come back to {folder} through other batch folders.",
            "Choose a folder for the scored files that leads nowhere back.",
        )


def settings_of(one: Deployment) -> BatchSettings:
    """Where a batch deployment reads and writes."""
    return BatchSettings.from_dict(one.settings)


def every(workspace: Workspace) -> list[Deployment]:
    """The batch deployments, by name."""
    with workspace.store.read() as connection:
        found = deployments.every(connection)
    return [one for one in found if one.kind is DeploymentKind.BATCH]


def files(workspace: Workspace, name: str, limit: int = 200) -> list[BatchFile]:
    """What became of the files that landed for a deployment, last one first."""
    with workspace.store.read() as connection:
        return batch_files.newest(connection, _found(workspace, name).id, limit)


def counts(workspace: Workspace, name: str) -> dict[BatchState, int]:
    """How many files of a deployment there are in each state."""
    with workspace.store.read() as connection:
        return batch_files.n_of(connection, _found(workspace, name).id)


def _found(workspace: Workspace, name: str) -> Deployment:
    with workspace.store.read() as connection:
        one = deployments.find(connection, name)
    if one is None:
        raise NotThere("deployment", name)
    if one.kind is not DeploymentKind.BATCH:
        raise NeedsYou(
            f"{name} is a service over HTTP and has no files.", "Name a batch deployment."
        )
    return one


def score_again(workspace: Workspace, file_id: int) -> BatchFile:
    """Score a file anew that was set aside, failed, skipped, or scored by an earlier version.

    It has to lie in its folder still, and what it held once does not count. The answer gets a name
    of its own. Raises `NeedsYou` for a file that is being worked on.
    """
    with workspace.store.write(durable=True) as tx:
        one = batch_files.find(tx.connection, file_id)
        if one is None:
            raise NotThere("file", file_id)
        if one.is_open:
            raise NeedsYou(f"{one.name} is being scored already.", "Wait until it is done.")
        if not Path(one.path).is_file():
            raise NeedsYou(f"{one.name} is not in its folder any more.", "Put it there again.")
        if batch_files.of_paths(tx.connection, one.deployment_id, [one.path])[one.path] != one:
            raise NeedsYou(f"{one.name} came again since.", "Score that one.")
        stamp = (one.n_bytes, one.modified_ns)
        key = batch_files.insert(
            tx, one.deployment_id, one.path, stamp, "Waiting to be scored", read={ANYWAY: True}
        )
        place = deployments.of_id(tx.connection, one.deployment_id)
        assert place is not None
        hand_on(tx, place, [key], workspace.person.login, f"had {one.name} scored again")
        _note(workspace, tx, place.name, f"had {one.name} scored again")
        again = batch_files.find(tx.connection, key)
    assert again is not None
    return again


ANYWAY = "anyway"
"""In what is remembered of a file: it is scored whatever was scored before."""

BATCH = 50
"""At most so many files are scored by one job."""


def hand_on(tx: Transaction, one: Deployment, file_ids: Sequence[int], by: str, cause: str) -> None:
    """Put files that are whole into the queue, in this order."""
    for start in range(0, len(file_ids), BATCH):
        keys = list(file_ids[start : start + BATCH])
        request = JobRequest(
            KIND,
            {"deployment": one.id, "files": keys},
            priority=5,
            lane=f"deployment:{one.id}",
            asked_by=by,
            cause=cause,
        )
        job_id = queue.enqueue(tx, request)
        for key in keys:
            batch_files.update(tx, key, job_id=job_id)


def described(one: Deployment) -> dict[str, Any]:
    """What commands tell of a batch deployment beside what they tell of every one."""
    settings = settings_of(one)
    return {"in": settings.folder, "out": settings.out, "explain": settings.explain}


def _note(workspace: Workspace, tx: Transaction, name: str, sentence: str) -> None:
    activities.add(
        tx,
        by=workspace.person.login,
        kind="deployment",
        subject=f"deployments/{name}",
        sentence=sentence,
    )
