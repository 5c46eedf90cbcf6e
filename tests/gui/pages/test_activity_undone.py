"""Activity: what can be taken back and what that would turn; an altered entry is told."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tidemill.base.clock import HeldClock
from tidemill.base.ids import new_id
from tidemill.gui.pages.activity.page import PAGE
from tidemill.gui.pages.activity.view import ActivityView
from tidemill.services import activity, doctor, run_changes
from tidemill.services import runs as run_service
from tidemill.services import workspace as spaces
from tidemill.services.workspace import Workspace
from tidemill.store import activities, runs, schema

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Three days of a small team, three entries a day, and a routine one each day."""
    clock = HeldClock(NOW - timedelta(days=2))
    made = spaces.create(tmp_path / "workspace", clock=clock, login="ines")
    for day in range(1, 4):
        with made.store.write() as tx:
            for what in ("added", "proposed", "looked at", "read"):
                activities.add(
                    tx,
                    by="worker",
                    kind="data",
                    subject=f"data/flights/{day}",
                    sentence=f"{what} file {day}",
                    is_routine=what == "read",
                )
        clock.advance(86_400)
    clock.at = NOW
    yield made
    made.close()


@pytest.fixture
def view(open_page: Callable[..., Any]) -> ActivityView:
    opened = open_page(PAGE)
    assert isinstance(opened, ActivityView)
    return opened


def shown(view: ActivityView) -> list[str]:
    return [button.entry.sentence for button in view.buttons()]


def add_run(workspace: Workspace) -> int:
    with workspace.store.write() as tx:
        return runs.insert(
            tx,
            uuid=new_id(),
            project="default",
            experiment="late",
            name="calm-crane",
            user="ines",
            job_id=None,
            dataset_version_id=None,
        )


def run_of(workspace: Workspace, pk: int) -> Any:
    (found,) = run_service.find(workspace, [pk])
    return found


def in_the_inspector(view: ActivityView) -> str:
    labels = view.panel.findChildren(QWidget)
    return " | ".join(label.text() for label in labels if hasattr(label, "text"))


def test_what_taking_back_would_change_is_said_before_it_is_done(
    view: ActivityView,
    workspace: Workspace,
    page_context: Any,
    qtbot: QtBot,
    settle: Callable[[Any], None],
) -> None:
    pk = add_run(workspace)
    run_changes.set_note(workspace, [pk], "before")
    run_changes.set_note(workspace, [pk], "after")
    qtbot.waitUntil(lambda: shown(view)[0].startswith("wrote a note"))
    qtbot.mouseClick(view.buttons()[0], Qt.MouseButton.LeftButton)
    settle(view)
    assert "If it is taken back" in in_the_inspector(view)
    step = view.model.state.detail.step_back
    assert [(t.name, t.before, t.after) for t in step.turns] == [
        ("Note of calm-crane", "after", "before")
    ]
    assert run_of(workspace, pk).note == "after", "saying it changes nothing"
    qtbot.mouseClick(view.panel.undo, Qt.MouseButton.LeftButton)
    settle(view)
    assert run_of(workspace, pk).note == "before"
    assert page_context.toasts[0][0] == "Took back: wrote a note on calm-crane"
    qtbot.waitUntil(lambda: view.model.state.detail.step_back is not None)
    settle(view)
    assert view.panel.undo is None
    assert "It was taken back already." in in_the_inspector(view)


def test_what_cannot_be_taken_back_says_why(
    view: ActivityView, settle: Callable[[Any], None]
) -> None:
    view.buttons()[-1].click()
    settle(view)
    assert view.panel.undo is None
    assert "Nothing is kept by which it could be taken back." in in_the_inspector(view)
    assert "activity.undo" not in {command.id for command in view.commands()}


def test_only_what_can_be_undone_is_shown_and_goes_as_it_is_taken_back(
    view: ActivityView, workspace: Workspace, settle: Callable[[Any], None], qtbot: QtBot
) -> None:
    pk = add_run(workspace)
    run_changes.pin(workspace, [pk])
    run_changes.star(workspace, [pk])
    qtbot.mouseClick(view.open_only, Qt.MouseButton.LeftButton)
    settle(view)
    assert shown(view) == ["starred calm-crane", "pinned calm-crane"]
    view.kind.chosen.emit("promotion")
    settle(view)
    assert view.state_word() == "ready"
    assert shown(view) == []
    assert view.no_match.isVisible()
    assert view.no_match._title.text() == "Nothing can be undone"
    view.kind.chosen.emit(None)
    settle(view)
    view.buttons()[1].click()
    settle(view)
    known = {command.id: command for command in view.commands()}
    assert known["activity.undo"].title == "Take back: pinned calm-crane"
    known["activity.undo"].run()
    qtbot.waitUntil(lambda: shown(view) == ["starred calm-crane"])
    assert not run_of(workspace, pk).pinned


def test_a_change_that_was_overtaken_meanwhile_is_refused_with_its_reason(
    view: ActivityView,
    workspace: Workspace,
    page_context: Any,
    settle: Callable[[Any], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pk = add_run(workspace)
    run_changes.set_note(workspace, [pk], "mine")
    entry_id = activity.recent(workspace, limit=1).entries[0].id
    view.model.open(entry_id)
    settle(view)
    monkeypatch.setattr(view.model, "load", lambda: None)  # the news comes too late
    run_changes.set_note(workspace, [pk], "theirs")
    view.model.undo(entry_id)
    settle(view)
    assert "changed again since" in page_context.problems[0].message
    assert run_of(workspace, pk).note == "theirs"


def test_a_time_leaves_out_what_was_before_it(
    view: ActivityView, settle: Callable[[Any], None]
) -> None:
    assert len(shown(view)) == 9
    view.since.chosen.emit(1)
    settle(view)
    assert [day.title[:5] for day in view.model.state.days] == ["Today", "Yeste"]
    assert view.model.state.count == "6 entries"
    view.no_match.acted.emit()
    settle(view)
    assert len(shown(view)) == 12
    assert view.since.value() is None


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_one_altered_byte_is_told_over_the_list_with_the_way_to_its_entry(
    open_page: Callable[..., Any],
    workspace: Workspace,
    settle: Callable[[Any], None],
    qtbot: QtBot,
    theme: str,
) -> None:
    view = open_page(PAGE)
    assert view.altered.isHidden()
    doomed = activity.recent(workspace).entries[4]
    with workspace.store.write() as tx:
        changed = doomed.sentence[:-1] + chr(ord(doomed.sentence[-1]) ^ 1)
        table = schema.activity
        tx.run(table.update().where(table.c.id == doomed.id).values(sentence=changed))
    view.hide()
    view.show()
    settle(view)
    assert view.altered.isVisible()
    told = next(one for one in doctor.examine(workspace) if one.name == "Activity")
    assert not told.passed
    assert view.altered.words() == told.message
    qtbot.mouseClick(view.altered.opener, Qt.MouseButton.LeftButton)
    settle(view)
    assert view.model.open_id() == doomed.id


def test_the_newest_change_is_undone_from_every_page(
    workspace: Workspace, page_context: Any, qtbot: QtBot
) -> None:
    pk = add_run(workspace)
    run_changes.pin(workspace, [pk])
    assert PAGE.commands is not None
    (undo,) = PAGE.commands(page_context)
    assert undo.shortcut == "Ctrl+Z"
    undo.run()
    qtbot.waitUntil(lambda: bool(page_context.toasts))
    assert page_context.toasts[0][0] == "Took back: pinned calm-crane"
    assert not run_of(workspace, pk).pinned
    undo.run()
    qtbot.waitUntil(lambda: len(page_context.toasts) > 1)
    assert page_context.toasts[1][:2] == ("There is nothing to undo", "")
    assert page_context.problems == []
