"""All that is known of a table at a glance, made in one pass over its rows.

The summary is both the profile people see and the reference that drift is measured against; it
also has the addable sums by which content is recognised and the hash of every row.
"""

from dataclasses import dataclass
from typing import Any

from tidemill.base.progress import Reporter
from tidemill.domain import packing
from tidemill.domain.columns import Schema
from tidemill.domain.content import ContentSums, Hashes, content_sums, row_hashes
from tidemill.domain.distributions import ColumnReference
from tidemill.domain.profiles import Profile, profile
from tidemill.domain.references import (
    FrameReference,
    columns_of_parts,
    parts_of_columns,
    summarise_frame,
)
from tidemill.domain.suggestions import FrameFacts, facts_of
from tidemill.domain.tables import Table

_WHAT, _VERSION = "table summary", 1


@dataclass(frozen=True, eq=False)
class TableSummary:
    """What is known of a table's rows.

    `duplicates` counts rows that repeat an earlier one in every column of the schema.
    `row_hashes` has one hash a row, shape (rows,), in their order; it is not stored, so a summary
    read from bytes has None.
    """

    rows: int
    columns: dict[str, ColumnReference]
    profile: Profile
    sums: ContentSums
    facts: FrameFacts
    row_hashes: Hashes | None = None

    @property
    def duplicates(self) -> int:
        """How many rows repeat an earlier one."""
        return self.profile.duplicate_rows

    def reference(self) -> FrameReference:
        """The summary as drift takes it."""
        return FrameReference(self.rows, self.columns)

    def to_bytes(self) -> bytes:
        """As stored: an .npz without pickles."""
        head, arrays = parts_of_columns(self.columns.values())
        content = {
            "rows": self.rows,
            "columns": head,
            "profile": self.profile.to_dict(),
            "facts": self.facts.to_dict(),
            "sums": self.sums.to_dict(),
        }
        return packing.pack(_WHAT, _VERSION, content, arrays)

    @classmethod
    def from_bytes(cls, data: bytes) -> "TableSummary":
        """Read what `to_bytes` wrote; `NeedsYou` where that cannot be."""
        head, arrays = packing.unpack(_WHAT, _VERSION, data)
        return cls(
            head["rows"],
            columns_of_parts(head["columns"], arrays),
            Profile.from_dict(head["profile"]),
            ContentSums.from_dict(head["sums"]),
            FrameFacts.from_dict(head["facts"]),
        )

    def stored_profile(self) -> dict[str, Any]:
        """What a version keeps in the store itself, for a quick look: plain JSON types."""
        return {"profile": self.profile.to_dict(), "facts": self.facts.to_dict()}


def summarised(table: Table, schema: Schema, reporter: Reporter | None = None) -> TableSummary:
    """Summarise the columns of the schema that a table has, in the schema's order.

    Raises `Cancelled` where the reporter says stop.
    """
    names = {column.name for column in table.columns}
    frame = table.frame().select([c.name for c in schema.columns if c.name in names])
    if reporter is not None:
        reporter.check()
    reference = summarise_frame(frame)
    return TableSummary(
        frame.n_rows,
        reference.columns,
        profile(frame, schema, reference),
        content_sums(frame),
        facts_of(frame),
        row_hashes(frame),
    )
