"""Toasts: what was just done, and for ten seconds the way back."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import spoken, tr
from tidemill.gui.kit import metrics, painting
from tidemill.gui.kit.buttons import Button, IconButton
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.selection_bar import SelectionBar
from tidemill.gui.kit.shadow import Shadow
from tidemill.gui.kit.surfaces import IconLabel
from tidemill.gui.kit.visibility import show_if

_SHOWN_MS = 10_000
_MOST = 2
_EDGE = 16
_GAP = 8
_WIDEST = 460


class Toast(QWidget):
    """One line with an action, perhaps a note below.

    Emits `acted` for the action and `gone` when it leaves.
    """

    acted = Signal()
    gone = Signal()

    def __init__(
        self,
        text: str,
        action: str = tr("Undo"),
        icon: str = "circle-check",
        tone: str = "good",
        parent: QWidget | None = None,
    ) -> None:
        """Say what was done; an empty `action` leaves the button out.

        What stands behind a line break in `text` is the note: it wraps and is never shortened.
        """
        super().__init__(parent)
        text = spoken(text)
        self._text, self.action = text, action
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 8, 8)
        row.setSpacing(10)
        row.addWidget(IconLabel(icon, tone))
        head, _, note = text.partition("\n")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(head, "body", elide="middle"))
        if note:
            words.addWidget(Paragraph(note, "small"))
        row.addLayout(words, 1)
        self.button = Button(action, "undo-2" if action == tr("Undo") else None, "ghost", height=28)
        show_if(self.button, bool(action))
        self.button.clicked.connect(self._act)
        row.addWidget(self.button)
        close = IconButton("x", tr("Dismiss"), size=24, icon_size=14)
        close.clicked.connect(self.leave)
        row.addWidget(close)
        self.setAccessibleName(text)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(_SHOWN_MS)
        self.timer.timeout.connect(self.leave)

    def text(self) -> str:
        """What was done."""
        return self._text

    def leave(self) -> None:
        """Go away now."""
        self.timer.stop()
        self.hide()
        self.gone.emit()

    def _act(self) -> None:
        self.acted.emit()
        self.leave()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while hovered."""
        super().enterEvent(event)
        self.timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Count again."""
        super().leaveEvent(event)
        if self.isVisible():
            self.timer.start()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box."""
        painter = QPainter(self)
        radius = metrics.current().radius_sheet
        painting.box(painter, QRectF(self.rect()), radius, "raised", "line_strong")


class ToastStack(QObject):
    """Keeps at most two toasts at the lower right of a host widget, newest below."""

    def __init__(self, host: QWidget, bottom: int = 0) -> None:
        """Belong to `host`; `bottom` keeps clear of a status bar, in pixels."""
        super().__init__(host)
        self._host = host
        self._bottom = bottom
        self._toasts: list[tuple[Toast, Shadow]] = []
        host.installEventFilter(self)

    def add(
        self, text: str, action: str = tr("Undo"), icon: str = "circle-check", tone: str = "good"
    ) -> Toast:
        """Show a toast; connect to its `acted`."""
        toast = Toast(text, action, icon, tone, self._host)
        shadow = Shadow(toast, metrics.current().radius_sheet, 2)
        toast.gone.connect(self._tidy)
        self._toasts.append((toast, shadow))
        toast.show()
        toast.raise_()
        toast.timer.start()
        while len(self._toasts) > _MOST:
            self._toasts[0][0].leave()
        self._place()
        return toast

    def toasts(self) -> list[Toast]:
        """Those shown, oldest first."""
        return [toast for toast, _ in self._toasts]

    def _tidy(self) -> None:
        for toast, shadow in list(self._toasts):
            if toast.isHidden():
                self._toasts.remove((toast, shadow))
                shadow.deleteLater()
                toast.deleteLater()
        self._place()

    def _place(self) -> None:
        bottom = self._host.height() - self._bottom - _EDGE
        bars = self._bars() if self._toasts else []
        for toast, _ in reversed(self._toasts):
            hint = toast.sizeHint()
            wide = min(hint.width(), _WIDEST, self._host.width() - 2 * _EDGE)
            left = self._host.width() - wide - _EDGE
            tall = max(hint.height(), toast.heightForWidth(wide))
            place = QRect(left, bottom - tall, wide, tall)
            for bar in bars:
                if bar.intersects(place.adjusted(-_GAP, -_GAP, _GAP, _GAP)):
                    place.moveBottom(bar.top() - _GAP)
            toast.setGeometry(place)
            bottom = place.top() - _GAP

    def _bars(self) -> list[QRect]:
        """Where selection bars float: what they offer stays in reach."""
        return [
            QRect(bar.mapTo(self._host, QPoint()), bar.size())
            for bar in self._host.findChildren(SelectionBar)
            if bar.isVisible()
        ]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner when the host changes its size, and clear of what floats there."""
        moves = (QEvent.Type.Resize, QEvent.Type.LayoutRequest)
        if watched is self._host and event.type() in moves:
            self._place()
        return super().eventFilter(watched, event)
