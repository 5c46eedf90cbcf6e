"""Arrays with one number a row of tables that may have very many rows: mapped from a file."""

import errno
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from tidemill.base.errors import WorldError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Room = Callable[[int], "npt.NDArray[np.uint64]"]
"""Makes an array of so many zeros of 64 bits."""

_IN_MEMORY = 1 << 18
_BLOCK = 1 << 20
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def room_in(folder: Path) -> Room:
    """Arrays that the system may move out of memory into files in a folder.

    Short ones stay in memory. The files have no name where the system allows that, and go with
    their arrays. A disk without room raises `WorldError`: writing into a file that could not grow
    would end the process.
    """

    import numpy as np

    def made(n: int) -> "npt.NDArray[np.uint64]":
        if n <= _IN_MEMORY:
            return np.zeros(n, dtype=np.uint64)
        with tempfile.TemporaryFile(dir=folder) as held:
            _fill(held.file if hasattr(held, "file") else held, 8 * n)
            mapped: Any = np.memmap(held, dtype=np.uint64, mode="r+", shape=(n,))
            return np.asarray(mapped)

    return made


def _fill(held: BinaryIO, n_bytes: int) -> None:
    """Give a file its bytes on the disk, all zero."""
    try:
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(held.fileno(), 0, n_bytes)
            return
        zeros = bytes(_BLOCK)
        for low in range(0, n_bytes, _BLOCK):
            held.write(zeros[: n_bytes - low])
        held.flush()
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        raise WorldError(
            "There is too little room on the disk: "
            f"{n_bytes / 1e6:,.0f} MB are needed for a while.",
            "Free some room, then try again. Nothing was changed.",
            detail=str(error),
        ) from error
