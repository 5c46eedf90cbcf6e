"""The colours of strength, and the legend that explains them."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import numbers, painting
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.theme import current, mix, on_forget
from tidemill.gui.kit.tokens import RAMP_STOPS

_ramps: dict[str, list[QColor]] = {}


def ramp_colour(share: float) -> QColor:
    """The colour of a strength from 0 to 1; stronger is 1."""
    tokens = current()
    made = _ramps.get(tokens.name)
    if made is None:
        stops = [QColor(stop) for stop in tokens.ramp]
        made = []
        for step in range(101):
            at = step / 100
            left = max(i for i, stop in enumerate(RAMP_STOPS[:-1]) if at >= stop)
            low, high = RAMP_STOPS[left], RAMP_STOPS[left + 1]
            made.append(mix(stops[left], stops[left + 1], (at - low) / (high - low)))
        _ramps[tokens.name] = made
    return made[round(100 * min(1.0, max(0.0, share)))]


on_forget(_ramps.clear)


class HeatLegend(QWidget):
    """The scale of a heat map: from nothing to the strongest, and what the dot means."""

    def __init__(
        self,
        measure: str = "PSI",
        top: float = 0.3,
        limit: float | None = None,
        parent: QWidget | None = None,
        mark: str = "",
    ) -> None:
        """Show the scale up to `top`; a dot means `mark`, in words, or over the limit."""
        super().__init__(parent)
        self._measure, self._top, self._limit = measure, top, limit
        self._mark = mark
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_scale(self, top: float, limit: float | None) -> None:
        """Change the scale."""
        self._top, self._limit = top, limit
        self.updateGeometry()
        self.update()

    def _words(self) -> tuple[str, str, str]:
        limit = (
            ""
            if self._limit is None
            else tr("over limit {plain}", plain=numbers.plain(self._limit, 2))
        )
        limit = self._mark or limit
        return f"{self._measure}   0", numbers.plain(self._top, 2), limit

    def sizeHint(self) -> QSize:
        """Words and ramp."""
        look = face("caption", True)
        wide = sum(look.width(words) for words in self._words()) + 92 + 24
        return QSize(round(wide + (24 if self._words()[2] else 0)), 18)

    def minimumSizeHint(self) -> QSize:
        """The legend does not shrink."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the scale."""
        painter = QPainter(self)
        first, last, limit = self._words()
        left = 0.0
        tall = float(self.height())
        rect = QRectF(left, 0, 200, tall)
        left += (
            painting.text(painter, rect, first, "caption", "text2", elide="none", numeric=True) + 10
        )
        for step in range(16):
            cell = QRectF(left + step * 6, tall / 2 - 4, 6, 8)
            painter.fillRect(cell, ramp_colour(step / 15))
        left += 96 + 6
        rect.moveLeft(left)
        left += (
            painting.text(painter, rect, last, "caption", "text2", elide="none", numeric=True) + 14
        )
        if limit:
            cell = QRectF(left, tall / 2 - 5, 10, 10)
            painter.fillRect(cell, ramp_colour(0.75))
            dot = QRectF(0, 0, 3, 3)
            dot.moveCenter(cell.center())
            painting.box(painter, dot, 1.5, "ramp_dot")
            rect.moveLeft(left + 15)
            painting.text(painter, rect, limit, "caption", "text2", elide="none", numeric=True)
