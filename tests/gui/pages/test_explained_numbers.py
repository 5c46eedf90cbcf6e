"""Each number on each page says what it means: by the pointer, by keyboard, to a screen reader."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from explained_looks import silent_cells, silent_labels, words_of
from PySide6.QtCore import QPoint
from shiboken6 import isValid

from tidemill.gui.kit import explained
from tidemill.gui.kit.charts.base import Chart
from tidemill.gui.shell.page import Page, PageView, discover
from tidemill.services import glossary
from tidemill.services.workspace import Workspace

Open = Callable[..., PageView]
every_page = pytest.mark.parametrize("page", discover(), ids=lambda page: page.id)


@pytest.fixture(autouse=True)
def known_words() -> Iterator[None]:
    """The glossary, as the window reads it when it has opened."""
    explained.learn(glossary.find)
    yield
    explained.learn(None)


@every_page
def test_every_number_on_a_page_explains_itself(
    page: Page, filled: Workspace, open_page: Open, page_context: Any
) -> None:
    silent: dict[str, str] = {}
    n_told = 0
    for _, address in page.picture_addresses(filled):
        view = open_page(page, address)
        host = page_context.sheet_host
        silent |= dict.fromkeys(map(words_of, silent_labels(host)), address)
        silent |= dict.fromkeys(silent_cells(host), address)
        n_told += len(list(explained.in_sight(host)))
        for sheet in page_context.sheets:
            if isValid(sheet):
                sheet.close_sheet()
        view.hide()
    assert silent == {}
    assert n_told or page.id in {"activity"}, "no number was there to be explained"


@every_page
def test_charts_of_figures_say_which(
    page: Page, filled: Workspace, open_page: Open, page_context: Any
) -> None:
    silent = {}
    for _, address in page.picture_addresses(filled):
        view = open_page(page, address)
        for chart in page_context.sheet_host.findChildren(Chart):
            if chart.isVisible() and chart.explained_at(QPoint()) is None:
                silent[f"{type(chart).__name__} {chart.name()}"] = address
        view.hide()
    assert {one for one in silent if not one.startswith("LineageChart")} == set()
