"""What the painters of a line chart ask of it: what is shown, and where that is on the screen."""

from typing import Protocol

from PySide6.QtCore import QRectF

from tidemill.gui.kit.charts.curve_layer import Drawn
from tidemill.gui.kit.charts.line_series import Event, Limit, Series, Shade


class AxisPlace(Protocol):
    """A picture with axes: where it lies, and where a place and a value are in it."""

    def plot_rect(self) -> QRectF:
        """Where the curves lie."""

    def to_x(self, value: float) -> float:
        """The pixel of a place on the axis."""

    def to_y(self, value: float) -> float:
        """The pixel of a value."""


class LinePlace(AxisPlace, Protocol):
    """A line chart, as those who paint under and over its curves see it."""

    def drawn(self) -> list[Drawn]:
        """The lines in pixels."""

    def series(self) -> tuple[Series, ...]:
        """The lines shown."""

    def limits(self) -> tuple[Limit, ...]:
        """The limits shown."""

    def events(self) -> tuple[Event, ...]:
        """The events shown."""

    def shades(self) -> tuple[Shade, ...]:
        """The shaded stretches shown."""

    def x_text(self, value: float) -> str:
        """A place in words."""

    def y_text(self, value: float) -> str:
        """A value in words."""
