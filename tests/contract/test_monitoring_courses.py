"""What a look writes is read back as a course and on the board, on every store."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from made_models import add_model

from tidemill.base.clock import HeldClock
from tidemill.base.errors import NotThere
from tidemill.services import monitoring
from tidemill.services.workspace import Workspace
from tidemill.store import chunks, schema

START = datetime(2024, 3, 1, tzinfo=UTC)


def report(psi: float, *, drifted: bool = False) -> dict[str, Any]:
    column = {"name": "x", "psi": psi, "effect": psi / 2, "q_value": 0.5, "drifted": drifted}
    column["missing"] = {"reference": 0.0, "current": 0.25}
    return {"columns": [column], "drifted_columns": int(drifted)}


def add_chunk(workspace: Workspace, name: str, keys: tuple[int, int, int], day: int, **more: Any):
    model_id, champion, rows = keys
    values = {"report": report(0.1 * day), "measures": {}, "prediction_psi": None, **more}
    with workspace.store.write() as tx:
        return chunks.insert(
            tx,
            name,
            model_id=model_id,
            version_id=champion,
            dataset_version_id=rows,
            span=f"day:{day}",
            starts_at=START + timedelta(days=day),
            ends_at=START + timedelta(days=day, hours=1),
            n_rows=10,
            **values,
        )


@pytest.fixture
def keys(any_workspace: Workspace) -> tuple[int, int, int]:
    clock = any_workspace.clock
    assert isinstance(clock, HeldClock)
    clock.at = START
    return add_model(any_workspace, "buyers")


def test_chunks_come_back_by_the_time_of_their_rows(any_workspace, keys):
    for day in (2, 1, 3):
        measured = {"auc": {"value": 0.7 + day / 100, "low": 0.7, "high": 0.8, "n": 10.0}}
        add_chunk(any_workspace, "buyers", keys, day, measures=measured, coverage=day / 10)
    course = monitoring.course(any_workspace, "buyers")
    assert course.psi[0].tolist() == pytest.approx([0.1, 0.2, 0.3])
    assert course.missing[0].tolist() == [0.25] * 3
    assert course.measures["auc"].value.tolist() == pytest.approx([0.71, 0.72, 0.73])
    assert course.coverage.tolist() == pytest.approx([0.1, 0.2, 0.3])
    assert (course.model, course.metric, course.columns) == ("buyers", "auc", ("x",))
    one = monitoring.chunk(any_workspace, int(course.chunk_ids[1]))
    assert one.report["columns"][0]["psi"] == pytest.approx(0.2)


def test_a_changed_chunk_changes_its_course_and_the_board(any_workspace, keys):
    key = add_chunk(any_workspace, "buyers", keys, 1)
    with any_workspace.store.write() as tx:
        measured = {"auc": {"value": 0.5, "low": 0.4, "high": 0.6, "n": 9.0}}
        worth = {"value": -7.0, "low": None, "high": None, "unit": "€"}
        values = {"report": report(0.9, drifted=True), "coverage": 0.9, "worth": worth}
        chunks.update(tx, "buyers", key, measures=measured, **values)
    course = monitoring.course(any_workspace, "buyers")
    assert (course.psi[0, 0], bool(course.is_over[0, 0])) == (0.9, True)
    board = monitoring.board(any_workspace)
    figures = {name: board.course(0, name).tolist() for name in board.figures}
    assert figures["psi"] == [0.9]
    assert figures["n_drifted"] == [1.0]
    assert figures["value"] == [0.5]
    assert figures["worth"] == [-7.0]


def test_the_board_has_every_model_the_worst_first_and_only_the_last_days(any_workspace, keys):
    other = add_model(any_workspace, "sellers")
    add_chunk(any_workspace, "buyers", keys, 1)
    for day in (2, 3):
        add_chunk(any_workspace, "sellers", other, day)
    board = monitoring.board(any_workspace)
    assert [one.model for one in board.models] == ["sellers", "buyers"]
    assert board.n_chunks.tolist() == [2, 1]
    assert board.models[0].expected == 0.8
    any_workspace.clock.at = START + timedelta(days=402, hours=2)
    board = monitoring.board(any_workspace)
    assert dict(zip([m.model for m in board.models], board.n_chunks.tolist(), strict=True)) == {
        "sellers": 1,
        "buyers": 0,
    }
    assert len(monitoring.board(any_workspace, project="nobody's")) == 0


def test_reports_kept_before_figures_were_packed_are_in_the_course(any_workspace, keys):
    key = add_chunk(any_workspace, "buyers", keys, 1)
    with any_workspace.store.write() as tx:
        tx.run(schema.chunk.update().where(schema.chunk.c.id == key).values(figures=None))
    assert monitoring.course(any_workspace, "buyers").psi[0].tolist() == pytest.approx([0.1])


def test_what_is_not_there_is_said(any_workspace):
    with pytest.raises(NotThere, match="There is no model nobody"):
        monitoring.course(any_workspace, "nobody")
    with pytest.raises(NotThere, match="There is no chunk 99"):
        monitoring.chunk(any_workspace, 99)
