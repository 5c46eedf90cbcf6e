"""Batch folders: deployments that score each file that lands in one folder into another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import PurePath
from typing import Any

from tidemill.domain.watches import KnownFile


@dataclass(frozen=True)
class BatchSettings:
    """Where files land, where the scored ones go, and whether those tell why."""

    folder: str
    out: str
    explain: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as stored."""
        return {"in": self.folder, "out": self.out, "explain": self.explain}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "BatchSettings":
        """Read what `to_dict` wrote."""
        return cls(data["in"], data["out"], bool(data.get("explain")))


class BatchState(StrEnum):
    """What became of a file that landed.

    One that is written stands whole in the out folder, under a hidden name still.
    """

    WAITING = "waiting"
    WRITTEN = "written"
    SCORED = "scored"
    SET_ASIDE = "set-aside"
    SKIPPED = "skipped"
    FAILED = "failed"


OPEN_STATES = (BatchState.WAITING, BatchState.WRITTEN)


@dataclass(frozen=True)
class BatchFile:
    """A file that landed in a batch folder, and its answer.

    `answer` and `errors` are names in the out folder, kept for this file alone; `errors` is ""
    where no row was left out. `work` is the hidden folder there in which its answer is written.
    `read` is what is remembered of how it looked, `opened` counts how often the process died by
    itself while it was open. `version` is the number of the version that answered.
    """

    id: int
    deployment_id: int
    path: str
    n_bytes: int
    modified_ns: int
    content: str | None
    state: BatchState
    outcome: str
    reason: str
    answer: str
    errors: str
    work: str
    rows: int | None
    n_errors: int
    version_id: int | None
    version: int | None
    job_id: int | None
    opened: int
    seen_at: datetime
    changed_at: datetime
    read: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return PurePath(self.path).name

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done for it, if only to clear up after it."""
        return self.state in OPEN_STATES or bool(self.work)

    @property
    def known(self) -> KnownFile:
        """What a look into the folder has to know of it."""
        return KnownFile(
            self.id, self.path, self.n_bytes, self.modified_ns, self.is_open, bool(self.job_id)
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as commands tell it."""
        return {
            "id": self.id,
            "path": self.path,
            "state": str(self.state),
            "reason": self.reason,
            "outcome": self.outcome,
            "answer": self.answer if self.state is BatchState.SCORED else "",
            "errors": self.errors,
            "rows": self.rows,
            "n_errors": self.n_errors,
            "version": self.version,
            "seen_at": self.seen_at,
        }


@dataclass(frozen=True)
class BatchSummary:
    """What became of all files of a deployment: how many are in each state, the rows answered and
    those left out of the scored ones, and the file that was scored last."""

    n_of: Mapping[BatchState, int] = field(default_factory=dict)
    rows: int = 0
    n_errors: int = 0
    last: BatchFile | None = None

    @property
    def n_open(self) -> int:
        """Files that wait or are being scored."""
        return sum(self.n_of.get(state, 0) for state in OPEN_STATES)

    @property
    def n_aside(self) -> int:
        """Files that need a person: set aside, or failed."""
        return self.n_of.get(BatchState.SET_ASIDE, 0) + self.n_of.get(BatchState.FAILED, 0)


_ENDINGS = (".gz", ".bz2", ".xz")


def parted_name(name: str) -> tuple[str, str]:
    """A file's name before its ending, and the ending with that of its packing."""
    path = PurePath(name)
    packed = path.suffix if path.suffix.lower() in _ENDINGS else ""
    inner = PurePath(path.stem) if packed else path
    return inner.stem, f"{inner.suffix}{packed}"


def names_for(name: str, ending: str, number: int) -> tuple[str, str]:
    """The names of the answer to a file and of the rows left out, for the `number`th of its name.

    >>> names_for("orders.csv", ".csv", 1)
    ('orders-scored.csv', 'orders.csv-errors.csv')
    >>> names_for("orders.csv", ".csv", 2)
    ('orders-scored-2.csv', 'orders.csv-errors-2.csv')
    """
    which = "" if number == 1 else f"-{number}"
    return f"{parted_name(name)[0]}-scored{which}{ending}", f"{name}-errors{which}.csv"
