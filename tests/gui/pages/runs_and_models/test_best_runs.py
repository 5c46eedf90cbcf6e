"""The best runs by a rule on Experiments: ranked, named with the reason, the front selected."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Silent
from tidemill.domain.business_value import Costs
from tidemill.domain.choice_rules import ChoiceRule, Weighed
from tidemill.gui.pages.experiments.best.sheet import NEW
from tidemill.gui.pages.experiments.selection import RunSelection
from tidemill.services import choosing, runs

LEFT = Qt.MouseButton.LeftButton
BOTH = ChoiceRule("both", (Weighed("auc", 1, 0.01), Weighed("log_loss", 1, 0.01)))
MONEY = ChoiceRule("money", costs=Costs({"no:yes": 1.0, "yes:no": 4.0}, unit="EUR"))


def _binary(view: Any, team: Any) -> list[int]:
    """The keys of runs that were judged by AUC."""
    keys: list[int] = view._model.state.listed.arranged.outline.keys.tolist()
    found = runs.find(team.workspace, keys)
    return [one.pk for one in found if "auc" in one.metrics and str(one.state) == "finished"]


@pytest.fixture
def opened(view: Any, team: Any, page_context: Any, wait: Any) -> Any:
    """Opens the sheet over what is selected, and waits until all of it was read."""

    def sheet() -> Any:
        view.acts.choose_best()
        found = page_context.sheets[-1]
        wait(lambda: found.state.rules is not None and not found.state.is_reading)
        return found

    return sheet


def _refused(team: Any, rule: ChoiceRule, keys: list[int]) -> bool:
    try:
        choosing.ranked(team.workspace, rule, runs.find(team.workspace, keys), Silent())
    except NeedsYou:
        return True
    return False


def test_the_best_by_a_rule_is_named_with_its_reason_and_the_front_is_selected_in_the_list(
    view: Any, team: Any, opened: Any, qtbot: QtBot
) -> None:
    choosing.put(team.workspace, BOTH)
    keys = _binary(view, team)
    expected = choosing.ranked(team.workspace, BOTH, runs.find(team.workspace, keys), Silent())
    view._model.select(RunSelection.of(keys))
    sheet = opened()
    assert sheet.choice.value() == "both"
    assert sheet.said.text() == expected.words
    first = expected.runs[0]
    assert sheet.said.text().startswith(f"{first.run.name} is the best by both: AUC ")
    names = [row["name"] for row in sheet.table.source().rows]
    assert names == [one.run.name for one in expected.runs]
    assert sheet.table.source().rows[0]["behind"] == "the best"
    assert sheet.area.height() >= sheet.table.geometry().bottom(), "the table is to be seen whole"
    front = sorted(one.run.pk for one in expected.runs if one.is_on_front)
    assert 0 < len(front) < len(keys), "else the front would say nothing"
    qtbot.mouseClick(sheet.primary, LEFT)
    assert view._model.state.selection.to_list() == front


def test_without_a_rule_one_is_made_and_ranks_at_once(
    view: Any, team: Any, opened: Any, wait: Any, qtbot: QtBot
) -> None:
    view._model.select(RunSelection.of(_binary(view, team)))
    sheet = opened()
    form = sheet.form
    assert form.isVisible()
    assert len(form.rows) == 2, "one measure alone needs no rule"
    assert not form.kind.isVisible(), "what answers cost is told of one target's classes"
    form.name.edit.setText("mine")
    first, second = form.rows
    first.measure._take("auc")
    second.measure._take("log_loss")
    second.weight.edit.setText("2")
    qtbot.mouseClick(form.keep, LEFT)
    wait(lambda: sheet.state.found is not None)
    assert choosing.find(team.workspace, "mine").weights[1].weight == 2
    assert sheet.choice.value() == "mine"
    assert sheet.said.text().split(" is the best by mine")[0]
    sheet.close_sheet()


def test_a_rule_that_can_judge_none_says_why_and_another_can_be_chosen(
    view: Any, team: Any, opened: Any, wait: Any
) -> None:
    litres = ChoiceRule("litres", (Weighed("litres_saved", 1, 1),))
    choosing.put(team.workspace, BOTH)
    choosing.put(team.workspace, litres)
    keys = _binary(view, team)
    assert _refused(team, litres, keys)
    view._model.select(RunSelection.of(keys))
    sheet = opened()
    sheet._on_chosen("litres")
    wait(lambda: sheet.state.error is not None)
    assert "has no litres_saved" in sheet._failure.accessibleName()
    assert not sheet.primary.isEnabled()
    sheet._on_chosen("both")
    wait(lambda: sheet.state.found is not None)
    assert sheet._failure.isHidden()
    sheet._on_chosen(NEW)
    assert sheet.table is None
    assert sheet.form.isVisible()
    sheet.close_sheet()


def test_the_best_run_is_opened_from_the_sheet(
    view: Any, team: Any, opened: Any, qtbot: QtBot
) -> None:
    choosing.put(team.workspace, BOTH)
    view._model.select(RunSelection.of(_binary(view, team)))
    sheet = opened()
    best = sheet.state.found.runs[0].run
    with qtbot.waitSignal(view.runs.opened) as caught:
        qtbot.mouseClick(sheet.open_best, LEFT)
    assert caught.args == [best.pk]


def test_by_costs_the_runs_that_are_as_good_as_the_cheapest_are_selected(
    view: Any, team: Any, opened: Any, qtbot: QtBot
) -> None:
    choosing.put(team.workspace, MONEY)
    keys = _binary(view, team)
    expected = choosing.ranked(team.workspace, MONEY, runs.find(team.workspace, keys), Silent())
    view._model.select(RunSelection.of(keys))
    sheet = opened()
    assert "its answers cost" in sheet.said.text()
    assert "EUR in 1,000 rows" in sheet.said.text()
    assert sheet.primary.text() == "Select those as good"
    as_good = sorted(one.run.pk for one in expected.runs if one.is_as_good)
    qtbot.mouseClick(sheet.primary, LEFT)
    assert view._model.state.selection.to_list() == as_good
