"""Nothing that is half typed is lost: not by closing a sheet, and not by a window cut off."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.inputs import Entry
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.shell import desk as desks
from tidemill.gui.shell import kept_file
from tidemill.gui.shell.commands import Command
from tidemill.gui.shell.desk import Desk, Draft
from tidemill.gui.shell.main_window import MainWindow
from tidemill.gui.shell.page import HalfMade, PageContext
from tidemill.services.workspace import Workspace

Opens = Callable[..., MainWindow]


class Asking(Sheet):
    """A sheet with one field."""

    reopened_by = ("second.ask",)

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, "Ask", "", "Do it")
        self.field = Field("Why")
        self.body.addWidget(self.field)
        self.accepted.connect(self.close_sheet)


@pytest.fixture
def asking(places: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Pages of which the second opens a sheet by a command, and has a rule in the making."""
    made = places.create

    def create(title: str) -> Callable[[PageContext], Any]:
        def make(context: PageContext) -> Any:
            view = made(title)(context)
            rule: dict[str, Any] = {}
            ask = Command(
                "second.ask", "Ask…", "x", lambda: context.open_sheet(Asking(context.sheet_host))
            )

            def take_up(said: Mapping[str, Any]) -> bool:
                rule.update(said)
                return True

            view.rule = rule
            view.commands = lambda: [ask]
            view.half_made = lambda: HalfMade("A rule", dict(rule)) if rule else None
            view.take_up = take_up
            view.drop_half_made = rule.clear
            return view

        return make

    monkeypatch.setattr(places, "create", create)
    return places


def _file(workspace: Workspace, number: int = 1) -> Path:
    ending = "json" if number == 1 else f"{number}.json"
    return kept_file.file_for(workspace, "desks", ending)


def _kept(workspace: Workspace) -> Desk:
    return desks.of_bytes(kept_file.got(_file(workspace)))


def _cut_off(window: MainWindow) -> None:
    """End the window as one that is killed leaves its desk: kept, and never closed."""
    desk = window.desk
    assert desk is not None
    desk.close(is_cut_off=True)
    window.close()


def _ask(window: MainWindow, qtbot: QtBot) -> Asking:
    assert window.commands.run("second.ask")
    (sheet,) = (one for one in window.findChildren(Asking) if one.isVisible())
    return sheet


def test_what_is_typed_lies_on_the_disk_soon(
    main_window: Opens, asking: Any, workspace: Workspace, qtbot: QtBot
) -> None:
    window = main_window(workspace.folder, asking.pages(), "second/x", is_remembered=True)
    sheet = _ask(window, qtbot)
    QTest.keyClicks(sheet.field.edit, "because")
    qtbot.waitUntil(lambda: bool(_kept(workspace).drafts))
    kept = _kept(workspace)
    assert (kept.is_open, kept.address, kept.sheet) == (
        True, "tidemill://second/x", ("second.ask",),
    )  # fmt: skip
    (draft,) = kept.drafts
    assert (draft.title, [one.value for one in draft.entries]) == ("Ask", ["because"])


def test_a_sheet_that_was_left_has_its_words_again_and_can_drop_them(
    main_window: Opens, asking: Any, workspace: Workspace, qtbot: QtBot
) -> None:
    window = main_window(workspace.folder, asking.pages(), "second", is_remembered=True)
    sheet = _ask(window, qtbot)
    QTest.keyClicks(sheet.field.edit, "because")
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    again = _ask(window, qtbot)
    qtbot.waitUntil(lambda: again.field.text() == "because")
    qtbot.waitUntil(lambda: again._restored is not None and again._restored.isVisible())
    assert again._restored is not None
    QTest.mouseClick(again._restored.drop, Qt.MouseButton.LeftButton)
    assert again.field.text() == ""
    again.leave()
    third = _ask(window, qtbot)
    assert window.desk is not None
    window.desk.note()
    assert window.desk.desk.drafts == ()
    assert third._restored is None


def test_what_was_done_is_no_draft_any_more(
    main_window: Opens, asking: Any, workspace: Workspace, qtbot: QtBot
) -> None:
    window = main_window(workspace.folder, asking.pages(), "second", is_remembered=True)
    sheet = _ask(window, qtbot)
    QTest.keyClicks(sheet.field.edit, "because")
    qtbot.waitUntil(lambda: bool(_kept(workspace).drafts))
    sheet.accepted.emit()
    qtbot.waitUntil(lambda: not _kept(workspace).drafts)


def test_a_window_cut_off_comes_back_with_page_sheet_and_drafts(
    main_window: Opens, asking: Any, workspace: Workspace, qtbot: QtBot
) -> None:
    window = main_window(workspace.folder, asking.pages(), "second/x", is_remembered=True)
    view = asking.views["second"]
    QTest.keyClicks(view.edit, "half a sent")
    view.rule["says"] = "when files come"
    QTest.keyClicks(_ask(window, qtbot).field.edit, "because")
    _cut_off(window)
    again = main_window(workspace.folder, asking.pages(), is_remembered=True)
    view = asking.views["second"]
    qtbot.waitUntil(lambda: any(one.isVisible() for one in again.findChildren(Asking)))
    (sheet,) = (one for one in again.findChildren(Asking) if one.isVisible())
    qtbot.waitUntil(lambda: sheet.field.text() == "because")
    qtbot.waitUntil(again.restored.isVisible)
    assert (view.parts, view.edit.text(), view.rule) == (
        ["x"], "half a sent", {"says": "when files come"},
    )  # fmt: skip
    sheet.leave()
    QTest.mouseClick(again.restored.drop, Qt.MouseButton.LeftButton)
    assert (view.edit.text(), view.rule) == ("", {})


def test_a_window_that_was_closed_begins_at_home_and_keeps_what_was_half_made(
    main_window: Opens, asking: Any, workspace: Workspace, qtbot: QtBot
) -> None:
    window = main_window(workspace.folder, asking.pages(), "second/x", is_remembered=True)
    QTest.keyClicks(asking.views["second"].edit, "half a sent")
    window.close()
    again = main_window(workspace.folder, asking.pages(), is_remembered=True)
    assert again.navigator.page() is not None
    assert list(asking.views) == ["second", "first"]
    again.navigate("second/x")
    qtbot.waitUntil(lambda: asking.views["second"].edit.text() == "half a sent")
    again.navigate("second/y")
    assert not again.restored.isVisible()


def test_two_windows_on_one_workspace_have_a_desk_each(
    main_window: Opens, asking: Any, workspace: Workspace, qtbot: QtBot
) -> None:
    first = main_window(workspace.folder, asking.pages(), "second/x", is_remembered=True)
    view = asking.views["second"]
    QTest.keyClicks(view.edit, "mine")
    other = main_window(workspace.folder, asking.pages(), "second/x", is_remembered=True)
    QTest.keyClicks(asking.views["second"].edit, "theirs")
    assert first.desk is not None
    assert other.desk is not None
    for window, number, words in ((first, 1, b"mine"), (other, 2, b"theirs")):
        window.close()
        assert words in _file(workspace, number).read_bytes()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\x00",
        b"[1, 2]",
        b'{"open": true, "drafts": [{"key": 3}, {"key": "a", "entries": [["b", null, 1]]}, 7]}',
        b'{"open": "yes", "address": 3, "scrolls": {"a": "b"}, "sheet": "x", "drafts": {}}',
    ],
)
def test_a_damaged_desk_is_a_bare_one(
    data: bytes, main_window: Opens, asking: Any, workspace: Workspace
) -> None:
    _file(workspace).parent.mkdir(parents=True, exist_ok=True)
    _file(workspace).write_bytes(data)
    window = main_window(workspace.folder, asking.pages(), is_remembered=True)
    assert list(asking.views) == ["first"]
    assert window.desk is not None
    assert all(not draft.entries for draft in window.desk.left.drafts)


def test_a_desk_holds_so_much_and_the_oldest_goes_first() -> None:
    desk = Desk(True, "tidemill://data", drafts=())
    for number in range(12):
        entries = (Entry("line:a:1", "x" * 90_000, ""),)
        desk = desk.with_draft(Draft(f"sheet:{number}", "", entries))
    data = desks.to_bytes(desk)
    assert len(data) <= desks.MOST_BYTES
    kept = [draft.key for draft in desks.of_bytes(data).drafts]
    assert kept == ["sheet:7", "sheet:8", "sheet:9", "sheet:10", "sheet:11"]


def test_a_desk_comes_back_from_its_file_as_it_was() -> None:
    entries = (Entry("tick:a:1", True, False), Entry("parts::1", ["a", "b"], []))
    drafts = (Draft("a", "A", entries), Draft("b", "B", (), {"rule": [1, {"x": None}]}))
    marks = {"rows:Runs:1": [3, "x"], "brush:b:1": [["auc", 0.5, 1.0, False]]}
    desk = Desk(
        True,
        "tidemill://data/a%20b",
        {"VScroll::1": 40},
        marks,
        ("a", "b"),
        ("new", "f.csv"),
        drafts,
    )
    assert desks.of_bytes(desks.to_bytes(desk)) == desk
    assert desks.of_bytes(json.dumps({}).encode()) == Desk()
    assert desk.with_draft(replace(drafts[0], entries=())).drafts == drafts[1:]
