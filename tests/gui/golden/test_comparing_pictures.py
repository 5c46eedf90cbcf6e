"""What passes and what fails when a picture is held against its kept one."""

from pathlib import Path
from typing import Any

import kept_pictures
import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from tidemill.gui.kit.fonts import font
from tidemill.gui.kit.tokens import DARK, LIGHT

SIZE = (480, 200)
PLACE = QPointF(40, 60)


def drawn(
    *, at: QPointF = PLACE, words: str = "Area under the curve 0.874",
    tokens: Any = LIGHT, tone: str = "text2", has_line: bool = True, role: str = "body",
) -> Any:  # fmt: skip
    """A line of text above a hairline, as a card has them."""
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor(tokens.surface))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.setFont(font(role))
    painter.setPen(QColor(getattr(tokens, tone)))
    painter.drawText(at, words)
    if has_line:
        painter.fillRect(20, 120, 440, 1, QColor(tokens.line))
    painter.end()
    return kept_pictures.pixels_of(image)


@pytest.fixture(autouse=True)
def fonts_are_there(qapp: Any) -> None:
    """Drawing text needs the application."""


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
class TestBothThemes:
    def test_the_same_picture_passes(self, tokens: Any) -> None:
        assert kept_pictures.difference(drawn(tokens=tokens), drawn(tokens=tokens)) is None

    def test_edges_that_are_smoothed_a_little_differently_pass(self, tokens: Any) -> None:
        kept = drawn(tokens=tokens)
        noise = np.random.default_rng(3).integers(-16, 17, kept.shape)
        is_edge = (kept != kept[0, 0]).any(axis=2, keepdims=True)
        now = np.clip(kept + noise * is_edge, 0, 255).astype(np.uint8)
        assert (now != kept).any()
        assert kept_pictures.difference(kept, now) is None

    def test_edges_that_are_all_a_little_thinner_pass(self, tokens: Any) -> None:
        kept = drawn(tokens=tokens)
        ground = kept[0, 0].astype(float)
        thinner = (ground + (kept - ground) * 0.95).round().astype(np.uint8)
        assert (thinner != kept).any()
        assert kept_pictures.difference(kept, thinner) is None

    @pytest.mark.parametrize("tone", ["text", "text2"])
    @pytest.mark.parametrize("by", [QPointF(1, 0), QPointF(0, 1), QPointF(0, -1)])
    def test_a_label_that_moved_by_a_pixel_fails(self, tokens: Any, tone: str, by: QPointF) -> None:
        kept = drawn(tokens=tokens, tone=tone)
        found = kept_pictures.difference(kept, drawn(tokens=tokens, tone=tone, at=PLACE + by))
        assert found is not None
        assert all(QRect(24, 24, 240, 72).contains(place) for place in found.places)

    def test_a_digit_that_changed_fails(self, tokens: Any) -> None:
        now = drawn(tokens=tokens, words="Area under the curve 0.875")
        assert kept_pictures.difference(drawn(tokens=tokens), now) is not None

    def test_another_weight_fails(self, tokens: Any) -> None:
        now = drawn(tokens=tokens, role="strong")
        assert kept_pictures.difference(drawn(tokens=tokens), now) is not None

    def test_a_hairline_that_is_gone_fails(self, tokens: Any) -> None:
        found = kept_pictures.difference(drawn(tokens=tokens), drawn(tokens=tokens, has_line=False))
        assert found is not None
        assert all(place.contains(place.center().x(), 120) for place in found.places)

    def test_a_picture_comes_back_from_its_file_as_far_as_it_is_compared(
        self, tokens: Any, tmp_path: Path
    ) -> None:
        made = drawn(tokens=tokens)
        made[150:190] = np.random.default_rng(1).integers(0, 255, (40, 480, 3))  # many colours
        kept_pictures.write(made, tmp_path / "one.png")
        again = kept_pictures.read(tmp_path / "one.png")
        assert again is not None
        assert (again[:20] == made[:20]).all(), "flat colours are exactly what they were"
        assert (again != made).any(), "not every one of ten thousand is"
        assert kept_pictures.difference(again, made) is None


def test_what_differs_is_drawn_in_red_over_the_new_picture() -> None:
    now = drawn(at=QPointF(44, 60))
    found = kept_pictures.difference(drawn(), now)
    assert found is not None
    shown = kept_pictures.pixels_of(found.shown_over(now))
    assert (shown[found.mask] == (200, 0, 40)).all()
    assert (shown[150:, :] >= now[150:, :]).all()


def test_no_picture_is_none(tmp_path: Path) -> None:
    assert kept_pictures.read(tmp_path / "none.png") is None


def test_a_difference_is_told_with_the_words_that_stand_there(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    near, far = QLabel("Champion", window), QLabel("Retired", window)
    near.setGeometry(10, 10, 80, 20)
    far.setGeometry(10, 150, 80, 20)
    for one in (near, far):
        one.setTextFormat(Qt.TextFormat.PlainText)
    window.show()
    assert kept_pictures.words_at(window, [QRect(0, 0, 24, 24)]) == ["Champion"]
