"""A model of a thousand versions on the page Models: all are there, the window never waits."""

from typing import Any

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.gui.pages.models.page import PAGE
from tidemill.store import schema

N_VERSIONS = 1_000


@pytest.fixture
def thousand(team: Any) -> Any:
    """The team's model with versions up to a thousand, each of a run of its own."""
    made, run = schema.model_version, schema.run
    with team.workspace.store.write() as tx:
        like = dict(tx.run(sa.select(made).where(made.c.number == 3)).one()._mapping)
        ran = dict(tx.run(sa.select(run).where(run.c.pk == like["run_pk"])).one()._mapping)
        for number in range(4, N_VERSIONS + 1):
            one = ran | {"uuid": f"{number:032d}", "name": f"run-{number}"}
            pk = tx.insert(run, **{k: v for k, v in one.items() if k != "pk"})
            recipe = dict(like["recipe"]) | {"seed": number // 100}
            values = like | {"number": number, "stage": "retired", "run_pk": pk, "recipe": recipe}
            tx.insert(made, **{k: v for k, v in values.items() if k != "id"})
        tx.feed("model", "flights-late")
    return team


def test_a_thousand_versions_are_listed_drawn_and_walked_without_a_standstill(
    open_page: Any, qtbot: QtBot, settle: Any, thousand: Any
) -> None:
    view = open_page(PAGE, "models/flights-late/1000")
    settle(view)
    table = view.part.table
    assert table.table_model().rowCount() == N_VERSIONS
    assert table.height() < 1_500
    assert len(view.part.chart.as_table()[1]) == N_VERSIONS
    table.setFocus()
    for step in range(1, 6):
        qtbot.keyClick(table, Qt.Key.Key_Down)
        assert view.address() == ["flights-late", str(N_VERSIONS - step)]
    qtbot.keyClick(table, Qt.Key.Key_End)
    assert view.address() == ["flights-late", "1"]
    other = view.part.drawn
    view.part.metric_chosen.emit("log_loss")
    assert other.value() == "log_loss"
    assert view.grab().width() > 0


def test_versions_with_other_code_are_marked(open_page: Any, settle: Any, thousand: Any) -> None:
    view = open_page(PAGE, "models/flights-late")
    settle(view)
    new = [row[0] for row in view.part.chart.as_table()[1] if "code" in row[5]]
    assert [name for name in new if name not in ("v2", "v3", "v4")] == [
        f"v{number}" for number in range(100, N_VERSIONS + 1, 100)
    ]
