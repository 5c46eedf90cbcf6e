"""Files read without a workspace."""

from pathlib import Path

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Reporter
from tidemill.catalog.reading import reader_for
from tidemill.domain.frames import Frame
from tidemill.domain.reading import ReadResult
from tidemill.services import tables


def read_pair(reference: Path, current: Path, reporter: Reporter) -> tuple[Frame, Frame]:
    """Read two files; the second one by the first one's kinds of columns."""
    before = _read(reference, None, reporter)
    after = _read(current, before, reporter)
    return tables.as_schema(before.frame, before.schema.settled_by(after.schema)), after.frame


def _read(path: Path, before: ReadResult | None, reporter: Reporter) -> ReadResult:
    if not path.exists():
        raise NeedsYou(f"There is no file {path}.", "Check the path.")
    expected = None if before is None else before.schema
    result: ReadResult = reader_for(path).read(path, expected, reporter)
    return result
