"""Two quiet buttons of the Train sheet: open a recipe's file, save one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.popover import ListPopover, Option
from tidemill.gui.pages.data.train_state import Pipeline, TrainState

KINDS = tr("Recipes (*.toml *.json)")


class RecipeFiles(QWidget):
    """Emits `opened(path)`, and `wanted(pipeline)` with the one whose recipe is to be saved."""

    opened = Signal(str)
    wanted = Signal(str)

    def __init__(self) -> None:
        """Nothing can be saved yet."""
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        tip = tr("Fill the sheet with a recipe from a file, TOML or JSON")
        self.open = Button(tr("Open recipe…"), None, "ghost", height=36, tooltip=tip)
        tip = tr("Write a recipe to a file that trains the same by command or on another computer")
        self.save = Button(tr("Save recipe…"), None, "ghost", height=36, tooltip=tip)
        row.addWidget(self.open)
        row.addWidget(self.save)
        self.open.clicked.connect(self._on_open)
        self.save.clicked.connect(self._on_save)
        self._tried: tuple[Pipeline, ...] = ()
        self._dialog: QFileDialog | None = None
        self._list: ListPopover | None = None

    def show_state(self, state: TrainState) -> None:
        """Know what can be saved."""
        self._tried = state.tried
        self.save.setEnabled(bool(state.tried) and not state.problem)

    def _on_open(self) -> None:
        dialog = QFileDialog(self, tr("Open a recipe"), "", KINDS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.opened)
        dialog.finished.connect(dialog.deleteLater)
        self._dialog = dialog
        dialog.open()

    def _on_save(self) -> None:
        """A recipe names one estimator: of several that are ticked one is asked for."""
        if len(self._tried) == 1:
            self.wanted.emit(self._tried[0].id)
            return
        options = [Option(one.id, one.title) for one in self._tried]
        self._list = ListPopover(options, None, self)
        self._list.chosen.connect(self._on_chosen)
        self._list.closed.connect(self._forget_list)
        self._list.open_for(self.save)

    def _on_chosen(self, pipeline: object) -> None:
        self.wanted.emit(str(pipeline))

    def _forget_list(self) -> None:
        # Not deleted on close: the list still tells its choice after it has closed.
        if self._list is not None:
            self._list.deleteLater()
            self._list = None
