"""The card of a run's page that tells which data a script said it read."""

from types import SimpleNamespace
from typing import Any

from pytestqt.qtbot import QtBot

from tidemill.domain.run_inputs import CONTEXT_TAG, RunInput
from tidemill.gui.kit.labels import Label
from tidemill.gui.pages.experiments.run.inputs_card import InputsCard


def _page(*inputs: RunInput) -> Any:
    return SimpleNamespace(inputs=inputs)


def _words(card: InputsCard) -> list[str]:
    return [one.text() for row in card.rows for one in row.findChildren(Label)]


def test_each_is_told_by_name_purpose_place_and_content(qtbot: QtBot) -> None:
    card = InputsCard()
    qtbot.addWidget(card)
    card.resize(700, 200)
    card.show_page(_page())
    assert not card.isVisibleTo(card.parentWidget())
    train = RunInput(
        "rows", "2b679e2b", "local", '{"uri": "rows.csv"}', None, None, {CONTEXT_TAG: "training"}
    )
    plain = RunInput("more", "77", "code", "", None, None, {})
    card.show_page(_page(train, plain))
    card.show()
    assert _words(card) == ["rows", "training", "rows.csv", "2b679e2b", "more", "77"]
    card.show_page(_page(plain))
    assert _words(card) == ["more", "77"]
    card.show_page(_page(*(plain._replace(digest=str(n)) for n in range(20))))
    assert len(card.rows) == 13
    last = card.rows[-1]
    assert isinstance(last, Label)
    assert last.text() == "and 8 more"
