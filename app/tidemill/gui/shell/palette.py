"""The command palette: everything the program can do, and whatever the pages find, by name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from tidemill.base.collation import Key
from tidemill.base.words import tr
from tidemill.gui.kit import metrics, painting
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.fields import LineEdit
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.icons import paint_icon
from tidemill.gui.kit.keycap import KeyCap, key_cap_width, paint_key_cap
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.shadow import paint_shadow
from tidemill.gui.kit.surfaces import IconLabel
from tidemill.gui.kit.theme import colour
from tidemill.gui.shell.matching import match

_WIDE = 680
_TOP = 128
_PER_SECTION = 8
_SHOWN_ROWS = 10


@dataclass(frozen=True)
class Item:
    """A row of the palette; `act` runs it. A heading has no `act`."""

    id: str
    title: str
    section: str
    icon: str = ""
    detail: str = ""
    keys: tuple[str, ...] = ()
    act: Callable[[], object] | None = None
    spans: tuple[tuple[int, int], ...] = ()


def arranged(items: Sequence[Item], typed: str, recent: Sequence[str] = ()) -> list[Item]:
    """Rows for what was typed: sections in the order given, best hits first, with headings.

    A leading `>` keeps commands only. With nothing typed the recent ones come first.
    """
    wanted = typed.removeprefix(">").strip()
    if typed.startswith(">"):
        items = [each for each in items if each.section == tr("Do")]
    if not wanted:
        by_id = {each.id: each for each in items}
        lately = [replace(by_id[i], section=tr("Recent")) for i in recent if i in by_id]
        rest = [each for each in items if each.id not in set(recent)]
        return _sectioned([*lately, *rest], most=999)
    scored: list[tuple[float, Item]] = []
    for each in items:
        found = match(wanted, each.title)
        if found is not None:
            scored.append((found.score, replace(each, spans=found.spans)))
        elif (other := match(wanted, each.detail)) is not None and each.detail:
            scored.append((other.score - 50, each))
    scored.sort(key=lambda pair: (-pair[0], Key(pair[1].title)))
    best: dict[str, float] = {}
    for score, each in scored:
        best.setdefault(each.section, score)
    in_order = sorted(scored, key=lambda pair: (-best[pair[1].section], -pair[0]))
    return _sectioned([each for _, each in in_order], _PER_SECTION)


def _sectioned(items: Sequence[Item], most: int) -> list[Item]:
    rows: list[Item] = []
    sections = dict.fromkeys(each.section for each in items)
    for section in sections:
        rows.append(Item("", section, section))
        rows += [each for each in items if each.section == section][:most]
    return rows


class _Rows(QAbstractListModel):
    """The rows shown."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[Item] = []

    def show_rows(self, rows: list[Item]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        item = self.rows[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return ", ".join(part for part in (item.title, item.detail, *item.keys) if part)
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if self.rows[index.row()].act is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Painter(QStyledItemDelegate):
    """Paints a heading or a row: icon, title with its hits in accent, detail, keys."""

    def sizeHint(
        self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        model = index.model()
        is_head = isinstance(model, _Rows) and model.rows[index.row()].act is None
        at = metrics.current()
        return QSize(100, at.scaled(28) if is_head else at.row_palette)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        model = index.model()
        if not isinstance(model, _Rows):
            return
        item = model.rows[index.row()]
        rect = QRectF(option.rect)
        painter.save()
        if item.act is None:
            head = rect.adjusted(12, 6, -12, 0)
            painting.text(painter, head, item.title, "caption", "text3")
        else:
            self._paint_row(
                painter, rect, item, bool(option.state & QStyle.StateFlag.State_Selected)
            )
        painter.restore()

    def _paint_row(self, painter: QPainter, rect: QRectF, item: Item, is_selected: bool) -> None:
        if is_selected:
            painting.box(painter, rect, metrics.current().radius_item, "selected")
        middle = rect.center().y()
        tone = "accent_text" if is_selected else "text2"
        paint_icon(painter, QRectF(rect.left() + 12, middle - 8, 16, 16), item.icon, tone)
        right = rect.right() - 12
        for cap in reversed(item.keys):
            right -= key_cap_width(cap)
            paint_key_cap(painter, right, middle, cap)
            right -= 4
        left = rect.left() + 40
        look = face("strong")
        shown = look.elided(item.title, right - left - 12, "right")
        baseline = look.baseline(rect.top(), rect.height())
        painter.setFont(look.font)
        x = left
        for piece, is_hit in _pieces(shown, item.spans):
            painter.setPen(colour("accent_text" if is_hit else "text"))
            painter.drawText(int(x), baseline, piece)
            x += look.width(piece)
        if item.detail and x + 24 < right:
            room = QRectF(x + 10, rect.top(), right - x - 22, rect.height())
            painting.text(painter, room, item.detail, "small", "text3")


def _pieces(words: str, spans: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in spans:
        pieces += [(words[at:start], False), (words[start:end], True)]
        at = end
    return [piece for piece in [*pieces, (words[at:], False)] if piece[0]]


class Palette(QWidget):
    """Lies over its host; emits `typed(str)` so that more can be looked up, `closed` at the end."""

    typed = Signal(str)
    ran = Signal(str)
    closed = Signal()

    def __init__(self, host: QWidget) -> None:
        """Belong to `host`; hidden until `open`."""
        super().__init__(host)
        self._host = host
        self._before: QWidget | None = None
        self._items: list[Item] = []
        self._found: list[Item] = []
        self._recent: tuple[str, ...] = ()
        self._panel = QFrame(self)
        column = QVBoxLayout(self._panel)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self.edit = LineEdit(tr("Search or run a command"))
        self.edit.set_bare(True)
        self.edit.setAccessibleName(tr("Search or run a command"))
        self.edit.textChanged.connect(self._on_typed)
        self.edit.installEventFilter(self)
        top = QHBoxLayout()
        top.setContentsMargins(20, 12, 20, 12)
        top.setSpacing(12)
        top.addWidget(IconLabel("search", "text3"))
        top.addWidget(self.edit, 1)
        column.addLayout(top)
        column.addWidget(Divider())
        self._rows = _Rows(self)
        self.list = QListView()
        self.list.setAccessibleName(tr("What was found"))
        self.list.setModel(self._rows)
        self.list.setItemDelegate(_Painter(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.viewport().setAutoFillBackground(False)
        self.list.setMouseTracking(True)
        self.list.clicked.connect(self._on_clicked)
        inner = QVBoxLayout()
        inner.setContentsMargins(9, 6, 9, 8)
        inner.addWidget(self.list)
        self._nothing = Label("", "body", "text2", align="center")
        self._nothing.setContentsMargins(12, 12, 12, 12)
        inner.addWidget(self._nothing)
        column.addLayout(inner, 1)
        column.addWidget(Divider())
        column.addLayout(_foot())
        self.hide()
        host.installEventFilter(self)

    def open(self, items: Sequence[Item], recent: Sequence[str] = (), typed: str = "") -> None:
        """Show with these commands and places."""
        self._items, self._recent, self._found = list(items), tuple(recent), []
        self._before = QApplication.focusWidget()
        self.edit.setText(typed)
        self.setGeometry(self._host.rect())
        self._refill()
        self.show()
        self.raise_()
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_found(self, typed: str, found: Sequence[Item]) -> None:
        """Add what the pages found for what was typed; late answers are dropped."""
        if self.isVisible() and typed == self.edit.text():
            self._found = list(found)
            self._refill()

    def rows(self) -> list[Item]:
        """What is shown, headings included."""
        return list(self._rows.rows)

    def close_palette(self) -> None:
        """Go away and give the focus back."""
        if self.isHidden():
            return
        self.hide()
        self.closed.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Give the focus back to where it was."""
        super().hideEvent(event)
        before, self._before = self._before, None
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_typed(self, text: str) -> None:
        self._found = []
        self._refill()
        self.typed.emit(text)

    def _refill(self) -> None:
        typed = self.edit.text()
        rows = arranged(self._items, typed, self._recent)
        if self._found and not typed.startswith(">"):
            rows += _sectioned(self._found, _PER_SECTION)
        self._rows.show_rows(rows)
        self._nothing.setVisible(not rows)
        self.list.setVisible(bool(rows))
        if not rows:
            self._nothing.set_text(tr("Nothing is called “{strip}”", strip=typed.strip()))
        self._select(0, 1)
        self._place()

    def _select(self, at: int, step: int) -> None:
        rows = self._rows.rows
        while 0 <= at < len(rows) and rows[at].act is None:
            at += step
        if 0 <= at < len(rows):
            self.list.setCurrentIndex(self._rows.index(at))
            if at == 1:
                self.list.scrollToTop()

    def _run(self) -> None:
        index = self.list.currentIndex()
        if not index.isValid():
            return
        item = self._rows.rows[index.row()]
        self.close_palette()
        if item.act is not None:
            self.ran.emit(item.id)
            item.act()

    def _on_clicked(self, index: QModelIndex) -> None:
        self.list.setCurrentIndex(index)
        self._run()

    def _on_key(self, event: QKeyEvent) -> bool:
        at = self.list.currentIndex().row()
        last = len(self._rows.rows) - 1
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.close_palette()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._run()
        elif key == Qt.Key.Key_Down:
            self._select(at + 1, 1)
        elif key == Qt.Key.Key_Up:
            self._select(at - 1, -1)
        elif key == Qt.Key.Key_PageDown:
            self._select(min(last, at + _SHOWN_ROWS), 1)
        elif key == Qt.Key.Key_PageUp:
            self._select(max(0, at - _SHOWN_ROWS), 1)
        else:
            # The only stop here is the line to type in.
            return key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the host at any size; take the keys that move in the list."""
        if watched is self._host and event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._host.rect())
            self._place()
        if watched is self.edit and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
            elif event.type() == QEvent.Type.KeyPress and self._on_key(event):
                return True
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        at = metrics.current()
        heads = sum(1 for each in self._rows.rows if each.act is None)
        tall = heads * at.scaled(28) + (len(self._rows.rows) - heads) * at.row_palette
        top = min(_TOP, max(24, (self.height() - 400) // 2))
        room = self.height() - top - 24 - at.scaled(130)
        self.list.setFixedHeight(max(0, min(tall, room, _SHOWN_ROWS * at.row_palette + 60)))
        wide = min(_WIDE, self.width() - 48)
        layout = self._panel.layout()
        if layout is not None:
            layout.activate()
        self._panel.setGeometry(
            (self.width() - wide) // 2, top, wide, self._panel.sizeHint().height()
        )
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the panel closes."""
        if not self._panel.geometry().contains(event.position().toPoint()):
            self.close_palette()
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint scrim, shadow and panel."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("scrim"))
        box = QRectF(self._panel.geometry())
        radius = metrics.current().radius_sheet
        paint_shadow(painter, box, radius, 3)
        painting.box(painter, box, radius, "raised", "line_strong")


def _foot() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(20, 9, 20, 9)
    row.setSpacing(6)
    for caps, words in ((("↑", "↓"), "move"), (("↵",), "run"), (("Esc",), "close")):
        for cap in caps:
            row.addWidget(KeyCap(cap))
        row.addWidget(Label(words, "small", "text2", elide="none"))
        row.addSpacing(8)
    row.addStretch(1)
    row.addWidget(Label(tr("Type > for commands only"), "small", "text3"))
    return row
