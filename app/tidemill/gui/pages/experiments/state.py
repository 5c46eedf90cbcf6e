"""What the list of runs shows, and how it comes out of the services. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.domain.models import ModelVersion
from tidemill.domain.query import QueryError
from tidemill.domain.run_lists import Facets, Wish
from tidemill.domain.runs import Run
from tidemill.gui.kit import numbers
from tidemill.gui.pages.experiments.columns import asked, is_metric, name_of, suggested
from tidemill.gui.pages.experiments.layout import Arranged, Openness
from tidemill.gui.pages.experiments.selection import RunSelection
from tidemill.gui.shell.page import StateWord
from tidemill.services.evaluation import Figures

PAGE_SIZE = 200


@dataclass(frozen=True)
class Shown:
    """A run with what is known beside it: its figures, its versions, who started it."""

    run: Run
    figures: Figures
    versions: tuple[ModelVersion, ...]
    by: str


@dataclass(frozen=True)
class Plots:
    """The axes of the scatter: columns, and which of them are logarithmic; flipped directions."""

    x: str = ""
    y: str = ""
    colour: str = ""
    logs: frozenset[str] = frozenset()
    flipped: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Arrangement:
    """How a person arranged the list: what a saved view holds.

    `columns` are ids in order; until a person chooses (`are_columns_chosen`) they follow what the
    runs differ in. `frozen` are those held at the left, `widths` those sized by hand.
    `compared` says how the plots of a comparison are arranged, one line for each task that has
    not the usual ones. `aside_plots` and `aside` are parts of a view that a newer program wrote;
    they are written back when the view is saved.
    """

    wish: Wish = field(default_factory=Wish)
    columns: tuple[str, ...] = ()
    are_columns_chosen: bool = False
    statistics: Mapping[str, str] = field(default_factory=dict)
    frozen: tuple[str, ...] = ()
    widths: Mapping[str, int] = field(default_factory=dict)
    kind: str = "table"
    plots: Plots = field(default_factory=Plots)
    follow: bool = False
    compared: Mapping[str, str] = field(default_factory=dict)
    aside_plots: tuple[str, ...] = ()
    aside: tuple[tuple[str, str], ...] = ()

    def columns_for(self, facets: Facets) -> tuple[str, ...]:
        """What is shown of runs that have these facets: as chosen, else as suggested."""
        return self.columns if self.are_columns_chosen else suggested(facets)

    def figures(self, facets: Facets) -> tuple[str, ...]:
        """The numeric columns that are summed up in headings, by the names asked for."""
        shown = self.columns_for(facets)
        numeric = [c for c in shown if is_metric(c) or name_of(c).kind == "params"]
        numeric += ["duration"] if "duration" in shown else []
        return tuple(dict.fromkeys(asked(column, self.statistics) for column in numeric))


@dataclass(frozen=True, eq=False)
class Listed:
    """One answer of the services to an arrangement: the order, what can be shown."""

    arrangement: Arrangement
    arranged: Arranged
    facets: Facets

    @property
    def total(self) -> int:
        """How many runs there are."""
        return self.arranged.outline.total

    @property
    def matching(self) -> int:
        """How many match."""
        return self.arranged.outline.matching


@dataclass(frozen=True, eq=False)
class About:
    """What is known of the runs that are acted on: how many there are, how they are marked.

    `shown` are the first of them whole, for the inspector.
    """

    keys: RunSelection = field(default_factory=RunSelection)
    n_pinned: int = 0
    n_starred: int = 0
    n_archived: int = 0
    shown: Mapping[int, Shown] = field(default_factory=dict)


@dataclass(frozen=True)
class ExperimentsState:
    """All that the list shows."""

    word: StateWord = "loading"
    error: TidemillError | None = None
    arrangement: Arrangement = field(default_factory=Arrangement)
    query_error: QueryError | None = None
    listed: Listed | None = None
    openness: Openness = field(default_factory=Openness)
    selection: RunSelection = field(default_factory=RunSelection)
    n_selected_shown: int = 0
    current: int | None = None
    about: About = field(default_factory=About)
    problem: TidemillError | None = None
    is_reading: bool = False
    """A change of filter, order or groups is being worked out."""

    @property
    def wish(self) -> Wish:
        """What the list is asked for."""
        return self.arrangement.wish

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns in order."""
        if self.listed is None:
            return self.arrangement.columns
        return self.arrangement.columns_for(self.listed.facets)

    @property
    def counts(self) -> tuple[str, str]:
        """How many runs there are, and how many match."""
        if self.listed is None:
            return "", ""
        total, matching = self.listed.total, self.listed.matching
        if self.listed.arrangement.wish.trashed:
            return tr("{n_runs} in the trash", n_runs=numbers.plural(matching, "run")), ""
        return numbers.plural(total, "run"), f"{numbers.integer(matching)} match"

    @property
    def acted_on(self) -> RunSelection:
        """The runs a command is for: the selected ones, else the current one."""
        if self.wish.trashed and self.listed is not None:
            # What lies in the trash and what does not are acted on apart.
            places = self.listed.arranged.places.of_all(self.selection.keys)
            chosen = RunSelection(self.selection.keys[places >= 0])
        else:
            chosen = self.selection
        if len(chosen):
            return chosen
        return RunSelection() if self.current is None else RunSelection.of([self.current])

    def run(self, key: int | None) -> Shown | None:
        """A run that was read whole."""
        return None if key is None else self.about.shown.get(key)


def selected_words(state: ExperimentsState) -> str:
    """How many runs are selected, and how many of them are not in the list now."""
    n, shown = len(state.selection), state.n_selected_shown
    words = f"{numbers.integer(n)} selected"
    return (
        words
        if shown >= n
        else tr("{words}, {integer} not shown", words=words, integer=numbers.integer(n - shown))
    )
