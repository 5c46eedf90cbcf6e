"""What the list of runs keeps for the next time it is opened."""

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tidemill.gui.pages.experiments import listing
from tidemill.gui.pages.experiments.page import PAGE
from tidemill.services import run_list


def test_the_columns_of_many_runs_are_kept_once_it_is_quiet(
    open_page: Any, team: Any, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_list, "_SMALL", 2)
    monkeypatch.setattr(listing, "_KEEP_MS", 1)
    view = open_page(PAGE, "experiments")
    qtbot.waitUntil(lambda: view.state_word() == "ready")
    current = team.workspace.folder / "cache" / "runs" / "current"
    qtbot.waitUntil(current.exists)
