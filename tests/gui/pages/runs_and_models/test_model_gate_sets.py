"""The tab Gates of a model: which set its candidates pass, and the limits of its gates."""

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tidemill.domain.gate_sets import GateWish
from tidemill.gui.pages.models.page import PAGE
from tidemill.services import gate_sets


@pytest.fixture
def opened(open_page: Any, team: Any, settle: Any) -> Any:
    """The page on the tab Gates; another set stands beside the standard one."""
    wishes = [GateWish.parse("data_checks"), GateWish.parse("latency:most_ms=20")]
    gate_sets.put(team.workspace, "house", wishes)
    view = open_page(PAGE, "models/flights-late/3")
    view._model.show_tab("gates")
    settle(view)
    return view


def _used(team: Any) -> str:
    return gate_sets.of_model(team.workspace, "flights-late").name


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_set_of_a_model_stands_over_what_its_gates_said(opened: Any, theme: str) -> None:
    part = opened.part.gate_set
    assert not part.isHidden()
    assert part.sets.value() == "standard"
    assert {limit for _, limit in part.fields} == {"margin", "level"}
    assert part.note.text().startswith("The standard set stays as it is")
    assert not part.keep.isEnabled()
    assert opened.grab().width() > 0


def test_another_set_is_chosen_and_undone(
    opened: Any, team: Any, page_context: Any, settle: Any, qtbot: QtBot
) -> None:
    part = opened.part.gate_set
    part.sets.chosen.emit("house")
    qtbot.waitUntil(lambda: _used(team) == "house")
    qtbot.waitUntil(lambda: part.sets.value() == "house")
    assert "most_ms" in {limit for _, limit in part.fields}
    words, action, undo = page_context.toasts[-1]
    assert "pass the gates “house”" in words
    assert action == "Undo"
    undo()
    qtbot.waitUntil(lambda: _used(team) == "standard")
    qtbot.waitUntil(lambda: part.sets.value() == "standard")
    settle(opened)


def test_other_limits_of_the_standard_set_become_a_set_of_the_models_own(
    opened: Any, team: Any, settle: Any, qtbot: QtBot
) -> None:
    part = opened.part.gate_set
    [margin] = [field for (_, name), field in part.fields.items() if name == "margin"]
    margin.set_text("often")
    assert not part.keep.isEnabled()
    margin.set_text("0.01")
    assert part.keep.isEnabled()
    part.keep.click()
    qtbot.waitUntil(lambda: _used(team) == "flights-late")
    qtbot.waitUntil(lambda: part.sets.value() == "flights-late")
    [better] = [
        one
        for one in gate_sets.of_model(team.workspace, "flights-late").gates
        if one.gate == "better_than_champion"
    ]
    assert better.settings["margin"] == 0.01
    assert gate_sets.find(team.workspace, "standard").models == ()
    assert not part.keep.isEnabled()
    # Kept once more, they change the model's own set.
    [margin] = [field for (_, name), field in part.fields.items() if name == "margin"]
    margin.set_text("0.02")
    part.keep.click()

    def kept() -> bool:
        gates = gate_sets.of_model(team.workspace, "flights-late").gates
        return any(one.settings.get("margin") == 0.02 for one in gates)

    qtbot.waitUntil(kept)
    assert _used(team) == "flights-late"
    settle(opened)
