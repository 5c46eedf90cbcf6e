"""Own code in the Train sheet: a file is named, its functions or cells are ticked."""

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from tidemill.gui.pages.data.page import PAGE
from tidemill.services import activity, jobs
from tidemill.services.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton
CODE = """
from tidemill import step, estimator

@step
def shaped(table):
    "Twice as far."
    table["twice"] = 2 * table["distance"]
    return table

def other(table):
    return table

@estimator
def mine(seed):
    return None
"""


@pytest.fixture
def sheet(open_page: Any, page_context: Any, qtbot: QtBot, flights: Any) -> Any:
    """The sheet with all suggestions read."""
    assert flights
    view = open_page(PAGE, "data/flights/train")
    qtbot.waitUntil(lambda: bool(page_context.sheets))
    found = page_context.sheets[0]
    qtbot.waitUntil(lambda: found.model.state.leaks is not None)
    qtbot.waitUntil(lambda: not page_context.operations.is_busy("train."), timeout=30_000)
    qtbot.waitUntil(view.is_settled)
    return found


@pytest.fixture
def name(sheet: Any, qtbot: QtBot) -> Any:
    """Names a file in the sheet as a person types it, and waits until it was looked at."""

    def named(path: Path) -> Any:
        sheet.choices.code.path.set_path(str(path))
        qtbot.waitUntil(
            lambda: sheet.model.state.code.path == str(path) and not sheet.model.state.code.is_read,
            timeout=30_000,
        )
        return sheet.choices.code

    return named


def _tick(part: Any, qtbot: QtBot, row: int) -> None:
    place = part.list.visualRect(part.list.ticks.index(row)).center()
    qtbot.mouseClick(part.list.viewport(), LEFT, pos=QPoint(20, place.y()))


def _settle(sheet: Any, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not sheet.model.state.code.is_read, timeout=30_000)


def test_marked_functions_are_ticked_and_go_with_the_training(
    sheet: Any, name: Any, qtbot: QtBot, workspace: Workspace, tmp_path: Path, page_context: Any
) -> None:
    path = tmp_path / "mine.py"
    path.write_text(CODE)
    part = name(path)
    assert [one.key for one in sheet.model.state.code.options] == ["shaped", "mine", "other"]
    assert sheet.model.state.code.ticked == ("shaped", "mine")
    assert "Activity notes your choice" in part._words.text()
    _tick(part, qtbot, 1)
    _settle(sheet, qtbot)
    assert sheet.model.state.code.ticked == ("shaped",)
    with qtbot.waitSignal(sheet.closed, timeout=30_000):
        qtbot.mouseClick(sheet.primary, LEFT)
    qtbot.waitUntil(lambda: bool(page_context.navigated), timeout=30_000)
    (job,) = jobs.newest(workspace)
    (own,) = job.params["recipe"]["own"]
    assert (own["file"], own["function"], own["source"]) == ("mine.py", "shaped", CODE)
    assert "own" not in job.params["estimators"]
    (entry,) = activity.recent(workspace, kind="own code").entries
    assert entry.sentence == "chose mine.py:shaped as own code to run here"


def test_an_own_estimator_is_tried_beside_the_others_or_alone(
    sheet: Any, name: Any, qtbot: QtBot, workspace: Workspace, tmp_path: Path, page_context: Any
) -> None:
    path = tmp_path / "mine.py"
    path.write_text(CODE)
    name(path)
    for one in tuple(sheet.model.state.chosen):
        sheet.model.switch(one, False)
    assert sheet.primary.isEnabled()
    with qtbot.waitSignal(sheet.closed, timeout=30_000):
        qtbot.mouseClick(sheet.primary, LEFT)
    qtbot.waitUntil(lambda: bool(page_context.navigated), timeout=30_000)
    (job,) = jobs.newest(workspace)
    assert job.params["estimators"] == ["own"]


def test_cells_of_a_notebook_are_ticked_in_their_order_and_hidden_state_is_told(
    sheet: Any, name: Any, qtbot: QtBot, tmp_path: Path
) -> None:
    sources = ["factor = 2", "df['twice'] = df['distance'] * factor", "%%bash\nls"]
    cells = [
        {"cell_type": "code", "source": s, "execution_count": k} for k, s in enumerate(sources)
    ]
    path = tmp_path / "look.ipynb"
    path.write_text(json.dumps({"nbformat": 4, "cells": cells}))
    part = name(path)
    assert sheet.model.state.code.table == "df"
    assert part.table.text() == "df"
    _tick(part, qtbot, 1)
    _settle(sheet, qtbot)
    assert "uses factor, which cell 1 makes and is not chosen" in part._problem.text()
    assert not sheet.primary.isEnabled()
    _tick(part, qtbot, 0)
    _settle(sheet, qtbot)
    assert "makes after it in the order chosen" in part._problem.text()
    _tick(part, qtbot, 1)
    _settle(sheet, qtbot)
    _tick(part, qtbot, 1)
    _settle(sheet, qtbot)
    code = sheet.model.state.code
    assert code.ticked == (1, 2)
    assert code.steps[0].source.startswith("# cell 1\n")
    assert sheet.primary.isEnabled()
    part.table.set_text("table")
    _settle(sheet, qtbot)
    assert "uses df" in part._problem.text()
    sheet.close_sheet()


def test_a_file_that_is_no_step_is_told_and_taken_back(
    sheet: Any, name: Any, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "mine.py"
    path.write_text("def f(:\n")
    part = name(path)
    assert "can't be read as Python in line 1" in part._problem.text()
    assert not sheet.primary.isEnabled()
    part.path.set_path("")
    qtbot.waitUntil(lambda: not sheet.model.state.code.path, timeout=30_000)
    _settle(sheet, qtbot)
    assert sheet.primary.isEnabled()
    assert sheet.model.state.code.steps == ()
    sheet.close_sheet()
