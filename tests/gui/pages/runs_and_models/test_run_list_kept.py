"""What the list of runs keeps for the next time it is opened."""

from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tidemill.base import places
from tidemill.domain.run_views import from_text
from tidemill.gui.pages.experiments import listing
from tidemill.gui.pages.experiments.page import PAGE
from tidemill.gui.pages.experiments.state import Plots
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
