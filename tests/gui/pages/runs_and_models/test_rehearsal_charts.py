"""The rehearsal's charts: bands between decisions, money by direction, and the fields for costs."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from tidemill.domain.rehearsals import (
    FlippedRow,
    Flow,
    FlowMoney,
    Money,
    Push,
    Rehearsal,
    Segment,
)
from tidemill.gui.kit.charts.share_bars import ShareBars
from tidemill.gui.kit.theme import colour
from tidemill.gui.pages.models import asked_state
from tidemill.gui.pages.models.asked import ShownRehearsal
from tidemill.gui.pages.models.costs_row import CostsRow
from tidemill.gui.pages.models.flow_chart import FlowChart
from tidemill.gui.pages.models.rehearsal_part import RehearsalPart

FLOWS = (
    Flow("leave", "leave", 16_335),
    Flow("call", "call", 1_493),
    Flow("leave", "call", 265),
    Flow("call", "leave", 147),
)
FOUND = Rehearsal(
    "churn", 15, 14, datetime(2026, 11, 22, tzinfo=UTC), "ada", "stored", "the newest rows",
    "churn@31", "call from a probability of 0.42 up", 18_240, 18_240, 412, FLOWS, 9_000, 61, 35,
    (), 0, (), (), {"call:leave": 60.0, "leave:call": 16.0}, Money(3_700.0, -600.0, 8_000.0, 9_000),
    unit="£",
    parts=(
        FlowMoney("leave", "call", 265, 4_240.0, 900.0, 7_580.0),
        FlowMoney("call", "leave", 147, -540.0, -1_300.0, 220.0),
    ),
)  # fmt: skip


def test_only_flips_are_coloured_and_the_sentence_counts_them(qtbot: QtBot) -> None:
    chart = FlowChart()
    qtbot.addWidget(chart)
    chart.resize(460, chart.sizeHint().height())
    chart.set_flows(FLOWS, "v14", "v15")
    assert chart.decisions() == ["call", "leave"]
    assert "265 from leave to call, 147 from call to leave" in chart.accessibleDescription()

    def orange() -> int:
        picture = QImage(chart.size(), QImage.Format.Format_ARGB32)
        picture.fill(colour("surface"))
        chart.render(picture)
        wanted = colour("candidate")
        return sum(
            abs(picture.pixelColor(x, y).hue() - wanted.hue()) < 6
            and picture.pixelColor(x, y).saturation() > 60
            for x in range(0, picture.width(), 2)
            for y in range(0, picture.height(), 2)
        )

    assert orange() > 20
    chart.set_flows(FLOWS[:2], "v14", "v15")
    assert orange() == 0


def test_a_table_of_the_bands_holds_every_flow(qtbot: QtBot) -> None:
    chart = FlowChart()
    qtbot.addWidget(chart)
    chart.set_flows(FLOWS, "v14", "v15")
    headers, rows = chart.as_table()
    assert headers == ["v14 decides", "v15 decides", "Rows"]
    assert ["leave", "call", "265"] in rows


def test_money_is_told_by_direction_and_together_and_parts_add_up() -> None:
    rows = asked_state.money_rows(FOUND)
    assert [row.label for row in rows] == ["leave → call", "call → leave", "Together"]
    assert [row.words for row in rows] == ["+£4,240", "−£540", "+£3,700"]
    assert [row.tone for row in rows] == ["good_dot", "text2", "text2"]
    assert sum(row.value for row in rows[:-1]) == pytest.approx(rows[-1].value)
    assert asked_state.money_rows(replace(FOUND, money=None)) == []


def test_a_rehearsal_with_its_parts_is_read_as_it_was_written() -> None:
    assert Rehearsal.from_dict(FOUND.to_dict()) == FOUND
    old = FOUND.to_dict()
    del old["parts"]
    assert Rehearsal.from_dict(old).parts == ()


def test_costs_are_put_in_by_pairs_and_handed_over_with_their_currency(qtbot: QtBot) -> None:
    row = CostsRow()
    qtbot.addWidget(row)
    row.show_costs(["call", "leave"], {"call:leave": 60.0, "call:wait": 5.0}, "£")
    assert list(row.fields) == ["call:leave", "leave:call"]
    assert row.fields["call:leave"].value() == 60
    row.fields["leave:call"].edit.setText("16")
    with qtbot.waitSignal(row.wanted) as asked:
        qtbot.mouseClick(row.keep, Qt.MouseButton.LeftButton)
    assert asked.args == [{"call:wait": 5.0, "call:leave": 60.0, "leave:call": 16.0}, "£"]


SEGMENTS = (
    Segment((("payment", "card"),), 2_596, 122, 31.0, 0.001),
    Segment((("tariff", "winter"), ("region", "north")), 2_340, 96, 20.0, 0.01),
    Segment((("contract", "2 years"),), 1_125, 9, 1.0, 0.7),
)


def test_for_whom_is_bars_against_the_share_of_all_with_what_may_be_chance_last(
    qtbot: QtBot,
) -> None:
    bars = ShareBars("Share of decisions that flip", "flips")
    qtbot.addWidget(bars)
    shares = asked_state.shares(replace(FOUND, segments=SEGMENTS[::-1]))
    assert [one.label for one in shares] == [
        "payment = card", "tariff = winter and region = north", "contract = 2 years",
    ]  # fmt: skip
    bars.set_shares(shares, FOUND.share)
    assert "payment = card 4.7%" in bars.accessibleDescription()
    assert bars.accessibleDescription().endswith("all 2.3%.")
    headers, rows = bars.as_table()
    assert headers == ["Group", "Share", "flips", "Rows", "More than chance"]
    assert rows[2] == ["contract = 2 years", "0.8%", "9", "1,125", "not sure"]
    bars.resize(300, bars.sizeHint().height())

    def long_of(token: str) -> int:
        """The widest run of a colour in any line."""
        picture = QImage(bars.size(), QImage.Format.Format_ARGB32)
        picture.fill(colour("surface"))
        bars.render(picture)
        wanted = colour(token).rgb()
        return max(
            sum(picture.pixel(x, y) == wanted for x in range(picture.width()))
            for y in range(picture.height())
        )

    assert long_of("champion") > 60, "the largest share fills its track"
    assert 5 < long_of("reference") < 25, "what may be chance is short and grey"
    bars.set_shares([replace(shares[0], is_certain=False)], FOUND.share)
    assert long_of("champion") == 0


ROWS = tuple(
    FlippedRow(at, f"C-{at}", before, after, one, other, "", None, ("card",))
    for at, (before, after, one, other) in enumerate(
        [("leave", "call", 0.21, 0.68), ("call", "leave", 0.57, 0.24), ("leave", "call", 0.3, 0.61)]
    )
)


def test_rows_to_open_are_shown_by_direction_with_both_scores_on_a_line(qtbot: QtBot) -> None:
    part = RehearsalPart()
    qtbot.addWidget(part)
    part.resize(980, 800)
    found = replace(FOUND, rows=ROWS, columns=("payment",), threshold=0.42, segments=SEGMENTS)
    part.show_rehearsal(ShownRehearsal("churn@15", found), 14)
    part.show()
    ids = [value for value, _ in asked_state.directions(found)]
    words = [part.direction.part(value).text() for value in ids]
    assert words == ["All 412", "To call 265", "To leave 147"]

    def shown() -> list[str]:
        model = part.rows.table_model()
        return [model.index(at, 2).data() for at in range(model.rowCount())]

    assert shown() == ["0.210 → 0.680", "0.570 → 0.240", "0.300 → 0.610"]
    qtbot.mouseClick(part.direction.part(ids[2]), Qt.MouseButton.LeftButton)
    assert shown() == ["0.570 → 0.240"]
    part.show_rehearsal(ShownRehearsal("churn@15", replace(found, n_flips=413)), 14)
    assert part.direction.value() == ids[2], "drawn anew it stays as it was chosen"
    assert shown() == ["0.570 → 0.240"]
    assert "v14, v15, threshold 0.42" in part._legend.text()


def test_rows_to_open_say_which_column_pushed_them_over_most(qtbot: QtBot) -> None:
    part = RehearsalPart()
    qtbot.addWidget(part)
    pushed = Push("tariff_band", "winter", 0.3), Push("late_payments", "3", 0.1)
    alike, unknown = replace(ROWS[1], pushed=(Push("", "", -0.2),)), ROWS[2]
    found = replace(FOUND, rows=(replace(ROWS[0], pushed=pushed), alike, unknown))
    assert Rehearsal.from_dict(found.to_dict()) == found
    part.show_rehearsal(ShownRehearsal("churn@15", found), 14)
    model = part.rows.table_model()
    titles = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    place = titles.index("Pushed most by")
    shown = [model.index(at, place).data() for at in range(3)]
    assert shown == ["tariff_band, winter", "all rows alike", "–"]


def test_the_part_shows_bands_money_and_fields(qtbot: QtBot) -> None:
    part = RehearsalPart()
    qtbot.addWidget(part)
    part.resize(980, 800)
    part.show_rehearsal(ShownRehearsal("churn@15", FOUND), 14)
    part.show()
    assert part.flow_chart.isVisible()
    assert part.money.isVisible()
    assert "9,000 rows" in part._money_head.text()
    part.show_rehearsal(ShownRehearsal("churn@15", replace(FOUND, money=None, parts=())), 14)
    assert not part.money.isVisible()
    assert part.costs.isVisible(), "without costs the fields ask for them"
