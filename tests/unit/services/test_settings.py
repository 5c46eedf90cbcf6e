"""Settings of a workspace go through roles and Activity; a computer's own lie in a file of hers."""

from pathlib import Path

import pytest

from tidemill.base import own_options, places
from tidemill.base.errors import NeedsYou, WorldError
from tidemill.domain.options import every as options
from tidemill.domain.options import of_computer, of_workspace
from tidemill.domain.people import Person, PersonRole
from tidemill.services import (
    activity,
    disk_room,
    job_settings,
    retention,
    settings,
    undoing,
    whole_files,
)
from tidemill.services.workspace import Workspace
from tidemill.store import settings as rows


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of this person's own options, empty."""
    monkeypatch.setattr(places, "settings_file", lambda: tmp_path / "own" / "settings.json")
    return tmp_path / "own" / "options.json"


def test_all_that_can_be_set_is_listed_with_its_value(workspace: Workspace, own: Path):
    told = {one["key"]: one for one in settings.every(workspace)}
    assert list(told) == [one.key for one in options.EVERY]
    assert told["data.keep_originals"]["value"] == "on"
    assert told["jobs.heavy_at_once"]["may_be"] == "a whole number from 1 to 64"
    assert told["look.text_size"]["kept"] == "computer"
    assert all(one["value"] == one["default"] for one in told.values())


def test_a_change_is_told_in_activity_and_taken_back(workspace: Workspace):
    settings.put(workspace, "jobs.heavy_at_once", "3")
    assert job_settings.policy(workspace).n_heavy == 3
    newest = activity.recent(workspace, limit=1).entries[0]
    assert newest.sentence == "set jobs.heavy_at_once to 3"
    assert newest.detail["before"] == {"jobs.heavy_at_once": 1}
    undoing.undo(workspace)
    assert job_settings.policy(workspace).n_heavy == 1


def test_several_are_one_change_and_what_is_so_already_is_none(workspace: Workspace):
    wanted = {
        of_workspace.LOGS_DAYS: 30,
        of_workspace.JOBS_DAYS: 60,
        of_workspace.COUNTS_DAYS: 1100,
    }
    assert settings.choose(workspace, wanted)
    assert not settings.choose(workspace, wanted)
    newest = activity.recent(workspace, limit=1).entries[0]
    assert newest.sentence == "set keep.logs_days to 30, keep.jobs_days to 60"
    undoing.undo(workspace)
    assert settings.find(workspace, "keep.logs_days")["value"] == 90


def test_what_was_set_again_is_not_taken_back(workspace: Workspace):
    settings.put(workspace, "disk.least_mb", "700")
    first = activity.recent(workspace, limit=1).entries[0].id
    settings.put(workspace, "disk.least_mb", "800")
    with pytest.raises(NeedsYou, match="set again since"):
        undoing.undo(workspace, first)
    room = disk_room.look(workspace)
    assert room is not None
    assert room.n_least == 800_000_000


@pytest.mark.parametrize(
    ("role", "key", "text", "is_let"),
    [
        (PersonRole.VIEWER, "jobs.cores", "2", False),
        (PersonRole.VIEWER, "look.density", "compact", True),
        (PersonRole.MEMBER, "jobs.cores", "2", True),
        (PersonRole.MEMBER, "privacy.show_personal", "everyone", False),
        (PersonRole.APPROVER, "privacy.show_personal", "everyone", True),
    ],
)
def test_roles_say_who_may_change_what(
    workspace: Workspace, own: Path, role: PersonRole, key: str, text: str, is_let: bool
):
    acting = workspace.acting_as(Person("bo", "Bo", role))
    if is_let:
        assert settings.put(acting, key, text)["value"] == (int(text) if text == "2" else text)
        return
    with pytest.raises(NeedsYou, match="for"):
        settings.put(acting, key, text)
    assert settings.find(acting, key)["value"] == options.find(key).default


def test_a_value_that_can_not_be_is_refused_and_nothing_changes(workspace: Workspace):
    wanted = {of_workspace.JOB_CORES: 4, of_workspace.HEAVY_AT_ONCE: 65}
    with pytest.raises(NeedsYou, match="heavy_at_once can't be 65") as told:
        settings.choose(workspace, wanted)
    assert "from 1 to 64" in told.value.hint
    assert settings.find(workspace, "jobs.cores")["value"] == 0


def test_a_store_with_an_odd_value_reads_as_the_default(workspace: Workspace):
    with workspace.store.write() as tx:
        rows.put(tx, "jobs.heavy_at_once", "plenty")
    assert settings.find(workspace, "jobs.heavy_at_once")["value"] == 1


def test_what_is_chosen_for_this_computer_is_kept_without_its_defaults(own: Path):
    settings.put_own("look.theme", "dark")
    settings.put_own("look.text_size", "1.1")
    assert own_options.read() == {"look.theme": "dark", "look.text_size": 1.1}
    settings.put_own("look.theme", "system")
    assert own_options.read() == {"look.text_size": 1.1}
    assert settings.find_own("look.theme")["value"] == "system"


@pytest.mark.parametrize("text", ["", "[1]", '{"look.theme": 7}', "\x00\xff"])
def test_a_damaged_file_of_own_options_is_no_harm(own: Path, text: str):
    own.parent.mkdir()
    own.write_text(text, encoding="utf-8")
    assert settings.find_own("look.theme")["value"] == "system"
    settings.put_own("look.contrast", "more")
    assert settings.find_own("look.contrast")["value"] == "more"


def test_a_file_that_can_not_be_written_is_told(own: Path):
    own.parent.write_text("a file where the folder should be")
    with pytest.raises(WorldError, match="could not be kept"):
        settings.choose_own({of_computer.THEME: "dark"})


def test_what_services_fall_back_on_is_what_is_declared():
    patience = [one.value for one in of_workspace.PATIENCE.choices]
    assert list(whole_files.PATIENCE) == patience
    assert retention.DEFAULTS[retention.COUNTS] == of_workspace.COUNTS_DAYS.default
