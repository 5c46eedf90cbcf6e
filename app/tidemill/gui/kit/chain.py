"""The steps of an automation from left to right."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tidemill.gui.kit import painting
from tidemill.gui.kit.control import Control
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.icons import paint_icon


class ChainStep(Control):
    """One step of an automation's chain: an icon, a word, and how it stands."""

    def __init__(
        self,
        text: str,
        icon: str,
        state: Literal["rest", "current", "failed"] = "rest",
        parent: QWidget | None = None,
    ) -> None:
        """Make a step; the current one is in accent, a failed one in `bad`."""
        super().__init__(text, parent)
        self._icon = icon
        self._state = state

    def sizeHint(self) -> QSize:
        """Icon and word."""
        return QSize(round(face("strong").width(self._words) + 14 + 6 + 16.5), 28)

    def minimumSizeHint(self) -> QSize:
        """The step does not shrink."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint box, icon and word."""
        painter = QPainter(self)
        rect = self.frame()
        ground, edge, ink = {
            "rest": ("subtle", "line", "text"),
            "current": ("accent_tint", "accent", "accent_text"),
            "failed": ("bad_tint", "bad_tint", "bad"),
        }[self._state]
        if self.is_hovered() and self._state == "rest":
            ground = "hover"
        painting.box(painter, rect, 6, ground, edge)
        tone = "text2" if self._state == "rest" else ink
        paint_icon(painter, QRectF(8, (self.height() - 14) / 2, 14, 14), self._icon, tone)
        room = QRectF(28, 0, self.width() - 34, self.height())
        painting.text(painter, room, self._words, "strong", ink, elide="none")
        if self.is_focus_shown():
            painting.box(painter, rect, 6, None, "focus", 2.0)


class Chain(QWidget):
    """The steps of an automation from left to right with arrows; emits `step_clicked(index)`.

    Steps that do not fit on a line go on to the next.
    """

    step_clicked = Signal(int)

    _GAP = 22
    _LINE_GAP = 6

    def __init__(self, steps: Sequence[ChainStep] = (), parent: QWidget | None = None) -> None:
        """Show the steps."""
        super().__init__(parent)
        self._steps: list[ChainStep] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_steps(steps)

    def set_steps(self, steps: Sequence[ChainStep]) -> None:
        """Replace the steps."""
        for old in self._steps:
            old.hide()
            old.deleteLater()
        self._steps = list(steps)
        for step in self._steps:
            step.setParent(self)
            step.clicked.connect(self._on_clicked)
            step.show()
        self.updateGeometry()
        self._place(max(1, self.width()), True)

    def _on_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, ChainStep) and sender in self._steps:
            self.step_clicked.emit(self._steps.index(sender))

    def _place(self, width: int, does_move: bool) -> int:
        left = top = 0
        tall = 28
        for step in self._steps:
            hint = step.sizeHint()
            tall = hint.height()
            if left > 0 and left + hint.width() > width:
                left, top = 0, top + tall + self._LINE_GAP
            if does_move:
                step.setGeometry(left, top, hint.width(), tall)
            left += hint.width() + self._GAP
        return top + tall

    def hasHeightForWidth(self) -> bool:
        """Whether the steps wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of the lines of steps."""
        return self._place(width, False)

    def sizeHint(self) -> QSize:
        """All steps on one line."""
        wide = sum(step.sizeHint().width() + self._GAP for step in self._steps)
        return QSize(max(0, wide - self._GAP), 28)

    def minimumSizeHint(self) -> QSize:
        """The widest step."""
        return QSize(max((step.sizeHint().width() for step in self._steps), default=0), 28)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the steps out again."""
        super().resizeEvent(event)
        self._place(self.width(), True)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the arrows between the steps."""
        painter = QPainter(self)
        for step in self._steps[:-1]:
            place = step.geometry()
            spot = QRectF(place.right() + 5, place.center().y() - 6, 14, 14)
            paint_icon(painter, spot, "arrow-right", "text3")
