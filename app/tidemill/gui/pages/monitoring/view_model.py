"""Turns what a person means on Monitoring into services, and their answers into states."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.domain.cuts import Cut, Unit
from tidemill.gui.bridge.feed import Behind, Listener
from tidemill.gui.kit import numbers
from tidemill.gui.pages.monitoring.board_state import BoardState
from tidemill.gui.pages.monitoring.loading import load, load_chunk, load_cut, load_value
from tidemill.gui.pages.monitoring.state import (
    ChartsState,
    Chosen,
    Loaded,
    MonitoringState,
    charts_of,
    state_of,
)
from tidemill.gui.pages.monitoring.times import data_until
from tidemill.gui.pages.monitoring.undos import Acted, acted
from tidemill.gui.pages.monitoring.value_facts import Figure

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.domain.monitoring import Chunk
    from tidemill.domain.muting import Muted
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.undoing import Undone

T = TypeVar("T")
_MOST_KEPT = 24
"""How many chunks' reports are kept while their cells are walked."""
_COMPARED = tr("What was seen is compared anew")
_VALUED = tr("What was seen is valued anew")
TOPICS = {"monitor", "alert", "model", "dataset"}


class MonitoringViewModel(QObject):
    """Holds the page's state; `changed` tells of a new one, `told` of something done.

    `told` brings words, and the number of the change if it can be taken back.
    """

    changed = Signal(object)
    board_changed = Signal(object)
    told = Signal(str, object)
    value_read = Signal(object)
    cut_read = Signal(str, object)

    def __init__(self, context: "PageContext", parent: QObject | None = None) -> None:
        """Listen for news; nothing is loaded before a model was asked for."""
        super().__init__(parent)
        self._context = context
        self.state = MonitoringState()
        self._wanted: str | None = None
        self._alert: int | None = None
        self._version: int | None = None
        self._chosen = Chosen()
        self._loaded: Loaded | None = None
        self._charts: ChartsState | None = None
        self._chunks: dict[int, Chunk] = {}
        self.board: BoardState | None = None
        self._listener = Listener(
            context.feed, TOPICS, self, behind=Behind(context.operations, ("monitoring.load",))
        )
        self._listener.changed.connect(self._on_news)

    def close(self) -> None:
        """Listen no more."""
        self._listener.close()
        self._context.operations.cancel_all("monitoring.")

    def is_busy(self) -> bool:
        """Whether anything of this page is under way."""
        return self._context.operations.is_busy("monitoring.")

    def reload(self) -> None:
        """Ask the services again."""
        workspace = self._context.workspace
        wanted, alert = self._wanted, self._alert

        def work(reporter: "Reporter") -> Loaded | BoardState:
            return load(workspace, wanted, alert, reporter)

        self._context.operations.run("monitoring.load", work, self._on_loaded, self._on_failed)

    # Intentions

    def show_model(
        self,
        name: str | None,
        column: str = "",
        version: int | None = None,
        chunk_id: int | None = None,
    ) -> None:
        """Show a model, None for the board of all; perhaps one cell of it.

        `version` is the dataset version whose cell is meant, `chunk_id` the look where it has none.
        """
        loaded = self._loaded
        is_asked = self._alert is not None
        is_here = loaded is not None and not is_asked and self.board is None
        if is_here and loaded is not None and name == loaded.name:
            self._version = version
            if column:
                key = self._chunk(version) if chunk_id is None else chunk_id
                self._chosen = replace(self._chosen, column=column, chunk_id=key)
            self._draw()
            return
        self._wanted, self._alert, self._version = name, None, version
        self._chosen = Chosen(self._chosen.period, column, chunk_id)
        self._start()

    def show_alert(self, alert_id: int) -> None:
        """Show the model of an alert, with the column that drifted most in it."""
        self._wanted, self._alert = None, alert_id
        self._chosen = Chosen(self._chosen.period)
        self._start()

    def show_period(self, period: str) -> None:
        """Show the last months of the data."""
        self._chosen = replace(self._chosen, period=period)
        self._charts = None
        self._draw()

    def show_all_columns(self) -> None:
        """Show the columns too that the map left out."""
        self._chosen = replace(self._chosen, shows_all=True)
        self._charts = None
        self._draw()

    def choose(self, row: int, at: int) -> None:
        """Choose a cell by its place in the map."""
        loaded, charts = self._loaded, self.state.charts
        if loaded is None or loaded.course is None or charts is None:
            return
        key = int(loaded.course.chunk_ids[charts.first + at])
        self._chosen = replace(self._chosen, column=charts.cells.names[row], chunk_id=key)
        self._draw()

    def step(self, by: int) -> None:
        """Go to the same column on an earlier or later chunk."""
        cell, charts, loaded = self.state.cell, self.state.charts, self._loaded
        if cell is None or charts is None or loaded is None or loaded.course is None:
            return
        if 0 <= cell.at + by < len(charts.labels):
            key = int(loaded.course.chunk_ids[charts.first + cell.at + by])
            self._chosen = replace(self._chosen, column=cell.column, chunk_id=key)
            self._draw()

    def retrain(self) -> None:
        """Ask the worker for a new candidate on all data there is."""
        from tidemill.services import retraining

        workspace, name = self._context.workspace, self.state.model

        def words(job_id: int) -> str:
            return tr("Retraining {name} is job {job_id}", name=name, job_id=job_id)

        self._act(lambda _: retraining.ask(workspace, name), words, starts_worker=True)

    def close_alert(self, alert_id: int, reason: str) -> None:
        """Close an alert with what came of it."""
        from tidemill.services import monitoring

        workspace = self._context.workspace
        self._act(
            lambda _: monitoring.close_alert(workspace, alert_id, reason=reason),
            lambda _: tr("The alert is closed"),
        )

    def mute(self, column: str, reason: str, days: int | None) -> None:
        """Let no rule speak of a column for so many days, None for without an end."""
        from tidemill.services import muting

        workspace, name = self._context.workspace, self.state.model
        self._act(
            lambda _: muting.mute(workspace, name, column, reason=reason, days=days), _muted_words
        )

    def listen(self, column: str) -> None:
        """Let rules speak of a column again."""
        from tidemill.services import muting

        workspace, name = self._context.workspace, self.state.model
        self._act(
            lambda _: muting.listen(workspace, name, column),
            lambda _: tr("Rules speak of {column} again", column=column),
        )

    def accept(self, version: int, reason: str) -> None:
        """Take the rows from a version of the data on as what later ones are compared with."""
        from tidemill.services.monitoring import references

        workspace, name = self._context.workspace, self.state.model
        self._act(
            lambda _: references.accept(workspace, name, str(version), reason=reason),
            lambda _: _COMPARED,
            starts_worker=True,
        )

    def compare_with(self, what: object) -> None:
        """Compare all looks with the training data, the period before or the season before."""
        from tidemill.services.monitoring import references

        workspace, name = self._context.workspace, self.state.model
        self._act(
            lambda _: references.choose(workspace, name, str(what)),
            lambda _: _COMPARED,
            starts_worker=True,
        )

    def cut_by(self, unit: Unit, n_rows: int) -> None:
        """Cut the model's rows by file, by day, week or month, or by `n_rows` rows."""
        from tidemill.services.monitoring import cuts

        workspace, name = self._context.workspace, self.state.model
        self._act(
            lambda _: cuts.choose(workspace, name, unit, n_rows), _cut_words, starts_worker=True
        )

    def ask_for_cut(self) -> None:
        """Read how the model's rows are cut; `cut_read` brings it with the model's name."""
        workspace, name = self._context.workspace, self.state.model
        self._context.operations.run(
            "monitoring.cut",
            lambda _: (name, load_cut(workspace, name)),
            self._on_cut_read,
            self._on_refused,
        )

    def ask_for_value(self) -> None:
        """Read what the model answers and is tied to; `value_read` brings it."""
        workspace, name = self._context.workspace, self.state.model
        self._context.operations.run(
            "monitoring.value",
            lambda _: load_value(workspace, name),
            self.value_read.emit,
            self._on_refused,
        )

    def set_costs(self, amounts: Mapping[str, float], threshold: float, unit: str) -> None:
        """Say what answers cost; none unties the model."""
        from tidemill.services import business_value

        workspace, name, kept = self._context.workspace, self.state.model, dict(amounts)
        self._act(
            lambda _: business_value.set_costs(
                workspace, name, kept, threshold=threshold, unit=unit
            ),
            lambda _: _VALUED,
            starts_worker=True,
        )

    def add_figure(self, figure: Figure) -> None:
        """Add the days of a figure of the business."""
        from tidemill.services import business_value

        workspace, name = self._context.workspace, self.state.model

        def work(reporter: "Reporter") -> object:
            return business_value.add_kpi(
                workspace,
                name,
                figure.file,
                date=figure.date or None,
                value=figure.value or None,
                title=figure.title,
                unit=figure.unit,
                is_cost=figure.is_cost,
                reporter=reporter,
            )

        self._act(work, lambda _: _VALUED, starts_worker=True)

    def undo(self, change: int) -> None:
        """Take back what `told` told of."""
        from tidemill.services import undoing

        workspace = self._context.workspace
        self._set(replace(self.state, is_busy=True, failure=""))
        self._context.operations.change(
            "monitoring.act",
            lambda _: undoing.undo(workspace, change),
            self._on_undone,
            self._on_refused,
        )

    def until(self) -> str:
        """Up to when the data reach, in words; empty where that is not known."""
        if self._loaded is None or self._loaded.course is None:
            return ""
        return data_until(self._loaded.course, self._loaded.looks)

    def psi_limit(self) -> float | None:
        """From which PSI on a difference counts."""
        return None if self._loaded is None else self._loaded.psi_limit

    # Answers

    def _act(
        self,
        work: "Callable[[Reporter], T]",
        words: Callable[[T], str],
        *,
        starts_worker: bool = False,
    ) -> None:
        """Change something, then tell it in `words` of what came of it."""
        workspace = self._context.workspace
        self._set(replace(self.state, is_busy=True, failure=""))
        self._context.operations.change(
            "monitoring.act",
            partial(acted, workspace, work),
            partial(self._on_acted, words, starts_worker),
            self._on_refused,
        )

    def _on_acted(self, words: Callable[[T], str], starts_worker: bool, done: Acted[T]) -> None:
        if starts_worker:
            self._context.start_worker()
        self._after(words(done.found), done.change)

    def _on_undone(self, undone: "Undone") -> None:
        self._context.start_worker()  # what was chosen before is measured anew
        self._after(tr("Took back: {words}", words=undone.words), None)

    def _on_cut_read(self, found: tuple[str, Cut]) -> None:
        self.cut_read.emit(*found)

    def _after(self, words: str, change: int | None) -> None:
        self._set(replace(self.state, is_busy=False))
        self.told.emit(words, change)
        self.reload()

    def _on_refused(self, error: TidemillError) -> None:
        words = " ".join(part for part in (error.message, error.hint) if part)
        self._set(replace(self.state, is_busy=False, failure=words))

    def _start(self) -> None:
        self._loaded, self._charts, self.board = None, None, None
        self._chunks.clear()
        models = self.state.models
        self._set(MonitoringState(models=models, model=self._wanted or ""))
        self.reload()

    def _on_news(self, _keys: object) -> None:
        if self._loaded is not None or self.board is not None or self.state.word == "error":
            self.reload()

    def _on_loaded(self, loaded: Loaded | BoardState) -> None:
        if isinstance(loaded, BoardState):
            self._loaded, self.board = None, loaded
            self._set(MonitoringState(word="ready"))
            self.board_changed.emit(self.board)
            return
        self._loaded, self.board, self._charts = loaded, None, None
        shown = None if self.state.cell is None else self._chunks.get(self.state.cell.chunk_id)
        # What is shown stays until it was read anew: under news the inspector would come and go.
        self._chunks = {} if shown is None else {shown.id: shown}
        self._wanted = loaded.name or None
        self._find_alert(loaded)
        if self._version is not None:
            self._chosen = replace(self._chosen, chunk_id=self._chunk(self._version))
            self._version = None
        self._draw()
        if shown is not None and self.state.cell is not None:
            self._read_chunk(self.state.cell.chunk_id)

    def _find_alert(self, loaded: Loaded) -> None:
        """Choose the column and look of the alert that was asked for."""
        found = next((a for a in loaded.alerts if a.id == loaded.asked), None)
        self._alert = None
        if found is None or not found.columns or loaded.course is None:
            return
        ends = [look.end for look in loaded.looks]
        key = None
        if found.data_at in ends:
            key = int(loaded.course.chunk_ids[ends.index(found.data_at)])
        self._chosen = replace(self._chosen, column=found.columns[0], chunk_id=key)

    def _on_failed(self, error: TidemillError) -> None:
        self._set(replace(self.state, word="error", error=error))

    def _chunk(self, version: int | None) -> int | None:
        if self._loaded is None or self._loaded.course is None or version is None:
            return None
        course = self._loaded.course
        found = course.chunk_ids[course.dataset_versions == version]
        return int(found[-1]) if found.size else None

    def _draw(self) -> None:
        if self._loaded is None:
            return
        if self._charts is None:
            self._charts = charts_of(self._loaded, self._chosen)
        wanted = None if self.state.cell is None else self.state.cell.chunk_id
        made = self._made()
        if made.cell is not None and made.cell.chunk_id != wanted:
            made = self._made(made.cell.chunk_id)
        self._set(replace(made, is_busy=self.state.is_busy, failure=self.state.failure))
        if made.cell is not None and not made.cell.is_whole:
            self._read_chunk(made.cell.chunk_id)

    def _made(self, chunk_id: int | None = None) -> MonitoringState:
        """The state with the report of a chunk, if it is known: that of the cell shown now."""
        assert self._loaded is not None
        if chunk_id is None and self.state.cell is not None:
            chunk_id = self.state.cell.chunk_id
        detail = None if chunk_id is None else self._chunks.get(chunk_id)
        return state_of(self._loaded, self._chosen, self._charts, detail)

    def _read_chunk(self, chunk_id: int) -> None:
        """Ask for one chunk's report; a newer wish replaces an older one."""
        workspace = self._context.workspace
        self._context.operations.run(
            "monitoring.chunk",
            lambda _: load_chunk(workspace, chunk_id),
            self._on_chunk,
            self._on_refused,
        )

    def _on_chunk(self, chunk: "Chunk") -> None:
        if len(self._chunks) >= _MOST_KEPT:
            self._chunks.pop(next(iter(self._chunks)))
        self._chunks[chunk.id] = chunk
        if self.state.cell is not None and self.state.cell.chunk_id == chunk.id:
            self._draw()

    def _set(self, state: MonitoringState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit(state)


def _muted_words(muted: "Muted") -> str:
    until = "" if muted.until is None else f" until {numbers.day(muted.until)}"
    return tr("No rule speaks of {column}{until}", column=muted.column, until=until)


def _cut_words(chosen: tuple[Cut, int | None]) -> str:
    cut, job = chosen
    return tr(
        "Its rows are looked at by {words}{said}",
        words=cut.words,
        said=tr(", as before") if job is None else "",
    )
