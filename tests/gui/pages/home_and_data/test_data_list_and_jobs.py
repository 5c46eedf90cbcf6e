"""The list as table and cards with chosen columns, the schema rules, the job at work."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.base import places
from tidemill.domain.jobs import JobRequest, JobState
from tidemill.gui.pages.data import list_memory
from tidemill.gui.pages.data.columns_popover import ColumnsPopover
from tidemill.gui.pages.data.page import PAGE
from tidemill.gui.shell import kept_file
from tidemill.services import jobs, workers
from tidemill.services.workspace import Workspace
from tidemill.store import jobs as job_rows

Open = Callable[..., Any]
LEFT = Qt.MouseButton.LeftButton
READING = "Reading flights.csv: 0.2 of 1.0 GB, 1,300,000 rows"


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> str:
    """Both themes."""
    return str(request.param)


def begun(workspace: Workspace, dataset: str = "flights", message: str = READING) -> int:
    """A job of a dataset as the worker would have it under way."""
    worker = workers.register(workspace, "worker")
    with workspace.store.write() as tx:
        key = job_rows.insert(tx, JobRequest("dataset.ingest", {"dataset": dataset, "files": []}))
        values = {"claimed_by": worker, "progress": 0.2, "message": message}
        job_rows.update(tx, key, state=str(JobState.RUNNING), **values)
    return key


def columns_of(view: Any) -> list[str]:
    model = view.listing.table.table_model()
    return [model.headerData(i, Qt.Orientation.Horizontal) for i in range(model.columnCount())]


@pytest.mark.usefixtures("filled")
def test_columns_of_the_list_are_hidden_and_shown_again(open_page: Open, qtbot: QtBot) -> None:
    view = open_page(PAGE)
    qtbot.mouseClick(view.listing.columns, LEFT)
    [popover] = view.listing.findChildren(ColumnsPopover)
    popover.list.toggled.emit("new_rows", False)
    popover.list.toggled.emit("folder", False)
    assert view.listing.columns.text() == "Columns, 2 hidden"
    assert "New rows" not in columns_of(view)
    assert "From" not in columns_of(view)
    assert view.listing.table.source().row_count() == 2
    popover.list.toggled.emit("folder", True)
    assert "From" in columns_of(view)
    popover.close()


@pytest.mark.usefixtures("filled")
def test_the_look_of_the_list_is_the_same_the_next_time(
    open_page: Open, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "settings" / "settings.json"
    monkeypatch.setattr(places, "settings_file", lambda: kept)
    monkeypatch.setattr(kept_file, "_PAUSE_MS", 1)
    view = open_page(PAGE)
    qtbot.mouseClick(view.listing.columns, LEFT)
    [popover] = view.listing.findChildren(ColumnsPopover)
    popover.list.toggled.emit("folder", False)
    popover.close()
    view.listing.shape.set_value("cards")
    view.listing.shape.changed.emit("cards")
    path = list_memory.look_file(view.context.workspace)
    qtbot.waitUntil(lambda: list_memory.read(path).shape == "cards")
    again = open_page(PAGE)
    qtbot.waitUntil(lambda: again.listing.columns.text() == "Columns, 1 hidden")
    assert again.listing.shape.value() == "cards"
    assert "From" not in columns_of(again)


@pytest.mark.parametrize("line", ["", "[]", "{", '{"shape": 3, "hidden": "x"}', "\x00"])
def test_an_odd_file_of_the_lists_look_is_the_usual_look(tmp_path: Path, line: str) -> None:
    path = tmp_path / "look.json"
    path.write_text(line)
    assert list_memory.read(path) == list_memory.ListLook()


def test_the_usual_look_of_the_list_keeps_no_file(tmp_path: Path) -> None:
    path = tmp_path / "look.json"
    other = list_memory.ListLook("cards", frozenset({"folder"}))
    list_memory.write(path, other)
    assert list_memory.read(path) == other
    list_memory.write(path, list_memory.ListLook())
    assert not path.exists()


@pytest.mark.usefixtures("filled")
def test_the_shown_version_is_compared_with_the_one_before_by_a_button(
    open_page: Open, page_context: Any, qtbot: QtBot
) -> None:
    view = open_page(PAGE, "data/flights")
    qtbot.waitUntil(lambda: view.state_word() == "ready")
    assert view.dataset.compare.isVisible()
    loaded = view._model.dataset.loaded
    qtbot.mouseClick(view.dataset.compare, LEFT)
    before, after = loaded.pair
    assert page_context.navigated[-1] == f"tidemill://data/flights/diff/{before}..{after}"


@pytest.mark.usefixtures("filled")
def test_the_list_as_cards_opens_and_filters_datasets_too(
    open_page: Open, page_context: Any, qtbot: QtBot, theme: str
) -> None:
    assert theme
    view = open_page(PAGE)
    view.listing.shape.set_value("cards")
    view.listing._on_shape("cards")
    qtbot.waitUntil(view.is_settled)
    assert list(view.listing.cards.cards) == ["flights", "carriers"]
    assert not view.listing.cards.isHidden()
    assert view.listing.fitted.isHidden()
    assert "1 file set aside" in view.listing.cards.cards["flights"].accessibleName()
    assert not view.grab().isNull()
    qtbot.keyClicks(view.listing.field.edit, "carr")
    assert list(view.listing.cards.cards) == ["carriers"]
    qtbot.mouseClick(view.listing.cards.cards["carriers"], LEFT)
    assert page_context.navigated == ["tidemill://data/carriers"]


@pytest.mark.usefixtures("filled")
def test_schema_rules_lead_to_the_sentences_of_the_dataset(open_page: Open, qtbot: QtBot) -> None:
    view = open_page(PAGE, "data/flights")
    assert view.schema_rules in view.bar_actions()
    view.schema_rules.click()
    qtbot.waitUntil(lambda: view.is_settled() and view.dataset.checks.rules.isVisible())
    assert view.address() == ["flights", "checks"]
    qtbot.waitUntil(lambda: not view.dataset.checks._is_rules_wanted)


@pytest.mark.usefixtures("flights")
def test_the_job_of_a_dataset_shows_how_far_it_is_and_is_stopped(
    open_page: Open, workspace: Workspace, qtbot: QtBot, theme: str
) -> None:
    assert theme
    view = open_page(PAGE, "data/flights")
    strip = view.dataset.job
    assert strip.isHidden()
    begun(workspace, "another")
    key = begun(workspace)
    qtbot.waitUntil(lambda: not strip.isHidden())
    assert strip._words.text() == READING
    assert strip._progress.share() == pytest.approx(0.2)
    with workspace.store.write() as tx:
        job_rows.insert(tx, JobRequest("dataset.ingest", {"dataset": "flights", "files": []}))
        job_rows.update(tx, key, progress=0.5, message="Profiling flights.csv")
    qtbot.waitUntil(lambda: strip._words.text() == "Profiling flights.csv")
    qtbot.waitUntil(lambda: strip._more.text() == "1 more queued")
    assert strip._progress.share() == pytest.approx(0.5)
    assert not view.grab().isNull()
    qtbot.mouseClick(strip.stop, LEFT)
    qtbot.waitUntil(lambda: strip._words.text() == "Stopping")
    assert jobs.find(workspace, key).cancel_asked
    assert not strip.stop.isEnabled()
    with workspace.store.write() as tx:
        for job in job_rows.still_open(tx.connection):
            job_rows.update(tx, job.id, state=str(JobState.CANCELLED))
    qtbot.waitUntil(strip.isHidden)
