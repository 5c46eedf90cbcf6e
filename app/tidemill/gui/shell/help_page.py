"""A page of the guide, drawn in the program's own fonts and colours."""

from collections.abc import Callable

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import (
    QDesktopServices,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.fonts import font
from tidemill.gui.kit.theme import colour

_LINE = 145
"""Height of a line over that of its letters, in hundredths."""

_FENCE = QTextFormat.Property.BlockCodeFence
_ROLES = {1: "display", 2: "title", 3: "h2", 4: "h3"}


def _is_strong(form: QTextCharFormat) -> bool:
    return form.fontWeight() > QFont.Weight.Normal


class HelpPage(QTextBrowser):
    """Shows Markdown; emits `wanted(link)` for a link within the guide.

    Others open in the system's browser, as the person asked.
    """

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it empty."""
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setAccessibleName(tr("Page of the guide"))
        self.document().setDocumentMargin(28)
        self.anchorClicked.connect(self._on_link)
        self._markdown = ""

    def show_markdown(self, text: str) -> None:
        """Show a page from its top."""
        self._markdown = text
        document = self.document()
        document.setDefaultFont(font("body"))
        document.setMarkdown(text, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
        self._dress()
        self.setTextCursor(QTextCursor(document))  # it would be kept in sight at the end
        self.verticalScrollBar().setValue(0)

    def retheme(self) -> None:
        """Take the new colours and fonts; the place is kept."""
        if self._markdown:
            at = self.verticalScrollBar().value()
            self.show_markdown(self._markdown)
            self.verticalScrollBar().setValue(at)

    def go_to(self, mark: str, name: Callable[[str], str]) -> bool:
        """Bring a heading to the top; `name` says what a link calls a heading."""
        block = self.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and name(block.text()) == mark:
                top = self.document().documentLayout().blockBoundingRect(block).top()
                self.verticalScrollBar().setValue(round(top) - 8)
                self.setTextCursor(QTextCursor(block))
                return True
            block = block.next()
        return False

    def _dress(self) -> None:
        """Give lines room, headings their role, code its letters and ground."""
        mono, link, ground = font("mono"), colour("accent_text"), colour("sunken")
        block = self.document().begin()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        while block.isValid():
            level = block.blockFormat().headingLevel()
            cursor.setPosition(block.position())
            look = QTextBlockFormat()
            height = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
            is_code = block.blockFormat().hasProperty(_FENCE)
            if is_code:
                look.setBackground(ground)
            else:
                look.setLineHeight(_LINE, height)
            if not is_code and block.textList() is None and not cursor.currentTable():
                look.setTopMargin(10)
                look.setBottomMargin(10)
            if level:
                look.setTopMargin(22 if level > 1 else 0)
                look.setBottomMargin(8)
            cursor.mergeBlockFormat(look)
            pieces = block.begin()
            spans = []
            while not pieces.atEnd():
                piece = pieces.fragment()
                spans.append((piece.position(), piece.length(), piece.charFormat()))
                pieces += 1
            for start, length, form in spans:
                cursor.setPosition(start)
                cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
                if not (
                    level or is_code or form.fontFixedPitch() or form.isAnchor() or _is_strong(form)
                ):
                    continue  # most words are as they should be
                if level:
                    form.setFont(font(_ROLES[min(level, 4)]))
                elif is_code or form.fontFixedPitch():
                    form.setFont(mono)
                    form.setBackground(ground)
                if form.isAnchor():
                    form.setForeground(link)
                    form.setFontUnderline(True)
                if _is_strong(form) and not level:
                    form.setFont(font("strong"))
                cursor.setCharFormat(form)
            block = block.next()
        cursor.endEditBlock()

    def _on_link(self, url: QUrl) -> None:
        if url.scheme() in {"http", "https"}:
            QDesktopServices.openUrl(url)
        else:
            self.wanted.emit(url.toString(QUrl.ComponentFormattingOption.PrettyDecoded))
