"""Files that are not whole, locked or kept out by the disk: what is said, how long they wait."""

import errno
import gzip
import os
import re
from datetime import timedelta
from pathlib import Path

import pytest

from tidemill.base import whole_files as looks
from tidemill.base.clock import HeldClock
from tidemill.base.errors import WorldError
from tidemill.domain.jobs import JobState
from tidemill.domain.watches import FileState
from tidemill.jobs import queue
from tidemill.jobs.child import perform
from tidemill.jobs.reporter import JobReporter
from tidemill.services import datasets, ingesting, jobs, settings, watching
from tidemill.services import workspace as workspaces
from tidemill.services.folder_scans import Scanner
from tidemill.services.job_kinds import kinds
from tidemill.services.waits import SHORTEST
from tidemill.services.whole_files import OPEN_END_S, PATIENCE, SETTING, SETTLE_S
from tidemill.store.blobs import Blobs

ROWS = "day,paid\n" + "".join(f"2024-01-{d:02d},{d}.5\n" for d in range(1, 29))


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def workspace(tmp_path: Path, clock: HeldClock):
    made = workspaces.create(tmp_path / "ws", clock=clock, login="ada")
    settings.put(made, SETTING, "10 s")
    yield made
    made.close()


@pytest.fixture
def inbox(tmp_path: Path, workspace) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    watching.add(workspace, folder, dataset="shop")
    return folder


@pytest.fixture
def looked(workspace, clock):
    """Look into the folders, seconds later, and do what there is to do; the newest file."""

    def look(seconds: float = SETTLE_S, closed: Path | None = None):
        clock.advance(seconds)
        watching.scan(workspace, frozenset() if closed is None else frozenset({str(closed)}))
        while (job := queue.claim(workspace.store, "w")) is not None:
            job = queue.begin(workspace.store, job.id, job.attempts)
            reporter = JobReporter(workspace.store, job.id, job.attempts)
            perform(workspace.store, kinds(), workspace, job, reporter)
        return watching.arrived(workspace)[0]

    return look


def put(path: Path, content: str | bytes, at: int = 1_000) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    os.utime(path, ns=(at, at))
    return path


def test_a_row_cut_in_the_middle_waits_says_why_and_goes_in_whole(workspace, inbox, looked):
    path = put(inbox / "a.csv", ROWS[:-6])
    looked()
    file = looked()
    assert file.outcome == "Waiting until it is complete: it ends in the middle of a row"
    assert looked(5).state is FileState.WAITING
    put(path, ROWS, at=2_000)
    looked()
    file = looked()
    assert (file.state, file.rows) == (FileState.ADDED, 28)
    assert len(datasets.find(workspace, "shop").versions) == 1


def test_a_row_that_stays_cut_is_read_all_the_same_once_it_was_waited_for(inbox, looked):
    put(inbox / "a.csv", ROWS + "2024-02-01")
    looked()
    looked()
    assert looked(9).state is FileState.WAITING
    file = looked(2)
    assert file.state is not FileState.WAITING
    assert not file.outcome.startswith("Waiting")


def test_a_closed_file_that_is_cut_waits_as_well(inbox, looked):
    path = put(inbox / "a.csv", ROWS[:-6])
    assert looked(0, closed=path).state is FileState.WAITING
    put(path, ROWS, at=2_000)
    assert looked(0, closed=path).state is FileState.ADDED


def test_a_last_line_without_an_end_is_given_some_seconds_unless_its_writer_closed_it(
    inbox, looked
):
    put(inbox / "a.csv", ROWS[:-1])
    looked()
    assert looked(OPEN_END_S - 1).state is FileState.WAITING
    assert looked(1).state is FileState.ADDED
    other = put(inbox / "b.csv", ROWS.replace("2024", "2025")[:-1])
    assert looked(0, closed=other).state is FileState.ADDED


def test_a_file_that_keeps_its_size_and_time_while_its_bytes_change_is_not_whole(
    workspace, inbox, looked
):
    path = put(inbox / "a.csv", "\0" * len(ROWS))  # the room is taken first, then filled
    looked()
    put(path, ROWS.replace("28,28.5", "28,00.0"))
    assert looked().state is FileState.WAITING
    put(path, ROWS)
    assert looked().state is FileState.WAITING
    assert looked().state is FileState.ADDED
    assert len(datasets.find(workspace, "shop").versions) == 1


def test_an_empty_file_waits_for_its_content_and_is_set_aside_without(inbox, looked):
    path = put(inbox / "a.csv", "")
    assert looked().outcome == "Waiting until it is complete: it is empty"
    assert looked(5).state is FileState.WAITING
    put(path, ROWS, at=2_000)
    looked()
    assert looked().state is FileState.ADDED
    put(inbox / "b.csv", "")
    looked()
    file = looked(11)
    assert (file.name, file.state) == ("b.csv", FileState.SET_ASIDE)
    assert "empty" in file.reason


def test_a_parquet_file_without_its_end_waits_and_is_set_aside_in_words(inbox, looked):
    put(inbox / "a.parquet", b"PAR1" + b"x" * 500)
    looked()
    assert looked().outcome.endswith(": the end of the Parquet file is missing")
    file = looked(11)
    assert (file.state, file.reason.split(" ")[0]) == (FileState.SET_ASIDE, "a.parquet")


def test_a_packed_file_that_ends_too_early_waits_and_is_set_aside_in_words(
    workspace, inbox, looked
):
    whole = gzip.compress(ROWS.encode() * 40, mtime=0)
    path = put(inbox / "a.csv.gz", whole[:-20])
    looked()
    file = looked()
    assert file.outcome == "Waiting until it is complete: it ends too early"
    assert looked(5).outcome == file.outcome
    file = looked(6)
    assert file.state is FileState.SET_ASIDE
    assert "ends" in file.reason
    put(path, gzip.compress(ROWS.encode(), mtime=0), at=2_000)
    looked()
    file = looked()
    assert (file.state, file.rows) == (FileState.ADDED, 28)


def test_a_zip_without_its_list_of_contents_waits(inbox, looked):
    put(inbox / "a.xlsx", b"PK\x03\x04" + b"x" * 500)
    looked()
    assert "the list of contents at the end of the file is missing" in looked().outcome
    assert looked(11).state is FileState.SET_ASIDE


def test_a_file_that_is_locked_for_now_goes_in_as_soon_as_it_may_be_read(
    inbox, looked, monkeypatch
):
    path = put(inbox / "a.csv", ROWS)
    opened = Path.open

    def locked(self, *words, **values):
        if self == path:
            raise PermissionError(13, "The process cannot access the file", str(self))
        return opened(self, *words, **values)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", locked)
        looked()
        words = "it may not be read, or another program keeps it locked"
        assert looked().outcome == f"Waiting until it is complete: {words}"
        assert looked(5).state is FileState.WAITING
    assert looked().state is FileState.ADDED


def test_a_file_that_stays_locked_is_set_aside_in_words(inbox, looked, monkeypatch):
    path = put(inbox / "a.csv", ROWS)
    opened = Path.open

    def locked(self, *words, **values):
        if self == path:
            raise PermissionError(13, "Permission denied", str(self))
        return opened(self, *words, **values)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", locked)
        looked()
        looked()
        file = looked(11)
    assert (file.state, file.reason) == (FileState.SET_ASIDE, "a.csv may not be read.")


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "O_NONBLOCK"), reason="Linux grants leases")
def test_a_file_that_a_process_has_open_for_writing_waits_however_long_it_pauses(inbox, looked):
    path = inbox / "a.csv"
    with path.open("w") as stream:
        stream.write(ROWS[:-20])
        stream.flush()
        if not looks.is_open_for_writing(path):
            pytest.skip("This file system grants no leases.")
        looked()
        assert looked().outcome.endswith(": another program is still writing it")
        assert looked(3600).state is FileState.WAITING
        stream.write(ROWS[-20:])
    looked()
    file = looked()
    assert (file.state, file.rows) == (FileState.ADDED, 28)


def test_a_full_disk_is_told_and_the_file_goes_in_by_itself_once_there_is_room(
    workspace, inbox, looked, monkeypatch
):
    def full(*_words):
        raise WorldError("The disk is full.", "Free some room.")

    path = put(inbox / "a.csv", ROWS)
    with monkeypatch.context() as patch:
        patch.setattr(Blobs, "put_file", full)
        file = looked(0, closed=path)
        assert file.outcome == "Waiting to be tried again by itself: The disk is full."
        assert jobs.newest(workspace)[0].state is JobState.SUCCEEDED
        looked(SHORTEST.total_seconds() - 1)
        assert len(jobs.newest(workspace)) == 1, "it is left in peace for a while"
        looked(1)
        assert len(jobs.newest(workspace)) == 2
    assert looked(timedelta(minutes=15).total_seconds()).state is FileState.ADDED
    assert [v.rows for v in datasets.find(workspace, "shop").versions] == [28]


def test_one_file_that_the_job_can_not_survive_keeps_out_none_of_the_others(
    workspace, inbox, looked, clock, monkeypatch
):
    for number in range(3):
        put(inbox / f"{number}.csv", ROWS.replace("2024", f"202{number}"))
    watching.scan(workspace)
    clock.advance(SETTLE_S)
    watching.scan(workspace)
    job = queue.claim(workspace.store, "w")
    assert job.params["files"] == [1, 2, 3]
    for _ in range(2):
        queue.gave_up(workspace.store, kinds(), workspace, job, "Its process died.")
        job = queue.claim(workspace.store, "w")
    queue.gave_up(workspace.store, kinds(), workspace, job, "Its process died.")
    states = [str(f.state) for f in watching.arrived(workspace)[::-1]]
    assert states == ["failed", "waiting", "waiting"]
    looked()
    states = [str(f.state) for f in watching.arrived(workspace)[::-1]]
    assert states == ["failed", "added", "added"]


def test_what_others_write_of_a_file_is_heard_and_a_look_reads_no_rows_again(
    workspace, inbox, looked, clock, monkeypatch
):
    from tidemill.services import news

    reader = news.Reader(workspace)
    scanner = Scanner(workspace)
    path = put(inbox / "a.csv", ROWS)
    assert scanner.scan(frozenset({str(path)})).handed_on == 1
    looked()
    scanner.heard(reader.poll())
    with monkeypatch.context() as patch:
        patch.setattr("tidemill.store.files.of_watch", None)
        patch.setattr("tidemill.store.files.find_many", None)
        assert scanner.scan() == watching.Scan(0, 0)
    put(path, ROWS.replace("2024", "2026"), at=2_000)
    assert scanner.scan(frozenset({str(path)})).handed_on == 1, "written over after it was added"
    reader.close()


def test_a_folder_that_may_only_be_read_is_watched_as_any_other(workspace, inbox, looked):
    put(inbox / "a.csv", ROWS)
    inbox.chmod(0o555)
    try:
        looked()
        assert looked().state is FileState.ADDED
        assert [p.name for p in inbox.iterdir()] == ["a.csv"], "nothing is put beside the files"
        assert watching.every(workspace)[0].trouble == ""
    finally:
        inbox.chmod(0o755)


def test_a_patience_that_is_no_choice_is_refused(workspace):
    from tidemill.base.errors import NeedsYou

    with pytest.raises(NeedsYou, match="can't be a while"):
        settings.put(workspace, SETTING, "a while")
    assert settings.find(workspace, SETTING)["choices"] == list(PATIENCE)


def test_a_renamed_a_sent_again_and_a_touched_file_are_known_and_say_how_they_came(
    workspace, inbox, looked
):
    first = put(inbox / "a.csv", ROWS)
    looked(0, closed=first)
    sent = put(inbox / "a (1).csv", ROWS, at=2_000)
    assert looked(0, closed=sent).outcome == "Skipped: same content as v1, which came as a.csv"
    put(first, ROWS, at=3_000)
    assert looked(0, closed=first).outcome == "Skipped: same content as v1, only its time is new"
    renamed = first.rename(inbox / "b.csv")
    assert looked(0, closed=renamed).outcome == "Skipped: same content as v1, renamed from a.csv"
    assert len(datasets.find(workspace, "shop").versions) == 1


def test_a_renamed_file_that_grows_brings_only_its_new_rows(workspace, inbox, looked):
    first = put(inbox / "a.csv", ROWS)
    looked(0, closed=first)
    renamed = first.rename(inbox / "b.csv")
    looked(0, closed=renamed)
    put(renamed, ROWS + "2024-02-01,40.5\n", at=2_000)
    file = looked(0, closed=renamed)
    assert file.outcome.startswith("Added; it grew since: its first 28 rows are in v1 already")
    assert [v.added_rows for v in datasets.find(workspace, "shop").versions] == [28, 1]


def test_a_file_written_over_adds_to_a_series_and_says_that_the_former_rows_stay(
    workspace, inbox, looked
):
    path = put(inbox / "a.csv", ROWS)
    looked(0, closed=path)
    put(path, ROWS.replace("2024", "2025"), at=2_000)
    file = looked(0, closed=path)
    assert file.outcome.startswith("Added; written over: the rows of v1 stay")
    assert [v.rows for v in datasets.find(workspace, "shop").versions] == [28, 56]


def test_a_file_written_over_is_the_next_version_of_a_series_that_is_replaced(
    workspace, tmp_path, looked
):
    folder = tmp_path / "stock"
    folder.mkdir()
    watching.add(workspace, folder, dataset="stock", series="replace")
    path = put(folder / "a.csv", ROWS)
    looked(0, closed=path)
    put(path, ROWS.replace("2024", "2025"), at=2_000)
    assert looked(0, closed=path).outcome.startswith("Added")
    assert [v.rows for v in datasets.find(workspace, "stock").versions] == [28, 28]


def test_the_same_content_in_two_folders_of_a_dataset_is_taken_in_once(
    workspace, inbox, tmp_path, looked
):
    other = tmp_path / "other"
    other.mkdir()
    watching.add(workspace, other, dataset="shop")
    put(inbox / "a.csv", ROWS)
    put(other / "a.csv", ROWS)
    looked()
    looked()
    outcomes = sorted(f.outcome for f in watching.arrived(workspace))
    assert outcomes == ["Added", "Skipped: same content as v1, which came as a.csv"]


def test_a_file_renamed_while_it_waits_says_what_it_is_called_now(workspace, inbox, looked):
    path = put(inbox / "a.csv", ROWS)
    looked()
    path.rename(inbox / "b.csv")
    looked(0)
    looked()
    found = {f.name: f.outcome for f in watching.arrived(workspace)}
    assert found["a.csv"] == "Skipped: renamed to b.csv before it was complete"
    assert found["b.csv"] == "Added"


def test_a_folder_that_is_gone_or_closed_to_the_worker_says_so_and_forgets_nothing(
    workspace, inbox, looked, monkeypatch
):
    put(inbox / "a.csv", ROWS)
    looked()
    away = inbox.rename(inbox.with_name("away"))
    looked()
    assert "is not there" in watching.every(workspace)[0].trouble
    away.rename(inbox)

    def refused(_place):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", refused)
        assert looked().state is FileState.WAITING
    [watch] = watching.every(workspace)
    assert (watch.is_there, "may not be read" in watch.trouble) == (True, True)
    assert looked().state is FileState.ADDED
    assert watching.every(workspace)[0].trouble == ""
    assert len(watching.arrived(workspace)) == 1


def test_a_huge_file_waits_for_room_is_not_copied_and_keeps_out_none_of_the_others(
    workspace, inbox, looked
):
    huge = inbox / "a.csv"
    with huge.open("wb") as stream:
        stream.write(ROWS.encode())
        stream.truncate(1 << 42)  # 4 TiB, of which the disk holds a block
    put(inbox / "b.csv", ROWS)
    looked()
    looked(3600)  # it ends without the end of a line, and nobody saw it closed
    found = {file.name: file for file in watching.arrived(workspace)}
    assert str(found["b.csv"].state) == "added", "what stands behind it goes in"
    assert str(found["a.csv"].state) == "waiting"
    assert re.fullmatch(
        r"Waiting to be tried again by itself: a\.csv has 4398\.0 GB, and only [\d.]+ [MG]B are "
        r"free on the disk of .+/blobs, of which 500\.0 MB are kept\.",
        found["a.csv"].outcome,
    )
    assert not list((workspace.blobs.folder / "scratch").glob("*"))
    with huge.open("r+b") as stream:
        stream.truncate(len(ROWS))
    os.utime(huge)
    looked()
    looked(3600)
    found = {file.name: str(file.state) for file in watching.arrived(workspace)}
    assert found == {"a.csv": "skipped", "b.csv": "added"}, "both have the same rows now"


def test_a_huge_file_given_by_hand_is_refused_with_the_way_out(workspace, inbox, looked):
    huge = inbox / "huge.csv"
    with huge.open("wb") as stream:
        stream.write(ROWS.encode())
        stream.truncate(1 << 42)
    added = ingesting.add(workspace, [huge], dataset="shop")
    looked()
    job = jobs.find(workspace, added.job_id)
    assert str(job.state) == "failed"
    assert job.error.startswith("huge.csv has 4398.0 GB, and only ")
    assert job.hint == "Free some room, or bring its rows in smaller files."


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOTCONN])
def test_a_share_that_breaks_while_a_file_is_copied_is_told_and_the_file_waits(
    workspace, inbox, looked, monkeypatch, number
):
    path = put(inbox / "a.csv", ROWS)

    def broken(*_words):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(Blobs, "put_file", broken)
        file = looked(0, closed=path)
    words = f"a.csv can't be read: {os.strerror(number)}."
    assert file.outcome == f"Waiting to be tried again by itself: {words}"
    assert looked(timedelta(minutes=15).total_seconds()).state is FileState.ADDED
