"""Which processes stand still, written down: a worker that is killed leaves nobody to wake them."""

from tidemill.base import programs
from tidemill.base.ids import new_id
from tidemill.jobs import process_trees
from tidemill.jobs.child_processes import Child
from tidemill.store import processes
from tidemill.store.engine import Store
from tidemill.store.processes import Process

KIND = "resting"


def note(store: Store, worker: str, child: Child) -> None:
    """Write down, before it stands still, what a child and its descendants are."""
    with store.write() as tx:
        now = tx.clock.now()
        for pid, born in process_trees.told(child.tree.members()):
            one = Process(
                new_id(), KIND, pid, programs.host(), born, store.file_mark(), now, now, worker
            )
            processes.insert(tx, one)


def forget(store: Store, worker: str) -> None:
    """Strike off all that a worker wrote down."""
    with store.write() as tx:
        for one in processes.every(tx.connection, KIND):
            if one.message == worker:
                processes.remove(tx, one.id)


def wake_left(store: Store, every: list[Process], living: frozenset[str]) -> int:
    """Let those go on whose worker is gone: they find that out and leave. Returns how many.

    `every` are all the processes that are known.
    """
    known = [p for p in every if p.kind == KIND]
    if not known:
        return 0
    here = (programs.host(), store.file_mark())
    left = [p for p in known if p.message not in living and (p.host, p.database) == here]
    if not left:
        return 0
    n_woken = sum(process_trees.go_on(one.pid, one.born) for one in left)
    with store.write() as tx:
        for one in left:
            processes.remove(tx, one.id)
    return n_woken
