"""Hints from the file system: which files are known to be whole, and which folders are followed.

The observer is real, so what it says is waited for through the event it sets.
"""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from watchdog.events import (
    DirMovedEvent,
    FileClosedEvent,
    FileClosedNoWriteEvent,
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
)

from tidemill.domain.watches import Watch
from tidemill.worker import folders as worker_folders
from tidemill.worker.folders import Folders, Hints, _Handler

PATIENCE_S = 60.0


@pytest.fixture(autouse=True)
def begun_before_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy computer may take longer to listen to a folder than the worker waits for it."""
    monkeypatch.setattr(worker_folders, "_PATIENCE_S", PATIENCE_S)


@pytest.fixture
def wake() -> threading.Event:
    return threading.Event()


@pytest.fixture
def folders(wake: threading.Event) -> Iterator[Folders]:
    made = Folders(wake)
    yield made
    made.close()


def watch(folder: Path, **values: object) -> Watch:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    one = Watch(1, str(folder), "d", "append", None, None, True, True, at, "ada")
    return replace(one, **values)


def hinted(folders: Folders, wake: threading.Event) -> frozenset[str]:
    """What was closed, once something was."""
    assert wake.wait(PATIENCE_S)
    wake.clear()
    return folders.hints().closed


@pytest.fixture
def handler(wake: threading.Event) -> _Handler:
    return _Handler("/in", wake, is_polled=False)


def told(handler: _Handler, *events: object) -> frozenset[str]:
    """What is closed after events, without a file system."""
    for event in events:
        handler.dispatch(event)
    return handler.take().closed


def test_a_file_that_its_writer_closed_or_renamed_into_place_is_whole(handler, wake):
    assert told(handler, FileClosedEvent("/in/a.csv")) == {"/in/a.csv"}
    assert told(handler, FileMovedEvent("/in/b.csv.part", "/in/b.csv")) == {"/in/b.csv"}
    assert wake.is_set()


def test_a_file_that_is_being_written_or_read_or_has_a_temporary_name_is_no_hint(handler, wake):
    events = (
        FileCreatedEvent("/in/a.csv"),
        FileModifiedEvent("/in/a.csv"),
        FileClosedNoWriteEvent("/in/a.csv"),
        FileClosedEvent("/in/a.csv.part"),
        FileClosedEvent("/in/.a.csv.swp"),
        FileMovedEvent("/in/a.csv", "/in/a.csv~"),
        DirMovedEvent("/in/old", "/in/new"),
    )
    assert told(handler, *events) == frozenset()
    assert not wake.is_set()


def test_a_file_written_to_again_after_it_was_closed_is_no_longer_known_to_be_whole(handler):
    first = FileClosedEvent("/in/a.csv")
    assert told(handler, first, FileModifiedEvent("/in/a.csv")) == frozenset()
    assert told(handler, first, FileModifiedEvent("/in/a.csv"), first) == {"/in/a.csv"}


def test_a_hint_is_given_once(handler):
    assert told(handler, FileClosedEvent("/in/a.csv"))
    assert handler.take().closed == frozenset()


def test_what_is_heard_while_hints_are_taken_comes_with_the_next_ones(
    folders, wake, tmp_path, monkeypatch
):
    folders.follow([watch(tmp_path)])
    [one] = folders._followed.values()
    take = one.handler.take

    def taken() -> Hints:
        found = take()
        one.handler.dispatch(FileClosedEvent(str(tmp_path / "late.csv")))
        return found

    with monkeypatch.context() as patch:
        patch.setattr(one.handler, "take", taken)
        assert folders.hints() == Hints()  # nothing was heard, so nothing is asked
        one.handler.dispatch(FileClosedEvent(str(tmp_path / "a.csv")))
        assert folders.hints().closed == {str(tmp_path / "a.csv")}
    assert folders.hints().closed == {str(tmp_path / "late.csv")}
    assert folders.hints() == Hints()


def test_a_real_folder_wakes_the_worker_when_a_file_lands(folders, wake, tmp_path):
    folders.follow([watch(tmp_path)])
    part = tmp_path / "a.csv.part"
    part.write_text("x\n1\n")
    part.rename(tmp_path / "a.csv")
    assert hinted(folders, wake) == {str(tmp_path / "a.csv")}


def test_paused_and_missing_folders_are_not_followed_and_come_back(folders, wake, tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    folders.follow([watch(first, is_on=False), watch(second)])
    assert folders.followed == frozenset()
    second.mkdir()
    folders.follow([watch(first), watch(second)])
    assert folders.followed == {str(first), str(second)}
    folders.follow([watch(second)])
    (first / "unseen.csv").write_text("x\n")
    (second / "seen.csv").write_text("x\n")
    assert hinted(folders, wake) == {str(second / "seen.csv")}


def test_a_folder_that_was_replaced_by_another_of_its_name_is_followed_anew(
    folders, wake, tmp_path
):
    folder = tmp_path / "in"
    folder.mkdir()
    folders.follow([watch(folder)])
    folder.rename(tmp_path / "away")
    folders.follow([watch(folder)])
    folder.mkdir()
    folders.follow([watch(folder)])
    (folder / "a.csv").write_text("x\n")
    assert hinted(folders, wake) == {str(folder / "a.csv")}


def test_closing_ends_the_observer_and_can_be_done_twice(wake, tmp_path):
    before = threading.active_count()
    folders = Folders(wake)
    folders.follow([watch(tmp_path)])
    assert threading.active_count() > before
    folders.close()
    folders.close()
    assert threading.active_count() == before


def test_a_folder_that_was_taken_away_and_replaced_between_two_looks_is_followed_anew(
    folders, wake, tmp_path
):
    folder = tmp_path / "in"
    folder.mkdir()
    folders.follow([watch(folder)])
    folder.rename(tmp_path / "away")
    folder.mkdir()
    folders.follow([watch(folder)])
    (folder / "a.csv").write_text("x\n")
    assert hinted(folders, wake) == {str(folder / "a.csv")}


def test_files_in_folders_below_are_hinted_at_where_they_count(folders, wake, tmp_path):
    below = tmp_path / "below"
    below.mkdir()
    folders.follow([watch(tmp_path, is_recursive=True)])
    (below / "a.csv").write_text("x\n")
    assert hinted(folders, wake) == {str(below / "a.csv")}


def test_a_folder_of_which_the_system_does_not_tell_is_polled_and_only_said_to_stir(
    wake, tmp_path, monkeypatch
):
    monkeypatch.setattr(worker_folders, "tells_of_changes", lambda _: False)
    polling = Folders(wake, poll_s=0.05)
    try:
        polling.follow([watch(tmp_path)])
        assert polling.polled == {str(tmp_path)}
        (tmp_path / "a.csv.part").write_text("x\n")
        (tmp_path / "a.csv.part").rename(tmp_path / "a.csv")
        assert wake.wait(PATIENCE_S)
        assert polling.hints() == Hints(stirred=frozenset({str(tmp_path)}))
    finally:
        polling.close()


def test_a_polled_folder_that_went_away_and_came_back_is_polled_again(wake, tmp_path, monkeypatch):
    monkeypatch.setattr(worker_folders, "tells_of_changes", lambda _: False)
    folder = tmp_path / "in"
    folder.mkdir()
    polling = Folders(wake, poll_s=0.05)
    try:
        polling.follow([watch(folder)])
        folder.rename(tmp_path / "away")
        polling.follow([watch(folder)])
        assert polling.followed == frozenset()
        (tmp_path / "away").rename(folder)
        polling.follow([watch(folder)])
        wake.clear()
        polling.hints()
        (folder / "a.csv").write_text("x\n")
        assert wake.wait(PATIENCE_S)
        assert polling.hints().stirred == {str(folder)}
    finally:
        polling.close()
