"""Who did something: a person's initials, or the worker's cog."""

from zlib import crc32

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from tidemill.gui.kit import metrics, painting
from tidemill.gui.kit.fonts import Face, font
from tidemill.gui.kit.icons import paint_icon
from tidemill.gui.kit.theme import current, on_forget

WORKER = "Worker"

_faces: dict[int, Face] = {}


def initials(name: str) -> str:
    """Up to two letters for a name: `IK` for Ines Kaya, `MO` for mara.oduya."""
    words = name.replace(".", " ").replace("_", " ").replace("-", " ").split()
    if not words:
        return "?"
    if len(words) == 1:
        return words[0][:2].upper()
    return (words[0][0] + words[-1][0]).upper()


def _small_face(size: int) -> Face:
    known = _faces.get(size)
    if known is None:
        made = QFont(font("h3"))
        made.setPixelSize(max(8, round(size * 0.41)))
        known = _faces[size] = Face(made)
    return known


def paint_avatar(painter: QPainter, rect: QRectF, name: str, is_worker: bool = False) -> None:
    """Paint an avatar into a square."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    if is_worker:
        painter.setBrush(painting.tint("sunken"))
        painter.drawEllipse(rect)
        side = round(rect.width() * 0.6)
        spot = QRectF(0, 0, side, side)
        spot.moveCenter(rect.center())
        paint_icon(painter, spot, "cog", "text2")
        return
    tokens = current()
    at = (crc32(name.casefold().encode()) >> 7) % len(tokens.avatar_tints)
    painter.setBrush(QColor(tokens.avatar_tints[at]))
    painter.drawEllipse(rect)
    look = _small_face(round(rect.width()))
    words = initials(name)
    painter.setFont(look.font)
    painter.setPen(QColor(tokens.avatar_texts[at]))
    left = rect.center().x() - look.width(words) / 2
    painter.drawText(round(left), look.baseline(rect.top(), rect.height()), words)


class Avatar(QLabel):
    """A person's initials, or the worker's cog, in a circle; the name is in the tooltip."""

    def __init__(
        self,
        name: str = WORKER,
        is_worker: bool = False,
        size: int = 20,
        parent: QWidget | None = None,
    ) -> None:
        """Show who; the size is 20 in tables and 26 in the rail."""
        super().__init__(parent)
        self._is_worker = is_worker
        self._side = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_person(name, is_worker)

    def set_person(self, name: str, is_worker: bool = False) -> None:
        """Change who is shown."""
        self._is_worker = is_worker
        self.setText(name)
        self.setToolTip(name)
        self.setAccessibleName(name)
        self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        side = metrics.current().scaled(self._side)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """The circle does not shrink."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the circle."""
        painter = QPainter(self)
        paint_avatar(painter, QRectF(self.rect()), self.text(), self._is_worker)


on_forget(_faces.clear)
