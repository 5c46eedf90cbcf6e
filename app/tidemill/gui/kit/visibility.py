"""Showing and hiding parts, also before they have a place."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def show_if(widget: QWidget, is_shown: bool) -> None:
    """Show or hide a part of a page.

    A part that has no parent yet is only prepared: `setVisible(True)` would open it as a window
    of its own for a moment, which takes the focus from the real one.
    """
    if widget.parentWidget() is not None:
        widget.setVisible(is_shown)
    elif not is_shown:
        widget.hide()
    else:
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_Hidden, False)
