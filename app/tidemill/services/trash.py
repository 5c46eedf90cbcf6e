"""The trash of runs: delete with a way back, and empty for good.

Deleting hides runs and the runs nested in them; nothing leaves the disk before a person empties
the trash, which is never done by itself. Files go when nothing else refers to them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Reporter, Silent
from tidemill.domain.runs import Run
from tidemill.services import runs
from tidemill.services.run_changes import Changed, distinct, gone, record, told, undo_facts
from tidemill.services.workspace import Workspace
from tidemill.store import activities, logged_trash, trash
from tidemill.store.blobs import LEFT_S
from tidemill.store.trash import Standing

SLICE = 500
"""Runs removed in one transaction: short enough that whoever logs meanwhile does not wait."""


@dataclass(frozen=True)
class Refused:
    """A run that was not deleted, and why."""

    key: int
    name: str
    reason: str


@dataclass(frozen=True)
class Deleted:
    """How many runs went into the trash (nested ones included), which did not, and the entry."""

    n: int
    refused: tuple[Refused, ...]
    keys: tuple[int, ...] = ()
    activity: int | None = None


@dataclass(frozen=True)
class Size:
    """What emptying frees, or freed: runs, and bytes of stored files.

    `kept` runs stayed in the trash: resumed, or registered as a version, since they went there.
    `left_bytes` are those of files that something killed had left, found and removed as well.
    `reusable_bytes` are inside the database's file: it keeps its size, new runs use them.
    """

    runs: int
    n_bytes: int
    left_bytes: int = 0
    reusable_bytes: int = 0
    kept: int = 0


def delete(workspace: Workspace, keys: Sequence[int]) -> Deleted:
    """Put runs into the trash with the runs nested in them.

    Refused with the reason, while the others go: a run that is still running, one a model version
    was registered from, and one with such a run nested in it.
    """
    wanted = distinct(keys)
    with workspace.store.write() as tx:
        asked = _outside(trash.standing(tx.connection, wanted))
        if not asked:
            raise gone()
        nested = _outside(trash.below(tx.connection, list(asked)))
        known = nested | asked
        reasons = _reasons(known, trash.uses(tx.connection, list(known)))
        kept = _with_parents(reasons, known)
        going = sorted(_with_nested([key for key in asked if key not in kept], nested))
        refused = tuple(
            Refused(key, asked[key].name, _why(key, kept[key], reasons, known))
            for key in asked
            if key in kept
        )
        if not going:
            return Deleted(0, refused)
        trash.mark(tx, going)
        sentence = f"deleted {told(known[going[0]].name, len(going))}"
        facts = undo_facts("deleted", True, dict.fromkeys(going, False))
        entry = record(workspace, tx, going[0], sentence, facts)
    return Deleted(len(going), refused, tuple(going), entry)


def _outside(standing: dict[int, Standing]) -> dict[int, Standing]:
    return {key: one for key, one in standing.items() if one.deleted_at is None}


def _reasons(known: dict[int, Standing], uses: dict[int, str]) -> dict[int, str]:
    reasons = {}
    for key, one in known.items():
        if key in uses:
            reasons[key] = (
                f"{uses[key]} was trained by it, and a version keeps its run. "
                "Archive it to hide it from the list."
            )
        elif one.is_running:
            reasons[key] = "It is still running. Cancel it or wait for its end."
    return reasons


def _with_parents(reasons: dict[int, str], known: dict[int, Standing]) -> dict[int, int]:
    """Which runs must stay, and for the sake of which."""
    kept = {}
    for key in reasons:
        at: int | None = key
        while at is not None and at in known and at not in kept:
            kept[at] = key
            at = known[at].parent_pk
    return kept


def _with_nested(keys: list[int], nested: dict[int, Standing]) -> set[int]:
    children: dict[int, list[int]] = {}
    for key, one in nested.items():
        if one.parent_pk is not None:
            children.setdefault(one.parent_pk, []).append(key)
    found: set[int] = set()
    level = keys
    while level:
        found.update(level)
        level = [c for key in level for c in children.get(key, ()) if c not in found]
    return found


def _why(key: int, because: int, reasons: dict[int, str], known: dict[int, Standing]) -> str:
    if key == because or key in reasons:
        return reasons[key]
    return f"{known[because].name}, which is nested in it, can't go: {reasons[because]}"


def restore(workspace: Workspace, keys: Sequence[int]) -> Changed:
    """Bring runs back from the trash, each with what went into it together with it."""
    wanted = distinct(keys)
    with workspace.store.write() as tx:
        there = {
            key: one
            for key, one in trash.standing(tx.connection, wanted).items()
            if one.deleted_at is not None
        }
        if not there:
            raise NeedsYou(
                "None of these runs is in the trash.",
                "They may have been brought back, or the trash was emptied.",
            )
        coming = sorted(there.keys() | _went_along(there, trash.below(tx.connection, list(there))))
        trash.unmark(tx, coming)
        first = next(iter(there.values()))
        sentence = f"brought {told(first.name, len(coming))} back from the trash"
        entry = record(workspace, tx, first.pk, sentence, None)
    return Changed(tuple(coming), entry)


def _went_along(there: dict[int, Standing], nested: dict[int, Standing]) -> set[int]:
    """Of nested runs those that were deleted at the same moment as the one they are nested in."""
    children: dict[int, list[Standing]] = {}
    for one in nested.values():
        if one.parent_pk is not None:
            children.setdefault(one.parent_pk, []).append(one)
    found: set[int] = set()
    level = list(there.values())
    while level:
        level = [
            child
            for parent in level
            for child in children.get(parent.pk, ())
            if child.deleted_at == parent.deleted_at and child.pk not in found
        ]
        found.update(one.pk for one in level)
    return found


def listed(workspace: Workspace, *, limit: int | None = None, offset: int = 0) -> tuple[Run, ...]:
    """The runs in the trash, the newest there first; `deleted_at` says since when."""
    with workspace.store.read() as connection:
        keys = trash.listed(connection, limit, offset)
    return tuple(runs.find(workspace, keys))


def named(workspace: Workspace, texts: Sequence[str] | None) -> list[int]:
    """Keys of runs in the trash, by id, beginning of one, or name; None for all of them.

    Raises `NeedsYou` where a text fits none or several.
    """
    with workspace.store.read() as connection:
        if texts is None:
            return trash.listed(connection)
        found = [(text, trash.pks_of(connection, text)) for text in texts]
    for text, keys in found:
        if not keys:
            raise NeedsYou(f"There is no run {text} in the trash.", "Look what is in it first.")
        if len(keys) > 1:
            raise NeedsYou(f"{text} fits several runs in the trash.", "Write more of the id.")
    return [keys[0] for _, keys in found]


def count(workspace: Workspace) -> int:
    """How many runs are in the trash."""
    with workspace.store.read() as connection:
        return trash.count(connection)


def file_bytes(workspace: Workspace, keys: Sequence[int]) -> dict[int, int]:
    """Bytes of each run's files, shared ones included; runs without files are left out."""
    with workspace.store.read() as connection:
        return trash.artifact_bytes(connection, list(keys))


def size(workspace: Workspace) -> Size:
    """What emptying would free now."""
    with workspace.store.read() as connection:
        return Size(trash.count(connection), trash.bytes_to_free(connection))


def empty(workspace: Workspace, reporter: Reporter | None = None) -> Size:
    """Remove the runs in the trash for good, and the files only they referred to; with them go
    models that scripts logged and deleted, unless a version was registered of them.

    In short transactions, each followed by the removal of its files; killed or stopped at any
    moment, what is left is whole, and emptying again goes on. Returns what was freed at once.
    """
    reporter = reporter or Silent()
    with workspace.store.read() as connection:
        keys = trash.to_purge(connection)
    n_runs = n_bytes = 0
    for start in range(0, len(keys), SLICE):
        reporter.check()
        words = f"Removing runs: {start:,} of {len(keys):,}"
        reporter.report(start / len(keys), words)
        before = workspace.blobs.now()
        with workspace.store.write() as tx:
            n, blobs = trash.purge(tx, keys[start : start + SLICE])
        n_runs += n
        n_bytes += remove_files(workspace, blobs, before)
    n_models, model_bytes = _empty_of_models(workspace, reporter)
    n_bytes += model_bytes
    left = sweep(workspace)
    if n_runs or n_models:
        _tell_emptied(workspace, n_runs, n_models, n_bytes)
    with workspace.store.read() as connection:
        reusable = trash.reusable_bytes(connection)
        kept = trash.count(connection)
    return Size(n_runs, n_bytes, left, reusable, kept)


def _empty_of_models(workspace: Workspace, reporter: Reporter) -> tuple[int, int]:
    """Remove models that scripts logged and deleted; how many, and the bytes freed."""
    with workspace.store.read() as connection:
        keys = logged_trash.to_purge(connection)
    n_models = n_bytes = 0
    for start in range(0, len(keys), SLICE):
        reporter.check()
        reporter.report(1.0, f"Removing logged models: {start:,} of {len(keys):,}")
        before = workspace.blobs.now()
        with workspace.store.write() as tx:
            n, blobs = logged_trash.purge(tx, keys[start : start + SLICE])
        n_models += n
        n_bytes += remove_files(workspace, blobs, before)
    return n_models, n_bytes


def _tell_emptied(workspace: Workspace, n_runs: int, n_models: int, n_bytes: int) -> None:
    runs_ = [f"{n_runs:,} {'run' if n_runs == 1 else 'runs'}"] if n_runs else []
    models = [f"{n_models:,} logged {'model' if n_models == 1 else 'models'}"] if n_models else []
    with workspace.store.write() as tx:
        activities.add(
            tx,
            by=workspace.person.login,
            kind="runs",
            subject="runs",
            sentence=f"emptied the trash: {' and '.join([*runs_, *models])}",
            detail={"runs": n_runs, "bytes": n_bytes},
        )


def remove_files(workspace: Workspace, blobs: list[str], before: float) -> int:
    """Remove files noted as leaving that were put before a moment; the bytes that are free now."""
    if not blobs:
        return 0
    freed = workspace.blobs.remove(blobs, before)
    with workspace.store.write() as tx:
        trash.left_now(tx, blobs)
    return freed


def finish(workspace: Workspace) -> int:
    """Remove the files that an emptying killed in between had left; returns the bytes freed.

    A file put less than `LEFT_S` ago waits for the next time: somebody may just have put it.
    """
    with workspace.store.read() as connection:
        noted = trash.leaving(connection)
        unused = trash.unreferenced(connection, noted)
    freed = workspace.blobs.remove(unused, workspace.blobs.now() - LEFT_S)
    freed += workspace.blobs.settle(lambda name: _is_needed(workspace, name))
    waiting = {name for name in unused if workspace.blobs.path(name).exists()}
    done = [name for name in noted if name not in waiting]
    if done:
        with workspace.store.write() as tx:
            trash.left_now(tx, done)
    return freed


def left_over(workspace: Workspace) -> dict[str, int]:
    """Stored files that nothing refers to, by name with their bytes.

    Only those put more than `LEFT_S` ago: a younger one is a living writer's. Walks over all
    stored files.
    """
    latest = workspace.blobs.now() - LEFT_S
    sizes = {name: n for name, n, put_at in workspace.blobs.stored() if put_at < latest}
    with workspace.store.read() as connection:
        return {name: sizes[name] for name in trash.unreferenced(connection, list(sizes))}


def sweep(workspace: Workspace) -> int:
    """Remove what killed programs left among the stored files; returns the bytes freed."""
    freed = finish(workspace)
    found = left_over(workspace)
    return freed + workspace.blobs.remove(found, workspace.blobs.now() - LEFT_S)


def _is_needed(workspace: Workspace, name: str) -> bool:
    with workspace.store.read() as connection:
        return not trash.unreferenced(connection, [name])
