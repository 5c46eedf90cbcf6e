"""Turns what a person means in the section MLflow into services, and answers into states."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from tidemill.base.errors import TidemillError
from tidemill.domain.deployments import LOOPBACK
from tidemill.domain.mlflow.doors import EVERYWHERE, PORT, DoorState
from tidemill.gui.bridge.feed import Behind, Listener
from tidemill.gui.shell.settings.mlflow.state import SwitchState

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.mlflow.switch import Switched
    from tidemill.services.workspace import Workspace

_LOAD, _ACT = "settings.mlflow.load", "settings.mlflow.act"


class SwitchViewModel(QObject):
    """Holds the state of the switch; `changed` tells of a new one."""

    changed = Signal(object)

    def __init__(self, context: "PageContext", parent: QObject | None = None) -> None:
        """Load at once, and again when the switch is changed or its process comes or goes."""
        super().__init__(parent)
        self._context = context
        self.state = SwitchState()
        behind = Behind(context.operations, (_LOAD,))
        self._listener = Listener(context.feed, {"setting", "process"}, self, behind=behind)
        self._listener.changed.connect(self.reload)
        self.reload()

    def reload(self, _changed: object = None) -> None:
        """Ask the services again."""
        work = partial(_load, self._context.workspace)
        self._context.operations.run(_LOAD, work, self._on_loaded, self._refuse)

    # Intentions

    def switch(self, is_on: bool) -> None:
        """Switch it on or off."""
        self._change(is_on=is_on)

    def choose_port(self, port: int) -> None:
        """Let it listen on another port."""
        if self.state.door is not None and port != self.state.door.switch.http.port:
            self._change(port=port)

    def choose_reach(self, is_everywhere: bool) -> None:
        """Let other computers reach it, or this one alone."""
        self._change(host=EVERYWHERE if is_everywhere else LOOPBACK)

    def keep_on(self, keeps_on: bool) -> None:
        """Let it answer where no window is open, or not."""
        self._change(keeps_on=keeps_on)

    def make_token(self) -> None:
        """Have it ask for a new token."""
        from tidemill.services.mlflow import switch

        self._act(switch.new_token)

    def drop_token(self) -> None:
        """Have it ask for no token."""
        from tidemill.services.mlflow import switch

        self._act(switch.drop_token)

    def reset(self) -> None:
        """Off, and as it would listen from the start."""
        from tidemill.services.mlflow import switch

        def work(workspace: "Workspace") -> "Switched":
            made = switch.change(workspace, is_on=False, port=PORT, host=LOOPBACK, keeps_on=False)
            has_token = bool(made.door.switch.http.token_hash)
            return switch.drop_token(workspace) if has_token else made

        self._act(work)

    def _change(self, **wanted: Any) -> None:
        from tidemill.services.mlflow import switch

        self._act(lambda workspace: switch.change(workspace, **wanted))

    def _act(self, work: "Callable[[Workspace], Switched]") -> None:
        workspace = self._context.workspace
        self._set(replace(self.state, failure=""))
        self._context.operations.change(
            _ACT, lambda _: work(workspace), self._on_changed, self._on_refused
        )

    def _on_changed(self, made: "Switched") -> None:
        is_asked = bool(made.door.switch.http.token_hash)
        token = made.token or (self.state.token if is_asked else "")
        self._set(SwitchState(made.door, token))
        if made.door.switch.is_on:
            self._context.start_worker()

    def _on_refused(self, error: TidemillError) -> None:
        self._refuse(error)
        self.changed.emit(self.state)  # what was typed or switched goes back to what is so

    def _on_loaded(self, door: DoorState) -> None:
        self._set(replace(self.state, door=door))

    def _refuse(self, error: TidemillError) -> None:
        words = " ".join(part for part in (error.message, error.hint) if part)
        self._set(replace(self.state, failure=words))

    def _set(self, state: SwitchState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit(state)


def _load(workspace: "Workspace", _reporter: "Reporter") -> DoorState:
    from tidemill.services.mlflow import switch

    return switch.look(workspace)
