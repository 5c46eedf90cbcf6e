"""Logging set up once a process: a file that turns over, and warnings on standard error."""

import contextlib
import logging
import logging.handlers
import sys
from pathlib import Path


class KeptLog(logging.handlers.RotatingFileHandler):
    """A log in a file that turns over; where it can't be written nobody is disturbed by that."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """Leave out a line that a full disk or a closed folder does not take."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handleError(record)

    def close(self) -> None:
        """Close the file; what it did not take is lost."""
        with contextlib.suppress(OSError):
            super().close()


def set_up(file: Path | None = None, *, loud: bool = False) -> None:
    """Send warnings to standard error and, with a file, everything from INFO on there."""
    root = logging.getLogger("tidemill")
    root.setLevel(logging.INFO)
    for handler in list(root.handlers):
        root.removeHandler(handler)
        handler.close()
    form = logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s")
    stream = logging.StreamHandler(sys.stderr)
    stream.setLevel(logging.INFO if loud else logging.WARNING)
    stream.setFormatter(logging.Formatter("%(message)s"))
    root.addHandler(stream)
    if file is not None:
        with contextlib.suppress(OSError):  # a folder that can't be written has no log
            file.parent.mkdir(parents=True, exist_ok=True)
        kept = KeptLog(file, maxBytes=2_000_000, backupCount=3, encoding="utf-8", delay=True)
        kept.setFormatter(form)
        root.addHandler(kept)
