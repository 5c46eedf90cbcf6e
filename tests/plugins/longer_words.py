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


words.use(longer)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Say how many texts went through."""
    print(f"{len(_said)} texts were longer")
