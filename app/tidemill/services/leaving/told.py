"""What the disk says while much is written, in sentences."""

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path

from tidemill.base.errors import WorldError

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO)


@contextlib.contextmanager
def plainly(folder: Path) -> Iterator[None]:
    """Turn what the system refuses in a folder into sentences."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise WorldError(
                f"The disk that holds {folder} is full.",
                "Free some room, or name a folder on another disk. What was begun is removed.",
                detail=str(error),
            ) from error
        if error.errno in _REFUSED:
            raise WorldError(
                f"{error.filename or folder} can't be read or written as it must be.",
                "Check that its disk is there and that you may read and write it, then try again.",
                detail=str(error),
            ) from error
        raise
