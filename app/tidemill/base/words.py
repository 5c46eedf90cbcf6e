"""What the window says, in another language.

A text stands in the code in English and is its own key: `tr("{n} rows of {name}", n=3, name=name)`.
Where a language was chosen its translation is looked up and its holes are filled; one that has none
stays English. Who shows texts chooses the language before the first is asked for, as some are asked
for once, when their module is loaded (`gui.languages`).
"""

from collections.abc import Callable

Lookup = Callable[[str], str]
"""A text to its translation; the empty text where there is none."""


class _Spoken:
    """The language of this process."""

    lookup: Lookup | None = None


def use(lookup: Lookup | None) -> None:
    """Look texts up from now on; with None they stay as they are."""
    _Spoken.lookup = lookup


def translated(text: str) -> str:
    """A text that stands elsewhere in the code, in the chosen language."""
    lookup = _Spoken.lookup
    return text if lookup is None else lookup(text) or text


def tr(text: str, /, **values: object) -> str:
    """A text in the chosen language, its named holes filled as by `str.format`."""
    said = translated(text)
    return said.format(**values) if values else said
