"""A store that another program holds: the window goes on, says so, and changes nothing by half."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tidemill.domain.models import ModelVersion
from tidemill.gui.pages.models.page import PAGE as MODELS
from tidemill.services import registry, runs

HOLD = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
"""


class Holder:
    """Another program with the store in its hands; `let_go` ends it."""

    def __init__(self, store: Path) -> None:
        # In a process of its own: two SQLite libraries in one undo each other's locks.
        self._process = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(store)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "held\n"

    def let_go(self) -> None:
        if self._process.poll() is None:
            self._process.communicate("\n", timeout=30)


@pytest.fixture
def holder(team: Any) -> Iterator[Holder]:
    made = Holder(team.workspace.folder / "tidemill.sqlite")
    yield made
    made.let_go()


def champion(team: Any) -> ModelVersion | None:
    return registry.find(team.workspace, "flights-late").champion


def test_a_run_keeps_its_name_until_the_store_is_free(
    view: Any, team: Any, holder: Holder, qtbot: QtBot
) -> None:
    key = runs.one(team.workspace, team.names[0]).pk
    view.acts.changer.rename(key, "other-name")
    qtbot.waitUntil(lambda: view._model.state.problem is not None)
    assert view._model.state.problem.message == "Another program holds tidemill.sqlite locked."
    assert "Nothing was changed" in view._model.state.problem.hint
    assert runs.one(team.workspace, team.names[0]).pk == key
    holder.let_go()
    view.acts.changer.rename(key, "other-name")
    qtbot.waitUntil(lambda: view._model.state.problem is None)
    qtbot.waitUntil(lambda: not view.context.operations.under_way())
    assert runs.one(team.workspace, "other-name").pk == key


def test_a_rollback_that_met_a_held_store_did_not_happen(
    open_page: Any, team: Any, holder: Holder, qtbot: QtBot
) -> None:
    before = champion(team)
    view = open_page(MODELS, "models/flights-late")
    view.roll_back()
    qtbot.waitUntil(lambda: view._model.state.problem is not None)
    assert "holds tidemill.sqlite locked" in view._model.state.problem.message
    assert champion(team) == before
