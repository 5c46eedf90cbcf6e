"""The rows behind a comparison by number, so that they can be shown a page at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain import packing
from tidemill.domain.row_matching import Rows
from tidemill.domain.version_diffs import RowKind, VersionDiff, diff_from_dict

_WHAT, _VERSION = "comparison of versions", 1


@dataclass(frozen=True, eq=False)
class RowSets:
    """Row numbers, from 0: `added` in the later version, `removed` in the earlier, and pairs that
    changed. `bits` holds by column, packed, which of the changed pairs differ in it.
    """

    added: Rows
    removed: Rows
    changed_before: Rows
    changed_after: Rows
    bits: Mapping[str, npt.NDArray[np.uint8]] = field(default_factory=dict)

    def differing(self, column: str) -> npt.NDArray[np.int64]:
        """Which of the changed pairs differ in a column; none where it was not compared."""
        packed = self.bits.get(column)
        if packed is None:
            return np.empty(0, np.int64)
        return np.flatnonzero(np.unpackbits(packed, count=len(self.changed_after)))

    def count(self, kind: RowKind, column: str | None = None) -> int:
        """How many rows of a kind, or of those changed in a column."""
        if kind is RowKind.CHANGED and column is not None:
            return len(self.differing(column))
        sets = {"added": self.added, "removed": self.removed, "changed": self.changed_after}
        return len(sets[kind])


@dataclass(frozen=True, eq=False)
class StoredDiff:
    """A comparison with the rows behind it."""

    diff: VersionDiff
    rows: RowSets

    def to_bytes(self) -> bytes:
        """As kept: an .npz without pickles."""
        head: dict[str, Any] = _plain(self.diff.to_dict())
        names = list(self.rows.bits)
        arrays: dict[str, npt.NDArray[Any]] = {
            "added": self.rows.added,
            "removed": self.rows.removed,
            "changed_before": self.rows.changed_before,
            "changed_after": self.rows.changed_after,
        }
        arrays |= {f"bits.{at}": self.rows.bits[name] for at, name in enumerate(names)}
        return packing.pack(_WHAT, _VERSION, {"diff": head, "columns": names}, arrays)

    @classmethod
    def from_bytes(cls, data: bytes) -> "StoredDiff":
        """Read what `to_bytes` wrote; `NeedsYou` where that cannot be."""
        head, arrays = packing.unpack(_WHAT, _VERSION, data)
        bits = {name: arrays[f"bits.{at}"] for at, name in enumerate(head["columns"])}
        rows = RowSets(
            arrays["added"],
            arrays["removed"],
            arrays["changed_before"],
            arrays["changed_after"],
            bits,
        )
        return cls(diff_from_dict(head["diff"]), rows)


def _plain(value: Any) -> Any:
    """JSON types; a moment becomes ISO text."""
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
