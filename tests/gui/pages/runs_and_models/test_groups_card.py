"""The card of a run's page that tells each group: the surely worst first, all of them on demand."""

from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tidemill.domain.group_gains import BETTER, WORSE
from tidemill.domain.group_table import GroupRow, GroupTable
from tidemill.domain.recipes import Task
from tidemill.gui.pages.experiments.run.groups_card import GroupsCard

LEFT = Qt.MouseButton.LeftButton


def _table(n: int = 500) -> GroupTable:
    rows = [
        GroupRow(
            f"s{k:03d}",
            200,
            40,
            "fewer than 100 rows to learn from" if k == 3 else "",
            {"auc": 0.5 + k / 2_000},
            {"auc": (0.4 + k / 2_000, 0.6 + k / 2_000)},
            None if k == 3 else 0.5,
            None if k == 3 else 0.01,
            WORSE if k == 0 else BETTER,
        )
        for k in range(n)
    ]
    nobody = GroupRow(None, 0, 12, metrics={"auc": 0.9})
    return GroupTable.ordered("store", Task.BINARY, "auc", [*rows, nobody])


def _card(qtbot: QtBot, table: GroupTable | None) -> GroupsCard:
    card = GroupsCard()
    qtbot.addWidget(card)
    card.resize(900, 400)
    card.show_evidence(None if table is None else SimpleNamespace(groups=table))  # type: ignore[arg-type]
    return card


def test_the_worst_ten_stand_first_and_all_come_on_demand(qtbot: QtBot) -> None:
    card = _card(qtbot, _table())
    card.show()
    assert card.list.n_rows == 10
    said = card.list.text().split("; ")
    assert said[0] == "s000 0.5000 (0.4000 to 0.6000), own is surely worse"
    assert said[3] == "s003 0.5015 (0.4015 to 0.6015), none: fewer than 100 rows to learn from"
    assert card.title.text() == "Groups of store"
    assert "499 of 500 groups of store have a model of their own" in card.words.text()
    assert card.more.text() == "All 501"
    small = card.list.sizeHint().height()
    qtbot.mouseClick(card.more, LEFT)
    assert card.list.n_rows == 501
    assert card.list.sizeHint().height() > 40 * small
    assert card.list.text().endswith("none, or never seen 0.9000, model for all")
    qtbot.mouseClick(card.more, LEFT)
    assert card.list.n_rows == 10


def test_only_rows_that_are_seen_are_painted(qtbot: QtBot, monkeypatch: Any) -> None:
    card = _card(qtbot, _table())
    card.show()
    card.more.click()
    painted: list[str | None] = []
    original = card.list._paint_row

    def noted(painter: Any, one: Any, row: GroupRow, top: int, tall: int) -> None:
        painted.append(row.group)
        original(painter, one, row, top, tall)

    monkeypatch.setattr(card.list, "_paint_row", noted)
    card.list.resize(800, card.list.sizeHint().height())
    card.list.grab(QRect(0, 30, 800, 100))
    assert 3 <= len(painted) <= 7
    assert painted[0] == "s000"


def test_it_is_hidden_where_one_model_answers_all(qtbot: QtBot) -> None:
    card = _card(qtbot, None)
    assert card.isHidden()
    card.show_evidence(SimpleNamespace(groups=_table(4)))  # type: ignore[arg-type]
    assert not card.isHidden()
    assert card.more.isHidden()
    labels = [one for one in card.findChildren(QLabel) if "s000" in one.text()]
    assert labels
    assert card.list.childAt(QPoint(1, 1)) is None
