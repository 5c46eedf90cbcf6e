"""A picture on disk of the columns of all runs, so that a million of them open at once.

It is disposable and never trusted over the store: it names the store, the schema, the program's
format and how far the store was, and is thrown away where any of that does not fit. Arrays are
mapped into memory copy-on-write, so that what changes later stays in memory; each is checked
against its sum when it is first used, and one that is damaged is read from the store instead.

A new picture is written beside the old one and then named as the current one in one step, so
that two programs may read and write at the same time.
"""

import contextlib
import json
import logging
import shutil
import time
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tidemill.base import atomic
from tidemill.base.errors import WorldError
from tidemill.base.ids import new_id
from tidemill.domain.query.columns import Column, Parts, Rows
from tidemill.domain.run_columns import ColumnId, class_of

log = logging.getLogger(__name__)

FORMAT = 1
"""Raise it whenever the arrays mean something else than before."""

_FOLDER = Path("cache", "runs")
_CURRENT = "current"
_MANIFEST = "manifest.json"
_DAY_S = 86_400


@dataclass(frozen=True)
class Stamp:
    """Which store, of which schema, and how far it is (or was, in a picture of it)."""

    store: str
    place: str
    schema: str
    purged: int
    seq: int

    def fits(self, now: "Stamp") -> bool:
        """Whether a picture with this stamp shows an earlier moment of that store."""
        same = ("store", "place", "schema", "purged")
        return self.seq <= now.seq and all(getattr(self, n) == getattr(now, n) for n in same)


@dataclass(frozen=True)
class _Saved:
    """One array on disk."""

    file: str
    n_bytes: int
    crc: int


class Snapshot:
    """An opened picture; `seq` says up to which change it is true."""

    def __init__(self, folder: Path, stamp: Stamp, arrays: Mapping[ColumnId, Mapping[str, _Saved]]):
        """Map the runs' keys; raises OSError or ValueError where they are damaged."""
        self.seq = stamp.seq
        self._folder = folder
        self._arrays = arrays
        self.pks: Rows = self._mapped(arrays[_PKS]["pks"])

    def ids(self) -> set[ColumnId]:
        """The columns that are in it."""
        return set(self._arrays) - {_PKS}

    def column(self, column_id: ColumnId) -> Column | None:
        """A column as it was, writable; None where it is not there or damaged."""
        saved = self._arrays.get(column_id)
        if saved is None:
            return None
        try:
            parts = {name: self._mapped(one) for name, one in saved.items()}
            return class_of(column_id).of_parts(parts)
        except (OSError, ValueError, KeyError) as error:
            log.info("A column of runs in %s can't be used: %s", self._folder, error)
            discard(self._folder.parent, self._folder.name)
            return None

    def _mapped(self, saved: _Saved) -> NDArray[Any]:
        path = self._folder / saved.file
        if path.stat().st_size != saved.n_bytes:
            raise ValueError(f"{path.name} has not the length it had")
        mapped = np.asarray(np.load(path, mmap_mode="c", allow_pickle=False))
        if _sum(mapped) != saved.crc:
            raise ValueError(f"{path.name} is damaged")
        return mapped


_PKS: ColumnId = ("", "pks")


def opened(workspace_folder: Path, now: Stamp) -> Snapshot | None:
    """The picture of a workspace's runs if there is a sound one that fits the store."""
    home = workspace_folder / _FOLDER
    if not (home / _CURRENT).exists():
        return None
    name = None
    try:
        name = (home / _CURRENT).read_text("utf-8")
        folder = home / name.strip()
        told = json.loads((folder / _MANIFEST).read_text("utf-8"))
        stamp = Stamp(**told["stamp"])
        if told["format"] == FORMAT and stamp.fits(now):
            return Snapshot(folder, stamp, _arrays(told["columns"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.info("The picture of the runs in %s can't be used: %s", home, error)
    discard(home, name)  # another program may have made a new one meanwhile
    return None


def save(
    workspace_folder: Path, stamp: Stamp, pks: Rows, columns: Iterable[tuple[ColumnId, Parts]]
) -> Snapshot | None:
    """Write a new picture, drop the old one and return the new unless it was replaced already.

    Raises `WorldError` where the disk refuses.
    """
    home = workspace_folder / _FOLDER
    name = new_id()
    folder = home / name
    is_done = False
    try:
        folder.mkdir(parents=True)
        listed = [_written(folder, 0, _PKS, {"pks": pks})]
        listed += [_written(folder, n, *one) for n, one in enumerate(columns, start=1)]
        told = {"format": FORMAT, "stamp": stamp.__dict__, "columns": listed}
        (folder / _MANIFEST).write_text(json.dumps(told), "utf-8")
        atomic.write_bytes(home / _CURRENT, name.encode())
        is_done = True
    except OSError as error:
        raise WorldError(
            "The list of runs could not be kept for the next time it is opened.",
            f"Check that {home} may be written and that its disk has room. No run is affected.",
            detail=str(error),
        ) from error
    finally:
        if not is_done:
            shutil.rmtree(folder, ignore_errors=True)
    _sweep(home, name)
    try:
        return Snapshot(folder, stamp, _arrays(listed))
    except (OSError, ValueError):  # another program keeps its own, and swept this one away
        return None


def _arrays(listed: Iterable[Sequence[Any]]) -> dict[ColumnId, dict[str, _Saved]]:
    return {
        (kind, name): {part: _Saved(**one) for part, one in parts.items()}
        for kind, name, parts in listed
    }


def _written(folder: Path, number: int, column_id: ColumnId, parts: Parts) -> Sequence[Any]:
    saved = {}
    for part, array in parts.items():
        file = f"{number}-{part}.npy"
        plain = np.ascontiguousarray(array)
        np.save(folder / file, plain, allow_pickle=False)
        n_bytes = (folder / file).stat().st_size
        saved[part] = {"file": file, "n_bytes": n_bytes, "crc": _sum(plain)}
    return [*column_id, saved]


def _sum(array: NDArray[Any]) -> int:
    return zlib.crc32(array.view(np.uint8).data) if len(array) else 0


def discard(home: Path, name: str | None = None) -> None:
    """Let there be no current picture, or not that one; who still reads it may read on."""
    with contextlib.suppress(OSError):
        if name is None or (home / _CURRENT).read_text("utf-8") == name:
            (home / _CURRENT).unlink()


def _sweep(home: Path, current: str) -> None:
    """Remove older pictures. Where a file that is mapped can't be removed, the next one tries."""
    with contextlib.suppress(OSError):
        for folder in home.iterdir():
            if folder.is_dir() and folder.name != current and _is_old(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _is_old(folder: Path) -> bool:
    """Whether nobody is writing a picture any more: it is whole, or was begun a day ago."""
    is_left = time.time() - folder.stat().st_mtime > _DAY_S
    return is_left or (folder / _MANIFEST).exists()
