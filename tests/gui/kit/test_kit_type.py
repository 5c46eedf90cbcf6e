"""Fonts: true weights through the axes, tabular figures for numbers only, one text size for all."""

import sys

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tidemill.gui.kit import metrics, theme
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.fonts import ROLES, face, font
from tidemill.gui.kit.labels import Label, Paragraph, RichLine, Run

pytestmark = pytest.mark.usefixtures("qapp")


def test_every_digit_of_a_number_is_equally_wide() -> None:
    look = face("body", numeric=True)
    widths = {round(look.width(digit * 8), 3) for digit in "0123456789"}
    assert len(widths) == 1


def test_digits_in_text_keep_their_own_width() -> None:
    look = face("body")
    assert look.width("11111111") < look.width("00000000")


def test_hyphen_in_names_stays_narrow() -> None:
    assert face("body").width("-" * 8) < face("body", numeric=True).width("-" * 8)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_roles_have_their_size_and_weight(role: str) -> None:
    made, wanted = font(role), ROLES[role]
    assert made.pixelSize() == wanted.px >= 11
    assert made.variableAxisValue(QFont.Tag("wght")) == wanted.weight
    assert made.family().startswith(wanted.family.split()[0])


def test_heavier_role_is_drawn_wider() -> None:
    words = "Trained on November data"
    assert face("body").width(words) < face("strong").width(words) < face("h3").width(words)


def test_fonts_are_made_once() -> None:
    assert font("body") is font("body")
    assert font("body") is not font("body", numeric=True)


def test_text_size_grows_fonts_rows_and_controls_together(qtbot: QtBot) -> None:
    button, label = Button("Promote"), Label("Promote", "h2")
    qtbot.addWidget(button)
    qtbot.addWidget(label)
    before = button.sizeHint(), label.sizeHint(), metrics.current().row
    theme.set_text_scale(1.25)
    assert font("body").pixelSize() == 16
    assert metrics.current().row == 38
    assert button.sizeHint().height() == 40
    assert button.sizeHint().width() > before[0].width()
    assert label.sizeHint().height() > before[1].height()
    theme.set_text_scale(1.0)
    assert (button.sizeHint(), label.sizeHint(), metrics.current().row) == before


def test_unreasonable_text_size_is_refused() -> None:
    with pytest.raises(ValueError, match=r"text scale 9"):
        metrics.set_scale(9)


def test_label_shows_markup_as_it_is_written(qtbot: QtBot) -> None:
    words = "0.018 < 0.03 and <b>bold</b>"
    label, paragraph = Label(words), Paragraph(words)
    qtbot.addWidget(label)
    qtbot.addWidget(paragraph)
    assert label.text() == paragraph.text() == words
    assert label.sizeHint().width() >= face("body").width(words)


@pytest.mark.parametrize("kind", [Label, Paragraph, Run])
@pytest.mark.parametrize(
    ("wrong", "said"), [({"role": "headline"}, "no role of type"), ({"tone": "pink"}, "no colour")]
)
def test_words_in_a_look_that_is_none_are_refused_where_they_are_written(
    kind: type[Label] | type[Paragraph] | type[Run], wrong: dict[str, str], said: str
) -> None:
    # Raised while Qt measures or paints, the same error ends the whole program.
    with pytest.raises(ValueError, match=said):
        kind("Forecast", **wrong)


def test_a_label_keeps_its_look_when_a_wrong_one_is_asked_for(qtbot: QtBot) -> None:
    label = Label("Forecast", "strong", "text2")
    qtbot.addWidget(label)
    with pytest.raises(ValueError, match="no role of type"):
        label.set_role("headline")
    with pytest.raises(ValueError, match="no colour"):
        label.set_tone("chart.99")
    with pytest.raises(ValueError, match="no way to elide"):
        Label("Forecast", elide="both")
    assert label.sizeHint().height() == round(face("strong").height + 0.5)


def test_label_never_holds_a_window_open(qtbot: QtBot) -> None:
    label = Label("churn-monthly trained on a dataset with a very long name")
    qtbot.addWidget(label)
    assert label.minimumSizeHint().width() == 0
    label.resize(40, 20)
    assert label.is_elided()
    label.resize(label.sizeHint())
    assert not label.is_elided()


def test_middle_elision_keeps_the_end_of_a_name() -> None:
    shown = face("body").elided("churn_customers_2026-11.csv", 120, "middle")
    assert shown.endswith("csv")
    assert "…" in shown


def test_paragraph_grows_as_it_gets_narrower(qtbot: QtBot) -> None:
    paragraph = Paragraph("Trained on November data, 6 of 6 gates passed, better by 0.013.")
    qtbot.addWidget(paragraph)
    assert paragraph.heightForWidth(120) > paragraph.heightForWidth(600)


def test_line_of_runs_reads_as_one_sentence(qtbot: QtBot) -> None:
    line = RichLine([Run("Registered "), Run("churn-monthly v15", "strong")])
    qtbot.addWidget(line)
    assert line.text() == "Registered churn-monthly v15"
    line.set_runs([Run("Gone")])
    assert line.text() == "Gone"


def test_calls_into_qt_do_not_lose_references_to_none(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for at in range(1000):
        label.setText(str(at))
    # Some releases of PySide6 give one away at each call, until the interpreter aborts. Where
    # None is immortal the count stands still and nothing can be lost.
    assert before - sys.getrefcount(None) < 100
