"""Runs and versions that learned with an older preparation say so and can be learned anew."""

import json
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tidemill.domain.recipes import Recipe, Task
from tidemill.gui.pages.experiments.page import PAGE as RUNS
from tidemill.gui.pages.models.page import PAGE as MODELS
from tidemill.services import runs, shared_preparations, trainings
from tidemill.services.registry import MODEL_FILE, RECIPE_FILE
from tidemill.services.workspace import Workspace
from tidemill.store import runs as rows
from tidemill.store.schema import model_version

LEFT = Qt.MouseButton.LeftButton
CANDIDATE = "23" + "ab" * 15
RECIPE = Recipe("late", Task.BINARY, ("a",), preparation_settings={"max_onehot": 30})


@pytest.fixture
def shared(workspace: Workspace, team: Any) -> Any:
    """The candidate learned with the first version of a preparation; the second stands."""
    made = shared_preparations.save(workspace, "usual", RECIPE)
    run = runs.one(workspace, CANDIDATE)
    data = json.dumps(made.instead(RECIPE).to_dict()).encode()
    with workspace.store.write() as tx:
        rows.put_values(tx, run.pk, params={"preparation": made.address})
        for path in (RECIPE_FILE, MODEL_FILE):
            rows.put_artifact(tx, run.pk, path, workspace.blobs.put_bytes(data), len(data))
        tx.run(
            sa.update(model_version)
            .where(model_version.c.run_pk == run.pk)
            .values(recipe=made.instead(RECIPE).to_dict())
        )
    shared_preparations.change(workspace, "usual", {"scale": True})
    return team


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The runs that were asked to be trained anew."""
    found: list[str] = []

    def anew(_workspace: Workspace, run: str) -> int:
        found.append(run)
        return 7

    monkeypatch.setattr(trainings, "anew", anew)
    return found


def _words(widget: Any) -> str:
    return " ".join(one.text() for one in widget.findChildren(QLabel))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_run_says_so_and_a_click_trains_it_anew(
    shared: Any,
    asked: list[str],
    open_page: Any,
    settle: Any,
    page_context: Any,
    qtbot: QtBot,
    theme: str,
) -> None:
    view = open_page(RUNS, f"experiments/{CANDIDATE}")
    settle(view)
    note = view.one.part("overview").older
    assert not note.isHidden()
    assert "Learned with an older preparation: usual v1, and usual v2 stands." in _words(note)
    assert "Now: scale yes instead of as usual." in _words(note)
    qtbot.mouseClick(note.anew, LEFT)
    qtbot.waitUntil(lambda: asked == [CANDIDATE], timeout=30_000)
    qtbot.waitUntil(lambda: bool(page_context.toasts), timeout=30_000)
    assert "has started" in page_context.toasts[-1][0]


def test_the_mark_goes_when_what_stood_stands_again(
    shared: Any, workspace: Workspace, open_page: Any, settle: Any, qtbot: QtBot
) -> None:
    view = open_page(RUNS, f"experiments/{CANDIDATE}")
    settle(view)
    note = view.one.part("overview").older
    assert not note.isHidden()
    shared_preparations.save(workspace, "usual", RECIPE)
    qtbot.waitUntil(note.isHidden, timeout=30_000)
    settle(view)


def test_a_version_of_a_model_says_so_and_a_click_trains_its_run_anew(
    shared: Any, asked: list[str], open_page: Any, settle: Any, page_context: Any, qtbot: QtBot
) -> None:
    view = open_page(MODELS, "models/flights-late/3")
    settle(view)
    note = view.version.older
    assert "Learned with an older preparation: usual v1" in _words(note)
    qtbot.mouseClick(note.anew, LEFT)
    qtbot.waitUntil(lambda: asked == [CANDIDATE], timeout=30_000)
    qtbot.waitUntil(lambda: bool(page_context.toasts), timeout=30_000)
    view.show_address(["flights-late", "2"])
    qtbot.waitUntil(lambda: view.version.older is None, timeout=30_000)
    settle(view)


def test_the_preparation_of_a_run_is_shared_under_a_name(
    shared: Any, workspace: Workspace, open_page: Any, settle: Any, page_context: Any, qtbot: QtBot
) -> None:
    view = open_page(RUNS, f"experiments/{CANDIDATE}")
    settle(view)
    (share,) = [one for one in view.one.commands() if one.id == "run.prepare"]
    share.run()
    sheet = view.one.preparing.sheet
    assert sheet.name.edit.text() == "usual", "what it learned with is offered"
    sheet.name.edit.setText("not/allowed@1")
    qtbot.mouseClick(sheet.primary, LEFT)
    qtbot.waitUntil(lambda: bool(sheet.name.error()), timeout=30_000)
    sheet.name.edit.setText("other")
    with qtbot.waitSignal(sheet.closed, timeout=30_000):
        qtbot.mouseClick(sheet.primary, LEFT)
    saved = shared_preparations.find(workspace, "other")
    assert saved.settings == {"max_onehot": 30}
    assert page_context.toasts[-1][0] == "Saved the preparation other v1."
    settle(view)


def test_a_run_that_was_not_trained_here_offers_nothing_to_share(
    team: Any, workspace: Workspace, open_page: Any, settle: Any
) -> None:
    view = open_page(RUNS, f"experiments/{CANDIDATE}")
    settle(view)
    assert view.one.part("overview").older.isHidden()
    run = replace(view.one.run(), artifacts={})
    assert view.one.preparing.offers(run) == []
