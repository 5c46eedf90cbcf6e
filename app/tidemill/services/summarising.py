"""The stored summary of a dataset version, and the summary of all rows of an append series.

Rows that a file adds do not repeat the work on those before them where figures add up, but most
do not: quantiles, different values and repeated rows are exact only over all rows. So all rows are
read once more, in blocks: about 4 s of one core a million rows of 50 columns.
"""

from tidemill.base.progress import Reporter
from tidemill.domain.columns import Schema
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.shaped_tables import InSchema, Stacked
from tidemill.domain.summaries import TableSummary, summarised
from tidemill.domain.tables import Table
from tidemill.services import tables
from tidemill.services.workspace import Workspace


def of_version(
    workspace: Workspace, version: DatasetVersion, reporter: Reporter | None = None
) -> TableSummary:
    """The summary of all rows of a version: the stored one, else made anew from the rows."""
    if version.summary_blob is not None:
        return TableSummary.from_bytes(workspace.blobs.get_bytes(version.summary_blob))
    return summarised(tables.of(workspace, version), version.schema, reporter)


def of_all(
    earlier: Table, table: Table, schema: Schema, reporter: Reporter | None = None
) -> TableSummary:
    """The summary of the rows of a version and, below them, of those that a file adds."""
    stacked = Stacked((InSchema(earlier, schema), InSchema(table, schema)))
    return summarised(stacked, schema, reporter)


def put(workspace: Workspace, summary: TableSummary) -> str:
    """Store a summary and return its blob's name, as a version keeps it in `summary_blob`."""
    return workspace.blobs.put_bytes(summary.to_bytes())
