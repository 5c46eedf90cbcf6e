"""Turns what a person means on Experiments into services, and what services say into states."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from tidemill.base.errors import TidemillError
from tidemill.domain.query import Completion, QueryError
from tidemill.domain.run_lists import Wish
from tidemill.domain.run_views import RunListView
from tidemill.gui.pages.experiments import arranging, list_memory, reading, selection_memory
from tidemill.gui.pages.experiments.columns import asked
from tidemill.gui.pages.experiments.layout import Layout, every_heading
from tidemill.gui.pages.experiments.listing import Listing, around
from tidemill.gui.pages.experiments.selection import RunSelection
from tidemill.gui.pages.experiments.source import RunSource
from tidemill.gui.pages.experiments.state import (
    About,
    Arrangement,
    ExperimentsState,
    Listed,
    Plots,
)
from tidemill.gui.shell.kept_file import KeptFile
from tidemill.services import runs

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.gui.shell.page import PageContext

_MOST_SORTS = 4


class ExperimentsViewModel(QObject):
    """Holds the list's state; `changed` tells of a new one, `rows_read` of cells that are there.

    `completed(list)` brings what could be typed next, `found(key)` that a run asked for by
    `look_up` is there, `source_made(source, is_new)` new rows for the table; `restored(name)` that
    the list is arranged as it was left, in which saved view.
    """

    changed = Signal(object)
    completed = Signal(list)
    found = Signal(object)
    restored = Signal(str)
    rows_read = Signal()
    source_made = Signal(object, bool)

    def __init__(self, context: "PageContext", parent: QObject | None = None) -> None:
        """Load at once, and again when runs change."""
        super().__init__(parent)
        self._context = context
        self.state = ExperimentsState()
        self._was_first = 0
        self.listing = Listing(context, self)
        self.listing.listed.connect(self._on_listed)
        self.listing.failed.connect(self._on_failed)
        self.listing.read.connect(self._on_read)
        chosen = selection_memory.selection_file(context.workspace)
        self._memory = KeptFile(
            context, chosen, selection_memory.read, selection_memory.write, self, "experiments"
        )
        self._memory.remembered.connect(self.select)
        self._source: RunSource | None = None
        kept = list_memory.list_file(context.workspace)
        self._arranged = KeptFile(
            context, kept, list_memory.read, list_memory.write, self, "experiments"
        )
        self._arranged.remembered.connect(self._on_remembered)
        self._line: str | None = None
        self._is_asked = False

    def close(self) -> None:
        """Listen no more."""
        self._memory.close()
        self._arranged.close()
        self.listing.close()

    # Remembering

    def _on_remembered(self, view: object) -> None:
        """Show the list as it was left, unless something else was asked for in the meantime."""
        self._line = ""
        if isinstance(view, RunListView) and not self._is_asked:
            kept = arranging.arrangement_of(view)
            kept = replace(kept, compared=self.state.arrangement.compared)
            self._line = list_memory.line_of(kept, view.name)
            self._set(replace(self.state, arrangement=kept))
            self.restored.emit(view.name)
        self.reload()

    def remember(self, name: str) -> None:
        """Keep how the list is arranged for the next time, and the saved view it came from."""
        arrangement, listed = self.state.arrangement, self.state.listed
        if self._line is None or listed is None or listed.arrangement.wish != arrangement.wish:
            return  # what is not shown yet might have an error in it
        line = list_memory.line_of(arrangement, name)
        if line != self._line:
            self._line = line
            self._arranged.keep(line)

    # Arranging

    def reload(self) -> None:
        """Ask for the list as it is arranged."""
        self.listing.ask(self.state.arrangement)

    def arrange(self, arrangement: Arrangement) -> None:
        """Show the list arranged so; what is the same already is not asked for again."""
        before = self.state.arrangement
        self._is_asked = True
        if arrangement == before:
            return
        is_other_order = arrangement.wish != before.wish or (
            before.statistics != arrangement.statistics
        )
        self._set(
            replace(
                self.state,
                arrangement=arrangement,
                query_error=None if is_other_order else self.state.query_error,
                is_reading=is_other_order or self.state.is_reading,
            )
        )
        self.listing.show(arrangement)
        if is_other_order or arrangement.columns != before.columns:
            self.listing.ask(arrangement)

    def _wish(self, **changes: Any) -> None:
        arrangement = self.state.arrangement
        self.arrange(replace(arrangement, wish=replace(arrangement.wish, **changes)))

    def filter(self, text: str) -> None:
        """Show the runs that match a query."""
        self._wish(where=text.strip())

    def sort_by(self, column: str, is_ascending: bool) -> None:
        """Sort by a column alone."""
        self._wish(sort=((self._asked(column), not is_ascending),))

    def sort_within(self, column: str, is_ascending: bool) -> None:
        """Sort by a column where what is sorted by already is equal, or turn it around there."""
        name, sort = self._asked(column), self.state.wish.sort
        if any(known == name for known, _ in sort):
            turned = tuple((n, not is_ascending if n == name else d) for n, d in sort)
            self._wish(sort=turned)
        else:
            self._wish(sort=(*sort, (name, not is_ascending))[:_MOST_SORTS])

    def unsort(self, column: str) -> None:
        """Sort no longer by a column."""
        name = self._asked(column)
        rest = tuple(pair for pair in self.state.wish.sort if pair[0] != name)
        self._wish(sort=rest or Wish().sort)

    def group(self, names: Sequence[str]) -> None:
        """Put runs together that are equal in these columns, outermost first."""
        self._wish(group_by=tuple(names))

    def fold_seeds(self, is_folded: bool) -> None:
        """Show runs that differ in seed or fold only as one row."""
        self._wish(fold=("seed", "random_state", "fold") if is_folded else ())

    def show_archived(self, is_shown: bool) -> None:
        """Show archived runs too."""
        self._wish(archived=is_shown)

    def show_trash(self, is_shown: bool) -> None:
        """Show what is in the trash instead of the list."""
        self._wish(trashed=is_shown)

    def show_columns(self, columns: Sequence[str]) -> None:
        """Choose the columns and their order."""
        arrangement = self.state.arrangement
        frozen = tuple(column for column in arrangement.frozen if column in columns)
        self.arrange(
            replace(arrangement, columns=tuple(columns), are_columns_chosen=True, frozen=frozen)
        )

    def hide_column(self, column: str) -> None:
        """Take one column out."""
        self.show_columns([each for each in self.state.columns if each != column])

    def show_statistic(self, column: str, statistic: str) -> None:
        """Show a metric's last, best, lowest or highest value."""
        arrangement = self.state.arrangement
        statistics = dict(arrangement.statistics) | {column: statistic}
        before, now = self._asked(column), asked(column, statistics)
        sort = tuple((now if name == before else name, down) for name, down in self.state.wish.sort)
        kept = {name: each for name, each in statistics.items() if each != "last"}
        wish = replace(arrangement.wish, sort=sort)
        self.arrange(replace(arrangement, statistics=kept, wish=wish))

    def hold_column(self, column: str, is_held: bool) -> None:
        """Keep a column at the left while the others scroll, or no longer."""
        arrangement = self.state.arrangement
        rest = tuple(each for each in arrangement.frozen if each != column)
        self.arrange(replace(arrangement, frozen=(*rest, column) if is_held else rest))

    def size_columns(self, widths: Mapping[str, int]) -> None:
        """Remember widths set by hand."""
        self.arrange(replace(self.state.arrangement, widths=dict(widths)))

    def show_kind(self, kind: str) -> None:
        """Show the runs as a table or as points."""
        self.arrange(replace(self.state.arrangement, kind=kind))

    def show_plots(self, plots: Plots) -> None:
        """Choose the axes of the points."""
        self.arrange(replace(self.state.arrangement, plots=plots))

    def show_compared(self, kept: Mapping[str, str]) -> None:
        """Take up how the plots of comparisons are arranged."""
        arrangement = replace(self.state.arrangement, compared=dict(kept))
        self._set(replace(self.state, arrangement=arrangement))
        self.listing.show(arrangement)

    def follow(self, is_on: bool) -> None:
        """Stick to the newest runs, or no longer."""
        arrangement = self.state.arrangement
        wish = replace(arrangement.wish, sort=(("started", True),)) if is_on else arrangement.wish
        self.arrange(replace(arrangement, follow=is_on, wish=wish))

    def _asked(self, column: str) -> str:
        return asked(column, self.state.arrangement.statistics)

    def column_of(self, name: str) -> str:
        """The column in sight that a name of the sort stands for."""
        shown = (*self.state.columns, "name")
        return next((column for column in shown if self._asked(column) == name), name)

    # Groups

    def toggle_group(self, key: object) -> None:
        """Fold a group or a folded row, or unfold it."""
        if isinstance(key, tuple) and key[0] == "group":
            self._open(self.state.openness.toggle(key[1]))
        elif isinstance(key, tuple) and key[0] == "fold":
            self._open(self.state.openness.toggle_fold(int(key[1])))

    def close_groups(self, is_closed: bool) -> None:
        """Close all groups, or open all."""
        self._open(every_heading(is_closed))

    def _open(self, openness: Any) -> None:
        self._set(replace(self.state, openness=openness))
        self._make_source(False)

    # Selecting

    def select(self, selection: object) -> None:
        """The person selected runs."""
        if isinstance(selection, RunSelection) and selection != self.state.selection:
            listed = self.state.listed
            shown = 0 if listed is None else reading.among(listed, selection)
            self._set(replace(self.state, selection=selection, n_selected_shown=shown))
            self._memory.keep(selection)
            self._read_about()

    def point_at(self, key: int | None) -> None:
        """The person moved to a run."""
        if key != self.state.current:
            self._set(replace(self.state, current=key))
            if not len(self.state.selection):
                self._read_about()

    def _read_about(self) -> None:
        workspace, every = self._context.workspace, self.listing.every
        chosen = self.state.acted_on

        def work(_reporter: "Reporter") -> About:
            return reading.about(workspace, every, chosen)

        self._context.operations.run("experiments.list.about", work, self._on_about)

    def _on_about(self, about: About) -> None:
        if about.keys == self.state.acted_on:
            self._set(replace(self.state, about=about))

    # Asking

    def complete(self, text: str, cursor: int) -> None:
        """Ask what could be typed next."""
        every = self.listing.every

        def work(_reporter: "Reporter") -> list[Completion]:
            return every.completions(text, cursor)

        self._context.operations.run("experiments.list.complete", work, self._on_completed)

    def values_of(self, name: str) -> None:
        """Ask which values a column has, as completions."""
        text = f"{name} = "
        self.complete(text, len(text))

    def _on_completed(self, found: list[Completion]) -> None:
        self.completed.emit(found)

    def look_up(self, text: str) -> None:
        """Find the run of an id or a name, wherever in the list it stands."""
        workspace = self._context.workspace

        def work(_reporter: "Reporter") -> int:
            return runs.one(workspace, text).pk

        self._context.operations.run(
            "experiments.list.look_up", work, self._on_looked_up, self.say_problem
        )

    def _on_looked_up(self, key: int) -> None:
        self.point_at(key)
        self.found.emit(key)

    # Answers

    def want(self, first: int, last: int) -> None:
        """The table came to rows that are not read yet."""
        if self._source is None:
            return
        layout = self._source.layout
        keys = layout.keys_of(around(first, last, self._was_first, layout.n_rows))
        self._was_first = first
        self.listing.want(first, last, keys[keys >= 0].tolist())

    def _on_listed(self, listed: Listed, is_new: bool) -> None:
        kept = self.state.arrangement
        if not kept.are_columns_chosen:
            kept = replace(kept, columns=kept.columns_for(listed.facets))
        trash_or_filter = kept.wish.trashed or kept.wish.where
        self._set(
            replace(
                self.state,
                word="ready" if listed.total or trash_or_filter else "empty",
                error=None,
                query_error=None,
                listed=listed,
                arrangement=kept,
                n_selected_shown=reading.among(listed, self.state.selection),
                is_reading=not listed.arranged.outline.is_whole,
            )
        )
        self._make_source(is_new)
        self._read_about()

    def _make_source(self, is_new: bool) -> None:
        listed = self.state.listed
        if listed is None:
            return
        arrangement = listed.arrangement
        self._source = RunSource(
            Layout(listed.arranged, self.state.openness),
            self.listing.cache,
            listed.facets,
            arrangement.wish.group_by,
            arrangement.statistics,
            self.want,
        )
        self.source_made.emit(self._source, is_new)

    def _on_read(self, rows: Mapping[int, object]) -> None:
        self.rows_read.emit()
        if any(key in rows for key in self.state.about.shown):
            self._read_about()

    def _on_failed(self, error: TidemillError) -> None:
        if isinstance(error, QueryError) and self.state.listed is None:
            # A filter that came from an address or the last time: the list is there without it.
            self._wish(where="")
            self.say_problem(error)
        elif isinstance(error, QueryError):
            self._set(replace(self.state, query_error=error, is_reading=False))
        elif self.state.listed is None:
            self._set(replace(self.state, word="error", error=error))
        else:
            self.say_problem(error)

    def say_problem(self, error: TidemillError | None) -> None:
        """Say above the table what could not be done; None clears it."""
        self._set(replace(self.state, problem=error, is_reading=False))

    def _set(self, state: ExperimentsState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit(state)
