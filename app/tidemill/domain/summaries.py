"""All that is known of a table at a glance, made in one pass over its rows.

The summary is both the profile people see and the reference that drift is measured against; it
also has the addable sums by which content is recognised and the hash of every row.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tidemill.base.progress import Reporter, Silent
from tidemill.domain import packing
from tidemill.domain.columns import Schema
from tidemill.domain.content import ContentSums, Hashes, family_of, sums_of
from tidemill.domain.distinct_counts import repeated
from tidemill.domain.distributions import ColumnReference
from tidemill.domain.profiles import Profile, assembled
from tidemill.domain.references import (
    FrameReference,
    columns_of_parts,
    parts_of_columns,
)
from tidemill.domain.suggestions import FrameFacts, facts_of_columns
from tidemill.domain.table_pass import EXACT_ROWS, TablePass
from tidemill.domain.tables import Table

_WHAT, _VERSION = "table summary", 2


@dataclass(frozen=True, eq=False)
class TableSummary:
    """What is known of a table's rows.

    `duplicates` counts rows that repeat an earlier one in every column of the schema.
    `row_hashes` has one hash a row, shape (rows,), in their order; it is not stored, so a summary
    read from bytes has None. So it is with `text_bits`, the `cell_bits` of columns of many texts,
    which are kept where `summarised` was given room.
    """

    rows: int
    columns: dict[str, ColumnReference]
    profile: Profile
    sums: ContentSums
    facts: FrameFacts
    row_hashes: Hashes | None = None
    text_bits: Mapping[str, Hashes] = field(default_factory=dict)

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


def summarised(
    table: Table,
    schema: Schema,
    reporter: Reporter | None = None,
    *,
    exact_rows: int = EXACT_ROWS,
    room: Callable[[int], Hashes] | None = None,
) -> TableSummary:
    """Summarise the columns of the schema that a table has, in the schema's order.

    Tables of more than `exact_rows` rows are summarised in bounded memory, and some figures lie
    within a cell then: see `table_pass`. What takes 8 bytes a row stands in `room`, which makes
    arrays of zeros; in memory without it. Raises `Cancelled` where the reporter says stop.
    """
    there = {column.name for column in table.columns}
    columns = [column for column in schema.columns if column.name in there]
    target = schema.target if schema.target in there else None
    one = TablePass(table, columns, target, reporter or Silent(), exact_rows, room)
    rows = table.n_rows if columns else 0
    hashes = one.run()[:rows]
    families = {
        name: family_of(reference.kind, has_values=reference.missing < reference.n)
        for name, reference in one.references.items()
    }
    return TableSummary(
        rows,
        one.references,
        assembled(rows, list(one.lines.values()), repeated(hashes)),
        sums_of(hashes, families),
        facts_of_columns(rows, one.references),
        hashes,
        one.text_bits,
    )
