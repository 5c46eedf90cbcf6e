"""The order of texts in a region: `ä` beside `a` in German, behind `z` in Swedish, 2 before 10.

By the collation of the Unicode CLDR, which Qt asks of ICU on Linux, of the system elsewhere.
"""

import threading
from typing import cast

from PySide6.QtCore import QCollator, QLocale

from tidemill.base import collation


class _Rule:
    """Places of texts in a locale; each thread asks a collator of its own."""

    def __init__(self, locale: QLocale) -> None:
        self._locale = locale
        self._own = threading.local()

    def __call__(self, text: str) -> collation.Place:
        collator = getattr(self._own, "collator", None)
        if collator is None:
            collator = self._own.collator = QCollator(self._locale)
            collator.setNumericMode(True)
        return cast(collation.Place, collator.sortKey(text))


def follow(locale: QLocale) -> None:
    """Let texts stand as in a locale from now on; the locale C has no order but code points."""
    if locale.language() == QLocale.Language.C:
        collation.choose("", None)
    elif collation.name() != locale.name():
        collation.choose(locale.name(), _Rule(locale))
