"""A switch: takes effect at once."""

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tidemill.gui.kit import metrics, painting
from tidemill.gui.kit.control import Control
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.theme import colour, current

_GAP = 8
_MARGIN = 3


class Switch(Control):
    """A switch with words beside it or alone; emits Qt's `toggled(bool)`."""

    def __init__(
        self,
        text: str = "",
        is_on: bool = False,
        name: str = "",
        text_side: Literal["left", "right"] = "right",
        parent: QWidget | None = None,
    ) -> None:
        """Make a switch; `name` tells what it is for where it has no words."""
        super().__init__(text, parent)
        self._is_left = text_side == "left"
        self.setCheckable(True)
        self.setChecked(is_on)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if name:
            self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        """Track and words, with room for the ring."""
        wide: float = metrics.current().switch_width + 2 * _MARGIN
        if self._words:
            wide += _GAP + face("body").width(self._words)
        return QSize(round(wide + 0.5), max(metrics.current().target, metrics.current().scaled(24)))

    def minimumSizeHint(self) -> QSize:
        """The switch does not shrink."""
        return self.sizeHint()

    def _track(self) -> QRectF:
        wide, tall = metrics.current().switch_width, metrics.current().switch_height
        left = self.width() - wide - _MARGIN if self._is_left else _MARGIN
        return QRectF(left, round((self.height() - tall) / 2), wide, tall)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint track, knob, ring and words."""
        painter = QPainter(self)
        track = self._track()
        if self.is_focus_shown():
            painting.box(painter, track.adjusted(-3, -3, 3, 3), 12, None, "focus", 2.0)
        if not self.isEnabled():
            ground = "line_strong"
        elif self.isChecked():
            ground = "accent_hover" if self.is_hovered() else "accent"
        else:
            ground = "text3" if self.is_hovered() and not current().is_dark else "control"
        painting.box(painter, track, track.height() / 2, ground)
        knob = track.height() - 5
        left = track.right() - knob - 2.5 if self.isChecked() else track.left() + 2.5
        painter.setPen(Qt.PenStyle.NoPen)
        ink = colour("tip_bg") if current().is_dark else colour("surface")
        painter.setBrush(ink)
        painter.drawEllipse(QRectF(left, track.top() + 2.5, knob, knob))
        if self._words:
            room = QRectF(track.right() + _GAP, 0, self.width(), self.height())
            if self._is_left:
                room = QRectF(0, 0, track.left() - _GAP + 1, self.height())
            tone = "text2" if self.isEnabled() else "disabled"
            painting.text(painter, room, self._words, "body", tone, elide="none")
