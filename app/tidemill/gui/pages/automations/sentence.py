"""A rule as a sentence whose changeable parts are links that open a menu."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tidemill.gui.kit import metrics
from tidemill.gui.kit.control import Control
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.labels import Run
from tidemill.gui.kit.painting import box
from tidemill.gui.kit.popover import ListPopover, Option
from tidemill.gui.kit.theme import colour

_LINE = 24


class LinkChoice(Control):
    """A word in a sentence that can be changed; emits `chosen(value)` for another one."""

    chosen = Signal(object)

    def __init__(self, options: Sequence[Option], current: object, name: str) -> None:
        """Show the current option; `name` says what it is a choice of."""
        found = next((o.text for o in options if o.value == current), "")
        super().__init__(found)
        self._options, self._current = list(options), current
        self._list: ListPopover | None = None
        self.setAccessibleName(f"{name}: {found}")
        self.setToolTip(f"Change {name.lower()}")
        self.clicked.connect(self.open_list)

    def list_popover(self) -> ListPopover | None:
        """The list while it is open."""
        return self._list

    def open_list(self) -> None:
        """Offer the options."""
        self._list = ListPopover(self._options, self._current, self)
        self._list.chosen.connect(self._take)
        self._list.open_for(self)

    def _take(self, value: object) -> None:
        self._list = None
        if value != self._current:
            self.chosen.emit(value)

    def sizeHint(self) -> QSize:
        """The words."""
        return QSize(round(face("strong").width(self._words) + 1), metrics.current().scaled(_LINE))

    def minimumSizeHint(self) -> QSize:
        """The link does not shrink."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words as a link, underlined under the pointer."""
        painter = QPainter(self)
        look = face("strong")
        painter.setFont(look.font)
        painter.setPen(colour("accent_text"))
        base = look.baseline(0, self.height())
        painter.drawText(QPointF(0, base), self._words)
        if self.is_hovered() or self.is_pressed():
            painter.drawLine(QPointF(0, base + 2.5), QPointF(self.width() - 1, base + 2.5))
        if self.is_focus_shown():
            box(painter, self.frame(), 4, None, "focus", 2.0)


class Sentence(QWidget):
    """Words and links that wrap like one text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty sentence."""
        super().__init__(parent)
        self._parts: list[Run | LinkChoice] = []
        self._words: list[tuple[QPointF, str, Run]] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_parts(self, parts: Sequence[Run | LinkChoice]) -> None:
        """Show these parts in reading order."""
        for old in self.links():
            old.hide()
            old.deleteLater()
        self._parts = list(parts)
        for link in self.links():
            link.setParent(self)
            link.show()
        said = [p.text if isinstance(p, Run) else p.words() for p in self._parts]
        self.setAccessibleName("".join(said))
        self._place(max(1, self.width()), True)
        self.updateGeometry()
        self.update()

    def links(self) -> list[LinkChoice]:
        """The parts that can be changed."""
        return [part for part in self._parts if isinstance(part, LinkChoice)]

    def retheme(self) -> None:
        """Lay out again in the new fonts."""
        self._place(max(1, self.width()), True)
        self.updateGeometry()

    def _line_height(self) -> int:
        return metrics.current().scaled(_LINE)

    def _place(self, width: int, does_move: bool) -> int:
        """Place words and links for a width and return the height."""
        x, y, tall = 0.0, 0, self._line_height()
        placed: list[tuple[QPointF, str, Run]] = []
        for part in self._parts:
            if isinstance(part, LinkChoice):
                wide = part.sizeHint().width()
                if x > 0 and x + wide > width:
                    x, y = 0.0, y + tall
                if does_move:
                    part.setGeometry(round(x), y, min(wide, width), tall)
                x += wide
                continue
            look = face(part.role)
            base = look.baseline(y, tall)
            for word in _pieces(part.text):
                wide_word = look.width(word)
                if x > 0 and x + look.width(word.rstrip()) > width:
                    x, y = 0.0, y + tall
                    base = look.baseline(y, tall)
                if x == 0 and word.isspace():
                    continue
                placed.append((QPointF(x, base), word, part))
                x += wide_word
        if does_move:
            self._words = placed
        return y + tall

    def hasHeightForWidth(self) -> bool:
        """The sentence wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of the wrapped lines."""
        return self._place(width, False)

    def sizeHint(self) -> QSize:
        """At most 640 across."""
        return QSize(640, self._place(640, False))

    def minimumSizeHint(self) -> QSize:
        """The sentence never holds a window open."""
        return QSize(0, self._line_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew."""
        super().resizeEvent(event)
        self._place(self.width(), True)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words; links paint themselves."""
        painter = QPainter(self)
        for spot, word, run in self._words:
            painter.setFont(face(run.role).font)
            painter.setPen(colour(run.tone))
            painter.drawText(spot, word)


def _pieces(text: str) -> list[str]:
    """Words with the blanks after them, so that a line may break behind each."""
    made: list[str] = []
    for at, word in enumerate(text.split(" ")):
        if at > 0:
            if made:
                made[-1] += " "
            else:
                made.append(" ")
        if word:
            made.append(word)
    return made
