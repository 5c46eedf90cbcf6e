"""The world as it is at night: a full disk, a closed folder, a store that another program holds.

The real thing each time: a limit of the system on the size of files, a disk of a few megabytes, a
mount that takes no writing, a second process with the store to itself. What a person reads, and
that all goes on by itself afterwards with nothing lost.
"""

import contextlib
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from real_world import land, write_orders

from tidemill.base.clock import monotonic
from tidemill.base.errors import WorldError
from tidemill.services import settings
from tidemill.services import workspace as workspaces
from tidemill.store.engine import FILE_NAME, sqlite_module
from tidemill.worker.loop import TOLD_AGAIN_S

LIMITED = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
os.execvp(sys.argv[2], sys.argv[2:])
"""
HOLDING = """
import sys
from tidemill.store.engine import sqlite_module
held = sqlite_module().connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.readline()
held.execute("ROLLBACK")
held.close()
"""
LOGGING = """
import tidemill
with tidemill.start_run("hard", name="hard") as run:
    for n in range(4000):
        run.log_metric("loss", n)
print("the script ended well")
"""
FREE_SOME = "Free some room and try again. Nothing was changed."


def limited(n_bytes: int) -> tuple[str, ...]:
    """Words before a command that may write no file larger than this; it needs no rights."""
    return (sys.executable, "-c", LIMITED, str(n_bytes))


def logged(world, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    """Run a script of a person that logs."""
    return subprocess.run(
        [*before, sys.executable, "-c", LOGGING],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**world.environment(), "TIDEMILL_WORKSPACE": str(world.place)},
    )


def points(world) -> int:
    found = world.cli("runs", "list").json["items"]
    return max((int(run["metrics"].get("loss", -1)) + 1 for run in found), default=0)


def write_on_and_on(world) -> None:
    """Write until the store has used up what room it had of its own."""
    for seconds in range(600, 3600):
        settings.put(world.workspace, "jobs.seconds", str(seconds))


@pytest.fixture
def tight(worlds):
    """A world whose worker may write no file of more than four megabytes."""
    return worlds(before=limited(4_000_000))


def test_a_file_larger_than_files_may_be_is_refused_in_words_and_goes_in_where_it_may(
    tight, tmp_path, inbox
):
    worker = tight.start_worker()
    tight.cli("watch", "add", inbox, "--dataset", "orders")
    land(write_orders(tmp_path / "big.csv", 1, 100_000), inbox)
    land(write_orders(tmp_path / "small.csv", 2), inbox)
    tight.until(
        lambda: (
            (tight.outcomes().get("small.csv") == ["added"])
            and any(f.reason for f in tight.files() if f.name == "big.csv")
        ),
        "the small one to be added and the big one to be told of",
    )
    [big] = [f for f in tight.files() if f.name == "big.csv"]
    full = f"The disk that holds {tight.folder / 'blobs'} takes no file as large as this one."
    assert big.outcome == f"Waiting to be tried again by itself: {full}"
    by_hand = tight.cli("data", "add", inbox / "big.csv", "--name", "other", code=4).error
    assert (by_hand["message"], by_hand["hint"]) == (full, FREE_SOME)
    assert tight.stop(worker) == 0
    tight._before = ()
    tight.start_worker()
    tight.until(lambda: tight.outcomes()["big.csv"] == ["added", "failed"], "the big one to go in")
    tight.until(
        lambda: not list((tight.folder / "blobs" / "scratch").glob("*")),
        "what the job wrote on its way to be gone",
    )
    assert tight.complaints() == []


def test_a_script_whose_logging_finds_no_room_ends_well_and_says_so_once(world):
    done = logged(world, limited(40_000))
    assert done.returncode == 0, done.stderr
    assert "the script ended well" in done.stdout
    assert "Traceback" not in done.stderr
    assert done.stderr.count("takes nothing more at the moment") <= 1
    assert done.stderr.startswith("Tidemill: ")
    again = logged(world)
    assert (again.returncode, again.stderr) == (0, "")
    world.start_worker()
    world.until(lambda: points(world) == 4000, "what was logged with room to arrive")
    assert world.complaints() == []


@pytest.fixture
def crammed(worlds, small_disk, tmp_path):
    """A world on a disk of 24 MB, and a way to leave only so much of it."""
    disk = small_disk(24_000_000)
    folder = disk / "ws"
    world = worlds(folder, logs=tmp_path)
    world.cli("settings", "set", "disk.least_mb", "0")
    filler = disk / "filler"

    def leave(n_bytes: int | None) -> None:
        filler.unlink(missing_ok=True)
        if n_bytes is not None:
            with contextlib.suppress(OSError), filler.open("wb", buffering=0) as stream:
                stream.write(bytes(max(0, shutil.disk_usage(disk).free - n_bytes)))

    world.leave = leave
    return world


def test_a_full_disk_is_told_stops_nothing_for_good_and_loses_nothing(crammed, tmp_path):
    crammed.start_worker()
    first = write_orders(tmp_path / "first.csv", 1)
    crammed.cli("data", "add", first, "--name", "orders", "--target", "returned")
    crammed.cli("train", "orders", "--estimator", "prior", "--model", "returns")
    crammed.leave(500_000)
    second = write_orders(tmp_path / "second.csv", 2, 20_000)
    error = crammed.cli("data", "add", second, "--name", "orders", code=4).error
    assert error["message"].startswith("second.csv has ")
    assert "are free on the disk of" in error["message"]
    assert error["hint"] == "Free some room, or bring its rows in smaller files."

    job_id = crammed.cli("train", "orders", "--estimator", "prior", "--detach").json["job"]
    crammed.leave(0)
    full = f"The disk that holds {crammed.folder} is full."
    with pytest.raises(WorldError) as refused:
        write_on_and_on(crammed)
    assert (refused.value.message, refused.value.hint) == (full, FREE_SOME)
    assert crammed.cli("data", "list").json["total"] == 1, "what is there can be read"

    crammed.leave(None)
    crammed.until(lambda: not crammed.job(job_id).is_open, "the training to end")
    if (job := crammed.job(job_id)).state == "failed":  # it met the full disk, and a person waited
        assert job.error.startswith("The disk that holds ")
        crammed.cli("jobs", "retry", str(job_id))
    crammed.until(lambda: crammed.job(job_id).state == "succeeded", "the training to end well")
    crammed.cli("models", "promote", "returns@1", "--anyway", "--reason", "there is room")
    crammed.cli("data", "add", second, "--name", "orders")
    assert [v.rows for v in crammed.versions("orders")] == [400, 20_400]
    assert crammed.complaints() == []
    assert "Traceback" not in crammed.said()
    assert "Logging error" not in crammed.said()


def test_an_upgrade_without_room_for_the_copy_changes_nothing_and_is_done_later(
    small_disk, tmp_path
):
    disk = small_disk(3_000_000)
    dump = Path(__file__).parents[1] / "old_stores" / "store_0002.sql"
    connection = sqlite_module().connect(str(disk / FILE_NAME))
    connection.executescript(dump.read_text(encoding="utf-8"))
    connection.close()
    filler = disk / "filler"
    filler.write_bytes(bytes(shutil.disk_usage(disk).free - 100_000))
    with pytest.raises(WorldError) as told:
        workspaces.open_existing(disk)
    assert told.value.message.startswith(f"The workspace {disk} is of an earlier version")
    assert "Nothing was changed." in told.value.hint
    assert not list(disk.glob("*-before-*"))
    filler.unlink()
    workspaces.open_existing(disk).close()
    assert list(disk.glob("*-before-*"))


def test_a_workspace_that_takes_no_writing_is_told_and_goes_on_when_it_does(
    world, tmp_path, read_only
):
    file = write_orders(tmp_path / "orders.csv", 1)
    world.cli("data", "add", file, "--name", "orders")
    read_only(world.folder)
    error = world.cli(
        "data", "add", write_orders(tmp_path / "two.csv", 2), "--name", "orders", code=4
    )
    assert error.error["message"] == f"The folder {world.folder} may not be written."
    assert error.error["hint"].startswith("Ask for the right to write there")
    assert world.start_worker(is_ready=False).wait(60) == 4
    assert "may not be written" in world.said()
    read_only(world.folder, is_on=False)
    world.cli("data", "add", tmp_path / "two.csv", "--name", "orders")
    assert [v.rows for v in world.versions("orders")] == [400, 800]
    assert "Traceback" not in world.said()
    assert world.complaints() == []


def test_a_watched_folder_that_takes_no_writing_is_read_as_any_other(
    world, tmp_path, inbox, read_only
):
    write_orders(inbox / "orders.csv", 1)
    read_only(inbox)
    world.start_worker()
    world.cli("watch", "add", inbox, "--dataset", "orders")
    world.until_idle(1)
    assert world.outcomes() == {"orders.csv": ["added"]}


def test_a_store_that_another_program_holds_is_told_by_each_and_all_goes_on_afterwards(
    world, tmp_path, inbox
):
    world.start_worker()
    world.cli("watch", "add", inbox, "--dataset", "orders")
    held = subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(world.folder / FILE_NAME)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert held.stdout.readline() == b"held\n"
        began = monotonic()
        land(write_orders(tmp_path / "orders.csv", 1), inbox)
        error = world.cli("settings", "set", "jobs.seconds", "700", code=4).error
        locked = f"Another program holds {FILE_NAME} locked."
        assert error["message"] == locked
        assert error["hint"] == "Close it or wait a moment, then try again. Nothing was changed."
        done = logged(world)
        assert done.returncode == 0
        assert done.stderr.startswith(f"Tidemill: {locked} What is logged waits in ")
        world.until(lambda: locked in world.said(), "the worker to say so")
        at_most = 1 + (monotonic() - began) // TOLD_AGAIN_S
        assert world.said().count(locked) <= at_most, "once in a while, not at every tick"
    finally:
        held.communicate(b"\n", timeout=60)
    world.until_idle(1)
    world.until(lambda: points(world) == 4000, "what was logged to arrive")
    assert world.outcomes() == {"orders.csv": ["added"]}
    world.cli("settings", "set", "jobs.seconds", "700")
    assert world.complaints() == []


def test_the_limit_on_files_holds_for_what_is_started_with_it():
    words = [*limited(1000), sys.executable, "-c", "import resource as r; print(r.getrlimit(1)[0])"]
    assert resource.RLIMIT_FSIZE == 1
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert done.stdout == "1000\n"
