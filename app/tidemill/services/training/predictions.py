"""Predictions of a model for rows of a frame, and the compact bytes they are kept as."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base import hashing
from tidemill.domain.business_value import Own, Table, decided
from tidemill.domain.cost_thresholds import USUAL
from tidemill.domain.kept_shares import Kept, is_exact, kept
from tidemill.domain.packing import pack, unpack
from tidemill.domain.recipes import Task

Array = npt.NDArray[Any]

_WHAT = "set of predictions"
_VERSION, _KEPT_VERSION = 1, 2


@dataclass(frozen=True, eq=False)
class Predictions:
    """What a model says for some rows, and what was true where that is known.

    `rows` are row numbers of the frame (n,). `values` are in the form of `domain.metrics`:
    probability of the second of `levels` (n,), of each level (n, K), or a number (n,).
    `truth` holds class codes into `levels` with -1 for unknown, or numbers with NaN (n,);
    it is None where the frame has no target. `threshold` is from which probability on the second
    of two levels is said, `table` by which costs one of several is (`business_value.Own`), empty
    where the likeliest is. `exact` is a hash of the values as they were where they were kept with
    fewer digits (`as_kept`), else empty.
    """

    task: Task
    levels: tuple[str, ...]
    rows: Array
    values: Array
    truth: Array | None = None
    threshold: float = USUAL
    exact: str = ""
    table: Table = ()

    @property
    def own(self) -> Own:
        """What the model decides by of its own: a threshold, a table of costs, or nothing."""
        return self.table or (None if self.threshold == USUAL else self.threshold)

    @property
    def known(self) -> Array:
        """True for rows whose truth is known (n,)."""
        if self.truth is None:
            return np.zeros(len(self.rows), dtype=bool)
        if self.task is Task.REGRESSION:
            return np.asarray(np.isfinite(self.truth))
        return np.asarray(self.truth >= 0)

    def judged(self) -> tuple[Array, Array]:
        """Truth and values of the rows whose truth is known, as `domain.metrics` takes them."""
        known = self.known
        truth = np.empty(0) if self.truth is None else self.truth[known]
        return truth, self.values[known]

    def labels(self) -> list[str] | list[float]:
        """What is said for each row: a class by name, or the number."""
        if self.task is Task.REGRESSION:
            return [float(value) for value in self.values]
        return [self.levels[code] for code in self.codes().tolist()]

    def codes(self) -> Array:
        """The place in `levels` of the class that is said for each row (n,)."""
        return decided(self.task, self.values, self.own)

    def take(self, chosen: Array) -> "Predictions":
        """The predictions at places or under a mask, in that order."""
        truth = None if self.truth is None else self.truth[chosen]
        return replace(self, rows=self.rows[chosen], values=self.values[chosen], truth=truth)

    def with_levels(self, levels: Sequence[str]) -> "Predictions":
        """The same in another order of classes, so that two models can be compared.

        A class this model does not know has probability 0; one that `levels` lacks is dropped
        and its rows' truth becomes unknown. Two classes in turned order are turned around.
        """
        wanted = tuple(levels)
        if wanted == self.levels or self.task is Task.REGRESSION:
            return self
        place = {level: k for k, level in enumerate(wanted)}
        truth = None
        if self.truth is not None:
            table = np.array([place.get(level, -1) for level in self.levels] + [-1])
            truth = table[self.truth]
        if self.task is Task.BINARY:
            if set(wanted) != set(self.levels):
                raise ValueError(f"classes {wanted} are not {self.levels}")
            return replace(
                self,
                levels=wanted,
                values=1.0 - self.values,
                truth=truth,
                threshold=1.0 - self.threshold,
            )
        values = np.zeros((len(self.rows), len(wanted)))
        for code, level in enumerate(self.levels):
            if level in place:
                values[:, place[level]] = self.values[:, code]
        return replace(
            self, levels=wanted, values=values, truth=truth, table=self._table_for(wanted)
        )

    def _table_for(self, wanted: tuple[str, ...]) -> Table:
        """The costs in another order; a class the model does not know is dearer than any."""
        if not self.table:
            return ()
        place = {level: k for k, level in enumerate(self.levels)}
        never = max(max(row) for row in self.table) + 1.0
        return tuple(
            tuple(
                never
                if said not in place
                else self.table[place[truth]][place[said]]
                if truth in place
                else 0.0
                for said in wanted
            )
            for truth in wanted
        )

    def as_kept(self) -> "Predictions":
        """The same as a run keeps it: at most 2 MB for 100,000 rows (see `kept_shares`)."""
        if self.exact or is_exact(self.values):
            return self
        short = kept(self.values, self.truth).values()
        return replace(self, values=short, exact=digest(self.values))

    def to_bytes(self) -> bytes:
        """Compact bytes without pickle; numbers keep every digit they have."""
        arrays: dict[str, Array] = {}
        head: dict[str, Any] = {"task": str(self.task), "levels": list(self.levels)}
        if self.exact:
            some = kept(self.values, self.truth)
            # Row numbers rise: what lies between two of them takes less room than they do.
            steps = np.diff(self.rows.astype(np.int64), prepend=0)
            arrays |= {"row_steps": steps, "places": some.places, "shares": some.shares}
            head["exact"] = self.exact
        else:
            arrays |= {"rows": self.rows.astype(np.int64), "values": _small(self.values)}
        if self.truth is not None:
            arrays["truth"] = _small(self.truth)
        if self.threshold != USUAL:
            head["threshold"] = self.threshold
        if self.table:
            head["table"] = [list(row) for row in self.table]
        return pack(_WHAT, _KEPT_VERSION if self.exact else _VERSION, head, arrays)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Predictions":
        """Read what `to_bytes` wrote; `NeedsYou` where it is damaged."""
        head, arrays = unpack(_WHAT, _KEPT_VERSION, data)
        levels = tuple(head["levels"])
        if "shares" in arrays:
            rows = np.cumsum(arrays["row_steps"])
            values = Kept(arrays["places"], arrays["shares"], len(levels)).values()
        else:
            rows, values = arrays["rows"], _wide(arrays["values"])
        return cls(
            Task(head["task"]),
            levels,
            rows,
            values,
            _wide(arrays["truth"]) if "truth" in arrays else None,
            float(head.get("threshold", USUAL)),
            head.get("exact", ""),
            tuple(tuple(map(float, row)) for row in head.get("table", ())),
        )


def digest(values: Array) -> str:
    """A hash of values to their last bit."""
    return hashing.of_bytes(np.ascontiguousarray(values, dtype=np.float64).tobytes())


def _small(values: Array) -> Array:
    """The narrower type where it loses nothing."""
    if values.dtype.kind == "f":
        narrow = values.astype(np.float32)
        same = np.array_equal(narrow.astype(np.float64), values, equal_nan=True)
        return narrow if same else values.astype(np.float64)
    return values.astype(np.int32)


def _wide(values: Array) -> Array:
    return values.astype(np.float64 if values.dtype.kind == "f" else np.int64)
