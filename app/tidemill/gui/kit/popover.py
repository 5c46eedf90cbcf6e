"""Popovers: a floating box beside what opened it, and a list to choose from in one."""

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, overload

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from tidemill.base.words import tr
from tidemill.gui.kit import compositing, metrics, painting
from tidemill.gui.kit.fields import LineEdit
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.icons import paint_icon
from tidemill.gui.kit.shadow import paint_shadow

_AROUND = 30
_PAD = 6
_MAX_SHOWN = 9
_MEASURED = 60


class Popover(QWidget):
    """A rounded floating box; a click outside or Esc closes it. Fill `body`; emits `closed`."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None, padding: int = _PAD) -> None:
        """Make a box that belongs to the widget which opens it."""
        flags = (
            Qt.WindowType.Popup
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.NoDropShadowWindowHint
        )
        super().__init__(parent, flags)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.body = QVBoxLayout(self)
        edge = _AROUND + padding
        self.body.setContentsMargins(edge, edge, edge, edge)
        self.body.setSpacing(4)

    def open_below(self, anchor: QWidget, is_right_aligned: bool = False) -> None:
        """Open under a widget, or over it where there is no room below."""
        self.adjustSize()
        corner = anchor.rect().bottomRight() if is_right_aligned else anchor.rect().bottomLeft()
        spot = anchor.mapToGlobal(corner)
        left = spot.x() - _AROUND
        if is_right_aligned:
            left = spot.x() + 1 - self.width() + _AROUND
        top = spot.y() + 5 - _AROUND
        room: QRect = anchor.screen().availableGeometry()
        if top + self.height() - _AROUND > room.bottom():
            above = anchor.mapToGlobal(QPoint(0, 0)).y() - self.height() + _AROUND - 4
            top = max(room.top() - _AROUND, above)
        left = min(left, room.right() - self.width() + _AROUND)
        self.move(max(room.left() - _AROUND, left), top)
        self.show()

    def _box(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_AROUND, _AROUND, -_AROUND, -_AROUND)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the shadow out where the desktop could not mix it with what lies behind."""
        super().resizeEvent(event)
        if not compositing.is_composited():
            self.setMask(compositing.rounded(self._box(), metrics.current().radius_card))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint shadow and box."""
        painter = QPainter(self)
        box = self._box()
        radius = metrics.current().radius_card
        paint_shadow(painter, box, radius, 2)
        painting.box(painter, box, radius, "raised", "line_strong")

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell that the box is closed."""
        super().hideEvent(event)
        self.closed.emit()


@dataclass(frozen=True)
class Option:
    """One thing to choose: its value, words, a quieter note, an icon."""

    value: Any
    text: str
    note: str = ""
    icon: str | None = None
    is_enabled: bool = True


class Offers(Sequence[Option]):
    """Thousands of options, each made when it is looked at: values with words and notes."""

    def __init__(
        self,
        values: Sequence[Any],
        texts: Sequence[str],
        note: Callable[[Any], str] = lambda _value: "",
    ) -> None:
        """Offer `values`, called `texts`; `note` gives the quieter words of one."""
        self._values, self._texts, self._note = values, texts, note
        self._folded: list[str] | None = None

    def __len__(self) -> int:
        """How many there are."""
        return len(self._values)

    @overload
    def __getitem__(self, at: int) -> Option: ...

    @overload
    def __getitem__(self, at: slice) -> "Offers": ...

    def __getitem__(self, at: int | slice) -> "Option | Offers":
        """One of them, or some."""
        if isinstance(at, slice):
            return Offers(self._values[at], self._texts[at], self._note)
        value = self._values[at]
        return Option(value, self._texts[at], self._note(value))

    def row_of(self, value: object) -> int:
        """Where a value stands; -1 for none."""
        try:
            return self._values.index(value)
        except ValueError:
            return -1

    def narrowed(self, typed: str) -> "Offers":
        """Those with the typed words in their text."""
        wanted = typed.casefold()
        if not wanted:
            return self
        if self._folded is None:
            self._folded = [text.casefold() for text in self._texts]
        kept = [at for at, words in enumerate(self._folded) if wanted in words]
        return Offers(
            [self._values[at] for at in kept], [self._texts[at] for at in kept], self._note
        )

    def longest(self, n: int) -> list[Option]:
        """Those with the most letters."""
        kept = heapq.nlargest(n, range(len(self)), key=lambda at: len(self._texts[at]))
        return [self[at] for at in kept]


class OptionsModel(QAbstractListModel):
    """The options that match what was typed."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.shown: Sequence[Option] = []

    def show_options(self, options: Sequence[Option]) -> None:
        self.beginResetModel()
        self.shown = options
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.shown)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        option = self.shown[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return f"{option.text}, {option.note}" if option.note else option.text
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if not self.shown[index.row()].is_enabled:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class OptionDelegate(QStyledItemDelegate):
    """Paints an option: highlight, icon, words, note, tick."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.chosen: Any = None

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(80, metrics.current().menu_item)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        model = index.model()
        if not isinstance(model, OptionsModel):
            return
        shown = model.shown[index.row()]
        painter.save()
        rect = QRectF(option.rect)
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painting.box(painter, rect, metrics.current().radius_small, "hover")
        ink = "text" if shown.is_enabled else "disabled"
        left = rect.left() + 10
        middle = rect.center().y()
        if shown.icon is not None:
            paint_icon(painter, QRectF(left, middle - 8, 16, 16), shown.icon, "text2")
            left += 24
        right = rect.right() - 30
        room = QRectF(left, rect.top(), right - left, rect.height())
        used = painting.text(painter, room, shown.text, "body", ink)
        if shown.note:
            room.setLeft(left + used + 10)
            painting.text(painter, room, shown.note, "small", "text3")
        if shown.value == self.chosen:
            paint_icon(
                painter, QRectF(rect.right() - 24, middle - 7, 14, 14), "check", "accent_text"
            )
        painter.restore()


class ListPopover(Popover):
    """A list to choose from; with more than nine options typing narrows it. Emits `chosen`."""

    chosen = Signal(object)

    def __init__(
        self,
        options: Sequence[Option],
        current: object = None,
        parent: QWidget | None = None,
        placeholder: str = tr("Find"),
    ) -> None:
        """Offer the options with the current one ticked."""
        super().__init__(parent)
        self._options: Sequence[Option] = options
        self._folded: list[str] | None = None
        self._model = OptionsModel(self)
        self._find: LineEdit | None = None
        if len(self._options) > _MAX_SHOWN:
            self._find = LineEdit(placeholder, "search", 28, self)
            self._find.setAccessibleName(placeholder)
            self._find.textChanged.connect(self._narrow)
            self._find.installEventFilter(self)
            self.body.addWidget(self._find)
        self.view = QListView(self)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.viewport().setAutoFillBackground(False)
        self.view.setModel(self._model)
        self._delegate = OptionDelegate(self)
        self._delegate.chosen = current
        self.view.setItemDelegate(self._delegate)
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.entered.connect(self.view.setCurrentIndex)
        self.view.clicked.connect(self._choose)
        self.view.installEventFilter(self)
        self.body.addWidget(self.view)
        self._narrow("")

    def open_for(self, anchor: QWidget, is_right_aligned: bool = False) -> None:
        """Open under a widget, at least as wide as it is."""
        look, note = face("body"), face("small")
        # The longest in letters are nearly the widest; thousands are not measured one by one.
        longest = (
            self._options.longest(_MEASURED)
            if isinstance(self._options, Offers)
            else heapq.nlargest(
                _MEASURED, self._options, key=lambda each: len(each.text) + len(each.note)
            )
        )
        wide = max(
            (
                look.width(each.text)
                + (10 + note.width(each.note) if each.note else 0)
                + (24 if each.icon is not None else 0)
                for each in longest
            ),
            default=80.0,
        )
        across = max(anchor.width() - 2 * _PAD, min(420, round(wide) + 52))
        self.view.setFixedWidth(across)
        n_shown = max(1, min(_MAX_SHOWN, len(self._options)))
        self.view.setFixedHeight(n_shown * metrics.current().menu_item)
        self.open_below(anchor, is_right_aligned)
        (self._find or self.view).setFocus(Qt.FocusReason.PopupFocusReason)

    def _narrow(self, typed: str) -> None:
        shown = self._narrowed(typed)
        self._model.show_options(shown)
        chosen = self._delegate.chosen
        if isinstance(shown, Offers):
            at = max(0, shown.row_of(chosen))
        else:
            at = next((row for row, each in enumerate(shown) if each.value == chosen), 0)
        if shown:
            self.view.setCurrentIndex(self._model.index(at))

    def _narrowed(self, typed: str) -> Sequence[Option]:
        if isinstance(self._options, Offers):
            return self._options.narrowed(typed)
        wanted = typed.casefold()
        if not wanted:
            return self._options
        if self._folded is None:
            self._folded = [f"{each.text}\n{each.note}".casefold() for each in self._options]
        pairs = zip(self._options, self._folded, strict=True)
        return [each for each, words in pairs if wanted in words]

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid() and self._model.shown[index.row()].is_enabled:
            value = self._model.shown[index.row()].value
            self.close()
            self.chosen.emit(value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter chooses; Up and Down move in the list while typing."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._choose(self.view.currentIndex())
                return True
            if watched is self._find and event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                row = self.view.currentIndex().row() + step
                if 0 <= row < self._model.rowCount():
                    self.view.setCurrentIndex(self._model.index(row))
                return True
        return super().eventFilter(watched, event)
