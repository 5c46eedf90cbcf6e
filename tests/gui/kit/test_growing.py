"""Long lists of widgets: as many as are in sight, more as they are scrolled to, the same kept."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tidemill.gui.kit.growing import Growing
from tidemill.gui.kit.scroll import VScroll

Made = list[str]


def label(made: Made, text: str) -> QLabel:
    made.append(text)
    one = QLabel(text)
    one.setFixedHeight(100)
    return one


@pytest.fixture
def area(qtbot: QtBot) -> Iterator[VScroll]:
    made = VScroll()
    qtbot.addWidget(made)
    made.resize(300, 400)
    made.body.addStretch(1)
    made.show()
    yield made
    made.hide()


@pytest.fixture
def grow(area: VScroll) -> Callable[[], tuple[Growing, Made]]:
    def build() -> tuple[Growing, Made]:
        made: Made = []
        return Growing(area, area.body, lambda text: label(made, text)), made

    return build


def items(*names: object) -> list[tuple[str, str]]:
    return [(str(name), str(name)) for name in names]


def shown(area: VScroll) -> list[str]:
    at = (area.body.itemAt(place).widget() for place in range(area.body.count()))
    return [one.text() for one in at if isinstance(one, QLabel)]


def test_only_what_is_nearly_in_sight_is_made_and_more_when_it_is_scrolled_to(
    area: VScroll, grow: Callable[[], tuple[Growing, Made]], qtbot: QtBot
) -> None:
    growing, made = grow()
    growing.show_items(items(*range(200)))
    assert len(made) == 3, "at once"
    qtbot.waitUntil(lambda: len(made) >= 10)  # 400 in sight and 600 ahead
    qtbot.waitUntil(lambda: not growing.is_busy())
    assert len(made) < 20
    bar = area.verticalScrollBar()

    def is_at_end() -> bool:
        bar.setValue(bar.maximum())
        return len(made) == 200

    qtbot.waitUntil(is_at_end)
    assert shown(area) == made == [str(n) for n in range(200)]


def test_who_stays_is_kept_and_who_is_new_stands_in_its_place(
    area: VScroll, grow: Callable[[], tuple[Growing, Made]], qtbot: QtBot
) -> None:
    growing, made = grow()
    growing.show_items(items("b", "d", "e"))
    kept = growing.widgets["d"]
    growing.show_items(items("a", "b", "c", "d"))
    qtbot.waitUntil(lambda: shown(area) == ["a", "b", "c", "d"])
    assert made == ["b", "d", "e", "a", "c"]
    assert growing.widgets["d"] is kept
    assert list(growing.widgets) == ["a", "b", "c", "d"]
    growing.show_items([])
    assert shown(area) == []
    assert not growing.widgets


def test_in_another_order_all_are_made_anew(
    area: VScroll, grow: Callable[[], tuple[Growing, Made]]
) -> None:
    growing, made = grow()
    growing.show_items(items("a", "b", "c"))
    growing.show_items(items("c", "a", "b"))
    assert shown(area) == ["c", "a", "b"]
    assert made == ["a", "b", "c", "c", "a", "b"]
