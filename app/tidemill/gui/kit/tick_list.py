"""A list of things to tick, of any length; only those in sight cost anything."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from tidemill.gui.kit import metrics, painting
from tidemill.gui.kit.checkbox import paint_check
from tidemill.gui.kit.popover import Option

_Index = QModelIndex | QPersistentModelIndex


class TickModel(QAbstractListModel):
    """Options and which of them are ticked."""

    def __init__(self, parent: QObject) -> None:
        """Start empty."""
        super().__init__(parent)
        self.shown: Sequence[Option] = []
        self.ticked: set[Any] = set()

    def show_options(self, options: Sequence[Option], ticked: Sequence[Any]) -> None:
        """Replace everything; options may be made as they are looked at."""
        self.beginResetModel()
        self.shown, self.ticked = options, set(ticked)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Options in sight."""
        return 0 if parent.isValid() else len(self.shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words and whether they are ticked."""
        option = self.shown[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return f"{option.text}, {option.note}" if option.note else option.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return option.text
        if role == Qt.ItemDataRole.CheckStateRole:
            is_on = option.value in self.ticked
            return Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked
        return None

    def flags(self, _index: _Index) -> Qt.ItemFlag:
        """Everything can be ticked."""
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsUserCheckable
        )


class _TickDelegate(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(80, metrics.current().scaled(28))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model = index.model()
        if not isinstance(model, TickModel):
            return
        shown = model.shown[index.row()]
        painter.save()
        rect = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painting.box(painter, rect, metrics.current().radius_small, "hover")
        side = metrics.current().checkbox
        box = QRectF(rect.left() + 8, round(rect.center().y() - side / 2), side, side)
        paint_check(painter, box, "on" if shown.value in model.ticked else "off")
        left = box.right() + 10
        room = QRectF(left, rect.top(), rect.right() - left - 8, rect.height())
        note = painting.text(painter, room, shown.note, "small", "text3", "right")
        room.setRight(room.right() - note - (10 if shown.note else 0))
        painting.text(painter, room, shown.text, "body", "text", elide="middle")
        painter.restore()


class TickList(QListView):
    """Things to tick by click or Space. Emits `toggled(value, is_on)`, `moved(value, by)`.

    Alt+Up and Alt+Down ask to move a ticked one among the others.
    """

    toggled = Signal(object, bool)
    moved = Signal(object, int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Make an empty list."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.ticks = TickModel(self)
        self.setModel(self.ticks)
        self.setItemDelegate(_TickDelegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._toggle)

    def show_options(self, options: Sequence[Option], ticked: Sequence[Any]) -> None:
        """Replace everything, the person stays where they are."""
        row = max(0, self.currentIndex().row())
        place = self.verticalScrollBar().value()
        self.ticks.show_options(options, ticked)
        self.verticalScrollBar().setValue(place)
        if options:
            self.setCurrentIndex(self.ticks.index(min(row, len(options) - 1)))

    def _toggle(self, index: QModelIndex) -> None:
        value = self.ticks.shown[index.row()].value
        self.toggled.emit(value, value not in self.ticks.ticked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks, Alt and the arrows move."""
        key, index = Qt.Key(event.key()), self.currentIndex()
        is_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if index.isValid() and key in {Qt.Key.Key_Space, Qt.Key.Key_Return}:
            self._toggle(index)
        elif index.isValid() and is_alt and key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            by = 1 if key == Qt.Key.Key_Down else -1
            self.moved.emit(self.ticks.shown[index.row()].value, by)
        else:
            super().keyPressEvent(event)
