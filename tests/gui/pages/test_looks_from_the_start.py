"""Every page in looks that a window has from its start on: longer words, screens of more dots.

A child of its own runs the pages: some texts are asked for once, when their module is loaded, and
Qt asks once how many dots a screen has for a pixel.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.timeout(600)


def pages_tried(
    *options: str, files: tuple[str, ...] = ("test_looks.py",), only: str = "usual", **around: str
) -> str:
    """Try every page in a child, in its usual look; returns what the child said."""
    own = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
    path = [str(TESTS / "plugins"), *filter(None, [own.get("PYTHONPATH")])]
    paths = [str(TESTS / "gui" / "pages" / name) for name in files]
    words = ["-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *options]
    child = subprocess.run(
        [sys.executable, *words, *paths, "-k", only],
        env={**own, "PYTHONPATH": os.pathsep.join(path), **around},
        cwd=TESTS.parent,
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    assert child.returncode == 0, child.stdout[-6000:] + child.stderr[-2000:]
    return child.stdout


def test_no_text_is_cut_where_all_are_four_tenths_longer():
    said = pages_tried("-p", "longer_words")
    told = re.search(r"^(\d+) texts were longer$", said, re.M)
    assert told is not None, said[-2000:]
    assert int(told[1]) > 1000


@pytest.mark.parametrize("factor", ["1.25", "1.5", "2"])
def test_nothing_is_cut_on_a_screen_of_more_dots(factor):
    said = pages_tried("-p", "dots_told", QT_SCALE_FACTOR=factor)
    told = re.search(r"^([0-9.]+) dots a pixel$", said, re.M)
    assert told is not None, said[-2000:]
    assert float(told[1]) == float(factor)


def test_a_german_window_cuts_nothing_and_still_explains_its_numbers():
    """Where a key of the program had been translated too, a page would end or say nothing."""
    pages_tried(
        *("-p", "german_words"),
        files=("test_looks.py", "test_explained_numbers.py"),
        only="usual or (number_on_a_page and not data) or charts_of_figures",
    )
