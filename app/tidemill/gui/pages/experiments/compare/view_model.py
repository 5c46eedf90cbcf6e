"""Turns which runs are to be compared into a state, and keeps it fresh."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from tidemill.base.errors import NeedsYou, TidemillError
from tidemill.gui.bridge.feed import Behind, Listener
from tidemill.gui.pages.experiments.compare import loading, plot_specs
from tidemill.gui.pages.experiments.compare.arrangement_memory import ArrangementMemory
from tidemill.gui.pages.experiments.compare.linking import Linking
from tidemill.gui.pages.experiments.compare.loading import Loaded
from tidemill.gui.pages.experiments.compare.plot_specs import PlotSpec
from tidemill.gui.pages.experiments.compare.state import (
    FIRST_ROWS,
    MORE_ROWS,
    SEGMENTS,
    CompareState,
    RowWish,
    Section,
    SegmentWord,
    heads_of,
    sections_of,
    winner_of,
    wrong_number,
)

if TYPE_CHECKING:
    from tidemill.domain.recipes import Task
    from tidemill.domain.runs import Run
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.run_list import RunList

TOPICS = {"run", "model"}
_TABLE = "compare.table"


class CompareViewModel(QObject):
    """Holds the comparison's state; `changed` tells of a new one.

    The table comes first; pictures of the hold-out rows, tiers, columns and curves follow, each
    in an operation of its own. `link` is what is pointed at and brushed.
    """

    changed = Signal(object)

    def __init__(self, context: "PageContext", parent: QObject | None = None) -> None:
        """Listen; `show_runs` loads."""
        super().__init__(parent)
        self._context = context
        self.state = CompareState()
        self.link = Linking(self)
        self._loaded: Loaded | None = None
        self._places: tuple[int, ...] = ()
        self._drawn_from: object = None
        self._every: RunList | None = None
        self.memory = ArrangementMemory(context, self)
        self.memory.remembered.connect(self._arrange_anew)
        self._listener = Listener(
            context.feed, TOPICS, self, behind=Behind(context.operations, (_TABLE,))
        )
        self._listener.changed.connect(self._on_news)

    def close(self) -> None:
        """Listen no more."""
        self._listener.close()
        self._context.operations.cancel_all("compare.")
        self._every = None  # the columns go with the last who has them

    def use_list(self, every: "RunList") -> None:
        """Look columns up in a list that is open already."""
        self._every = every

    def every(self) -> "RunList":
        """All runs in columns; nothing of them is read before it is asked for."""
        if self._every is None:
            from tidemill.services.run_list import RunList

            self._every = RunList(self._context.workspace)
        return self._every

    def run(self, run_id: str) -> "Run | None":
        """One of the runs that stand in the table."""
        known = () if self._loaded is None else self._loaded.compared.runs
        return next((run for run in known if run.id == run_id), None)

    def is_busy(self) -> bool:
        """Whether something is being read."""
        return self._context.operations.is_busy("compare.")

    # Which runs

    def show_runs(self, ids: Sequence[str]) -> None:
        """Compare these runs; an empty list shows nothing."""
        wanted = tuple(dict.fromkeys(one.strip() for one in ids if one.strip()))
        is_same = wanted == self.state.ids and not self.state.is_selection
        if not (is_same and self.state.word in {"loading", "ready"}):
            self._begin(replace(self._fresh(), ids=wanted), len(wanted))

    def show_keys(self, keys: Sequence[int]) -> None:
        """Compare the runs of a selection, any number."""
        wanted = tuple(int(key) for key in keys)
        is_same = self.state.is_selection and set(wanted) == set(self.state.keys)
        if not (is_same and self.state.word in {"loading", "ready"}):
            fresh = replace(self._fresh(), is_selection=True, keys=wanted)
            self._begin(fresh, len(wanted))

    def _fresh(self) -> CompareState:
        return CompareState(
            is_only_differences=self.state.is_only_differences, segment=self.state.segment
        )

    def _begin(self, state: CompareState, n_runs: int) -> None:
        self._context.operations.cancel_all("compare.table")
        self._cancel_reads()
        self._loaded, self._drawn_from, self._places = None, None, ()
        problem = wrong_number(n_runs)
        if problem:
            self._set(replace(state, message=problem))
            return
        self.link.reset(n_runs)
        self._set(replace(state, word="loading"))
        self.reload()

    def _cancel_reads(self) -> None:
        for key in ("whole", "pictures", "rest", "tiers", "columns", "metrics", "slices", "errors"):
            self._context.operations.cancel(f"compare.{key}")

    def reload(self) -> None:
        """Look at the services again."""
        state = self.state
        if not state.n_runs:
            return
        if state.word in {"empty", "error"}:
            self._set(replace(state, word="loading", error=None))
        keys = state.keys if state.is_selection else ()
        # What stood there whole is not to be shown in part again.
        is_whole = self._loaded is not None and self._loaded.is_whole
        workspace = self._context.workspace
        work = partial(loading.load, workspace, state.ids, keys, self._places, is_whole)
        self._context.operations.run(_TABLE, work, self._on_loaded, self._on_failed)

    def show_in_table(self, places: Sequence[int]) -> None:
        """Put other runs into the table, the baseline first; the plots keep them all."""
        wanted = tuple(dict.fromkeys((0, *places)))[: loading.MOST_IN_TABLE]
        if wanted != self._places and self.state.word == "ready":
            self._places = wanted
            self.reload()

    def reorder(self, ids: Sequence[str]) -> None:
        """Another order of the runs in the table; for a selection, which has no address."""
        keys = {head.id: head.key for head in self.state.heads}
        first = [keys[one] for one in ids if one in keys]
        gone = set(keys.values()) - set(first)
        rest = [key for key in self.state.keys if key not in first and key not in gone]
        self.show_keys_in_order((*first, *rest))

    def show_keys_in_order(self, keys: Sequence[int]) -> None:
        """Compare the runs of these keys with the first as baseline."""
        fresh = replace(self._fresh(), is_selection=True, keys=tuple(keys))
        self._begin(fresh, len(keys))

    def _on_loaded(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self._places = loaded.places
        state = self.state
        if len(loaded.keys) != len(state.keys):
            self.link.reset(len(loaded.keys))
        self._set(
            replace(
                state,
                word="ready",
                keys=loaded.keys,
                names=loaded.names,
                heads=heads_of(loaded.compared, loaded.places, state.tiers),
                sections=self._sections(state),
                winner=winner_of(loaded.compared),
                error=None,
            )
        )
        self._read_more(loaded)
        if not loaded.is_whole:
            work = partial(loading.whole, self._context.workspace, loaded)
            self._context.operations.run("compare.whole", work, self._on_whole, self._on_unread)

    def _on_whole(self, loaded: Loaded) -> None:
        """The other metrics of runs with thousands."""
        self._loaded = loaded
        state, winner = self.state, winner_of(loaded.compared)
        self._set(replace(state, sections=self._sections(state), winner=winner))

    def _on_failed(self, error: TidemillError) -> None:
        self._loaded, self._drawn_from = None, None
        kept = replace(self._fresh(), ids=self.state.ids, is_selection=self.state.is_selection)
        if isinstance(error, NeedsYou):
            # The service's hint names a command line; here the way is the table of runs.
            self._set(replace(kept, message=error.message))
        else:
            self._set(replace(kept, word="error", error=error))

    # What the plots need

    def _read_more(self, loaded: Loaded) -> None:
        """Read what the plots draw, unless the same has been read already."""
        shown = [(run.pk, tuple(run.artifacts.items())) for run in loaded.compared.runs]
        source = (loaded.keys, tuple(sorted(shown)) if len(loaded.keys) <= len(shown) else ())
        if source == self._drawn_from:
            self._read_segment()
            return
        self._drawn_from = source
        self._set(
            replace(
                self.state,
                is_drawing=True,
                pictures_error=None,
                slices=None,
                errors=None,
                errors_error=None,
            )
        )
        keys = loaded.keys
        self._context.operations.cancel("compare.rest")
        self._run("pictures", loading.first_pictures, keys, self._on_first, self._on_not_drawn)
        self._run("metrics", loading.metrics, keys, self._on_metrics, self._on_unread)
        self._read_columns()
        self._read_segment()

    def _read_columns(self) -> None:
        asked = plot_specs.asked_columns(self.state.specs or ())
        work = partial(loading.columns, self.every(), self.state.keys, asked)
        run = self._context.operations.run
        run("compare.columns", work, self._on_columns, self._on_unread)

    def _read_asked(self) -> None:
        """Read the columns that plots were given and that are not there yet."""
        figures = self.state.figures
        if figures is None or not figures.more:
            return
        if plot_specs.asked_columns(self.state.specs or ()) & set(figures.more):
            self._read_columns()

    def _run(
        self,
        key: str,
        read: Callable[..., Any],
        keys: Sequence[int],
        done: Callable[[Any], None],
        failed: Callable[[TidemillError], None],
    ) -> None:
        work = partial(read, self._context.workspace, keys)
        self._context.operations.run(f"compare.{key}", work, done, failed)

    def _on_first(self, pictures: Any) -> None:
        if len(self.state.keys) <= loading.FIRST_DRAWN:
            self._on_drawn(pictures)
            return
        self._show_pictures(pictures)
        work = partial(loading.pictures, self._context.workspace, self.state.keys)
        run = self._context.operations.run
        run("compare.rest", work, self._on_drawn, self._on_not_drawn, progress=self._on_reading)

    def _on_reading(self, share: float, _message: str) -> None:
        """Say how far the reading of many runs is, now and then."""
        done = int(share * 20) / 20
        self._set(replace(self.state, drawn_share=done))

    def _show_pictures(self, pictures: Any) -> None:
        state = replace(self.state, pictures=pictures, is_drawing=False)
        self._set(replace(state, sections=self._sections(state)))
        self._arrange()

    def _on_drawn(self, pictures: Any) -> None:
        self._set(replace(self.state, drawn_share=1.0))
        self._show_pictures(pictures)
        # After the pictures: both read the same answers, and what is drawn comes first.
        self._run("tiers", loading.tiers, self.state.keys, self._on_tiers, self._on_unread)

    def _on_not_drawn(self, error: TidemillError) -> None:
        self._drawn_from = None
        self._set(replace(self.state, is_drawing=False, pictures_error=error, pictures=None))

    def _on_metrics(self, metrics: dict[str, int]) -> None:
        self._set(replace(self.state, metrics=metrics))
        self._arrange()

    def _on_columns(self, figures: Any) -> None:
        names = self.state.names or figures.names[: figures.n_front]
        self._set(replace(self.state, figures=figures, names=names))
        self._arrange()
        self._read_asked()

    def _on_tiers(self, tiers: Any) -> None:
        state = replace(self.state, tiers=tiers)
        if self._loaded is not None:
            heads = heads_of(self._loaded.compared, self._loaded.places, tiers)
            state = replace(state, heads=heads)
        self._set(state)

    def _on_unread(self, error: TidemillError) -> None:
        if self.state.pictures_error is None:
            self._set(replace(self.state, pictures_error=error))

    # Segments

    def show_segment(self, segment: str) -> None:
        """Show the plots, the rows that runs differ on, or the slices."""
        known: SegmentWord | None = next((one for one in SEGMENTS if one == segment), None)
        if known is not None and known != self.state.segment:
            self._set(replace(self.state, segment=known))
            self._read_segment()

    def _read_segment(self) -> None:
        state = self.state
        if state.word != "ready":
            return
        has_card = any(spec.kind == "slices" for spec in state.specs or ())
        if (state.segment == "slices" or has_card) and state.slices is None:
            self._run("slices", loading.slices, state.keys, self._on_slices, self._on_no_slices)
        if state.segment == "errors" and state.errors is None:
            self.show_pair(*state.pair)

    def _on_slices(self, slices: Any) -> None:
        self._set(replace(self.state, slices=slices, slices_error=None))

    def _on_no_slices(self, error: TidemillError) -> None:
        self._set(replace(self.state, slices_error=error))

    def show_pair(self, a: int, b: int) -> None:
        """Hold two runs against each other row by row, by their places."""
        keys = self.state.keys
        if a == b or not (0 <= a < len(keys) and 0 <= b < len(keys)):
            b = next(place for place in range(len(keys)) if place != a)
        self._set(
            replace(self.state, pair=(a, b), errors=None, is_reading_errors=True, errors_error=None)
        )
        work = partial(loading.errors, self._context.workspace, keys[a], keys[b])
        run = self._context.operations.run
        run("compare.errors", work, self._on_errors, self._on_no_errors)

    def _on_errors(self, errors: Any) -> None:
        self._set(replace(self.state, errors=errors, is_reading_errors=False))

    def _on_no_errors(self, error: TidemillError) -> None:
        self._set(replace(self.state, errors_error=error, is_reading_errors=False))

    # Which plots

    def _task(self) -> "Task | None":
        return None if self.state.pictures is None else self.state.pictures.task

    def _arrange(self) -> None:
        """Say which plots there are once it is known what can be drawn."""
        state = self.state
        is_known = state.pictures is not None and state.metrics is not None
        if state.specs is not None or not is_known or not self.memory.is_read:
            return
        task = self._task()
        kept = self.memory.text(str(task))
        found = plot_specs.usual(task, bool(state.metrics))
        if kept is not None:
            read = plot_specs.from_text(kept)
            found = tuple(spec for spec in read if plot_specs.fits(spec.kind, task))
        self._set(replace(state, specs=found))
        self._read_segment()
        self._read_asked()

    def _arrange_anew(self) -> None:
        """What is kept is another now."""
        self._set(replace(self.state, specs=None))
        self._arrange()

    def arrange(self, specs: Sequence[PlotSpec], *, is_kept: bool = True) -> None:
        """Show these plots, and remember them for runs of this task."""
        self._set(replace(self.state, specs=tuple(specs)))
        if is_kept:
            task = str(self._task())
            aside = plot_specs.unknown_in(self.memory.text(task) or "")
            self.memory.keep(task, "|".join(filter(None, (plot_specs.to_text(specs), *aside))))
        self._read_segment()
        self._read_asked()

    def arrange_as_usual(self) -> None:
        """Forget how the plots were arranged."""
        self.memory.keep(str(self._task()), None)
        specs = plot_specs.usual(self._task(), bool(self.state.metrics))
        self.arrange(specs, is_kept=False)

    def show_only_differences(self, is_on: bool) -> None:
        """Hide or show what all runs share."""
        if is_on == self.state.is_only_differences:
            return
        state = replace(self.state, is_only_differences=is_on)
        self._set(replace(state, sections=self._sections(state)))

    def find_rows(self, typed: str) -> None:
        """Show the rows that have this in their names."""
        if typed != self.state.typed_row:
            state = replace(self.state, typed_row=typed, most_rows=FIRST_ROWS)
            self._set(replace(state, sections=self._sections(state)))

    def show_more_rows(self) -> None:
        """Show more rows of each kind."""
        state = replace(self.state, most_rows=self.state.most_rows + MORE_ROWS)
        self._set(replace(state, sections=self._sections(state)))

    def _sections(self, state: CompareState) -> tuple[Section, ...]:
        loaded, drawn = self._loaded, state.pictures
        if loaded is None:
            return ()
        is_same = drawn is None or drawn.is_same_rows
        wish = RowWish(state.is_only_differences, state.typed_row, state.most_rows)
        return sections_of(loaded.compared, wish, loaded.code, is_same_rows=is_same)

    def _on_news(self, keys: frozenset[tuple[str, str]] | None) -> None:
        if self.state.word == "loading" or not self.state.n_runs:
            return
        pks = set() if self._loaded is None else {str(run.pk) for run in self._loaded.compared.runs}
        concerns = keys is None or any(topic == "model" or key in pks for topic, key in keys)
        if concerns and self.state.word == "ready":
            self.reload()

    def _set(self, state: CompareState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit(state)
