"""Every page on a large store: 20,000 runs, 500 models, 2,000 files that arrived.

No page waits for it, shows an error or takes long turns of the loop, and what it lists can be
scrolled to its end.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import large_stores
import pytest
from pytestqt.qtbot import QtBot

from tidemill.gui.kit.scroll import VScroll
from tidemill.gui.kit.table import LazyTable
from tidemill.gui.shell.page import PageView, discover
from tidemill.services import runs
from tidemill.services import workspace as spaces
from tidemill.services.workspace import Workspace

Open = Callable[..., PageView]
pytestmark = pytest.mark.slow_loop(
    "the lists of models, services and automations make each row of hundreds at once"
)

SIZE = large_stores.Size(n_runs=20_000, n_models=500, n_files=2_000, n_chunks=4)

PAGES = {page.id: page for page in discover()}
ONE, OTHER = large_stores.name_of(8), large_stores.name_of(7)
ADDRESSES = [
    *PAGES,
    *(f"models/{OTHER}", f"models/{OTHER}/3", f"models/{OTHER}/3/gates"),
    *(f"monitoring/{ONE}", "monitoring/flights-late", f"deployments/{ONE}", "automations/1005"),
    *("monitoring/incidents/10089", "monitoring/alert-rules"),
    *("data/flights", "data/flights/2", "data/flights/2/rows", "data/flights/versions"),
]
"""What each page shows of all, and what it shows of one of them."""


@pytest.fixture(scope="module")
def large_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace made once, by plain inserts, and read by all."""
    return large_stores.make(tmp_path_factory.mktemp("large"), SIZE)


@pytest.fixture
def workspace(large_store: Path) -> Iterator[Workspace]:
    opened = spaces.open_existing(large_store)
    yield opened
    opened.close()


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_stands_on_a_large_store_and_its_lists_end(
    address: str, workspace: Workspace, open_page: Open, page_context: Any, qtbot: QtBot
) -> None:
    view = open_page(PAGES[address.split("/", maxsplit=1)[0]], address)
    assert view.state_word() != "error"
    for table in view.findChildren(LazyTable):
        if not table.isVisible():
            continue
        bar = table.verticalScrollBar()
        while bar.value() < bar.maximum():
            bar.setValue(bar.maximum())
            qtbot.waitUntil(view.is_settled)
    assert page_context.problems == []


def test_all_that_there_is_is_told(workspace: Workspace, open_page: Open, qtbot: QtBot) -> None:
    experiments = open_page(PAGES["experiments"])
    table = experiments.runs.table
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    assert table.table_model().rowCount() > 0.9 * SIZE.n_runs
    experiments.hide()
    automations = open_page(PAGES["automations"])
    qtbot.waitUntil(lambda: automations.view_model.state.n_files == SIZE.n_files + 1)
    automations.hide()
    models = open_page(PAGES["models"]).models
    bar = models.findChild(VScroll).verticalScrollBar()

    def are_all_there() -> bool:
        bar.setValue(bar.maximum())
        return len(models.rows) == SIZE.n_models + 1

    qtbot.waitUntil(are_all_there)


def test_runs_among_very_many_are_opened_and_compared(
    workspace: Workspace, open_page: Open, page_context: Any
) -> None:
    found = [run.id for run in runs.newest_named(workspace, "calm", 5)]
    for address in (f"experiments/{found[0]}", f"experiments/compare/{','.join(found)}"):
        view = open_page(PAGES["experiments"], address)
        assert view.state_word() != "error"
        view.hide()
    assert page_context.problems == []
