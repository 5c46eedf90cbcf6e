"""Selected runs, as one value that plots and actions take: sorted keys, whatever is in sight."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.int64]


def _sorted(keys: "Iterable[int] | Keys") -> Keys:
    given = keys if isinstance(keys, np.ndarray) else np.fromiter(keys, dtype=np.int64)
    # Sorting is several times quicker than numpy's `unique`, which hashes, and a stable sort walks
    # once over what is sorted already.
    ordered = np.sort(given.astype(np.int64, copy=False), kind="stable")
    if len(ordered) < 2:
        return ordered
    is_first = np.empty(len(ordered), dtype=np.bool_)
    is_first[0] = True
    np.not_equal(ordered[1:], ordered[:-1], out=is_first[1:])
    return ordered if is_first.all() else ordered[is_first]


@dataclass(frozen=True, eq=False)
class RunSelection:
    """Keys of runs, sorted, each once. Never changed: what would change it gives a new one."""

    keys: Keys = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    @classmethod
    def of(cls, keys: "Iterable[int] | Keys") -> "RunSelection":
        """The selection of these keys, in any order."""
        return cls(_sorted(keys))

    def __len__(self) -> int:
        return len(self.keys)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RunSelection) and np.array_equal(self.keys, other.keys)

    def __hash__(self) -> int:
        return hash((len(self.keys), self.keys[:64].tobytes()))

    def __contains__(self, key: object) -> bool:
        if not isinstance(key, int) or not len(self.keys):
            return False
        at = int(self.keys.searchsorted(key))
        return at < len(self.keys) and int(self.keys[at]) == key

    def toggle(self, key: int) -> "RunSelection":
        """With this key, or without it."""
        at = int(self.keys.searchsorted(key))
        if key in self:
            return RunSelection(np.delete(self.keys, at))
        return RunSelection(np.insert(self.keys, at, key))

    def add(self, keys: Sequence[int] | Keys) -> "RunSelection":
        """With these keys too."""
        more = _sorted(keys)
        if not len(self.keys):
            return RunSelection(more)
        return RunSelection(_sorted(np.concatenate([self.keys, more])))

    def remove(self, keys: Sequence[int] | Keys) -> "RunSelection":
        """Without these keys."""
        return RunSelection(np.setdiff1d(self.keys, _sorted(keys), assume_unique=True))

    def none(self) -> "RunSelection":
        """Nothing."""
        return RunSelection()

    def among(self, keys: Sequence[int] | Keys) -> "RunSelection":
        """Those of these keys that are selected."""
        return RunSelection(np.intersect1d(self.keys, _sorted(keys), assume_unique=True))

    def to_list(self) -> list[int]:
        """The keys as plain numbers."""
        found: list[int] = self.keys.tolist()
        return found
