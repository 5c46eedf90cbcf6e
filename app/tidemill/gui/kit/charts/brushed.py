"""Charts that people brush: what is brushed can be told in plain JSON and brushed once more."""

from typing import Any

from PySide6.QtCore import Signal

from tidemill.gui.kit.charts.base import Chart


class BrushedChart(Chart):
    """A chart with brushes of its own; `brushed(rows)` comes when they are others."""

    brushed = Signal(object)

    def kept_brushes(self) -> list[list[Any]]:
        """What is brushed, in plain JSON; empty where nothing is."""
        raise NotImplementedError

    def brush_again(self, kept: list[list[Any]]) -> bool | None:
        """Brush what `kept_brushes` told; False while nothing is drawn yet, None where what was
        brushed is not in the chart any more."""
        raise NotImplementedError


def as_shares(kept: list[Any], n: int) -> tuple[float, ...] | None:
    """Numbers from 0 to 1 out of a file that anybody may have written; None where they are not."""
    is_sound = len(kept) == n and all(
        isinstance(one, int | float) and 0.0 <= one <= 1.0 for one in kept
    )
    return tuple(float(one) for one in kept) if is_sound else None
