"""The box in which groups are chosen: up to four levels, seeds folded, all opened or closed."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.domain.run_lists import Facets
from tidemill.gui.kit.buttons import Button, IconButton
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.metrics import current
from tidemill.gui.kit.pick_list import PickList
from tidemill.gui.kit.popover import Option, Popover
from tidemill.gui.kit.switch import Switch
from tidemill.gui.pages.experiments.columns import column_of, name_of, title_of

MOST_LEVELS = 4
_WIDE = 320
_OWN = ("experiment", "project", "dataset", "state", "by")


def groupable(facets: Facets) -> list[str]:
    """What runs can be grouped by: own fields, parameters that vary first, tags."""
    rest = [name for name in facets.params if name not in set(facets.varying)]
    params = [column_of("params", name) for name in (*facets.varying, *rest)]
    return [*_OWN, *params, *(column_of("tags", name) for name in facets.tags)]


class GroupPopover(Popover):
    """Emits `chosen(names)`, `folded(is_on)` and `all_closed(is_closed)`."""

    chosen = Signal(list)
    folded = Signal(bool)
    all_closed = Signal(bool)

    def __init__(
        self, levels: Sequence[str], is_folded: bool, facets: Facets, parent: QWidget
    ) -> None:
        """Show the levels as they are."""
        super().__init__(parent, 12)
        self.setAccessibleName(tr("Groups"))
        self.levels = list(levels)
        self._names = groupable(facets)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self.body.addLayout(self._rows)
        self.names = PickList(tr("Add a level"), 6)
        self.names.setFixedWidth(current().scaled(_WIDE))
        self.names.picked.connect(self._on_picked)
        self.body.addWidget(self.names)
        fold = QHBoxLayout()
        fold.addWidget(Label(tr("Fold seeds and folds into one row"), "body"), 1)
        self.fold = Switch("", is_folded, tr("Fold seeds and folds into one row"))
        self.fold.toggled.connect(self.folded)
        fold.addWidget(self.fold)
        self.body.addLayout(fold)
        foot = QHBoxLayout()
        for words, icon, is_closed in (
            (tr("Close all"), "chevrons-down-up", True),
            (tr("Open all"), "chevrons-up-down", False),
        ):
            button = Button(words, icon, "ghost", height=28)
            button.setProperty("is_closed", is_closed)
            button.clicked.connect(self._on_all)
            foot.addWidget(button)
        foot.addStretch(1)
        self.body.addLayout(foot)
        self._show()

    def _show(self) -> None:
        while self._rows.count():
            item = self._rows.takeAt(0)
            gone = item.widget() if item else None
            if gone:
                gone.hide()
                gone.deleteLater()
        if not self.levels:
            self._rows.addWidget(Label(tr("Runs stand in one list."), "small", "text3"))
        for at, name in enumerate(self.levels):
            self._rows.addWidget(self._level(at, name))
        rest = [name for name in self._names if name not in self.levels]
        self.names.set_options([Option(n, _title(n), _kind(n)) for n in rest])
        self.names.setEnabled(len(self.levels) < MOST_LEVELS)
        self.adjustSize()

    def _level(self, at: int, name: str) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(at * 14, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(Label(_title(name), "strong", elide="middle"), 1)
        for icon, words, does in (
            ("arrow-up", tr("Further out"), "up"),
            ("x", tr("Take away"), "away"),
        ):
            button = IconButton(icon, words, size=24, icon_size=14)
            button.setProperty("level", at)
            button.setProperty("does", does)
            button.setEnabled(does == "away" or at > 0)
            button.clicked.connect(self._on_level)
            row.addWidget(button)
        return holder

    def _on_level(self) -> None:
        sender = self.sender()
        if isinstance(sender, QWidget):
            at = int(sender.property("level"))
            level = self.levels.pop(at)
            if sender.property("does") == "up":
                self.levels.insert(at - 1, level)
            self._tell()

    def _on_picked(self, name: object) -> None:
        if len(self.levels) < MOST_LEVELS:
            self.levels.append(str(name))
            self.names.line.clear()
            self._tell()

    def _on_all(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.all_closed.emit(bool(sender.property("is_closed")))

    def _tell(self) -> None:
        self._show()
        self.chosen.emit(list(self.levels))


def _title(name: str) -> str:
    return title_of(name) if name_of(name).kind or name in {"by"} else name.capitalize()


def _kind(name: str) -> str:
    return {"params": "parameter", "tags": "tag"}.get(name_of(name).kind or "", "")
