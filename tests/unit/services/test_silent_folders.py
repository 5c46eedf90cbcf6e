"""A folder that does not answer: it is said so, the others go on, and nothing is lost by it."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tidemill.base.clock import monotonic
from tidemill.domain.watches import Watch
from tidemill.services import folder_scans, silent_folders, watching
from tidemill.services.folder_scans import Scanner

PATIENCE_S = 60.0
SILENT_S = 1.0
"""Long enough for a folder that does answer, also on a busy computer."""


@pytest.fixture
def hung(monkeypatch) -> Iterator[threading.Event]:
    """The folder `share` gives no listing until this is set."""
    answers = threading.Event()
    listed = folder_scans.listed

    def hanging(watch: Watch, sign):
        if Path(watch.folder).name == "share":
            answers.wait(PATIENCE_S)
        return listed(watch, sign)

    monkeypatch.setattr(folder_scans, "listed", hanging)
    monkeypatch.setattr(silent_folders, "SILENT_S", SILENT_S)
    yield answers
    answers.set()


@pytest.fixture
def both(workspace, tmp_path) -> tuple[Path, Path]:
    """The share and another folder, both watched, with a file in each."""
    folders = tmp_path / "share", tmp_path / "inbox"
    for folder in folders:
        folder.mkdir()
        (folder / f"{folder.name}.csv").write_text("a\n1\n")
        watching.add(workspace, folder, dataset=folder.name)
    return folders


@pytest.fixture
def scanner(workspace) -> Iterator[Scanner]:
    """A scanner as the worker has one: it waits for no answer."""
    woken = threading.Event()
    made = Scanner(workspace, 0.01, woken.set)
    yield made
    made.close()


def troubles(workspace) -> dict[str, str]:
    return {Path(one.folder).name: one.trouble for one in watching.every(workspace)}


def arrived(workspace) -> list[str]:
    return sorted(one.name for one in watching.arrived(workspace))


def until(scanner: Scanner, look) -> None:
    """Scan as the worker does until something is so."""
    began, pause = monotonic(), threading.Event()
    while True:
        scanner.scan(stirred=frozenset())
        if look():
            return
        assert monotonic() - began < PATIENCE_S, "it never came"
        pause.wait(0.02)


def asking() -> int:
    return sum(thread.name == "outside" for thread in threading.enumerate())


def test_the_other_folders_go_on_and_the_silent_one_is_told_and_catches_up(
    workspace, both, hung, scanner
):
    assert scanner.scan(stirred=frozenset()).waiting >= 1, "a folder that owes an answer counts"
    until(scanner, lambda: arrived(workspace) == ["inbox.csv"])
    until(
        scanner, lambda: [name for name, said in troubles(workspace).items() if said] == ["share"]
    )
    said = troubles(workspace)
    words = (
        r"The folder has not answered since \d{4}-\d\d-\d\d \d\d:\d\d UTC: its share or disk "
        r"hangs. Check the connection. The other folders go on, and what lands here is "
        r"taken in once it answers."
    )
    assert re.fullmatch(words, said["share"])
    hung.set()
    until(scanner, lambda: arrived(workspace) == ["inbox.csv", "share.csv"])
    until(scanner, lambda: troubles(workspace) == {"share": "", "inbox": ""})


def test_a_silent_folder_never_holds_more_than_one_thread_whatever_is_heard(
    workspace, both, hung, scanner
):
    until(scanner, lambda: troubles(workspace)["share"] != "")
    for _ in range(5):
        scanner.heard(None)  # "reload everything": what was known is forgotten
        scanner.scan(stirred=frozenset())
        watching.change(workspace, 1, order="time")
        scanner.scan()
    began, pause = monotonic(), threading.Event()
    while asking() > 2:  # one that hangs, one for all that is answered; others are on their way out
        assert monotonic() - began < PATIENCE_S / 2
        pause.wait(0.02)
    assert scanner.scan(stirred=frozenset({str(both[0])})).waiting <= 1, "inbox.csv at most"


def test_the_answer_of_a_slow_folder_is_taken_at_a_later_look(workspace, both, hung, scanner):
    scanner.scan(stirred=frozenset())
    assert not scanner.has_answers
    hung.set()
    until(scanner, lambda: arrived(workspace) == ["inbox.csv", "share.csv"])


def test_a_look_at_once_waits_for_signs_of_life_only_and_says_what_it_found(workspace, both, hung):
    found = watching.scan(workspace)
    assert arrived(workspace) == ["inbox.csv"]
    assert found == watching.Scan(1, 0)
    assert troubles(workspace)["share"].startswith("The folder has not answered since")
    hung.set()


def test_a_folder_that_is_told_silent_already_keeps_the_moment_it_fell_silent(
    workspace, both, hung
):
    watching.scan(workspace)
    before = troubles(workspace)["share"]
    workspace.clock.advance(3600)
    watching.scan(workspace)
    assert troubles(workspace)["share"] == before


def test_a_file_whose_content_hangs_holds_up_no_other_folder(workspace, both, scanner, monkeypatch):
    answers = threading.Event()
    looked_at = folder_scans.judged

    def judged(asked, *rest):
        if any("share" in one.path for one, _, _ in asked):
            answers.wait(PATIENCE_S)
        return looked_at(asked, *rest)

    monkeypatch.setattr(folder_scans, "judged", judged)
    try:
        until(scanner, lambda: arrived(workspace) == ["inbox.csv"])
    finally:
        answers.set()
    until(scanner, lambda: arrived(workspace) == ["inbox.csv", "share.csv"])


@pytest.mark.parametrize("number", ["EACCES", "ENOTCONN", "ESTALE", "EIO"])
def test_a_folder_that_can_not_even_be_looked_at_is_in_trouble_and_ends_nothing(
    workspace, both, monkeypatch, number
):
    import errno
    import os

    from tidemill.services import folder_listing

    def broken(folder):
        if Path(folder).name == "share":
            raise OSError(getattr(errno, number), os.strerror(getattr(errno, number)))
        return 1, 1

    monkeypatch.setattr(folder_listing, "mark_of", broken)
    watching.scan(workspace)
    words = "may not be read" if number == "EACCES" else "It is tried again by itself"
    assert words in troubles(workspace)["share"]
    assert arrived(workspace) == ["inbox.csv"]


def test_files_that_are_listed_but_may_not_be_looked_at_are_a_trouble_not_gone(
    workspace, both, monkeypatch
):
    from tidemill.services import folder_listing

    watching.scan(workspace)
    assert arrived(workspace) == ["inbox.csv", "share.csv"]

    class Entry:
        name, path = "share.csv", str(both[0] / "share.csv")

        def is_dir(self, **_):
            return False

        def is_file(self):
            raise PermissionError(13, "Permission denied")

    class Entries(list):
        __enter__, __exit__ = (lambda self: self), (lambda *_: None)

    monkeypatch.setattr(folder_listing.os, "scandir", lambda _: Entries([Entry()]))
    watching.scan(workspace)
    assert "may not be read" in troubles(workspace)["share"]
    states = {one.name: str(one.state) for one in watching.arrived(workspace)}
    assert states["share.csv"] == "waiting", "not told as removed"
