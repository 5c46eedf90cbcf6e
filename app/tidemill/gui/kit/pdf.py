"""Pages of HTML as a PDF file."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument

_DPI = 96
_MARGIN_MM = 18.0
_STYLE = (
    "body{font-family:Inter;font-size:10pt}h1{font-size:18pt}h2{font-size:13pt}"
    "th{text-align:left;font-weight:600;padding:3px 10px 3px 0}td{padding:3px 10px 3px 0}"
)


def pdf_of(title: str, body: str) -> bytes:
    """Write plain HTML (headings, paragraphs, tables) as A4 pages; scripts and styles do nothing.

    Needs no window and may run off the GUI thread.
    """
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("Tidemill")
    writer.setResolution(_DPI)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    document = QTextDocument()
    document.setDefaultStyleSheet(_STYLE)
    document.setHtml(f"<html><body>{body}</body></html>")
    document.setPageSize(writer.pageLayout().paintRectPixels(_DPI).size().toSizeF())
    document.print_(writer)
    del writer
    buffer.close()
    return bytes(data.data())
