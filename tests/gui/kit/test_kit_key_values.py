"""Names and values in narrow places."""

from datetime import UTC, datetime, timedelta

from pytestqt.qtbot import QtBot

from tidemill.gui.kit import numbers
from tidemill.gui.kit.facts import KeyValues
from tidemill.gui.kit.labels import Label
from tidemill.gui.pages.experiments import columns


def test_a_long_value_leaves_room_for_its_name(qtbot: QtBot) -> None:
    facts = KeyValues(
        [("Experiment", "experiment 00, exper…iment 13 and 35 more, and others still")]
    )
    qtbot.addWidget(facts)
    facts.resize(200, 40)
    facts.show()
    name, value = facts.findChildren(Label)
    assert name.width() >= name.sizeHint().width()
    assert value.width() > 80


def test_the_column_of_starts_has_room_for_a_day_of_another_year(qtbot: QtBot) -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    said = numbers.relative(now - timedelta(days=400), now)
    column = columns._own_column("started", "Started")
    label = Label(said, "body")
    qtbot.addWidget(label)
    assert column.width >= label.sizeHint().width() + 2 * 14  # a cell's margins
