"""Watched folders: setting one up, looking into them, and what became of each file."""

import contextlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.domain.automations import Automation, Guards, Limits, Mode, Trigger, chain
from tidemill.domain.datasets import Series
from tidemill.domain.watches import ArrivedFile, FileOrder, FileState, Watch
from tidemill.services import automations, ingesting, personal_data
from tidemill.services.folder_scans import Scan, Scanner
from tidemill.services.whole_files import SETTLE_S
from tidemill.services.workspace import Workspace
from tidemill.store import activities, datasets, files, models
from tidemill.store import automations as rules
from tidemill.store.engine import Transaction

__all__ = ["SETTLE_S", "Scan", "Scanner", "add", "arrived", "change", "every", "remove", "scan"]


@dataclass(frozen=True)
class LastArrived:
    """The files that arrived last, and all that wait for a person, as at one moment.

    `files` are newest first; `oldest` is the key of the last of those read as one page; `n_all`
    counts all files that ever arrived.
    """

    files: tuple[ArrivedFile, ...]
    oldest: int | None
    n_all: int


def add(
    workspace: Workspace,
    folder: Path,
    *,
    dataset: str,
    model: str | None = None,
    mode: Mode = Mode.PROPOSE,
    series: Series = Series.APPEND,
    target: str | None = None,
    time: str | None = None,
    pattern: str = "",
    recursive: bool = False,
    order: FileOrder | str = FileOrder.NAME,
) -> Watch:
    """Watch a folder: each file that becomes whole there goes into the dataset once.

    `pattern` are names with `*` and `?`, several with commas; with `recursive` folders below count
    too; `order` is that in which files that lie there together are taken in, by name or by time.
    With a model an automation is made beside it: each new file also retrains the model and
    validates the candidate; `mode` says what happens with one whose gates pass. Raises `NeedsYou`
    if the folder is not there, is the workspace itself, or shares files with one that is watched
    for the same dataset.
    """
    folder = _checked(workspace, folder)
    name = ingesting.checked_name(dataset)
    pattern = _checked_pattern(pattern)
    with workspace.store.write(durable=True) as tx:
        _refuse_overlap(tx, folder, name, recursive)
        if model is not None and models.find(tx.connection, model) is None:
            raise NotThere("model", model)
        watch = Watch(
            0,
            str(folder),
            name,
            str(series),
            target,
            time,
            True,
            True,
            tx.clock.now(),
            workspace.person.login,
            pattern,
            recursive,
            _order_of(order),
        )
        key = files.insert_watch(tx, watch)
        activities.add(
            tx,
            by=workspace.person.login,
            kind="watch",
            subject=f"watches/{key}",
            sentence=f"watched the folder {folder.name} for {name}",
            detail={"folder": str(folder)},
        )
        if model is not None:
            _retrain(tx, workspace, key, watch, model, mode)
        found = files.find_watch(tx.connection, key)
    assert found is not None
    return found


def retrain(workspace: Workspace, watch_id: int, model: str | None) -> None:
    """Let new files of a folder retrain a model, another one, or none.

    The folder's automation is made, changed or removed.
    """
    known = automations.of_watch(workspace, watch_id)
    rule = next((one for one in known if one.model is not None), None)
    if rule is not None and model is None:
        automations.remove(workspace, rule.id)
    elif rule is not None and model is not None:
        automations.set_model(workspace, rule.id, model)
    elif model is not None:
        with workspace.store.write(durable=True) as tx:
            watch = files.find_watch(tx.connection, watch_id)
            if watch is None:
                raise NeedsYou(f"There is no watched folder {watch_id}.")
            _retrain(tx, workspace, watch_id, watch, model, Mode.PROPOSE)


def _retrain(
    tx: Transaction, workspace: Workspace, key: int, watch: Watch, model: str, mode: Mode
) -> None:
    """Make the automation that new files of a folder start."""
    settings = {"dataset": watch.dataset, "watch": key, "n_files": 1}
    automations.added(
        tx,
        Automation(
            0,
            f"{watch.dataset}, {Path(watch.folder).name}",
            watch.dataset,
            model,
            mode,
            (Trigger("files", "new-data", settings),),
            chain(model),
            Limits(),
            Guards(),
            True,
            tx.clock.now(),
            workspace.person.login,
        ),
    )


def _checked(workspace: Workspace, folder: Path) -> Path:
    """The folder in full; `NeedsYou` says why it can't be watched."""
    folder = folder.expanduser().absolute()
    if not folder.is_dir():
        raise NeedsYou(f"{folder} is not a folder.", "Make it, or choose another.")
    if any(folder in (own, *own.parents) for own in (workspace.folder, workspace.blobs.folder)):
        raise NeedsYou(
            "A folder that holds the workspace itself can't be watched.",
            "Choose one that only holds data.",
        )
    if not os.access(folder, os.R_OK):
        raise NeedsYou(f"{folder} may not be read.", "Ask for the right to read it.")
    return folder


def _refuse_overlap(
    tx: Transaction, folder: Path, dataset: str, is_recursive: bool, own: int | None = None
) -> None:
    """Raise `NeedsYou` where a file could come to a dataset through two watched folders."""
    for other in files.watches(tx.connection):
        if other.id == own or other.dataset != dataset:
            continue
        if not other.overlaps(str(folder), is_recursive=is_recursive):
            continue
        if Path(other.folder) == folder:
            raise NeedsYou(
                f"{folder} is already watched, for {other.dataset}.",
                "Change that one instead: its name pattern may list several, with commas.",
            )
        raise NeedsYou(
            f"{folder} and {other.folder}, which is watched for {other.dataset} as well, hold the "
            "same files.",
            "Leave out the folders below in one of them, or choose another dataset.",
        )


def _checked_pattern(pattern: str) -> str:
    """Patterns as they are kept; `NeedsYou` for one that no file could fit."""
    found = [one.strip() for one in pattern.split(",") if one.strip()]
    for one in found:
        if one.startswith("/") or "\\" in one or ".." in one.split("/"):
            raise NeedsYou(
                f"{one} can't be a name pattern.",
                "Write names below the folder with * and ?, such as flights-*.csv.",
            )
    return ", ".join(found)


def _order_of(order: FileOrder | str) -> FileOrder:
    try:
        return FileOrder(order)
    except ValueError:
        raise NeedsYou(
            f"Files can't be taken in by {order}.", "Choose by name or by time."
        ) from None


def change(
    workspace: Workspace,
    watch_id: int,
    *,
    pattern: str | None = None,
    recursive: bool | None = None,
    order: FileOrder | str | None = None,
    series: Series | None = None,
) -> Watch:
    """Change which files of a watched folder count, in which order they go in, and what one does.

    None leaves as it is. Files that were taken in stay; those that fit now and lie there already
    are taken in. A `series` other than that of a dataset which is there raises `NeedsYou`.
    """
    values: dict[str, object] = {}
    words = []
    if pattern is not None:
        values["pattern"] = _checked_pattern(pattern)
        words.append(f"take files named {values['pattern'] or 'anything'}")
    if recursive is not None:
        values["is_recursive"] = recursive
        words.append("look into folders below" if recursive else "leave out folders below")
    if order is not None:
        values["order"] = str(_order_of(order))
        words.append(f"take files in by {values['order']}")
    if series is not None:
        _refuse_series(workspace, watch_id, series)
        values["series"] = str(series)
        words.append(f"{series} rows")
    if not values:
        raise NeedsYou("Nothing was to be changed.", "Give a pattern, an order or the folders.")
    return _changed(workspace, watch_id, f"set to {' and '.join(words)}", **values)


def _refuse_series(workspace: Workspace, watch_id: int, series: Series) -> None:
    """Raise `NeedsYou` where the folder's dataset is there and grows otherwise."""
    with workspace.store.read() as connection:
        watch = files.find_watch(connection, watch_id)
        known = None if watch is None else datasets.find(connection, watch.dataset)
    if known is not None and known.series is not series:
        verb = "append" if known.series is Series.APPEND else "replace"
        raise NeedsYou(
            f"{known.name} is there already, and its files {verb} rows.",
            "A dataset keeps its way. Watch the folder for a new dataset instead.",
        )


def every(workspace: Workspace) -> list[Watch]:
    """All watched folders, oldest first."""
    with workspace.store.read() as connection:
        return files.watches(connection)


def switch(workspace: Workspace, watch_id: int, *, on: bool) -> Watch:
    """Pause a watched folder or go on with it."""
    return _changed(workspace, watch_id, "resumed" if on else "paused", is_on=on)


def remove(workspace: Workspace, watch_id: int) -> Watch:
    """Stop watching a folder for good; its files and versions stay.

    Automations that nothing but its files starts go with it.
    """
    with workspace.store.read() as connection:
        of_it = rules.of_watch(connection, watch_id)
    changed = _changed(workspace, watch_id, "stopped watching", is_on=False, removed=True)
    for one in of_it:
        if all(trigger.settings.get("watch") == watch_id for trigger in one.triggers):
            automations.remove(workspace, one.id)
    return changed


def _changed(workspace: Workspace, watch_id: int, verb: str, **values: object) -> Watch:
    with workspace.store.write(durable=True) as tx:
        watch = files.find_watch(tx.connection, watch_id)
        if watch is None:
            raise NeedsYou(f"There is no watched folder {watch_id}.")
        if values.get("is_recursive"):
            _refuse_overlap(tx, Path(watch.folder), watch.dataset, True, own=watch_id)
        files.update_watch(tx, watch_id, **values)
        activities.add(
            tx,
            by=workspace.person.login,
            kind="watch",
            subject=f"watches/{watch_id}",
            sentence=f"{verb} the folder {Path(watch.folder).name}",
        )
        after = files.find_watch(tx.connection, watch_id)
    assert after is not None
    return after


def arrived(
    workspace: Workspace,
    *,
    state: str | None = None,
    dataset: str | None = None,
    limit: int = 500,
    before: int | None = None,
) -> list[ArrivedFile]:
    """Files that arrived, last first; personal values in what is told of them are masked.

    At most `limit`; with the last one's number as `before` the next ones.
    """
    with workspace.store.read() as connection:
        found = files.newest(connection, state=state, dataset=dataset, limit=limit, before=before)
    return personal_data.shown_files(workspace, found)


def last_arrived(workspace: Workspace, limit: int) -> LastArrived:
    """The last `limit` files, those that wait for a person however long ago they came, and how many
    there are in all; personal values in what is told of them are masked.

    All of it is read as at one moment: a count that is newer than the list would say that all
    files are shown while none is.
    """
    with workspace.store.read() as connection:
        found = {f.id: f for f in files.newest(connection, limit=limit)}
        oldest = min(found, default=None)
        for state in (FileState.SET_ASIDE, FileState.FAILED):
            found |= {f.id: f for f in files.newest(connection, state=state, limit=limit)}
        n_all = files.n_of(connection)
    shown = personal_data.shown_files(workspace, [found[k] for k in sorted(found, reverse=True)])
    return LastArrived(tuple(shown), oldest, n_all)


def some(workspace: Workspace, file_ids: Sequence[int]) -> list[ArrivedFile]:
    """Files that arrived, by their keys, personal values masked; those that are gone are left out.

    In the order of the keys.
    """
    with workspace.store.read() as connection:
        found = files.find_many(connection, file_ids)
    return personal_data.shown_files(workspace, [found[k] for k in file_ids if k in found])


def n_arrived(workspace: Workspace, *, state: str | None = None, dataset: str | None = None) -> int:
    """How many files arrived."""
    with workspace.store.read() as connection:
        return files.n_of(connection, state=state, dataset=dataset)


def file(workspace: Workspace, file_id: int) -> ArrivedFile:
    """One file that arrived, personal values masked; raises `NotThere`."""
    return personal_data.shown_files(workspace, [ingesting.arrived_file(workspace, file_id)])[0]


def scan(workspace: Workspace, closed: frozenset[str] = frozenset()) -> Scan:
    """Look into every folder that is on; hand on each file that is whole.

    The scan is the truth, events are hints: `closed` names files whose writer is known to have
    finished. Safe to call at any time and from any process: what was handed on is in the store.
    """
    with contextlib.closing(Scanner(workspace)) as scanner:
        return scanner.scan(closed)
