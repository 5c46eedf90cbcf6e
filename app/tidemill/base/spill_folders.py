"""Private folders for work that does not fit into memory, and what killed programs left of them."""

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tidemill.base import programs

_MINE = "tidemill-"
_NAMED = re.compile(r"tidemill-(?P<machine>[0-9a-f]{16})-(?P<pid>\d+)-(?P<born>\d+)-.*")


@contextlib.contextmanager
def spill_folder(below: Path | None = None) -> Iterator[Path]:
    """A private folder below another (the system's temporary one), removed at the end.

    In the system's one its name says whose it is, so that `sweep` finds it where its process was
    killed; who names another folder sweeps that.
    """
    with tempfile.TemporaryDirectory(
        prefix=_MINE if below else _name(), dir=below, ignore_cleanup_errors=True
    ) as folder:
        yield Path(folder)


def _name() -> str:
    pid = os.getpid()
    return f"{_MINE}{programs.machine()}-{pid}-{int(programs.born(pid) or 0.0)}-"


def sweep() -> int:
    """Remove what killed processes of this computer left in the temporary folder; the bytes."""
    freed = 0
    for path in Path(tempfile.gettempdir()).glob(f"{_MINE}*"):
        named = _NAMED.fullmatch(path.name)
        if named is None or named["machine"] != programs.machine():
            continue
        if programs.is_alive(int(named["pid"]), float(named["born"])) or not _is_own(path):
            continue
        freed += _bytes(path)
        shutil.rmtree(path, ignore_errors=True)
    return freed


def _is_own(path: Path) -> bool:
    """Whether a folder is this account's: a name alone proves nothing where all may write."""
    try:
        facts = path.lstat()
    except OSError:
        return False
    return not hasattr(os, "getuid") or facts.st_uid == os.getuid()


def _bytes(folder: Path) -> int:
    """What lies in a folder; another worker may be removing it at the same time."""
    found = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                found += (Path(place) / name).lstat().st_size
    return found
