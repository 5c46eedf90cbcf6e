"""What is begun on Deployments by a sheet: a trial beside a champion, a batch folder."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.gui.pages.deployments.batch_sheet import AskedFolder, BatchSheet
from tidemill.gui.pages.deployments.state import ModelChoice
from tidemill.gui.pages.deployments.trial_sheet import SPLIT, AskedTrial, TrialSheet
from tidemill.gui.shell.page import PageContext

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.domain.deployments import Deployment
    from tidemill.services.batch_folders import FolderCheck
    from tidemill.services.trials import TrialChoices


class Beginnings(QObject):
    """Reads what can be chosen off the window's thread, shows the sheet, does what it is told.

    `opened(sheet)` hands a sheet over to be shown, `begun(name)` tells that a deployment changed.
    """

    opened = Signal(object)
    begun = Signal(str)

    def __init__(self, context: PageContext, parent: QObject | None = None) -> None:
        """Nothing is read until asked for."""
        super().__init__(parent)
        self._context = context
        self._trial: TrialSheet | None = None
        self._folder: BatchSheet | None = None

    # A candidate beside a champion

    def read_trial(self, name: str) -> None:
        """Read what could stand beside the champion of a deployment, and ask."""
        workspace = self._context.workspace

        def work(_reporter: "Reporter") -> "TrialChoices":
            from tidemill.services import trials

            return trials.choices(workspace, name)

        run = self._context.operations.run
        run("deployments.trial", work, self._on_choices, self._context.problem)

    def _on_choices(self, found: "TrialChoices") -> None:
        person = self._context.workspace.person
        sheet = TrialSheet(
            self._context.sheet_host, found, person.can_approve, self._recorded(is_role=True)
        )
        sheet.wanted.connect(self._on_trial)
        sheet.closed.connect(self._on_trial_closed)
        self._trial = sheet
        self.opened.emit(sheet)

    def _on_trial(self, asked: AskedTrial) -> None:
        workspace = self._context.workspace

        def work(_reporter: "Reporter") -> "Deployment":
            from tidemill.services import trials

            number = str(asked.candidate)
            if asked.kind != SPLIT:
                return trials.shadow(
                    workspace, asked.name, number, share=asked.share, key=asked.key
                )
            return trials.split(
                workspace,
                asked.name,
                number,
                share=asked.share,
                key=asked.key,
                anyway=bool(asked.reason),
                reason=asked.reason,
            )

        change = self._context.operations.change
        change("deployments.trial.begin", work, self._on_trial_begun, self._on_trial_refused)

    def _on_trial_begun(self, one: "Deployment") -> None:
        from tidemill.domain.trials import trial_of

        if self._trial is not None:
            self._trial.close_sheet()
        trial = trial_of(one.split)
        if trial is not None:
            self._context.toast(tr("{name}: {words} of the rows", name=one.name, words=trial.words))
        self.begun.emit(one.name)

    def _on_trial_refused(self, error: TidemillError) -> None:
        if self._trial is not None:
            self._trial.set_error(error)
        else:
            self._context.problem(error)

    def _on_trial_closed(self) -> None:
        self._trial = None

    # A batch folder

    def open_folder(self, models: Sequence[ModelChoice], chosen: str = "") -> None:
        """Ask for a model and two folders."""
        first = models[0].name if len(models) == 1 else chosen
        sheet = BatchSheet(self._context.sheet_host, models, first, self._recorded())
        sheet.looked.connect(self._on_folder_looked)
        sheet.wanted.connect(self._on_folder)
        sheet.closed.connect(self._on_folder_closed)
        self._folder = sheet
        self.opened.emit(sheet)

    def _on_folder_looked(self, asked: AskedFolder) -> None:
        workspace = self._context.workspace

        def work(_reporter: "Reporter") -> "FolderCheck":
            from tidemill.services import batch_folders

            return batch_folders.check(workspace, asked.model, asked.folder, asked.out)

        self._context.operations.run(
            "deployments.folder.check",
            work,
            partial(self._on_checked, asked),
            partial(self._on_unusable, asked),
        )

    def _on_checked(self, asked: AskedFolder, found: "FolderCheck") -> None:
        if self._folder is not None:
            self._folder.show_check(asked, found)

    def _on_unusable(self, asked: AskedFolder, error: TidemillError) -> None:
        if self._folder is not None:
            self._folder.show_problem(asked, error)

    def _on_folder(self, asked: AskedFolder) -> None:
        workspace = self._context.workspace

        def work(_reporter: "Reporter") -> "Deployment":
            from tidemill.services import batch_folders

            return batch_folders.switch_on(
                workspace,
                asked.model,
                asked.folder,
                asked.out,
                name=asked.name,
                explain=asked.explain,
            )

        change = self._context.operations.change
        change("deployments.folder", work, self._on_folder_on, self._on_folder_refused)

    def _on_folder_on(self, one: "Deployment") -> None:
        if self._folder is not None:
            self._folder.close_sheet()
        self._context.start_worker()
        self._context.toast(tr("{name} scores what lands in its folder", name=one.name))
        self.begun.emit(one.name)

    def _on_folder_refused(self, error: TidemillError) -> None:
        if self._folder is not None:
            self._folder.set_error(error)
        else:
            self._context.problem(error)

    def _on_folder_closed(self) -> None:
        self._folder = None

    def _recorded(self, *, is_role: bool = False) -> str:
        person = self._context.workspace.person
        return tr("Recorded as {display}", display=person.display) + (
            f", {person.role}" if is_role else ""
        )
