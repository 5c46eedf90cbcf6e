"""The command palette at 100,000 runs: from typed words to what the pages find, beside one run."""

import time
from functools import partial
from pathlib import Path

import run_stores
from lines import Line, median

from tidemill.gui.shell.page import discover
from tidemill.services import workspace as workspaces
from tidemill.services.workspace import Workspace

WORDS = ("b", "brave", "late", "no such name", "zz")
"""A letter that many names have, words that some have, and such as none has: all must be read."""


def measure(folder: Path) -> list[Line]:
    """The slowest of some words, the median of five rounds each."""
    with (
        workspaces.opened(run_stores.shared(folder, 100_000)) as many,
        workspaces.opened(run_stores.shared(folder, 1)) as one,
    ):
        took = max(median(partial(_taken, many, words)) for words in WORDS)
        floor = max(median(partial(_taken, one, words)) for words in WORDS)
    words = f"palette, slowest of {len(WORDS)} words, 100,000 runs"
    return [Line(words, took * 1e3, floor * 1e3, 50.0, "≤ 50 ms", "ms")]


def _taken(workspace: Workspace, words: str) -> float:
    """Seconds until every page has said what it finds, as one typed letter asks of them."""
    finders = [page.find for page in discover() if page.find is not None]
    began = time.perf_counter()
    for find in finders:
        find(workspace, words)
    return time.perf_counter() - began
