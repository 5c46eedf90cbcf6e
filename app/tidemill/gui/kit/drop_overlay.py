"""What shows while files are dragged over the window: up to three places to drop them."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics, painting
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cards import CardButton
from tidemill.gui.kit.keycap import KeyCap
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.surfaces import IconTile
from tidemill.gui.kit.theme import colour
from tidemill.gui.kit.visibility import show_if

_CARD_WIDTH = 268
_CARD_HEIGHT = 166
_FRAME = 24


@dataclass(frozen=True)
class DropTarget:
    """One place to drop on: icon, what happens, with which numbers."""

    icon: str
    title: str
    text: str = ""


class _TargetCard(CardButton):
    """A target as a card."""

    def __init__(self, target: DropTarget, at: int, parent: QWidget) -> None:
        super().__init__(f"{target.title}. {target.text}", (21, 20), 4, "surface", parent)
        self.at = at
        self.setFixedSize(_CARD_WIDTH, metrics.current().scaled(_CARD_HEIGHT))
        self._icon = target.icon
        self._tile = IconTile(target.icon, size=48, icon_size=20, radius=10)
        self.body.addWidget(self._tile)
        self.body.addSpacing(8)
        self.body.addWidget(Label(target.title, "h2", elide="middle"))
        self.body.addWidget(Paragraph(target.text, "body", "text2"))
        self.body.addStretch(1)

    def set_selected(self, is_selected: bool) -> None:
        super().set_selected(is_selected)
        tint, tone = ("accent", "on_accent") if is_selected else ("sunken", "text2")
        self._tile.set_icon(self._icon, tint, tone)


class DropOverlay(QWidget):
    """Covers its host; the window calls `point_at` while dragging and `choose` on the drop.

    Emits `chosen(index)` for a click, Enter or a drop, `look_wanted(index)` for the quiet button
    below (key L, or a drop on it), and `cancelled` on Esc.
    """

    chosen = Signal(int)
    look_wanted = Signal(int)
    cancelled = Signal()

    def __init__(self, host: QWidget) -> None:
        """Belong to `host`; hidden until `open`."""
        super().__init__(host)
        self._host = host
        self._backdrop = QPixmap()
        self._cards: list[_TargetCard] = []
        self._chosen = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(_FRAME * 2, _FRAME * 2, _FRAME * 2, _FRAME * 2)
        column.setSpacing(4)
        column.addStretch(10)
        middle = Qt.AlignmentFlag.AlignHCenter
        self._title = Label("", "title", align="center", elide="middle")
        self._text = Paragraph("", "body", "text2", align="center")
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addSpacing(18)
        self._row = QHBoxLayout()
        self._row.setSpacing(16)
        column.addLayout(self._row)
        column.setAlignment(self._row, middle)
        column.addSpacing(16)
        hint = QHBoxLayout()
        hint.setSpacing(6)
        hint.addWidget(KeyCap("Esc"))
        hint.addWidget(Label("cancel", "small", "text2", elide="none"))
        hint.addSpacing(10)
        self.look = Button(tr("Look first…"), "scan-search", "ghost", "L", 28)
        self.look.clicked.connect(self._on_look)
        hint.addWidget(self.look)
        column.addLayout(hint)
        column.setAlignment(hint, middle)
        column.addStretch(11)
        self.hide()
        host.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)

    def open(
        self, title: str, text: str, targets: Sequence[DropTarget], preselected: int = 0
    ) -> None:
        """Show what can be done with the files; without targets `text` says why nothing can."""
        if self.isHidden():
            self._backdrop = self._blurred()
        self._title.set_text(title)
        self._text.set_text(text)
        for card in self._cards:
            self._row.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = []
        for at, target in enumerate(targets):
            card = _TargetCard(target, at, self)
            card.clicked.connect(self._on_clicked)
            self._row.addWidget(card)
            self._cards.append(card)
            card.show()
        self.setGeometry(self._host.rect())
        self._select(preselected)
        show_if(self.look, bool(targets))
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def selected(self) -> int:
        """The target under the pointer or preselected."""
        return self._chosen

    def point_at(self, position: QPoint) -> None:
        """Select the target under a point, in this widget's coordinates."""
        for card in self._cards:
            if card.geometry().contains(position):
                self._select(card.at)

    def drop(self, position: QPoint) -> None:
        """Take the target under a point, else the selected one; or look first."""
        self.point_at(position)
        if self._cards and self.look.geometry().contains(position):
            self._on_look()
        else:
            self.choose()

    def choose(self) -> None:
        """Take the selected target and close."""
        if self._cards:
            self.hide()
            self.chosen.emit(self._chosen)
        else:
            self.cancel()

    def cancel(self) -> None:
        """Close without doing anything."""
        self.hide()
        self.cancelled.emit()

    def _select(self, at: int) -> None:
        self._chosen = at
        for card in self._cards:
            card.set_selected(card.at == at)

    def _on_look(self) -> None:
        if self._cards:
            self.hide()
            self.look_wanted.emit(self._chosen)

    def _on_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, _TargetCard):
            self._select(sender.at)
            self.choose()

    def _blurred(self) -> QPixmap:
        """The host at 5 % and back, made once: cheap and soft."""
        seen = self._host.grab()
        smooth = Qt.TransformationMode.SmoothTransformation
        keep = Qt.AspectRatioMode.IgnoreAspectRatio
        size = self._host.size()
        small = seen.scaled(max(1, size.width() // 20), max(1, size.height() // 20), keep, smooth)
        return small.scaled(size.width(), size.height(), keep, smooth)

    def _on_focus(self, _left: QWidget | None, now: QWidget | None) -> None:
        """Take the focus back from what lies below: nobody sees it there, nor could Esc cancel."""
        if (
            self.isVisible()
            and now is not None
            and now.window() is self.window()
            and not self._holds(now)
        ):
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _holds(self, widget: QWidget) -> bool:
        return widget is self or self.isAncestorOf(widget)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002
        """Keep Tab on the cards and the quiet button."""
        stops: list[QWidget] = [*self._cards, self.look] if self._cards else [self]
        here = QApplication.focusWidget()
        if here in stops:
            to = (stops.index(here) + (1 if next else -1)) % len(stops)
        else:
            to = self._chosen if next else len(stops) - 1
        if to < len(self._cards):
            self._select(to)
        reason = Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
        stops[to].setFocus(reason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right select, Enter chooses, L looks first, Esc cancels."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None and self._cards:
            self._select((self._chosen + step) % len(self._cards))
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.choose()
        elif event.key() == Qt.Key.Key_L:
            self._on_look()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancel()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the host at any size."""
        if event.type() == QEvent.Type.Resize and watched is self._host and self.isVisible():
            self.setGeometry(self._host.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the blurred window, the veil and the dashed frame."""
        painter = QPainter(self)
        painter.drawPixmap(QRect(0, 0, self.width(), self.height()), self._backdrop)
        veil = QColor(colour("canvas"))
        veil.setAlphaF(0.55)
        painter.fillRect(self.rect(), veil)
        frame = QRectF(self.rect()).adjusted(_FRAME, _FRAME, -_FRAME, -_FRAME)
        painting.box(painter, frame, metrics.current().radius_drop, colour("accent_tint", 0.55))
        drawn = QPen(colour("accent"), 2)
        drawn.setDashPattern([5, 3])
        painter.setPen(drawn)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, metrics.current().radius_drop, metrics.current().radius_drop)
