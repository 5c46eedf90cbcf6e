"""Turns what a person means on Models into services, and what services say into states."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from tidemill.base.errors import TidemillError
from tidemill.gui.bridge.feed import Behind, Listener
from tidemill.gui.bridge.job_waiting import seen_done
from tidemill.gui.pages.models.state import Loaded, ModelsState, load, state_of

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.domain.gate_sets import GateWish
    from tidemill.domain.models import Decision, ModelVersion
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.workspace import Workspace

TOPICS = {"model", "alert", "person", "comment"}


class ModelsViewModel(QObject):
    """Holds the page's state; `changed` tells of a new one, `loaded` that it is fresh.

    `promoted(version)`, `promotion_failed(error)`, `gates_run(version)`, `rolled_back(version)`,
    `rejected(version)` and `undone(decision)` tell how a decision ended. `marked(change)` tells of
    a label, a comment, a proposal or the switch for two people as what can be undone,
    `mark_failed(error)` that it was refused.
    """

    changed = Signal(object)
    loaded = Signal()
    promoted = Signal(object)
    promotion_failed = Signal(object)
    gates_run = Signal(object)
    rolled_back = Signal(object)
    rejected = Signal(object)
    undone = Signal(object)
    marked = Signal(object)
    mark_failed = Signal(object)

    def __init__(self, context: "PageContext", parent: QObject | None = None) -> None:
        """Listen; the first `go` loads."""
        super().__init__(parent)
        self._context = context
        self.state = ModelsState()
        self._wanted = ""
        self._number: int | None = None
        self._listener = Listener(
            context.feed, TOPICS, self, behind=Behind(context.operations, ("models.load",))
        )
        self._listener.changed.connect(self._on_news)

    def close(self) -> None:
        """Listen no more."""
        self._listener.close()
        self._context.operations.cancel_all("models.")

    def is_busy(self) -> bool:
        """Whether anything of this page is under way."""
        return self._context.operations.is_busy("models.")

    def go(self, name: str, number: int | None = None) -> None:
        """Show a model, and one of its versions; empty is the model that needs a look."""
        self._wanted, self._number = name, number
        if self.state.problem is not None:
            self._set(replace(self.state, problem=None))
        self.reload()

    def reload(self) -> None:
        """Look at the services again."""
        workspace, name = self._context.workspace, self._wanted

        def work(reporter: "Reporter") -> Loaded:
            return load(workspace, name, reporter)

        self._context.operations.run("models.load", work, self._on_loaded, self._on_failed)

    def choose(self, number: int) -> None:
        """Show another version of the model."""
        self._number = number
        if any(version.number == number for version in self.state.versions):
            self._set(replace(self.state, chosen=number, missing=""))

    def show_tab(self, tab: str) -> None:
        """Show another part of the model."""
        if tab != self.state.tab:
            self._set(replace(self.state, tab=tab))

    def draw_metric(self, metric: str) -> None:
        """Let the chart show another measure."""
        self._set(replace(self.state, drawn_metric=metric))

    def promote(
        self, name: str, number: int, note: str, reason: str = "", anyway: bool = False
    ) -> None:
        """Make a version champion."""
        from tidemill.services import promotion

        workspace = self._context.workspace
        address = f"{name}@{number}"

        def work(_reporter: "Reporter") -> "ModelVersion":
            return promotion.promote(workspace, address, note=note, anyway=anyway, reason=reason)

        self._context.operations.change(
            "models.promote", work, self._on_promoted, self._on_promotion_failed
        )

    def run_gates(self, name: str, number: int) -> None:
        """Run a version's gates once more, against the champion of now."""
        workspace, address = self._context.workspace, f"{name}@{number}"

        def work(reporter: "Reporter") -> "ModelVersion":
            from tidemill.services import registry, validating

            job = seen_done(workspace, validating.ask(workspace, address), reporter)
            return registry.version(workspace, job.result["version"])

        self._context.operations.run(
            "models.gates", work, self._on_gates_run, self._on_promotion_failed
        )

    def roll_back(self) -> None:
        """Make the former champion champion again."""
        from tidemill.services import promotion

        workspace, name = self._context.workspace, self.state.name
        self._act("roll_back", lambda _: promotion.roll_back(workspace, name), self._on_rolled_back)

    def reject(self, number: int) -> None:
        """Say that a candidate is not to be promoted."""
        from tidemill.services import promotion

        workspace, address = self._context.workspace, f"{self.state.name}@{number}"
        self._act("reject", lambda _: promotion.reject(workspace, address), self._on_rejected)

    def undo(self, name: str) -> None:
        """Take the newest decision over a model back."""
        from tidemill.services import promotion

        workspace = self._context.workspace
        self._act("undo", lambda _: promotion.undo(workspace, name), self._on_undone)

    def propose(self, name: str, number: int, note: str) -> None:
        """Say that a version may be promoted, for another person to do it."""
        from tidemill.services import four_eyes

        self._mark(lambda ws: four_eyes.propose(ws, f"{name}@{number}", note=note))

    def switch_four_eyes(self, is_on: bool) -> None:
        """Let the model be promoted by two people only, or by one."""
        from tidemill.services import four_eyes

        name = self.state.name
        self._mark(lambda ws: four_eyes.switch(ws, name, is_on))

    def use_gates(self, name: str) -> None:
        """Let the model's candidates pass another set of gates."""
        from tidemill.services import gate_sets

        model = self.state.name
        self._mark(lambda ws: gate_sets.use(ws, model, name))

    def keep_limits(self, limits: "Mapping[tuple[int, str], float]") -> None:
        """Let the gates of the model's set have other limits."""
        from tidemill.services import gate_sets

        model = self.state.name
        self._mark(lambda ws: gate_sets.set_limits(ws, model, limits))

    def add_gate(self, wish: "GateWish") -> None:
        """Let the model's candidates pass one gate more."""
        from tidemill.services import gate_sets

        model = self.state.name
        self._mark(lambda ws: gate_sets.add_to_model(ws, model, wish))

    def take_gate(self, wish: "GateWish") -> None:
        """Let the model's candidates pass one gate less."""
        from tidemill.services import gate_sets

        model = self.state.name
        self._mark(lambda ws: gate_sets.take_from_model(ws, model, wish))

    def label(self, number: int, label: str, is_off: bool = False) -> None:
        """Put a label on a version, or take it off."""
        from tidemill.services import aliases

        change = aliases.remove if is_off else aliases.put
        address = f"{self.state.name}@{number}"
        self._mark(lambda ws: change(ws, address, label))

    def comment(self, number: int, text: str) -> None:
        """Write a comment on a version."""
        from tidemill.services import comments

        address = f"{self.state.name}@{number}"
        self._mark(lambda ws: comments.add(ws, address, text))

    def undo_change(self, change: int) -> None:
        """Take back what `marked` told of."""
        from tidemill.services import undoing

        workspace = self._context.workspace
        self._act("undo", lambda _: undoing.undo(workspace, change), self._on_unmarked)

    def _mark(self, change: "Callable[[Workspace], object]") -> None:
        from tidemill.services import undoing

        workspace = self._context.workspace

        def work(_reporter: "Reporter") -> undoing.Undoable | None:
            return undoing.do(workspace, change).change

        self._context.operations.change("models.mark", work, self._on_marked, self._on_mark_failed)

    def _on_marked(self, change: object) -> None:
        self._ended()
        self.marked.emit(change)

    def _on_mark_failed(self, error: TidemillError) -> None:
        self.mark_failed.emit(error)

    def _on_unmarked(self, _undone: object) -> None:
        self._ended()

    def _act(
        self, verb: str, work: "Callable[[Reporter], object]", done: Callable[..., None]
    ) -> None:
        if self.state.busy:
            return
        self._set(replace(self.state, busy=verb, problem=None))
        self._context.operations.change(f"models.{verb}", work, done, self._on_problem)

    def _ended(self) -> None:
        self._set(replace(self.state, busy=""))
        self.reload()

    def _on_promoted(self, version: "ModelVersion") -> None:
        self.promoted.emit(version)
        self.reload()

    def _on_gates_run(self, version: "ModelVersion") -> None:
        self.gates_run.emit(version)

    def _on_promotion_failed(self, error: TidemillError) -> None:
        self.promotion_failed.emit(error)

    def _on_rolled_back(self, version: "ModelVersion") -> None:
        self._ended()
        self.rolled_back.emit(version)

    def _on_rejected(self, version: "ModelVersion") -> None:
        self._ended()
        self.rejected.emit(version)

    def _on_undone(self, decision: "Decision") -> None:
        self._ended()
        self.undone.emit(decision)

    def _on_problem(self, error: TidemillError) -> None:
        self._set(replace(self.state, busy="", problem=error))

    def _on_news(self, _keys: object) -> None:
        self.reload()

    def _on_loaded(self, loaded: Loaded) -> None:
        self._set(state_of(loaded, self.state, self._wanted, self._number))
        self.loaded.emit()

    def _on_failed(self, error: TidemillError) -> None:
        self._set(replace(self.state, word="error", error=error))

    def _set(self, state: ModelsState) -> None:
        is_new = state != self.state
        self.state = state
        if is_new:
            self.changed.emit(state)
