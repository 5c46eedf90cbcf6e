"""What can be saved: a widget that says itself, becomes a table, and knows its title and legend."""

from abc import abstractmethod
from collections.abc import Sequence

from PySide6.QtGui import QAccessible, QPaintEngine, QPainter
from PySide6.QtWidgets import QWidget

from tidemill.gui.kit.charts.legend import Entry
from tidemill.gui.kit.plain_text import csv_text

Table = tuple[list[str], list[list[str]]]
"""Headers and rows of words."""


def is_saving(painter: QPainter, widget: QWidget) -> bool:
    """Whether a widget is painted into a saved picture: at another scale, or as lines and letters.

    What is kept as pixels for the screen is painted anew then.
    """
    is_lines = painter.paintEngine().type() == QPaintEngine.Type.SVG
    scale = painter.deviceTransform().m11()
    return is_lines or abs(scale - widget.devicePixelRatioF()) > 0.01


class Picture(QWidget):
    """The base of charts as far as saving them needs."""

    accessible_role = QAccessible.Role.Graphic

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        """Make a picture without a title; `name` says what it is of."""
        super().__init__(parent)
        self._name = name
        self._heading = ("", "")
        self._legend: tuple[Entry, ...] = ()

    def name(self) -> str:
        """What the chart is of."""
        return self._name

    @abstractmethod
    def description(self) -> str:
        """The picture in one sentence."""

    @abstractmethod
    def as_table(self) -> Table:
        """Headers and rows of what is drawn."""

    def as_csv(self) -> str:
        """What is drawn as comma-separated text, its numbers as programs read them."""
        return csv_text(*self.as_table())

    def set_heading(self, title: str, subtitle: str = "", legend: Sequence[Entry] = ()) -> None:
        """What stands over the chart where it is saved as a picture of its own."""
        self._heading, self._legend = (title, subtitle), tuple(legend)

    def title(self) -> str:
        """The title over a saved picture."""
        return self._heading[0] or self._name

    def subtitle(self) -> str:
        """What stands beside that title."""
        return self._heading[1]

    def legend(self) -> tuple[Entry, ...]:
        """What the lines and marks of a saved picture stand for."""
        return self._legend
