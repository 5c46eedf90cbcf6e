"""Reads pickles and joblib files by their instructions, which are described and never done."""

import hashlib
from pathlib import Path
from typing import Any, BinaryIO

from tidemill.base.errors import NeedsYou, WorldError
from tidemill.catalog.model_files._estimators import Told, look
from tidemill.catalog.model_files._findings import Findings
from tidemill.catalog.model_files._frames import Frames
from tidemill.catalog.model_files._machine import Machine
from tidemill.catalog.model_files._streams import (
    READ_ERRORS,
    Bound,
    OverBounds,
    Stream,
    packed_with,
)
from tidemill.domain.entries import ModelFileEntry
from tidemill.domain.known_parts import Standing
from tidemill.domain.model_files import ModelFacts, cut

ENTRY = ModelFileEntry(
    id="pickle",
    version=1,
    title="Pickle and joblib",
    help=(
        "A Python object as pickle or joblib writes it, protocols 0 to 5, packed with zlib, gzip, "
        "bz2, lzma or xz, or with LZ4 where its package is installed. Its instructions are read, "
        "not done; it is loaded only on a person's word."
    ),
    endings=(".pkl", ".pickle", ".joblib", ".p", ".jbl", ".sav", ".dill", ".cloudpickle"),
)

_MOST_BEHIND = 20
_DEEP = "It is nested too deep to be told."


def facts(path: Path) -> ModelFacts:
    """What the pickle in a file says of itself; damage is told in the facts.

    Raises `NeedsYou` for what is empty or cannot be opened, `WorldError` for the disk.
    """
    try:
        with path.open("rb") as raw:
            first = raw.read(8)
            if not first:
                raise NeedsYou(f"{path.name} is empty.", "Ask for the file again.")
            packed = packed_with(first)
            found, told, protocol, trouble, n_behind = _read(raw, packed)
            content = _hash(raw)
            n_bytes = raw.seek(0, 2)
    except OSError as error:
        raise WorldError(f"Can't read {path.name}.", "Try again.", detail=str(error)) from error
    notes = list(found.notes)
    if n_behind:
        notes.append(f"{n_behind} after its end, which loading would leave alone.")
    kind = "joblib file" if found.is_joblib else "pickle"
    title = f"{kind}, protocol {protocol}" + (f", packed with {packed}" if packed else "")
    return ModelFacts(
        name=path.name,
        format="joblib" if found.is_joblib else "pickle",
        title=title[0].upper() + title[1:],
        n_bytes=n_bytes,
        content=content,
        type=told.type,
        task=told.task,
        steps=tuple(told.steps),
        columns=tuple(told.columns),
        n_columns=told.n_columns,
        classes=tuple(told.classes),
        parameters=told.parameters,
        versions=told.versions,
        facts=told.facts,
        parts=found.parts(),
        notes=tuple(notes),
        trouble=trouble,
        is_pickle=True,
    )


def claims(first: bytes) -> bool:
    """Whether a file begins as a pickle or a packed one does."""
    is_new = len(first) > 1 and first[0] == 0x80 and first[1] <= 5
    return is_new or bool(packed_with(first)) or first[:1] in (b"(", b"c", b"]", b"}")


def _read(raw: BinaryIO, packed: str) -> tuple[Findings, Told, int, str, str]:
    """Findings, what is told of the object, protocol, what stopped the reading, what is behind."""
    found, bound = Findings(), Bound()
    root: Any = None
    told, trouble, behind, protocol = Told(), "", "", 0
    try:
        raw.seek(0)
        stream = Stream(raw, packed, bound)
        machine = Machine(Frames(stream), found, bound)
        try:
            root = machine.run()
        finally:
            protocol = machine.protocol
        told = look(root)
        behind = _behind(stream, found, bound)
        if found.is_joblib:
            _without_arrays(raw, packed, found, bound)
    except OverBounds as over:
        trouble = str(over)
    except RecursionError:
        trouble = _DEEP
    except MemoryError:
        trouble = "It asks for more memory than there is."
    except READ_ERRORS as error:
        trouble = f"It is damaged or no pickle: {cut(str(error))}."
    return found, told, protocol, trouble, behind


def _behind(stream: Stream, found: Findings, bound: Bound) -> str:
    """What follows the pickle: further ones are looked into as well."""
    n = 0
    try:
        while n < _MOST_BEHIND and (first := stream.read(1)):
            if first != b"\x80":
                return "There is something"
            frames = Frames(_Again(first, stream))
            Machine(frames, found, bound).run()
            n += 1
    except READ_ERRORS:
        return "There is something"
    return f"There {'is another pickle' if n == 1 else f'are {n} more pickles'}" if n else ""


class _Again(Stream):
    """A stream from which a byte was taken already."""

    def __init__(self, first: bytes, stream: Stream) -> None:
        self._first, self._stream = first, stream

    def tell(self) -> int:
        return self._stream.tell() - len(self._first)

    def read(self, n: int) -> bytes:
        first, self._first = self._first[:n], self._first[n:]
        return first + self._stream.read(n - len(first))

    def readline(self) -> bytes:
        first, self._first = self._first, b""
        return first + self._stream.readline()


def _without_arrays(raw: BinaryIO, packed: str, found: Findings, bound: Bound) -> None:
    """Read it once more as plain pickle would, which knows nothing of joblib's arrays.

    There the bytes of an array are instructions. Of honest ones nothing makes sense; what acts on
    the computer is told.
    """
    plain = Findings(is_garbled=True)
    raw.seek(0)
    try:
        Machine(Frames(Stream(raw, packed, bound)), plain, bound, skips_arrays=False).run()
    except READ_ERRORS:
        pass
    finally:
        for part in plain.parts():
            if part.standing is Standing.ACTS:
                found.odd(part.name, part.standing, part.said)


def _hash(raw: BinaryIO) -> str:
    raw.seek(0)
    whole = hashlib.sha256()
    while piece := raw.read(1 << 20):
        whole.update(piece)
    return whole.hexdigest()
