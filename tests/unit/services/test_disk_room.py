"""Room on the disk: too little holds new jobs back, and it is said what can be freed."""

import shutil
from collections import namedtuple

import pytest

from tidemill.services import disk_room, doctor, kept_diffs, settings
from tidemill.services.news import News
from tidemill.worker import care
from tidemill.worker.care import Care

Usage = namedtuple("Usage", "total used free")
MB = 1_000_000


@pytest.fixture
def disk(monkeypatch) -> dict[str, int]:
    """How much is free on every disk."""
    found = {"free": 10_000 * MB}
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(20_000 * MB, 0, found["free"]))
    monkeypatch.setattr(care, "ROOM_S", 0.0)
    return found


def test_too_little_room_holds_new_jobs_back_says_what_can_be_freed_and_goes_on_by_itself(
    workspace, disk
):
    folder = kept_diffs.folder(workspace)
    folder.mkdir()
    (folder / "a.npz").write_bytes(b"0" * 2_500_000)
    minding = Care(workspace)
    assert not minding.policy().is_held
    disk["free"] = 312 * MB
    assert minding.policy().is_held
    assert minding.held == (
        f"Only 312.0 MB are free on the disk of {workspace.folder}: no new job is begun below "
        "500.0 MB. Can be freed: comparisons that can be made anew (2.5 MB)."
    )
    disk["free"] = 520 * MB
    assert minding.policy().is_held, "not begun and held back by turns"
    disk["free"] = 560 * MB
    assert not minding.policy().is_held
    assert minding.held == ""


def test_the_doctor_says_how_much_is_free_and_how_to_free_some(workspace, disk):
    disk["free"] = 312 * MB
    kept_diffs.folder(workspace).mkdir()
    (kept_diffs.folder(workspace) / "a.npz").write_bytes(b"0" * 2_500_000)
    [room] = [f for f in doctor.examine(workspace) if f.name == "Room"]
    assert not room.passed
    assert "comparisons that can be made anew (2.5 MB)" in room.message
    disk["free"] = 9_000 * MB
    [room] = [f for f in doctor.examine(workspace) if f.name == "Room"]
    assert room.passed
    assert room.message.startswith("9.0 GB are free")


def test_the_least_is_a_setting_and_the_worker_hears_of_it(workspace, disk):
    disk["free"] = 312 * MB
    minding = Care(workspace)
    assert minding.policy().is_held
    settings.put(workspace, disk_room.LEAST_MB, "0")
    settings.put(workspace, "jobs.heavy_at_once", "3")
    settings.put(workspace, "jobs.seconds", "60")
    minding.hear([News(1, "setting", disk_room.LEAST_MB, "me")])
    policy = minding.policy()
    assert (policy.is_held, policy.n_heavy, policy.limits.seconds) == (False, 3, 60)
