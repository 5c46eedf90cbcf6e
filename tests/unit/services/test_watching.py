"""The scan's rules, with a clock that is held and no process: what is whole, what waits, why."""

import os
from pathlib import Path

import pytest

from tidemill.base.clock import HeldClock
from tidemill.base.errors import NeedsYou
from tidemill.domain.columns import Role
from tidemill.domain.jobs import JobState
from tidemill.domain.watches import FileState
from tidemill.jobs import queue
from tidemill.jobs.child import perform
from tidemill.jobs.reporter import JobReporter
from tidemill.services import datasets, jobs, watching
from tidemill.services import workspace as workspaces
from tidemill.services.job_kinds import kinds
from tidemill.services.watching import SETTLE_S, Scan, scan
from tidemill.services.workspace import Workspace
from tidemill.store import files


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def workspace(tmp_path: Path, clock: HeldClock):
    made = workspaces.create(tmp_path / "ws", clock=clock, login="ada")
    yield made
    made.close()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def watch(workspace: Workspace, inbox: Path):
    return watching.add(workspace, inbox, dataset="orders")


def write(path: Path, text: str = "a\n1\n", at: int = 1_000) -> Path:
    """Write a file with a modification time of its own: the file system's clock stands too."""
    path.write_text(text)
    os.utime(path, ns=(at, at))
    return path


def rows(workspace: Workspace) -> list[tuple[str, str, int | None]]:
    """Name, state and job of every file, first arrived first."""
    found = watching.arrived(workspace)[::-1]
    return [(f.name, str(f.state), f.job_id) for f in found]


def settled(workspace: Workspace, clock: HeldClock) -> Scan:
    """Look twice, far enough apart."""
    scan(workspace)
    clock.advance(SETTLE_S)
    return scan(workspace)


def test_a_new_file_waits_until_it_kept_its_size_for_a_while(workspace, watch, inbox, clock):
    write(inbox / "a.csv")
    assert scan(workspace) == Scan(waiting=1, handed_on=0)
    assert watching.arrived(workspace)[0].outcome == "Waiting until it is complete"
    clock.advance(SETTLE_S / 2)
    assert scan(workspace) == Scan(1, 0)
    clock.advance(SETTLE_S / 2)
    assert scan(workspace) == Scan(0, 1)
    assert rows(workspace) == [("a.csv", "waiting", 1)]
    clock.advance(SETTLE_S)
    assert scan(workspace) == Scan(0, 0), "handed on once"
    [job] = jobs.newest(workspace)
    assert (job.kind, job.params["files"], job.lane) == ("dataset.ingest", [1], "dataset:orders")
    assert job.cause == "a file landed in inbox"


def test_each_change_begins_the_wait_anew(workspace, watch, inbox, clock):
    write(inbox / "a.csv", "a\n", at=1)
    scan(workspace)
    for at, text in ((2, "a\n1\n"), (3, "a\n2\n"), (4, "a\n2\n3\n")):
        clock.advance(SETTLE_S)
        write(inbox / "a.csv", text, at=at)
        assert scan(workspace) == Scan(1, 0)
    clock.advance(SETTLE_S)
    assert scan(workspace) == Scan(0, 1)
    assert rows(workspace) == [("a.csv", "waiting", 1)], "one file, however often it changed"


def test_a_file_whose_writer_closed_it_is_handed_on_at_once(workspace, watch, inbox):
    path, other = write(inbox / "a.csv"), write(inbox / "b.csv")
    assert scan(workspace, frozenset({str(path)})) == Scan(waiting=1, handed_on=1)
    assert scan(workspace, frozenset({str(other)})) == Scan(0, 1)


def test_a_clock_that_was_set_back_does_not_keep_a_file_waiting(workspace, watch, inbox, clock):
    write(inbox / "a.csv")
    scan(workspace)
    clock.advance(-3600)
    assert scan(workspace) == Scan(0, 1)


@pytest.mark.parametrize(
    "name", ["a.csv.part", "a.csv.crdownload", ".a.csv", "~$a.xlsx", "a.csv~", "A.CSV.TMP"]
)
def test_temporary_names_are_not_looked_at_until_renamed(workspace, watch, inbox, clock, name):
    temporary = write(inbox / name)
    assert settled(workspace, clock) == Scan(0, 0)
    assert rows(workspace) == []
    temporary.rename(inbox / "a.csv")
    assert settled(workspace, clock) == Scan(0, 1)


def test_folders_in_the_folder_are_left_alone(workspace, watch, inbox, clock):
    (inbox / "deeper").mkdir()
    write(inbox / "deeper" / "a.csv")
    assert settled(workspace, clock) == Scan(0, 0)


def test_a_file_that_vanishes_while_it_waits_is_let_go_and_welcome_again(
    workspace, watch, inbox, clock
):
    path = write(inbox / "a.csv")
    scan(workspace)
    away = path.rename(inbox.parent / "a.csv")
    assert scan(workspace) == Scan(0, 0)
    [file] = watching.arrived(workspace)
    assert file.state is FileState.SKIPPED
    assert file.outcome == "Skipped: removed again before it was complete"
    away.rename(path)
    assert settled(workspace, clock) == Scan(0, 1), "the very same file, moved back"


def test_a_file_that_vanishes_after_it_was_handed_on_is_left_to_its_job(
    workspace, watch, inbox, clock
):
    path = write(inbox / "a.csv")
    settled(workspace, clock)
    path.unlink()
    assert scan(workspace) == Scan(0, 0)
    assert rows(workspace) == [("a.csv", "waiting", 1)]
    job = queue.claim(workspace.store, "w")
    perform(workspace.store, kinds(), workspace, job, JobReporter(workspace.store, 1, 1))
    [file] = watching.arrived(workspace)
    assert (file.state, file.outcome) == (
        FileState.SKIPPED,
        "Skipped: removed again before it was read",
    )
    write(path)
    assert settled(workspace, clock) == Scan(0, 1), "back with the same time and size"


def test_an_overwritten_file_is_a_new_arrival_once_the_first_has_its_end(
    workspace, watch, inbox, clock
):
    write(inbox / "a.csv", "a\n1\n", at=1)
    settled(workspace, clock)
    write(inbox / "a.csv", "a\n2\n", at=2)
    assert scan(workspace) == Scan(1, 0), "its job is still to come and will see the change"
    job = queue.claim(workspace.store, "w")
    with workspace.store.write() as tx:
        files.update(tx, 1, state=str(FileState.ADDED))
    queue.succeed(workspace.store, job, {}, "Done")
    assert settled(workspace, clock) == Scan(0, 1)
    assert rows(workspace) == [("a.csv", "added", 1), ("a.csv", "waiting", 2)]


def test_a_file_whose_job_was_cancelled_is_not_taken_in_again_unasked(
    workspace, watch, inbox, clock
):
    write(inbox / "a.csv")
    settled(workspace, clock)
    queue.ask_cancel(workspace.store, kinds(), workspace, 1)
    assert settled(workspace, clock) == Scan(0, 0)
    assert rows(workspace) == [("a.csv", "skipped", 1)]
    assert jobs.find(workspace, 1).state is JobState.CANCELLED


def test_a_folder_that_is_gone_is_noted_once_and_its_files_wait_for_it(
    workspace, watch, inbox, clock
):
    write(inbox / "a.csv")
    scan(workspace)
    away = inbox.rename(inbox.with_name("away"))
    for _ in range(2):
        clock.advance(SETTLE_S)
        assert scan(workspace) == Scan(0, 0)
    assert not watching.every(workspace)[0].is_there
    assert rows(workspace) == [("a.csv", "waiting", None)]
    away.rename(inbox)
    assert scan(workspace) == Scan(0, 1)
    assert watching.every(workspace)[0].is_there


def test_a_paused_folder_is_left_alone_and_caught_up_with_when_resumed(
    workspace, watch, inbox, clock
):
    watching.switch(workspace, watch.id, on=False)
    write(inbox / "a.csv")
    assert settled(workspace, clock) == Scan(0, 0)
    assert rows(workspace) == []
    watching.switch(workspace, watch.id, on=True)
    assert settled(workspace, clock) == Scan(0, 1)
    watching.remove(workspace, watch.id)
    write(inbox / "b.csv")
    assert settled(workspace, clock) == Scan(0, 0)
    assert watching.every(workspace) == []


def test_folders_that_can_not_be_watched_are_refused_with_the_reason(workspace, watch, inbox):
    for folder, model, words in (
        (inbox, None, "is already watched, for orders."),
        (inbox / "none", None, "is not a folder."),
        (workspace.folder, None, "holds the workspace itself"),
        (workspace.folder.parent, None, "holds the workspace itself"),
    ):
        with pytest.raises(NeedsYou) as refused:
            watching.add(workspace, folder, dataset="orders", model=model)
        assert words in refused.value.message
        assert refused.value.hint
    (inbox.parent / "other").mkdir()
    with pytest.raises(NeedsYou, match="There is no model nobody"):
        watching.add(workspace, inbox.parent / "other", dataset="orders", model="nobody")
    with pytest.raises(NeedsYou, match="There is no watched folder 9"):
        watching.switch(workspace, 9, on=False)


def test_what_a_folder_was_set_up_with_counts_for_the_first_file_only(workspace, inbox, clock):
    watching.add(workspace, inbox, dataset="orders", target="paid", time="day")
    text = "day,due,paid\n" + "".join(f"2024-01-{d:02d},2024-02-{d:02d},{d}\n" for d in range(1, 9))

    def landed(name: str, text: str, at: int) -> None:
        write(inbox / name, text, at)
        settled(workspace, clock)
        job = queue.claim(workspace.store, "w")
        assert job is not None
        perform(workspace.store, kinds(), workspace, job, JobReporter(workspace.store, job.id, 1))

    landed("a.csv", text, 1)
    first = datasets.find(workspace, "orders").dataset.schema
    assert (first.target, first.time) == ("paid", "day")
    datasets.set_roles(workspace, "orders", {"due": Role.TIME, "paid": Role.LEFT_OUT})
    landed("b.csv", text.replace("2024-0", "2025-0"), 2)
    view = datasets.find(workspace, "orders")
    assert view.newest.number == 2
    for schema in (view.dataset.schema, view.newest.schema):
        assert (schema.target, schema.time) == (None, "due")
        assert schema["paid"].role is Role.LEFT_OUT
