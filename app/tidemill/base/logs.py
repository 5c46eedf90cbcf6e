"""Logging set up once a process: a file that turns over, and warnings on standard error."""

import logging
import logging.handlers
import sys
from pathlib import Path


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
        file.parent.mkdir(parents=True, exist_ok=True)
        kept = logging.handlers.RotatingFileHandler(
            file, maxBytes=2_000_000, backupCount=3, encoding="utf-8", delay=True
        )
        kept.setFormatter(form)
        root.addHandler(kept)
