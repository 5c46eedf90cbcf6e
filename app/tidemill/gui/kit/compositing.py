"""Whether the desktop can show what lies behind a translucent window."""

import ctypes
from functools import lru_cache

from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication, QPainterPath, QRegion


@lru_cache(maxsize=1)
def is_composited() -> bool:
    """False only on X11 without a compositing manager, as over many remote desktops.

    There a translucent edge is black. A manager owns the selection `_NET_WM_CM_S0` (Extended Window
    Manager Hints).
    """
    if QGuiApplication.platformName() != "xcb":
        return True
    try:
        x11 = ctypes.CDLL("libX11.so.6")
    except OSError:
        return True
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = x11.XGetSelectionOwner.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    if not display:
        return True
    atom = ctypes.c_ulong(x11.XInternAtom(display, b"_NET_WM_CM_S0", 0))
    owner = x11.XGetSelectionOwner(display, atom)
    x11.XCloseDisplay(display)
    return bool(owner)


def rounded(box: QRectF, radius: float) -> QRegion:
    """The region of a box with round corners, for the mask of a window."""
    path = QPainterPath()
    path.addRoundedRect(box, radius, radius)
    return QRegion(path.toFillPolygon().toPolygon())
