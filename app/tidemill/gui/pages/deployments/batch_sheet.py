"""The sheet that switches a batch folder on: which model, where files land, where answers go."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.checkbox import CheckBox
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.facts import NoticeBox
from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.path_field import PathField
from tidemill.gui.kit.popover import Option
from tidemill.gui.pages.deployments.state import ModelChoice
from tidemill.gui.sheets.asking_sheet import AskingSheet

if TYPE_CHECKING:
    from tidemill.services.batch_folders import FolderCheck


@dataclass(frozen=True)
class AskedFolder:
    """A batch folder as a person put it."""

    model: str
    folder: Path
    out: Path
    name: str
    explain: bool


class BatchSheet(AskingSheet):
    """Asks for a model and two folders.

    Emits `looked(AskedFolder)` whenever both folders are named, for its owner to check them and
    call `show_check` or `show_problem`; `wanted(AskedFolder)` to switch it on.
    """

    reopened_by = ("deployments.new.folder",)

    def __init__(
        self, host: QWidget, models: Sequence[ModelChoice], chosen: str, recorded_as: str
    ) -> None:
        """Make the sheet; `chosen` is the model to begin with, perhaps none."""
        super().__init__(
            host,
            tr("New batch folder"),
            tr(
                "Each file that lands in the one folder is scored by the champion into the "
                "other, exactly once."
            ),
            tr("Switch on"),
            "folder-input",
            recorded_as,
            self.asked,
        )
        options = [Option(one.name, one.name, one.note, "box") for one in models]
        self.model = Choice(options, chosen or None, tr("Choose a model"), name=tr("Model"))
        self.folder = PathField(tr("Files land in"))
        self.out = PathField(
            tr("Scored files go to"),
            hint=tr("It is made where only its last part is not there yet."),
        )
        self.name = Field(tr("Made from the model's"), label=tr("Name"), help=tr("Optional."))
        self.explain = CheckBox(tr("Tell why: behind each row what each column moved its score by"))
        column = QVBoxLayout()
        column.setSpacing(5)
        column.addWidget(Label(tr("Model"), "strong"))
        column.addWidget(self.model)
        self.body.addLayout(column)
        for part in (self.folder, self.out, self.name, self.explain):
            self.body.addWidget(part)
        self.body.addLayout(self.notice)
        self.body.addWidget(self.failure)
        self.model.chosen.connect(self.on_change)
        self.folder.path_changed.connect(self.on_change)
        self.out.path_changed.connect(self.on_change)
        self.on_change()

    def asked(self) -> AskedFolder | None:
        """What was put in; None while something is missing."""
        model, folder, out = self.model.value(), self.folder.path(), self.out.path()
        if not isinstance(model, str) or not model or folder is None or out is None:
            return None
        explain = self.explain.isChecked()
        return AskedFolder(model, folder, out, self.name.text().strip(), explain)

    def show_check(self, asked: AskedFolder, found: "FolderCheck") -> None:
        """Say what would happen, if that is still what is asked."""
        if not self._is_asked(asked):
            return
        self.primary.setEnabled(True)
        self.say(None)
        waits = numbers.plural(found.n_files, "file")
        title = tr(
            "{waits} there already {said} scored first.",
            waits=waits,
            said="is" if found.n_files == 1 else "are",
        )
        if not found.n_files:
            title = tr("Nothing lies there yet; what lands is scored as soon as it is whole.")
        text = tr("{out} is made.", out=asked.out) if found.is_out_made else ""
        if found.before:
            text = tr(
                "{before} scores this folder already; it is changed. {text_}",
                before=found.before,
                text_=text,
            ).strip()
        self.tell(NoticeBox("folder-check", title, text, "info"))

    def show_problem(self, asked: AskedFolder, error: TidemillError) -> None:
        """Say what is in the way, if that is still what is asked."""
        if self._is_asked(asked):
            self.primary.setEnabled(False)
            self.tell(None)
            self.say(error)

    def _is_asked(self, asked: AskedFolder) -> bool:
        """Whether it is still about the same model and folders."""
        now = self.asked()
        return now is not None and (now.model, now.folder, now.out) == (
            asked.model,
            asked.folder,
            asked.out,
        )

    def set_error(self, error: TidemillError) -> None:
        """Say why it could not be switched on; what was put in stays."""
        self.primary.set_busy(False)
        self.say(error)
