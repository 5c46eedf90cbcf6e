"""A list to pick from inside something else: any number of options, narrowed by typing."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QVBoxLayout, QWidget

from tidemill.gui.kit import metrics
from tidemill.gui.kit.fields import LineEdit
from tidemill.gui.kit.popover import Option, OptionDelegate, OptionsModel

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class OptionList(QListView):
    """Options one below the other, painted as in menus; only those in sight cost anything."""

    picked = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Make an empty list."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.options = OptionsModel(self)
        self.setModel(self.options)
        self._delegate = OptionDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.entered.connect(self.setCurrentIndex)
        self.clicked.connect(self.pick)

    def show_options(self, options: Sequence[Option], chosen: object = None) -> None:
        """Replace the options; the chosen one has a tick."""
        self._delegate.chosen = chosen
        self.options.show_options(options)
        if options:
            self.setCurrentIndex(self.options.index(0))

    def step(self, by: int) -> None:
        """Go up or down, staying inside."""
        row = self.currentIndex().row() + by
        if 0 <= row < self.options.rowCount():
            self.setCurrentIndex(self.options.index(row))

    def pick(self, index: QModelIndex) -> None:
        """Take an option."""
        if index.isValid() and self.options.shown[index.row()].is_enabled:
            self.picked.emit(self.options.shown[index.row()].value)

    def pick_current(self) -> bool:
        """Take the option the person is at; False where there is none."""
        index = self.currentIndex()
        self.pick(index)
        return index.isValid()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes."""
        if Qt.Key(event.key()) in _ENTER:
            self.pick_current()
        else:
            super().keyPressEvent(event)


class PickList(QWidget):
    """A line to find with over a list. Emits `picked(value)`; `typed(words)` for what is sought."""

    picked = Signal(object)
    typed = Signal(str)

    def __init__(self, placeholder: str, n_shown: int = 9, parent: QWidget | None = None) -> None:
        """Make an empty list `n_shown` rows high."""
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.line = LineEdit(placeholder, "search", 28, self)
        self.line.setAccessibleName(placeholder)
        self.line.textChanged.connect(self._narrow)
        self.line.installEventFilter(self)
        self.view = OptionList(placeholder, self)
        self.view.setFixedHeight(n_shown * metrics.current().menu_item)
        self.view.picked.connect(self.picked)
        column.addWidget(self.line)
        column.addWidget(self.view)
        self.setFocusProxy(self.line)
        self._options: list[Option] = []
        self._chosen: object = None

    def set_options(self, options: Sequence[Option], chosen: object = None) -> None:
        """Replace the options, what was typed goes on narrowing them."""
        self._options, self._chosen = list(options), chosen
        self._show()

    def _narrow(self, words: str) -> None:
        self._show()
        self.typed.emit(words)

    def _show(self) -> None:
        wanted = self.line.text().strip().casefold()
        shown = self._options
        if wanted:
            shown = [option for option in shown if wanted in option.text.casefold()]
            shown.sort(key=lambda option: not option.text.casefold().startswith(wanted))
        self.view.show_options(shown, self._chosen)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up, Down and Enter reach the list while typing."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
                self.view.step(1 if key == Qt.Key.Key_Down else -1)
                return True
            if key in _ENTER:
                return self.view.pick_current()
        return super().eventFilter(watched, event)
