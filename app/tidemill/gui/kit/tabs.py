"""Tabs: the parts of an object."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QTabBar, QWidget

from tidemill.gui.kit import metrics, numbers, painting
from tidemill.gui.kit.control import is_by_keyboard
from tidemill.gui.kit.fonts import face

_GAP = 22
_COUNT_GAP = 6


@dataclass(frozen=True)
class Tab:
    """One part: what it is called inside, its words, how many things it holds."""

    id: str
    text: str
    count: int | None = None


class Tabs(QTabBar):
    """Words with a line under the chosen one; emits `changed(id)` when a person chooses."""

    changed = Signal(str)

    def __init__(
        self,
        tabs: Sequence[Tab | tuple[str, str]],
        current: str = "",
        parent: QWidget | None = None,
        *,
        has_line: bool = True,
    ) -> None:
        """Make the bar; a tab is a `Tab` or a pair of id and words.

        The line below spans the bar; `has_line` is off where something stands beside the bar.
        """
        super().__init__(parent)
        self._tabs: list[Tab] = []
        self._hovered = -1
        self._has_line = has_line
        self._is_focus_shown = False
        self._is_told = True
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.currentChanged.connect(self._on_current)
        self.set_tabs(tabs, current)

    def set_tabs(self, tabs: Sequence[Tab | tuple[str, str]], current: str = "") -> None:
        """Replace the tabs; the chosen one stays if it is still there."""
        keep = current or self.value()
        self._is_told = False
        while self.count():
            self.removeTab(0)
        self._tabs = [tab if isinstance(tab, Tab) else Tab(*tab) for tab in tabs]
        for tab in self._tabs:
            self.addTab(tab.text.replace("&", "&&"))
        self._is_told = True
        self.set_value(keep)
        self.updateGeometry()

    def set_count(self, tab_id: str, count: int | None) -> None:
        """Change the number beside a tab."""
        for at, tab in enumerate(self._tabs):
            if tab.id == tab_id:
                self._tabs[at] = Tab(tab.id, tab.text, count)
                self.setTabText(at, tab.text.replace("&", "&&"))
        self.updateGeometry()
        self.update()

    def value(self) -> str:
        """Id of the chosen tab."""
        at = self.currentIndex()
        return self._tabs[at].id if 0 <= at < len(self._tabs) else ""

    def values(self) -> tuple[str, ...]:
        """The ids of the tabs."""
        return tuple(tab.id for tab in self._tabs)

    def set_value(self, tab_id: str) -> None:
        """Choose without telling."""
        self._is_told = False
        for at, tab in enumerate(self._tabs):
            if tab.id == tab_id:
                self.setCurrentIndex(at)
        self._is_told = True

    def _on_current(self, at: int) -> None:
        if self._is_told and 0 <= at < len(self._tabs):
            self.changed.emit(self._tabs[at].id)

    def _inner_width(self, tab: Tab) -> float:
        wide = face("strong").width(tab.text)
        if tab.count is not None:
            wide += _COUNT_GAP + face("small", True).width(numbers.count(tab.count))
        return wide

    def tabSizeHint(self, index: int) -> QSize:
        """Words, count and the gap to the next."""
        tall = metrics.current().scaled(36)
        if not 0 <= index < len(self._tabs):
            return QSize(40, tall)
        return QSize(round(self._inner_width(self._tabs[index]) + _GAP + 0.5), tall)

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Tabs do not shrink."""
        return self.tabSizeHint(index)

    def minimumSizeHint(self) -> QSize:
        """The bar never holds a window open."""
        return QSize(0, metrics.current().scaled(36))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remember whether focus came by keyboard."""
        self._is_focus_shown = is_by_keyboard(event.reason(), self._is_focus_shown)
        super().focusInEvent(event)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        super().mouseMoveEvent(event)
        at = self.tabAt(event.position().toPoint())
        if at != self._hovered:
            self._hovered = at
            self.update()

    def leaveEvent(self, event: object) -> None:
        """Forget the pointer."""
        super().leaveEvent(event)  # type: ignore[arg-type]
        self._hovered = -1
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the hairline, the words and the line under the chosen tab."""
        painter = QPainter(self)
        tall = self.height()
        if self._has_line:
            painting.hairline(painter, 0, tall - 1, self.width(), tall, "line")
        for at, tab in enumerate(self._tabs):
            place = QRectF(self.tabRect(at))
            wide = self._inner_width(tab)
            rect = QRectF(place.left(), 0, wide + 1, tall - 2)
            is_on = at == self.currentIndex()
            ink = "text" if is_on or at == self._hovered else "text2"
            used = painting.text(painter, rect, tab.text, "strong", ink, elide="none")
            if tab.count is not None:
                rect.setLeft(rect.left() + used + _COUNT_GAP)
                words = numbers.count(tab.count)
                painting.text(painter, rect, words, "small", "text3", elide="none", numeric=True)
            if is_on:
                under = QRectF(place.left(), tall - 2, wide, 2)
                painting.box(painter, under, 1, "accent")
                if self.hasFocus() and self._is_focus_shown:
                    ring = QRectF(place.left() - 0, 4, wide, tall - 10).adjusted(-5, 0, 5, 0)
                    ring.setLeft(max(0.0, ring.left()))
                    painting.box(painter, ring, 6, None, "focus", 2.0)
