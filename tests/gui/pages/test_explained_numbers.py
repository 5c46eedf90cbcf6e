"""Each number on each page says what it means: by the pointer, by keyboard, to a screen reader."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from tidemill.gui.kit import explained
from tidemill.gui.kit.charts.base import Chart
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.table import LazyTable
from tidemill.gui.shell.page import Page, PageView, discover
from tidemill.services import glossary
from tidemill.services.workspace import Workspace

Open = Callable[..., PageView]
every_page = pytest.mark.parametrize("page", discover(), ids=lambda page: page.id)

NUMBER = re.compile(r"[±+−]?\s?[€$£]?\d[\d,.]*\s?(%|ms|s|min|h|[kMG]?B|sd)?(\s(to|of|→|/)\s.*\d)?")
"""A label that is a number and nothing else; words with a number in them explain themselves."""

NAMES = {"Rows", "Rows to label", "Example rows", "Errors side by side"}
"""Tables of a person's own rows: their values are the data itself."""


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


def silent_labels(host: QWidget) -> list[Label]:
    """Labels that are a number which nothing explains."""
    found = [one for one in host.findChildren(Label) if one.isVisible()]
    numeric = [one for one in found if NUMBER.fullmatch(one.text().strip())]
    return [one for one in numeric if not is_told(one, host)]


def is_told(label: QWidget | None, host: QWidget) -> bool:
    """Whether a widget or one it stands in explains the number."""
    while label is not None and label is not host:
        number = explained.number_of(label)
        if number is not None:
            return explained.explanation(number) is not None
        label = label.parentWidget()
    return False


def words_of(label: Label) -> str:
    above, chain = label.parentWidget(), []
    while above is not None and len(chain) < 4:
        chain.append(type(above).__name__)
        above = above.parentWidget()
    return f"{label.text()} in {' < '.join(chain)}"


def silent_cells(host: QWidget) -> Iterator[str]:
    """Columns of figures in which a cell of digits explains nothing."""
    for table in host.findChildren(LazyTable):
        if not table.isVisible() or table.accessibleName() in NAMES:
            continue
        model = table.table_model()
        for at, column in enumerate(model.columns):
            if column.term == "-":
                continue
            for row in range(min(4, model.rowCount())):
                words = model.text(row, at)
                is_figure = bool(column.terms) and any(sign.isdigit() for sign in words)
                if not is_figure and NUMBER.fullmatch(words.strip()) is None:
                    continue
                if model.index(row, at).data(Qt.ItemDataRole.WhatsThisRole) is None:
                    yield f"{column.title} ({column.id}) of {table.accessibleName()}: {words}"
                    break


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
