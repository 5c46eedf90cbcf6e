"""Decoding pictures that runs kept: off the GUI thread, within bounds."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

if TYPE_CHECKING:
    from tidemill.services.run_files import Preview

MOST_SIDE = 2_400
"""A larger picture is read in a smaller size."""
_MOST_MEGABYTES = 512


def with_picture(preview: "Preview") -> "tuple[Preview, QImage | None]":
    """Decode the picture of a preview; where that fails its note says why."""
    if preview.kind != "image":
        return preview, None
    data = QByteArray(preview.image)
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    reader.setAllocationLimit(_MOST_MEGABYTES)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > MOST_SIDE:
        small = size.scaled(QSize(MOST_SIDE, MOST_SIDE), Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(small)
    picture = reader.read()
    if picture.isNull():
        words = f"The picture can't be read: {reader.errorString()}."
        return replace(preview, kind="none", image=b"", note=words), None
    note = f"{size.width():,} by {size.height():,} pixels" if size.isValid() else ""
    return replace(preview, image=b"", note=note), picture
