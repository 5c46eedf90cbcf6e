"""A control that shows the keys of something and takes new ones as they are pressed."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import key_map, metrics, painting
from tidemill.gui.kit.control import Control
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.keycap import key_cap_width, paint_key_cap

_ASKING = tr("Press the new keys")
_PAUSE_MS = 1000
_PAD, _GAP, _OR = 10, 4, "or"
_MODIFIERS = {
    Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr,
    Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_unknown,
}  # fmt: skip
_COUNTED = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
    | Qt.KeyboardModifier.ShiftModifier
)
_STRONG = _COUNTED & ~Qt.KeyboardModifier.ShiftModifier
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


def stroke(event: QKeyEvent) -> str:
    """What was pressed, in Qt's words; "" where it is a modifier alone.

    Shift that only makes a sign out of another key does not count: "?" is "?" on every keyboard.
    """
    if event.key() in _MODIFIERS or not event.key():
        return ""
    held = event.modifiers() & _COUNTED
    is_sign = len(event.text()) == 1 and event.text().isprintable() and not event.text().isalnum()
    if is_sign and event.text() != " " and not held & _STRONG:
        held &= ~Qt.KeyboardModifier.ShiftModifier
    return QKeySequence(held.value | event.key()).toString()


class Recorder(Control):
    """Click it or press Enter, then press keys; emits `recorded(keys)`, "" for Backspace.

    A bare letter may be followed by another, as G by H; Enter or a pause ends it. Esc, Tab and a
    click elsewhere leave everything as it was.
    """

    recorded = Signal(str)

    def __init__(self, key: key_map.Key, parent: QWidget | None = None) -> None:
        """Show what the key is now."""
        super().__init__("", parent)
        self._key = key
        self._strokes: list[str] = []
        self._is_asking = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._finish)
        self.clicked.connect(self.ask)
        self.rekey()

    def is_asking(self) -> bool:
        """Whether keys pressed now are taken."""
        return self._is_asking

    def ask(self) -> None:
        """Take the keys that are pressed next."""
        self._is_asking, self._strokes = True, []
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.rekey()

    def rekey(self) -> None:
        """Tell the keys as they are now."""
        ways = [" then ".join(key_map.caps_of(way)) for way in key_map.ways(self._key.id)]
        told = _ASKING if self._is_asking else f" {_OR} ".join(ways) or tr("no key")
        self.setAccessibleName(tr("Keys for {title}: {told}", title=self._key.title, told=told))
        self.setToolTip("" if self._is_asking else tr("Change the keys"))
        self.updateGeometry()
        self.update()

    def _leave(self) -> None:
        self._pause.stop()
        self._is_asking, self._strokes = False, []
        self.rekey()

    def _finish(self) -> None:
        keys = ", ".join(self._strokes)
        self._leave()
        if keys:
            self.recorded.emit(keys)

    def event(self, event: QEvent) -> bool:
        """While it asks, no key is a shortcut and Tab does not move on unseen."""
        if self._is_asking and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a stroke, or end."""
        if not self._is_asking:
            super().keyPressEvent(event)
            return
        pressed = stroke(event)
        is_plain = not event.modifiers() & _COUNTED
        if is_plain and event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif is_plain and event.key() == Qt.Key.Key_Backspace:
            self._leave()
            self.recorded.emit("")
        elif is_plain and event.key() in _ENTER and self._strokes:
            self._finish()
        elif pressed:
            self._take(pressed, bool(event.modifiers() & _STRONG))

    def _take(self, pressed: str, is_strong: bool) -> None:
        self._strokes.append(pressed)
        if is_strong or len(self._strokes) == 2 or len(pressed) > 1:
            self._finish()
        else:
            self._pause.start()
            self.updateGeometry()
            self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever goes elsewhere changes nothing."""
        super().focusOutEvent(event)
        if self._is_asking:
            self._leave()

    def _parts(self) -> list[tuple[str, bool]]:
        """What is painted: words, and whether they are a cap."""
        if self._is_asking and not self._strokes:
            return [(_ASKING, False)]
        if self._is_asking:
            return [*((cap, True) for cap in self._strokes), ("…", False)]
        parts: list[tuple[str, bool]] = []
        for way in key_map.ways(self._key.id):
            parts += [(_OR, False)] if parts else []
            parts += [(cap, True) for cap in key_map.caps_of(way)]
        return parts or [(tr("no key"), False)]

    def sizeHint(self) -> QSize:
        """As wide as what it shows."""
        small = face("small")
        widths = [key_cap_width(w) if is_cap else small.width(w) for w, is_cap in self._parts()]
        wide = sum(widths) + _GAP * (len(widths) - 1) + 2 * _PAD
        return QSize(round(wide + 0.49), metrics.current().scaled(30))

    def minimumSizeHint(self) -> QSize:
        """Keys are never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the field and the keys in it."""
        painter = QPainter(self)
        rect = self.frame()
        is_lit = self._is_asking or self.is_focus_shown()
        edge, width = ("focus", 2.0) if is_lit else ("line_strong", 1.0)
        ground = "hover" if self.is_hovered() and not self._is_asking else "surface"
        painting.box(painter, rect, metrics.current().radius_control, ground, edge, width)
        left, middle = float(_PAD), rect.center().y()
        for words, is_cap in self._parts():
            if is_cap:
                left += paint_key_cap(painter, left, middle, words) + _GAP
                continue
            wide = face("small").width(words)
            room = QRectF(left, rect.top(), wide + 1, rect.height())
            painting.text(painter, room, words, "small", "text2", elide="none")
            left += wide + _GAP
