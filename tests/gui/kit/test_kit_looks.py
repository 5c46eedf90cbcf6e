"""What a person may choose of the look, in the kit: contrast, density, mirrored, regions."""

from collections.abc import Iterator
from typing import get_args

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tidemill.domain.options import of_computer
from tidemill.gui.kit import metrics, numbers, theme
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.table import LazyTable
from tidemill.gui.kit.tokens import DARK, LIGHT, Tokens, contrast, high_contrast

GROUNDS = ("canvas", "surface", "subtle", "sunken", "raised", "hover", "selected")


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    yield
    QGuiApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    numbers.set_region(numbers.SYSTEM)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda one: one.name)
def test_more_contrast_has_edges_that_show_and_no_text_that_fades(tokens: Tokens) -> None:
    more = high_contrast(tokens)
    for ground in GROUNDS:
        behind = getattr(more, ground)
        assert contrast(more.line, behind) >= 3, ground
        assert contrast(more.line_strong, behind) >= 3, ground
        for text in ("text", "text2", "text3"):
            assert contrast(getattr(more, text), behind) >= 4.5, (text, ground)
            assert contrast(getattr(more, text), behind) >= contrast(getattr(tokens, text), behind)
    for tint in ("good", "warn", "bad", "info", "gold", "cand"):
        assert getattr(more, f"{tint}_tint") == more.surface
        word = "cand_text" if tint == "cand" else tint
        assert contrast(getattr(more, word), more.surface) >= 4.5


def test_what_is_declared_is_what_the_kit_knows() -> None:
    assert [one.value for one in of_computer.TEXT_SIZE.choices] == list(metrics.TEXT_SCALES)
    assert [one.value for one in of_computer.DENSITY.choices] == list(metrics.ROWS)
    assert {one.value for one in of_computer.THEME.choices} == set(get_args(theme.Choice))
    assert {o.value for o in of_computer.CONTRAST.choices} == set(get_args(theme.ContrastChoice))


@pytest.mark.parametrize(("density", "tall"), [("compact", 26), ("usual", 30), ("roomy", 36)])
def test_rows_of_a_table_are_as_high_as_was_chosen(
    density: metrics.Density, tall: int, qtbot: QtBot
) -> None:
    usual, own = LazyTable([], name="Runs"), LazyTable([], row_height=34, name="Files")
    qtbot.addWidget(usual)
    qtbot.addWidget(own)
    theme.set_density(density)
    assert usual.row_height() == tall
    assert usual.verticalHeader().defaultSectionSize() == tall
    assert own.row_height() == round(34 * tall / 30)


def drawn(widget: QWidget) -> QImage:
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


@pytest.mark.parametrize("kind", [Label, Paragraph])
@pytest.mark.parametrize("words", ["6 h ago.", "Train…", "0.81 (0.79 to 0.83)"])
def test_words_of_a_mirrored_window_read_as_they_are_written(
    kind: type[Label] | type[Paragraph], words: str, qtbot: QtBot
) -> None:
    pictures = []
    both = ((Qt.LayoutDirection.LeftToRight, "left"), (Qt.LayoutDirection.RightToLeft, "right"))
    for direction, align in both:  # begins at the left in either case
        QGuiApplication.setLayoutDirection(direction)
        label = kind(words, align=align)
        label.resize(label.sizeHint())
        qtbot.addWidget(label)
        pictures.append(drawn(label))
    assert inked(pictures[0]) > 20
    assert pictures[0] == pictures[1]


def inked(image: QImage) -> int:
    ground = image.pixel(0, 0)
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return sum(image.pixel(x, y) != ground for x, y in places)


def test_a_label_begins_at_the_right_where_the_window_is_mirrored(qtbot: QtBot) -> None:
    for direction, is_left in (
        (Qt.LayoutDirection.LeftToRight, True),
        (Qt.LayoutDirection.RightToLeft, False),
    ):
        holder = QWidget()
        qtbot.addWidget(holder)
        row = QHBoxLayout(holder)
        row.addWidget(Label("Champions"), 1)
        holder.resize(400, 40)
        holder.setLayoutDirection(direction)
        image = drawn(holder)
        halves = image.copy(0, 0, 200, 40), image.copy(200, 0, 200, 40)
        assert (inked(halves[0]) > 0, inked(halves[1]) > 0) == (is_left, not is_left)


@pytest.mark.parametrize(
    ("region", "count", "score", "share", "day"),
    [
        ("de_DE", "18.240", "0,8100", "8,7%", "3 Okt. 2025"),
        ("en_GB", "18,240", "0.8100", "8.7%", "3 Oct 2025"),
        ("fr_FR", "18\N{NARROW NO-BREAK SPACE}240", "0,8100", "8,7%", "3 oct. 2025"),
    ],
)
def test_numbers_and_dates_are_written_as_the_region_writes_them(
    region: str, count: str, score: str, share: str, day: str
) -> None:
    from datetime import UTC, datetime

    numbers.set_region(region)
    assert numbers.count(18_240) == count
    assert numbers.score(0.81) == score
    assert numbers.percent(0.087) == share
    assert numbers.delta(-0.5, 1)[0] == numbers.MINUS
    assert numbers.day(datetime(2025, 10, 3, 12, tzinfo=UTC)).replace("..", ".") == day


def test_every_region_that_is_offered_is_one_that_qt_knows() -> None:
    from PySide6.QtCore import QLocale

    for one in of_computer.REGION.choices[1:]:
        assert QLocale(str(one.value)).name() == one.value
        assert one.title
