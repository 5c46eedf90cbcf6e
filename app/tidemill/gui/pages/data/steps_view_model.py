"""Turns what a person means on the Prepare tab into services, and follows the job it asks for."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from tidemill.base.errors import TidemillError
from tidemill.base.words import spoken
from tidemill.gui.bridge.feed import Behind, Listener
from tidemill.gui.bridge.job_waiting import seen_done
from tidemill.gui.pages.data.steps_state import StepsState

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.steps import StepLine
    from tidemill.services.workspace import Workspace

_TOPICS = frozenset({"step", "dataset"})


class StepsViewModel(QObject):
    """Holds the steps of the dataset that is open; tells of each new state."""

    changed = Signal(object)
    kept = Signal()
    """A step was kept: whoever asked for it may close."""
    refused = Signal(object)
    """Why a step was not kept."""
    prepared = Signal(str)
    """Words about the version that was made."""

    def __init__(self, context: "PageContext", parent: QObject | None = None) -> None:
        """Know nothing yet."""
        super().__init__(parent)
        self._context = context
        self.state = StepsState()
        self._listener = Listener(
            context.feed, _TOPICS, self, behind=Behind(context.operations, ("steps.list",))
        )
        self._listener.changed.connect(self._on_news)

    def open(self, name: str) -> None:
        """Show the steps of a dataset."""
        if name != self.state.name:
            self._set(StepsState(name=name))
        self.reload()

    def close(self) -> None:
        """Listen no more."""
        self._listener.close()
        self._context.operations.cancel_all("steps.")

    def is_busy(self) -> bool:
        """Whether anything is read or written."""
        return self._context.operations.is_busy("steps.")

    def reload(self) -> None:
        """Read the steps anew."""
        if not self.state.name:
            return
        work = partial(_load, self._context.workspace, self.state.name)
        self._context.operations.run("steps.list", work, self._on_lines, self._on_failed)

    # Intentions

    def add(self, kind: str, settings: Mapping[str, Any]) -> None:
        """Add a step at the end."""
        from tidemill.services import steps

        self._act(partial(steps.add, kind=kind, settings=dict(settings)), is_asked=True)

    def change(self, step_id: int, settings: Mapping[str, Any]) -> None:
        """Give a step other settings."""
        from tidemill.services import steps

        self._act(partial(steps.change, step_id=step_id, settings=dict(settings)), is_asked=True)

    def switch(self, step_id: int, is_on: bool) -> None:
        """Undo a step, or do it again."""
        from tidemill.services import steps

        self._act(partial(steps.redo if is_on else steps.undo, step_id=step_id))

    def move(self, step_id: int, by: int) -> None:
        """Move a step up or down."""
        from tidemill.services import steps

        ids = [line.step.id for line in self.state.lines]
        to = ids.index(step_id) + by
        if 0 <= to < len(ids):
            self._act(partial(steps.move, step_id=step_id, to=to))

    def again(self) -> None:
        """Prepare once more."""
        from tidemill.services import steps

        self._run(steps.prepare, is_asked=False)

    def _act(self, verb: Callable[..., Any], *, is_asked: bool = False) -> None:
        def job(workspace: "Workspace", name: str) -> int:
            return int(verb(workspace, name).job_id)

        self._run(job, is_asked=is_asked)

    def _run(self, verb: Callable[["Workspace", str], int], *, is_asked: bool) -> None:
        workspace, name = self._context.workspace, self.state.name
        self._set(replace(self.state, is_busy=True, failure=None, message=""))
        self._context.operations.change(
            "steps.act",
            lambda _: verb(workspace, name),
            self._on_kept if is_asked else self._on_enqueued,
            self._on_refused if is_asked else self._on_not_done,
        )

    def _on_kept(self, job_id: int) -> None:
        self.kept.emit()
        self._on_enqueued(job_id)

    def _on_enqueued(self, job_id: int) -> None:
        self._context.start_worker()
        self.reload()
        self._context.operations.run(
            "steps.prepare",
            partial(seen_done, self._context.workspace, job_id),
            self._on_done,
            self._on_not_done,
            progress=self._on_progress,
        )

    def _on_progress(self, share: float, message: str) -> None:
        self._set(replace(self.state, share=share, message=message))

    def _on_done(self, job: Any) -> None:
        self._set(replace(self.state, is_busy=False, share=None, message=""))
        self.prepared.emit(spoken(job.message))
        self.reload()

    def _on_refused(self, error: TidemillError) -> None:
        self._set(replace(self.state, is_busy=False))
        self.refused.emit(error)

    def _on_not_done(self, error: TidemillError) -> None:
        self._set(replace(self.state, is_busy=False, share=None, message="", failure=error))
        self.reload()

    def _on_lines(self, found: "tuple[list[StepLine], bool]") -> None:
        lines, pending = found
        self._set(
            replace(self.state, word="ready", error=None, lines=tuple(lines), is_pending=pending)
        )

    def _on_failed(self, error: TidemillError) -> None:
        self._set(replace(self.state, word="error", error=error))

    def _set(self, state: StepsState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit(state)

    def _on_news(self, keys: "frozenset[tuple[str, str]] | None") -> None:
        mine = ("dataset", self.state.name)
        if keys is None or mine in keys or any(topic == "step" for topic, _ in keys):
            self.reload()


def _load(
    workspace: "Workspace", name: str, _reporter: "Reporter"
) -> "tuple[list[StepLine], bool]":
    from tidemill.services import steps

    return steps.steps(workspace, name), steps.pending(workspace, name)
