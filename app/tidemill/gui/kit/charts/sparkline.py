"""A course in the space of a word: one line, its last point marked, perhaps a limit."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.small_pictures import paint_bars, paint_sparkline

__all__ = ["Sparkline", "paint_bars", "paint_sparkline"]


class Sparkline(QWidget):
    """A course as a widget."""

    def __init__(
        self,
        values: Sequence[float | None] = (),
        token: str = "accent",
        limit: float | None = None,
        name: str = "",
        height: int = 36,
        parent: QWidget | None = None,
    ) -> None:
        """Show a course; `name` says what it is of."""
        super().__init__(parent)
        self._values: list[float | None] = list(values)
        self._token = token
        self._limit = limit
        self._name = name
        self._tall = height
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_values(values, token, limit)

    def set_values(
        self,
        values: Sequence[float | None],
        token: str | None = None,
        limit: float | None = None,
    ) -> None:
        """Change the course."""
        self._values = list(values)
        self._token = token or self._token
        self._limit = limit
        self.setAccessibleName(self._name)
        self.setAccessibleDescription(self.description())
        self.update()

    def description(self) -> str:
        """The course in one sentence."""
        known = [v for v in self._values if v is not None and math.isfinite(v)]
        if not known:
            return tr("{value}: nothing known yet.", value=self._name or tr("Course"))
        said = tr(
            "{value} went from {plain} to ",
            value=self._name or tr("Course"),
            plain=numbers.plain(known[0]),
        )
        said += numbers.plain(known[-1])
        return (
            tr("{said}; limit {plain}.", said=said, plain=numbers.plain(self._limit))
            if self._limit is not None
            else f"{said}."
        )

    def as_table(self) -> tuple[list[str], list[list[str]]]:
        """Headers and rows of what is drawn."""
        rows = [[str(at + 1), numbers.plain(value)] for at, value in enumerate(self._values)]
        return [tr("Step"), self._name or tr("Value")], rows

    def sizeHint(self) -> QSize:
        """Wider than high."""
        return QSize(160, self._tall)

    def minimumSizeHint(self) -> QSize:
        """As short as need be."""
        return QSize(24, self._tall)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the course."""
        painter = QPainter(self)
        paint_sparkline(painter, QRectF(self.rect()), self._values, self._token, self._limit)
