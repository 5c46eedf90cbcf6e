"""Reads Feather and Arrow files, where PyArrow is installed: turned into Parquet, then as that."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from tidemill.base.errors import NeedsYou, WorldError
from tidemill.base.progress import Part, Reporter, Silent
from tidemill.base.spill_folders import spill_folder
from tidemill.catalog.raw_tables import READ_AS_IT_COMES
from tidemill.catalog.readers import _files, _results, parquet
from tidemill.domain.columns import Schema
from tidemill.domain.entries import ReaderEntry
from tidemill.domain.reading import Peek, ReadOptions, ReadResult

ENTRY = ReaderEntry(
    id="feather",
    version=1,
    title="Feather",
    help=(
        "An Arrow table as a file or a stream, with types of its own, which are kept as those of "
        "Parquet are. Needs PyArrow: install tidemill[feather]."
    ),
    endings=(".feather", ".arrow", ".arrows", ".ipc"),
)

_FILE, _OLD, _STREAM = b"ARROW1", b"FEA1", b"\xff\xff\xff\xff"


def read(
    path: Path,
    expected: Schema | None,
    reporter: Reporter,
    scratch: Path | None = None,
    options: ReadOptions = READ_AS_IT_COMES,
) -> ReadResult:
    """Read a whole file in its own types, a batch at a time; lines are row numbers from 1.

    Raises `NeedsYou` where PyArrow is missing and for what is no such file.
    """
    n_bytes = _checked(path)
    with spill_folder() as spill:
        copy = spill / path.with_suffix(".parquet").name
        _as_parquet(path, copy, Part(reporter, 0.0, 0.4))
        result = parquet.read(copy, expected, Part(reporter, 0.4, 1.0), scratch, options)
        facts = replace(result.facts, format="feather", n_bytes=n_bytes)
        return replace(result, facts=facts)


def look(path: Path, options: ReadOptions = READ_AS_IT_COMES) -> Peek:
    """The first rows, and how many there are."""
    n_bytes = _checked(path)
    with spill_folder() as spill:
        copy = spill / path.with_suffix(".parquet").name
        n_rows = _as_parquet(path, copy, Silent(), limit=_results.FIRST_ROWS)
        peek = parquet.look(copy, options)
        facts = replace(peek.facts, format="feather", n_bytes=n_bytes)
        return replace(peek, facts=facts, n_rows=n_rows)


def _checked(path: Path) -> int:
    n_bytes = _files.size_of(path)
    first = _files.head(path, 1 << 16)
    if first.startswith(_OLD):
        raise NeedsYou(
            f"{path.name} is a Feather file of the first version, which is no longer read.",
            "Write it again as Feather version 2 or as Parquet.",
        )
    if not first.startswith((_FILE, _STREAM)):
        what = _files.seems(first) or "a text file"
        raise NeedsYou(
            f"{path.name} is no Feather file: it is {what}.",
            "Give it the ending that fits, then drop it again.",
        )
    return n_bytes


def _as_parquet(path: Path, copy: Path, reporter: Reporter, limit: int | None = None) -> int:
    """Write the rows, or the first of them, as Parquet; return how many the file holds."""
    try:
        import pyarrow as pa
        from pyarrow import parquet as pq
    except ImportError:
        raise NeedsYou(
            f"Reading {path.name} needs PyArrow, which is not installed.",
            "Install it with: pip install 'tidemill[feather]', or save the file as Parquet.",
        ) from None
    try:
        with _batches(path) as (schema, batches, total):
            n_rows = 0
            with pq.ParquetWriter(copy, schema) as writer:
                for batch in batches:
                    reporter.check()
                    batch.validate(full=True)
                    if limit is None or n_rows < limit:
                        writer.write_batch(batch if limit is None else batch.slice(0, limit))
                    n_rows += batch.num_rows
                    reporter.report(n_rows / total if total else 0.0, f"Read {n_rows:,} rows")
            return n_rows
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError, pa.ArrowKeyError) as e:
        raise NeedsYou(
            f"{path.name} is damaged, or holds what a table can't: {str(e).splitlines()[0][:200]}",
            "Write it again, as Feather or as Parquet, then drop it again.",
            detail=str(e),
        ) from None
    except OSError as error:
        if error.errno is None:  # Arrow's own words for a file that ends too early
            raise NeedsYou(
                f"{path.name} is cut short or damaged.",
                "It may still be being written or copied. Wait, or copy it again.",
                detail=str(error),
            ) from None
        raise WorldError(
            f"Can't read {path.name}: {error.strerror or error}.",
            "Check the disk, then try again.",
            detail=repr(error),
        ) from error


@contextlib.contextmanager
def _batches(path: Path) -> Iterator[tuple[Any, Iterator[Any], int]]:
    """The schema, the batches and the number of rows (0 where only reading them tells)."""
    import pyarrow as pa

    with pa.memory_map(str(path)) as source:
        if _files.head(path, len(_FILE)) == _FILE:
            with pa.ipc.open_file(source) as opened:
                numbers = range(opened.num_record_batches)
                yield opened.schema, (opened.get_batch(i) for i in numbers), 0
        else:
            with pa.ipc.open_stream(source) as opened:
                yield opened.schema, iter(opened), 0
