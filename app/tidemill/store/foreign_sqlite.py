"""Opens SQLite files of other programs for reading, so that nothing beside or in them changes."""

import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa
from sqlalchemy.pool import NullPool


def reading(path: Path) -> tuple[sa.Engine, Callable[[], None]]:
    """An engine to read a file with, and what lets go of it.

    A file whose log (WAL) is still apart is read where it lies while its owner has it open; one
    that nobody has open is read from a copy, since reading it in its place would write its log's
    index beside it. Any other file is said to be immutable.
    """
    log, index = (path.with_name(path.name + end) for end in ("-wal", "-shm"))
    if not log.is_file() or log.stat().st_size == 0:
        engine = _engine(path, "immutable=1")
        return engine, engine.dispose
    if index.is_file():
        engine = _engine(path, "")
        return engine, engine.dispose
    folder = TemporaryDirectory(prefix="tidemill-")
    copy = Path(folder.name) / path.name
    shutil.copyfile(path, copy)
    shutil.copyfile(log, copy.with_name(log.name))
    engine = _engine(copy, "")

    def close() -> None:
        engine.dispose()
        folder.cleanup()

    return engine, close


def _engine(path: Path, more: str) -> sa.Engine:
    address = f"{path.absolute().as_uri()}?mode=ro&uri=true" + (f"&{more}" if more else "")
    return sa.create_engine(f"sqlite:///{address}", poolclass=NullPool)
