"""What the editor of alert rules shows, and what it is made from. No Qt, no services."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.domain.alert_rules import AlertRule
from tidemill.domain.real_falls import FallRule
from tidemill.domain.rule_sentences import Subjects
from tidemill.gui.kit.sentence_parts import Part
from tidemill.gui.shell.page import StateWord

if TYPE_CHECKING:
    from tidemill.domain.channels import Channel
    from tidemill.services.alert_replays import History

Floats = npt.NDArray[np.float64]
Say = Callable[[AlertRule, float], str]
"""How a figure that a rule reads is written."""

NEW = "new"
"""The key of a rule that is not kept yet."""
PERIODS: Mapping[str, int] = {
    tr("90 days"): 90,
    tr("180 days"): 180,
    tr("1 year"): 365,
    tr("All"): 36_500,
}
"""How many of the last days of the data a replay counts."""


@dataclass(frozen=True, eq=False)
class Loaded:
    """What the services know: all rules, and what is needed to replay them on `model`.

    `history` is None where no model was looked at yet.
    """

    rules: tuple[AlertRule, ...]
    models: tuple[str, ...]
    model: str
    subjects: Subjects
    history: "History | None"
    channels: "tuple[Channel, ...]"
    approvers: tuple[str, ...]
    zone: str
    say: Say
    psi_limit: float


@dataclass(frozen=True)
class RuleRow:
    """A rule in the list."""

    key: str
    name: str
    about: str
    icon: str
    is_on: bool
    is_chosen: bool
    is_changed: bool


@dataclass(frozen=True)
class AlertRow:
    """An alert of the replay, or a fall that no alert told of."""

    at: float
    day: str
    words: str
    note: str
    kind: Literal["found", "unfounded", "missed"]


@dataclass(frozen=True, eq=False)
class Track:
    """The replay as it is drawn: places in seconds since 1970, a value each, where it was over.

    `bells` are (place, whether a fall followed); `falls` (start, end, whether it was missed).
    """

    x: Floats
    y: Floats
    over: npt.NDArray[np.int8]
    ends: tuple[float, float]
    bells: tuple[tuple[float, bool], ...]
    falls: tuple[tuple[float, float, bool], ...]


@dataclass(frozen=True)
class BarState:
    """What one limit would have given."""

    limit: float
    n_alerts: int
    n_matched: int


@dataclass(frozen=True)
class BetterState:
    """A setting that does better, and how."""

    title: str
    words: str


@dataclass(frozen=True)
class Verdict:
    """What the rule would have been worth."""

    title: str
    note: str
    n_matched: int
    n_false: int
    n_missed: int
    n_falls: int


@dataclass(frozen=True)
class Setting:
    """A line of "When it alerts": its name, and a part to choose, or words that stay."""

    name: str
    part: Part


@dataclass(frozen=True)
class RulesState:
    """The whole page."""

    word: StateWord = "loading"
    error: TidemillError | None = None
    rows: tuple[RuleRow, ...] = ()
    models: tuple[str, ...] = ()
    model: str = ""
    only: str = ""
    key: str = ""
    title: str = ""
    is_new: bool = False
    is_changed: bool = False
    is_on: bool = True
    can_remove: bool = False
    missing: str = ""
    meanwhile: str = ""
    sentence: tuple[Part, ...] = ()
    limit: float | None = None
    limit_words: str = ""
    no_limit: str = ""
    bars: tuple[BarState, ...] = ()
    track: Track | None = None
    track_note: str = ""
    period: str = tr("180 days")
    verdict: Verdict | None = None
    is_behind: bool = False
    """Whether the limit moved on since the replay that is shown."""
    better: BetterState | None = None
    alerts: tuple[AlertRow, ...] = ()
    fall_rule: FallRule | None = None
    fall_words: str = ""
    settings: tuple[Setting, ...] = ()
    is_busy: bool = False
    failure: str = ""
    say: Callable[[float], str] = field(default=str, compare=False)
