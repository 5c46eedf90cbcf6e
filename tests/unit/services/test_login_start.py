"""The worker at login on Linux: the unit is written, the system is told, and both are undone."""

import os
import sys
from pathlib import Path

import pytest

from tidemill.services import login_start

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="systemd is Linux's")


@pytest.fixture
def config(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("TIDEMILL_USER", "ada")
    monkeypatch.setenv("PGPASSWORD", "s3cret")
    return tmp_path / "config" / "systemd" / "user"


@pytest.fixture
def systemctl(tmp_path: Path, monkeypatch) -> Path:
    """A systemctl that only notes what it is told; returns its notes."""
    notes, program = tmp_path / "notes", tmp_path / "bin" / "systemctl"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$@" >> "{notes}"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    return notes


def test_installed_it_is_written_enabled_and_started_and_removed_all_of_it_is_undone(
    workspace, config, systemctl
):
    found = login_start.install(workspace)
    [unit] = config.iterdir()
    assert (found.is_installed, found.path) == (True, str(unit))
    assert found.message == "The worker starts at login, and was started now."
    text = unit.read_text()
    assert f'"-w" "{workspace.folder}" "worker"' in text
    assert '"TIDEMILL_USER=ada"' in text
    assert "s3cret" not in text
    assert login_start.status(workspace).message == "The worker starts at login."
    removed = login_start.remove(workspace)
    assert (removed.is_installed, list(config.iterdir())) == (False, [])
    name = unit.name
    assert systemctl.read_text().splitlines() == [
        "--user daemon-reload",
        f"--user enable --now {name}",
        f"--user disable --now {name}",
        "--user daemon-reload",
    ]


def test_without_systemd_the_unit_stands_ready_and_a_sentence_says_what_to_do(
    workspace, config, monkeypatch, tmp_path
):
    monkeypatch.setenv("PATH", str(tmp_path))
    found = login_start.install(workspace)
    assert found.message == (
        "The worker was not started: systemctl was not found on this computer. It starts at the "
        "next login at which the system finds the file; until then start it by hand."
    )
    unit = Path(found.path)
    link = config / "default.target.wants" / unit.name
    assert link.resolve() == unit
    login_start.remove(workspace)
    assert not link.is_symlink()
    assert not unit.exists()
    words = "The worker was not installed to start at login."
    assert login_start.remove(workspace).message == words


def test_a_program_that_moved_is_said_to_need_installing_again(
    workspace, config, systemctl, monkeypatch
):
    login_start.install(workspace)
    monkeypatch.setattr(sys, "executable", "/elsewhere/python")
    assert login_start.status(workspace).message.endswith("install it again.")
