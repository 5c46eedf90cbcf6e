"""What a run's page shows, and its words. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tidemill.base.errors import TidemillError
from tidemill.base.words import spoken, tr
from tidemill.domain.runs import Run, RunState
from tidemill.domain.smoothing import Smoothing
from tidemill.gui.kit import numbers
from tidemill.gui.kit.status import Status
from tidemill.gui.kit.tabs import Tab
from tidemill.gui.shell.page import StateWord
from tidemill.services.runs import estimator_title
from tidemill.services.runs import metric_title as title_of

if TYPE_CHECKING:
    from tidemill.services.run_curves import Curve
    from tidemill.services.run_evidence import RunEvidence
    from tidemill.services.run_files import Preview
    from tidemill.services.run_log import Piece
    from tidemill.services.run_page import RunPage

TABS = ("overview", "curves", "parameters", "files", "log", "lineage")
FIRST_CURVES = 12

STATES: Mapping[RunState, tuple[Status, str]] = {
    RunState.SCHEDULED: ("idle", tr("Scheduled")),
    RunState.RUNNING: ("working", tr("Running")),
    RunState.FINISHED: ("good", tr("Done")),
    RunState.FAILED: ("bad", tr("Failed")),
    RunState.STOPPED: ("warn", tr("Stopped")),
    RunState.CANCELLED: ("idle", tr("Cancelled")),
}


@dataclass(frozen=True)
class CurveWish:
    """How the Curves tab draws: which metrics, over what, smoothed how, on which axes.

    `across` is step, time, relative, or `metric:<name>`.
    """

    search: str = ""
    across: str = "step"
    smoothing: Smoothing = field(default_factory=Smoothing)
    is_log: bool = False
    has_rival: bool = False
    most: int = FIRST_CURVES
    has_system: bool = False


@dataclass(frozen=True)
class FileState:
    """The chosen file and what can be seen of it; `image` is a decoded picture (a QImage)."""

    path: str = ""
    preview: "Preview | None" = None
    image: Any = None
    error: TidemillError | None = None
    is_loading: bool = False


@dataclass(frozen=True, eq=False)
class LogState:
    """What was read of the run's two sources so far."""

    console: "tuple[Piece, ...]" = ()
    job: "tuple[Piece, ...]" = ()
    is_cut: bool = False
    is_read: bool = False


@dataclass(frozen=True)
class RunPageState:
    """All that is on the page.

    `curves` are those read so far, by name; (name, "rival") are those of the version the run is
    held against.
    """

    id: str = ""
    word: StateWord = "empty"
    tab: str = "overview"
    page: "RunPage | None" = None
    evidence: "RunEvidence | None" = None
    error: TidemillError | None = None
    problem: TidemillError | None = None
    wish: CurveWish = field(default_factory=CurveWish)
    curves: "Mapping[tuple[str, str], Curve]" = field(default_factory=dict)
    is_reading_curves: bool = False
    is_reading_evidence: bool = False
    is_running_again: bool = False
    file: FileState = field(default_factory=FileState)
    log: LogState = field(default_factory=LogState)
    walk: tuple[int | None, int | None] = (None, None)


def tabs_of(page: "RunPage | None") -> list[Tab]:
    """The tabs with how many things each holds."""
    if page is None:
        return [Tab(each, spoken(each.capitalize())) for each in TABS]
    counts = {
        "curves": page.n_curves + sum(n > 1 for n in page.system.values()),
        "parameters": len(page.params),
        "files": len(page.files),
    }
    return [Tab(each, spoken(each.capitalize()), counts.get(each)) for each in TABS]


def state_words(page: "RunPage", now: datetime) -> tuple[Status, str]:
    """The run's state as mark and words: `Done in 0:22`."""
    run = page.run
    mark, word = STATES[run.state]
    if run.deleted_at is not None:
        return "idle", tr("In the trash")
    if run.state is RunState.RUNNING and run.started_at is not None:
        return mark, tr(
            "Running for {total_seconds}",
            total_seconds=numbers.duration((now - run.started_at).total_seconds()),
        )
    if page.seconds is None:
        return mark, word
    joint = "in" if run.state is RunState.FINISHED else "after"
    return mark, f"{word} {joint} {numbers.duration(page.seconds)}"


def sentence(page: "RunPage", now: datetime, by: str) -> str:
    """Where the run came from, in one sentence or two."""
    run = page.run
    target, data = run.params.get("target"), (run.dataset or "").replace("@", " v")
    first = run.experiment
    if target and data:
        first = tr("Predicts {target} on {data}", target=target, data=data)
    elif data:
        first = tr("Learned from {data}", data=data)
    elif first:
        first = tr("Part of {first}", first=first)
    judged = metric_title(page.main, run) if page.main and run.params.get("metric") else ""
    first += tr(", judged by {judged}", judged=judged) if judged and first else ""
    began = numbers.ago(run.started_at, now) if run.started_at is not None else ""
    second = tr("Started by {by}{said}.", by=by, said=" " + began if began else "")
    return f"{first}. {second}" if first else second


def metric_title(name: str | None, run: Run) -> str:
    """A measure as people read it."""
    if name is None:
        return ""
    return title_of(name, run.params.get("task"))


def kind_words(run: Run) -> str:
    """What kind of model it is, if the run says."""
    name = run.params.get("estimator") or run.params.get("model") or ""
    return spoken(estimator_title(name)) if name else ""


def shown_metrics(page: "RunPage", wish: CurveWish) -> list[str]:
    """Names of the metrics with a curve that the search leaves, the main one first."""
    return list(_names.fitting(page, wish.search))


class _Names:
    """Names of the curves of the page and search asked for last: thousands are asked for often."""

    def __init__(self) -> None:
        self._points: Mapping[str, int] | None = None
        self._main: str | None = None
        self._long: tuple[tuple[str, str], ...] = ()
        self._typed = ""
        self._found: tuple[str, ...] = ()

    def fitting(self, page: "RunPage", typed: str) -> tuple[str, ...]:
        """Those with two points or more that the search leaves, the main one first."""
        is_same = self._points is page.points and self._main == page.main
        if not is_same:
            self._points, self._main = page.points, page.main
            long = [(name.lower(), name) for name, n in page.points.items() if n > 1]
            self._long = tuple(sorted(long, key=lambda pair: (pair[1] != page.main, pair[0])))
        if not is_same or typed != self._typed:
            self._typed = typed
            words = typed.lower().split()
            self._found = tuple(
                name for low, name in self._long if all(word in low for word in words)
            )
        return self._found


_names = _Names()


def shown_system(page: "RunPage", wish: CurveWish) -> list[str]:
    """Names of what tells of the computer that the search leaves."""
    words = wish.search.lower().split()
    long = [name for name, n in page.system.items() if n > 1]
    return sorted(name for name in long if all(word in name.lower() for word in words))


def is_live(state: RunPageState) -> bool:
    """Whether the run still goes on."""
    return state.page is not None and state.page.run.state is RunState.RUNNING
