"""Where a page's inspector stands: a column at the right, or a drawer in a narrow window."""

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget
from shiboken6 import isValid

from tidemill.gui.kit.inspector import Inspector
from tidemill.gui.kit.shadow import Shadow
from tidemill.gui.kit.sheet import Sheet


class InspectorSlot(QObject):
    """Holds the inspector of the page shown; emits `fold_asked` when the person closes it.

    Beside the page it lies in `row`; as a drawer it lies over `host`, inside `room`.
    """

    fold_asked = Signal()

    def __init__(self, host: QWidget, row: QHBoxLayout) -> None:
        """Put inspectors at the end of `row`, or over `host`."""
        super().__init__(host)
        self._host = host
        self._row = row
        self._widget: QWidget | None = None
        self._home: QWidget | None = None
        self._shadow: Shadow | None = None
        self._is_drawer = False

    def widget(self) -> QWidget | None:
        """The inspector that is held, shown or not."""
        return self._widget

    def set_widget(self, widget: QWidget | None, home: QWidget | None) -> None:
        """Hold another inspector; the former goes back to its page, hidden."""
        if widget is self._widget:
            return
        self._let_go()
        self._widget, self._home = widget, home
        if widget is not None and isinstance(widget, Inspector):
            widget.closed.connect(self.fold_asked)

    def arrange(self, is_shown: bool, is_drawer: bool, room: QRect) -> None:
        """Show or hide, beside the page or as a drawer within `room`."""
        widget = self._widget
        if widget is None:
            return
        if not is_shown:
            widget.hide()
            return
        if is_drawer != self._is_drawer or widget.parentWidget() is not self._host:
            self._row.removeWidget(widget)
            self._drop_shadow()
            widget.setParent(self._host)
            if is_drawer:
                self._shadow = Shadow(widget, 0, 1)
            else:
                self._row.addWidget(widget)
                widget.lower()  # a new child lies on top, also of an open sheet
            self._is_drawer = is_drawer
        if is_drawer:
            wide = widget.sizeHint().width()
            if widget.maximumWidth() == widget.minimumWidth():
                wide = widget.minimumWidth()
            widget.setGeometry(room.right() + 1 - wide, room.top(), wide, room.height())
            widget.show()
            widget.raise_()
            for sheet in self._host.findChildren(
                Sheet, options=Qt.FindChildOption.FindDirectChildrenOnly
            ):
                sheet.raise_()
        else:
            widget.show()

    def is_shown(self) -> bool:
        """Whether an inspector can be seen."""
        return self._widget is not None and self._widget.isVisible()

    def _let_go(self) -> None:
        widget, self._widget = self._widget, None
        self._drop_shadow()
        if widget is None or not isValid(widget):
            return
        if isinstance(widget, Inspector):
            widget.closed.disconnect(self.fold_asked)
        self._row.removeWidget(widget)
        widget.hide()
        if self._home is not None and isValid(self._home):
            widget.setParent(self._home)
            widget.hide()

    def _drop_shadow(self) -> None:
        shadow, self._shadow = self._shadow, None
        if shadow is not None and isValid(shadow):
            shadow.hide()
            shadow.deleteLater()
