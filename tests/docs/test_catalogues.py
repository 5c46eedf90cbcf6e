"""The catalogues of other languages: complete, with the same holes, and nothing left over."""

import re
import sys
import xml.etree.ElementTree as ET
from importlib import util
from pathlib import Path

import pytest

from tidemill.domain.options.of_computer import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]


def _script():
    """The script that keeps the catalogues up; it is no module of the program."""
    spec = util.spec_from_file_location("make_words", ROOT / "docs" / "make_words.py")
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    sys.modules["make_words"] = module
    spec.loader.exec_module(module)
    return module


make_words = _script()
OTHERS = sorted(set(LANGUAGES) - {"en"})
_HOLE = re.compile(r"(?<!\{)\{(\w+)")


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    found = make_words.texts()
    assert len(found) > 3000
    return found


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_of_the_window_is_translated_and_none_is_left_over(texts, language):
    known = make_words.known(make_words.CATALOGUES / f"tidemill_{language}.ts")
    missing, left_over = texts.keys() - known.keys(), known.keys() - texts.keys()
    assert sorted(missing) == [], "Run `make words` and translate what it names as unfinished."
    assert sorted(left_over) == [], "Run `make words`."


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_is_written_as_make_words_writes_it(language):
    path = make_words.CATALOGUES / f"tidemill_{language}.ts"
    written = path.read_text(encoding="utf-8")
    assert written == make_words.catalogue_text(language, make_words.known(path))
    assert ET.fromstring(written).get("language") == language


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_holes_of_its_text(language):
    known = make_words.known(make_words.CATALOGUES / f"tidemill_{language}.ts")
    for text, translation in known.items():
        # A hole for an English ending, such as the s of many, may go; a new one can't be filled.
        assert set(_HOLE.findall(translation)) <= set(_HOLE.findall(text)), text
        lost = set(_HOLE.findall(text)) - set(_HOLE.findall(translation))
        assert lost <= {"said"}, text
        assert text[-1:].isspace() == translation[-1:].isspace(), text
