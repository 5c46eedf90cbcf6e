"""Text on a page: one line that shortens itself, a paragraph that wraps, a line of several runs.

All of it is plain text: Qt's own labels guess, and take "0.018 < 0.03" for markup.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from tidemill.base.words import spoken
from tidemill.gui.kit import explained, painting
from tidemill.gui.kit.explained_words import in_words
from tidemill.gui.kit.fonts import ELIDED, face, known_role
from tidemill.gui.kit.theme import colour


def known_tone(tone: str) -> str:
    """The tone, if it is a token; ValueError where a widget names none."""
    colour(tone)
    return tone


class Label(QLabel):
    """One line of plain text; where room is short it is elided, the whole is in the tooltip."""

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        tone: str = "text",
        elide: str = "right",
        numeric: bool = False,
        align: str = "left",
        parent: QWidget | None = None,
    ) -> None:
        """Make a label; `elide` is right, middle, left or none, `align` left, right or center.

        ValueError for a role, tone or way to elide that is none: told here, where it was written.
        While Qt measures or paints, an error could only end the program.
        """
        super().__init__(parent)
        if elide not in ELIDED:
            raise ValueError(f'"{elide}" is no way to elide: {", ".join(ELIDED)}')
        self._role = known_role(role)
        self._tone = known_tone(tone)
        self._elide = elide
        self._numeric = numeric
        self._across = align
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def set_text(self, text: str) -> None:
        """Change the words."""
        if text != self.text():
            self.setText(text)
            self.updateGeometry()
            self.update()

    def set_tone(self, tone: str) -> None:
        """Change the colour, by token."""
        self._tone = known_tone(tone)
        self.update()

    def set_role(self, role: str) -> None:
        """Change the type role."""
        self._role = known_role(role)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The whole line."""
        look = face(self._role, self._numeric)
        return QSize(round(look.width(self.text()) + 1), round(look.height + 0.5))

    def minimumSizeHint(self) -> QSize:
        """A label that may be elided never holds a window open."""
        hint = self.sizeHint()
        return hint if self._elide == "none" else QSize(0, hint.height())

    def is_elided(self) -> bool:
        """Whether the words do not fit."""
        return face(self._role, self._numeric).width(self.text()) > self.width() + 0.5

    def event(self, event: QEvent) -> bool:
        """Tell in a tooltip what its numbers mean, and the whole text while it is elided."""
        if event.type() == QEvent.Type.ToolTip and not self.toolTip():
            whole = self.text() if self.is_elided() else ""
            if not _told_numbers(cast(QHelpEvent, event), self, whole):
                event.ignore()
            return True
        return super().event(event)

    def explained_at(self, _spot: QPoint) -> explained.Number | None:
        """The first number that the words beside it explain."""
        return next(iter(_numbers_in(self)), None)

    def numbers_told(self) -> list[explained.Number]:
        """The numbers in its words."""
        return _numbers_in(self)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        tone = self._tone if self.isEnabled() else "disabled"
        painting.text(
            painter,
            QRectF(self.rect()),
            self.text(),
            self._role,
            tone,
            painting.beginning(self, self._across),
            self._elide,
            self._numeric,
        )


def _told_numbers(event: QHelpEvent, label: QLabel, whole: str) -> bool:
    """Show what the numbers in a label's words mean, below its `whole` text where that is cut."""
    return explained.show_many(event.globalPos(), whole, _numbers_in(label), label)


def _numbers_in(label: QLabel) -> list[explained.Number]:
    """The numbers in a label's words; none where it or what it stands in says which it shows."""
    above: QWidget | None = label
    while above is not None:
        if explained.number_of(above) is not None:
            return []
        above = None if above.isWindow() else above.parentWidget()
    return in_words(label.text())


@dataclass(frozen=True)
class Run:
    """A stretch of text in one role and tone."""

    text: str
    role: str = "body"
    tone: str = "text"

    def __post_init__(self) -> None:
        """Refuse a role or tone that is none, before Qt measures or paints with it."""
        known_role(self.role)
        known_tone(self.tone)


_MOST_HEIGHTS = 64
"""So many widths of a wrapped text are known by heart; while a window is sized there are many."""


class TextBlock:
    """Runs of text broken into lines for a width; measured and painted many times."""

    def __init__(self, runs: Sequence[Run], align: str = "left") -> None:
        """Take the runs in reading order."""
        self.runs = tuple(runs)
        self._align = align
        self._layout: QTextLayout | None = None
        self._width = -1.0
        self.height = 0.0

    def text(self) -> str:
        """The words without their looks."""
        return "".join(run.text for run in self.runs)

    def natural_width(self) -> float:
        """Width on one line."""
        return sum(face(run.role).width(run.text) for run in self.runs)

    def lay_out(self, width: float) -> float:
        """Break into lines for a width; the height in pixels."""
        if self._layout is not None and width == self._width:
            return self.height
        base = self.runs[0].role if self.runs else "body"
        layout = QTextLayout(self.text(), face(base).font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        if self._align != "left":
            across = Qt.AlignmentFlag.AlignRight
            if self._align == "center":
                across = Qt.AlignmentFlag.AlignHCenter
            option.setAlignment(across)
        layout.setTextOption(option)
        layout.setFormats(self._formats())
        layout.beginLayout()
        top = 0.0
        while True:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(max(1.0, width))
            line.setPosition(QPointF(0, top))
            top += line.height()
        layout.endLayout()
        self._layout, self._width, self.height = layout, width, top
        return top

    def _formats(self) -> list[QTextLayout.FormatRange]:
        ranges = []
        at = 0
        for run in self.runs:
            made = QTextLayout.FormatRange()
            made.start = at
            made.length = len(run.text)
            look = QTextCharFormat()
            look.setFont(face(run.role).font)
            look.setForeground(colour(run.tone))
            made.format = look
            ranges.append(made)
            at += len(run.text)
        return ranges

    def forget(self) -> None:
        """Lay out again next time: a font or a colour changed."""
        self._layout = None

    def paint(self, painter: QPainter, rect: QRectF) -> None:
        """Paint into a rectangle from its top."""
        self.lay_out(rect.width())
        if self._layout is not None:
            self._layout.draw(painter, rect.topLeft())


class RichLine(QLabel):
    """Runs of text in several roles and tones, on one line or wrapped.

    For sentences in which a name stands out; nothing in it is read as markup.
    """

    def __init__(
        self,
        runs: Sequence[Run] = (),
        wrap: bool = False,
        align: str = "left",
        parent: QWidget | None = None,
    ) -> None:
        """Show the runs; with `wrap` the label grows in height as its width shrinks."""
        super().__init__(parent)
        self._wraps = wrap
        self._across = align
        self._block = TextBlock(runs, align)
        self._heights: dict[int, int] = {}
        self.setTextFormat(Qt.TextFormat.PlainText)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        self.set_runs(runs)

    def set_runs(self, runs: Sequence[Run]) -> None:
        """Change the words."""
        self._block = TextBlock(runs, painting.beginning(self, self._across))
        self._heights.clear()
        self.setText(self._block.text())
        self.updateGeometry()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Begin at the other side where the window is mirrored."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._block = TextBlock(self._block.runs, painting.beginning(self, self._across))
            self.update()

    def event(self, event: QEvent) -> bool:
        """Tell in a tooltip what its numbers mean."""
        if event.type() == QEvent.Type.ToolTip and not self.toolTip():
            if not _told_numbers(cast(QHelpEvent, event), self, ""):
                event.ignore()
            return True
        return super().event(event)

    def explained_at(self, _spot: QPoint) -> explained.Number | None:
        """The first number that the words beside it explain."""
        return next(iter(_numbers_in(self)), None)

    def numbers_told(self) -> list[explained.Number]:
        """The numbers in its words."""
        return _numbers_in(self)

    def retheme(self) -> None:
        """Take the new colours and fonts."""
        self._block.forget()
        self._heights.clear()

    def _line_height(self) -> int:
        tallest = max((face(run.role).height for run in self._block.runs), default=0.0)
        return round(max(tallest, face("body").height if not self._block.runs else 0) + 0.5)

    def hasHeightForWidth(self) -> bool:
        """Whether the height follows the width."""
        return self._wraps

    def heightForWidth(self, width: int) -> int:
        """Height of the wrapped lines; layouts ask for the same widths again and again."""
        if not self._wraps:
            return self._line_height()
        known = self._heights.get(width)
        if known is None:
            if len(self._heights) >= _MOST_HEIGHTS:
                self._heights.clear()
            known = round(TextBlock(self._block.runs).lay_out(width) + 0.5)
            self._heights[width] = known
        return known

    def sizeHint(self) -> QSize:
        """One line, or a block of at most 560 px across."""
        wide = self._block.natural_width() + 1
        if not self._wraps:
            return QSize(round(wide + 0.5), self._line_height())
        across = min(round(wide + 0.5), 560)
        return QSize(across, self.heightForWidth(across))

    def minimumSizeHint(self) -> QSize:
        """A line of runs never holds a window open."""
        return QSize(0, self._line_height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the runs."""
        painter = QPainter(self)
        if self._wraps:
            self._block.paint(painter, QRectF(self.rect()))
            return
        left = 0.0
        across = painting.beginning(self, self._across)
        painting.as_written(painter)
        if across != "left":
            free = max(0.0, self.width() - self._block.natural_width())
            left = free if across == "right" else free / 2
        tall = self._line_height()
        # Runs of different sizes stand on one baseline, that of the first.
        base = face(self._block.runs[0].role) if self._block.runs else face("body")
        baseline = base.baseline((self.height() - tall) / 2, tall)
        for run in self._block.runs:
            look = face(run.role)
            shown = look.elided(run.text, self.width() - left)
            painter.setFont(look.font)
            painter.setPen(colour(run.tone))
            painter.drawText(QPointF(left, baseline), shown)
            left += look.width(shown)
            if shown != run.text:
                break


_PROSE = 3
"""Words from which on a paragraph is prose; fewer may be a name that somebody gave."""


def _prose(text: str) -> str:
    return spoken(text) if text.count(" ") >= _PROSE - 1 else text


class Paragraph(RichLine):
    """Plain text that wraps; what the program's services say is said in the language."""

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        tone: str = "text2",
        align: str = "left",
        parent: QWidget | None = None,
    ) -> None:
        """Show the text in one role and tone."""
        self._role = known_role(role)
        self._tone = known_tone(tone)
        text = _prose(text)
        super().__init__([Run(text, role, tone)] if text else [], True, align, parent)

    def set_text(self, text: str) -> None:
        """Change the words."""
        text = _prose(text)
        if text != self.text():
            self.set_runs([Run(text, self._role, self._tone)] if text else [])

    def set_tone(self, tone: str) -> None:
        """Change the colour, by token."""
        self._tone = known_tone(tone)
        self.set_runs([Run(self.text(), self._role, tone)])
