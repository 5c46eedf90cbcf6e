"""What is done with runs of the list: marks, the trash, views, exports, news, points."""

from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.base.progress import Reporter, Silent
from tidemill.domain.run_lists import Wish
from tidemill.domain.runs import RunState
from tidemill.gui.pages.experiments.page import PAGE
from tidemill.gui.pages.experiments.row_menu import row_menu
from tidemill.gui.pages.experiments.selection import RunSelection
from tidemill.services import run_changes, saved_views, trash
from tidemill.services.workspace import Workspace
from tidemill.store import histories, runs
from tidemill.store.run_writing import Keys

ENTER = Qt.Key.Key_Return


def names(view: Any) -> list[str]:
    model = view.runs.table.table_model()
    at = model.column_at("name")
    return [model.text(row, at) for row in range(model.rowCount())]


def order(view: Any) -> list[int]:
    found: list[int] = view._model.state.listed.arranged.outline.keys.tolist()
    return found


def select(view: Any, n: int) -> list[int]:
    keys = order(view)[:n]
    view._model.select(RunSelection.of(keys))
    return sorted(keys)


# Marks


def test_a_name_is_written_anew_where_it_stands(view: Any, wait: Any, qtbot: QtBot) -> None:
    view.runs.table.set_current(order(view)[0])
    view._model.point_at(order(view)[0])
    view.acts.rename()
    line = view.runs.editor.line
    assert line.text() == names(view)[0]
    line.setText("  brave   otter ")
    qtbot.keyClick(line, ENTER)
    wait(lambda: "brave otter" in names(view))


def test_star_colour_and_note_are_shown_in_the_row(view: Any, wait: Any, team: Any) -> None:
    keys = select(view, 1)
    view.acts.star()
    view.acts.colour("teal")
    run_changes.set_note(team.workspace, keys, "look again")
    source = view.runs.table.source

    def row() -> dict[str, Any]:
        found: dict[str, Any] = view._model.listing.cache.get(keys[0]) or {}
        return found

    wait(lambda: row().get("__tone__") == "chart.2" and row()["name"].icon == "star")
    wait(lambda: any(chip.text == "note" for chip in row()["tags"]))
    assert source().row_of(keys[0]) >= 0


def test_a_tag_goes_on_all_selected_runs_and_is_taken_back(
    view: Any, wait: Any, page_context: Any
) -> None:
    select(view, 3)
    view.acts.tag()
    page_context.sheets[-1].named.emit("shortlist")
    wait(lambda: len(page_context.toasts) == 1)
    assert page_context.toasts[0][0] == "3 runs have the tag shortlist"
    view._model.filter("tag = shortlist")
    wait(lambda: view._model.state.listed.matching == 3)
    page_context.toasts[0][2]()
    wait(lambda: view._model.state.listed.matching == 0)


def test_the_menu_of_a_row_is_for_that_row_unless_it_is_among_the_selected(
    view: Any, wait: Any
) -> None:
    keys = select(view, 2)
    other = order(view)[5]
    menu = row_menu(view.acts, view._model, view.runs.table, keys[0], view)
    assert "Compare 2 runs" in [action.text() for action in menu.actions()]
    menu = row_menu(view.acts, view._model, view.runs.table, other, view)
    assert "Rename" in [action.text() for action in menu.actions()]
    assert view._model.state.acted_on.to_list() == [other]


# The trash


def test_who_deletes_by_key_goes_on_at_the_same_place(view: Any, wait: Any, qtbot: QtBot) -> None:
    table = view.runs.table
    key = next(key for key in order(view)[1:] if key <= 2)
    row = table.source().row_of(key)
    table.set_current(key)
    view._model.point_at(key)
    view.acts.delete()
    wait(lambda: view._model.state.listed.total == 7)
    assert table.current_row() == row
    assert view._model.state.current == table.current_key() != key


def test_deleted_runs_come_back_by_undo_and_a_version_keeps_its_run(
    view: Any, wait: Any, page_context: Any, team: Any
) -> None:
    view._model.select(RunSelection.of(order(view)))
    view.acts.delete()
    wait(lambda: view._model.state.listed.total == 3)
    problem = view._model.state.problem
    assert problem is not None
    assert "3 runs can't be deleted" in problem.message
    assert "flights-late" in problem.hint
    page_context.toasts[-1][2]()
    wait(lambda: view._model.state.listed.total == 8)


def test_the_trash_shows_what_is_in_it_and_is_emptied_after_saying_what_goes(
    view: Any, wait: Any, page_context: Any, team: Any
) -> None:
    keys = [key for key in order(view) if key <= 2]
    trash.delete(team.workspace, keys)
    view.acts.toggle_trash()
    wait(lambda: view._model.state.listed.matching == 2)
    assert [crumb.text for crumb in view.crumbs()] == ["Experiments", "Trash"]
    view._model.select(RunSelection.of(keys[:1]))
    view.acts.restore()
    wait(lambda: view._model.state.listed.matching == 1)
    view.acts.empty_trash()
    wait(lambda: bool(page_context.sheets))
    assert page_context.sheets[-1]._title.text().startswith("Delete 1 run and ")
    page_context.sheets[-1].agreed.emit()
    wait(lambda: view._model.state.listed.matching == 0)
    assert trash.count(team.workspace) == 0
    assert view.step_back()


def test_the_trash_is_emptied_to_its_end_whatever_else_is_asked_of_it(
    view: Any, wait: Any, page_context: Any, team: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    trash.delete(team.workspace, [key for key in order(view) if key <= 2])
    empty, is_let_go = trash.empty, Event()

    def held(workspace: Workspace, reporter: Reporter) -> trash.Size:
        assert is_let_go.wait(60)
        return empty(workspace, reporter)

    monkeypatch.setattr(trash, "empty", held)
    view.acts.changer.empty_trash()
    view.acts.changer.size_trash()
    is_let_go.set()
    wait(lambda: any("2 runs removed" in toast[0] for toast in page_context.toasts))
    assert trash.count(team.workspace) == 0


# Views


def test_a_view_is_saved_opened_changed_and_shared_as_a_line(
    view: Any, wait: Any, page_context: Any, team: Any, qtbot: QtBot
) -> None:
    bar = view.runs.tools.saved
    view._model.filter("auc > 0.6")
    view.acts.save_view()
    page_context.sheets[-1].named.emit("Good ones")
    wait(lambda: "Good ones" in bar.chips)
    assert bar.chips["Good ones"].isChecked()
    view._model.filter("")
    wait(bar.save.isVisible)
    bar.back.click()
    wait(lambda: view._model.state.wish.where == "auc > 0.6")
    view._model.sort_by("metrics.auc", False)
    bar.save.click()
    wait(lambda: not bar.save.isVisible())
    assert "metrics.auc" in saved_views.every(team.workspace)[0].text
    view.acts.copy_view()
    line = page_context.copied[-1]
    assert line.startswith("tidemill://experiments?")
    view._model.arrange(view._model.state.arrangement.__class__())
    wait(lambda: view._model.state.wish == Wish())
    view.acts.open_view()
    page_context.sheets[-1].named.emit("nonsense")
    assert page_context.sheets[-1].field._message.words()
    page_context.sheets[-1].named.emit(line)
    wait(lambda: view._model.state.wish.where == "auc > 0.6")
    view.acts.lists.views.remove("Good ones")
    wait(lambda: not bar.chips)
    page_context.toasts[-1][2]()
    wait(lambda: "Good ones" in bar.chips)


def test_an_address_with_a_question_mark_is_a_view(open_page: Any, settle: Any, team: Any) -> None:
    view = open_page(PAGE, "tidemill://experiments?where=auc+%3E+0.6&group=&view=scatter")
    settle(view)
    assert view._model.state.wish.where == "auc > 0.6"
    assert view._model.state.arrangement.kind == "scatter"
    assert view.address() == []


def test_a_run_that_a_script_logged_says_why_it_is_not_registered(
    view: Any, wait: Any, page_context: Any, team: Any, open_page: Any
) -> None:
    store, blobs = team.workspace.store, team.workspace.blobs
    with store.write() as tx:
        pk = runs.insert(
            tx, uuid="cd" * 16, project="default", experiment="by hand", name="logged-otter",
            user="tester", job_id=None, dataset_version_id=None,
        )  # fmt: skip
        runs.put_artifact(tx, pk, "model/model.skops", blobs.put_bytes(b"x"), 1)
        runs.ended(tx, [pk], RunState.FINISHED)
    wait(lambda: "logged-otter" in names(view))
    view._model.select(RunSelection.of([pk]))
    wait(lambda: "logged by a script" in view.runs.bar.button("register").toolTip())
    assert not view.runs.bar.button("register").isEnabled()
    view.acts.register()
    wait(lambda: bool(page_context.problems))
    assert "train a model here" in page_context.problems[-1].hint
    assert page_context.sheets == []
    part = open_page(PAGE, f"experiments/{'cd' * 16}").one
    assert not part._register.isEnabled()
    assert "logged by a script" in part._register.toolTip()


def test_an_export_asks_where_to_and_writes_the_list_as_it_stands(
    view: Any, wait: Any, page_context: Any, tmp_path: Any
) -> None:
    view.acts.export("csv")
    wish = page_context.saved[-1]
    assert wish.ending == "csv"
    wish.write(tmp_path / "runs.csv", Silent())
    lines = (tmp_path / "runs.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 9
    assert lines[0].startswith("name,state,metrics.auc")


def test_an_export_says_what_did_not_fit_into_the_file(
    view: Any, wait: Any, page_context: Any, team: Any, tmp_path: Any
) -> None:
    with team.workspace.store.write() as tx:
        runs.put_values(tx, order(view)[0], params={"prompt": "x" * 40_000}, metrics={})
    view._model.show_columns(["params.prompt"])
    view.acts.export("xlsx")
    said = page_context.saved[-1].write(tmp_path / "runs.xlsx", Silent())
    assert len(said) == 1
    assert "32,767 characters" in said[0]
    assert page_context.saved[-1].write(tmp_path / "runs.csv", Silent()) == ()


# News and points


def test_the_order_waits_while_the_pointer_rests_on_rows(
    view: Any, wait: Any, team: Any, qtbot: QtBot
) -> None:
    model = view._model
    model.listing._resort.setInterval(10)
    model.listing.hold(True)
    before = order(view)
    run_changes.rename(team.workspace, before[0], "zz-last")
    qtbot.waitUntil(lambda: "zz-last" in names(view))
    assert order(view) == before
    model.listing.hold(False)
    wait(lambda: order(view)[-1] == before[0])


def test_following_sorts_by_the_newest(view: Any, wait: Any) -> None:
    view.acts.follow()
    wait(lambda: view._model.state.wish.sort == (("started", True),))
    assert view.runs.tools.follow.isChecked()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_brush_over_the_points_selects_runs(
    view: Any, wait: Any, qtbot: QtBot, theme: str
) -> None:
    view._model.show_kind("scatter")
    scatter = view.runs.scatter
    wait(lambda: len(scatter.drawn_keys()) == 8)
    assert scatter.axes["y"].text() == "Y: AUC"
    scatter.cloud.set_box((0.0, 1.0, 0.5, 1.0))
    qtbot.waitUntil(lambda: 0 < len(view._model.state.selection) < 8)
    chosen = view._model.state.selection.to_list()
    aucs = view._model.listing.every.numbers(order(view), "metrics.auc")
    middle = (aucs.min() + aucs.max()) / 2
    expected = [key for key, auc in zip(order(view), aucs, strict=True) if auc >= middle]
    assert chosen == sorted(expected)
    scatter._choose("colour", "params.estimator")
    wait(lambda: scatter.cloud._colour is not None)
    assert scatter.grab().width() > 0


def test_several_runs_in_the_inspector_show_what_differs_and_what_they_share(
    view: Any, wait: Any
) -> None:
    view._on_opened(order(view)[0])
    keys = select(view, 3)
    wait(lambda: view._model.state.about.keys.to_list() == keys)
    assert view.inspector() is view.run
    assert view.run._title.text() == "3 runs"


def test_the_course_of_a_metric_is_a_small_picture_in_its_cell(
    view: Any, wait: Any, team: Any
) -> None:
    key = order(view)[0]
    with team.workspace.store.write() as tx:
        metric = Keys().ids(tx, [("metric", "log_loss")])["metric", "log_loss"]
        points = ((key, metric, n, float(n), 1.0 / (n + 1)) for n in range(500))
        histories.append(tx, points)
    column = "course.metrics.log_loss"
    view._model.show_columns([column, *view._model.state.columns])

    def values() -> Any:
        row = view._model.listing.cache.get(key) or {}
        return getattr(row.get(column), "values", ())

    wait(lambda: len(values()) > 10)
    assert len(values()) < 60
    assert max(values()) > 0.3
    assert min(values()) == pytest.approx(1 / 500, rel=0.2)
    others = [view._model.listing.cache.get(each) or {} for each in order(view)[1:]]
    assert all(row.get(column) is None for row in others)
