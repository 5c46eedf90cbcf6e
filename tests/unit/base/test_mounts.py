"""What a folder lies on, told from made-up tables of mounts: no network is needed."""

from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from tidemill.base import mounts


@pytest.fixture
def mounted(monkeypatch):
    """Give the computer other mounts: `mounted("/shared", "nfs4")`."""

    def give(point: str, kind: str) -> None:
        parts = [
            SimpleNamespace(mountpoint="/", fstype="ext4"),
            SimpleNamespace(mountpoint=point, fstype=kind),
        ]
        monkeypatch.setattr(psutil, "disk_partitions", lambda **_: parts)

    return give


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "9p"])
def test_a_share_of_another_computer_is_a_network_drive_and_has_to_be_looked_at(mounted, kind):
    mounted("/shared", kind)
    assert mounts.is_network_drive(Path("/shared/exports"))
    assert not mounts.tells_of_changes(Path("/shared/exports"))
    assert not mounts.is_network_drive(Path("/sharedness"))
    assert mounts.tells_of_changes(Path("/sharedness"))


def test_any_fuse_has_to_be_looked_at_though_it_need_not_be_a_network_drive(mounted):
    mounted("/vault", "fuse.gocryptfs")
    assert not mounts.is_network_drive(Path("/vault"))
    assert not mounts.tells_of_changes(Path("/vault"))


@pytest.mark.parametrize(
    "folder",
    [
        "/home/ada/Dropbox/exports",
        "/home/ada/Dropbox (Team)/exports",
        "/Users/ada/OneDrive - Mills Ltd/exports",
        "/Users/ada/Library/CloudStorage/GoogleDrive-ada/exports",
        "/Users/ada/Library/Mobile Documents/exports",
        "/home/ada/Nextcloud",
    ],
)
def test_a_folder_that_is_kept_in_step_with_a_cloud_has_to_be_looked_at(folder):
    assert mounts.is_synced(Path(folder))
    assert not mounts.tells_of_changes(Path(folder))


def test_an_ordinary_folder_tells_of_its_changes(tmp_path):
    assert not mounts.is_synced(Path("/home/ada/dropboxes/exports"))
    assert mounts.tells_of_changes(tmp_path)
