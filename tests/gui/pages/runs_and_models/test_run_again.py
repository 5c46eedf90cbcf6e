"""Running a run again from its page: the button, what came of it, and what can't be run again."""

import json
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tidemill.domain.recipes import Task
from tidemill.domain.reproductions import Cause, because, compared
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.chips import Chip
from tidemill.gui.pages.experiments.page import PAGE
from tidemill.services import reproductions, runs
from tidemill.services.workspace import Workspace
from tidemill.store import runs as rows

CANDIDATE = "23" + "ab" * 15


@pytest.fixture
def part(workspace: Workspace, team: Any, open_page: Any, settle: Any) -> Any:
    """The page of a run whose rows are known."""
    run = runs.one(workspace, CANDIDATE)
    with workspace.store.write() as tx:
        rows.put_values(tx, run.pk, params={"rows_hash": "1" * 32})
    view = open_page(PAGE, f"experiments/{CANDIDATE}")
    settle(view)
    return view.one


def came_out(by: float) -> Any:
    """What comes of running it again where each answer differs by so much."""
    truth, said = np.array([0, 1, 1, 0]), np.array([0.25, 0.5, 0.75, 0.5])
    found = compared(Task.BINARY, truth, said, said + by, {"auc": 0.875})
    return because(found, [Cause("library", "Other libraries: numpy 1.0 then, 2.0 now.")])


def keep(workspace: Workspace, found: Any) -> None:
    run = runs.one(workspace, CANDIDATE)
    told = found.to_dict() | {"by": "tester", "at": "2026-01-01T00:00:00.000000Z"}
    data = json.dumps({"times": [told]}).encode()
    with workspace.store.write() as tx:
        path = reproductions.REPRODUCED_FILE
        rows.put_artifact(tx, run.pk, path, workspace.blobs.put_bytes(data), len(data))


def words(widget: Any) -> list[str]:
    return [one.text() for one in widget.findChildren(QLabel)]


def chips(widget: Any) -> list[str]:
    return [one.text() for one in widget.findChildren(Chip)]


def test_a_click_runs_it_again_and_the_page_says_that_the_same_came_out(
    part: Any,
    workspace: Workspace,
    done_by_worker: Any,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    settle: Any,
) -> None:
    asked = []

    def ask(_workspace: Workspace, text: str) -> int:
        asked.append(text)
        keep(workspace, came_out(0.0))
        return int(done_by_worker("run.reproduce", "1"))

    monkeypatch.setattr(reproductions, "ask", ask)
    button = part.inspector().again
    assert isinstance(button, Button)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "same result twice" in " ".join(chips(part.inspector())))
    settle(part)
    assert asked == [CANDIDATE]
    assert "Equal: all 4 answers on the hold-out are the same bit for bit." in words(
        part.inspector()
    )


def test_what_differs_is_told_with_why(
    part: Any, workspace: Workspace, qtbot: QtBot, settle: Any
) -> None:
    keep(workspace, came_out(0.125))
    qtbot.waitUntil(lambda: "other result" in " ".join(chips(part.inspector())))
    settle(part)
    said = words(part.inspector())
    assert "Other libraries: numpy 1.0 then, 2.0 now." in said
    assert any(one.startswith("Different: 4 of 4 answers") for one in said)


def test_a_run_of_a_script_has_no_button(team: Any, open_page: Any, settle: Any) -> None:
    view = open_page(PAGE, f"experiments/{CANDIDATE}")
    settle(view)
    assert view.one.inspector().again is None
    assert "run.again" not in [one.id for one in view.one.commands()]
