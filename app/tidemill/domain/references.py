"""All columns of a reference, and of what is compared with it, as one value each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy.typing as npt

from tidemill.domain import packing
from tidemill.domain.columns import Kind
from tidemill.domain.distributions import ColumnCounts, ColumnReference, summarise
from tidemill.domain.frames import Frame

_REFERENCE, _REFERENCE_VERSION = "drift reference", 2
_COUNTS, _COUNTS_VERSION = "set of drift counts", 2


@dataclass(frozen=True, eq=False)
class FrameReference:
    """The summaries of a reference's columns, in order, and how many rows it had."""

    n_rows: int
    columns: dict[str, ColumnReference]

    def to_bytes(self) -> bytes:
        """As stored: an .npz without pickles."""
        head, arrays = parts_of_columns(self.columns.values())
        return packing.pack(
            _REFERENCE, _REFERENCE_VERSION, {"n_rows": self.n_rows, "columns": head}, arrays
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> "FrameReference":
        """Read what `to_bytes` wrote; `NeedsYou` where that cannot be."""
        head, arrays = packing.unpack(_REFERENCE, _REFERENCE_VERSION, data)
        return cls(head["n_rows"], columns_of_parts(head["columns"], arrays))


@dataclass(frozen=True, eq=False)
class FrameCounts:
    """A frame's rows counted on a reference's cells.

    `problems` says in words why a column could not be counted; `new` names columns that the
    reference does not have, with their kinds. A column of the reference in neither was not in
    the frame.
    """

    n_rows: int
    columns: dict[str, ColumnCounts]
    problems: dict[str, str] = field(default_factory=dict)
    new: dict[str, Kind] = field(default_factory=dict)

    def plus(self, other: "FrameCounts") -> "FrameCounts":
        """Both frames' rows together; columns that only one could count are left out."""
        both = {n: c.plus(other.columns[n]) for n, c in self.columns.items() if n in other.columns}
        problems = {**self.problems, **other.problems}
        new = {**self.new, **other.new}
        return FrameCounts(self.n_rows + other.n_rows, both, problems, new)

    def to_bytes(self) -> bytes:
        """As stored: an .npz without pickles."""
        head, arrays = _joined([column.to_parts() for column in self.columns.values()])
        content = {
            "n_rows": self.n_rows,
            "names": list(self.columns),
            "columns": head,
            "problems": self.problems,
            "new": {name: str(kind) for name, kind in self.new.items()},
        }
        return packing.pack(_COUNTS, _COUNTS_VERSION, content, arrays)

    @classmethod
    def from_bytes(cls, data: bytes) -> "FrameCounts":
        """Read what `to_bytes` wrote; `NeedsYou` where that cannot be."""
        head, arrays = packing.unpack(_COUNTS, _COUNTS_VERSION, data)
        sorted_arrays = _by_column(arrays)
        columns = {
            name: ColumnCounts.from_parts(part, sorted_arrays.get(i, {}))
            for i, (name, part) in enumerate(zip(head["names"], head["columns"], strict=True))
        }
        new = {name: Kind(kind) for name, kind in head["new"].items()}
        return cls(head["n_rows"], columns, head["problems"], new)


def summarise_frame(frame: Frame) -> FrameReference:
    """Read every column of a reference once."""
    return FrameReference(frame.n_rows, {c.name: summarise(c) for c in frame})


def parts_of_columns(
    columns: Iterable[ColumnReference],
) -> tuple[list[dict[str, Any]], dict[str, npt.NDArray[Any]]]:
    """Plain JSON types and arrays of columns, as `packing.pack` takes them."""
    return _joined([column.to_parts() for column in columns])


def columns_of_parts(
    heads: Sequence[dict[str, Any]], arrays: Mapping[str, npt.NDArray[Any]]
) -> dict[str, ColumnReference]:
    """Read what `parts_of_columns` gave."""
    sorted_arrays = _by_column(arrays)
    columns = [
        ColumnReference.from_parts(head, sorted_arrays.get(i, {})) for i, head in enumerate(heads)
    ]
    return {column.name: column for column in columns}


def _joined(
    parts: list[tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]],
) -> tuple[list[dict[str, Any]], dict[str, npt.NDArray[Any]]]:
    arrays = {f"{i}.{key}": a for i, (_, some) in enumerate(parts) for key, a in some.items()}
    return [head for head, _ in parts], arrays


def _by_column(arrays: Mapping[str, npt.NDArray[Any]]) -> dict[int, dict[str, npt.NDArray[Any]]]:
    found: dict[int, dict[str, npt.NDArray[Any]]] = {}
    for key, array in arrays.items():
        place, _, name = key.partition(".")
        if place.isdecimal():
            found.setdefault(int(place), {})[name] = array
    return found
