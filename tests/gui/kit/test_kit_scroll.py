"""A page that scrolls is as wide as its view at once, whichever way the window was resized."""

import pytest
from PySide6.QtCore import Qt
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
