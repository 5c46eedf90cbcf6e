"""Changes to runs: done off the GUI thread, told in a toast that can take them back."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from tidemill.base.errors import NeedsYou, TidemillError
from tidemill.base.words import spoken, tr
from tidemill.gui.bridge.job_waiting import seen_done
from tidemill.gui.kit import numbers
from tidemill.services import run_changes, trash, undoing

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.domain.models import ModelVersion
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.trash import Deleted, Size
    from tidemill.services.undoing import Undone

_MOST_REASONS = 3


class RunChanger(QObject):
    """Changes runs by key. `problem(error)` says why something was not done, None that it was.

    `registered(version)`, `registering_failed(error)`; `trash_sized(Size)` answers `size_trash`.
    """

    problem = Signal(object)
    registered = Signal(object)
    registering_failed = Signal(object)
    trash_sized = Signal(object)

    def __init__(self, context: "PageContext", parent: QObject) -> None:
        """Change the runs of a workspace."""
        super().__init__(parent)
        self._context = context

    def pin(self, keys: Sequence[int], on: bool) -> None:
        """Keep runs on top, or no longer."""
        self._change(keys, lambda ws, ks: run_changes.pin(ws, ks, on))

    def star(self, keys: Sequence[int], on: bool) -> None:
        """Mark runs with a star, or no longer."""
        self._change(keys, lambda ws, ks: run_changes.star(ws, ks, on))

    def tag(self, keys: Sequence[int], name: str) -> None:
        """Put a tag on runs."""
        words = tr("{runs} the tag {name}", runs=_runs(keys, "has", "have"), name=name)
        self._change(keys, lambda ws, ks: run_changes.tag(ws, ks, name), words, "tag")

    def untag(self, keys: Sequence[int], name: str) -> None:
        """Take a tag off runs."""
        words = tr("{runs} the tag {name} no longer", runs=_runs(keys, "has", "have"), name=name)
        self._change(keys, lambda ws, ks: run_changes.untag(ws, ks, name), words, "tag")

    def note(self, keys: Sequence[int], text: str) -> None:
        """Write a note on runs."""
        self._change(keys, lambda ws, ks: run_changes.set_note(ws, ks, text))

    def colour(self, keys: Sequence[int], colour: str | None) -> None:
        """Give runs a colour, or none."""
        self._change(keys, lambda ws, ks: run_changes.set_colour(ws, ks, colour))

    def rename(self, key: int, name: str) -> None:
        """Give a run another name."""
        self._change([key], lambda ws, ks: run_changes.rename(ws, ks[0], name))

    def archive(self, keys: Sequence[int], on: bool) -> None:
        """Hide runs from the list, or show them again."""
        words = f"{_runs(keys, 'is', 'are')} {'archived' if on else 'in the list again'}"
        self._change(keys, lambda ws, ks: run_changes.archive(ws, ks, on), words, "archive")

    def restore(self, keys: Sequence[int]) -> None:
        """Bring runs back from the trash."""
        self._change(keys, trash.restore, f"{_runs(keys, 'is', 'are')} back", "undo-2")

    def _change(
        self,
        keys: Sequence[int],
        work: Callable[[Any, list[int]], Any],
        words: str = "",
        icon: str = "circle-check",
    ) -> None:
        workspace, chosen = self._context.workspace, list(keys)

        def change(_reporter: "Reporter") -> tuple[int | None, str, str]:
            return work(workspace, chosen).activity, words, icon

        self._run(change, self._on_changed)

    def _run(self, work: Callable[["Reporter"], Any], done: Callable[[Any], None]) -> None:
        self._context.operations.change("experiments.act", work, done, self._on_problem)

    def _on_changed(self, told: tuple[int | None, str, str]) -> None:
        activity, words, icon = told
        self.problem.emit(None)
        if words:
            undo = None if activity is None else _Undo(self, activity)
            self._context.toast(words, tr("Undo") if undo else "", undo, icon)

    def _on_problem(self, error: TidemillError) -> None:
        self.problem.emit(error)

    # The trash

    def delete(self, keys: Sequence[int]) -> None:
        """Put runs into the trash; those that may not go are told with the reason."""
        workspace, chosen = self._context.workspace, list(keys)

        def work(_reporter: "Reporter") -> "Deleted":
            return trash.delete(workspace, chosen)

        self._run(work, self._on_deleted)

    def _on_deleted(self, deleted: "Deleted") -> None:
        self.problem.emit(refusal(deleted))
        if deleted.n:
            words = tr("{n_runs} in the trash", n_runs=numbers.plural(deleted.n, "run"))
            undo = None if deleted.activity is None else _Undo(self, deleted.activity)
            self._context.toast(words, tr("Undo") if undo else "", undo, "trash-2")

    def size_trash(self) -> None:
        """Ask what emptying the trash would free."""
        workspace = self._context.workspace

        def work(_reporter: "Reporter") -> "Size":
            return trash.size(workspace)

        self._context.operations.run(
            "experiments.trash.size", work, self.trash_sized.emit, self._on_problem
        )

    def empty_trash(self) -> None:
        """Remove what is in the trash for good."""
        workspace = self._context.workspace

        def work(reporter: "Reporter") -> "Size":
            return trash.empty(workspace, reporter)

        change = self._context.operations.change
        change("experiments.trash.empty", work, self._on_emptied, self._on_problem)

    def _on_emptied(self, freed: "Size") -> None:
        words = tr(
            "{n_runs} removed, {n_bytes} freed",
            n_runs=numbers.plural(freed.runs, "run"),
            n_bytes=numbers.size(freed.n_bytes),
        )
        self._context.toast(words, "", None, "trash-2")

    # Undo

    def undo(self, activity: int) -> None:
        """Take back a change."""
        workspace = self._context.workspace

        def work(_reporter: "Reporter") -> "Undone":
            return undoing.undo(workspace, activity)

        self._run(work, self._on_undone)

    def _on_undone(self, undone: "Undone") -> None:
        self.problem.emit(None)
        self._context.toast(tr("Taken back: {words}", words=undone.words), "", None, "undo-2")

    # Registering

    def register(self, run_id: str, name: str) -> None:
        """Make a run the next version of a model."""
        workspace = self._context.workspace

        def work(reporter: "Reporter") -> "ModelVersion":
            from tidemill.services import registering, registry

            job = seen_done(workspace, registering.ask(workspace, run_id, name=name), reporter)
            return registry.version(workspace, job.result["version"])

        self._context.operations.run(
            "experiments.register", work, self.registered.emit, self.registering_failed.emit
        )


class _Undo:
    """Takes one change back; a toast holds it."""

    def __init__(self, changer: RunChanger, activity: int) -> None:
        self._changer, self._activity = changer, activity

    def __call__(self) -> None:
        self._changer.undo(self._activity)


def refusal(deleted: "Deleted") -> NeedsYou | None:
    """Which runs were not deleted, and why; None where all were."""
    refused = deleted.refused
    if not refused:
        return None
    told = " ".join(f"{one.name}: {spoken(one.reason)}" for one in refused[:_MOST_REASONS])
    more = len(refused) - _MOST_REASONS
    if more > 0:
        told += tr(" And {integer} more.", integer=numbers.integer(more))
    return NeedsYou(
        tr("{n_runs} can't be deleted.", n_runs=numbers.plural(len(refused), "run")), told
    )


def _runs(keys: Sequence[int], one: str, many: str) -> str:
    return f"{numbers.plural(len(keys), 'run')} {one if len(keys) == 1 else many}"
