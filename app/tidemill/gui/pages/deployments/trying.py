"""Turns what a person tries into services, and what they say into states."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from tidemill.base.errors import TidemillError
from tidemill.gui.bridge.job_waiting import seen_done
from tidemill.gui.pages.deployments.state import CardState
from tidemill.gui.pages.deployments.try_state import TryState, result_of, row_of_json, texts_of

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.domain.deployments import Deployment
    from tidemill.domain.models import ModelVersion
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.serving.tries import Tried
    from tidemill.services.trying import Row, Tryable


class TryModel(QObject):
    """Holds what is tried of one deployment; `changed` tells of a new state.

    Tokens that are typed or were just made are known until the page is closed, never kept.
    """

    changed = Signal(object)

    def __init__(self, context: "PageContext", parent: QObject | None = None) -> None:
        """Try nothing yet."""
        super().__init__(parent)
        self._context = context
        self.state = TryState()
        self._deployment: Deployment | None = None
        self._version: ModelVersion | None = None
        self._can_answer = False
        self._tokens: dict[str, str] = {}

    def show(
        self, one: "Deployment | None", card: CardState | None, version: "ModelVersion | None"
    ) -> None:
        """Try this deployment; what was typed stays while its version does."""
        if one is None or card is None or version is None:
            self._deployment = self._version = None
            self._set(TryState())
            return
        is_new = self._version is None or self._version.id != version.id
        is_other = self._deployment is None or self._deployment.name != one.name
        self._deployment, self._version = one, version
        self._can_answer = card.can_answer and card.is_http
        if is_new or is_other:
            self._context.operations.cancel("deployments.try")
            self._set(TryState(one.name))
            self._read_fields(version)
        self._set(self._asked_of(self.state))

    def _asked_of(self, state: TryState) -> TryState:
        """The state with who is asked: the service, or the worker where the token is not known."""
        one = self._deployment
        has_token = one is not None and bool(self._tokens.get(one.name))
        is_locked = (
            one is not None and self._can_answer and bool(one.http.token_hash) and not has_token
        )
        is_service = self._can_answer and not is_locked
        return replace(state, is_service=is_service, needs_token=is_locked)

    def know_token(self, name: str, token: str) -> None:
        """A token that was just made, or typed, is sent from now on."""
        self._tokens[name] = token.strip()
        if name == self.state.name:
            self._set(self._asked_of(self.state))

    def show_all(self) -> None:
        """Show every field."""
        self._set(replace(self.state, is_all=True))

    def set_text(self, name: str, text: str) -> None:
        """A field was typed into; what was said of other values is gone."""
        if self.state.texts.get(name, "") != text:
            texts = {**self.state.texts, name: text}
            self._set(replace(self.state, texts=texts, result=None, error=None))

    def take_random(self) -> None:
        """Take a row of the data, and try it."""
        workspace, tryable = self._context.workspace, self.state.tryable
        if tryable is None:
            return

        def work(_reporter: "Reporter") -> "Row":
            from tidemill.services import trying

            return trying.random_row(workspace, tryable)

        self._set(replace(self.state, is_busy=True, error=None))
        self._context.operations.run("deployments.row", work, self._on_row, self._on_failed)

    def take_json(self, text: str) -> None:
        """Take the values in a JSON text, and try them; the other fields stay."""
        if self.state.tryable is None:
            return
        try:
            row = row_of_json(text, self.state.tryable)
        except TidemillError as error:
            self._on_failed(error)
            return
        self._on_row(row)

    def predict(self) -> None:
        """Ask the service, or the worker where no service can be asked."""
        one, version, tryable = self._deployment, self._version, self.state.tryable
        if one is None or version is None or tryable is None:
            return
        workspace, row, usual = self._context.workspace, self.state.row, tryable.usual
        token, is_service = self._tokens.get(one.name, ""), self.state.is_service

        def work(reporter: "Reporter") -> "tuple[Tried, float | None]":
            from tidemill.services import trying

            if is_service:
                return trying.through_service(one, token, row, usual)
            job = seen_done(workspace, trying.ask(workspace, version, row, usual), reporter)
            return trying.from_job(job.result), None

        self._set(replace(self.state, is_busy=True, error=None))
        self._context.operations.run("deployments.try", work, self._on_tried, self._on_failed)

    def _read_fields(self, version: "ModelVersion") -> None:
        workspace = self._context.workspace

        def work(_reporter: "Reporter") -> "Tryable":
            from tidemill.services import trying

            return trying.fields_of(workspace, version)

        run = self._context.operations.run
        run("deployments.fields", work, self._on_fields, self._on_failed)

    def _on_fields(self, tryable: "Tryable") -> None:
        self._set(replace(self.state, tryable=tryable, texts=texts_of(tryable.usual)))

    def _on_row(self, row: "Row") -> None:
        self._set(replace(self.state, texts={**self.state.texts, **texts_of(row)}, result=None))
        self.predict()

    def _on_tried(self, found: "tuple[Tried, float | None]") -> None:
        tryable = self.state.tryable
        if tryable is not None:
            result = result_of(found[0], tryable.target, found[1])
            self._set(replace(self.state, is_busy=False, result=result, error=None))

    def _on_failed(self, error: TidemillError) -> None:
        self._set(replace(self.state, is_busy=False, result=None, error=error))

    def _set(self, state: TryState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit(state)
