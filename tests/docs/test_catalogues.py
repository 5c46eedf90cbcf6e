"""The catalogues of other languages: complete, with the same holes, and nothing left over."""

import ast
import re
import sys
import xml.etree.ElementTree as ET
from importlib import util
from pathlib import Path

import pytest

from tidemill.domain.options.of_computer import LANGUAGES
from tidemill.gui import languages

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


CATALOGUES = [
    make_words.CATALOGUES / f"tidemill_{language}{part}.ts"
    for language in OTHERS
    for part in ("", make_words.SAID)
]
every_catalogue = pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def texts() -> dict[bool, dict[str, str]]:
    """What the window says, and what is said below it, by whether it is the latter."""
    found = {False: make_words.texts(), True: make_words.said_texts()}
    assert len(found[False]) > 3000
    assert len(found[True]) > 5000
    assert not found[False].keys() & found[True].keys()
    return found


@every_catalogue
def test_every_text_is_translated_and_none_is_left_over(texts, catalogue):
    wanted = texts[catalogue.stem.endswith(make_words.SAID)]
    known = make_words.known(catalogue)
    missing, left_over = wanted.keys() - known.keys(), known.keys() - wanted.keys()
    assert sorted(missing) == [], "Run `make words` and translate what it names as unfinished."
    assert sorted(left_over) == [], "Run `make words`."


@every_catalogue
def test_a_catalogue_is_written_as_make_words_writes_it(texts, catalogue, monkeypatch):
    wanted = texts[catalogue.stem.endswith(make_words.SAID)]
    monkeypatch.setattr(make_words, "texts_of", lambda _catalogue: wanted)
    written = catalogue.read_text(encoding="utf-8")
    assert written == make_words.catalogue_text(catalogue, make_words.known(catalogue))
    assert ET.fromstring(written).get("language") == catalogue.stem.split("_")[1]


@every_catalogue
def test_the_window_reads_a_catalogue_as_it_is_meant(catalogue):
    assert languages.finished(catalogue) == make_words.known(catalogue)


@every_catalogue
def test_a_translation_has_the_holes_of_its_text(catalogue):
    for text, translation in make_words.known(catalogue).items():
        # A hole for an English ending, such as the s of many, may go; a new one can't be filled.
        assert set(_HOLE.findall(translation)) <= set(_HOLE.findall(text)), text
        lost = set(_HOLE.findall(text)) - set(_HOLE.findall(translation))
        assert lost <= {"said"}, text
        assert text[-1:].isspace() == translation[-1:].isspace(), text


@pytest.mark.parametrize(
    "text",
    [
        "The column `{name}` is missing.",
        "{n:,} rows",
        "Nothing was changed.",
        "Random forest",
        "Precision",
        "mean absolute error",
        "; {names} differ",
        "Set aside: {reason}",
    ],
)
def test_what_people_read_is_taken(text):
    assert make_words.is_said(text)


@pytest.mark.parametrize(
    "text",
    [
        "select {columns} from t where {condition}",
        "create or replace view t as select 1",
        "coalesce({name}, -1)",
        '<path class="line" d="{points}"/>',
        "--share:{value}%",
        "model.train",
        "models/{name}",
        "https://{host}:{port}",
        "{name}.csv",
        "n_rows",
        "drift",
        "{value:.2f}",
        "%Y-%m-%d",
        "# cell {number}",
    ],
)
def test_code_keys_and_queries_are_not_taken(text):
    assert not make_words.is_said(text)


def _said_in(code: str) -> list[str]:
    return list(make_words._Said(ast.parse(code)).texts())


def test_f_strings_become_templates_whose_holes_are_named_by_what_stands_in_them():
    code = (
        'f"{len(rows):,} rows of {model.name} lack {self._column!r}: '
        '{a if b else c} {1 + 2} in {name}"'
    )
    assert _said_in(f"say({code})") == [
        "{n:,} rows of {name} lack {column!r}: {said} {value} in {name2}"
    ]
    assert _said_in("say(f'{a} rows and {a} rows')") == ["{a} rows and {a} rows"]
    assert _said_in("say(f'{when:%H:{x}} is a time')") == []


def test_what_nobody_reads_is_left_out_of_a_module():
    code = '''"""A docstring of a module."""
def f(x: "a type here") -> "another type":
    """A docstring."""
    assert x, "an assertion for us"
    if x == "some stored text":
        raise ValueError("For programmers only.")
    "one two".split()
    return known["some key here"], f"{n} {'row' if n == 1 else 'rows'} left", counted(n, "file")
'''
    assert sorted(_said_in(code)) == ["file", "files", "row", "rows", "{n} {said} left"]
