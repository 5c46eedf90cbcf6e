"""Zip archives from elsewhere, whose damage is told in one way."""

import errno
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def opened(source: Path | BinaryIO) -> Iterator[zipfile.ZipFile]:
    """Open an archive to read it.

    Raises `zipfile.BadZipFile` also where a damaged list of parts names a place before the file's
    beginning, which `zipfile` leaves to the system to refuse.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            yield archive
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        raise zipfile.BadZipFile("A part would begin before the archive does.") from error
