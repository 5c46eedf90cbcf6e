"""Chunks by time, by rows or by file: late rows go to the chunk of their time, which is renewed."""

import random
from pathlib import Path

import numpy as np
import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.columns import Role
from tidemill.domain.cuts import Unit
from tidemill.domain.frames import Frame
from tidemill.domain.rule_readings import gaps
from tidemill.services import (
    alert_courses,
    concerned_rows,
    datasets,
    incident_gates,
    incidents,
    ingesting,
    model_labels,
    monitoring,
    promotion,
    registering,
    registry,
    training_runs,
    undoing,
    watching,
)
from tidemill.services.monitoring import cuts, references
from tidemill.services.training import persist
from tidemill.store import models, trigger_events


def rows_of(days, n=60, shift=0.0, seed=0, label=True):
    """`n` rows a day of February 2024 in which `x` says much about `bought`."""
    draw = random.Random(seed)
    rows = []
    for day in days:
        for i in range(n):
            x = draw.gauss(0.0, 1.0)
            bought = "yes" if x + draw.gauss(0.0, 0.7) > 0 else "no"
            when = f"2024-02-{day:02d} {i % 24:02d}:00:00"
            visit = f"{seed}-{day}-{i}"
            rows.append((when, round(x + shift, 4), visit, bought if label else ""))
    return rows


@pytest.fixture
def buyers(workspace, drain, tmp_path):
    """The model `buyers`, trained on January."""
    january = [(row[0].replace("-02-", "-01-"), *row[1:]) for row in rows_of(range(1, 26))]
    _add(workspace, tmp_path / "january.csv", january, roles={"visit": Role.IDENTIFIER})
    drain()
    job = training_runs.train(workspace, "shop", estimators=("logistic_regression",))
    drain()
    registering.ask(workspace, training_runs.ranked(workspace, job)[0].id, name="buyers")
    drain()
    promotion.promote(workspace, "buyers@1", anyway=True, reason="a test decides what serves")
    return "buyers"


def _add(workspace, path: Path, rows, **options):
    path.write_text(
        "\n".join(["day,x,visit,bought", *(",".join(map(str, r)) for r in rows)]) + "\n"
    )
    options = {"dataset": "shop", "target": "bought", "time": "day", **options}
    ingesting.add(workspace, [path], **options)


@pytest.fixture
def arrive(workspace, drain, tmp_path, buyers):
    """Rows come with a file of a name."""

    def come(name, rows):
        _add(workspace, tmp_path / f"{name}.csv", rows)
        ended = drain()
        newest = watching.arrived(workspace)[0]
        if str(newest.state) == "set-aside":
            ingesting.accept(workspace, newest.id)
            ended += drain()
        return ended

    return come


@pytest.fixture
def by(workspace, drain, buyers):
    """Cuts the model's rows; the job's message."""

    def cut(unit, n=0):
        _, job = cuts.choose(workspace, "buyers", Unit(unit), n)
        ended = {one.id: one for one in drain()}
        return ended[job].message if job is not None else ""

    return cut


def chunks_of(workspace):
    return monitoring.show(workspace, "buyers").chunks


def told(workspace):
    return [(c.span, c.n_rows) for c in chunks_of(workspace)]


def drift_alerts(workspace, **options):
    return [a for a in monitoring.alerts(workspace, **options) if a.rule.startswith("drift")]


def figures(chunk):
    """What a chunk says that does not depend on the way it came to be."""
    report = {c["name"]: (c["psi"], c["p_value"], c["drifted"]) for c in chunk.report["columns"]}
    return report, chunk.measures, chunk.prediction_psi, chunk.coverage, chunk.n_rows


def test_one_file_is_many_chunks_and_several_files_are_one(workspace, arrive, by):
    by("week")
    arrive("a", rows_of(range(1, 10), seed=1))  # Thursday the 1st to Friday the 9th
    assert told(workspace) == [("week:2024-01-29", 240), ("week:2024-02-05", 300)]
    arrive("b", rows_of(range(10, 14), seed=2))
    assert told(workspace) == [
        ("week:2024-01-29", 240),
        ("week:2024-02-05", 420),
        ("week:2024-02-12", 120),
    ]
    versions = [c.dataset_version for c in chunks_of(workspace)]
    assert versions == [2, 3, 3]
    assert monitoring.course(workspace, "buyers").n_rows.tolist() == [240, 420, 120]


def test_a_chunk_filled_by_several_files_says_what_one_file_would_have_said(workspace, arrive, by):
    by("day")
    rows = rows_of([1, 2], n=400, seed=3)
    late = rows[100:200]
    arrive("most", [*rows[:100], *rows[200:]])
    arrive("late", late)
    in_parts = figures(chunks_of(workspace)[0])
    assert in_parts[-1] == 400
    by("file")
    by("day")
    at_once = figures(chunks_of(workspace)[0])
    assert at_once[0] == in_parts[0]
    assert at_once[2:] == in_parts[2:]
    for name, one in in_parts[1].items():
        assert one["value"] == pytest.approx(at_once[1][name]["value"])


def test_late_rows_renew_the_chunk_of_their_time_its_course_and_the_board(workspace, arrive, by):
    by("day")
    arrive("a", rows_of([1, 2, 3], n=200, seed=4))
    before = monitoring.course(workspace, "buyers")
    arrive("late", rows_of([2], n=200, shift=4.0, seed=5))
    after = monitoring.course(workspace, "buyers")
    assert after.chunk_ids.tolist() == before.chunk_ids.tolist()
    assert after.n_rows.tolist() == [200, 400, 200]
    assert after.psi[0, 1] > before.psi[0, 1] + 0.5
    np.testing.assert_array_equal(after.psi[:, [0, 2]], before.psi[:, [0, 2]])
    shown = monitoring.board(workspace, days=4_000).course(0, "psi")
    assert shown.tolist() == np.nanmax(after.psi, axis=0).tolist()
    [chunk] = [c for c in chunks_of(workspace) if c.span == "day:2024-02-02"]
    assert chunk.finding is not None
    assert chunk.changed_at > chunk.created_at


def test_alerts_are_looked_at_again_with_late_rows_and_nobody_is_told_twice(workspace, arrive, by):
    by("day")
    arrive("a", rows_of([1], n=300, seed=6))
    arrive("b", rows_of([2], n=100, shift=4.0, seed=7))
    [alert] = drift_alerts(workspace, only_open=True)
    notices = len(incidents.incidents(workspace))
    arrive("more", rows_of([2], n=100, shift=4.0, seed=8))
    [again] = drift_alerts(workspace)
    assert again.id == alert.id
    assert again.closed_at is None
    assert len(incidents.incidents(workspace)) == notices
    arrive("right", rows_of([2], n=9_000, seed=9))  # the bad rows are few of these
    [ended] = drift_alerts(workspace)
    assert ended.id == alert.id
    assert ended.closed_by == "worker"


def test_what_somebody_closed_is_not_told_again_by_more_of_the_same_rows(workspace, arrive, by):
    by("day")
    arrive("a", rows_of([1], n=200, shift=4.0, seed=10))
    [alert] = drift_alerts(workspace, only_open=True)
    monitoring.close_alert(workspace, alert.id, reason="A known sale")
    arrive("late", rows_of([1], n=100, shift=4.0, seed=11))
    assert drift_alerts(workspace, only_open=True) == []
    arrive("b", rows_of([2], n=200, shift=4.0, seed=12))
    assert len(drift_alerts(workspace, only_open=True)) == 1


def test_history_is_cut_anew_from_the_rows_that_are_stored_and_taken_back(
    workspace, arrive, by, drain
):
    arrive("a", rows_of(range(1, 11), seed=13))
    arrive("b", rows_of(range(11, 21), seed=14))
    files = [figures(c) for c in chunks_of(workspace)]
    assert by("day") == "Cut by day: 20 chunks."
    assert told(workspace) == [(f"day:2024-02-{day:02d}", 60) for day in range(1, 21)]
    assert by("month") == "Cut by month: 1 chunk."
    assert told(workspace) == [("month:2024-02", 1200)]
    undoing.undo(workspace)
    drain()
    undoing.undo(workspace)
    drain()
    assert cuts.of_model(workspace, "buyers").unit is Unit.FILE
    assert [figures(c) for c in chunks_of(workspace)] == files


def test_columns_together_are_held_against_the_period_before_and_not_the_file_before(
    workspace, arrive, by, drain
):
    by("day")
    references.choose(workspace, "buyers", "previous", reason="what is usual moves")
    drain()
    days = [(1, 0.0), (2, 2.5), (3, 2.5)]
    arrive("days", [row for day, shift in days for row in rows_of([day], 300, shift, seed=day)])
    told_apart = {
        chunk.span: one["drifted"]
        for chunk in chunks_of(workspace)
        for one in chunk.report["together"]
        if one["id"] == "domain_classifier"
    }
    assert told_apart == {
        "day:2024-02-01": False,
        "day:2024-02-02": True,
        "day:2024-02-03": False,
    }


def test_a_season_is_found_among_chunks_that_were_cut_anew_with_it(workspace, arrive, by):
    wednesdays, others = (7, 14), [day for day in range(1, 16) if day not in (7, 14)]
    rows = rows_of(others, 300, label=False) + rows_of(wednesdays, 300, 3.0, 1, label=False)
    arrive("february", rows)
    by("day")
    found = {chunk.span: chunk.finding for chunk in chunks_of(workspace)}
    first, second = found["day:2024-02-07"], found["day:2024-02-14"]
    assert first["kind"] == "input"
    assert second["kind"] == "season"
    assert second["evidence"][0].startswith("x looked the same a week ago")


def test_by_rows_each_chunk_has_as_many(workspace, arrive, by):
    by("rows", 250)
    arrive("a", rows_of(range(1, 8), n=60, seed=15))  # 420 rows after 1,500
    assert told(workspace) == [("rows:250:6", 250), ("rows:250:7", 170)]
    arrive("b", rows_of(range(8, 12), n=60, seed=16))
    assert told(workspace) == [("rows:250:6", 250), ("rows:250:7", 250), ("rows:250:8", 160)]


def test_what_cannot_be_cut_anew_stays_and_is_said(workspace, arrive, by):
    arrive("a", rows_of(range(1, 6), seed=17))
    arrive("b", rows_of(range(6, 9), seed=18))
    gone = chunks_of(workspace)[0]
    workspace.blobs.path(datasets.version(workspace, "shop@2").blob).unlink()
    assert by("day") == (
        "Cut by day: 3 chunks. 1 chunk stays as it is: the rows of 1 file are gone."
    )
    spans = [c.span for c in chunks_of(workspace)]
    assert spans == [gone.span, "day:2024-02-06", "day:2024-02-07", "day:2024-02-08"]


def test_an_alert_and_its_incident_stay_with_the_chunk_that_has_their_last_rows(
    workspace, arrive, by
):
    arrive("a", rows_of(range(1, 6), shift=4.0, seed=19))
    [alert] = drift_alerts(workspace, only_open=True)
    by("day")
    [again] = drift_alerts(workspace)
    newest = chunks_of(workspace)[-1]
    assert (again.id, again.chunk_id, again.closed_at) == (alert.id, newest.id, None)
    [incident] = incidents.incidents(workspace)
    assert incident.chunk_id == newest.id


def test_late_labels_renew_the_chunks_of_their_rows_alone(workspace, arrive, by, drain, tmp_path):
    by("day")
    rows = rows_of([1, 2], n=200, seed=20)
    arrive("a", [(*row[:3], "") for row in rows])
    assert [c.coverage for c in chunks_of(workspace)] == [0.0, 0.0]
    path = tmp_path / "truth.csv"
    known = rows[200:]
    path.write_text("\n".join(["visit,bought", *(f"{r[2]},{r[3]}" for r in known)]) + "\n")
    model_labels.from_file(workspace, "buyers", path, key_column="visit")
    ended = drain()
    assert "1 set of rows of buyers measured again" in [one.message for one in ended]
    first, second = chunks_of(workspace)
    assert (first.coverage, second.coverage) == (0.0, 1.0)
    assert second.measures["auc"]["n"] == 200


def test_what_cannot_be_chosen_is_said(workspace, buyers):
    with pytest.raises(NeedsYou, match="too little"):
        cuts.choose(workspace, "buyers", Unit.ROWS, 5)
    assert cuts.choose(workspace, "buyers", Unit.FILE) == (cuts.of_model(workspace, "buyers"), None)


def test_a_late_file_is_no_new_start_of_the_wait_for_data_but_an_arrival(
    workspace, arrive, by, clock
):
    by("month")
    for day in range(1, 6):
        arrive(f"d{day}", rows_of([day], seed=30 + day))
        clock.advance(86_400)
    with workspace.store.read() as connection:
        model = models.find(connection, "buyers")
        seen = alert_courses.of_model(connection, model, clock.now())
        cheap = alert_courses.arrivals(connection, model)
    now = round(clock.now().timestamp() * 1e6)
    assert seen.n == 1
    came, days = gaps(seen, now)
    assert len(came) == 5
    assert days[-1] == pytest.approx(1.0, abs=0.01)
    assert cheap.came_at.tolist() == came.tolist()


def test_how_many_rows_a_period_had_is_known_once_the_next_one_began(workspace, arrive, by, clock):
    by("day")
    arrive("a", rows_of([1, 2], n=100, seed=40))
    arrive("b", rows_of([3], n=10, seed=41))
    with workspace.store.read() as connection:
        seen = alert_courses.of_model(connection, models.find(connection, "buyers"), clock.now())
    np.testing.assert_array_equal(seen.n_rows, [np.nan, 100, 100])


def test_a_trigger_reads_a_chunk_again_that_got_more_rows_and_not_what_was_cut_anew(
    workspace, arrive, by
):
    arrive("before", rows_of([1], n=100, seed=42))
    with workspace.store.read() as connection:
        after = trigger_events.last_chunk(connection)
    by("day")
    with workspace.store.read() as connection:
        assert trigger_events.readings(connection, "buyers", after) == []
    arrive("late", rows_of([1], n=100, seed=43))
    with workspace.store.read() as connection:
        [one] = trigger_events.readings(connection, "buyers", after)
    assert (one.figures["rows"], one.order > after) == (200, True)


def test_a_gate_kept_of_an_incident_asks_for_the_rows_of_its_chunk_alone(workspace, arrive, by):
    by("day")
    right = rows_of([1], n=300, seed=50)
    turned = {"yes": "no", "no": "yes"}
    wrong = [(*row[:3], turned[row[3]]) for row in rows_of([2], n=300, seed=51)]
    arrive("a", [*right, *wrong])
    [incident] = incidents.incidents(workspace, only_open=True)
    gate = incident_gates.keep(workspace, incident.id)
    assert gate.sentence.startswith("On the 300 rows of shop 2024-02-02, ")
    champion = registry.find(workspace, "buyers").versions[0]
    trained = persist.load(workspace.blobs.get_bytes(champion.blob))
    [said] = incident_gates.results(workspace, champion.model_id, trained, Frame(()))
    measured = chunks_of(workspace)[-1].measures[gate.settings["metric"]]
    assert not said.passed
    assert said.value == pytest.approx(measured["value"])


def test_an_incident_of_a_day_concerns_the_rows_of_that_day_whatever_file_they_came_with(
    workspace, arrive, by
):
    by("day")
    shifted = rows_of([2], n=100, seed=61, shift=4.0)
    arrive("a", [*rows_of([1], n=300, seed=60), *shifted])
    arrive("b", [*rows_of([2], n=100, seed=62, shift=4.0), *rows_of([3], n=300, seed=63)])
    [incident] = [i for i in incidents.incidents(workspace) if "x" in i.columns]
    concerned = concerned_rows.of(workspace, incident.id)
    first, second = concerned.versions
    assert concerned_rows.count(workspace, concerned) == {first.id: 100, second.id: 100}
    numbers = concerned_rows.numbers_in(workspace, concerned, second)
    before = second.rows - second.added_rows
    assert numbers.tolist() == [*range(before - 100, before), *range(before, before + 100)]
    facts = incident.facts
    assert "in 2024-02-02" in facts["diagnosis"][0]["words"]
    assert 0 < facts["examples"]["of"] <= 100
    assert all(300 <= one["row"] < 400 for one in facts["examples"]["rows"])
