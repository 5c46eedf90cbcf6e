"""Power cuts while the trash is emptied: what is left is whole, and the next time finishes it."""

import os
import subprocess
import time

import sqlalchemy as sa

from tidemill.base.ids import new_id
from tidemill.services import trash
from tidemill.store import runs
from tidemill.store.blobs import LEFT_S
from tidemill.store.schema import artifact, run

N_RUNS = 3_000


def fill(workspace):
    """Runs with a file each, put long ago, all in the trash."""
    past = time.time() - 2 * LEFT_S
    names = []
    for number in range(N_RUNS):
        names.append(f"{number:032x}")
        path = workspace.blobs.path(names[-1])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * 10)
        os.utime(path, (past, past))
    values = {
        "project": "default",
        "experiment": "churn",
        "name": "old",
        "status": "finished",
        "user": "tester",
        "pinned": False,
        "archived": False,
        "deleted": False,
    }
    with workspace.store.write() as tx:
        seq = runs.next_seq(tx)
        tx.run(sa.insert(run), [{"uuid": new_id(), "seq": seq} | values for _ in range(N_RUNS)])
        keys = [row[0] for row in tx.run(sa.select(run.c.pk).order_by(run.c.pk))]
        rows = [
            {"run_pk": key, "path": "model.zip", "blob": name, "n_bytes": 10}
            for key, name in zip(keys, names, strict=True)
        ]
        tx.run(sa.insert(artifact), rows)
    trash.delete(workspace, keys)


def n_files(workspace):
    return sum(1 for _ in workspace.blobs.stored())


def test_an_emptying_that_is_killed_again_and_again_ends_with_nothing_left(world):
    workspace = world.workspace
    fill(workspace)
    assert (n_files(workspace), trash.size(workspace)) == (N_RUNS, trash.Size(N_RUNS, N_RUNS * 10))
    for _ in range(2):
        before = trash.count(workspace)
        process = subprocess.Popen(
            world.command("trash", "empty", "--yes", "--json"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=world.environment(),
        )
        world.until(lambda before=before: trash.count(workspace) < before, "some runs to be gone")
        process.kill()
        process.wait()
        with workspace.store.read() as connection:
            kept = connection.execute(sa.select(sa.func.count()).select_from(artifact)).scalar()
        assert kept == trash.count(workspace)
        assert n_files(workspace) >= kept, "a file went before the last run that needs it"
        if not trash.count(workspace):
            break
    emptied = world.cli("trash", "empty", "--yes").json
    assert emptied["kept"] == 0
    assert trash.size(workspace) == trash.Size(0, 0)
    assert n_files(workspace) == 0
    assert world.complaints() == []
