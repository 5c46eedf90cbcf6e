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
    words: str = ""
    """`2.1 points worse`: what it did to the loss."""
    bar: float = 0.0
    """How long its bar is, of the longest."""
    is_better: bool = False


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
    is_broken: bool
    """Whether the rows were found to be broken, so that learning without them is best."""
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
class SliceRow:
    """A part of the rows: its mean loss with its interval, on so many rows."""

    words: str
    value: float
    low: float
    high: float
    said: str
    n: int


@dataclass(frozen=True)
class SlicesState:
    """The parts of the rows that lose most; `missing` says why there are none."""

    note: str
    before: float | None
    before_words: str
    rows: tuple[SliceRow, ...]
    missing: str = ""


@dataclass(frozen=True)
class ExamplesState:
    """The rows that show it best, as texts; `numeric` are the columns that stand at the right."""

    note: str
    columns: tuple[str, ...]
    numeric: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    missing: str = ""
    version: str = ""


@dataclass(frozen=True)
class RowDeeds:
    """What can be done about the rows: how it is called, and what it means; where a thing can't
    be done it has no name and the reason stands alone."""

    retrain: tuple[str, str] = ("", "")
    set_aside: tuple[str, str] = ("", "")
    label: tuple[str, str] = ("", "")
    dataset: str = ""


@dataclass(frozen=True)
class RowsFound:
    """What was read of the rows of an incident."""

    examples: ExamplesState
    deeds: RowDeeds


@dataclass(frozen=True)
class GateState:
    """A gate that was kept from the incident."""

    id: int
    sentence: str
    is_on: bool


@dataclass(frozen=True, eq=False)
class IncidentState:
    """The page. `offer` and `rows` are None while files are read for them."""

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
    slices: SlicesState | None = None
    rows: RowsFound | None = None
    alerts: tuple[AlertRow, ...] = ()
    similar: tuple[SimilarRow, ...] = ()
    steps: tuple[StepState, ...] = ()
    deeds: DeedState | None = None
    gate: GateState | None = None
    offer: GateOffer | None = None
    is_busy: bool = False
    failure: str = ""
