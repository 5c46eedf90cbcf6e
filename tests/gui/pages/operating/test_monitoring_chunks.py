"""How a model's rows are cut, from its page; and what its toasts take back."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.base.errors import NeedsYou
from tidemill.domain.cuts import Cut, Unit
from tidemill.domain.models import Model
from tidemill.gui.pages.monitoring.chunk_sheet import ChunkSheet
from tidemill.gui.pages.monitoring.page import PAGE
from tidemill.gui.pages.monitoring.view import MonitoringView
from tidemill.services import muting
from tidemill.services.monitoring import cuts
from tidemill.services.workspace import Workspace

Open = Callable[..., MonitoringView]
LEFT = Qt.MouseButton.LeftButton
ENTER = Qt.Key.Key_Return
WAIT = 30_000


def opened_sheet(view: MonitoringView, qtbot: QtBot) -> ChunkSheet:
    qtbot.mouseClick(view.charts.chunks, LEFT)
    qtbot.waitUntil(lambda: isinstance(view.sheet, ChunkSheet), timeout=WAIT)
    assert isinstance(view.sheet, ChunkSheet)
    return view.sheet


def pick(sheet: ChunkSheet, unit: Unit, qtbot: QtBot) -> None:
    """Choose one of the ways with the keys."""
    for _ in Unit:
        if sheet.unit() is not unit:
            qtbot.keyClick(sheet.by, Qt.Key.Key_Down)
    assert sheet.unit() is unit


def test_rows_are_cut_by_so_many_and_the_toast_takes_it_back(
    workspace: Workspace, watched_model: Model, open_page: Open, page_context: Any, qtbot: QtBot
) -> None:
    name = watched_model.name
    view = open_page(PAGE, f"monitoring/{name}")
    sheet = opened_sheet(view, qtbot)
    assert sheet.unit() is Unit.FILE
    assert not sheet.primary.isEnabled()  # it is so already
    assert sheet.rows.isHidden()
    pick(sheet, Unit.ROWS, qtbot)
    assert sheet.rows.isVisibleTo(sheet)
    assert sheet.primary.text() == "Cut by 1,000 rows"
    sheet.rows.edit.clear()
    qtbot.keyClicks(sheet.rows.edit, "5")
    assert not sheet.primary.isEnabled()  # so few say nothing
    qtbot.keyClicks(sheet.rows.edit, "00")
    qtbot.keyClick(sheet.rows.edit, ENTER)
    qtbot.waitUntil(lambda: view.sheet is None and bool(page_context.toasts), timeout=WAIT)
    assert cuts.of_model(workspace, name) == Cut(Unit.ROWS, 500)
    assert page_context.workers == ["asked"]
    words, action, undo = page_context.toasts[-1]
    assert (words, action) == ("Its rows are looked at by 500 rows", "Undo")
    undo()
    qtbot.waitUntil(lambda: len(page_context.toasts) > 1, timeout=WAIT)
    assert page_context.toasts[-1][0].startswith("Took back: let the rows of")
    assert page_context.toasts[-1][1] == ""
    assert cuts.of_model(workspace, name) == Cut()


def test_a_cut_that_the_data_does_not_allow_is_refused_in_the_sheet(
    watched_model: Model, open_page: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise NeedsYou("flights has no time column.", "Cut by rows or by file.")

    monkeypatch.setattr(cuts, "_check", refuse)
    view = open_page(PAGE, f"monitoring/{watched_model.name}")
    sheet = opened_sheet(view, qtbot)
    pick(sheet, Unit.WEEK, qtbot)
    assert sheet.primary.text() == "Cut by week"
    qtbot.mouseClick(sheet.primary, LEFT)
    qtbot.waitUntil(lambda: bool(view.view_model.state.failure), timeout=WAIT)
    assert view.sheet is sheet
    assert "no time column" in sheet.failure.accessibleName()


def test_the_toast_of_a_muted_column_takes_it_back_and_retraining_offers_no_way_back(
    workspace: Workspace, watched_model: Model, open_page: Open, page_context: Any, qtbot: QtBot
) -> None:
    view = open_page(PAGE, f"monitoring/{watched_model.name}")
    view.ask_to_mute("humidity")
    assert view.sheet is not None
    qtbot.keyClicks(view.sheet.field.edit, "It means nothing")
    qtbot.keyClick(view.sheet.field.edit, ENTER)
    qtbot.waitUntil(lambda: bool(page_context.toasts), timeout=WAIT)
    assert page_context.toasts[-1][1] == "Undo"
    view.view_model.retrain()
    qtbot.waitUntil(lambda: len(page_context.toasts) > 1, timeout=WAIT)
    words, action, _ = page_context.toasts[-1]
    assert words.startswith("Retraining flights-late is job")
    assert action == ""  # the muting before it is not what this did
    page_context.toasts[0][2]()
    qtbot.waitUntil(lambda: len(page_context.toasts) > 2, timeout=WAIT)
    assert muting.of_model(workspace, watched_model.name) == ()
