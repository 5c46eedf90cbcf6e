"""A page that scrolls is as wide as its view at once, whichever way the window was resized."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tidemill.gui.kit.scroll import VScroll


@pytest.mark.parametrize("sizes", [(400, 900), (900, 400), (400, 900, 500, 1200)])
def test_content_is_as_wide_as_the_view_before_anything_else_happens(
    sizes: tuple[int, ...], qtbot: QtBot
) -> None:
    area = VScroll()
    qtbot.addWidget(area)
    tall = QWidget()
    tall.setMinimumHeight(800)
    area.body.addWidget(tall)
    area.show()
    for width in sizes:
        area.resize(width, 300)
        inner = area.widget()
        assert inner is not None
        assert inner.width() == area.viewport().width()
    assert area.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    assert area.horizontalScrollBar().maximum() == 0


class Lines(QWidget):
    """Words that run into one line more below 395 pixels."""

    def __init__(self, few: int, many: int) -> None:
        super().__init__()
        self._few, self._many = few, many
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return self._few if width >= 395 else self._many

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(100, 20)


@pytest.mark.parametrize(("few", "many", "is_needed"), [(290, 306, False), (302, 320, True)])
def test_a_bar_that_is_needed_only_beside_itself_does_not_stay(
    few: int, many: int, is_needed: bool, qtbot: QtBot
) -> None:
    area = VScroll()
    qtbot.addWidget(area)
    area.resize(400, 300)
    extra = QWidget()
    extra.setFixedHeight(100)
    area.body.addWidget(Lines(few, many))
    area.body.addWidget(extra)
    area.show()
    bar = area.verticalScrollBar()
    qtbot.waitUntil(bar.isVisible)
    extra.hide()  # what made the bar needed is gone
    qtbot.waitUntil(lambda: bar.isVisible() == is_needed)
    inner = area.widget()
    assert inner is not None
    assert inner.width() == area.viewport().width() == (390 if is_needed else 400)
