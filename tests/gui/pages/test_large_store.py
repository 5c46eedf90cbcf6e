"""Every page on a large store: 20,000 runs, 2,000 files that arrived.

No page waits for it, shows an error or takes long turns of the loop, and what it lists can be
scrolled to its end.
"""

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tidemill.gui.kit.table import LazyTable
from tidemill.gui.shell.page import Page, PageView, discover
from tidemill.services import watching
from tidemill.services import workspace as spaces
from tidemill.services.workspace import Workspace
from tidemill.store import files

Open = Callable[..., PageView]
N_RUNS, N_FILES = 20_000, 2_000
BENCH = Path(__file__).resolve().parents[2] / "bench"

every_page = pytest.mark.parametrize("page", discover(), ids=lambda page: page.id)


@pytest.fixture(scope="module")
def large_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace made once, by plain inserts, and read by all."""
    sys.path.insert(0, str(BENCH))
    try:
        run_stores = import_module("run_stores")
    finally:
        sys.path.remove(str(BENCH))
    folder = tmp_path_factory.mktemp("large") / "store"
    run_stores.make(folder, N_RUNS)
    inbox = folder.with_name("inbox")
    inbox.mkdir()
    opened = spaces.open_existing(folder)
    one = watching.add(opened, inbox, dataset="parts")
    seen = [(str(inbox / f"part-{n}.csv"), 1_000 + n, n) for n in range(N_FILES)]
    with opened.store.write() as tx:
        files.insert_seen(tx, one, seen, "Waiting")
    opened.close()
    return folder


@pytest.fixture
def workspace(large_store: Path) -> Iterator[Workspace]:
    opened = spaces.open_existing(large_store)
    yield opened
    opened.close()


@every_page
def test_a_page_stands_on_a_large_store_and_its_lists_end(
    page: Page, workspace: Workspace, open_page: Open, page_context: Any, qtbot: QtBot
) -> None:
    view = open_page(page)
    assert view.state_word() != "error"
    for table in view.findChildren(LazyTable):
        if not table.isVisible():
            continue
        bar = table.verticalScrollBar()
        while bar.value() < bar.maximum():
            bar.setValue(bar.maximum())
            qtbot.waitUntil(view.is_settled)
    assert page_context.problems == []


def test_all_runs_and_files_are_told(workspace: Workspace, open_page: Open, qtbot: QtBot) -> None:
    pages = {page.id: page for page in discover()}
    runs = open_page(pages["experiments"])
    model = runs.runs.table.table_model()
    runs.runs.table.verticalScrollBar().setValue(runs.runs.table.verticalScrollBar().maximum())
    assert model.rowCount() > 10_000
    runs.hide()
    automations = open_page(pages["automations"])
    qtbot.waitUntil(lambda: automations.view_model.state.n_files == N_FILES)
