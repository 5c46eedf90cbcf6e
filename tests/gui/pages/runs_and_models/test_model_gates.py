"""The tab Gates of a model: gates added and taken away, earlier runs, what an answer rests on."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.domain.gate_sets import GateWish
from tidemill.gui.kit.number_field import NumberField
from tidemill.gui.pages.models.page import PAGE
from tidemill.services import gate_sets
from tidemill.store import models, rulebook

WORST = {
    "words": "distance from 800 up",
    "columns": ["distance"],
    "n": 84,
    "value": 0.71,
    "gap": -0.12,
    "low": -0.2,
    "high": -0.03,
}


@pytest.fixture
def opened(open_page: Any, team: Any, settle: Any) -> Any:
    """The page on the tab Gates, by its address."""
    view = open_page(PAGE, "models/flights-late/3/gates")
    settle(view)
    return view


@pytest.fixture
def sheet(opened: Any, page_context: Any, qtbot: QtBot) -> Any:
    """The sheet that adds a gate."""
    opened.part.gate_set.add.click()
    qtbot.waitUntil(lambda: bool(page_context.sheets))
    return opened.gates.sheet


def _gates(team: Any) -> list[str]:
    return [str(one) for one in gate_sets.of_model(team.workspace, "flights-late").gates]


def _ran(team: Any, number: int, gate_set: str, gates: list[dict[str, Any]]) -> None:
    """Keep a run of gates over a version."""
    with team.workspace.store.write() as tx:
        model = models.find(tx.connection, "flights-late")
        assert model is not None
        version = models.version(tx.connection, model.id, number)
        assert version is not None
        rulebook.add_run(
            tx,
            version.id,
            gate_set=gate_set,
            against="v2",
            judged_on="flights@4",
            gates=gates,
            by="tester",
        )
        models.update_version(tx, "flights-late", version.id, gates=gates)


def _slices_gate(is_passed: bool) -> dict[str, Any]:
    return {
        "gate": "not_worse_on_slices",
        "version": 1,
        "name": "Not worse on any slice",
        "passed": is_passed,
        "value": -0.03,
        "limit": 0.0,
        "message": "Where distance from 800 up (84 rows), AUC is surely worse.",
        "evidence": {"metric": "auc", "against": "champion", "measured": 12, "worst": [WORST]},
    }


def test_a_gate_is_added_with_its_settings_and_undone(
    opened: Any, sheet: Any, team: Any, page_context: Any, qtbot: QtBot, settle: Any
) -> None:
    sheet.choose("latency")
    field = sheet.form.parts["most_ms"]
    assert isinstance(field, NumberField)
    field.set_text("-1")
    assert not sheet.primary.isEnabled()
    field.set_text("25")
    assert sheet.primary.isEnabled()
    sheet.primary.click()
    qtbot.waitUntil(lambda: opened.gates.sheet is None)
    qtbot.waitUntil(lambda: opened.part.gate_set.sets.value() == "flights-late")
    assert _gates(team)[-1] == "latency:most_ms=25.0"
    words, action, undo = page_context.toasts[-1]
    assert action == "Undo"
    assert "gates" in words
    undo()
    qtbot.waitUntil(lambda: opened.part.gate_set.sets.value() == "standard")
    settle(opened)


def test_a_gate_of_a_column_asks_for_it_and_one_that_stands_there_is_refused_in_the_sheet(
    opened: Any, sheet: Any, team: Any, qtbot: QtBot, settle: Any
) -> None:
    sheet.choose("fair")
    assert not sheet.primary.isEnabled()
    column = sheet.form.parts["column"]
    assert {one.value for one in column._options} == {"distance", "carrier"}
    column._take("carrier")
    assert sheet.primary.isEnabled()
    assert sheet.form.settings() == {"column": "carrier"}
    sheet.choose("not_worse_on_slices")
    ticks = sheet.form.parts["columns"]
    for name in ("distance", "carrier"):
        ticks.toggled.emit(name, True)
    ticks.toggled.emit("distance", False)
    assert ticks.ticks.ticked == {"carrier"}
    assert sheet.form.settings() == {"columns": "carrier"}
    sheet.choose("data_checks")
    sheet.primary.click()
    qtbot.waitUntil(lambda: not sheet._error.isHidden())
    assert opened.gates.sheet is sheet
    assert len(_gates(team)) == 3
    sheet.close_sheet()
    assert opened.gates.sheet is None
    settle(opened)


def test_a_gate_is_taken_away_but_never_the_last(
    opened: Any, team: Any, qtbot: QtBot, settle: Any
) -> None:
    part = opened.part.gate_set
    assert [one.accessibleName() for one in part.removes][1] == "Take away Data checks"
    part.removes[1].click()
    qtbot.waitUntil(lambda: _gates(team) == ["better_than_champion", "schema_fits"])
    qtbot.waitUntil(lambda: len(part.removes) == 2)
    part.removes[0].click()
    qtbot.waitUntil(lambda: _gates(team) == ["schema_fits"])
    qtbot.waitUntil(lambda: len(part.removes) == 1)
    assert not part.removes[0].isEnabled()
    settle(opened)


def test_an_answer_stands_in_whole_with_what_it_rests_on(
    opened: Any, team: Any, qtbot: QtBot, settle: Any
) -> None:
    passed = [dict(one) for one in opened._model.state.source(3).gates]
    _ran(team, 3, "house", [*passed, _slices_gate(False)])
    opened._model.reload()
    part = opened.part.gate_runs
    qtbot.waitUntil(lambda: part.table.model().rowCount() == 4)
    settle(opened)
    assert part.title.text() == "v3: 3 of 4 passed"
    assert part.words.text().startswith("The set house on flights@4 against v2, run by ")
    # The one that failed is looked at first.
    evidence = part.evidence
    assert evidence.title.text() == "Not worse on any slice"
    assert evidence.mark.text() == "Failed"
    assert evidence.message.text().startswith("Where distance from 800 up")
    assert not evidence.table.isHidden()
    assert evidence.table.model().rowCount() == 1
    qtbot.keyClick(part.table, Qt.Key.Key_Up)
    assert evidence.title.text() == "Schema fits"
    assert evidence.table.isHidden()


def test_an_earlier_run_is_looked_at_and_said_to_be_one(
    opened: Any, team: Any, qtbot: QtBot, settle: Any
) -> None:
    _ran(team, 3, "house", [_slices_gate(False)])
    _ran(team, 3, "house", [_slices_gate(True)])
    opened._model.reload()
    part = opened.part.gate_runs
    qtbot.waitUntil(lambda: not part.runs.isHidden())
    settle(opened)
    assert part.title.text() == "v3: 1 of 1 passed"
    assert [one.note for one in part.runs._options] == ["1 of 1, house", "0 of 1, house"]
    part.runs._take(1)
    qtbot.waitUntil(lambda: part.title.text() == "v3: 0 of 1 passed")
    assert part.words.text().endswith("An earlier run; the newest one counts.")
    assert part.evidence.mark.text() == "Failed"
    # Another version has runs of its own.
    opened._model.choose(2)
    qtbot.waitUntil(lambda: part.title.text() == "v2: 3 of 3 passed")
    assert part.runs.isHidden()
    settle(opened)


def test_the_command_opens_the_sheet_from_anywhere_on_the_page(
    open_page: Any, team: Any, page_context: Any, qtbot: QtBot, settle: Any
) -> None:
    view = open_page(PAGE, "models/flights-late/3")
    settle(view)
    [command] = [one for one in view.commands() if one.id == "models.add_gate"]
    command.run()
    qtbot.waitUntil(lambda: view.gates.sheet is not None)
    assert view._model.state.tab == "gates"
    view.gates.sheet.wanted.emit(GateWish("small_enough", {"most_mb": 5.0}))
    qtbot.waitUntil(lambda: _gates(team)[-1] == "small_enough:most_mb=5.0")
    qtbot.waitUntil(lambda: view.gates.sheet is None)
    settle(view)
