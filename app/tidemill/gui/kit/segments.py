"""A segment control: two to four views of the same thing."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from tidemill.gui.kit import metrics, painting
from tidemill.gui.kit.control import Control
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.icons import paint_icon
from tidemill.gui.kit.theme import current

_TRACK = 2


@dataclass(frozen=True)
class SegmentOption:
    """One choice: what it stands for, its words, or an icon with a name."""

    value: str
    text: str = ""
    icon: str | None = None
    name: str = ""


class _Part(Control):
    """One part of a segment control."""

    def __init__(self, option: SegmentOption, height: int, parent: QWidget) -> None:
        super().__init__(option.text, parent)
        self.option = option
        self._tall = height
        self.setCheckable(True)
        self.setAutoExclusive(True)
        if option.name:
            self.setAccessibleName(option.name)
            self.setToolTip(option.name)

    def sizeHint(self) -> QSize:
        wide = face("strong").width(self._words)
        if self.option.icon is not None:
            wide += 16 + (metrics.current().icon_gap if self._words else 0)
        pad = 10 if self._words else 9
        tall = metrics.current().scaled(self._tall) - 2 * _TRACK
        return QSize(round(wide + 2 * pad + 0.5), tall)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        owner = self.parentWidget()
        if step is not None and isinstance(owner, Segment):
            owner.step(step)
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = self.frame()
        radius = metrics.current().radius_small
        is_on = self.isChecked()
        if is_on:
            ground = "pressed" if current().is_dark else "surface"
            painting.box(painter, rect, radius, ground, "line_strong")
        if self.is_focus_shown():
            painting.box(painter, rect, radius, None, "focus", 2.0)
        ink = "text" if is_on or self.is_hovered() else "text2"
        if not self.isEnabled():
            ink = "disabled"
        left = rect.left() + (rect.width() - self._inner_width()) / 2
        if self.option.icon is not None:
            spot = QRectF(left, rect.center().y() - 8, 16, 16)
            paint_icon(painter, spot, self.option.icon, ink)
            left += 16 + metrics.current().icon_gap
        room = QRectF(left, 0, rect.right() - left, rect.height())
        painting.text(painter, room, self._words, "strong", ink, elide="none")

    def _inner_width(self) -> float:
        wide = face("strong").width(self._words)
        if self.option.icon is not None:
            wide += 16 + (metrics.current().icon_gap if self._words else 0)
        return wide


class Segment(QWidget):
    """A row of parts of which one is chosen; Left and Right move, emits `changed(value)`."""

    changed = Signal(str)

    def __init__(
        self,
        options: Sequence[SegmentOption | tuple[str, str]],
        current: str | None = None,
        height: int = 32,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Make the control; an option is a `SegmentOption` or a pair of value and words."""
        super().__init__(parent)
        self._parts: dict[str, _Part] = {}
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(_TRACK, _TRACK, _TRACK, _TRACK)
        self._row.setSpacing(1)
        self._tall = height
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if name:
            self.setAccessibleName(name)
        self._group.buttonClicked.connect(self._on_clicked)
        self.set_options(options, current)

    def set_options(
        self, options: Sequence[SegmentOption | tuple[str, str]], current: str | None = None
    ) -> None:
        """Replace the parts; the chosen one stays if it is still there."""
        keep = current if current is not None else self.value()
        for part in self._parts.values():
            self._group.removeButton(part)
            self._row.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = {}
        for given in options:
            option = given if isinstance(given, SegmentOption) else SegmentOption(*given)
            part = _Part(option, self._tall, self)
            self._parts[option.value] = part
            self._group.addButton(part)
            self._row.addWidget(part)
        if keep not in self._parts:
            keep = next(iter(self._parts), "")
        self.set_value(keep)
        self.updateGeometry()

    def value(self) -> str:
        """The chosen value."""
        for value, part in self._parts.items():
            if part.isChecked():
                return value
        return ""

    def values(self) -> tuple[str, ...]:
        """What can be chosen."""
        return tuple(self._parts)

    def set_value(self, value: str) -> None:
        """Choose without telling."""
        part = self._parts.get(value)
        if part is not None:
            part.setChecked(True)
            for other in self._parts.values():
                # One stop for Tab; the arrows move inside.
                policy = Qt.FocusPolicy.TabFocus if other is part else Qt.FocusPolicy.NoFocus
                other.setFocusPolicy(policy)

    def step(self, by: int) -> None:
        """Choose the next or the previous part and tell."""
        values = list(self._parts)
        at = values.index(self.value()) + by
        if 0 <= at < len(values):
            self.set_value(values[at])
            self._parts[values[at]].setFocus(Qt.FocusReason.TabFocusReason)
            self.changed.emit(values[at])

    def part(self, value: str) -> Control:
        """The button of a value."""
        return self._parts[value]

    def _on_clicked(self, part: QWidget) -> None:
        if isinstance(part, _Part):
            self.set_value(part.option.value)
            self.changed.emit(part.option.value)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the track."""
        painter = QPainter(self)
        painting.box(painter, QRectF(self.rect()), metrics.current().radius_item, "sunken")
