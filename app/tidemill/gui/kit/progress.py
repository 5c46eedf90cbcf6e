"""Progress: a thin bar, a turning ring, a share as a bar."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QSizePolicy, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import motion, painting, working
from tidemill.gui.kit.status import paint_ring

_STEPS = 10_000


def paint_bar(
    painter: QPainter,
    rect: QRectF,
    share: float,
    token: str = "accent",
    track: str | None = "sunken",
    alpha: float = 1.0,
) -> None:
    """Paint a bar that is filled from 0 to `share` of its width."""
    radius = rect.height() / 2
    if track is not None:
        painting.box(painter, rect, radius, track)
    filled = QRectF(rect)
    filled.setWidth(max(rect.height(), rect.width() * min(1.0, max(0.0, share))))
    if share > 0:
        tone = painting.tint(token)
        if alpha < 1:
            tone = type(tone)(tone)
            tone.setAlphaF(alpha)
        painting.box(painter, filled, radius, tone)


class Progress(QProgressBar):
    """A thin bar that never runs backwards; without a share a short part travels."""

    def __init__(
        self,
        share: float | None = 0.0,
        height: int = 6,
        token: str = "accent",
        name: str = tr("Progress"),
        parent: QWidget | None = None,
    ) -> None:
        """Make a bar; `share` is from 0 to 1, None where the end is not known."""
        super().__init__(parent)
        self._tall = height
        self._token = token
        self.setTextVisible(False)
        self.setRange(0, _STEPS)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._is_open = False
        self.set_share(share)

    def set_share(self, share: float | None) -> None:
        """Move on; a smaller share than the one shown is ignored until `restart`."""
        self._is_open = share is None
        if share is None:
            if self.isVisible():
                working.attach(self)
        else:
            working.detach(self)
            self.setValue(max(self.value(), round(min(1.0, max(0.0, share)) * _STEPS)))
        self.update()

    def restart(self) -> None:
        """Begin again at nothing, for another job."""
        self.setValue(0)

    def share(self) -> float:
        """The share shown, from 0 to 1."""
        return max(0, self.value()) / _STEPS

    def showEvent(self, event: QShowEvent) -> None:
        """Travel again."""
        super().showEvent(event)
        if self._is_open:
            working.attach(self)

    def hideEvent(self, event: QHideEvent) -> None:
        """Let the clock rest while out of sight."""
        super().hideEvent(event)
        working.detach(self)

    def sizeHint(self) -> QSize:
        """Thin."""
        return QSize(120, self._tall)

    def minimumSizeHint(self) -> QSize:
        """Thin, and as short as need be."""
        return QSize(24, self._tall)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint track and bar."""
        painter = QPainter(self)
        rect = QRectF(0, round((self.height() - self._tall) / 2), self.width(), self._tall)
        if not self._is_open:
            paint_bar(painter, rect, self.share(), self._token)
            return
        painting.box(painter, rect, self._tall / 2, "sunken")
        part = rect.width() * 0.3
        at = 0.35 if motion.is_reduced() else working.turn()
        moving = QRectF(rect.left() + (rect.width() - part) * at, rect.top(), part, rect.height())
        painting.box(painter, moving, self._tall / 2, self._token)


class Bar(QLabel):
    """A share as a bar that does not move, for small tables of shares."""

    def __init__(
        self,
        share: float,
        token: str = "accent",
        height: int = 6,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Show a share from 0 to 1; `name` says it in words."""
        super().__init__(parent)
        self._share = share
        self._token = token
        self._tall = height
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_share(self, share: float, token: str | None = None) -> None:
        """Change the share, and the colour if given."""
        self._share = share
        self._token = token or self._token
        self.update()

    def sizeHint(self) -> QSize:
        """Thin."""
        return QSize(120, self._tall)

    def minimumSizeHint(self) -> QSize:
        """Thin, and as short as need be."""
        return QSize(24, self._tall)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint track and bar."""
        painter = QPainter(self)
        rect = QRectF(0, round((self.height() - self._tall) / 2), self.width(), self._tall)
        paint_bar(painter, rect, self._share, self._token)


class Ring(QLabel):
    """A turning ring for work without a known end."""

    def __init__(
        self, size: int = 14, name: str = tr("Working"), parent: QWidget | None = None
    ) -> None:
        """Make a ring; `name` says what is being done."""
        super().__init__(parent)
        self._side = size
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def showEvent(self, event: QShowEvent) -> None:
        """Turn."""
        super().showEvent(event)
        working.attach(self)

    def hideEvent(self, event: QHideEvent) -> None:
        """Let the clock rest while out of sight."""
        super().hideEvent(event)
        working.detach(self)

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(self._side, self._side)

    def minimumSizeHint(self) -> QSize:
        """The ring does not shrink."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ring."""
        painter = QPainter(self)
        paint_ring(painter, QRectF(0, 0, self._side, self._side), width=max(1.6, self._side / 8))
