"""The page Activity: what happened, by day; filtered, opened, exported."""

import csv
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tidemill.base.clock import HeldClock
from tidemill.base.errors import WorldError
from tidemill.domain.activities import Activity
from tidemill.domain.people import Person, PersonRole
from tidemill.gui.pages.activity import state as states
from tidemill.gui.pages.activity.page import PAGE
from tidemill.gui.pages.activity.state import Chip, Filters, Found
from tidemill.gui.pages.activity.view import ActivityView
from tidemill.services import activity, people
from tidemill.services import workspace as spaces
from tidemill.services.workspace import Workspace
from tidemill.store import activities

Opens = Callable[..., ActivityView]
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> Any:
    """Three days of a small team: 3 entries of people, 9 of the worker, 3 of those routine."""
    clock = HeldClock(NOW - timedelta(days=2))
    made = spaces.create(tmp_path / "workspace", clock=clock, login="ines")
    people.put(made, Person("ines", "Ines Kaya", PersonRole.APPROVER))
    for number in range(1, 4):
        month = f"flights_2013-{number:02}.csv"
        add(made, "worker", "data", f"data/flights/{number}", f"added {month}", rows=2114)
        add(made, "worker", "data", f"data/flights/{number}", f"read {month}", is_routine=True)
        add(
            made,
            "worker",
            "model",
            f"models/flights-late/{number}",
            f"proposed flights-late v{number}",
            stage="candidate",
        )
        if number > 1:
            add(
                made,
                "ines",
                "promotion",
                f"models/flights-late/{number}",
                f"promoted flights-late v{number}",
                note="Fewer late calls",
                before={"champion": f"v{number - 1}"},
                after={"champion": f"v{number}"},
            )
        clock.advance(86_400)
    clock.at = NOW
    yield made
    made.close()


def add(
    workspace: Workspace,
    by: str,
    kind: str,
    subject: str,
    sentence: str,
    note: str = "",
    is_routine: bool = False,
    **detail: Any,
) -> int:
    with workspace.store.write() as tx:
        return activities.add(
            tx,
            by=by,
            kind=kind,
            subject=subject,
            sentence=sentence,
            note=note,
            detail=detail,
            is_routine=is_routine,
        )


@pytest.fixture
def view(open_page: Callable[..., Any]) -> ActivityView:
    opened = open_page(PAGE)
    assert isinstance(opened, ActivityView)
    return opened


def shown(view: ActivityView) -> list[str]:
    return [button.entry.sentence for button in view.buttons()]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_entries_stand_by_day_newest_first_without_routine(view: ActivityView, theme: str) -> None:
    assert [len(day.entries) for day in view.model.state.days] == [3, 3, 3]
    assert view.model.state.days[0].title.startswith("Today, Saturday 21 November")
    assert view.model.state.days[1].title.startswith("Yesterday, Friday 20 November")
    assert shown(view)[0] == "promoted flights-late v3"
    assert not any("read" in sentence for sentence in shown(view))
    assert view.state_word() == "ready"
    image = view.grab().toImage()
    assert (image.pixelColor(400, 300).lightness() < 100) == (theme == "dark")


def test_routine_comes_back_with_its_switch(view: ActivityView, qtbot: QtBot) -> None:
    qtbot.mouseClick(view.routine, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(shown(view)) == 12)
    assert view.model.state.filters.is_routine_hidden is False


def test_person_kind_and_words_narrow_the_list(view: ActivityView, qtbot: QtBot) -> None:
    view.person.chosen.emit("ines")
    qtbot.waitUntil(lambda: len(shown(view)) == 3)
    view.person.chosen.emit(None)
    view.kind.chosen.emit("model")
    qtbot.waitUntil(lambda: shown(view) == [f"proposed flights-late v{n}" for n in (3, 2, 1)])
    view.kind.chosen.emit(None)
    assert view.focus_filter()
    qtbot.keyClicks(QApplication.focusWidget(), "ines v2")
    qtbot.waitUntil(lambda: shown(view) == ["promoted flights-late v2"])
    assert view.model.state.count == "1 entry"


def test_nothing_found_says_so_and_offers_everything(
    view: ActivityView, qtbot: QtBot, settle: Callable[[Any], None]
) -> None:
    view.words.setText("zebra")
    settle(view)
    assert shown(view) == []
    assert view.state_word() == "ready"
    view.no_match.button.click()
    settle(view)
    assert len(shown(view)) == 12
    assert view.words.text() == ""


def test_a_click_opens_what_changed_why_and_how(view: ActivityView, qtbot: QtBot) -> None:
    assert view.inspector() is None
    with qtbot.waitSignal(view.inspector_wanted):
        qtbot.mouseClick(view.buttons()[0], Qt.MouseButton.LeftButton)
    detail = view.model.state.detail
    assert detail is not None
    assert view.inspector() is not None
    assert detail.title == "Promoted flights-late v3"
    assert [(c.name, c.before, c.after) for c in detail.changes] == [("Champion", "v2", "v3")]
    assert detail.note == "Fewer late calls"
    assert ("By", "Ines Kaya, approver") in detail.how
    assert detail.address == "tidemill://models/flights-late/3"
    assert view.buttons()[0].is_selected()
    assert view.step_back()
    assert view.inspector() is None
    assert not view.buttons()[0].is_selected()


def test_open_and_copy_link_in_the_inspector(
    view: ActivityView, page_context: Any, qtbot: QtBot
) -> None:
    view.buttons()[0].click()
    panel = view.panel
    assert panel.opener is not None
    assert panel.copier is not None
    panel.opener.click()
    assert page_context.navigated == ["tidemill://models/flights-late/3"]
    panel.copier.click()
    assert page_context.copied == [f"tidemill://activity/{view.model.open_id()}"]


def test_an_address_opens_its_entry_even_if_it_is_filtered_out(
    open_page: Callable[..., Any], workspace: Workspace, settle: Callable[[Any], None]
) -> None:
    routine = next(e for e in activity.recent(workspace).entries if e.is_routine)
    view = open_page(PAGE, f"activity/{routine.id}")
    assert view.model.state.detail.title == "Read flights_2013-03.csv"
    assert view.address() == [str(routine.id)]
    view.show_address(["9999"])
    settle(view)
    assert view.model.state.detail is None
    assert view.model.state.missing == 9999


def test_the_next_entry_by_command(view: ActivityView) -> None:
    view.next_entry()
    view.next_entry()
    assert view.buttons()[1].is_selected()
    view.previous_entry()
    view.previous_entry()
    assert view.buttons()[0].is_selected()


def test_what_happens_meanwhile_appears_by_itself(
    view: ActivityView, workspace: Workspace, qtbot: QtBot
) -> None:
    kept = view.buttons()[3]
    add(workspace, "ines", "rollback", "models/flights-late/2", "rolled back flights-late")
    qtbot.waitUntil(lambda: shown(view)[0] == "rolled back flights-late")
    assert len(view.model.state.days[0].entries) == 4
    assert kept in view.buttons(), "rows are drawn anew in place"


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_export_writes_what_is_shown(
    view: ActivityView, page_context: Any, tmp_path: Path, qtbot: QtBot, ending: str
) -> None:
    path = tmp_path / f"activity.{ending}"
    with qtbot.waitSignal(view.model.exported):
        view.model.export(path)
    text = path.read_text(encoding="utf-8")
    rows = json.loads(text) if ending == "json" else list(csv.DictReader(text.splitlines()))
    assert [row["sentence"] for row in rows] == shown(view)
    assert rows[0]["seal"]
    assert page_context.toasts == [(f"9 entries written to activity.{ending}", "", None)]


def test_an_export_that_cannot_be_written_is_told(
    view: ActivityView, page_context: Any, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "file").write_text("")
    view.model.export(tmp_path / "file" / "activity.csv")
    qtbot.waitUntil(lambda: bool(page_context.problems))
    assert isinstance(page_context.problems[0], WorldError)


def test_a_store_that_fails_says_so_and_is_tried_again(
    open_page: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, settle: Callable[[Any], None]
) -> None:
    real = activity.recent

    def fails(*_arguments: Any, **_named: Any) -> Any:
        raise WorldError("The disk is away.", "Plug it in again.")

    monkeypatch.setattr(activity, "recent", fails)
    view = open_page(PAGE)
    assert view.state_word() == "error"
    assert view.error.isVisible()
    assert view.error.accessibleName() == "The disk is away."
    monkeypatch.setattr(activity, "recent", real)
    view.error.action.click()
    settle(view)
    assert view.state_word() == "ready"


def test_before_the_answer_it_waits(open_page: Callable[..., Any]) -> None:
    view = open_page(PAGE, is_settled=False)
    assert view.state_word() == "loading"
    assert not view.is_settled()


class TestOnAnEmptyStore:
    @pytest.fixture
    def workspace(self, tmp_path: Path) -> Any:
        made = spaces.create(tmp_path / "workspace")
        yield made
        made.close()

    def test_it_says_what_will_be_here(self, view: ActivityView, workspace: Workspace) -> None:
        assert view.state_word() == "empty"
        assert PAGE.has_data(workspace) is False


class TestOnALargeStore:
    @pytest.fixture
    def workspace(self, tmp_path: Path) -> Any:
        made = spaces.create(tmp_path / "workspace")
        with made.store.write() as tx:
            for number in range(1500):
                activities.add(
                    tx, by="worker", kind="data", subject="data/x/1", sentence=f"added {number}"
                )
        yield made
        made.close()

    def test_it_shows_the_newest_and_more_on_demand(
        self, view: ActivityView, settle: Callable[[Any], None]
    ) -> None:
        before = len(shown(view))
        assert before < 200
        assert view.older.isVisible()
        assert view.model.state.count == "1,500 entries"
        view.older.click()
        settle(view)
        assert len(shown(view)) > before

    def test_words_are_looked_for_in_what_is_not_shown(
        self, view: ActivityView, settle: Callable[[Any], None]
    ) -> None:
        view.words.setText("added 1")
        view.words.setText("added 77")
        settle(view)
        numbers = {int(sentence.split()[1]) for sentence in shown(view)}
        assert numbers == {number for number in range(1500) if "77" in str(number)}


def entry(kind: str, subject: str, **detail: Any) -> Activity:
    return Activity(1, "2026-11-21T08:00:00.000000Z", "worker", kind, subject, "did", "", detail)


@pytest.mark.parametrize(
    ("given", "chip"),
    [
        (entry("promotion", "models/x/3"), Chip("v3", "champion")),
        (entry("rejection", "models/x/3"), Chip("v3", "bad", "ban")),
        (entry("rollback", "models/x/3"), Chip("x", "warn", "undo-2")),
        (entry("model", "models/x/3", stage="candidate"), Chip("v3", "candidate")),
        (entry("model", "models/x/3", stage="rejected"), Chip("v3", "bad", "ban")),
        (entry("model", "models/x/3"), Chip("v3", "plain", "box")),
        (entry("data", "data/churn/31"), Chip("churn v31", "plain", "database")),
        (entry("file", "files/7", dataset="churn"), Chip("file", "bad", "file-x-corner")),
        (entry("person", "people/mara"), Chip("mara", "plain", "user")),
        (entry("new-kind", "things"), None),
    ],
)
def test_the_object_is_a_chip_in_its_tone(given: Activity, chip: Chip | None) -> None:
    assert states.chip(given) == chip


def test_values_of_every_type_are_said_in_words() -> None:
    given = entry(
        "data", "data/x/1", a=None, b=True, c=12345, d=0.5, e=["p", 2], f={"k": 1}, before={"s": 1}
    )
    detail = states.detail(given, {}, {})
    assert dict(detail.facts) == {
        "A": "none",
        "B": "yes",
        "C": "12,345",
        "D": "0.5",
        "E": "p, 2",
        "F": "K 1",
    }
    assert detail.changes == ()


def test_days_of_another_year_carry_it() -> None:
    found = Found((entry("data", "data/x/1"),), None, 1, 1, 0, {}, {}, NOW + timedelta(days=90))
    state = states.ready(found, Filters(), None)
    assert state.days[0].title.endswith("2026")
