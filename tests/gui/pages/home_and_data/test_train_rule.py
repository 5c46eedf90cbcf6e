"""Choosing by a rule in the Train sheet: one that is kept, or one made there."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.domain.business_value import Costs
from tidemill.domain.choice_rules import ChoiceRule, Weighed
from tidemill.gui.pages.data.page import PAGE
from tidemill.gui.pages.data.rule_part import NEW
from tidemill.services import choosing, jobs
from tidemill.services.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton
POINTS = ChoiceRule("points", (Weighed("auc", 2, 0.01), Weighed("log_loss", 1, 0.01)))
OF_NUMBERS = ChoiceRule("litres", costs=Costs({"over": 1.0, "under": 3.0}))


@pytest.fixture
def sheet(
    open_page: Any, page_context: Any, qtbot: QtBot, workspace: Workspace, flights: Any
) -> Any:
    """The sheet with all suggestions read, where two rules are kept."""
    assert flights
    choosing.put(workspace, POINTS)
    choosing.put(workspace, OF_NUMBERS)
    view = open_page(PAGE, "data/flights/train")
    qtbot.waitUntil(lambda: bool(page_context.sheets))
    found = page_context.sheets[0]
    qtbot.waitUntil(lambda: found.model.state.leaks is not None)
    qtbot.waitUntil(lambda: not page_context.operations.is_busy("train."), timeout=30_000)
    qtbot.waitUntil(view.is_settled)
    return found


def _start(sheet: Any, qtbot: QtBot, workspace: Workspace) -> dict[str, Any]:
    with qtbot.waitSignal(sheet.closed):
        qtbot.mouseClick(sheet.primary, LEFT)
    (job,) = jobs.newest(workspace)
    recipe: dict[str, Any] = job.params["recipe"]
    return recipe


def test_a_kept_rule_that_suits_can_be_chosen_and_goes_into_the_recipe(
    sheet: Any, qtbot: QtBot, workspace: Workspace
) -> None:
    part = sheet.choices.rule
    assert [one.text for one in part.choice._options] == [
        "AUC alone",
        "points",
        "A rule of your own…",
    ], "one of numbers does not suit two classes"
    assert part._row.reason.text() == "The run with the best AUC is the best."
    part.choice._take("points")
    assert part._row.reason.text() == POINTS.words
    assert _start(sheet, qtbot, workspace)["choice"] == "points"


def test_a_rule_of_measures_is_made_saved_and_chosen(
    sheet: Any, qtbot: QtBot, workspace: Workspace
) -> None:
    part = sheet.choices.rule
    part.choice._take(NEW)
    form = part.form
    assert form.isVisible()
    assert not sheet.primary.isEnabled(), "what is begun is not passed over"
    assert form.said.text() == "Give the rule a name."
    form.name.edit.setText("careful")
    qtbot.mouseClick(form.more, LEFT)
    second = form.rows[1]
    second.measure._take("log_loss")
    second.weight.edit.setText("3")
    assert form.said.text() == "By points: 0.01 of AUC counts 1; 0.01 of Log loss counts 3."
    second.weight.edit.setText("0")
    assert not form.keep.isEnabled()
    second.weight.edit.setText("3")
    qtbot.mouseClick(form.keep, LEFT)
    qtbot.waitUntil(lambda: part.choice.value() == "careful", timeout=30_000)
    assert choosing.find(workspace, "careful").weights == (
        Weighed("auc", 1, 0.01),
        Weighed("log_loss", 3, 0.01),
    )
    assert not form.isVisible()
    assert _start(sheet, qtbot, workspace)["choice"] == "careful"


def test_a_rule_in_money_takes_a_cost_for_each_truth_and_decision(
    sheet: Any, qtbot: QtBot, workspace: Workspace
) -> None:
    part = sheet.choices.rule
    part.choice._take(NEW)
    form = part.form
    form.name.edit.setText("money")
    form.kind.changed.emit("costs")
    assert form.amounts is not None
    assert list(form.amounts.fields) == ["false:false", "false:true", "true:false", "true:true"]
    assert not form.rows[0].isVisible()
    form.amounts.fields["false:true"].edit.setText("1")
    form.amounts.fields["true:false"].edit.setText("4.5")
    form.unit.edit.setText("EUR")
    form.threshold.setChecked(True)
    qtbot.mouseClick(form.keep, LEFT)
    qtbot.waitUntil(lambda: part.choice.value() == "money", timeout=30_000)
    kept = choosing.find(workspace, "money")
    assert kept.costs == Costs({"false:true": 1.0, "true:false": 4.5}, unit="EUR")
    assert kept.is_threshold_chosen
    sheet.close_sheet()


def test_leaving_a_draft_for_a_kept_rule_lets_training_start(sheet: Any, qtbot: QtBot) -> None:
    part = sheet.choices.rule
    part.choice._take(NEW)
    assert not sheet.primary.isEnabled()
    part.choice._take("")
    assert sheet.primary.isEnabled()
    assert not part.form.isVisible()
    sheet.close_sheet()
