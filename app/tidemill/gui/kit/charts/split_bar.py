"""Shares of a whole as one bar cut in parts: categories, same and changed rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import numbers, painting
from tidemill.gui.kit.small_pictures import paint_split_bar

__all__ = ["Part", "SplitBar", "paint_split_bar"]

_GAP = 2.0


@dataclass(frozen=True)
class Part:
    """One part of a bar: its name, how much, in which tone."""

    name: str
    amount: float
    token: str = "accent"


class SplitBar(QWidget):
    """Named parts of a whole, each in its own tone."""

    def __init__(
        self,
        parts: Sequence[Part] = (),
        name: str = "",
        height: int = 10,
        parent: QWidget | None = None,
    ) -> None:
        """Show the parts; `name` says of what."""
        super().__init__(parent)
        self._parts: tuple[Part, ...] = ()
        self._name = name
        self._tall = height
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_parts(parts)

    def set_parts(self, parts: Sequence[Part]) -> None:
        """Change the parts."""
        self._parts = tuple(parts)
        said = ", ".join(f"{part.name} {numbers.count(part.amount)}" for part in self._parts)
        self.setAccessibleName(self._name)
        self.setAccessibleDescription(f"{self._name or 'Shares'}: {said or 'nothing known yet'}.")
        self.setToolTip(said)
        self.update()

    def as_table(self) -> tuple[list[str], list[list[str]]]:
        """Headers and rows of what is drawn."""
        whole = sum(part.amount for part in self._parts) or 1.0
        rows = [
            [part.name, numbers.count(part.amount), numbers.percent(part.amount / whole)]
            for part in self._parts
        ]
        return [self._name or tr("Part"), tr("Count"), tr("Share")], rows

    def sizeHint(self) -> QSize:
        """Wide and low."""
        return QSize(200, self._tall)

    def minimumSizeHint(self) -> QSize:
        """As short as need be."""
        return QSize(24, self._tall)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the parts that hold something."""
        painter = QPainter(self)
        parts = [part for part in self._parts if part.amount > 0]
        whole = sum(part.amount for part in parts)
        if whole <= 0:
            painting.box(painter, QRectF(self.rect()), 3, "sunken")
            return
        # A part that exists is seen, however small.
        room = self.width() - _GAP * (len(parts) - 1)
        wides = [max(4.0, room * part.amount / whole) for part in parts]
        excess = sum(wides) - room
        largest = wides.index(max(wides))
        wides[largest] = max(4.0, wides[largest] - excess)
        left = 0.0
        for part, wide in zip(parts, wides, strict=True):
            painting.box(painter, QRectF(left, 0, wide, self.height()), 3, part.token)
            left += wide + _GAP
