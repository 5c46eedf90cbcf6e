"""The language of the window: chosen once, before the first text is asked for.

The catalogues lie in Qt's own format (`words/tidemill_de.ts` for what the window says,
`words/tidemill_de_said.ts` for what services, checks and gates say; kept up by `make words`); what
Qt itself says, such as in the dialogs for files, comes from Qt's catalogues.
"""

import re
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import unescape

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from tidemill.base import words
from tidemill.base.phrasebook import Phrasebook
from tidemill.base.resources import resource
from tidemill.domain.options.of_computer import LANGUAGES
from tidemill.gui.kit import numbers

_SYSTEM = "system"


class _Spoken:
    """What this process speaks."""

    language = "en"


class Catalogue(QTranslator):
    """The translations of one language, as Qt asks for them."""

    def __init__(self, known: dict[str, str]) -> None:
        """Answer from pairs of a text and its translation."""
        super().__init__()
        self.known = known
        self.of_translation: dict[str, list[str]] = {}
        for text, said in known.items():
            self.of_translation.setdefault(said, []).append(text)

    def translate(
        self, _context: str, text: str | bytes, _about: object = None, _n: int = -1
    ) -> str | None:
        """The translation of a text; None where there is none, so that others are asked."""
        return self.known.get(text if isinstance(text, str) else text.decode())

    def isEmpty(self) -> bool:
        """Whether it knows no text at all."""
        return not self.known


def catalogue_file(language: str) -> Path:
    """Where the texts of a language lie that the window says."""
    return resource(f"words/tidemill_{language}.ts")


def said_file(language: str) -> Path:
    """Where the texts of a language lie that services, checks and gates say."""
    return resource(f"words/tidemill_{language}_said.ts")


@lru_cache(maxsize=8)
def catalogue(language: str) -> Catalogue:
    """The texts of a language; English has none, as texts are English in the code."""
    return Catalogue({} if language == "en" else finished(catalogue_file(language)))


_MESSAGE = re.compile(r"<source>([^<]*)</source>\s*<translation>([^<]+)</translation>")
_MARKS = {"&quot;": '"', "&apos;": "'"}


def finished(path: Path) -> dict[str, str]:
    """What is translated in a catalogue, by its lines: quicker than as XML, and a window waits."""
    text = path.read_text(encoding="utf-8")
    return {
        unescape(source, _MARKS): unescape(told, _MARKS) for source, told in _MESSAGE.findall(text)
    }


@lru_cache(maxsize=8)
def sentences(language: str) -> Phrasebook:
    """What services, checks and gates say, in a language other than English."""
    return Phrasebook(
        finished(said_file(language)),
        words=catalogue(language).known,
        numbers=numbers.as_written,
    )


def language_of(wish: str) -> str:
    """The language for a wish: one that there is, or what the system speaks, else English."""
    spoken = QLocale.system().uiLanguages() if wish == _SYSTEM else [wish]
    codes = (each.replace("_", "-").partition("-")[0].lower() for each in spoken)
    return next((code for code in codes if code in LANGUAGES), "en")


def speak(language: str) -> None:
    """Say everything in a language from now on; modules loaded before keep their words."""
    found = catalogue(language)
    known = found.known
    _Spoken.language = language
    if found.isEmpty():
        words.use(None)
        return
    words.use(
        lambda text: known.get(text, ""),
        lambda text: found.of_translation.get(text, ()),
        _in_region(sentences(language)),
    )


def _in_region(book: Phrasebook) -> words.Said:
    """Sentences with their numbers as the region writes them that is chosen by then."""
    written = numbers.region()

    def say(text: str) -> str:
        nonlocal written
        if written != numbers.region():
            written = numbers.region()
            book.forget()
        return book.said(text)

    return say


def begin() -> None:
    """Speak the language that the person wishes for: before any page is imported."""
    from tidemill.gui.shell import memory

    speak(language_of(memory.read().language))


def install(app: QCoreApplication) -> list[QTranslator]:
    """Let Qt say its own texts in the language too; returns what does."""
    language = _Spoken.language
    if language == "en":
        return []
    own = QTranslator(app)
    own.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    found = [own, catalogue(language)]
    for each in found:
        app.installTranslator(each)
    return found
