"""A folder on a network share: polled by itself, and holding up nobody when it hangs."""

import signal

import pytest
from real_world import land, write_orders

from tidemill.base import mounts
from tidemill.services import ingesting, watching

NOTICED_S = 120.0


@pytest.fixture
def colleague(share, tmp_path):
    """A share to watch and the way a colleague elsewhere writes into it."""
    one = share("orders-share")

    def write(month: int) -> None:
        land(write_orders(tmp_path / f"share-{month}.csv", month), one.source)

    one.write = write
    return one


def trouble(world, folder) -> str:
    items = world.cli("watch", "list").json["items"]
    return next(item["trouble"] for item in items if item["folder"] == str(folder))


def test_a_share_is_polled_by_itself_and_one_that_hangs_holds_up_no_other_folder(
    world, tmp_path, inbox, colleague
):
    assert mounts.kind_of(colleague.folder) == "fuse.sshfs"
    assert not mounts.tells_of_changes(colleague.folder)
    world.start_worker()
    world.cli("watch", "add", colleague.folder, "--dataset", "shared")
    world.cli("watch", "add", inbox, "--dataset", "orders")
    colleague.write(1)  # the system tells nobody of it: only who looks finds it
    world.until_idle(1)
    assert world.outcomes() == {"share-1.csv": ["added"]}

    colleague.hang()
    colleague.write(2)
    for month in (3, 4):
        land(write_orders(tmp_path / f"orders-{month}.csv", month), inbox)
        world.until(
            lambda month=month: world.outcomes().get(f"orders-{month}.csv") == ["added"],
            "a file of another folder",
            NOTICED_S,
        )
    world.until(lambda: trouble(world, colleague.folder), "the silence to be told", NOTICED_S)
    assert trouble(world, colleague.folder).startswith("The folder has not answered since 20")
    assert trouble(world, inbox) == ""
    assert len(world.workers()) == 1

    colleague.answer()
    world.until_idle(4)
    assert world.outcomes()["share-2.csv"] == ["added"]
    world.until(lambda: not trouble(world, colleague.folder), "the trouble to be over", NOTICED_S)
    assert [v.rows for v in world.versions("shared")] == [400, 800]
    assert world.complaints() == []


def test_a_worker_leaves_in_order_while_a_share_hangs(world, colleague):
    worker = world.start_worker()
    world.cli("watch", "add", colleague.folder, "--dataset", "shared")
    colleague.write(1)
    world.until_idle(1)
    colleague.hang()
    world.until(lambda: trouble(world, colleague.folder), "the silence to be told", NOTICED_S)
    worker.send_signal(signal.SIGTERM)
    world.until(lambda: not world.workers(), "the worker to say goodbye", NOTICED_S)
    colleague.answer()  # the system keeps a process that waits for an answer until it is there
    assert worker.wait(NOTICED_S) == 0


def test_a_reading_that_hangs_is_put_back_or_cancelled_and_the_next_file_is_taken_in(
    world, tmp_path, inbox, colleague
):
    watching.add(world.workspace, colleague.folder, dataset="shared")
    watching.add(world.workspace, inbox, dataset="orders")
    colleague.write(1)
    world.until(lambda: watching.scan(world.workspace).handed_on, "the file to be whole")
    colleague.write(2)
    by_hand = ingesting.add(
        world.workspace, [colleague.folder / "share-2.csv"], dataset="by-hand"
    ).job_id
    [watched] = [job.id for job in world.jobs() if job.id != by_hand]
    colleague.hang()  # before anything of the files is read
    world.start_worker()
    world.until(lambda: world.job(by_hand).state == "running", "the second to be read", NOTICED_S)
    world.until(
        lambda: "does not answer" in world.job(watched).message,
        "the first to be put back",
        NOTICED_S,
    )
    land(write_orders(tmp_path / "orders.csv", 3), inbox)
    world.cli("jobs", "cancel", str(by_hand))
    world.until(lambda: not world.job(by_hand).is_open, "the second to be cancelled", NOTICED_S)
    world.until(lambda: world.versions("orders"), "the next file to be taken in", NOTICED_S)
    job = world.job(watched)
    assert (str(job.state), job.attempts) == ("queued", 0), "hanging cost it no try"
    assert world.job(by_hand).state == "cancelled"
    colleague.answer()


def test_a_share_whose_connection_breaks_is_in_trouble_in_words(world, colleague):
    world.start_worker()
    world.cli("watch", "add", colleague.folder, "--dataset", "shared")
    colleague.write(1)
    world.until_idle(1)
    colleague.break_off()
    world.until(lambda: trouble(world, colleague.folder), "the trouble to be told", NOTICED_S)
    said = trouble(world, colleague.folder)
    assert said.startswith("The folder can't be read: Transport endpoint is not connected.")
    assert len(world.workers()) == 1
