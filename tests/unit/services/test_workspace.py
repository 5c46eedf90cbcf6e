"""Which workspace is meant, and opening one."""

import json

import pytest

from tidemill.base import places
from tidemill.base.errors import NeedsYou
from tidemill.services import recent
from tidemill.services import workspace as workspaces


@pytest.fixture(autouse=True)
def own_settings(tmp_path, monkeypatch):
    path = tmp_path / "settings.json"
    monkeypatch.setattr(places, "settings_file", lambda: path)
    monkeypatch.delenv("TIDEMILL_WORKSPACE", raising=False)
    return path


def test_what_was_named_goes_before_the_environment_and_that_before_the_last_used(
    workspace, tmp_path, monkeypatch
):
    recent.remember(workspace.folder)
    assert recent.named(None) == workspace.folder
    monkeypatch.setenv("TIDEMILL_WORKSPACE", str(tmp_path / "env"))
    assert recent.named(None) == tmp_path / "env"
    assert recent.named(str(tmp_path / "named")) == tmp_path / "named"


def test_without_anything_the_default_is_meant():
    assert recent.last_used() is None
    assert recent.named(None) == places.default_workspace()


def test_the_last_used_comes_first_each_once_and_only_if_it_is_still_there(tmp_path, own_settings):
    made = []
    for name in ("a", "b"):
        one = workspaces.create(tmp_path / name)
        one.close()
        made.append(str(one.folder))
        recent.remember(one.folder)
    recent.remember(tmp_path / "a")
    assert recent.recent_workspaces() == made
    (tmp_path / "a" / "tidemill.sqlite").unlink()
    assert recent.last_used() == made[1]


@pytest.mark.parametrize("text", ["", "[]", '{"workspaces": 3}', "{half"])
def test_a_damaged_settings_file_is_no_harm(own_settings, text, tmp_path):
    own_settings.write_text(text)
    assert recent.recent_workspaces() == []
    one = workspaces.create(tmp_path / "ws")
    one.close()
    recent.remember(one.folder)
    assert json.loads(own_settings.read_text()) == {"workspaces": [str(one.folder)]}


def test_a_url_is_remembered_without_its_password(own_settings):
    named = recent.named("postgresql://ada:secret@host/team")
    recent.remember(named)
    assert recent.recent_workspaces() == ["postgresql://ada@host/team"]
    assert "secret" not in own_settings.read_text()
    assert recent.named(None) == named


def test_what_is_no_address_of_a_workspace_is_refused_or_forgotten(own_settings):
    with pytest.raises(NeedsYou, match="neither"):
        recent.named("mysql://host/db")
    own_settings.write_text('{"workspaces": ["mysql://host/db", "postgresql://host"]}')
    assert recent.recent_workspaces() == []


def test_a_folder_without_a_workspace_is_told_with_the_way_to_make_one(tmp_path):
    with pytest.raises(NeedsYou, match="There is no Tidemill workspace") as told:
        workspaces.open_existing(tmp_path)
    assert "Make one there" in told.value.hint
    assert list(tmp_path.iterdir()) == []


def test_opening_twice_gives_the_same_store(workspace):
    again = workspaces.create(workspace.folder, login="ada")
    assert again.store.id == workspace.store.id
    again.close()
