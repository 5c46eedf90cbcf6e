"""Turns what a person means on Deployments into services, and what they say into states."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from tidemill.base.errors import TidemillError
from tidemill.domain.deployments import DeploymentKind, Logging
from tidemill.gui.bridge.feed import Behind, Listener
from tidemill.gui.pages.deployments.state import DeploymentsState, state_of

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.deploying import Deployed
    from tidemill.services.serving.overview import Overview

TOPICS = {"deployment", "model", "process", "traffic", "batch-file"}
LOOK_MS = 20_000
"""So often the page is drawn anew while nothing happens: what was asked moves into the past."""
_LOG_BYTES = 64 * 1024


@dataclass(frozen=True)
class Asked:
    """The settings of an HTTP service as a person put them; None leaves the port to Tidemill."""

    model: str
    host: str
    port: int | None
    names: tuple[str, ...]
    logging: Logging
    share: float


class DeploymentsViewModel(QObject):
    """Holds the page's state; `changed` tells of a new one, `loaded` that it is fresh.

    `made(Deployed)` tells that a service was switched on or its settings taken, with a new token
    where there is one; `refused(error)` that its settings were not. `log_read(name, text)` brings
    a log's end.
    """

    changed = Signal(object)
    loaded = Signal()
    made = Signal(object)
    refused = Signal(object)
    log_read = Signal(str, str)

    def __init__(self, context: "PageContext", parent: QObject | None = None) -> None:
        """Listen; the first `go` loads."""
        super().__init__(parent)
        self._context = context
        self.state = DeploymentsState()
        self._wanted = ""
        self._listener = Listener(
            context.feed, TOPICS, self, behind=Behind(context.operations, ("deployments.load",))
        )
        self._listener.changed.connect(self._on_news)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._on_time)

    def close(self) -> None:
        """Listen no more."""
        self._timer.stop()
        self._listener.close()
        self._context.operations.cancel_all("deployments.")

    def watch(self, is_seen: bool) -> None:
        """Let what was asked move into the past, or rest while nobody looks."""
        if is_seen:
            self._timer.start()
        else:
            self._timer.stop()

    def is_busy(self) -> bool:
        """Whether anything of this page is under way."""
        return self._context.operations.is_busy("deployments.")

    def go(self, name: str) -> None:
        """Show a deployment; empty is the one that was shown."""
        self._wanted = name
        self.reload()

    def reload(self) -> None:
        """Ask the services again."""
        workspace = self._context.workspace

        def work(_reporter: "Reporter") -> "Overview":
            from tidemill.services.serving import overview

            return overview.look(workspace)

        self._context.operations.run("deployments.load", work, self._on_loaded, self._on_failed)

    def choose(self, name: str) -> None:
        """Show another deployment in the inspector."""
        self._wanted = name
        self._set(replace(self.state, chosen=name, missing=""))

    def switch(self, name: str, is_on: bool) -> None:
        """Switch a deployment on, with the settings it has, or off."""
        workspace, card = self._context.workspace, self.state.deployment(name)
        if card is None:
            return
        model, is_http = card.model, card.kind is DeploymentKind.HTTP

        def work(_reporter: "Reporter") -> bool:
            from tidemill.services import batch_folders, deploying

            if not is_on:
                deploying.stop(workspace, name)
            elif is_http:
                deploying.http(workspace, model)
            else:
                at = batch_folders.settings_of(card)
                batch_folders.switch_on(workspace, model, Path(at.folder), Path(at.out), name=name)
            return is_on

        self._act(name, work, self._on_switched)

    def make_token(self, name: str) -> None:
        """Ask for a new token from now on; the old one counts no more."""
        workspace = self._context.workspace

        def work(_reporter: "Reporter") -> "Deployed":
            from tidemill.services import deploying

            return deploying.new_token(workspace, name)

        self._act(name, work, self._on_made)

    def drop_token(self, name: str) -> None:
        """Ask for no token any more."""
        workspace = self._context.workspace

        def work(_reporter: "Reporter") -> object:
            from tidemill.services import deploying

            return deploying.drop_token(workspace, name)

        self._act(name, work, self._on_acted)

    def serve(self, asked: Asked) -> None:
        """Switch a model's HTTP service on with these settings."""
        workspace = self._context.workspace

        def work(_reporter: "Reporter") -> "Deployed":
            from tidemill.services import deploying

            return deploying.http(
                workspace,
                asked.model,
                port=asked.port,
                host=asked.host,
                names=asked.names,
                logging=asked.logging,
                share=asked.share,
            )

        change = self._context.operations.change
        change("deployments.serve", work, self._on_served, self._on_refused)

    def take_verdicts(self, verdicts: tuple[tuple[tuple[str, int], str], ...]) -> None:
        """Show what the trials have shown so far."""
        self._set(replace(self.state, verdicts=verdicts))

    def read_log(self, name: str) -> None:
        """Bring the end of what the process of a deployment wrote."""
        workspace, one = self._context.workspace, self.state.deployment(name)
        if one is None:
            return

        def work(_reporter: "Reporter") -> tuple[str, str]:
            from tidemill.services import deploying

            return name, deploying.end_of_log(workspace, one, _LOG_BYTES)

        self._context.operations.run("deployments.log", work, self._on_log, self._context.problem)

    def _act(
        self, name: str, work: "Callable[[Reporter], object]", done: Callable[..., None]
    ) -> None:
        if self.state.busy:
            return
        self._set(replace(self.state, busy=name, problem=None))
        self._context.operations.change("deployments.act", work, done, self._on_problem)

    def _on_switched(self, is_on: bool) -> None:
        if is_on:
            self._context.start_worker()
        self._on_acted(None)

    def _on_served(self, made: "Deployed") -> None:
        self._wanted = made.deployment.name
        self._context.start_worker()
        self._on_made(made)

    def _on_made(self, made: "Deployed") -> None:
        self._on_acted(None)
        self.made.emit(made)

    def _on_acted(self, _done: object) -> None:
        self._set(replace(self.state, busy="", problem=None))
        self.reload()

    def _on_problem(self, error: TidemillError) -> None:
        self._set(replace(self.state, busy="", problem=error))
        self.reload()  # the switch that was moved goes back to what is

    def _on_refused(self, error: TidemillError) -> None:
        self.refused.emit(error)

    def _on_log(self, found: tuple[str, str]) -> None:
        self.log_read.emit(*found)

    def _on_news(self, _keys: object) -> None:
        if self.state.word != "loading":
            self.reload()

    def _on_time(self) -> None:
        if self.state.word == "ready" and not self.is_busy():
            self.reload()

    def _on_loaded(self, found: "Overview") -> None:
        self._set(state_of(found, self.state, self._wanted))
        self.loaded.emit()

    def _on_failed(self, error: TidemillError) -> None:
        self._set(replace(self.state, word="error", error=error))

    def _set(self, state: DeploymentsState) -> None:
        is_new = state != self.state
        self.state = state
        if is_new:
            self.changed.emit(state)
