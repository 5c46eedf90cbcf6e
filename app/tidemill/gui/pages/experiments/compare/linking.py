"""What is pointed at and what is brushed, the same for every plot and the table.

Runs are named by their place among those compared. Each plot tells the link what the pointer or a
brush does in it and draws what the link says, so that no plot knows another.
"""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

Mask = NDArray[np.bool_]


class Linking(QObject):
    """One highlight and one set of brushes for a comparison.

    `pointed(run)` comes when another run stands forward, -1 for none; `brushed()` when the runs
    inside the brushes are others.
    """

    pointed = Signal(int)
    brushed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin with nothing pointed at and nothing brushed."""
        super().__init__(parent)
        self._n = 0
        self._hovered = -1
        self._kept = -1
        self._masks: dict[str, Mask] = {}

    def reset(self, n_runs: int) -> None:
        """Other runs are compared: nothing is pointed at or brushed any more."""
        self._n = n_runs
        self.keep(-1)
        self.point(-1)
        self.clear_brushes()

    # One run forward

    def point(self, run: int) -> None:
        """Bring a run forward while the pointer or the focus is on it; -1 lets it go."""
        self._forward_after(hovered=run if run < self._n else -1)

    def keep(self, run: int) -> None:
        """Hold a run forward until another is pointed at; -1 lets it go."""
        self._forward_after(kept=run if run < self._n else -1)

    def _forward_after(self, hovered: int | None = None, kept: int | None = None) -> None:
        before = self.forward()
        if hovered is not None:
            self._hovered = max(-1, hovered)
        if kept is not None:
            self._kept = max(-1, kept)
        if self.forward() != before:
            self.pointed.emit(self.forward())

    def forward(self) -> int:
        """The run that stands forward; -1 is none."""
        return self._hovered if self._hovered >= 0 else self._kept

    def kept(self) -> int:
        """The run a click holds forward; -1 is none."""
        return self._kept

    # Brushes

    def brush(self, source: str, rows: Mask | None) -> None:
        """Take the runs inside a plot's brush (n,); None where it has none any more."""
        before = self._masks.get(source)
        if rows is None:
            if before is None:
                return
            del self._masks[source]
        else:
            mask = np.asarray(rows, dtype=bool)[: self._n]
            if before is not None and np.array_equal(before, mask):
                return
            self._masks[source] = mask
        self.brushed.emit()

    def rows(self, without: str = "") -> Mask | None:
        """The runs inside all brushes (n,), those of one plot left out; None without brushes."""
        found: Mask | None = None
        for source, mask in self._masks.items():
            if source != without:
                found = mask if found is None else found & mask
        return found

    def n_brushed(self) -> int:
        """How many runs lie inside the brushes; all of them where there is none."""
        rows = self.rows()
        return self._n if rows is None else int(rows.sum())

    def is_in(self, run: int) -> bool:
        """Whether a run lies inside all brushes."""
        rows = self.rows()
        return rows is None or (run < len(rows) and bool(rows[run]))

    def n_runs(self) -> int:
        """How many runs are compared."""
        return self._n

    def is_brushed(self) -> bool:
        """Whether there is a brush anywhere."""
        return bool(self._masks)

    def clear_brushes(self) -> None:
        """Take all brushes away."""
        if self._masks:
            self._masks.clear()
            self.brushed.emit()

    def clear(self) -> bool:
        """Let go of everything; False if there was nothing."""
        had = self.is_brushed() or self._kept >= 0
        self.clear_brushes()
        self.keep(-1)
        return had
