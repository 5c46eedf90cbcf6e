"""All that the page of an incident shows, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from tidemill.base.errors import TidemillError
from tidemill.domain.incident_gates import IncidentGate
from tidemill.domain.incidents import Incident
from tidemill.domain.models import ModelVersion
from tidemill.domain.monitoring import Chunk
from tidemill.domain.muting import Muted
from tidemill.gui.kit.chips import ChipTone
from tidemill.gui.pages.monitoring.cell import Distribution
from tidemill.gui.pages.monitoring.facts import FactState, Measure, Status
from tidemill.gui.pages.monitoring.lines import Line
from tidemill.gui.pages.monitoring.times import Look

if TYPE_CHECKING:
    from tidemill.domain.courses import Course

Word = Literal["loading", "error", "ready"]


@dataclass(frozen=True, eq=False)
class Loaded:
    """What the services said, all at once. `chunk` has the rows that show the incident best."""

    incident: Incident
    champion: ModelVersion | None
    rollback_to: int | None
    measure: Measure | None
    dataset: str
    course: "Course"
    looks: tuple[Look, ...]
    events: tuple[tuple[str, str, datetime, str], ...]
    chunk: Chunk | None
    similar: tuple[Incident, ...]
    people: Mapping[str, str]
    logins: tuple[str, ...]
    me: str
    muted: tuple[Muted, ...]
    is_tied: bool
    gates: tuple[IncidentGate, ...]
    now: datetime


@dataclass(frozen=True)
class GateOffer:
    """The gate an incident can be kept as, and how many files it would have stopped.

    Without a sentence there is none, and `words` say why.
    """

    sentence: str | None
    words: str


@dataclass(frozen=True)
class CauseRow:
    """A column, and the share of what more is lost that it explains (None: not known)."""

    title: str
    note: str
    share: float | None
    is_rest: bool = False


@dataclass(frozen=True)
class CauseState:
    """Why: each column's share with what is not explained last, the kind, the evidence.

    `missing` says what is not known, where nothing could be split.
    """

    note: str
    rows: tuple[CauseRow, ...]
    kind: str
    evidence: tuple[str, ...]
    missing: str = ""


@dataclass(frozen=True)
class ColumnState:
    """The column that explains most, before and in the rows of the incident."""

    name: str
    note: str
    distribution: Distribution | None
    before: str
    now: str
    missing: str = ""


@dataclass(frozen=True, eq=False)
class CurveState:
    """The measure by look; places are looks from the left, each look one wide."""

    title: str
    unit: str
    labels: tuple[str, ...]
    measured: Line
    estimated: Line
    limit: float | None
    limit_words: str
    measure: Measure
    alert: float | None
    shade: tuple[float, float] | None
    events: tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class AlertRow:
    """An alert of the incident in words."""

    status: Status
    word: str
    message: str
    about: str


@dataclass(frozen=True)
class SimilarRow:
    """An earlier incident about the same, and what came of it."""

    id: int
    title: str
    about: str


@dataclass(frozen=True)
class StepState:
    """A step of the first diagnosis."""

    title: str
    words: str
    at: str


@dataclass(frozen=True)
class DeedState:
    """What can be done; empty texts where a thing can't be."""

    retrain: str
    roll_back_to: int | None
    roll_back: str
    accept_from: str
    accept_version: int | None
    column: str
    muted: str
    """Until when and why the column is muted."""
    snoozed: str
    owner: str
    owners: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class GateState:
    """A gate that was kept from the incident."""

    id: int
    sentence: str
    is_on: bool


@dataclass(frozen=True, eq=False)
class IncidentState:
    """The page. `offer` is None while the past files are read for it."""

    word: Word = "loading"
    id: int = 0
    error: TidemillError | None = None
    model: str = ""
    title: str = ""
    sentence: str = ""
    status: Status = "idle"
    chip: tuple[str, ChipTone] = ("", "plain")
    about: str = ""
    is_open: bool = False
    facts: tuple[FactState, ...] = ()
    cause: CauseState | None = None
    column: ColumnState | None = None
    curve: CurveState | None = None
    curve_missing: str = ""
    alerts: tuple[AlertRow, ...] = ()
    similar: tuple[SimilarRow, ...] = ()
    steps: tuple[StepState, ...] = ()
    deeds: DeedState | None = None
    gate: GateState | None = None
    offer: GateOffer | None = None
    is_busy: bool = False
    failure: str = ""
