"""Changing the theme: every part repaints, in colours of the new theme only."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPalette
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QScrollBar, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from tidemill.gui.kit import theme
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.fields import LineEdit
from tidemill.gui.kit.gallery import build_gallery
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.menu import Menu
from tidemill.gui.kit.tokens import DARK, LIGHT


def _picture(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def _has(image: QImage, colour: str) -> bool:
    pixels = memoryview(image.convertToFormat(QImage.Format.Format_RGB32).constBits()).cast("I")
    return (0xFF << 24 | int(colour[1:], 16)) in set(pixels)


def test_button_repaints_in_the_new_theme(qtbot: QtBot) -> None:
    button = Button("Promote", kind="primary")
    qtbot.addWidget(button)
    button.show()
    assert _has(_picture(button), LIGHT.accent)
    theme.set_theme("dark")
    after = _picture(button)
    assert _has(after, DARK.accent)
    assert not _has(after, LIGHT.accent)


@pytest.mark.parametrize("kind", [Label, Paragraph])
def test_text_repaints_in_the_new_theme(qtbot: QtBot, kind: type[Label] | type[Paragraph]) -> None:
    words = kind("MMMM", "display", "text")
    qtbot.addWidget(words)
    words.resize(words.sizeHint())
    words.show()
    assert _has(_picture(words), LIGHT.text)
    theme.set_theme("dark")
    assert _has(_picture(words), DARK.text)


def test_field_has_its_edge_and_ground_in_both_themes(qtbot: QtBot) -> None:
    line = LineEdit("Filter")
    qtbot.addWidget(line)
    line.resize(120, 32)
    line.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    line.show()
    for choice, tokens, ground in (
        ("light", LIGHT, LIGHT.surface),
        ("dark", DARK, DARK.sunken),
    ):
        theme.set_theme(choice)  # type: ignore[arg-type]
        seen = _picture(line)
        assert _has(seen, tokens.control)
        assert seen.pixelColor(60, 5).name().upper() == ground


def test_change_is_told_once_after_everything_is_dressed(qtbot: QtBot) -> None:
    told: list[str] = []

    def note() -> None:
        told.append(theme.current().name)

    theme.theme_changed.connect(note)
    theme.set_theme("dark")
    theme.theme_changed.disconnect(note)
    assert told == ["dark"]
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    base = app.palette().color(QPalette.ColorRole.Base)
    assert base.name().upper() == DARK.surface


def test_what_qt_paints_is_in_the_new_theme_at_once(qtbot: QtBot) -> None:
    text = QPlainTextEdit("Why it was promoted")
    qtbot.addWidget(text)
    text.show()
    theme.set_theme("dark")
    assert _picture(text.viewport()).pixelColor(100, 100).name().upper() == DARK.surface


def test_the_application_has_no_style_sheet_that_every_widget_is_held_against(
    qapp: QApplication,
) -> None:
    assert qapp.styleSheet() == ""


def test_menus_take_on_a_new_theme_also_those_that_qt_makes(qtbot: QtBot) -> None:
    line = LineEdit("Find")
    qtbot.addWidget(line)
    ours, of_qt = Menu(line), line.createStandardContextMenu()
    ours.add("One")
    for to, tokens in (("dark", DARK), ("light", LIGHT)):
        theme.set_theme(to)  # type: ignore[arg-type]
        for menu in (ours, of_qt):
            menu.ensurePolished()
            menu.resize(menu.sizeHint())
            seen = _picture(menu)
            assert _has(seen, tokens.raised), to
            assert _has(seen, tokens.line_strong), to
            assert menu.height() >= len(menu.actions()) * 13
    of_qt.deleteLater()


@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
@pytest.mark.parametrize("orientation", list(Qt.Orientation))
def test_a_scroll_bar_is_a_handle_that_can_be_dragged(
    orientation: Qt.Orientation, direction: Qt.LayoutDirection, qtbot: QtBot
) -> None:
    bar = QScrollBar(orientation)
    qtbot.addWidget(bar)
    bar.setLayoutDirection(direction)
    bar.setRange(0, 100)
    bar.setPageStep(100)
    is_flat = orientation == Qt.Orientation.Horizontal
    assert (bar.sizeHint().height() if is_flat else bar.sizeHint().width()) == 10
    bar.resize(204, 10) if is_flat else bar.resize(10, 204)
    bar.show()
    seen = _picture(bar)
    is_turned = is_flat and direction == Qt.LayoutDirection.RightToLeft

    def at(along: int) -> QPoint:
        along = 203 - along if is_turned else along
        return QPoint(along, 5) if is_flat else QPoint(5, along)

    def is_handle(along: int) -> bool:
        return seen.pixelColor(at(along)).name().upper() == theme.current().line_strong

    assert [is_handle(along) for along in (10, 90, 110, 190)] == [True, True, False, False]
    button = Qt.MouseButton.LeftButton
    qtbot.mousePress(bar, button, pos=at(50))
    qtbot.mouseMove(bar, at(100))
    qtbot.mouseRelease(bar, button, pos=at(100))
    assert bar.value() == 50
    qtbot.mouseClick(bar, button, pos=at(10))
    assert bar.value() == 0


def test_a_tooltip_is_in_the_colours_of_the_theme(qtbot: QtBot) -> None:
    line = LineEdit("Find")
    qtbot.addWidget(line)
    line.show()
    for to, tokens in (("dark", DARK), ("light", LIGHT)):
        theme.set_theme(to)  # type: ignore[arg-type]
        QToolTip.showText(QPoint(20, 20), "Rows behind it: 12", line)
        tip = next(w for w in QApplication.topLevelWidgets() if w.inherits("QTipLabel"))
        seen = _picture(tip)
        assert seen.pixelColor(tip.width() // 2, 2).name().upper() == tokens.tip_bg
        assert tip.contentsMargins().left() == 3
        margins = tip.palette().color(QPalette.ColorRole.ToolTipText).name().upper()
        assert margins == tokens.tip_text
        QToolTip.hideText()
        tip.close()


def test_high_contrast_shows_hairlines_and_drops_tints(qtbot: QtBot) -> None:
    theme.set_contrast("more")
    try:
        assert theme.colour("line").name().upper() == LIGHT.control
        assert theme.current().bad_tint == LIGHT.surface
    finally:
        theme.set_contrast("usual")
    assert theme.current() is LIGHT


def test_colour_by_an_unknown_name_is_an_error() -> None:
    with pytest.raises(ValueError, match="petrol"):
        theme.colour("petrol")


def test_categorical_colours_have_names() -> None:
    assert theme.colour("chart.1").name().upper() == LIGHT.chart[1]
    assert theme.colour("chart.1", 0.5).alphaF() == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.slow_loop("builds and draws every part there is at once")
def test_gallery_of_all_parts_is_drawn_without_a_word(qtbot: QtBot, theme: str) -> None:
    page = build_gallery()
    qtbot.addWidget(page)
    page.resize(1440, 1000)
    page.show()
    seen = _picture(page)
    tokens = DARK if theme == "dark" else LIGHT
    assert seen.pixelColor(2, 2).name().upper() == tokens.surface
    for token in ("accent", "good_dot", "warn_dot", "bad_dot", "gold_tint", "selected", "control"):
        assert _has(seen, getattr(tokens, token)), token


@pytest.mark.parametrize("ratio", [1.25, 1.5, 2.0])
@pytest.mark.slow_loop("draws every part there is at once, larger than it is")
def test_hairlines_stay_crisp_at_other_scales(qtbot: QtBot, ratio: float) -> None:
    from tidemill.gui.kit.divider import Divider

    line = Divider()
    qtbot.addWidget(line)
    line.resize(40, 1)
    image = QImage(round(40 * ratio), round(4 * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.white)
    line.render(image)
    inside = {image.pixelColor(10, y).name().upper() for y in range(image.height())}
    assert LIGHT.line in inside
