"""Labels, and truths that came late, by file: keys and labels, told and set against what stands."""

import tempfile
from collections.abc import Callable, Iterator, Set
from pathlib import Path

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Reporter, Silent
from tidemill.catalog.reading import reader_for
from tidemill.domain.columns import Column, Schema
from tidemill.domain.labels import MOST_SHOWN, ROW, FileLabels, set_against
from tidemill.domain.reading import ReadOptions
from tidemill.services import labelling, tables
from tidemill.services.label_keys import Base, Keys, base_of, keys_of, texts_of
from tidemill.services.workspace import Workspace


def from_file(
    workspace: Workspace,
    dataset: str,
    file: Path,
    *,
    column: str,
    key_column: str,
    label_column: str | None = None,
    file_key: str | None = None,
    overwrite: bool = False,
    reporter: Reporter | None = None,
    answered: Callable[[], Set[str]] | None = None,
) -> FileLabels:
    """Take labels, or truths that came late, from a file of keys and labels.

    `label_column` and `file_key` name the file's columns where they are called otherwise. Keys of
    no row are reported, and labels that contradict others are not taken unless they `overwrite`.
    """
    reporter = reporter or Silent()
    base = base_of(workspace, dataset, column, key_column)
    keys = keys_of(workspace, base)
    known = keys.known
    here = set(known) if known is not None else {str(n) for n in keys.codes.tolist()}
    found = list(_read(base, file, file_key or key_column, label_column or column, reporter))
    labelled = [(key, value) for key, value in found if value is not None]
    if answered is not None and any(key not in here for key, _ in labelled):
        here |= answered()
    matched = [(key, value) for key, value in labelled if key in here]
    unmatched = list(dict.fromkeys(key for key, _ in labelled if key not in here))
    standing = {**_in_column(workspace, base, column, keys), **base.standing}
    result = set_against(matched, standing, overwrite)
    batch = labelling.put(
        workspace,
        dataset,
        column,
        dict(result.taken),
        key_column=base.key_column,
        source=file.name,
    )
    return FileLabels(
        file.name,
        batch,
        len(found),
        len(result.taken),
        result.same,
        len(unmatched),
        tuple(unmatched[:MOST_SHOWN]),
        len(result.conflicts),
        result.conflicts[:MOST_SHOWN],
        len(found) - len(labelled),
    )


def _read(
    base: Base, file: Path, file_key: str, label_column: str, reporter: Reporter
) -> Iterator[tuple[str, str | None]]:
    """Keys and labels of a file, the key read as the dataset has it."""
    if not file.exists():
        raise NeedsYou(f"There is no file {file}.", "Check the path.")
    expected = None
    if base.key_column != ROW:
        kind = base.version.schema[base.key_column]
        expected = Schema((Column(file_key, kind.kind, whole=kind.whole),))
    with tempfile.TemporaryDirectory(prefix="tidemill-labels-") as scratch:
        read = reader_for(file).read(file, expected, reporter, Path(scratch), ReadOptions())
        there = [column.name for column in read.table.columns]
        for name in (file_key, label_column):
            if name not in there or name in read.missing_columns:
                raise NeedsYou(
                    f"{file.name} has no column {name}.",
                    "Its columns are " + ", ".join(n for n in there if n) + ".",
                )
        for block in read.table.blocks([file_key, label_column]):
            reporter.check()
            pairs = zip(texts_of(block[file_key]), texts_of(block[label_column]), strict=True)
            for key, value in pairs:
                yield ("" if key is None else key), value


def _in_column(workspace: Workspace, base: Base, column: str, keys: Keys) -> dict[str, str | None]:
    """What the column says already, by key."""
    if column not in base.version.schema:
        return {}
    data = tables.of(workspace, base.version).column(column)
    rows = np.flatnonzero(~data.missing)
    texts = texts_of(data.take(rows))
    return dict(zip(keys(rows), texts, strict=True))
