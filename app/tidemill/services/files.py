"""Files read without a workspace."""

import os
from pathlib import Path
from typing import Any

from tidemill.base.errors import NeedsYou, WrongUse
from tidemill.base.progress import Reporter, Silent
from tidemill.catalog.reading import reader_for
from tidemill.domain.frames import Frame
from tidemill.domain.reading import ReadResult
from tidemill.services import tables


def read_pair(reference: Path, current: Path, reporter: Reporter) -> tuple[Frame, Frame]:
    """Read two files; the second one by the first one's kinds of columns."""
    before = _read(reference, None, reporter)
    after = _read(current, before, reporter)
    return tables.as_schema(before.frame, before.schema.settled_by(after.schema)), after.frame


def pair_of(reference: Any, current: Any) -> tuple[Frame, Frame]:
    """Two tables as frames: files by their paths, DataFrames, or what has `to_pandas`.

    Two files are read by the first one's kinds of columns. Raises `WrongUse` for anything else.
    """
    if isinstance(reference, (str, os.PathLike)) and isinstance(current, (str, os.PathLike)):
        return read_pair(Path(reference), Path(current), Silent())
    return _frame(reference), _frame(current)


def _frame(table: Any) -> Frame:
    from tidemill.catalog.pandas_frames import frame_of_pandas

    if isinstance(table, Frame):
        return table
    if isinstance(table, (str, os.PathLike)):
        return _read(Path(table), None, Silent()).frame
    if not hasattr(table, "iloc") and hasattr(table, "to_pandas"):
        table = table.to_pandas()
    if not hasattr(table, "iloc") or getattr(table, "ndim", 0) != 2:
        raise WrongUse(
            f"A {type(table).__name__} is no table.", "Hand over a DataFrame or the path of a file."
        )
    return frame_of_pandas(table)


def _read(path: Path, before: ReadResult | None, reporter: Reporter) -> ReadResult:
    if not path.exists():
        raise NeedsYou(f"There is no file {path}.", "Check the path.")
    expected = None if before is None else before.schema
    result: ReadResult = reader_for(path).read(path, expected, reporter)
    return result
