"""What the window says, in another language.

A text stands in the code in English and is its own key: `tr("{n} rows of {name}", n=3, name=name)`.
Where a language was chosen its translation is looked up and its holes are filled; one that has none
stays English. Who shows texts chooses the language before the first is asked for, as some are asked
for once, when their module is loaded (`gui.languages`).
"""

from collections.abc import Callable, Sequence

Lookup = Callable[[str], str]
"""A text to its translation; the empty text where there is none."""
Back = Callable[[str], Sequence[str]]
"""A translation to the texts that have it."""


class _Spoken:
    """The language of this process."""

    lookup: Lookup | None = None
    back: Back | None = None


def use(lookup: Lookup | None, back: Back | None = None) -> None:
    """Look texts up from now on, and by `back` what a translation is of; None: none is."""
    _Spoken.lookup, _Spoken.back = lookup, back


def translated(text: str) -> str:
    """A text that stands elsewhere in the code, in the chosen language."""
    lookup = _Spoken.lookup
    return text if lookup is None else lookup(text) or text


def untranslated(text: str) -> tuple[str, ...]:
    """The texts of the code that a translation may be of, and what was given as it is."""
    back = _Spoken.back
    return (text,) if back is None else (*back(text), text)


def tr_later(text: str) -> str:
    """A text that is a key as it stands; it is `translated` where it is shown."""
    return text


def tr(text: str, /, **values: object) -> str:
    """A text in the chosen language, its named holes filled as by `str.format`."""
    said = translated(text)
    return said.format(**values) if values else said
