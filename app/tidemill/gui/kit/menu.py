"""Menus with round corners."""

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from tidemill.gui.kit import compositing, key_map, metrics
from tidemill.gui.kit.icons import icon as lucide


class Menu(QMenu):
    """A menu from tokens; connect to `triggered` or to the actions it returns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty menu."""
        super().__init__(parent)
        self.setWindowFlags(
            self.windowFlags()
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.NoDropShadowWindowHint
        )
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setToolTipsVisible(True)

    def add(
        self,
        text: str,
        icon: str | None = None,
        shortcut: str = "",
        value: object = None,
        is_enabled: bool = True,
        is_checked: bool | None = None,
        tooltip: str = "",
    ) -> QAction:
        """Add an item; `value` is kept as the action's data, the shortcut is only shown.

        It is the id of a key in `key_map`, or keys.
        """
        action = QAction(text.replace("&", "&&"), self)
        if icon is not None:
            action.setIcon(lucide(icon))
        if keys := key_map.ways(shortcut):
            action.setShortcut(QKeySequence(keys[0]))
            # The page's own command answers the key; here it is only told.
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.setData(value)
        action.setEnabled(is_enabled)
        action.setToolTip(tooltip)
        if is_checked is not None:
            action.setCheckable(True)
            action.setChecked(is_checked)
        self.addAction(action)
        return action

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the corners off where the desktop could not show what lies behind them."""
        super().resizeEvent(event)
        if not compositing.is_composited():
            radius = metrics.current().radius_card
            self.setMask(compositing.rounded(QRectF(self.rect()), radius))

    def open_below(self, anchor: QWidget, is_right_aligned: bool = False) -> None:
        """Open under a widget."""
        spot = anchor.mapToGlobal(QPoint(0, anchor.height() + 4))
        if is_right_aligned:
            spot = anchor.mapToGlobal(
                QPoint(anchor.width() - self.sizeHint().width(), anchor.height() + 4)
            )
        self.popup(spot)
