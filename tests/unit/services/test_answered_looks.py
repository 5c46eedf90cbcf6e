"""Rows that only a service or a batch folder saw are looked at too: by when and by whom."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from tidemill.base.clock import HeldClock, to_iso
from tidemill.base.errors import NeedsYou
from tidemill.domain.columns import Role
from tidemill.domain.cuts import Unit
from tidemill.domain.deployments import AnswerBlock
from tidemill.domain.intervals import metric_intervals
from tidemill.domain.mask_signs import MASK
from tidemill.domain.people import Person, PersonRole
from tidemill.services import (
    alert_courses,
    answered_rows,
    datasets,
    deploying,
    example_rows,
    incident_gates,
    incidents,
    ingesting,
    model_labels,
    monitoring,
    personal_data,
    promotion,
    registering,
    registry,
    retraining_without,
    rows_to_label,
    setting_aside,
    tables,
    training_runs,
    watching,
)
from tidemill.services.monitoring import answered_looks, cuts, references
from tidemill.services.serving import answer_log
from tidemill.services.training import learning, persist
from tidemill.store import answer_logs, chunk_answers, models, schema

START = datetime(2024, 3, 4, 8, tzinfo=UTC)  # a Monday


def rows_of(seed: int, n: int = 400, shift: float = 0.0):
    """`x` says much about `bought`."""
    draw = random.Random(seed)
    rows = []
    for i in range(n):
        x = draw.gauss(0.0, 1.0)
        bought = "yes" if x + draw.gauss(0.0, 0.7) > 0 else "no"
        rows.append((f"2024-01-{1 + i * 27 // n:02d}", round(x + shift, 4), f"{seed}-{i}", bought))
    return rows


def write(path: Path, rows, header="day,x,visit,bought") -> Path:
    path.write_text("\n".join([header, *(",".join(map(str, row)) for row in rows)]) + "\n")
    return path


def add(workspace, path: Path, rows, **options):
    options = {"dataset": "shop", "target": "bought", "time": "day", **options}
    ingesting.add(workspace, [write(path, rows)], **options)


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock(START)


@pytest.fixture
def buyers(workspace, drain, tmp_path):
    """The model `buyers` behind a service."""
    add(workspace, tmp_path / "1.csv", rows_of(1, 2_000), roles={"visit": Role.IDENTIFIER})
    drain()
    job = training_runs.train(workspace, "shop", estimators=("logistic_regression",))
    drain()
    registering.ask(workspace, training_runs.ranked(workspace, job)[0].id, name="buyers")
    drain()
    promotion.promote(workspace, "buyers@1", anyway=True, reason="a test decides what serves")
    return deploying.http(workspace, "buyers").deployment


@pytest.fixture
def answer(workspace, buyers):
    """The service answers rows at a moment: each row by its sign, so as no model of ours does."""

    def done(rows, at=START, *, key=True, hidden=False):
        lines = [
            {
                "at": to_iso(at + timedelta(milliseconds=place)),
                "request": f"r{place}",
                "ms": 1.0,
                "id": row[2],
                "key": row[2] if key else None,
                "row": {"x": MASK if hidden else row[1]},
                "prediction": "true" if row[1] > 0 else "false",
                "probability": 0.75,
            }
            for place, row in enumerate(rows)
        ]
        version = registry.find(workspace, "buyers").champion
        name = workspace.blobs.put_bytes(answer_log.packed(lines))
        last = at + timedelta(milliseconds=len(rows))
        block = AnswerBlock(0, buyers.id, version.id, at, last, len(rows), len(rows), 1_000, name)
        with workspace.store.write() as tx:
            answer_logs.insert(tx, block)

    return done


@pytest.fixture
def look(workspace, drain):
    """Lets the worker ask for looks that are due; returns the chunks of the model."""

    def done(after=2 * 86_400):
        workspace.clock.advance(after)
        answered_looks.ask_all(workspace)
        drain()
        return monitoring.show(workspace, "buyers").chunks

    return done


def test_rows_that_only_a_service_saw_get_a_look_that_says_where_they_came_from(answer, look):
    answer(rows_of(2, shift=2.0))
    [chunk] = look()
    assert (chunk.dataset_version, chunk.n_rows, chunk.coverage) == (None, 400, 0.0)
    assert chunk.span == "answered:day:2024-03-04/1"
    assert chunk.label == "answered, 2024-03-04"
    assert [one.words for one in chunk.sources] == ["400 rows by buyers"]
    assert chunk.starts_at == START
    assert [c["name"] for c in chunk.report["columns"] if c["drifted"]] == ["x"]
    assert chunk.prediction_psi > 0.1
    assert chunk.measures == {}


def test_what_was_answered_counts_and_labels_that_come_later_are_measured_with_coverage(
    answer, look, workspace, drain, tmp_path
):
    rows = rows_of(2)
    answer(rows)
    look()
    truth = write(tmp_path / "truth.csv", [(r[2], r[3]) for r in rows[:100]], "visit,bought")
    assert model_labels.from_file(workspace, "buyers", truth, key_column="visit").taken == 100
    drain()
    [chunk] = monitoring.show(workspace, "buyers").chunks
    assert chunk.coverage == pytest.approx(0.25)
    right = np.mean([(r[1] > 0) == (r[3] == "yes") for r in rows[:100]])
    assert chunk.measures["accuracy"]["value"] == pytest.approx(right)
    assert chunk.measures["accuracy"]["n"] == 100.0
    # A model that says 0.75 for every answer has exactly this loss; today's would have another.
    loss = -np.mean(np.log([0.75 if (r[1] > 0) == (r[3] == "yes") else 0.25 for r in rows[:100]]))
    assert chunk.measures["log_loss"]["value"] == pytest.approx(loss)


def test_answers_of_a_day_come_into_one_look_and_those_of_the_next_into_another(
    answer, look, workspace
):
    answer(rows_of(2, 200))
    look()
    answer(rows_of(3, 100), START + timedelta(hours=2))
    answer(rows_of(4, 50), START + timedelta(days=1))
    first, second = look()
    assert (first.n_rows, second.n_rows) == (300, 50)
    assert first.ends_at > START + timedelta(hours=2)
    with workspace.store.read() as connection:
        [source] = chunk_answers.of_chunk(connection, first.id)
    assert (source.n_rows, source.n_seen) == (300, 300)
    assert look() == (first, second)  # nothing is looked at twice


def test_rows_that_are_in_the_data_too_are_looked_at_there_alone(
    answer, look, workspace, drain, tmp_path, buyers
):
    rows = rows_of(2, 100)
    add(workspace, tmp_path / "2.csv", rows[:60])
    drain()
    answer(rows)
    found = {chunk.dataset_version: chunk.n_rows for chunk in look()}
    assert found == {2: 60, None: 40}
    answer(rows[:40], START + timedelta(days=1))
    assert len(look()) == 2  # nothing is left of them


def test_few_rows_wait_for_a_day(answer, look, workspace):
    answer(rows_of(2, 10))
    assert look(after=3_600) == ()
    assert [chunk.n_rows for chunk in look()] == [10]


def test_a_masked_column_is_not_told_as_gone_and_nothing_is_estimated(answer, look):
    answer(rows_of(2), hidden=True, key=False)
    [chunk] = look()
    assert [c["name"] for c in chunk.report["columns"]] == []
    notes = {one["note"] for one in chunk.estimates.values()}
    assert notes == {
        "The answers were kept without x, which is personal, so nothing can be estimated."
    }


def test_an_alert_is_opened_and_the_late_data_stays_late(answer, look, workspace):
    answer(rows_of(2, shift=3.0))
    look()
    view = monitoring.show(workspace, "buyers")
    assert {alert.rule for alert in view.alerts if alert.closed_at is None} == {"drift"}
    course = monitoring.course(workspace, "buyers")
    assert course.dataset_versions.tolist() == [0]
    with workspace.store.read() as connection:
        watched = alert_courses.of_model(
            connection, models.find(connection, "buyers"), workspace.clock.now()
        )
    assert len(watched.arrived_at) == 0
    assert np.isnan(watched.n_rows).all()


def test_another_reference_is_held_against_them_from_what_was_counted(
    answer, look, workspace, drain
):
    answer(rows_of(2, shift=2.0))
    answer(rows_of(3, shift=2.0), START + timedelta(days=1))
    look()
    references.choose(workspace, "buyers", "previous", reason="what is usual moves")
    drain()
    first, second = monitoring.show(workspace, "buyers").chunks
    assert first.report["drifted_columns"] == 1  # nothing came before
    assert second.report["drifted_columns"] == 0
    assert second.reference["words"] == "answered, 2024-03-04, the period before"


def test_the_cut_by_weeks_counts_for_answers_to_come_and_leaves_the_others(
    answer, look, workspace, drain, buyers
):
    answer(rows_of(2, 50))
    look()
    cuts.choose(workspace, "buyers", Unit.WEEK)
    drain()
    answer(rows_of(3, 60), START + timedelta(days=1))
    assert {c.span: c.n_rows for c in look()} == {
        "answered:day:2024-03-04/1": 50,
        "answered:week:2024-03-04/1": 60,
    }


def test_once_the_answers_are_gone_more_of_the_day_adds_up_with_what_was_counted(
    answer, look, workspace
):
    answer(rows_of(2, 200))
    [before] = look()
    with workspace.store.write() as tx:
        assert answer_logs.prune(tx, START + timedelta(minutes=5), 100) == 1
    answer(rows_of(3, 100), START + timedelta(hours=2))
    [now] = look()
    assert (before.n_rows, now.n_rows) == (200, 300)
    with workspace.store.read() as connection:
        [source] = chunk_answers.of_chunk(connection, now.id)
    assert (source.n_rows, source.n_seen) == (300, 300)


def test_rows_that_come_with_a_version_afterwards_are_counted_there(
    answer, look, workspace, drain, tmp_path
):
    rows = rows_of(2, 200)
    answer(rows)
    look()
    _arrive(workspace, drain, tmp_path / "2.csv", rows[:150])
    assert _n_rows(workspace) == {2: 150, None: 50}
    _arrive(workspace, drain, tmp_path / "3.csv", rows[150:])
    assert _n_rows(workspace) == {2: 150, 3: 50}


def _arrive(workspace, drain, path, rows):
    add(workspace, path, rows)
    drain()
    newest = watching.arrived(workspace)[0]
    if str(newest.state) == "set-aside":
        ingesting.accept(workspace, newest.id)
        drain()


def _n_rows(workspace):
    return {c.dataset_version: c.n_rows for c in monitoring.show(workspace, "buyers").chunks}


@pytest.fixture
def broken(answer, look, workspace, drain, tmp_path):
    """The incident of answers to rows that moved, once their labels have come."""
    rows = rows_of(2, 600, shift=3.0)
    answer(rows)
    look()
    truth = write(tmp_path / "truth.csv", [(r[2], r[3]) for r in rows], "visit,bought")
    model_labels.from_file(workspace, "buyers", truth, key_column="visit")
    drain()
    return incidents.incidents(workspace)[0], rows


def test_an_incident_of_answered_rows_shows_those_whose_answer_moved_most(broken, workspace):
    incident, rows = broken
    shown = example_rows.shown(workspace, incident.id)
    assert (shown.version, shown.is_stored, shown.note) == ("answered, 2024-03-04", False, "")
    assert (shown.column, len(shown.rows), shown.of) == ("x", example_rows.MOST, 600)
    known = {row[2]: row for row in rows}
    for one in shown.rows:
        values = dict(zip(shown.columns, one.values, strict=True))
        assert values["x"] == known[values["visit"]][1]
        assert one.said in (0.75, 0.25)  # as it was answered, not as today's model would
    personal_data.mark(workspace, "shop", "visit", True)
    colleague = workspace.acting_as(Person("ben", "Ben", PersonRole.MEMBER))
    masked = example_rows.shown(colleague, incident.id)
    place = masked.columns.index("visit")
    assert {one.values[place] for one in masked.rows} == {MASK}
    kept = incidents.one(workspace, incident.id).facts["examples"]["rows"]
    assert not any(key in str(kept) for key in known)  # nothing of a row is kept with it


@pytest.mark.parametrize(
    "ask", [retraining_without.plan, setting_aside.offer, rows_to_label.of_incident]
)
def test_what_can_only_be_done_with_rows_of_the_data_says_that_these_were_only_answered(
    broken, workspace, ask
):
    incident, _ = broken
    with pytest.raises(NeedsYou, match="came with no data, they were only answered"):
        ask(workspace, incident.id)


def test_example_rows_go_with_the_answers(broken, workspace):
    incident, _ = broken
    with workspace.store.write() as tx:
        tx.run(schema.answer_log.delete())
    assert example_rows.shown(workspace, incident.id).note == "The answers were deleted."


def test_an_incident_of_answered_rows_becomes_a_gate_that_judges_by_them(broken, workspace, drain):
    incident, _rows = broken
    offered = incident_gates.offer(workspace, incident.id, rows=True)
    assert offered.gate.settings["data"] == "shop (answered, 2024-03-04)"
    gate = incident_gates.keep(workspace, incident.id, rows=True)
    candidate = persist.load(
        workspace.blobs.get_bytes(registry.find(workspace, "buyers").champion.blob)
    )
    frame = tables.load(
        workspace, [datasets.version(workspace, "shop")], datasets.version(workspace, "shop").schema
    )
    [result] = incident_gates.results(workspace, incident.model_id, candidate, frame)
    assert result.message.startswith(gate.sentence)
    metric = gate.settings["metric"]
    said = candidate.predict(frame.take(np.arange(0)))  # it can be asked at all
    assert len(said) == 0
    reader = answered_rows.AnsweredReader(
        workspace, registry.find(workspace, "buyers").champion, candidate
    )
    mine = reader.answered(reader.of_chunk("answered:day:2024-03-04/1")).rows.frame
    truth, values = learning.score(candidate, mine).judged()
    assert len(truth) == 600
    wanted = metric_intervals(candidate.recipe.task, truth, values)[metric].value
    assert result.value == pytest.approx(wanted)
    with workspace.store.write() as tx:
        tx.run(schema.answer_log.delete())
    [gone] = incident_gates.results(workspace, incident.model_id, candidate, frame)
    assert not gone.passed
    assert "let go with their time" in gone.message
