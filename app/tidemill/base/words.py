"""What the window says, in another language.

A text stands in the code in English and is its own key: `tr("{n} rows of {name}", n=3, name=name)`.
Where a language was chosen its translation is looked up and its holes are filled; one that has none
stays English. Who shows texts chooses the language before the first is asked for, as some are asked
for once, when their module is loaded (`gui.languages`).

What services, checks and gates say is English wherever it is made, stored, mailed and logged. The
window says it in its language with `spoken(text)`, where it shows it (decision 0045).
"""

from collections.abc import Callable, Sequence

Lookup = Callable[[str], str]
"""A text to its translation; the empty text where there is none."""
Back = Callable[[str], Sequence[str]]
"""A translation to the texts that have it."""
Said = Callable[[str], str]
"""A sentence put together in English to the same in another language; as it is if not known."""


class _Spoken:
    """The language of this process."""

    lookup: Lookup | None = None
    back: Back | None = None
    said: Said | None = None


def use(lookup: Lookup | None, back: Back | None = None, said: Said | None = None) -> None:
    """Look texts up from now on; by `back` what a translation is of, by `said` whole sentences."""
    _Spoken.lookup, _Spoken.back, _Spoken.said = lookup, back, said


def translated(text: str) -> str:
    """A text that stands elsewhere in the code, in the chosen language."""
    lookup = _Spoken.lookup
    return text if lookup is None else lookup(text) or text


def untranslated(text: str) -> tuple[str, ...]:
    """The texts of the code that a translation may be of, and what was given as it is."""
    back = _Spoken.back
    return (text,) if back is None else (*back(text), text)


def spoken(text: str) -> str:
    """What a service, a check or a stored sentence says, in the chosen language.

    For sentences, titles and reasons that the program made; never for names that people gave,
    for keys, or for what is compared, stored or handed over.
    """
    say = _Spoken.said
    return text if say is None or not text else say(text)


def tr_later(text: str) -> str:
    """A text that is a key as it stands; it is `translated` where it is shown."""
    return text


def tr(text: str, /, **values: object) -> str:
    """A text in the chosen language, its named holes filled as by `str.format`."""
    said = translated(text)
    return said.format(**values) if values else said
