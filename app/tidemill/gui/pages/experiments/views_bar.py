"""Saved views as chips over the table: open one, save what was changed, keep a new one."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.buttons import Button, IconButton
from tidemill.gui.kit.chips import ChipButton
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.menu import Menu
from tidemill.gui.kit.metrics import current
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.experiments.saved_model import ViewsState

_MOST_CHIPS = 5
_WIDE = 150


class ViewsBar(QWidget):
    """Draws the views. Emits `opened(name)`, `save_wanted()`, `saved(name)`, `reset(name)` and
    `menu_wanted(name, global point)`, and `more_wanted(global point)` for the list's own menu.
    """

    opened = Signal(str)
    save_wanted = Signal()
    saved = Signal(str)
    reset = Signal(str)
    menu_wanted = Signal(str, QPoint)
    more_wanted = Signal(QPoint)

    def __init__(self) -> None:
        """Make an empty row."""
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._title = Label(tr("Saved views"), "small", "text3", elide="none")
        self._row.addWidget(self._title)
        self.save = Button(tr("Save"), None, "secondary", height=24)
        self.save.setToolTip(tr("Keep what was changed in this view"))
        self.save.clicked.connect(self._on_save)
        self.back = Button(tr("Reset"), None, "ghost", height=24)
        self.back.setToolTip(tr("Show the view as it was saved"))
        self.back.clicked.connect(self._on_reset)
        self.add = IconButton("plus", tr("Save this view"), size=24, icon_size=14)
        self.add.clicked.connect(self.save_wanted)
        self.more = IconButton("ellipsis", tr("More: views, export, trash"), size=24, icon_size=14)
        self.more.clicked.connect(self._on_more)
        for part in (self.save, self.back, self.add, self.more):
            self._row.addWidget(part)
        self.chips: dict[str, ChipButton] = {}
        self._state = ViewsState()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.show_state(self._state)

    def show_state(self, state: ViewsState) -> None:
        """Draw the views; those that do not fit stand in the menu."""
        names = state.names[:_MOST_CHIPS]
        if tuple(self.chips) != names:
            self._make_chips(names)
        for name, chip in self.chips.items():
            chip.setChecked(name == state.opened)
        show_if(self._title, bool(state.names))
        show_if(self.save, state.is_modified)
        show_if(self.back, state.is_modified)
        self._state = state

    def _make_chips(self, names: tuple[str, ...]) -> None:
        for chip in self.chips.values():
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = {}
        for at, name in enumerate(names):
            chip = ChipButton(name, "bookmark")
            chip.setCheckable(True)
            chip.setMaximumWidth(current().scaled(_WIDE))
            chip.setMinimumHeight(24)
            chip.setToolTip(name)
            chip.setProperty("view", name)
            chip.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            chip.customContextMenuRequested.connect(self._on_context)
            chip.clicked.connect(self._on_chip)
            self._row.insertWidget(1 + at, chip)
            chip.show()
            self.chips[name] = chip

    def _on_chip(self) -> None:
        chip = self.sender()
        if isinstance(chip, ChipButton):
            self.opened.emit(str(chip.property("view")))

    def _on_context(self, spot: QPoint) -> None:
        chip = self.sender()
        if isinstance(chip, ChipButton):
            self.menu_wanted.emit(str(chip.property("view")), chip.mapToGlobal(spot))

    def _on_save(self) -> None:
        self.saved.emit(self._state.opened)

    def _on_reset(self) -> None:
        self.reset.emit(self._state.opened)

    def _on_more(self) -> None:
        spot = self.more.mapToGlobal(QPoint(0, self.more.height() + 4))
        self.more_wanted.emit(spot)


def view_menu(name: str, parent: QWidget) -> Menu:
    """The menu of a view; each item's data says what is wanted."""
    menu = Menu(parent)
    menu.add(tr("Rename {name}…", name=name), "pencil", value=("rename", name))
    menu.add(tr("Remove {name}", name=name), "trash-2", value=("remove", name))
    menu.add(tr("Copy it as a line"), "link", value=("copy", name))
    return menu


def add_hidden_views(menu: Menu, state: ViewsState) -> None:
    """The views for which there is no room as chips."""
    for other in state.names[_MOST_CHIPS:]:
        menu.add(other, "bookmark", value=("open", other))
