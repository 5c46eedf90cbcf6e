"""Sheets: a decision in the middle of the window, with everything behind it dimmed."""

from typing import ClassVar
from weakref import WeakKeyDictionary

from PySide6.QtCore import (
    QEasingCurve,
    QEvent,
    QObject,
    QRect,
    QRectF,
    Qt,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QShortcut,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from tidemill.base.words import tr
from tidemill.gui.kit import key_map, metrics, motion, painting
from tidemill.gui.kit.buttons import Button, ButtonKind, IconButton
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.restored_line import RestoredLine
from tidemill.gui.kit.scroll import VScroll
from tidemill.gui.kit.shadow import paint_shadow
from tidemill.gui.kit.surfaces import IconLabel
from tidemill.gui.kit.theme import colour
from tidemill.gui.kit.visibility import show_if

_PAD = 24
_MOST_OF_HEIGHT = 0.88
_RISE = 10


class _Panel(QWidget):
    """The box of the sheet; clicks on it do not reach the scrim."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        radius = metrics.current().radius_sheet
        edge = "line_strong"
        painting.box(painter, QRectF(self.rect()), radius, "raised", edge)


class Sheet(QWidget):
    """Lies over a host widget: scrim, a centred box, content that scrolls, a foot that stays.

    Emits `accepted` for the primary action (it does not close by itself: set it busy, then call
    `close_sheet`), and `closed` once it is gone. Esc and the cross close, Ctrl+Enter accepts;
    `help_asked` comes for the key of help, and `chapter` is the page of the guide it is about.
    Put things into `body`. Focus goes back to where it was. Sheets never stack: opening one
    closes the one open over the same host.
    """

    accepted = Signal()
    help_asked = Signal()
    closed = Signal()
    grew = Signal()
    """Something in it was laid out anew: there may be other controls."""

    reopened_by: ClassVar[tuple[str, ...]] = ()
    """Commands that open it, of which the first is run that the page has; none where it can't be
    opened again by itself."""
    keeps_draft: ClassVar[bool] = True
    """Whether what is put in counts only once it is accepted, so that it is kept until then."""

    chapter: ClassVar[str] = ""
    _open_over: ClassVar[WeakKeyDictionary[QWidget, "Sheet"]] = WeakKeyDictionary()

    def __init__(
        self,
        host: QWidget,
        title: str,
        text: str = "",
        primary: str = "",
        primary_icon: str | None = None,
        width: int = 900,
        recorded_as: str = "",
        note_icon: str = "shield-check",
        cancel: str = tr("Cancel"),
        primary_kind: ButtonKind = "primary",
        side: QWidget | None = None,
    ) -> None:
        """Make a sheet over `host`, 900 or 1040 wide; without `primary` it has Cancel only.

        `side` stands at the left of title and content, such as a list of parts.
        `recorded_as` is the quiet line in the foot, "Recorded as Ines, approver".
        """
        super().__init__(host)
        self._host = host
        self._wide = width
        self._before: QWidget | None = None
        self._shade = 1.0
        self._drawn = QRect()
        self._restored: RestoredLine | None = None
        self.is_left = False
        """Whether a person closed it, or another sheet, before what it is for was done."""
        self._animation = QVariantAnimation(self)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(self._on_moved)
        self.hide()
        self._panel = _Panel(self)
        column = QVBoxLayout(self._panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._side = side
        self.area = VScroll((_PAD, 0, _PAD, 20), 14)
        self.body = self.area.body
        column.addLayout(self._make_middle(title, text), 1)
        column.addWidget(Divider())
        self.primary = Button(primary, primary_icon, primary_kind, "Ctrl \u21b5", 36)
        self.cancel = Button(cancel, None, "ghost", "Esc", 36)
        column.addLayout(self._make_foot(recorded_as, note_icon))
        show_if(self.primary, bool(primary))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._accept)
        self.setAccessibleName(title)
        host.installEventFilter(self)

    def _make_middle(self, title: str, text: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(0)
        if self._side is not None:
            row.addWidget(self._side)
            row.addWidget(Divider(is_vertical=True))
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addLayout(self._make_head(title, text))
        self._middle = middle
        middle.addWidget(self.area, 1)
        row.addLayout(middle, 1)
        return row

    def _make_head(self, title: str, text: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(_PAD, 20, 18, 14)
        words = QVBoxLayout()
        words.setSpacing(3)
        self._title = Label(title, "title", elide="middle")
        self._text = Paragraph(text, "body", "text2")
        show_if(self._text, bool(text))
        words.addWidget(self._title)
        words.addWidget(self._text)
        row.addLayout(words, 1)
        self._close = IconButton("x", tr("Close"), "Esc")
        self._close.clicked.connect(self.leave)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _make_foot(self, recorded_as: str, icon: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(_PAD, 13, 20, 13)
        row.setSpacing(8)
        self._note_icon = IconLabel(icon, "text2")
        self._note = Label(recorded_as, "small", "text2")
        show_if(self._note_icon, bool(recorded_as))
        row.addWidget(self._note_icon)
        row.addWidget(self._note, 1)
        self.cancel.clicked.connect(self.leave)
        self.primary.clicked.connect(self._accept)
        self.foot = row
        row.addWidget(self.cancel)
        row.addWidget(self.primary)
        return row

    def set_title(self, title: str, text: str = "") -> None:
        """Change title and the sentence below."""
        self._title.set_text(title)
        self._text.set_text(text)
        show_if(self._text, bool(text))
        self.setAccessibleName(title)

    def set_note(self, words: str, icon: str = "shield-check") -> None:
        """Change the quiet line in the foot."""
        self._note.set_text(words)
        self._note_icon.set_icon(icon)
        show_if(self._note_icon, bool(words))

    def add_to_foot(self, widget: QWidget) -> None:
        """Put another quiet button before Cancel."""
        self.foot.insertWidget(self.foot.count() - 2, widget)

    def open(self) -> None:
        """Show the sheet and take the focus."""
        other = Sheet._open_over.get(self._host)
        if other is not None and other is not self:
            other.leave()
        Sheet._open_over[self._host] = self
        self._before = QApplication.focusWidget()
        self.setGeometry(self._host.rect())
        self.show()
        self.raise_()
        self._place()
        self._animation.setDuration(motion.duration(motion.SHEET_MS))
        self._animation.start()
        first = next(iter(self._stops()), None)
        (first or self.cancel).setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Close before it is done: what was put in may be wanted again."""
        self.is_left = True
        self.close_sheet()

    def show_restored(self) -> RestoredLine:
        """Say under the title that what was typed is there again; returns the line."""
        if self._restored is None:
            self._restored = RestoredLine(_PAD)
            self._middle.insertWidget(1, self._restored)
        self._restored.show()
        self._place()
        return self._restored

    def source(self) -> tuple[str, ...]:
        """What it was opened on where no command opens it again: `("drop", FILE…)` for files that
        were dropped, `("new", FILE…)` where they were to be a new dataset, `("file", ID)` for one
        that waits. Empty where it is none of these."""
        return ()

    def heading(self) -> str:
        """What it is about."""
        return self._title.text()

    def close_sheet(self) -> None:
        """Close: it is done, or has nothing to do."""
        if self.isHidden():
            return
        if Sheet._open_over.get(self._host) is self:
            del Sheet._open_over[self._host]
        self.hide()
        self.closed.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Give the focus back to where it was."""
        super().hideEvent(event)
        self._animation.stop()
        before, self._before = self._before, None
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _accept(self) -> None:
        if (
            self.primary.isVisibleTo(self)
            and self.primary.isEnabled()
            and not self.primary.is_busy()
        ):
            self.accepted.emit()

    def _on_moved(self, share: float) -> None:
        self._shade = share
        self._place()
        self.update()

    def panel(self) -> QWidget:
        """The box, for measuring and pictures."""
        return self._panel

    def _place(self) -> None:
        room = self.rect()
        wide = min(self._wide, room.width() - 48)
        most = int(room.height() * _MOST_OF_HEIGHT)
        self._panel.resize(wide, most)
        layout = self._panel.layout()
        if layout is not None:
            layout.activate()
        around = most - self.area.height()
        # Less than the area can be would be taken from the title.
        content = max(self.area.content_height(), self.area.minimumSizeHint().height())
        tall = min(most, around + content)
        top = round((room.height() - tall) * 0.48 + (1 - self._shade) * _RISE)
        box = QRect((room.width() - wide) // 2, top, wide, tall)
        if box != self._drawn:  # the shadow around it moves as well
            self._drawn = box
            self.update()
        self._panel.setGeometry(box)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the host at any size."""
        if event.type() == QEvent.Type.Resize and watched is self._host and self.isVisible():
            self.setGeometry(self._host.rect())
            self._place()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Follow content that grows."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
            self.grew.emit()
        return super().event(event)

    def fit(self) -> None:
        """Measure again after the content changed."""
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes; Enter outside a text field accepts; nothing reaches what lies behind."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._accept()
        elif key_map.is_pressed("help", event):
            self.help_asked.emit()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The scrim swallows clicks: a sheet is left on purpose, not by chance."""
        event.accept()

    def _stops(self) -> list[QWidget]:
        """What Tab goes through, in reading order."""
        # Not by `nextInFocusChain`: PySide makes what that returns a child of the sheet, so that
        # widgets of the page would be taken for deleted together with it.
        found: list[QWidget] = []
        for widget in self.findChildren(QWidget):
            is_stop = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
            is_usable = widget.isEnabled() and widget.isVisibleTo(self) and not widget.focusProxy()
            if is_stop and is_usable:
                found.append(widget)
        return sorted(found, key=self._reading_order)

    def _reading_order(self, widget: QWidget) -> int:
        """The side, content, what was added to the foot, Cancel, the primary, and the cross."""
        if self._side is not None and self._side.isAncestorOf(widget):
            return -1
        if self.area.content.isAncestorOf(widget):
            return 0
        places: dict[QWidget, int] = {self.cancel: 2, self.primary: 3, self._close: 4}
        return places.get(widget, 1)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002
        """Keep Tab inside the sheet."""
        stops = self._stops()
        if not stops:
            return False
        here = QApplication.focusWidget()
        step = 1 if next else -1
        at = stops.index(here) + step if here in stops else 0
        reason = Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
        chosen = stops[at % len(stops)]
        chosen.setFocus(reason)
        if self.area.content.isAncestorOf(chosen):
            self.area.ensureWidgetVisible(chosen, 0, 24)
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint scrim and shadow."""
        painter = QPainter(self)
        scrim = QColor(colour("scrim"))
        scrim.setAlphaF(scrim.alphaF() * self._shade)
        painter.fillRect(self.rect(), scrim)
        paint_shadow(painter, QRectF(self._panel.geometry()), metrics.current().radius_sheet, 3)
