"""Tells network drives from local disks, since SQLite's log needs a local one."""

from pathlib import Path

import psutil

_NETWORK_KINDS = frozenset(
    "nfs nfs4 cifs smb smb2 smb3 smbfs afpfs webdav davfs fuse.sshfs fuse.rclone 9p ncpfs glusterfs"
    " fuse.glusterfs ceph lustre afs".split()
)


def is_network_drive(folder: Path) -> bool:
    """True if the folder's file system is a network share; False where that can't be known."""
    real = str(folder.resolve())
    if real.startswith("\\\\"):
        return True
    best = ""
    kind = ""
    for part in psutil.disk_partitions(all=True):
        point = part.mountpoint
        inside = real == point or real.startswith(point.rstrip("/\\") + "/") or point == "/"
        if inside and len(point) > len(best):
            best, kind = point, part.fstype.lower()
    return kind in _NETWORK_KINDS
