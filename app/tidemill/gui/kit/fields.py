"""Fields to type in, with what helps and what is wrong below."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from tidemill.gui.kit import metrics, painting
from tidemill.gui.kit.fonts import face, font
from tidemill.gui.kit.icons import paint_icon
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.surfaces import IconLabel
from tidemill.gui.kit.theme import colour, current
from tidemill.gui.kit.visibility import show_if


def field_ground() -> str:
    """The ground of a field: sunken in dark, where an edge alone hardly shows."""
    return "sunken" if current().is_dark else "surface"


def paint_field_frame(
    painter: QPainter, rect: QRectF, is_focused: bool, is_wrong: bool, is_enabled: bool
) -> None:
    """Paint the box of a field in one of its states."""
    radius = metrics.current().radius_control
    if not is_enabled:
        painting.box(painter, rect, radius, "subtle", "line")
    elif is_wrong:
        painting.box(painter, rect, radius, field_ground(), "bad", 2.0 if is_focused else 1.0)
    elif is_focused:
        painting.box(painter, rect, radius, field_ground(), "focus", 2.0)
    else:
        painting.box(painter, rect, radius, field_ground(), "control")


class LineEdit(QLineEdit):
    """A line to type in, with an icon before it; the part inside every field."""

    def __init__(
        self,
        placeholder: str = "",
        icon: str | None = None,
        height: int = 32,
        parent: QWidget | None = None,
        is_mono: bool = False,
    ) -> None:
        """Make a line; `icon` is a Lucide name."""
        super().__init__(parent)
        self._icon = icon
        self._tall = height
        self._is_wrong = False
        self._is_mono = is_mono
        self._is_bare = False
        self.setFrame(False)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTextMargins(33 if icon is not None else 9, 0, 9, 0)
        self.retheme()

    def retheme(self) -> None:
        """Take the new colours and font."""
        self.setFont(font("mono" if self._is_mono else "body"))
        look = QPalette()
        look.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
        look.setColor(QPalette.ColorRole.Text, colour("text"))
        look.setColor(QPalette.ColorRole.PlaceholderText, colour("text3"))
        off = QPalette.ColorGroup.Disabled
        look.setColor(off, QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
        look.setColor(off, QPalette.ColorRole.Text, colour("disabled"))
        look.setColor(off, QPalette.ColorRole.PlaceholderText, colour("disabled"))
        look.setColor(QPalette.ColorRole.Highlight, colour("accent"))
        look.setColor(QPalette.ColorRole.HighlightedText, colour("on_accent"))
        self.setPalette(look)

    @property
    def icon_name(self) -> str:
        """The icon before the text; empty for none."""
        return self._icon or ""

    def set_bare(self, is_bare: bool) -> None:
        """Paint no box: something around paints it."""
        self._is_bare = is_bare
        if is_bare:
            self.setTextMargins(0, 0, 0, 0)
        self.update()

    def set_wrong(self, is_wrong: bool) -> None:
        """Show the edge that says what was typed cannot be."""
        self._is_wrong = is_wrong
        self.update()

    def sizeHint(self) -> QSize:
        """As high as a control."""
        return QSize(180, metrics.current().scaled(self._tall))

    def minimumSizeHint(self) -> QSize:
        """A few letters wide."""
        return QSize(48, metrics.current().scaled(self._tall))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box and the icon, then let Qt paint text and cursor."""
        if not self._is_bare:
            painter = QPainter(self)
            paint_field_frame(
                painter, QRectF(self.rect()), self.hasFocus(), self._is_wrong, self.isEnabled()
            )
            if self._icon is not None:
                spot = QRectF(10, (self.height() - 16) / 2, 16, 16)
                tone = "text3" if self.isEnabled() else "disabled"
                paint_icon(painter, spot, self._icon, tone)
            painter.end()
        super().paintEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Ctrl+Enter to the sheet around."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
            return
        super().keyPressEvent(event)


class Message(QWidget):
    """The line under a field: help, or what is wrong with an icon."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty, hidden line."""
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._icon = IconLabel("circle-alert", "bad", 14)
        self._words = Paragraph("", "small", "text3")
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self.say("")

    def say(self, words: str, is_wrong: bool = False) -> None:
        """Show words; none hides the line."""
        show_if(self._icon, is_wrong)
        self._words.set_text(words)
        self._words.set_tone("bad" if is_wrong else "text3")
        show_if(self, bool(words))

    def words(self) -> str:
        """What is said."""
        return self._words.text()


class Field(QWidget):
    """A line to type in with a label above and help below; an error takes the help's place.

    Emits `text_changed(text)` at each change and `submitted(text)` on Enter.
    """

    text_changed = Signal(str)
    submitted = Signal(str)

    def __init__(
        self,
        placeholder: str = "",
        icon: str | None = None,
        label: str = "",
        help: str = "",  # noqa: A002
        text: str = "",
        height: int = 32,
        is_mono: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make a field; `icon` is a Lucide name, `height` 28 in inspectors."""
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        self._help = help
        if label:
            above = Label(label, "strong")
            column.addWidget(above)
        self.edit = LineEdit(placeholder, icon, height, self, is_mono)
        self.edit.setText(text)
        self.edit.setAccessibleName(label or placeholder)
        self.edit.setAccessibleDescription(help)
        self.edit.textChanged.connect(self.text_changed)
        self.edit.returnPressed.connect(self._submit)
        column.addWidget(self.edit)
        self._message = Message(self)
        column.addWidget(self._message)
        self.setFocusProxy(self.edit)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_error("")

    def text(self) -> str:
        """What was typed."""
        return self.edit.text()

    def set_text(self, text: str) -> None:
        """Put words in."""
        if text != self.edit.text():
            self.edit.setText(text)

    def set_help(self, words: str) -> None:
        """Change the line below."""
        self._help = words
        if not self.edit._is_wrong:
            self._message.say(words)

    def set_error(self, words: str) -> None:
        """Say what is wrong; an empty string brings the help back."""
        self.edit.set_wrong(bool(words))
        self._message.say(words or self._help, bool(words))
        self.edit.setAccessibleDescription(words or self._help)

    def error(self) -> str:
        """What is wrong, if anything."""
        return self._message.words() if self.edit._is_wrong else ""

    def _submit(self) -> None:
        self.submitted.emit(self.edit.text())


class TextArea(QPlainTextEdit):
    """Several lines to type in; emits Qt's `textChanged`."""

    def __init__(
        self,
        placeholder: str = "",
        rows: int = 3,
        name: str = "",
        parent: QWidget | None = None,
        is_mono: bool = False,
    ) -> None:
        """Make an area `rows` lines high."""
        super().__init__(parent)
        self._rows = rows
        self._is_mono = is_mono
        self._is_wrong = False
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name or placeholder)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setViewportMargins(8, 7, 8, 7)
        self.viewport().setAutoFillBackground(False)
        self.retheme()

    def text(self) -> str:
        """What was typed."""
        return self.toPlainText()

    def set_wrong(self, is_wrong: bool) -> None:
        """Show the edge that says what was typed cannot be."""
        self._is_wrong = is_wrong
        self.update()

    def retheme(self) -> None:
        """Take the new colours and font."""
        self.setFont(font("mono" if self._is_mono else "body"))
        look = QPalette()
        look.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
        look.setColor(QPalette.ColorRole.Text, colour("text"))
        look.setColor(QPalette.ColorRole.PlaceholderText, colour("text3"))
        look.setColor(QPalette.ColorRole.Highlight, colour("accent"))
        look.setColor(QPalette.ColorRole.HighlightedText, colour("on_accent"))
        self.setPalette(look)

    def sizeHint(self) -> QSize:
        """The rows asked for."""
        return QSize(240, round(self._rows * face("body").height + 26))

    def minimumSizeHint(self) -> QSize:
        """As high as asked, a few letters wide."""
        return QSize(80, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Paint the box on the frame, which the scroll area leaves to us."""
        if event.type() == QEvent.Type.Paint:
            painter = QPainter(self)
            rect = QRectF(self.rect())
            paint_field_frame(painter, rect, self.hasFocus(), self._is_wrong, self.isEnabled())
            painter.end()
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Repaint the edge."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Repaint the edge."""
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Ctrl+Enter and Esc to the sheet around."""
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if event.key() == Qt.Key.Key_Escape or (
            is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
            return
        super().keyPressEvent(event)
