"""What the list of runs keeps for the next time it is opened."""

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tidemill.base import places
from tidemill.domain.run_lists import Wish
from tidemill.domain.run_views import from_text
from tidemill.gui.pages.experiments import list_memory, listing
from tidemill.gui.pages.experiments.page import PAGE
from tidemill.gui.pages.experiments.state import Arrangement, Plots
from tidemill.gui.shell import kept_file
from tidemill.services import run_list, saved_views


def test_the_columns_of_many_runs_are_kept_once_it_is_quiet(
    open_page: Any, team: Any, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_list, "_SMALL", 2)
    monkeypatch.setattr(listing, "_KEEP_MS", 1)
    view = open_page(PAGE, "experiments")
    qtbot.waitUntil(lambda: view.state_word() == "ready")
    current = team.workspace.folder / "cache" / "runs" / "current"
    qtbot.waitUntil(current.exists)


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept rests for a moment only."""
    monkeypatch.setattr(kept_file, "_PAUSE_MS", 1)


@pytest.fixture
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """How plots are arranged is kept for a person; here for one test."""
    kept = tmp_path / "settings" / "settings.json"
    monkeypatch.setattr(places, "settings_file", lambda: kept)


def kinds(view: Any) -> list[str]:
    return [card.spec.kind for card in view.compare.plots.cards()]


def remove_plot(view: Any, kind: str) -> None:
    card = next(one for one in view.compare.plots.cards() if one.spec.kind == kind)
    menu = card.menu()
    next(each for each in menu.actions() if each.text() == "Remove").trigger()
    menu.close()


def save_as(view: Any, name: str, context: Any, wait: Any) -> None:
    view.acts.save_view()
    context.sheets[-1].named.emit(name)
    wait(lambda: view.acts.lists.views.state.opened == name)


@pytest.mark.usefixtures("own_settings")
def test_a_view_holds_how_the_plots_of_a_comparison_are_arranged(
    view: Any, wait: Any, page_context: Any, team: Any, qtbot: QtBot
) -> None:
    bar = view.runs.tools.saved
    save_as(view, "As usual", page_context, wait)
    both = ["compare", f"{team.runs[0]},{team.runs[4]}"]
    view.show_address(both)
    wait(lambda: "calibration" in kinds(view))
    usual = kinds(view)
    remove_plot(view, "calibration")
    wait(lambda: view.acts.lists.views.state.is_modified)
    view.show_address([])
    save_as(view, "No calibration", page_context, wait)
    assert not view.acts.lists.views.state.is_modified
    bar.chips["As usual"].click()
    view.show_address(both)
    wait(lambda: kinds(view) == usual)
    view.show_address([])
    bar.chips["No calibration"].click()
    view.show_address(both)
    wait(lambda: kinds(view) == [kind for kind in usual if kind != "calibration"])
    remove_plot(view, "roc")
    wait(lambda: view.acts.lists.views.state.is_modified)
    bar.back.click()
    wait(lambda: "roc" in kinds(view) and not view.acts.lists.views.state.is_modified)
    remove_plot(view, "roc")
    bar.save.click()
    wait(lambda: not view.acts.lists.views.state.is_modified)
    saved = {each.name: each.text for each in saved_views.every(team.workspace)}
    assert "roc" not in saved["No calibration"]
    assert "compare.binary" not in saved["As usual"]


def test_what_was_read_before_a_view_was_saved_does_not_take_the_view_away(
    view: Any, wait: Any, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    views = view.acts.lists.views
    views._listener.changed.disconnect(views._on_news)  # nothing but what is read here
    has_read, may_tell = threading.Event(), threading.Event()
    every, reads = saved_views.every, []

    def slow_at_first(workspace: Any) -> Any:
        reads.append(found := every(workspace))
        if len(reads) == 1:
            has_read.set()
            assert may_tell.wait(60)
        return found

    monkeypatch.setattr(saved_views, "every", slow_at_first)
    views._read()
    assert has_read.wait(60)
    views.save("As usual")
    qtbot.waitUntil(lambda: views.state.names == ("As usual",))
    may_tell.set()
    wait(lambda: not view.context.operations.is_busy("experiments.views"))
    assert (views.state.names, views.state.opened) == (("As usual",), "As usual")


def test_views_read_while_one_is_saved_do_not_close_it(
    view: Any, wait: Any, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    views = view.acts.lists.views
    views._listener.changed.disconnect(views._on_news)
    may_save = threading.Event()
    save = saved_views.save

    def slowly(*told: Any) -> Any:
        assert may_save.wait(60)
        return save(*told)

    monkeypatch.setattr(saved_views, "save", slowly)
    views.save("As usual")
    views._read()
    operations = view.context.operations
    qtbot.waitUntil(lambda: not operations.is_busy("experiments.views.read"))
    may_save.set()
    wait(lambda: not operations.is_busy("experiments.views"))
    assert (views.state.names, views.state.opened) == (("As usual",), "As usual")


@pytest.mark.usefixtures("own_settings")
def test_a_line_brings_its_plots_and_one_that_names_none_leaves_them(
    view: Any, wait: Any, team: Any
) -> None:
    views = view.acts.lists.views
    views.open_text("tidemill://experiments?plots=compare.binary%3Droc%7Cimportance")
    view.show_address(["compare", f"{team.runs[0]},{team.runs[4]}"])
    wait(lambda: kinds(view) == ["roc", "importance"])
    assert "compare.binary" in views.text()
    views.open_text("tidemill://experiments?sort=name")
    wait(lambda: view._model.state.wish.sort == (("name", False),))
    assert kinds(view) == ["roc", "importance"]


@pytest.mark.usefixtures("own_settings")
def test_what_a_newer_program_kept_in_a_view_is_written_back_with_it(
    view: Any, wait: Any, page_context: Any, team: Any
) -> None:
    newer = (
        "tidemill://experiments?group=&plots=globe%3Dtilted,compare.binary%3D"
        "roc%3Fheight%3D2%7Chologram%3Fo.depth%3D3%7Cimportance&rings=7"
    )
    saved_views.save(team.workspace, "Newer", newer)
    bar = view.runs.tools.saved
    wait(lambda: "Newer" in bar.chips)
    bar.chips["Newer"].click()
    view.show_address(["compare", f"{team.runs[0]},{team.runs[4]}"])
    wait(lambda: kinds(view) == ["roc", "importance"])
    assert not view.acts.lists.views.state.is_modified
    assert "rings=7" in page_context.toasts[-1][0]
    remove_plot(view, "importance")
    wait(lambda: view.acts.lists.views.state.is_modified)
    bar.save.click()
    wait(lambda: not view.acts.lists.views.state.is_modified)
    kept = from_text(saved_views.every(team.workspace)[0].text)
    assert ("rings", "7") in kept.unknown
    assert "globe=tilted" in kept.plots
    assert "compare.binary=roc?height=2|hologram?o.depth=3" in kept.plots


@pytest.mark.usefixtures("own_settings")
def test_axes_of_the_points_are_part_of_a_view(view: Any, wait: Any, page_context: Any) -> None:
    view._model.show_plots(Plots("metrics.auc", "params.learning_rate"))
    save_as(view, "Points", page_context, wait)
    view._model.show_plots(Plots("metrics.auc", "params.max_depth"))
    assert view.acts.lists.views.state.is_modified
    view.runs.tools.saved.back.click()
    wait(lambda: view._model.state.arrangement.plots.y == "params.learning_rate")


def test_the_list_is_arranged_as_it_was_left_when_it_is_opened_again(
    view: Any, wait: Any, open_page: Any, page_context: Any, qtbot: QtBot
) -> None:
    view._model.filter("auc > 0.9")
    save_as(view, "Good ones", page_context, wait)
    view._model.group(("params.estimator",))
    view._model.show_columns(["metrics.auc", "started"])
    view._model.show_trash(True)
    wait(lambda: view._model.state.wish.trashed)
    left = view._model.state.arrangement
    path = list_memory.list_file(page_context.workspace)
    qtbot.waitUntil(lambda: list_memory.read(path).columns == ("metrics.auc", "started"))
    again = open_page(PAGE)
    state = again._model.state
    assert state.wish == replace(left.wish, trashed=False)
    assert state.columns == ("metrics.auc", "started")
    assert state.listed.matching < state.listed.total
    assert again.acts.lists.views.state.opened == "Good ones"
    assert again.acts.lists.views.state.is_modified
    again._model.arrange(Arrangement())
    again.acts.lists.views.leave()
    qtbot.waitUntil(lambda: again._model.state.listed.arrangement.wish == Wish())
    qtbot.waitUntil(lambda: not path.exists())


def test_an_address_counts_more_than_how_the_list_was_left(
    view: Any, team: Any, open_page: Any, qtbot: QtBot
) -> None:
    path = list_memory.list_file(team.workspace)
    view._model.filter("auc > 0.6")
    qtbot.waitUntil(lambda: list_memory.read(path).wish.where == "auc > 0.6")
    wish = Wish(sort=(("name", False),))
    other = open_page(PAGE, "tidemill://experiments?sort=name")
    assert other._model.state.wish == wish
    qtbot.waitUntil(lambda: list_memory.read(path).wish == wish)
    assert open_page(PAGE)._model.state.wish == wish


@pytest.mark.parametrize("kept", ["no view", "tidemill://experiments?where=auc+%3E+%3E"])
def test_what_was_kept_of_the_list_and_is_odd_never_keeps_it_shut(
    team: Any, open_page: Any, kept: str
) -> None:
    list_memory.write(list_memory.list_file(team.workspace), kept)
    view = open_page(PAGE)
    assert view.state_word() == "ready"
    assert view._model.state.listed.matching == 8
    assert view._model.state.wish.where == ""
    assert (view._model.state.problem is not None) == ("where" in kept)


def test_a_filter_with_an_error_is_not_kept(
    view: Any, wait: Any, team: Any, open_page: Any, qtbot: QtBot
) -> None:
    path = list_memory.list_file(team.workspace)
    view._model.filter("auc > 0.6")
    wait(lambda: view._model.state.wish.where == "auc > 0.6")
    view._model.filter("auc > >")
    wait(lambda: view._model.state.query_error is not None)
    view._model.show_columns(["started"])
    qtbot.waitUntil(lambda: list_memory.read(path).wish.where == "auc > 0.6")
    assert open_page(PAGE)._model.state.wish.where == "auc > 0.6"
