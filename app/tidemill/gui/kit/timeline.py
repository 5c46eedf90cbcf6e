"""Steps from top to bottom, joined by a line: a job's steps, a lineage, versions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from tidemill.gui.kit import painting, working
from tidemill.gui.kit.chips import Chip, ChipTone
from tidemill.gui.kit.icons import paint_icon
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.status import paint_ring

Mark = Literal["dot", "tile", "done", "warn", "failed", "working", "waiting"]

_COLUMN = {"tile": 26}
_ICONS = {"done": ("circle-check", "good"), "warn": ("triangle-alert", "warn")}


@dataclass(frozen=True)
class Step:
    """One step. `mark` is a dot, a tile with `icon`, or the state of a job's step."""

    title: str
    text: str = ""
    trailing: str = ""
    mark: Mark = "dot"
    icon: str | None = None
    is_current: bool = False
    is_quiet: bool = False
    chips: Sequence[tuple[str, ChipTone]] = field(default_factory=tuple)
    key: str = ""


class _Row(QWidget):
    """A step: its mark with the line down to the next, its words."""

    def __init__(self, step: Step, is_last: bool, is_clickable: bool, at: int) -> None:
        super().__init__()
        self.step = step
        self.at = at
        self._is_last = is_last
        side = _COLUMN.get(step.mark, 16)
        row = QHBoxLayout(self)
        row.setContentsMargins(side + (9 if side > 16 else 11), 0, 0, 0 if is_last else 8)
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(1)
        head = QHBoxLayout()
        head.setSpacing(8)
        quiet = step.is_quiet or step.mark == "waiting"
        head.addWidget(
            Label(step.title, "body" if quiet else "strong", "text3" if quiet else "text")
        )
        for chip_text, tone in step.chips:
            head.addWidget(Chip(chip_text, tone))
        head.addStretch(1)
        if step.trailing:
            head.addWidget(Label(step.trailing, "small", "text2", numeric=True, elide="none"))
        words.addLayout(head)
        if step.text:
            words.addWidget(Paragraph(step.text, "small", "text2"))
        row.addLayout(words, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if is_clickable:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(", ".join(part for part in (step.title, step.text) if part))

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(hint.width(), max(hint.height(), _COLUMN.get(self.step.mark, 16) + 6))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        owner = self.parentWidget()
        if isinstance(owner, Timeline) and self.rect().contains(event.position().toPoint()):
            owner.step_clicked.emit(self.at)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = _COLUMN.get(self.step.mark, 16)
        spot = QRectF(0, 0 if side > 16 else 1, side, side)
        if not self._is_last:
            middle = spot.center().x()
            gap = 2 if side > 16 else 3
            painting.hairline(
                painter,
                middle - 1,
                spot.bottom() + gap,
                middle + 1,
                self.height() - gap + 2,
                "line",
            )
        if self.step.mark == "tile":
            ground = "accent_tint" if self.step.is_current else "sunken"
            tone = "accent_text" if self.step.is_current else "text2"
            painting.box(painter, spot, 6, ground)
            if self.step.icon is not None:
                inner = QRectF(0, 0, 14, 14)
                inner.moveCenter(spot.center())
                paint_icon(painter, inner, self.step.icon, tone)
        elif self.step.mark == "dot":
            inner = QRectF(0, 0, 8, 8)
            inner.moveCenter(spot.center())
            tone = "accent" if self.step.is_current else "reference"
            painting.box(painter, inner, 4, tone)
        elif self.step.mark == "failed":
            paint_icon(painter, spot, "octagon-minus", "bad")
        elif self.step.mark == "working":
            paint_ring(painter, spot.adjusted(2, 2, -2, -2))
        elif self.step.mark == "waiting":
            inner = spot.adjusted(3, 3, -3, -3)
            painting.box(painter, inner, 5, None, "idle_dot", 1.6)
        else:
            name, tone = _ICONS[self.step.mark]
            paint_icon(painter, spot, name, tone)


class Timeline(QWidget):
    """Steps joined by a line; emits `step_clicked(index)` if made clickable."""

    step_clicked = Signal(int)

    def __init__(
        self,
        steps: Sequence[Step] = (),
        is_clickable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Show the steps from top to bottom."""
        super().__init__(parent)
        self._is_clickable = is_clickable
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._rows: list[_Row] = []
        self.set_steps(steps)

    def set_steps(self, steps: Sequence[Step]) -> None:
        """Replace the steps."""
        for row in self._rows:
            working.detach(row)
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = []
        for at, step in enumerate(steps):
            row = _Row(step, at == len(steps) - 1, self._is_clickable, at)
            self._column.addWidget(row)
            self._rows.append(row)
            if step.mark == "working":
                working.attach(row)
        self.updateGeometry()

    def steps(self) -> list[Step]:
        """The steps shown."""
        return [row.step for row in self._rows]

    def showEvent(self, event: QShowEvent) -> None:
        """Turn the rings again."""
        super().showEvent(event)
        for row in self._rows:
            if row.step.mark == "working":
                working.attach(row)
