"""Opens pages of a workspace in a German window and lists the English sentences in it.

A program of its own, as a language is chosen before the first page is imported:
`python listed_sentences.py WORKSPACE OUT.json`.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel, QWidget

from tidemill.gui import languages

MOST_OF_A_PAGE = 6
WORDS = 4
"""Words from which on a text is a sentence: shorter ones may be names, or the same in both."""


def main(workspace: Path, out: Path) -> None:
    """Speak German, then import and open the pages."""
    languages.speak("de")
    from tidemill.gui import pictures
    from tidemill.gui.app import prepare

    prepare()
    book = languages.sentences("de")
    german = set(book.translations.values())
    english: dict[str, str] = {}
    pages: list[str] = []
    n_german = 0
    with pictures.opened(workspace, (1440, 900)) as window:
        shown: dict[str, int] = {}
        for name, address, page in pictures.views_of(window):
            shown[page.id] = shown.get(page.id, 0) + 1
            if shown[page.id] > MOST_OF_A_PAGE:
                continue
            pictures.show(window, address, "light", (1440, 900))
            pages.append(name)
            for text in set(texts_of(window)):
                n_german += text in german
                told = book._said(text)
                if len(text.split()) >= WORDS and told != text and differs(text, told):
                    english[text] = address
    out.write_text(json.dumps({"english": english, "german": n_german, "pages": pages}))


def differs(text: str, told: str) -> bool:
    """Whether more than the way of writing numbers is another."""
    return [c for c in text if c.isalpha()] != [c for c in told if c.isalpha()]


def texts_of(window: QWidget) -> Iterator[str]:
    """What can be read in a window, and what a screen reader is told."""
    from tidemill.gui.kit.table import LazyTable

    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        yield from (widget.accessibleName(), widget.accessibleDescription(), widget.toolTip())
        if isinstance(widget, QLabel):
            yield widget.text()
        if isinstance(widget, LazyTable):
            yield from cells_of(widget.table_model())
        elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
            yield from cells_of(widget.model())


def cells_of(model: QAbstractItemModel) -> Iterator[str]:
    """The words of the first rows of a table."""
    for row in range(min(model.rowCount(), 8)):
        for column in range(model.columnCount()):
            said = model.index(row, column).data(Qt.ItemDataRole.DisplayRole)
            if isinstance(said, str):
                yield said


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
