"""The run of a search: its trials as they are made, the best line, what matters, what is left."""

import json
from dataclasses import asdict, replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tidemill.base.ids import new_id
from tidemill.domain.recipes import Recipe, Task
from tidemill.domain.search_trials import TrialState
from tidemill.domain.searches import Dimension, SearchPlan
from tidemill.gui.pages.experiments.page import PAGE
from tidemill.gui.pages.experiments.run.search_slices import slices_of
from tidemill.services import activity, searching
from tidemill.services.searching import FOLD_SECONDS, SEARCH_FILE, TRIAL_TAG, Insights
from tidemill.services.workspace import Workspace
from tidemill.store import histories, run_writing
from tidemill.store import runs as rows
from tidemill.store.engine import Transaction
from tidemill.store.run_writing import Keys, NewRun

PLAN = SearchPlan("optuna", 12, n_folds=2)
RECIPE = Recipe("late", Task.BINARY, ("distance", "carrier"), search=PLAN)
INSIGHTS = Insights(2, {"c": 0.75, "depth": 0.25}, 0.001, 0.02, 0.004)


def _run(workspace: Workspace, tx: Transaction, name: str) -> tuple[int, str]:
    uuid = new_id()
    one = NewRun(uuid, "default", "late", name, "tester", "running", workspace.clock.now())
    return run_writing.insert_runs(tx, [one], run_writing.next_seq(tx))[uuid], uuid


def _log(tx: Transaction, pk: int, metric: str, step: int, value: float) -> None:
    key = Keys().ids(tx, [("metric", metric)])["metric", metric]
    histories.append(tx, [(pk, key, step, 1.7e9 + step, value)])
    rows.update(tx, [pk])


def _tell(workspace: Workspace, parent: int, ended: str = "") -> None:
    """Put the page of the search beside its run, as the worker does."""
    page = {
        "recipe": RECIPE.to_dict(),
        "space": [asdict(Dimension("c", "float", 0.01, 10.0, is_log=True))],
        "insights": asdict(INSIGHTS),
        "ended": ended,
    }
    data = json.dumps(page).encode()
    blob = workspace.blobs.put_bytes(data)
    with workspace.store.write() as tx:
        rows.put_artifact(tx, parent, SEARCH_FILE, blob, len(data))
        rows.update(tx, [parent])


def _tried(
    workspace: Workspace, parent: int, number: int, folds: tuple[float, ...], best: float | None
) -> None:
    """A trial of the search that ended; without a `best` after it, it was given up."""
    state = TrialState.PRUNED if best is None else TrialState.FINISHED
    with workspace.store.write() as tx:
        pk, _ = _run(workspace, tx, f"trial-{number}")
        rows.update(tx, [pk], parent_pk=parent)
        said = {"c": str(number / 2), "trial": str(number)}
        rows.put_values(tx, pk, params=said, tags={TRIAL_TAG: str(state)})
        for at, value in enumerate(folds):
            _log(tx, pk, "cv_auc", at + 1, value)
            _log(tx, pk, FOLD_SECONDS, at + 1, 0.5)
        if best is not None:
            _log(tx, parent, "best_cv_auc", number, best)


@pytest.fixture
def searched(workspace: Workspace) -> tuple[int, str]:
    """The run of a search with two trials: its key and its id."""
    with workspace.store.write() as tx:
        pk, uuid = _run(workspace, tx, "deep-owl")
        rows.update(tx, [pk], status="running")
        rows.put_values(tx, pk, params={"metric": "auc", "task": "binary", "kind": "search"})
    _tell(workspace, pk)
    _tried(workspace, pk, 1, (0.75, 0.25), 0.5)
    _tried(workspace, pk, 2, (0.5, 0.25), 0.5)
    return pk, uuid


def _texts(widget: Any) -> set[str]:
    return {each.text() for each in widget.findChildren(QLabel) if each.isVisibleTo(widget)}


def _points(card: Any) -> dict[str, list[tuple[float, float]]]:
    drawn = {}
    for one in card.chart._series:
        x, y = one.points()
        drawn[one.key] = list(zip(x.tolist(), y.tolist(), strict=True))
    return drawn


def test_the_trials_are_drawn_as_they_are_made_with_the_best_line_and_what_matters(
    open_page: Any, settle: Any, workspace: Workspace, qtbot: QtBot, searched: tuple[int, str]
) -> None:
    pk, uuid = searched
    view = open_page(PAGE, f"experiments/{uuid}")
    settle(view)
    card = view.one.part("overview").search
    qtbot.waitUntil(lambda: card.isVisibleTo(view), timeout=30_000)
    assert card.subtitle.text() == "2 of 12 trials, AUC over 2 folds"
    assert _points(card) == {"trials": [(1, 0.5), (2, 0.375)], "best": [(1, 0.5), (2, 0.5)]}
    said = card.said.text()
    assert "the best settings of all 0.0200" in said
    assert {"What matters", "c", "75%", "depth", "25%"} <= _texts(card.side)
    assert "more than the folds leave open (0.0040)" in said
    _tried(workspace, pk, 3, (0.25,), None)
    _tried(workspace, pk, 4, (0.75, 0.5), 0.625)
    wanted = "4 of 12 trials, 1 given up, AUC over 2 folds"
    qtbot.waitUntil(lambda: card.subtitle.text() == wanted, timeout=30_000)
    assert _points(card)["trials"] == [(1, 0.5), (2, 0.375), (4, 0.625)]
    assert _points(card)["best"] == [(1, 0.5), (2, 0.5), (4, 0.625)]
    _tell(workspace, pk, "All 4 trials were made.")
    qtbot.waitUntil(lambda: "All 4 trials were made." in card.said.text(), timeout=30_000)


def test_the_measure_is_drawn_along_each_setting_and_over_the_two_that_matter_most(
    open_page: Any, settle: Any, workspace: Workspace, qtbot: QtBot, searched: tuple[int, str]
) -> None:
    pk, uuid = searched
    _tried(workspace, pk, 3, (0.25,), None)
    view = open_page(PAGE, f"experiments/{uuid}")
    settle(view)
    card = view.one.part("overview").search
    qtbot.waitUntil(lambda: card.subtitle.text().startswith("3 of 12"), timeout=30_000)
    (cloud,) = card.slices.clouds
    assert cloud.as_table() == (
        ["Run", "c", "AUC"],
        [["Trial 1", "0.5", "0.5"], ["Trial 2", "1", "0.375"]],
    ), "a trial that was given up has no mean"
    assert cloud._x.is_log
    found = searching.find(workspace, uuid)
    more = replace(
        found,
        dimensions=(
            Dimension("depth", "choice", choices=("few", "many")),
            Dimension("c", "float", 0.01, 10.0, is_log=True),
        ),
        trials=tuple(
            replace(one, values={**one.values, "depth": "many" if one.number == 2 else "few"})
            for one in found.trials
        ),
    )
    by_c, by_depth, both = slices_of(more)
    assert (by_c.x.name, by_depth.x.name) == ("c", "depth"), "c matters more"
    assert by_depth.x.labels == ("few", "many")
    assert by_depth.x.values.tolist() == [0.0, 1.0]
    assert (both.x.name, both.y.name, both.colour.title) == ("c", "depth", "AUC")
    assert not both.colour.is_flipped, "the highest AUC is drawn strongest"
    assert slices_of(replace(found, trials=found.trials[:1])) == ()


def test_a_click_stops_the_search_and_keeps_its_best(
    open_page: Any, settle: Any, workspace: Workspace, qtbot: QtBot, searched: tuple[int, str]
) -> None:
    pk, uuid = searched
    view = open_page(PAGE, f"experiments/{uuid}")
    settle(view)
    card = view.one.part("overview").search
    qtbot.waitUntil(lambda: card.stop.isVisibleTo(view), timeout=30_000)
    assert (card.stop.text(), card.stop.isEnabled()) == ("Stop and keep the best", True)
    qtbot.mouseClick(card.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: card.stop.text() == "Stopping", timeout=30_000)
    assert not card.stop.isEnabled()
    run = searching.stop(workspace, uuid)  # asked again it changes nothing
    assert searching.find(workspace, run.id).is_stopping
    told = [
        one for one in activity.recent(workspace).entries if "stopped the search" in one.sentence
    ]
    assert len(told) == 1
    _tell(workspace, pk, "Stopped by tester.")
    qtbot.waitUntil(lambda: not card.stop.isVisibleTo(view), timeout=30_000)


def test_the_curves_of_a_search_follow_its_best(
    open_page: Any, settle: Any, workspace: Workspace, qtbot: QtBot, searched: tuple[int, str]
) -> None:
    pk, uuid = searched
    view = open_page(PAGE, f"experiments/{uuid}/curves")
    settle(view)
    tile = view.one.part("curves").grid.tiles["best_cv_auc"]
    qtbot.waitUntil(lambda: tile.subtitle.text() == "2 points, last 0.5", timeout=30_000)
    _tried(workspace, pk, 3, (0.75, 0.5), 0.625)
    qtbot.waitUntil(lambda: tile.subtitle.text() == "3 points, last 0.625", timeout=30_000)


def test_a_run_that_is_no_search_has_no_such_card(
    open_page: Any, settle: Any, workspace: Workspace
) -> None:
    with workspace.store.write() as tx:
        _, uuid = _run(workspace, tx, "plain-owl")
    view = open_page(PAGE, f"experiments/{uuid}")
    settle(view)
    assert not view.one.part("overview").search.isVisibleTo(view)
