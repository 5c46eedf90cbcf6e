"""Files that are either whole or not there."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from tidemill.base.ids import new_id


@contextlib.contextmanager
def whole_file(target: Path, folder: Path | None = None) -> Iterator[Path]:
    """Yield a temporary path; on success sync it and rename it into place.

    It lies beside `target`, or in a `folder` on the same disk. A reader sees the former file or
    the new one, never half of it. On any error the temporary file is removed and `target` is as
    it was.
    """
    folder = folder or target.parent
    for needed in (folder, target.parent):
        needed.mkdir(parents=True, exist_ok=True)
    temporary = folder / f".{target.name}.{new_id()}.part"
    try:
        yield temporary
        with temporary.open("rb+") as stream:
            os.fsync(stream.fileno())
        temporary.replace(target)
        _sync_folder(target.parent)
    finally:
        temporary.unlink(missing_ok=True)


def write_bytes(target: Path, data: bytes, folder: Path | None = None) -> None:
    """Write bytes so that `target` is whole or untouched; see `whole_file`."""
    with whole_file(target, folder) as path:
        path.write_bytes(data)


def sweep(folder: Path, before: float) -> None:
    """Remove temporary files in a folder that killed writers left.

    `before` is in seconds since 1970: what was written to, or moved there, later is a living
    writer's and stays.
    """
    for path in folder.glob(".*.part"):
        with contextlib.suppress(FileNotFoundError):  # its writer just finished
            facts = path.stat()
            if max(facts.st_mtime, facts.st_ctime) < before:
                path.unlink()


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # a folder cannot be opened there; the rename is journalled
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
