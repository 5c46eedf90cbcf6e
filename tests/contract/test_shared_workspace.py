"""A workspace in a database: made, opened by colleagues, its files, its processes."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tidemill.base import programs
from tidemill.base.clock import HeldClock
from tidemill.base.database_urls import DatabaseUrl
from tidemill.base.errors import NeedsYou, NoFolderForFiles, NoWorkspace, WorldError
from tidemill.domain.people import PersonRole
from tidemill.jobs.leases import Leases
from tidemill.services import doctor, people, shared_files, workers
from tidemill.services import workspace as workspaces
from tidemill.services.workspace import Workspace

Opens = Callable[..., Workspace]


@pytest.fixture
def url(store_database: str) -> DatabaseUrl:
    return DatabaseUrl.of(store_database)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return tmp_path / "drive" / "team"


@pytest.fixture
def workspace(url: DatabaseUrl, files: Path) -> Iterator[Workspace]:
    made = workspaces.create(url, artifacts=files, clock=HeldClock(), login="ada")
    yield made
    made.close()


@pytest.fixture
def join(url: DatabaseUrl) -> Iterator[Opens]:
    """Open the workspace as a colleague."""
    opened: list[Workspace] = []

    def join_(login: str = "ben") -> Workspace:
        opened.append(workspaces.open_existing(url, clock=HeldClock(), login=login))
        return opened[-1]

    yield join_
    for one in opened:
        one.close()


def test_who_made_it_approves_and_colleagues_find_the_same_files(workspace, join, url, files):
    ben = join()
    assert (workspace.person.role, ben.person.role) == (PersonRole.APPROVER, PersonRole.MEMBER)
    assert workspace.name == url.name
    assert workspace.is_shared
    assert workspaces.whereabouts(workspace) == "Shared store, 2 people"
    assert workspaces.database_words(workspace).startswith("PostgreSQL, ")
    assert workspaces.database_bytes(workspace) > 0
    name = workspace.blobs.put_bytes(b"model")
    assert ben.blobs.get_bytes(name) == b"model"
    assert files in ben.blobs.path(name).parents
    assert files not in ben.folder.parents
    assert ben.folder.is_dir()


def test_names_of_people_reach_each_other(workspace, join):
    ben = join()
    people.put(workspace, replace(workspace.person, display="Ada L."))
    assert [p.display for p in people.every(ben)] == ["Ada L.", "Ben"]


def test_without_a_folder_for_files_nothing_is_made(empty_database):
    url = DatabaseUrl.of(empty_database)
    with pytest.raises(NoFolderForFiles):
        workspaces.create(url, clock=HeldClock())
    with pytest.raises(NoWorkspace):
        workspaces.open_existing(url, clock=HeldClock())


def test_a_folder_that_holds_something_is_not_taken_and_nothing_is_made(empty_database, tmp_path):
    url = DatabaseUrl.of(empty_database)
    (tmp_path / "holiday.jpg").write_bytes(b"x")
    with pytest.raises(NeedsYou, match="not empty"):
        workspaces.create(url, artifacts=tmp_path, clock=HeldClock())
    with pytest.raises(NoWorkspace):
        workspaces.open_existing(url, clock=HeldClock())


def test_it_is_made_in_an_empty_database(empty_database, files):
    url = DatabaseUrl.of(empty_database)
    made = workspaces.create(url, artifacts=files, clock=HeldClock(), login="ada")
    made.close()
    again = workspaces.open_existing(url, clock=HeldClock(), login="ada")
    assert again.store.id == made.store.id
    assert again.person.role is PersonRole.APPROVER
    again.close()


def test_making_it_again_opens_it(workspace, url, files):
    for folder in (None, files):
        again = workspaces.create(url, artifacts=folder, clock=HeldClock(), login="ben")
        assert again.store.id == workspace.store.id
        again.close()


def test_a_drive_that_is_not_connected_is_told_and_nothing_is_written_there(workspace, join, files):
    away = files.rename(files.with_name("away"))
    files.mkdir()
    with pytest.raises(WorldError, match="can't be reached"):
        join()
    assert list(files.iterdir()) == []
    files.rmdir()
    with pytest.raises(WorldError, match="can't be reached") as told:
        join()
    assert shared_files.VARIABLE in told.value.hint
    assert not files.exists()
    away.rename(files)
    join()


def test_a_computer_may_find_the_files_under_another_path(workspace, join, files, monkeypatch):
    name = workspace.blobs.put_bytes(b"model")
    elsewhere = files.rename(files.with_name("elsewhere"))
    monkeypatch.setenv(shared_files.VARIABLE, str(elsewhere))
    assert join().blobs.get_bytes(name) == b"model"


def test_files_that_were_moved_are_found_once_the_store_is_told(workspace, url, join, tmp_path):
    name = workspace.blobs.put_bytes(b"model")
    files = workspace.blobs.folder.parent
    with pytest.raises(NeedsYou, match="there already") as told:
        workspaces.create(url, artifacts=tmp_path / "new", clock=HeldClock())
    assert str(files) in told.value.message
    shutil.copytree(files, tmp_path / "new")
    workspaces.create(url, artifacts=tmp_path / "new", clock=HeldClock()).close()
    shutil.rmtree(files)
    assert join().blobs.get_bytes(name) == b"model"


def test_the_files_of_another_workspace_are_not_taken_for_its_own(workspace, join, files):
    (files / "tidemill-artifacts.txt").write_text("somebody-else\n")
    with pytest.raises(NeedsYou, match="another workspace"):
        join()


def test_a_process_on_another_computer_lives_as_long_as_its_heart_beats(workspace):
    own = workers.register(workspace, "worker")
    [known] = workers.alive(workspace)
    assert known.id == own
    from tidemill.store import processes

    with workspace.store.write() as tx:
        far = {"host": "elsewhere", "database": "1.2@far", "pid": 1, "born": 0.0}
        processes.insert(tx, replace(known, id="far", **far))
        twin = {"database": "1.2@twin", "pid": 1, "born": 0.0}  # of the same name as this one
        processes.insert(tx, replace(known, id="twin", **twin))
        dead = {"pid": os.getpid(), "born": known.born - 1000}
        processes.insert(tx, replace(known, id="dead", **dead))
    assert workers.living(workspace) == {own, "far", "twin"}
    second = workers.register(workspace, workers.STANDBY)
    assert workers.take_over(workspace, second) is None, "on a shared store a second one helps"
    watching = Leases(workspace.store)
    assert workers.look_after(workspace, own, watching, [])
    assert not workers.look_after(workspace, second, watching, [])
    workers.unregister(workspace, own)
    own = workers.register(workspace, "worker")
    workers.unregister(workspace, second)
    workspace.clock.advance(workers.STALE_S + 1)
    assert workers.living(workspace) == {own}


def test_a_worker_is_started_by_the_url_and_given_its_password_apart(workspace, monkeypatch):
    import subprocess

    started: list[tuple[list[str], dict[str, str]]] = []

    def note(command: list[str], **options: object) -> None:
        started.append((command, dict(options["env"])))  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "Popen", note)
    url = replace(workspace.store.place, password="s3cret")
    monkeypatch.setattr(workspace.store, "place", url)
    assert workers.ensure(workspace)
    [(command, environment)] = started
    assert command == programs.own_command("-w", str(url), "worker", "--leave-when-idle")
    assert "s3cret" not in " ".join(command)
    assert environment["PGPASSWORD"] == "s3cret"


def test_a_shared_workspace_is_well(workspace):
    findings = doctor.examine(workspace)
    assert all(f.passed for f in findings), findings
    assert "PostgreSQL 1" in findings[-1].message
