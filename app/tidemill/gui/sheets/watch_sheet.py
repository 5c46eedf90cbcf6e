"""The sheet that watches a folder: which, for what, and what happens with new files."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.domain.automations import Mode
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.checkbox import Radio
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.popover import Option
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.sheets.dataset_choice import DatasetChoice

if TYPE_CHECKING:
    from tidemill.domain.watches import Watch
    from tidemill.gui.shell.page import PageContext

_NO_MODEL = tr("No model has learned from this dataset yet. Choose one later under Automations.")
_MODES = (
    (Mode.TELL, tr("Tell me"), tr("Checks and drift are looked at; nothing is trained.")),
    (
        Mode.PROPOSE,
        tr("Propose"),
        tr("The model is retrained and validated; a person promotes it."),
    ),
    (
        Mode.PROMOTE,
        tr("Promote by itself"),
        tr("If every gate passes it becomes champion; undo stays."),
    ),
)


@dataclass(frozen=True)
class WatchChoices:
    """What can be chosen: datasets, and the models of each."""

    datasets: tuple[str, ...]
    models: tuple[tuple[str, str], ...]
    """Pairs of a model and its dataset."""


def load_choices(context: "PageContext") -> WatchChoices:
    """Datasets and models that are there; not for the GUI's thread."""
    from tidemill.services import datasets

    views = datasets.every(context.workspace)
    models = [(model.name, view.dataset.name) for view in views for model in view.models]
    return WatchChoices(tuple(view.dataset.name for view in views), tuple(models))


class WatchSheet(Sheet):
    """Asks for a folder, a dataset, a model and a mode. Emits `watched(Watch)` when done."""

    reopened_by = ("automations.watch", "data.dataset.watch", "data.list.watch", "home.watch")

    watched = Signal(object)

    def __init__(
        self, context: "PageContext", choices: WatchChoices, dataset: str | None = None
    ) -> None:
        """Make the sheet; `dataset` is chosen to begin with."""
        super().__init__(
            context.sheet_host,
            tr("Watch a folder"),
            tr(
                "Each file that is complete there is read, checked and added once, in the "
                "background."
            ),
            tr("Watch this folder"),
            "folder-search",
            recorded_as=tr("Recorded as {display}", display=context.workspace.person.display),
        )
        self._context = context
        self._choices = choices
        self._dialog: QFileDialog | None = None
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(14)
        grid.setColumnMinimumWidth(0, 112)
        grid.setColumnStretch(1, 1)
        self._add_row(grid, 0, tr("Folder"), self._make_folder())
        self.into = DatasetChoice(choices.datasets, dataset)
        self.into.chosen.connect(self._show_dataset)
        self._add_row(grid, 1, tr("Dataset"), self.into)
        self._add_row(grid, 2, tr("Model"), self._make_model())
        self._add_row(grid, 3, tr("With new files"), self._make_modes())
        self.body.addLayout(grid)
        self._error = ErrorPanel(parent=self)
        self._error.hide()
        self.body.addWidget(self._error)
        self.accepted.connect(self._on_accepted)
        self._show_dataset()

    def _add_row(self, grid: QGridLayout, row: int, caption: str, part: QWidget) -> None:
        label = Label(caption, "strong")
        label.setFixedHeight(32)
        grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(part, row, 1)

    def _make_folder(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.folder = Field(tr("Path of a folder"), "folder", is_mono=True)
        self.folder.edit.setAccessibleName(tr("Folder"))
        self.folder.set_help(
            tr("Files already there are taken in as well, in the order of their names.")
        )
        self.folder.edit.editingFinished.connect(self._on_folder_done)
        self.browse = Button(tr("Choose…"))
        self.browse.clicked.connect(self._on_browse)
        row.addWidget(self.folder, 1)
        row.addWidget(self.browse, 0, Qt.AlignmentFlag.AlignTop)
        return holder

    def _make_model(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.model = Choice(name=tr("Model"))
        self.model.chosen.connect(self._on_model)
        self._model_note = Paragraph("", "small", "text3")
        column.addWidget(self.model)
        column.addWidget(self._model_note)
        return holder

    def _make_modes(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 7, 0, 0)
        column.setSpacing(8)
        self.modes: dict[Mode, Radio] = {}
        for mode, title, note in _MODES:
            radio = Radio(title, note, mode is Mode.PROPOSE)
            radio.setAutoExclusive(True)
            self.modes[mode] = radio
            column.addWidget(radio)
        return holder

    def _show_dataset(self) -> None:
        chosen = self.into.existing()
        models = [model for model, dataset in self._choices.models if dataset == chosen]
        options = [Option("", tr("None"), tr("only add the files")), *_options(models)]
        self.model.set_options(options, models[0] if models else "")
        self.model.setEnabled(bool(models))
        note = "" if models or not (chosen or self.into.is_new()) else _NO_MODEL
        self._model_note.set_text(note)
        self._model_note.setVisible(bool(note))
        self._show_modes()
        self.fit()

    def _show_modes(self) -> None:
        has_model = bool(self.model.value())
        for mode, radio in self.modes.items():
            radio.setEnabled(has_model or mode is Mode.TELL)
        if not has_model:
            self.modes[Mode.TELL].setChecked(True)
        elif self.modes[Mode.TELL].isChecked():
            self.modes[Mode.PROPOSE].setChecked(True)

    def mode(self) -> Mode:
        """What is to happen with new files."""
        return next((m for m, radio in self.modes.items() if radio.isChecked()), Mode.TELL)

    def _on_model(self, _value: object) -> None:
        self._show_modes()

    def _on_browse(self) -> None:
        dialog = QFileDialog(self, tr("Choose a folder to watch"), self.folder.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
        dialog.fileSelected.connect(self._on_folder)
        dialog.finished.connect(dialog.deleteLater)
        self._dialog = dialog
        dialog.open()

    def _on_folder(self, path: str) -> None:
        self.folder.set_text(path)
        self.folder.set_error("")
        self._on_folder_done()

    def _on_folder_done(self) -> None:
        """A new dataset is called after its folder unless said otherwise."""
        self.into.suggest(Path(self.folder.text().strip()).name)

    def _on_accepted(self) -> None:
        from tidemill.services import watching

        folder, name = self.folder.text().strip(), self.into.dataset()
        self.folder.set_error("" if folder else tr("Choose a folder."))
        if not self.into.check() or not folder:
            return
        workspace, model, mode = self._context.workspace, self.model.value() or None, self.mode()
        self._error.set_error("")
        self._context.operations.run(
            "data.watch",
            lambda _: watching.add(workspace, Path(folder), dataset=name, model=model, mode=mode),
            self._on_watched,
            self._on_failed,
            self.primary.set_busy,
        )

    def _on_watched(self, watch: "Watch") -> None:
        self._context.start_worker()
        self.watched.emit(watch)
        self.close_sheet()

    def _on_failed(self, error: TidemillError) -> None:
        self._error.set_error(error.message, error.hint, error.detail)
        self.fit()


def _options(models: Sequence[str]) -> list[Option]:
    return [Option(model, model, icon="box") for model in models]
