"""The notification centre under the bell: what is told, what was read, what can be done at once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from made_models import add_model
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.domain.models import DecisionKind
from tidemill.domain.people import Person, PersonRole
from tidemill.gui.kit.buttons import IconButton
from tidemill.gui.shell.centre.bell import Bell
from tidemill.gui.shell.centre.state import state_of
from tidemill.services import home, incidents, notice_centre, people, promotion
from tidemill.services.notice_centre import Entry
from tidemill.services.workspace import Workspace
from tidemill.store import incidents as rows
from tidemill.store import models, runs, schema

LEFT = Qt.MouseButton.LeftButton
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def tell(workspace: Workspace):
    """Opens an incident of the model "late" and tells the approvers; returns its number."""
    model_id, champion, _ = add_model(workspace, "late")

    def tell_one(title: str = "The delay moved", tells: tuple[str, ...] = ("approvers",)) -> int:
        with workspace.store.write() as tx:
            keys = {"model_id": model_id, "version_id": champion, "outcome": "", "owner": ""}
            values = {"title": title, "sentence": f"{title}. By 3.", "severity": "critical"}
            key = rows.insert(tx, **keys, **values, facts={})
            found = rows.find(tx.connection, key)
            assert found is not None
            rows.tell(tx, found, "opened", due_at=tx.clock.now(), tells=tells)
        return key

    return tell_one


def add_candidate(workspace: Workspace) -> None:
    """Write a second version of "late" down that passed every gate."""
    table = schema.model_version
    with workspace.store.write() as tx:
        row = dict(tx.connection.execute(sa.select(table)).one()._mapping)
        gates = [{"name": "better", "passed": True, "value": 1, "limit": 0, "message": ""}]
        changed = {"number": 2, "stage": "candidate", "gates": gates}
        changed |= {"input_hash": "2" * 32, "created_at": tx.clock.now()}
        del row["id"]
        run = {"project": "default", "experiment": "e", "name": "second", "user": "ada"}
        data = row["dataset_version_id"]
        row["run_pk"] = runs.insert(tx, uuid="f" * 32, job_id=None, dataset_version_id=data, **run)
        tx.insert(table, **{**row, **changed})
        tx.feed("model", "late")


@pytest.fixture
def asked() -> list[str]:
    """Who wanted the settings."""
    return []


@pytest.fixture
def bell(page_context, asked: list[str], qtbot: QtBot):
    """A bell in the recorded context."""
    page_context.sheet_host.resize(900, 600)
    button = IconButton("bell", "Notifications", parent=page_context.sheet_host)
    page_context.sheet_host.show()
    made = Bell(button, page_context, lambda: asked.append("settings"), page_context.sheet_host)
    qtbot.waitUntil(lambda: made.view_model.state.word == "ready")
    yield made
    made.close()


def shown(bell: Bell) -> list[str]:
    return [view.row.title for view in bell.centre.views.values()]


def only(bell: Bell, qtbot: QtBot, title: str) -> Any:
    qtbot.waitUntil(lambda: title in shown(bell))
    return next(v for v in bell.centre.views.values() if v.row.title == title)


def wait_unread(bell: Bell, qtbot: QtBot, number: int) -> None:
    qtbot.waitUntil(lambda: bell.view_model.state.n_unread == number)


def test_a_notice_counts_on_the_bell_and_two_clicks_lead_to_the_incident(
    bell: Bell, tell, page_context, workspace: Workspace, qtbot: QtBot
):
    add_candidate(workspace)
    key = tell()
    wait_unread(bell, qtbot, 2)  # the incident, and the candidate that waits
    assert bell.button._badge == 2
    qtbot.mouseClick(bell.button, LEFT)
    view = only(bell, qtbot, "late: The delay moved")
    assert view.row.words == "The delay moved"
    qtbot.mouseClick(view.buttons["open"], LEFT)
    assert page_context.navigated == [f"tidemill://incidents/{key}"]
    assert not bell.centre.isVisible()
    wait_unread(bell, qtbot, 1)
    again = notice_centre.entries(workspace)  # kept: another window, or tomorrow's, knows it
    assert notice_centre.count_unread(again) == 1


def test_a_snooze_acts_at_once_takes_the_card_off_home_and_can_be_undone(
    bell: Bell, tell, page_context, workspace: Workspace, qtbot: QtBot
):
    key = tell()
    bell.open()
    view = only(bell, qtbot, "late: The delay moved")
    qtbot.mouseClick(view.buttons["snooze"], LEFT)
    qtbot.waitUntil(lambda: len(page_context.toasts) == 1)
    assert incidents.one(workspace, key).is_snoozed(workspace.clock.now())
    words, action, undo = page_context.toasts[0]
    assert (words, action) == (f"Incident {key} is snoozed for 1 day", "Undo")
    undo()
    qtbot.waitUntil(lambda: incidents.one(workspace, key).snoozed_until is None)


def test_a_roll_back_names_its_version_and_goes_there_at_once(
    bell: Bell, workspace: Workspace, page_context, tell, qtbot: QtBot
):
    add_candidate(workspace)
    with workspace.store.write() as tx:  # as the first champion was promoted
        facts: dict[str, Any] = {"previous_id": None, "by": "tester", "note": "", "before": {}}
        promoted_first = {"model_id": 1, "version_id": 1, **facts}
        models.decide(tx, "late", DecisionKind.PROMOTED, **promoted_first)
    promoted = promotion.promote(workspace, "late@2")
    with workspace.store.write() as tx:
        keys = {"model_id": promoted.model_id, "version_id": promoted.id, "outcome": ""}
        values = {"title": "It fell", "sentence": "", "severity": "critical", "owner": ""}
        key = rows.insert(tx, **keys, **values, facts={})
        found = rows.find(tx.connection, key)
        assert found is not None
        rows.tell(tx, found, "opened", due_at=tx.clock.now(), tells=("everyone",))
    bell.open()
    view = only(bell, qtbot, "late: It fell")
    button = view.buttons["roll back"]
    assert button.words() == "Roll back to v1"
    qtbot.mouseClick(button, LEFT)
    qtbot.waitUntil(lambda: len(page_context.toasts) == 1)
    assert page_context.toasts[0][:2] == ("The model is rolled back to v1", "Undo")
    assert notice_centre.way_back(workspace, key) is None  # it is another champion's now
    with pytest.raises(Exception, match="was changed since"):
        notice_centre.roll_back(workspace, key, 1)


def test_what_is_put_off_leaves_home_and_the_bell(
    bell: Bell, tell, workspace: Workspace, qtbot: QtBot
):
    add_candidate(workspace)
    qtbot.waitUntil(lambda: shown(bell) != [])
    [title] = shown(bell)
    assert title == "late v2 is ready to promote"
    qtbot.mouseClick(bell.centre.views["candidate:2"].buttons["put off"], LEFT)
    wait_unread(bell, qtbot, 0)
    assert home.home(workspace).decisions == ()


def test_all_is_marked_read_at_once_and_what_comes_later_counts_anew(
    bell: Bell, tell, qtbot: QtBot
):
    tell("One")
    wait_unread(bell, qtbot, 1)
    bell.open()
    qtbot.mouseClick(bell.centre.read_all, LEFT)
    wait_unread(bell, qtbot, 0)
    assert not bell.centre.read_all.isEnabled()
    tell("Two")
    wait_unread(bell, qtbot, 1)


def test_what_others_are_told_stands_under_everything_only(
    bell: Bell, tell, workspace: Workspace, qtbot: QtBot
):
    people.put(workspace, Person("ben", "Ben", PersonRole.MEMBER))
    tell("For Ben", ("ben",))
    bell.open()
    qtbot.waitUntil(lambda: bell.view_model._loaded is not None)
    bell.view_model.choose("all")
    only(bell, qtbot, "late: For Ben")
    bell.view_model.choose("mine")
    assert "late: For Ben" not in shown(bell)
    assert bell.view_model.state.n_unread == 0


def test_the_settings_are_one_click_away_and_the_foot_says_who_else_was_told(
    bell: Bell, asked: list[str], qtbot: QtBot
):
    bell.open()
    assert bell.centre.foot.text() == "Also sent to: desktop"
    qtbot.mouseClick(bell.centre.settings, LEFT)
    assert asked == ["settings"]
    assert not bell.centre.isVisible()


def test_notices_stand_by_day_newest_first():
    found = [
        Entry(
            f"notice:{n}", "incident", NOW - timedelta(days=n), f"{n}", "", "bad", f"incidents/{n}"
        )
        for n in (0, 1, 5)
    ]
    state = state_of(found, ["desktop"], "mine", NOW)
    assert [day.title for day in state.days][:2] == ["Today", "Yesterday"]
    assert [row.title for day in state.days for row in day.rows] == ["0", "1", "5"]
    assert state.n_unread == 3


def test_the_window_has_the_bell_and_a_key_for_it(main_window, workspace: Workspace, qtbot: QtBot):
    window = main_window(workspace.folder)
    assert window.bell is not None
    assert window.top_bar.bell.isEnabled()
    qtbot.keyClick(window, Qt.Key.Key_G)
    qtbot.keyClick(window, Qt.Key.Key_N)
    assert window.bell.centre.isVisible()
    qtbot.keyClick(window.bell.centre, Qt.Key.Key_Escape)
    assert not window.bell.centre.isVisible()
