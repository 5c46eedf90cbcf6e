"""Choices among thousands: each option is made when it is looked at."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.popover import Offers, Option

NAMES = [f"layer{n // 40}.norm{n % 40}" for n in range(12_000)]


def test_only_the_options_that_are_looked_at_are_made(qtbot: QtBot) -> None:
    noted: list[str] = []

    def note(name: str) -> str:
        noted.append(name)
        return "5 points"

    choice = Choice(Offers(NAMES, NAMES, note), NAMES[7], name="Metric")
    qtbot.addWidget(choice)
    assert choice.text() == "layer0.norm7"
    choice.open_list()
    popover = choice.list_popover()
    assert popover is not None
    assert popover._model.rowCount() == 12_000
    assert popover.view.currentIndex().row() == 7
    popover.view.grab()
    assert len(noted) < 200
    assert popover._find is not None
    popover._find.setText("LAYER299.norm3")
    assert popover._model.rowCount() == 11
    chosen: list[object] = []
    choice.chosen.connect(chosen.append)
    popover._choose(popover.view.currentIndex())
    assert chosen == ["layer299.norm3"]
    assert choice.value() == "layer299.norm3"


def test_up_and_down_step_through_offers(qtbot: QtBot) -> None:
    choice = Choice(Offers(range(3), ["a", "b", "c"]), 1)
    qtbot.addWidget(choice)
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    assert choice.value() == 2
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    assert choice.value() == 2
    qtbot.keyClick(choice, Qt.Key.Key_Up)
    assert choice.text() == "b"


def test_offers_are_options_in_order() -> None:
    offers = Offers([3, 5], ["three", "five"], lambda value: f"is {value}")
    assert list(offers) == [Option(3, "three", "is 3"), Option(5, "five", "is 5")]
    assert list(offers[1:]) == [Option(5, "five", "is 5")]
    assert offers.row_of(5) == 1
    assert offers.row_of(9) == -1
    assert offers.longest(1) == [Option(3, "three", "is 3")]
