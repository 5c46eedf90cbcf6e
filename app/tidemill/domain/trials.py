"""A champion beside a candidate: which rows go to which, by a stable hash.

A trial is a split (a share of the rows is answered by the candidate) or a shadow (the candidate
answers rows that the champion answered already; its answers are kept and never returned).

The hash is BLAKE2b of 8 bytes (RFC 7693) over the trial's salt and the key's text, read as a whole
number from its first byte on. A row goes to the candidate where that number is less than share
times 2 to the 64. It depends on nothing else, so that every process, after every restart and on
every computer, sends a key the same way, and a larger share only adds keys.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from tidemill.base.clock import from_iso, to_iso

_ALL = 2**64
_HUGE = 10**30


class TrialKind(StrEnum):
    """How a candidate stands beside the champion."""

    SPLIT = "split"
    SHADOW = "shadow"


@dataclass(frozen=True)
class TrialCounts:
    """Rows that a trial could not use, as the service counted them.

    `dropped`: a shadow came too late, because the service was busy. `failed`: the candidate could
    not answer; in a split the champion did. `without_key`: the champion answered, as no key came.
    """

    dropped: int = 0
    failed: int = 0
    without_key: int = 0

    def plus(self, other: "TrialCounts") -> "TrialCounts":
        """Both together."""
        return TrialCounts(
            self.dropped + other.dropped,
            self.failed + other.failed,
            self.without_key + other.without_key,
        )

    def less(self, other: "TrialCounts") -> "TrialCounts":
        """What came since `other` was counted."""
        return TrialCounts(
            self.dropped - other.dropped,
            self.failed - other.failed,
            self.without_key - other.without_key,
        )


NO_COUNTS = TrialCounts()


@dataclass(frozen=True)
class Trial:
    """A candidate beside the champion of a deployment, from `begun_at` on.

    `share` is that of the rows that the candidate answers, from 0 to 1. `key` is the column whose
    value is hashed; empty for the whole row. `salt` makes each trial choose other keys.
    """

    kind: TrialKind
    champion_id: int
    champion: int
    candidate_id: int
    candidate: int
    share: float
    key: str
    salt: str
    begun_at: datetime
    by: str
    counts: TrialCounts = field(default_factory=TrialCounts)

    @property
    def is_split(self) -> bool:
        """Whether the candidate's answers are returned."""
        return self.kind is TrialKind.SPLIT

    @property
    def words(self) -> str:
        """The trial in short: "v4 answers 10%", "v4 shadows 100%"."""
        verb = "answers" if self.is_split else "shadows"
        return f"v{self.candidate} {verb} {share_in_words(self.share)}"

    def takes(self, row: Mapping[str, Any], columns: Iterable[str]) -> bool | None:
        """Whether the candidate answers a row; None where the row came without its key.

        `columns` are those of the model, of which the whole row is made where no key is named.
        """
        text = text_of(row.get(self.key)) if self.key else whole_row(row, columns)
        return None if text is None else is_chosen(text, self.salt, self.share)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as stored."""
        return {
            "kind": str(self.kind),
            "champion_id": self.champion_id,
            "champion": self.champion,
            "candidate_id": self.candidate_id,
            "candidate": self.candidate,
            "share": self.share,
            "key": self.key,
            "salt": self.salt,
            "begun_at": to_iso(self.begun_at),
            "by": self.by,
            "dropped": self.counts.dropped,
            "failed": self.counts.failed,
            "without_key": self.counts.without_key,
        }


def trial_of(split: Mapping[str, Any]) -> Trial | None:
    """The trial that a deployment's `split` holds, if it holds one."""
    if not split:
        return None
    return Trial(
        TrialKind(split["kind"]),
        split["champion_id"],
        split["champion"],
        split["candidate_id"],
        split["candidate"],
        float(split["share"]),
        split["key"],
        split["salt"],
        from_iso(split["begun_at"]),
        split["by"],
        TrialCounts(split["dropped"], split["failed"], split["without_key"]),
    )


def is_chosen(text: str, salt: str, share: float) -> bool:
    """Whether the key of this text goes to the candidate, at a share from 0 to 1."""
    data = json.dumps([salt, text], ensure_ascii=True).encode("ascii")
    number = int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big")
    return number < round(share * _ALL)


def text_of(value: Any) -> str | None:
    """The text of a key, the same for 17, 17.0 and "17"; None where nothing came."""
    if value is None or value == "" or value != value:  # noqa: PLR0124 - how NaN is known
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int):  # a huge number has no decimal text: Python sets its digits a limit
        return str(value) if abs(value) < _HUGE else hex(value)
    if isinstance(value, (str, float)):
        return str(value)
    return json.dumps(value, ensure_ascii=True, sort_keys=True)


def whole_row(row: Mapping[str, Any], columns: Iterable[str]) -> str:
    """A row's values as one text, in the order of the columns' names; what is absent is null."""
    return json.dumps([text_of(row.get(name)) for name in sorted(columns)], ensure_ascii=True)


def share_in_words(share: float) -> str:
    """A share in per cent: 0.1 is 10%."""
    return f"{share * 100:.4g}%"
