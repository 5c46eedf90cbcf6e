"""The page Experiments: the list, its filter and groups, comparing, registering."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tidemill.base.errors import NeedsYou, WorldError
from tidemill.domain.run_lists import Facets
from tidemill.gui.pages.experiments.page import PAGE
from tidemill.gui.pages.experiments.sheets import NameSheet
from tidemill.gui.pages.experiments.state import Arrangement
from tidemill.gui.pages.experiments.view import ExperimentsView
from tidemill.services import registering, run_changes, runs
from tidemill.services.run_list import RunList


def rows_of(view: Any) -> list[str]:
    """What stands in the table's rows: names of runs, titles of groups."""
    model = view.runs.table.table_model()
    at = model.column_at("name")
    source = model.source
    found = []
    for row in range(model.rowCount()):
        group = source.group(row)
        found.append(group.title if group is not None else model.text(row, at))
    return found


def about_read(qtbot: QtBot, view: Any) -> None:
    """Wait until it is read how the runs that are acted on are marked."""
    model = view._model
    qtbot.waitUntil(lambda: model.state.about.keys == model.state.acted_on)


def check(qtbot: QtBot, view: Any, row: int) -> None:
    """Click the checkbox of a row."""
    table = view.runs.table
    spot = QPoint(16, row * table.row_height() + table.row_height() // 2)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    about_read(qtbot, view)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_page_without_runs_says_how_they_come(open_page: Any, theme: str) -> None:
    view = open_page(PAGE)
    assert isinstance(view, ExperimentsView)
    assert view.state_word() == "empty"
    assert view.grab().width() > 0


def test_store_that_cannot_be_read_offers_to_try_again(
    open_page: Any, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, team: Any
) -> None:
    def fails(_self: object) -> None:
        raise WorldError("The store is locked.", "Try again.")

    with monkeypatch.context() as patch:
        patch.setattr(RunList, "facets", fails)
        view = open_page(PAGE, "experiments", False)
        qtbot.waitUntil(lambda: view.state_word() == "error")
    view._error.acted.emit()
    qtbot.waitUntil(lambda: view.state_word() == "ready")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_runs_stand_in_groups_with_counts(open_page: Any, team: Any, theme: str) -> None:
    view = open_page(PAGE)
    shown = rows_of(view)
    assert len(shown) == 8 + 2
    assert {"Baselines", "flights-late"} <= set(shown)
    assert view.runs.tools.total.text() == "8 runs"
    assert view.grab().width() > 0


def test_folding_a_group_hides_its_runs(open_page: Any, qtbot: QtBot, team: Any) -> None:
    view = open_page(PAGE)
    spot = QPoint(200, view.runs.table.row_height() // 2)
    qtbot.mouseClick(view.runs.table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert len(rows_of(view)) < 10


def test_filter_narrows_and_a_wrong_one_says_where(
    open_page: Any, settle: Any, qtbot: QtBot, team: Any
) -> None:
    view = open_page(PAGE)
    view.focus_filter()
    qtbot.keyClicks(view.runs.filter.edit, "experiment = Baselines")
    qtbot.keyClick(view.runs.filter.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.runs.tools.matching.text() == "2 match")
    settle(view)
    view.runs.filter.set_text("")
    qtbot.keyClicks(view.runs.filter.edit, "auc >")
    qtbot.keyClick(view.runs.filter.edit, Qt.Key.Key_Return)
    assert "was expected" in view.runs.filter._message.words()
    assert view.runs.filter.edit.wrong_at() == (5, 6)
    settle(view)


def test_click_on_a_head_sorts_by_it(open_page: Any, settle: Any, qtbot: QtBot, team: Any) -> None:
    view = open_page(PAGE)
    view._model.group(())
    settle(view)
    view.runs.table.head().clicked_column.emit("metrics.auc")
    settle(view)
    keys = view._model.state.listed.arranged.outline.keys.tolist()
    values = view._model.listing.every.cells(keys, ["metrics.auc"])["metrics.auc"]
    assert values == sorted(values, reverse=True)


def test_two_checked_runs_can_be_compared_by_button_and_key(
    open_page: Any, page_context: Any, qtbot: QtBot, team: Any
) -> None:
    view = open_page(PAGE)
    check(qtbot, view, 1)
    assert view.runs.bar.isVisible()
    check(qtbot, view, 2)
    button = view.runs.bar.button("compare")
    assert button.kind() == "primary"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert page_context.navigated[-1].startswith("tidemill://experiments/compare/")
    assert len(page_context.navigated[-1].split("%2C")) == 2
    assert "C" in {command.shortcut for command in view.commands()}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_address_opens_the_comparison_with_its_own_bar(
    open_page: Any, qtbot: QtBot, team: Any, theme: str
) -> None:
    view = open_page(PAGE, f"experiments/compare/{team.runs[0]},{team.runs[4]}")
    qtbot.waitUntil(view.is_settled)
    assert view.state_word() == "ready"
    assert [crumb.text for crumb in view.crumbs()] == ["Experiments", "Compare 2 runs"]
    assert view.address() == ["compare", f"{team.runs[0]},{team.runs[4]}"]
    assert view.bar_actions()[0].isChecked()
    assert view.grab().width() > 0


def test_a_run_that_the_comparison_wants_registered_is_asked_for_its_model(
    open_page: Any, qtbot: QtBot, team: Any
) -> None:
    view = open_page(PAGE, f"experiments/compare/{team.runs[0]},{team.runs[4]}")
    qtbot.waitUntil(view.is_settled)
    view.compare.register_wanted.emit(team.runs[0])
    assert isinstance(view.acts.sheet, NameSheet)


def test_registering_asks_for_the_name_and_tells_of_the_version(
    open_page: Any,
    page_context: Any,
    settle: Any,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    team: Any,
    done_by_worker: Any,
) -> None:
    asked = []

    def ask(workspace: Any, run_text: str, *, name: str) -> int:
        asked.append((run_text, name))
        return done_by_worker("model.register", "flights-late@3")

    monkeypatch.setattr(registering, "ask", ask)
    view = open_page(PAGE)
    check(qtbot, view, 1)
    qtbot.mouseClick(view.runs.bar.button("register"), Qt.MouseButton.LeftButton)
    sheet = page_context.sheets[0]
    sheet.field.set_text("")
    qtbot.keyClicks(sheet.field.edit, "flights-late")
    qtbot.mouseClick(sheet.primary, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(page_context.toasts))
    settle(view)
    assert asked[0][1] == "flights-late"
    assert page_context.toasts[0][0] == "flights-late v3 is registered"


def test_registering_is_the_first_thing_to_do_only_for_a_run_that_is_no_version_yet(
    open_page: Any, qtbot: QtBot, team: Any
) -> None:
    view = open_page(PAGE)
    found = set()
    for row in range(1, len(rows_of(view))):
        check(qtbot, view, row)
        state = view._model.state
        if len(state.selection) == 1:
            is_registered = bool(state.run(state.selection.to_list()[0]).versions)
            found.add((is_registered, view.runs.bar.button("register").kind()))
        check(qtbot, view, row)
    assert found == {(True, "secondary"), (False, "primary")}


def test_registering_that_fails_says_why_below_the_field(
    open_page: Any, page_context: Any, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, team: Any
) -> None:
    def ask(*_words: object, **_options: object) -> None:
        raise NeedsYou("This run predicts another column.", "Register it under another name.")

    monkeypatch.setattr(registering, "ask", ask)
    view = open_page(PAGE)
    check(qtbot, view, 1)
    view.acts.register()
    sheet = page_context.sheets[0]
    sheet.named.emit("flights-late")
    qtbot.waitUntil(lambda: not sheet.primary.is_busy())
    assert sheet.isVisible()


def test_archiving_hides_the_run_and_undo_brings_it_back(
    open_page: Any, page_context: Any, settle: Any, qtbot: QtBot, team: Any
) -> None:
    view = open_page(PAGE)
    check(qtbot, view, 1)
    qtbot.mouseClick(view.runs.bar.button("archive"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.runs.tools.matching.text() == "7 match")
    page_context.toasts[0][2]()
    qtbot.waitUntil(lambda: view.runs.tools.matching.text() == "8 match")
    settle(view)


def test_pinning_puts_a_run_first_in_its_group(
    open_page: Any, settle: Any, qtbot: QtBot, team: Any
) -> None:
    view = open_page(PAGE)
    last = rows_of(view).index("Baselines") - 1
    name = rows_of(view)[last]
    check(qtbot, view, last)
    view.acts.pin()
    qtbot.waitUntil(lambda: rows_of(view)[1] == name)
    settle(view)


def test_enter_opens_the_page_of_the_run(
    open_page: Any, page_context: Any, qtbot: QtBot, team: Any
) -> None:
    view = open_page(PAGE)
    assert view.inspector() is None
    table = view.runs.table
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert view.inspector() is view.run
    qtbot.keyClick(table, Qt.Key.Key_Return)
    key = view._model.state.current
    [run] = runs.find(team.workspace, [key])
    address = f"tidemill://experiments/{run.id}"
    qtbot.waitUntil(lambda: page_context.navigated == [address])


def test_news_change_a_row_where_it_stands(
    open_page: Any, settle: Any, qtbot: QtBot, team: Any
) -> None:
    view = open_page(PAGE)
    [key] = runs.keys(team.workspace, [team.runs[0]])
    run_changes.tag(team.workspace, [key], "shortlist")
    at = view.runs.table.table_model().column_at("tags")
    row = view.runs.table.source().row_of(key)
    qtbot.waitUntil(lambda: "shortlist" in view.runs.table.table_model().text(row, at))
    settle(view)


def test_address_of_a_run_opens_it_and_an_unknown_one_says_so(
    open_page: Any, settle: Any, team: Any
) -> None:
    view = open_page(PAGE, f"experiments/{team.runs[0]}")
    settle(view)
    assert view.one.run().id == team.runs[0]
    assert view.inspector() is view.one.inspector()
    view.show_address(["no-such-run"])
    settle(view)
    assert view.state_word() == "error"
    assert "There is no run no-such-run." in texts_of(view.one)


def texts_of(widget: Any) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def test_columns_follow_what_the_runs_differ_in_until_a_person_chooses() -> None:
    followed, chosen = (
        Arrangement(),
        Arrangement(columns=("metrics.auc",), are_columns_chosen=True),
    )
    facets = Facets("auc", ("auc",), ("estimator",), ("estimator",), (), (0.5, 0.7))
    assert "params.estimator" in followed.columns_for(facets)
    assert chosen.columns_for(facets) == ("metrics.auc",)
