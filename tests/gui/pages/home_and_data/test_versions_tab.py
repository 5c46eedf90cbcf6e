"""The Versions tab: two compared, one deleted and brought back, data that came again named."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.domain.watches import FileState
from tidemill.gui.pages.data.page import PAGE
from tidemill.services import dataset_trash, datasets
from tidemill.services.workspace import Workspace
from tidemill.store import files

Open = Callable[..., Any]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def tab(open_page: Open, filled: Any, qtbot: QtBot) -> Any:
    """The versions of flights: four, the newest first."""
    view = open_page(PAGE, "data/flights/versions")
    qtbot.waitUntil(view.is_settled)
    return view


def run(view: Any, command_id: str) -> None:
    next(c for c in view.commands() if c.id == command_id).run()


def test_any_two_versions_are_compared(tab: Any, page_context: Any, qtbot: QtBot) -> None:
    versions = tab.dataset.versions
    versions.table.select_keys([1, 4])
    qtbot.mouseClick(versions.bar.button("compare"), LEFT)
    assert page_context.navigated[-1] == "tidemill://data/flights/diff/1..4"
    versions.table.select_keys([3])
    assert versions.bar.button("compare").words() == "Compare with the one before"
    run(tab, "data.versions.compare")
    assert page_context.navigated[-1] == "tidemill://data/flights/diff/2..3"
    versions.table.clear_selection()
    versions.table.set_current(None)
    run(tab, "data.versions.compare")
    assert page_context.navigated[-1] == "tidemill://data/flights/diff/3..4"


def test_the_first_version_has_none_before_it(tab: Any) -> None:
    versions = tab.dataset.versions
    versions.table.select_keys([1])
    assert not versions.bar.button("compare").isEnabled()
    assert "data.versions.compare" not in [c.id for c in tab.commands()]


def test_a_version_goes_into_the_trash_and_comes_back(
    tab: Any, qtbot: QtBot, workspace: Workspace
) -> None:
    versions = tab.dataset.versions
    versions.table.select_keys([4])
    run(tab, "data.versions.delete")
    qtbot.waitUntil(lambda: tab.version_acts.sheet is not None or versions._discarded != ())
    if tab.version_acts.sheet is not None:
        assert "can't be made again" in tab.version_acts.sheet._text.text()
        tab.version_acts.sheet.accepted.emit()
    qtbot.waitUntil(lambda: versions._discarded == ("flights@4",))
    assert [v.number for v in datasets.find(workspace, "flights").versions] == [1, 2, 3]
    assert versions.restore.words() == "Bring v4 back"
    qtbot.mouseClick(versions.restore, LEFT)
    qtbot.waitUntil(lambda: versions._discarded == ())
    assert not dataset_trash.listed(workspace)


def test_a_version_whose_rows_others_hold_stays_and_says_why(
    tab: Any, qtbot: QtBot, page_context: Any
) -> None:
    tab.dataset.versions.table.select_keys([2])
    run(tab, "data.versions.delete")
    qtbot.waitUntil(lambda: bool(page_context.problems))
    assert "can't go alone" in page_context.problems[-1].message


def test_data_that_came_again_is_named_beside_its_version(
    tab: Any, qtbot: QtBot, workspace: Workspace
) -> None:
    with workspace.store.write() as tx:
        key = files.insert(
            tx,
            watch_id=None,
            dataset="flights",
            path="/in/again.parquet",
            n_bytes=1,
            modified_ns=1,
            by="ada",
            outcome="Waiting",
        )
        outcome = "Skipped: same data as v3, in a new file"
        files.update(tx, key, state=str(FileState.SKIPPED), outcome=outcome)
    tab._model.reload_dataset()
    table = tab.dataset.versions.table
    model = table.table_model()
    qtbot.waitUntil(lambda: "same data again in again.parquet" in model.text(1, 4))
