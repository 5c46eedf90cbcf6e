"""From an answer or a version of a model back to the very rows: their numbers in the data, by file.

Rows are numbered from 1, as everywhere a person meets them. A row was learned from where it has the
target and was not held out; the row asked for is found again by its identifier.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.domain.columns import Role
from tidemill.domain.datasets import DatasetVersion, Piece
from tidemill.domain.mask_signs import MASK
from tidemill.domain.models import ModelVersion
from tidemill.services import datasets, lineage_graph, registry, tables, unseen_rows
from tidemill.services.workspace import Workspace
from tidemill.store import answer_logs, files
from tidemill.store import models as model_rows

Mask = npt.NDArray[np.bool_]
Range = tuple[int, int]
"""The first and the last of rows that follow each other."""


@dataclass(frozen=True)
class FileRows:
    """The rows that one file brought: the first and last, and how many of them were learned from
    and held out."""

    file: str
    version: str
    rows: Range
    n_learned: int
    n_held_out: int


@dataclass(frozen=True)
class Rows:
    """The rows behind a version of a model, or behind one of its answers.

    `learned` and `held_out` are ranges of row numbers of the data `data`; `files` has them by file.
    `asked` are the rows of that data with the identifier `key` of the row that was answered. `why`
    says what is not known.
    """

    model: str
    data: str
    learned: tuple[Range, ...] = ()
    held_out: tuple[Range, ...] = ()
    n_learned: int = 0
    n_held_out: int = 0
    files: tuple[FileRows, ...] = ()
    key: str | None = None
    asked: tuple[int, ...] = ()
    why: str = ""

    @property
    def words(self) -> str:
        """The finding in a sentence."""
        if self.why:
            return self.why
        told = f"{self.model} learned from {self.n_learned:,} rows of {self.data}"
        told += f" ({ranges_in_words(self.learned)})"
        if self.n_held_out:
            told += f" and was judged on {self.n_held_out:,} of them that were held out"
        if self.key is None:
            return f"{told}."
        if not self.asked:
            return f"{told}. The row asked for, {self.key}, is not among its rows."
        numbers = ", ".join(f"{n:,}" for n in self.asked[:5])
        more = f" and {len(self.asked) - 5:,} more" if len(self.asked) > 5 else ""
        noun = "row" if len(self.asked) == 1 else "rows"
        return f"{told}. {self.key}, which was asked for, is its {noun} {numbers}{more}."

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {**asdict(self), "words": self.words}


def of(workspace: Workspace, address: str) -> Rows | None:
    """The rows behind `request:ID` or a version of a model (`name@3`); None for anything else.

    Raises `NeedsYou` where no answer to the request was kept.
    """
    text = address.strip()
    if text.startswith("request:"):
        return _of_request(workspace, text.removeprefix("request:").strip())
    try:
        version = registry.version(workspace, text.removeprefix("model:"))
    except NeedsYou:  # a file, a run or a version of data
        return None
    return of_version(workspace, version)


def of_version(workspace: Workspace, version: ModelVersion, key: object = None) -> Rows:
    """The rows behind a version of a model; `key` is the identifier of a row that it answered."""
    try:
        data = datasets.version_of_id(workspace, version.dataset_version_id)
    except NeedsYou as gone:
        return Rows(version.label, version.dataset, why=gone.message)
    if version.is_imported:
        why = f"What {version.label} learned from is not known: it was imported."
        return Rows(version.label, data.address, why=why)
    unseen = unseen_rows.unseen(workspace, version, data)
    if unseen.why:
        return Rows(version.label, data.address, why=unseen.why)
    try:
        has_target = _has_target(workspace, data, str(version.recipe["target"]))
        asked = () if key is None else _asked(workspace, data, key)
    except NeedsYou as gone:
        return Rows(version.label, data.address, why=gone.message)
    learned, held = ~unseen.mask & has_target, unseen.mask & has_target
    return Rows(
        version.label,
        data.address,
        ranges(learned),
        ranges(held),
        int(learned.sum()),
        int(held.sum()),
        tuple(_by_file(workspace, data, learned, held)),
        None if key is None else str(key),
        asked,
    )


def _of_request(workspace: Workspace, request: str) -> Rows:
    block, line = lineage_graph.answer_of(workspace, request)
    with workspace.store.read() as connection:
        version_id = answer_logs.version_of(connection, block)
    key = line.get("key")
    return of_version(workspace, _version(workspace, version_id), None if key == MASK else key)


def _version(workspace: Workspace, key: int) -> ModelVersion:
    with workspace.store.read() as connection:
        found = model_rows.version_of_id(connection, key)
    if found is None:
        raise registry.unknown_model(str(key))
    return found


def _has_target(workspace: Workspace, data: DatasetVersion, target: str) -> Mask:
    if target not in data.schema:
        return np.ones(data.rows, dtype=np.bool_)
    column = tables.of(workspace, data).take(np.arange(data.rows), [target])[target]
    return np.asarray(~column.missing)


def _asked(workspace: Workspace, data: DatasetVersion, key: object) -> tuple[int, ...]:
    """The numbers of the rows with an identifier; the first 1,000."""
    schema = datasets.schema_of(workspace, data)
    name = next(iter(schema.with_role(Role.IDENTIFIER)), None)
    if name is None or name not in data.schema:
        return ()
    column = tables.of(workspace, data).take(np.arange(data.rows), [name])[name]
    texts = np.array([_text(value) for value in column.to_list()], dtype=object)
    return tuple((np.flatnonzero(texts == _text(key)) + 1)[:1_000].tolist())


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def ranges(mask: Mask) -> tuple[Range, ...]:
    """The rows under a mask as ranges of their numbers, from 1."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], mask.astype(np.int8), [0]))))
    return tuple(
        (int(first) + 1, int(end)) for first, end in zip(edges[::2], edges[1::2], strict=True)
    )


def ranges_in_words(found: tuple[Range, ...], most: int = 4) -> str:
    """Ranges as people write them: "rows 1–96, 98"."""
    if not found:
        return "none"
    told = [f"{a:,}" if a == b else f"{a:,}–{b:,}" for a, b in found[:most]]
    more = f" and {len(found) - most:,} more stretches" if len(found) > most else ""
    return f"rows {', '.join(told)}{more}"


def _by_file(
    workspace: Workspace, data: DatasetVersion, learned: Mask, held: Mask
) -> Iterator[FileRows]:
    """The files that made a version, in the order of its rows."""
    first = 0
    for part in tables.parts_of(workspace, data):
        pieces = () if part.is_base else part.pieces
        for name, n_rows in _names(workspace, pieces) or [(part.source, part.own_rows)]:
            end = first + n_rows
            yield FileRows(
                PurePath(name).name or str(name),
                part.address,
                (first + 1, end),
                int(learned[first:end].sum()),
                int(held[first:end].sum()),
            )
            first = end


def _names(workspace: Workspace, pieces: Sequence[Piece]) -> list[tuple[str, int]]:
    """The names of files with their numbers of rows."""
    with workspace.store.read() as connection:
        found = [files.find(connection, piece.file_id) for piece in pieces]
    return [
        ("a file" if file is None else file.name, piece.rows)
        for file, piece in zip(found, pieces, strict=True)
    ]
