"""The stored summary of a dataset version, and the summary of all rows of an append series."""

from collections.abc import Sequence

from tidemill.base.progress import Reporter
from tidemill.domain.columns import Schema
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.summaries import TableSummary, summarised
from tidemill.domain.tables import FrameTable, Table
from tidemill.services import tables
from tidemill.services.workspace import Workspace


def of_version(
    workspace: Workspace, version: DatasetVersion, reporter: Reporter | None = None
) -> TableSummary:
    """The summary of all rows of a version: the stored one, else made anew from the rows."""
    if version.summary_blob is not None:
        return TableSummary.from_bytes(workspace.blobs.get_bytes(version.summary_blob))
    return summarised(FrameTable(tables.whole(workspace, version)), version.schema, reporter)


def of_all(
    workspace: Workspace,
    earlier: Sequence[DatasetVersion],
    table: Table,
    own: TableSummary,
    schema: Schema,
    reporter: Reporter | None = None,
) -> TableSummary:
    """The summary of the own rows of earlier versions and, below them, of a table.

    `own` is the table's own summary, which is the answer where there is nothing earlier.
    """
    if not earlier:
        return own
    whole = tables.load(workspace, earlier, schema, extra=table.frame())
    return summarised(FrameTable(whole), schema, reporter)


def put(workspace: Workspace, summary: TableSummary) -> str:
    """Store a summary and return its blob's name, as a version keeps it in `summary_blob`."""
    return workspace.blobs.put_bytes(summary.to_bytes())
