"""What starts an automation: the facts a trigger is asked about, and what it may answer.

A trigger of the catalogue is a pure `decide(facts, now, **settings)`; facts come from the store
(`services.triggering`) or from a replay (`domain.trigger_replays`). What a trigger knows from one
look to the next is its memory: plain JSON that an answer may change. It is changed in the very
transaction that makes the run, so that nothing starts twice and nothing is forgotten.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

Memory = Mapping[str, Any]


@dataclass(frozen=True)
class Fire:
    """Start now. `sentence` is the cause in words, `refs` what it names, `memory` what to keep.

    `refs` hold keys of `file`, `version` (of a dataset), `model_version`, `alert`, `chunk`, `job`,
    `run` (of an automation), `decision`; or `at`, the time that was due.
    """

    sentence: str
    refs: Mapping[str, Any] = field(default_factory=dict)
    memory: Memory = field(default_factory=dict)


@dataclass(frozen=True)
class WaitUntil:
    """Nothing before a moment; `memory` replaces what was kept, where it is not None."""

    moment: datetime
    sentence: str
    memory: Memory | None = None


@dataclass(frozen=True)
class Wait:
    """Nothing before there is news."""

    sentence: str
    memory: Memory | None = None


@dataclass(frozen=True)
class Never:
    """Nothing will ever come of it as it is set."""

    sentence: str


Decision = Fire | WaitUntil | Wait | Never


class Reads(StrEnum):
    """Which facts a trigger is asked about."""

    ARRIVALS = "arrivals"
    CLOCK = "clock"
    READINGS = "readings"
    ENDS = "ends"
    DECISIONS = "decisions"
    NOTHING = ""


@dataclass(frozen=True)
class Arrival:
    """New rows of a dataset: the version they made, and the file they came in where it was one."""

    version_id: int
    label: str
    rows: int
    at: datetime
    file_id: int | None = None
    file: str = ""
    watch_id: int | None = None


@dataclass(frozen=True)
class ArrivalFacts:
    """What was added to the dataset since the last start, oldest first."""

    arrivals: tuple[Arrival, ...]


@dataclass(frozen=True)
class ClockFacts:
    """When the last time that was due had been dealt with, and which were started for.

    `since` is the last time dealt with, or when the trigger was made. `done` are spans from the
    first to the last of times all of which were started for, oldest first.
    """

    since: datetime
    done: tuple[tuple[datetime, datetime], ...] = ()


@dataclass(frozen=True)
class Reading:
    """What monitoring found in one chunk of new rows.

    `figures` maps a name to its value: `psi` is that of the column that moved most, `psi:COLUMN`
    that of one, a metric's id its value, `rows`, `drifted_columns`, `share_drifted`,
    `prediction_psi`, `missing:COLUMN`. `alert` is the key of an alert that was open on it. With
    `champion`, the version that was looked at, a limit is judged anew. `news` grows with each look
    at more rows of any chunk; unless given it is the chunk's key.
    """

    chunk_id: int
    label: str
    champion: str
    figures: Mapping[str, float]
    at: datetime
    alert: int | None = None
    alert_words: str = ""
    news: int = 0

    @property
    def order(self) -> int:
        """What later readings have more of."""
        return self.news or self.chunk_id


@dataclass(frozen=True)
class ReadingFacts:
    """What monitoring found since the last start, oldest first.

    `was_over` says how the last reading before these stood; for which champion, `of`.
    `higher_is_better` is that of the model's metric, `metric` its id.
    """

    readings: tuple[Reading, ...]
    metric: str = ""
    higher_is_better: bool = True
    was_over: bool = False
    of: str = ""


@dataclass(frozen=True)
class End:
    """Another automation's run or a job that ended. `key` is the run's or the job's."""

    key: int
    title: str
    is_well: bool
    said: str
    at: datetime


@dataclass(frozen=True)
class EndFacts:
    """What ended since the last look, in the order it began; `memory` is how to go on from here."""

    ends: tuple[End, ...]
    memory: Memory = field(default_factory=dict)


@dataclass(frozen=True)
class Decided:
    """A decision over a model version: `what` is registered, promoted, rolled back, rejected."""

    key: int
    what: str
    label: str
    version_id: int | None
    by: str
    at: datetime


@dataclass(frozen=True)
class DecisionFacts:
    """What was decided over a model since the last start, oldest first."""

    decided: tuple[Decided, ...]


Facts = ArrivalFacts | ClockFacts | ReadingFacts | EndFacts | DecisionFacts | None


def counted(n: int, what: str) -> str:
    """`1 file`, `3 files`, `10,000 rows`."""
    return f"{n:,} {what}" if n == 1 else f"{n:,} {what}s"


@dataclass(frozen=True)
class TriggerState:
    """What an automation's trigger remembers, when it is to be asked again, what it said last."""

    automation_id: int
    trigger: str
    memory: Memory
    next_at: datetime | None
    said: str
    at: datetime
