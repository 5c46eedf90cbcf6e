"""Turns what a person means on Monitoring into services, and their answers into states."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from tidemill.base.errors import TidemillError
from tidemill.gui.bridge.feed import Listener
from tidemill.gui.pages.monitoring.loading import load
from tidemill.gui.pages.monitoring.state import (
    Chosen,
    Loaded,
    MonitoringState,
    rows_names,
    state_of,
)
from tidemill.gui.pages.monitoring.times import end_of

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.gui.shell.page import PageContext

T = TypeVar("T")
TOPICS = {"monitor", "alert", "model", "dataset"}


class MonitoringViewModel(QObject):
    """Holds the page's state; `changed` tells of a new one, `told` of something done."""

    changed = Signal(object)
    told = Signal(str)

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
        self._listener = Listener(context.feed, TOPICS, self)
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

        def work(reporter: "Reporter") -> Loaded:
            return load(workspace, wanted, alert, reporter)

        self._context.operations.run("monitoring.load", work, self._on_loaded, self._on_failed)

    # Intentions

    def show_model(self, name: str | None, column: str = "", version: int | None = None) -> None:
        """Show a model, None for the one that most needs a look; perhaps one cell of it.

        `version` is the dataset version whose cell is meant.
        """
        if self._loaded is not None and name in (None, self._loaded.name) and self._alert is None:
            self._version = version
            if column:
                self._chosen = replace(self._chosen, column=column, chunk_id=self._chunk(version))
            self._draw()
            return
        self._wanted, self._alert, self._version = name, None, version
        self._chosen = Chosen(self._chosen.period, column)
        self._start()

    def show_alert(self, alert_id: int) -> None:
        """Show the model of an alert, with the column that drifted most in it."""
        self._wanted, self._alert = None, alert_id
        self._chosen = Chosen(self._chosen.period)
        self._start()

    def show_period(self, period: str) -> None:
        """Show the last months of the data."""
        self._chosen = replace(self._chosen, period=period)
        self._draw()

    def choose(self, row: int, at: int) -> None:
        """Choose a cell by its place in the map."""
        if self._loaded is None or not self.state.rows:
            return
        first = len(self._loaded.chunks) - len(self.state.labels)
        chunk = self._loaded.chunks[first + at]
        name = rows_names(self.state.rows)[row]
        self._chosen = replace(self._chosen, column=name, chunk_id=chunk.id)
        self._draw()

    def step(self, by: int) -> None:
        """Go to the same column on an earlier or later chunk."""
        cell = self.state.cell
        if cell is not None and 0 <= cell.at + by < len(self.state.labels):
            self.choose(cell.row, cell.at + by)

    def retrain(self) -> None:
        """Ask the worker for a new candidate on all data there is."""
        from tidemill.services import retraining

        workspace, name = self._context.workspace, self.state.model
        self._act(lambda _: retraining.ask(workspace, name), self._on_retraining)

    def close_alert(self, alert_id: int, reason: str) -> None:
        """Close an alert with what came of it."""
        from tidemill.services import monitoring

        workspace = self._context.workspace
        self._act(
            lambda _: monitoring.close_alert(workspace, alert_id, reason=reason), self._on_closed
        )

    def until(self) -> str:
        """Up to when the data reach, in words."""
        from tidemill.gui.pages.monitoring.times import day

        if self._loaded is None or not self._loaded.chunks:
            return ""
        return day(end_of(self._loaded.chunks[-1]))

    # Answers

    def _act(self, work: "Callable[[Reporter], T]", done: Callable[[T], None]) -> None:
        self._set(replace(self.state, is_busy=True, failure=""))
        self._context.operations.change("monitoring.act", work, done, self._on_refused)

    def _on_retraining(self, job_id: int) -> None:
        self._context.start_worker()
        self._set(replace(self.state, is_busy=False))
        self.told.emit(f"Retraining {self.state.model} is job {job_id}")

    def _on_closed(self, _alert: object) -> None:
        self._set(replace(self.state, is_busy=False))
        self.told.emit("The alert is closed")
        self.reload()

    def _on_refused(self, error: TidemillError) -> None:
        words = " ".join(part for part in (error.message, error.hint) if part)
        self._set(replace(self.state, is_busy=False, failure=words))

    def _start(self) -> None:
        self._loaded = None
        models = self.state.models
        self._set(MonitoringState(models=models, model=self._wanted or self.state.model))
        self.reload()

    def _on_news(self, _keys: object) -> None:
        if self._loaded is not None or self.state.word == "error":
            self.reload()

    def _on_loaded(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self._wanted = loaded.name or None
        if self._alert is not None:
            found = next((a for a in loaded.alerts if a.id == self._alert), None)
            self._alert = None
            if found is not None and found.columns:
                chunk = next((c for c in loaded.chunks if c.ends_at == found.data_at), None)
                key = None if chunk is None else chunk.id
                self._chosen = replace(self._chosen, column=found.columns[0], chunk_id=key)
        if self._version is not None:
            self._chosen = replace(self._chosen, chunk_id=self._chunk(self._version))
            self._version = None
        self._draw()

    def _on_failed(self, error: TidemillError) -> None:
        self._set(replace(self.state, word="error", error=error))

    def _chunk(self, version: int | None) -> int | None:
        if self._loaded is None or version is None:
            return None
        found = [c.id for c in self._loaded.chunks if c.dataset_version == version]
        return found[-1] if found else None

    def _draw(self) -> None:
        if self._loaded is not None:
            made = state_of(self._loaded, self._chosen)
            self._set(replace(made, is_busy=self.state.is_busy, failure=self.state.failure))

    def _set(self, state: MonitoringState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit(state)
