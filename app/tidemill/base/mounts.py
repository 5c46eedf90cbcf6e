"""What a folder lies on: a local disk, a network share, or one that a program keeps in step."""

import os
from pathlib import Path
from typing import Any

import psutil

NETWORK_KINDS = frozenset(
    "nfs nfs4 cifs smb smb2 smb3 smbfs afpfs webdav davfs davfs2 fuse.sshfs fuse.rclone 9p ncpfs"
    " glusterfs fuse.glusterfs ceph fuse.ceph lustre afs fuse.davfs fuse.s3fs fuse.gcsfuse"
    " fuse.goofys fuse.mount-s3 vboxsf prl_fs fuse.vmhgfs-fuse".split()
)
"""File systems whose files lie on another computer."""

_SYNCED_NAMES = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "my drive",
    "icloud drive",
    "iclouddrive",
    "cloudstorage",
    "mobile documents",
    "nextcloud",
    "owncloud",
    "box sync",
)
_DRIVE_REMOTE = 4


def kind_of(folder: Path) -> str:
    """The name of the file system a folder lies on, in lower case; "" where it can't be known."""
    real = str(folder.resolve())
    best = kind = ""
    for part in psutil.disk_partitions(all=True):
        point = part.mountpoint
        inside = real == point or real.startswith(point.rstrip("/\\") + "/") or point == "/"
        if inside and len(point) >= len(best):
            best, kind = point, part.fstype.lower()
    return kind


def is_network_drive(folder: Path) -> bool:
    """True if the folder's file system is a network share; False where that can't be known."""
    if str(folder.resolve()).startswith("\\\\") or _is_remote_letter(folder):
        return True
    return kind_of(folder) in NETWORK_KINDS


def is_synced(folder: Path) -> bool:
    """True for a folder that a program keeps in step with a cloud, as its path tells."""
    return any(
        part == name or part.startswith((f"{name} ", f"{name}-"))
        for part in (p.lower() for p in folder.parts)
        for name in _SYNCED_NAMES
    )


def tells_of_changes(folder: Path) -> bool:
    """Whether the system can be trusted to tell what changes in a folder.

    Not where others write the files (network shares, any FUSE), nor where a program that keeps
    folders in step puts them down in its own ways: there one has to look.
    """
    if is_synced(folder) or is_network_drive(folder):
        return False
    return not kind_of(folder).startswith("fuse")


def _is_remote_letter(folder: Path) -> bool:
    """Whether a folder's drive letter stands for a share, as Windows says."""
    if os.name != "nt":
        return False
    import ctypes

    kernel: Any = ctypes.__dict__["windll"].kernel32
    return bool(kernel.GetDriveTypeW(folder.resolve().anchor) == _DRIVE_REMOTE)
