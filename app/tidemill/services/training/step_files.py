"""Preparations that earlier jobs learned, in files: taken over by whoever has the very same inputs.

A file holds the fitted preparation as skops writes it, never a pickle, and the matrix it made; its
first bytes are a hash of the rest. A cache only: a file that is damaged, gone or can't be written
costs the time to learn it again and nothing else. Any number of processes use one folder: files
come into place whole, and what was used longest ago goes first.
"""

import contextlib
import hashlib
import io
import json
import logging
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.base.ids import new_id
from tidemill.domain.step_inputs import Inputs
from tidemill.services.training import persist
from tidemill.services.training.models import Array

log = logging.getLogger(__name__)

ROWS, ABOUT = ".rows", ".json"
MOST_LOOKED = 40
"""So many of the newest are looked at for what is different this time."""
_HASH = 16
_LEFT_S = 3600.0
"""What a killed writer left is removed after so many seconds."""


@dataclass(frozen=True, eq=False)
class KeptStep:
    """A fitted preparation and the matrix it made; `by` says who learned it."""

    preparation: Any
    matrix: Array
    by: str


class StepFiles:
    """Keeps at most `most_bytes` in a folder; `by` is written to what this process keeps."""

    def __init__(self, folder: Path, most_bytes: int, by: str = "") -> None:
        self._folder, self._most_bytes, self.by = folder, most_bytes, by

    def get(self, key: str) -> KeptStep | None:
        """What was kept under a key; None where nothing is, or it can't be used any more."""
        path = self._folder / f"{key}{ROWS}"
        try:
            found = _read(path.read_bytes(), self._about(key)["by"])
            for one in (path, path.with_suffix(ABOUT)):
                one.touch()
        except FileNotFoundError:
            return None
        except (OSError, NeedsYou, KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
            log.info("Prepared rows in %s can't be used: %s", path, error)
            _remove(path)
            return None
        return found

    def put(self, key: str, preparation: Any, matrix: Array, inputs: Inputs, by: str) -> None:
        """Keep a fitted preparation and its matrix, and let go what is too much."""
        if matrix.nbytes > self._most_bytes // 4:
            return
        about = {"by": f"{by}{self.by}", "inputs": inputs}
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._write(f"{key}{ABOUT}", json.dumps(about).encode())
            self._write(f"{key}{ROWS}", _bytes_of(preparation, matrix))
            self._let_go()
        except OSError as error:
            log.info("Prepared rows were not kept in %s: %s", self._folder, error)

    def newest(self) -> Iterator[Inputs]:
        """What went into the steps that were kept or used last, newest first."""
        found = sorted(_facts(self._folder.glob(f"*{ABOUT}")), reverse=True)
        for _, _, path in found[:MOST_LOOKED]:
            with contextlib.suppress(OSError, ValueError, KeyError):
                yield self._about(path.stem)["inputs"]

    def _about(self, key: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self._folder / f"{key}{ABOUT}").read_bytes())
        return found

    def _write(self, name: str, data: bytes) -> None:
        """Put a file into place whole; it need not outlive a power cut."""
        part = self._folder / f".{new_id()}.part"
        try:
            part.write_bytes(data)
            part.replace(self._folder / name)
        finally:
            part.unlink(missing_ok=True)

    def _let_go(self) -> None:
        files = sorted(_facts(self._folder.glob(f"*{ROWS}")))
        n_bytes = sum(size for _, size, _ in files)
        for _, size, path in files:
            if n_bytes <= self._most_bytes:
                break
            _remove(path)
            n_bytes -= size
        for at, _, path in _facts(self._folder.glob(".*.part")):
            if at < (time.time() - _LEFT_S) * 1e9:
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)


def _facts(paths: Iterator[Path]) -> Iterator[tuple[int, int, Path]]:
    """When each file was used last, and its size; another process may have removed it."""
    for path in paths:
        with contextlib.suppress(OSError):
            facts = path.stat()
            yield facts.st_mtime_ns, facts.st_size, path


def _remove(path: Path) -> None:
    for one in (path, path.with_suffix(ABOUT)):
        with contextlib.suppress(OSError):  # another process removed it, or reads it on Windows
            one.unlink(missing_ok=True)


def _bytes_of(preparation: Any, matrix: Array) -> bytes:
    stream = io.BytesIO()
    fitted = np.frombuffer(persist.to_skops(preparation), dtype=np.uint8)
    np.savez(stream, allow_pickle=False, fitted=fitted, matrix=matrix)
    data = stream.getvalue()
    return hashlib.blake2b(data, digest_size=_HASH).digest() + data


def _read(data: bytes, by: str) -> KeptStep:
    """What a file holds; ValueError where it is not what was written."""
    head, rest = data[:_HASH], memoryview(data)[_HASH:]
    if hashlib.blake2b(rest, digest_size=_HASH).digest() != head:
        raise ValueError("it is damaged")
    with np.load(io.BytesIO(rest), allow_pickle=False) as found:
        return KeptStep(persist.from_skops(found["fitted"].tobytes()), found["matrix"], by)
