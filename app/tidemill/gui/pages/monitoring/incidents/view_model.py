"""Turns what a person means on the page of an incident into services, and answers into states."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from tidemill.base.errors import TidemillError
from tidemill.base.words import spoken, tr
from tidemill.gui.bridge.feed import Behind, Listener
from tidemill.gui.pages.monitoring.incidents.loading import load, load_offer
from tidemill.gui.pages.monitoring.incidents.rows_loading import load_rows
from tidemill.gui.pages.monitoring.incidents.state import (
    ExamplesState,
    GateOffer,
    IncidentState,
    Loaded,
    RowDeeds,
    RowsFound,
)
from tidemill.gui.pages.monitoring.incidents.telling import state_of

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.undoing import Undoable
    from tidemill.services.workspace import Workspace

TOPICS = {"incident", "monitor", "alert", "model"}
SPANS = {tr("1 day"): 1, tr("3 days"): 3, tr("1 week"): 7}
"""For how many days an incident can be snoozed from the window."""

Deed = Callable[["Workspace"], object]


class IncidentViewModel(QObject):
    """Holds the page's state; `changed` tells of a new one.

    `told(words, change)` tells of something done and what takes it back, None where nothing does.
    """

    changed = Signal(object)
    told = Signal(str, object)

    def __init__(self, context: "PageContext", parent: QObject | None = None) -> None:
        """Listen for news; nothing is loaded before an incident was asked for."""
        super().__init__(parent)
        self._context = context
        self.state = IncidentState()
        self._id: int | None = None
        self._loaded: Loaded | None = None
        self._offer: GateOffer | None = None
        self._rows: RowsFound | None = None
        self._listener = Listener(
            context.feed,
            TOPICS,
            self,
            behind=Behind(context.operations, ("monitoring.incident.load",)),
        )
        self._listener.changed.connect(self._on_news)

    def close(self) -> None:
        """Listen no more."""
        self._listener.close()

    def show_incident(self, incident_id: int) -> None:
        """Show an incident."""
        if incident_id == self._id and self.state.word == "ready":
            self.reload()
            return
        self._id, self._loaded, self._offer = incident_id, None, None
        self._rows = None
        self._context.operations.cancel_all("monitoring.incident.rows")
        self._context.operations.cancel_all("monitoring.incident.offer")
        self._set(IncidentState(id=incident_id))
        self.reload()

    def leave(self) -> None:
        """Another part of the page is shown."""
        self._id = None
        self._context.operations.cancel_all("monitoring.incident.load")
        self._context.operations.cancel_all("monitoring.incident.offer")
        self._context.operations.cancel_all("monitoring.incident.rows")

    def reload(self) -> None:
        """Ask the services again."""
        workspace, wanted = self._context.workspace, self._id
        if wanted is None:
            return

        def work(reporter: "Reporter") -> Loaded:
            return load(workspace, wanted, reporter)

        run = self._context.operations.run
        run("monitoring.incident.load", work, self._on_loaded, self._on_failed)

    # Intentions

    def close_incident(self, outcome: str, is_kept: bool) -> None:
        """Close it with its outcome; where `is_kept`, the gate on offer is kept first."""
        from tidemill.services import incident_gates, incidents

        key, keeps = self.state.id, is_kept and self.state.gate is None

        def work(workspace: "Workspace") -> object:
            if keeps:
                incident_gates.keep(workspace, key)
            return incidents.close(workspace, key, outcome=outcome)

        words = tr("Incident {key} is closed", key=key)
        self._act(work, tr("{words} and kept as a gate", words=words) if keeps else words)

    def snooze(self, days: int) -> None:
        """Let nobody be reminded of it for some days."""
        from tidemill.services import incidents

        key = self.state.id

        def work(workspace: "Workspace") -> object:
            until = workspace.clock.now() + timedelta(days=days)
            return incidents.snooze(workspace, key, until)

        words = tr("1 day") if days == 1 else f"{days} days"
        self._act(work, tr("Snoozed for {words}", words=words))

    def wake(self) -> None:
        """End its snooze."""
        from tidemill.services import incidents

        key = self.state.id
        self._act(lambda ws: incidents.wake(ws, key), tr("It is snoozed no more"))

    def own(self, login: str) -> None:
        """Give it to a person; to nobody with an empty login."""
        from tidemill.services import incidents

        key, people = self.state.id, {} if self._loaded is None else self._loaded.people
        words = (
            tr("It is {get}'s now", get=people.get(login, login))
            if login
            else tr("It is nobody's now")
        )
        self._act(lambda ws: incidents.own(ws, key, login), words)

    def roll_back(self) -> None:
        """Make the former champion champion again."""
        from tidemill.services import promotion

        name, key = self.state.model, self.state.id
        self._act(
            lambda ws: promotion.roll_back(ws, name, note=tr("Incident {key}", key=key)),
            tr("{name} is rolled back", name=name),
        )

    def retrain(self) -> None:
        """Ask the worker for a new candidate on all data there is."""
        self._retrain(None)

    def retrain_without(self) -> None:
        """Ask the worker for a new candidate that learns from none of the incident's rows."""
        self._retrain(self.state.id)

    def set_aside(self) -> None:
        """Pause the folders the rows came from, and take the newest files out of the data."""
        from tidemill.services import setting_aside

        key = self.state.id
        self._act(lambda ws: setting_aside.set_aside(ws, key), tr("The feed is set aside"))

    def _retrain(self, without: int | None) -> None:
        from tidemill.services import retraining

        workspace, name = self._context.workspace, self.state.model
        self._begin()
        self._context.operations.change(
            "monitoring.incident.act",
            lambda _: retraining.ask(workspace, name, without=without),
            self._on_retraining,
            self._on_refused,
        )

    def accept(self, version: int, reason: str) -> None:
        """Take the rows from a version of the data on as what later ones are compared with."""
        from tidemill.services.monitoring import references

        name = self.state.model

        def work(workspace: "Workspace") -> object:
            return references.accept(workspace, name, str(version), reason=reason)

        self._act(work, tr("What was seen is compared anew"), starts_worker=True)

    def mute(self, column: str, reason: str, days: int | None) -> None:
        """Let no rule speak of a column for so many days, None for without an end."""
        from tidemill.services import muting

        name = self.state.model
        self._act(
            lambda ws: muting.mute(ws, name, column, reason=reason, days=days),
            tr("No rule speaks of {column} now", column=column),
        )

    def listen(self, column: str) -> None:
        """Let rules speak of a column again."""
        from tidemill.services import muting

        name = self.state.model
        self._act(
            lambda ws: muting.listen(ws, name, column),
            tr("Rules speak of {column} again", column=column),
        )

    def keep_gate(self, is_on: bool) -> None:
        """Keep it as a gate for all later candidates; or switch the gate off."""
        from tidemill.services import incident_gates

        key, gate = self.state.id, self.state.gate

        def work(workspace: "Workspace") -> object:
            if gate is None:
                return incident_gates.keep(workspace, key)
            return incident_gates.switch(workspace, gate.id, is_on)

        self._act(work, tr("Later candidates pass this gate") if is_on else tr("The gate is off"))

    def undo(self, change: int) -> None:
        """Take back what `told` told of."""
        from tidemill.services import undoing

        workspace = self._context.workspace
        self._begin()
        self._context.operations.change(
            "monitoring.incident.act",
            lambda _: undoing.undo(workspace, change),
            self._on_undone,
            self._on_refused,
        )

    # Answers

    def _act(self, deed: Deed, words: str, *, starts_worker: bool = False) -> None:
        from tidemill.services import undoing

        workspace = self._context.workspace

        def work(_reporter: "Reporter") -> "Undoable | None":
            return undoing.do(workspace, deed).change

        self._begin()
        done = _Done(self, words, starts_worker)
        self._context.operations.change("monitoring.incident.act", work, done, self._on_refused)

    def done(self, words: str, change: "Undoable | None", starts_worker: bool) -> None:
        """Something was done."""
        if starts_worker:
            self._context.start_worker()
        self._set(replace(self.state, is_busy=False))
        self.told.emit(words, None if change is None else change.id)
        self.reload()

    def _begin(self) -> None:
        self._set(replace(self.state, is_busy=True, failure=""))

    def _on_retraining(self, job_id: int) -> None:
        self._context.start_worker()
        self._set(replace(self.state, is_busy=False))
        self.told.emit(
            tr("Retraining {model} is job {job_id}", model=self.state.model, job_id=job_id), None
        )

    def _on_undone(self, undone: object) -> None:
        words = getattr(undone, "words", "")
        self._set(replace(self.state, is_busy=False))
        self.told.emit(tr("Took back: {words}", words=spoken(words)), None)
        self.reload()

    def _on_refused(self, error: TidemillError) -> None:
        words = " ".join(part for part in (error.message, error.hint) if part)
        self._set(replace(self.state, is_busy=False, failure=words))

    def _on_news(self, _keys: object) -> None:
        if self._id is not None:
            self.reload()

    def _on_loaded(self, loaded: Loaded) -> None:
        if loaded.incident.id != self._id:
            return
        self._loaded = loaded
        self._draw()
        self._load_rows(loaded.incident.id, loaded.incident.is_open)
        if self._offer is None and loaded.incident.is_open:
            workspace, key = self._context.workspace, loaded.incident.id
            if not self._context.operations.is_busy("monitoring.incident.offer"):
                self._context.operations.run(
                    "monitoring.incident.offer",
                    lambda _: (key, load_offer(workspace, key)),
                    self._on_offer,
                    self._on_no_offer,
                )

    def _load_rows(self, key: int, is_open: bool) -> None:
        workspace = self._context.workspace
        self._context.operations.run(
            "monitoring.incident.rows",
            lambda _: (key, load_rows(workspace, key, is_open)),
            self._on_rows,
            self._on_no_rows,
        )

    def _on_rows(self, found: tuple[int, RowsFound]) -> None:
        key, rows = found
        if key == self._id:
            self._rows = rows
            self._draw()

    def _on_no_rows(self, error: TidemillError) -> None:
        words = tr("The rows can't be read: {message}", message=error.message)
        self._rows = RowsFound(ExamplesState("", (), (), (), words), RowDeeds())
        self._draw()

    def _on_offer(self, found: tuple[int, GateOffer]) -> None:
        key, offer = found
        if key == self._id:
            self._offer = offer
            self._draw()

    def _on_no_offer(self, error: TidemillError) -> None:
        self._offer = GateOffer(
            None, tr("The past files can't be read: {message}", message=error.message)
        )
        self._draw()

    def _on_failed(self, error: TidemillError) -> None:
        self._set(replace(self.state, word="error", error=error))

    def _draw(self) -> None:
        if self._loaded is not None:
            made = state_of(self._loaded, self._offer, self._rows)
            self._set(replace(made, is_busy=self.state.is_busy, failure=self.state.failure))

    def _set(self, state: IncidentState) -> None:
        self.state = state
        self.changed.emit(state)


class _Done:
    """What is said once a change was carried out."""

    def __init__(self, model: IncidentViewModel, words: str, starts_worker: bool) -> None:
        self._model, self._words, self._starts_worker = model, words, starts_worker

    def __call__(self, change: "Undoable | None") -> None:
        self._model.done(self._words, change, self._starts_worker)
