"""Shared preparations from any page: saving that of a run, training a run anew with another."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.shell.commands import Command
from tidemill.gui.shell.page import address_of

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.domain.runs import Run
    from tidemill.domain.shared_preparations import SharedPreparation
    from tidemill.gui.shell.page import PageContext


class PreparationSheet(Sheet):
    """Asks for the name under which a run's preparation is shared; emits `named(name)`."""

    named = Signal(str)

    def __init__(self, host: QWidget, run_name: str, name: str) -> None:
        """Begin with a name."""
        super().__init__(
            host,
            tr("Share a preparation"),
            tr("Other trainings can prepare their columns as {run_name} did.", run_name=run_name),
            tr("Save"),
            "check",
            460,
            recorded_as=tr("Kept as a version of its own; it can be undone."),
        )
        self.name = Field(
            label=tr("Name"),
            help=tr("A name that stands already gets its next version."),
            text=name,
            height=32,
        )
        self.body.addWidget(self.name)
        self.name.submitted.connect(self._on_accepted)
        self.accepted.connect(self._on_accepted)

    def _on_accepted(self, *_words: object) -> None:
        name = " ".join(self.name.edit.text().split())
        if name:
            self.named.emit(name)

    def refuse(self, error: TidemillError) -> None:
        """Say why it can't be saved under that name."""
        self.name.set_error(f"{error.message} {error.hint}".strip())


class Preparing(QObject):
    """Asks the services for a page; `sheet` is the open one."""

    def __init__(self, context: "PageContext", owner: str, parent: QObject) -> None:
        """Nothing is open yet; `owner` is the page's name, with which its operations begin."""
        super().__init__(parent)
        self._context, self._owner = context, owner
        self._run: Run | None = None
        self.sheet: PreparationSheet | None = None

    def offers(self, run: "Run") -> list[Command]:
        """What can be done with a run: nothing unless it was trained here."""
        from tidemill.services.registry import MODEL_FILE, RECIPE_FILE

        if not {MODEL_FILE, RECIPE_FILE} <= run.artifacts.keys():
            return []
        act = partial(self.share, run)
        return [Command("run.prepare", tr("Share its preparation…"), "share-2", act)]

    def share(self, run: "Run") -> None:
        """Open the sheet that asks for a name."""
        if self.sheet is not None:
            return
        shared = run.params.get("preparation", "").partition("@")[0]
        self._run = run
        self.sheet = PreparationSheet(self._context.sheet_host, run.name, shared)
        self.sheet.named.connect(self._on_named)
        self.sheet.closed.connect(self._on_closed)
        self._context.open_sheet(self.sheet)

    def train_anew(self, run_id: str) -> None:
        """Let the worker train a run with the preparation that stands now."""
        workspace = self._context.workspace

        def work(_reporter: "Reporter") -> int:
            from tidemill.services import trainings

            return trainings.anew(workspace, run_id)

        self._context.operations.run(
            f"{self._owner}.anew", work, self._on_started, self._context.problem
        )

    def _on_named(self, name: str) -> None:
        workspace, run = self._context.workspace, self._run
        if run is None:
            return
        run_id = run.id

        def work(_reporter: "Reporter") -> "SharedPreparation":
            from tidemill.services import recipes, shared_preparations

            recipe = recipes.of_run(workspace, run_id).recipe
            return shared_preparations.save(workspace, name, recipe)

        self._context.operations.change(
            f"{self._owner}.prepare", work, self._on_saved, self._on_refused
        )

    def _on_saved(self, made: "SharedPreparation") -> None:
        if self.sheet is not None:
            self.sheet.close_sheet()
        self._context.toast(tr("Saved the preparation {label}.", label=made.label))

    def _on_refused(self, error: TidemillError) -> None:
        if self.sheet is not None and error.kind != "bug":
            self.sheet.refuse(error)
        else:
            self._context.problem(error)

    def _on_closed(self) -> None:
        self.sheet = None

    def _on_started(self, job_id: int) -> None:
        self._context.start_worker()
        self._context.toast(
            tr("Training with the new preparation has started."),
            tr("Show the job"),
            partial(self._context.navigate, address_of("automations", "jobs", job_id)),
            icon="dumbbell",
        )
