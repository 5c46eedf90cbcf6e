"""A plugin for a child: the window speaks a language of longer words, from its first module on.

A text is as long as its translation may be: four tenths more letters, its holes as they are. The
last line says how many texts were asked for.
"""

import re

import pytest

from tidemill.base import words

_said: set[str] = set()


def longer(text: str) -> str:
    """A text as it would be in a language of longer words."""
    _said.add(text)
    letters = re.sub(r"\{[^}]*\}", "", text).strip()
    end = len(text.rstrip())
    return text[:end] + "~" * round(0.4 * len(letters)) + text[end:]


_of: dict[str, str] = {}


def _noted(text: str) -> str:
    said = longer(text)
    _of[said] = text
    return said


words.use(_noted, lambda said: (_of[said],) if said in _of else ())


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Say how many texts went through."""
    print(f"{len(_said)} texts were longer")
