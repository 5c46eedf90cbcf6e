"""Models page: two versions judged on different rows are compared on rows that both answer."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.base.errors import NeedsYou
from tidemill.gui.pages.models.page import PAGE
from tidemill.services import further_answers, model_diffs, registry, runs
from tidemill.services.training.predictions import Predictions
from tidemill.services.workspace import Workspace
from tidemill.store import runs as run_rows

FILE = "predictions.npz"
ADDRESS = "models/flights-late/3/difference/1"


def click(qtbot: QtBot, widget: Any) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


@pytest.fixture
def answered(team: Any) -> Callable[[], None]:
    """The first version was judged on other rows; calling it stands in for what a worker keeps."""
    workspace: Workspace = team.workspace
    pk = registry.version(workspace, "flights-late@1").run_pk
    blob = runs.find(workspace, [pk])[0].artifacts[FILE]
    data = workspace.blobs.get_bytes(blob)
    one = Predictions.from_bytes(data)
    rows = one.rows + 100_000
    other = Predictions(one.task, one.levels, rows, one.values, one.truth).to_bytes()

    def put(blob: str, n_bytes: int) -> None:
        with workspace.store.write() as tx:
            run_rows.put_artifact(tx, pk, FILE, blob, n_bytes)
            tx.feed("model", "flights-late")

    put(workspace.blobs.put_bytes(other), len(other))
    return lambda: put(blob, len(data))


def test_they_are_asked_for_by_a_button_and_shown_once_answered(
    open_page: Any,
    settle: Any,
    qtbot: QtBot,
    team: Any,
    answered: Callable[[], None],
    done_by_worker: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def ask(_workspace: Workspace, before: str, after: str) -> int:
        asked.append((before, after))
        answered()
        return int(done_by_worker("model.answer", after))

    monkeypatch.setattr(further_answers, "ask", ask)
    view = open_page(PAGE, ADDRESS)
    settle(view)
    part = view.part.difference
    assert part.common_rows.isVisible()
    click(qtbot, part.common_rows.ask)
    qtbot.waitUntil(lambda: not part.common_rows.isVisible(), timeout=30_000)
    settle(view)
    assert asked == [("flights-late@1", "flights-late@3")]
    known = model_diffs.diff(team.workspace, "flights-late@1", "flights-late@3", is_quick=True)
    assert known.answers.n_rows
    assert part.summary.text() == known.summary
    assert part.cards["answers"].table.table_model().rowCount() == len(known.answers.rows)


def test_answers_that_somebody_else_asked_for_are_shown_as_they_come(
    open_page: Any, settle: Any, qtbot: QtBot, team: Any, answered: Callable[[], None]
) -> None:
    view = open_page(PAGE, ADDRESS)
    settle(view)
    part = view.part.difference
    assert part.common_rows.isVisible()
    answered()
    qtbot.waitUntil(lambda: not part.common_rows.isVisible(), timeout=30_000)
    settle(view)
    assert "judged on different rows" not in part.summary.text()


def test_why_it_can_not_be_done_is_said_and_the_button_stays(
    open_page: Any,
    settle: Any,
    qtbot: QtBot,
    answered: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_workspace: Workspace, _before: str, _after: str) -> int:
        raise NeedsYou("Nothing can be compared fairly.", "Add newer rows.")

    monkeypatch.setattr(further_answers, "ask", refuse)
    view = open_page(PAGE, ADDRESS)
    settle(view)
    part = view.part.difference
    click(qtbot, part.common_rows.ask)
    qtbot.waitUntil(lambda: view._told.told.problem is not None, timeout=30_000)
    settle(view)
    assert part._problem.isVisible()
    assert part.common_rows.isVisible()
    assert not part.common_rows.ask.is_busy()


def test_versions_judged_on_the_same_rows_need_no_such_button(
    open_page: Any, settle: Any, team: Any
) -> None:
    view = open_page(PAGE, ADDRESS)
    settle(view)
    assert not view.part.difference.common_rows.isVisible()
