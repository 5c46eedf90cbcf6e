"""The program's mark as files: PNG in all sizes and SVG for Linux, ICO for Windows, ICNS for macOS.

Drawn by the code that draws it in the window, so there is one mark and no file to keep in step.
"""

import os
import struct
from collections.abc import Sequence
from pathlib import Path

SIZES = (16, 22, 24, 32, 48, 64, 96, 128, 256, 512)
_ICO = (16, 24, 32, 48, 64, 128, 256)
_ICNS = {16: b"icp4", 32: b"icp5", 64: b"icp6", 128: b"ic07", 256: b"ic08", 512: b"ic09"}
"""Kinds of the pictures in an ICNS file that hold PNG data."""


def draw(folder: Path) -> None:
    """Write `tidemill-SIZE.png`, `tidemill.svg`, `tidemill.ico` and `tidemill.icns`."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from tidemill.gui.app import prepare
    from tidemill.gui.kit import icons, theme

    app = prepare(["tidemill"])
    theme.set_theme("light")
    folder.mkdir(parents=True, exist_ok=True)
    for size in {*SIZES, *_ICO, *_ICNS}:
        icons.app_mark(size).save(str(folder / f"tidemill-{size}.png"))
    draw_svg(folder / "tidemill.svg")
    pictures = {size: (folder / f"tidemill-{size}.png").read_bytes() for size in {*_ICO, *_ICNS}}
    (folder / "tidemill.ico").write_bytes(_ico([(size, pictures[size]) for size in _ICO]))
    (folder / "tidemill.icns").write_bytes(_icns(pictures))
    app.quit()


def draw_svg(path: Path) -> None:
    """Write the mark as lines and colours, for any size; Qt is running."""
    from PySide6.QtCore import QRectF, QSize
    from PySide6.QtGui import QPainter
    from PySide6.QtSvg import QSvgGenerator

    from tidemill.gui.kit import icons

    picture = QSvgGenerator()
    picture.setFileName(str(path))
    picture.setTitle("Tidemill")
    picture.setSize(QSize(256, 256))
    picture.setViewBox(QRectF(0, 0, 256, 256))
    painter = QPainter(picture)
    icons.paint_mark(painter, QRectF(0, 0, 256, 256))
    painter.end()


def _ico(pictures: Sequence[tuple[int, bytes]]) -> bytes:
    """An ICO file of PNG pictures: a header, an entry of 16 bytes each, the pictures."""
    start = 6 + 16 * len(pictures)
    head = struct.pack("<HHH", 0, 1, len(pictures))
    body = b""
    for size, data in pictures:
        side = size % 256  # 256 is written as 0
        head += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(data), start + len(body))
        body += data
    return head + body


def _icns(pictures: dict[int, bytes]) -> bytes:
    """An ICNS file: its length, then each picture with its kind and length."""
    body = b"".join(
        kind + struct.pack(">I", 8 + len(pictures[size])) + pictures[size]
        for size, kind in _ICNS.items()
    )
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


if __name__ == "__main__":
    import sys

    draw(Path(sys.argv[1]))
