"""Numbers explain themselves: by the pointer, by keyboard, to a screen reader."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from tidemill.base.clock import HeldClock
from tidemill.domain.terms import Term
from tidemill.gui.kit import explained, numbers
from tidemill.gui.kit.charts.share_bars import ShareBars
from tidemill.gui.kit.explained import Number
from tidemill.gui.kit.explained_words import in_words
from tidemill.gui.kit.facts import Fact, KeyValue, KeyValues
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.table import LazyTable, RowsSource, TableColumn
from tidemill.gui.kit.table_model import EXPLAINED

AUC = Term("AUC", "How often a yes < a no.", "pairs in order / pairs", "Hanley 1982", "Held out.")
KNOWN = {"auc": AUC, "rows": Term("Rows", "How many.", "count", rows="All.", sure="Exact.")}


def known(words: str) -> Term | None:
    return KNOWN.get(words.casefold())


@pytest.fixture(autouse=True)
def glossary() -> Iterator[None]:
    explained.learn(known)
    yield
    QToolTip.hideText()
    explained.learn(None)


def hover(widget: QWidget, spot: QPoint | None = None) -> str:
    """What the tooltip says where the pointer rests."""
    at = spot if spot is not None else widget.rect().center()
    event = QHelpEvent(QEvent.Type.ToolTip, at, widget.mapToGlobal(at))
    QApplication.sendEvent(widget, event)
    return QToolTip.text()


def test_a_fact_says_its_formula_rows_and_source_under_the_pointer(qtbot: QtBot) -> None:
    fact = Fact("AUC", "0.874")
    qtbot.addWidget(fact)
    fact.show()
    value = fact.findChildren(Label)[1]
    assert value.text() == "0.874"
    said = hover(value)
    for words in ("AUC", "0.874", "pairs in order / pairs", "Held out.", "Hanley 1982"):
        assert words in said
    assert "a yes &lt; a no" in said, "words are no markup"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("PSI 0.28, limit 0.20.", [("PSI", "0.28", ""), ("limit", "0.20", "")]),
        (
            "AUC is 0.87 on 4,120 held-out rows of flights v3",
            [("AUC", "0.87", "4,120 held-out rows of flights v3"), ("rows", "4,120", "")],
        ),
        ("7 of 8 gates passed; 3 rows", [("gates passed", "7", ""), ("rows", "3", "")]),
        ("wind_2 moved. PSI 0.28 is over 0.20.", [("PSI", "0.28", "")]),
        ("Job 17 read flights v3 on 2026-11-23 from rows_10.csv", []),
        ("AUC, 95 of them", []),
        ("Nothing here is counted", []),
    ],
)
def test_a_number_in_a_sentence_is_named_by_the_words_beside_it(
    words: str, told: list[tuple[str, str, str]]
) -> None:
    names = ("auc", "psi", "limit", "rows", "gates passed", "job")
    terms = {name: Term(name, "It says.") for name in names}
    explained.learn(lambda name: terms.get(name.casefold()))
    assert [(one.term, one.value, one.rows) for one in in_words(words)] == told


def test_a_sentence_explains_its_numbers_under_the_pointer_and_in_the_list(qtbot: QtBot) -> None:
    words = "AUC is 0.874 on 4,120 rows of flights v3, it was judged again."
    for made in (Label(words), Paragraph(words)):
        qtbot.addWidget(made)
        made.resize(900, 40)
        made.show()
        said = hover(made)
        for part in ("0.874", "pairs in order / pairs", "4,120 rows of flights v3", "How many."):
            assert part in said
        QToolTip.hideText()
    plain = Label("Nothing is known of it: 17")
    qtbot.addWidget(plain)
    plain.show()
    assert hover(plain) == ""
    host = QWidget()
    qtbot.addWidget(host)
    inside = Paragraph("Rows 400", parent=host)
    host.show()
    assert [(w, n.value) for w, n in explained.in_sight(host)] == [(inside, "400")]


def test_what_a_widget_says_of_its_number_goes_before_the_words_in_it(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    inside = Label("400 rows", parent=holder)
    explained.explain(holder, Number("AUC", "0.9", rows="400 rows of flights v3"))
    holder.show()
    assert "400 rows of flights v3" in hover(inside)
    assert "How many." not in QToolTip.text()
    assert [number.term for _, number in explained.in_sight(holder)] == []


def test_a_cut_sentence_is_told_whole_above_what_its_numbers_mean(qtbot: QtBot) -> None:
    label = Label("AUC is 0.874 for all that was looked at since the first of the month")
    qtbot.addWidget(label)
    label.resize(60, 20)
    label.show()
    said = hover(label)
    assert "since the first of the month" in said
    assert "pairs in order / pairs" in said


def test_a_screen_reader_is_told_the_same(qtbot: QtBot) -> None:
    facts = KeyValues([KeyValue("AUC", "0.874", number=Number("AUC", "0.874", sure="0.81 to 0.9"))])
    qtbot.addWidget(facts)
    (line,) = [w for w in facts.findChildren(QWidget) if w.accessibleName() == "AUC: 0.874"]
    told = QAccessible.queryAccessibleInterface(line).text(QAccessible.Text.Help)
    assert told.splitlines() == [
        "AUC: 0.874",
        "How often a yes < a no.",
        "Formula: pairs in order / pairs",
        "Rows: Held out.",
        "How sure: 0.81 to 0.9",
        "Source: Hanley 1982",
    ]


def test_what_was_shown_before_the_glossary_came_is_explained_when_it_comes(qtbot: QtBot) -> None:
    explained.learn(None)
    fact = Fact("Rows", "400")
    qtbot.addWidget(fact)
    assert fact.whatsThis() == ""
    explained.learn(known)
    assert fact.whatsThis().startswith("Rows: 400\nHow many.")


def test_a_number_that_changes_is_told_as_it_is_now(qtbot: QtBot) -> None:
    fact = Fact("Rows", "400")
    qtbot.addWidget(fact)
    fact.set_fact("1,600")
    assert fact.whatsThis().startswith("Rows: 1,600\n")


def test_words_are_no_numbers(qtbot: QtBot) -> None:
    facts = KeyValues([("Rows", "not known"), ("Colour", "12 blue")])
    qtbot.addWidget(facts)
    said = [explained.explanation(number) for _, number in explained.in_sight(facts)]
    assert said == [None], "twelve of nothing known"
    assert all(line.whatsThis() == "" for line in facts.findChildren(QWidget))


@pytest.fixture
def table(qtbot: QtBot) -> LazyTable:
    columns = [
        TableColumn("name", "Name", 100),
        TableColumn("auc", "AUC", 90, kind="number", decimals=3),
    ]
    told = {"auc": Number("AUC", rows="80 rows.")}
    rows = [
        {"id": 1, "name": "12 trees", "auc": 0.874, EXPLAINED: told},
        {"id": 2, "name": "b", "auc": 0.861},
    ]
    made = LazyTable(columns, RowsSource(rows))
    qtbot.addWidget(made)
    made.resize(300, 140)
    made.show()
    return made


def test_a_cell_says_what_its_own_row_knows_better(table: LazyTable) -> None:
    tall, view = table.row_height(), table.viewport()
    first = hover(view, QPoint(140, tall // 2))
    assert "0.874" in first
    assert "80 rows." in first
    assert "Held out." not in first
    second = hover(view, QPoint(140, tall + tall // 2))
    assert "0.861" in second
    assert "Held out." in second
    assert table.explained_at(QPoint(20, tall // 2)) is None, "a name is no number"
    told = table.table_model().index(0, 1).data(Qt.ItemDataRole.WhatsThisRole)
    assert "Rows: 80 rows." in told


def test_the_list_names_the_numbers_of_the_row_that_is_current(table: LazyTable) -> None:
    assert [one.value for one in table.numbers_told()] == ["0.874"]
    table.set_current(2)
    assert [one.value for one in table.numbers_told()] == ["0.861"]


def test_a_chart_explains_what_it_draws(qtbot: QtBot) -> None:
    chart = ShareBars("AUC")
    qtbot.addWidget(chart)
    chart.show()
    assert "pairs in order" in hover(chart)
    chart.set_term("Rows")
    assert "How many." in hover(chart)


def test_a_cell_that_says_how_long_ago_tells_the_whole_time(qtbot: QtBot) -> None:
    moment = HeldClock().now() - timedelta(hours=3)
    columns = [TableColumn("name", "Name"), TableColumn("at", "Added", kind="time")]
    made = LazyTable(columns, RowsSource([{"name": "a", "at": moment}]), name="Versions")
    qtbot.addWidget(made)
    told = made.table_model().index(0, 1).data(Qt.ItemDataRole.WhatsThisRole)
    assert told == numbers.full_time(moment)
    assert made.table_model().index(0, 0).data(Qt.ItemDataRole.WhatsThisRole) is None
