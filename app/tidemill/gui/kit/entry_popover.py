"""A popover for a part of a sentence that can be typed: a line, what is said of it, suggestions."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from tidemill.base.errors import NeedsYou
from tidemill.base.words import tr
from tidemill.gui.kit import metrics
from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.popover import Option, OptionDelegate, OptionsModel, Popover

_WIDE = 320


class EntryPopover(Popover):
    """Emits `taken(value)`: what was typed and is right, or the suggestion that was chosen.

    `check` says something of the words as they are typed, or raises `NeedsYou`.
    """

    taken = Signal(object)

    def __init__(
        self,
        name: str,
        placeholder: str,
        typed: str,
        suggestions: Sequence[Option],
        check: Callable[[str], str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Ask for `name`; `typed` is there to begin with."""
        super().__init__(parent, 10)
        self._check = check
        self.field = Field(placeholder, height=32, text=typed)
        self.field.edit.setAccessibleName(name)
        self.field.setFixedWidth(_WIDE)
        self.field.text_changed.connect(self._on_text)
        self.field.submitted.connect(self._on_submitted)
        self.field.edit.installEventFilter(self)
        self.body.addWidget(self.field)
        self._model = OptionsModel(self)
        self._model.show_options(suggestions)
        self.view = QListView(self)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.viewport().setAutoFillBackground(False)
        self.view.setModel(self._model)
        delegate = OptionDelegate(self)
        delegate.chosen = typed
        self.view.setItemDelegate(delegate)
        self.view.setMouseTracking(True)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setFixedSize(_WIDE, max(1, len(suggestions)) * metrics.current().menu_item)
        self.view.setAccessibleName(tr("{name}, suggestions", name=name))
        self.view.entered.connect(self.view.setCurrentIndex)
        self.view.clicked.connect(self._on_clicked)
        self.view.activated.connect(self._on_clicked)
        self.view.setVisible(bool(suggestions))
        self.body.addWidget(self.view)
        self._on_text(typed)

    def open_for(self, anchor: QWidget, is_right_aligned: bool = False) -> None:
        """Open under a widget with the line ready to be typed over."""
        self.open_below(anchor, is_right_aligned)
        self.field.edit.setFocus(Qt.FocusReason.PopupFocusReason)
        self.field.edit.selectAll()

    def show_words(self, words: str) -> None:
        """Say something of what is typed now."""
        self.field.set_help(words)
        self.adjustSize()

    def _on_text(self, typed: str) -> None:
        if self._check is None:
            return
        try:
            said = self._check(typed)
        except NeedsYou as error:
            # While it is being typed the way out is what helps.
            self.field.set_help(error.hint or error.message)
        else:
            self.field.set_help(said)
        self.field.set_error("")

    def _on_submitted(self, typed: str) -> None:
        try:
            if self._check is not None:
                self._check(typed)
        except NeedsYou as error:
            self.field.set_error(f"{error.message} {error.hint}".strip())
            self.adjustSize()
            return
        self._take(typed)

    def _on_clicked(self, index: QModelIndex) -> None:
        self._take(self._model.shown[index.row()].value)

    def _take(self, value: object) -> None:
        self.close()
        self.taken.emit(value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes from the line into the suggestions."""
        if (
            watched is self.field.edit
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Down
            and self._model.rowCount()
        ):
            self.view.setFocus(Qt.FocusReason.TabFocusReason)
            self.view.setCurrentIndex(self._model.index(0))
            return True
        return super().eventFilter(watched, event)
