"""Labels that come late: what was measured is measured again, and held against the estimate."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.alert_rules import RELATION
from tidemill.domain.columns import Role
from tidemill.domain.jobs import JobState
from tidemill.services import (
    deliveries,
    incidents,
    ingesting,
    jobs,
    labelling,
    model_labels,
    monitoring,
    promotion,
    registering,
    training_runs,
    undoing,
    watched_slices,
    watching,
)
from tidemill.store import jobs as job_rows

N = 600


def _rows(month: int, n: int = N, turned: bool = False) -> list[tuple[str, float, str, str, str]]:
    """`x` says much about `bought`; where it is `turned` it says the contrary."""
    draw = random.Random(month)
    rows = []
    for i in range(n):
        x = draw.gauss(0.0, 1.0)
        bought = (x + draw.gauss(0.0, 0.7) > 0) is not turned
        day = f"2024-{month:02d}-{1 + i * 27 // n:02d} {i % 24:02d}:00:00"
        shop = draw.choice(["north", "south"])
        rows.append((day, round(x, 4), shop, f"m{month}-{i}", "yes" if bought else "no"))
    return rows


def _write(path: Path, rows, header="day,x,shop,visit,bought") -> Path:
    path.write_text("\n".join([header, *(",".join(map(str, row)) for row in rows)]) + "\n")
    return path


@pytest.fixture
def buyers(workspace, drain, tmp_path):
    """The model `buyers`, whose hold-out is large enough to estimate by."""
    path = _write(tmp_path / "01.csv", _rows(1, 2_000))
    roles = {"visit": Role.IDENTIFIER}
    ingesting.add(workspace, [path], dataset="shop", target="bought", time="day", roles=roles)
    drain()
    job = training_runs.train(workspace, "shop", estimators=("logistic_regression",))
    drain()
    registering.ask(workspace, training_runs.ranked(workspace, job)[0].id, name="buyers")
    drain()
    promotion.promote(workspace, "buyers@1", anyway=True, reason="a test decides what serves")
    return "buyers"


@pytest.fixture
def arrives(workspace, drain, tmp_path, buyers):
    """A month arrives, without its labels unless said; returns its chunk."""

    def come(month, *, n=N, turned=False, labels=False):
        rows = _rows(month, n, turned)
        shown = rows if labels else [(*row[:4], "") for row in rows]
        path = _write(tmp_path / f"{month:02d}.csv", shown)
        ingesting.add(workspace, [path], dataset="shop", target="bought", time="day")
        drain()
        newest = watching.arrived(workspace)[0]
        if str(newest.state) == "set-aside":
            ingesting.accept(workspace, newest.id)
            drain()
        return monitoring.show(workspace, "buyers").chunks[-1]

    return come


@pytest.fixture
def come_true(workspace, drain, tmp_path):
    """The truth of a month's rows comes by file; returns the month's chunk."""

    def come(month, n=N, *, first=0, turned=False):
        rows = [(row[3], row[4]) for row in _rows(month, N, turned)[first : first + n]]
        path = _write(tmp_path / f"truth{month}.csv", rows, "visit,bought")
        told = model_labels.from_file(workspace, "buyers", path, key_column="visit")
        drain()
        assert told.taken == n
        return next(
            c
            for c in monitoring.show(workspace, "buyers").chunks
            if c.ends_at is not None and c.ends_at.month == month
        )

    return come


def test_rows_without_labels_are_estimated_and_nothing_is_measured(arrives):
    chunk = arrives(2)
    assert (chunk.measures, chunk.coverage) == ({}, 0.0)
    auc = chunk.estimates["auc"]
    assert auc["low"] < auc["value"] < auc["high"]
    assert 0.8 < auc["value"] < 0.95
    cells = [n for n in chunk.estimates if n.endswith(("_positives", "_negatives"))]
    whole = sum(chunk.estimates[name]["value"] for name in cells)
    assert whole == pytest.approx(1.0)


def test_labels_that_come_late_are_measured_with_their_coverage_inside_the_estimate(
    arrives, come_true, workspace
):
    before = arrives(2)
    part = come_true(2, 150)
    assert part.coverage == pytest.approx(0.25)
    assert part.measures["auc"]["n"] == 150
    assert part.estimates == before.estimates
    whole = come_true(2, N - 150, first=150)
    assert whole.coverage == 1.0
    assert whole.measures["auc"]["n"] == N
    assert whole.estimates["auc"]["low"] <= whole.measures["auc"]["value"]
    assert whole.measures["auc"]["value"] <= whole.estimates["auc"]["high"]
    assert not [a for a in monitoring.alerts(workspace) if a.rule == RELATION]


def test_late_labels_renew_what_was_found_and_what_the_alert_says_of_it(
    arrives, come_true, workspace
):
    """Without labels nothing is wrong; with them the measure fell though no column moved."""
    assert arrives(3, turned=True).finding is None
    chunk = come_true(3, turned=True)
    assert chunk.finding is not None
    assert chunk.finding["kind"] == "relation"
    [alert] = [a for a in monitoring.alerts(workspace, only_open=True) if a.rule != RELATION]
    assert (alert.kind, list(alert.evidence)) == ("relation", chunk.finding["evidence"])
    assert alert.impact == chunk.finding["impact"]


def test_a_relation_that_moved_is_called_out_only_by_the_labels_and_ends_the_estimates(
    arrives, come_true, workspace
):
    chunk = arrives(3, turned=True)
    assert chunk.estimates["auc"]["value"] > 0.8  # nothing in the columns tells
    assert monitoring.alerts(workspace, only_open=True) == []
    come_true(3, 200, turned=True)
    alert = next(a for a in monitoring.alerts(workspace, only_open=True) if a.rule == RELATION)
    assert "has moved since buyers v1 was validated" in alert.message
    assert "not trusted any more" in alert.message
    [incident] = incidents.incidents(workspace)
    assert {a.rule for a in incident.alerts} == {RELATION, "performance:auc"}
    assert deliveries.told(workspace)[0].incident_id == incident.id
    after = arrives(4)
    assert after.estimates["auc"]["value"] is None
    assert "the relation to the target has moved" in after.estimates["auc"]["note"]


def test_labels_that_fit_again_close_the_alert(arrives, come_true, workspace):
    arrives(3, turned=True)
    come_true(3, turned=True)
    for month in (4, 5, 6):
        arrives(month)
        come_true(month)
    alert = next(a for a in monitoring.alerts(workspace) if a.rule == RELATION)
    assert alert.reason == "What came out fits what was estimated."
    [over] = incidents.incidents(workspace)
    assert RELATION in {a.rule for a in over.alerts}
    assert not over.is_open
    assert arrives(7).estimates["auc"]["value"] is not None


def test_late_labels_are_measured_as_the_version_of_that_time_answered(
    arrives, come_true, workspace, drain
):
    first = arrives(2)
    job = training_runs.train(workspace, "shop", estimators=("hist_gradient_boosting",))
    drain()
    registering.ask(workspace, training_runs.ranked(workspace, job)[0].id, name="buyers")
    drain()
    promotion.promote(workspace, "buyers@2", anyway=True, reason="a test decides what serves")
    measured = come_true(2)
    assert (measured.id, measured.version) == (first.id, 1)


def test_undone_labels_are_measured_no_more(arrives, come_true, workspace, drain):
    arrives(2)
    assert come_true(2).coverage == 1.0
    batch = labelling.history(workspace, "shop", limit=1)[0].batch
    labelling.undo(workspace, "shop", batch)
    drain()
    chunk = monitoring.show(workspace, "buyers").chunks[-1]
    assert (chunk.coverage, chunk.measures) == (0.0, {})


def test_a_second_try_finds_the_same(arrives, come_true, workspace, drain, clock):
    arrives(2)
    before = come_true(2)
    job = next(j for j in jobs.newest(workspace) if j.kind == "model.measure")
    clock.advance(60)
    with workspace.store.write() as tx:
        job_rows.update(tx, job.id, state=str(JobState.QUEUED), result={}, ended_at=None)
    [again] = drain()
    assert again.message == "1 set of rows of buyers measured again"
    after = monitoring.show(workspace, "buyers").chunks[-1]
    assert replace(after, changed_at=before.changed_at) == before


def test_many_labels_by_hand_are_one_job(arrives, workspace):
    arrives(2)
    for i in range(5):
        labelling.put(workspace, "shop", "bought", {f"m2-{i}": "yes"}, key_column="visit")
    waiting = [j for j in jobs.newest(workspace) if j.kind == "model.measure"]
    assert len(waiting) == 1


def test_measures_are_told_by_slice_of_the_chosen_columns(arrives, come_true, workspace):
    made = watched_slices.choose(workspace, "buyers", ["shop", "x"])
    assert [one.words for one in made[:2]] in (
        ["shop = north", "shop = south"],
        ["shop = south", "shop = north"],
    )
    arrives(2)
    chunk = come_true(2)
    north, south = (chunk.measures[f"auc in shop = {s}"] for s in ("north", "south"))
    assert north["n"] + south["n"] == N
    assert north["low"] < north["value"] < north["high"]
    stretches = [n for n in chunk.measures if n.startswith("accuracy in x ")]
    assert len(stretches) == 4
    with pytest.raises(NeedsYou, match="no column y to slice by"):
        watched_slices.choose(workspace, "buyers", ["y"])
    assert watched_slices.choose(workspace, "buyers", []) == ()


def test_what_a_service_is_told_counts_once_and_the_newest_word_wins(arrives, workspace, drain):
    arrives(2)
    truths = {row[3]: row[4] for row in _rows(2)[:100]}
    assert model_labels.fed(workspace, "buyers", truths, "a service").taken == 100
    again = model_labels.fed(workspace, "buyers", truths, "a service")
    assert (again.taken, again.same) == (0, 100)
    drain()
    [chunk] = monitoring.show(workspace, "buyers").chunks
    assert chunk.coverage == pytest.approx(1 / 6)
    with pytest.raises(NeedsYou, match="can't be a label"):
        model_labels.fed(workspace, "buyers", {"m2-1": "perhaps"}, "a service")


def test_taking_labels_back_is_offered_by_undo(arrives, come_true, workspace, drain):
    arrives(2)
    come_true(2)
    undoing.undo(workspace)
    drain()
    assert monitoring.show(workspace, "buyers").chunks[-1].coverage == 0.0
