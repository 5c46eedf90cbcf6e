"""Mounts that only the tests see: a small disk, a folder that can't be written, a share.

They are in a mount namespace of the test process and what it starts, and go with it, however it
ends. Where that can't be had (other systems, no root) tests that need it are skipped.
"""

import ctypes
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

_NEW_NAMESPACE = 0x20000
_READ_ONLY, _REMOUNT, _BIND, _RECURSIVE, _PRIVATE, _DETACH = 1, 32, 4096, 16384, 1 << 18, 2


def mount(what: str, folder: Path, kind: str, flags: int = 0, data: str = "") -> None:
    """mount(2)."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(what.encode(), os.fsencode(folder), kind.encode(), flags, data.encode()) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(folder))


def unmount(folder: Path) -> None:
    """umount2(2), also where somebody still uses it."""
    ctypes.CDLL(None).umount2(os.fsencode(folder), _DETACH)


@pytest.fixture(scope="session")
def private_mounts() -> None:
    """Leave the mounts of the system alone from here on; skipped where they can't be."""
    if sys.platform != "linux":
        pytest.skip("Mounts of the tests' own are made on Linux only.")
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_NEW_NAMESPACE) != 0:
        why = os.strerror(ctypes.get_errno())
        pytest.skip(f"No mounts of the tests' own can be had: {why} (it takes root).")
    mount("none", Path("/"), "", _RECURSIVE | _PRIVATE)


@pytest.fixture
def small_disk(private_mounts: None, tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Make disks of so many bytes; each is gone after the test."""
    made: list[Path] = []

    def one(n_bytes: int) -> Path:
        folder = tmp_path / f"disk-{len(made)}"
        folder.mkdir()
        mount("tmpfs", folder, "tmpfs", data=f"size={n_bytes}")
        made.append(folder)
        return folder

    yield one
    for folder in made:
        unmount(folder)


@pytest.fixture
def read_only(private_mounts: None) -> Iterator[Callable[..., None]]:
    """Close folders to all writing, root's too, and open them again (`is_on=False`)."""
    closed: list[Path] = []

    def change(folder: Path, *, is_on: bool = True) -> None:
        if is_on:
            mount(str(folder), folder, "", _BIND)
            closed.append(folder)
            mount("none", folder, "", _BIND | _REMOUNT | _READ_ONLY)
        else:
            unmount(folder)
            closed.remove(folder)

    yield change
    for folder in closed:
        unmount(folder)
