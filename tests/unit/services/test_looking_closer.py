"""What a look finds in the rows themselves: columns together, and what one column does."""

import random
from dataclasses import replace

import numpy as np
import pytest

from tidemill.domain.alert_rules import AlertRule, Comparison, Watches
from tidemill.services import (
    alert_rules,
    ingesting,
    monitoring,
    promotion,
    registering,
    registry,
    training_runs,
)
from tidemill.services.monitoring import references
from tidemill.services.training import persist


def rows(month, n, *, tie=1.0, shift=0.0):
    """Two columns that each look alike whatever `tie` is: 1 and they go together, -1 against."""
    draw = random.Random(month)
    made = []
    for i in range(n):
        a = draw.gauss(0.0, 1.0)
        b = tie * a * 0.9 + draw.gauss(0.0, 0.436)
        bought = "yes" if a + draw.gauss(0.0, 0.7) > 0 else "no"
        day = f"2024-{month:02d}-{1 + i * 27 // n:02d} {i % 24:02d}:00:00"
        made.append((day, round(a + shift, 4), round(b, 4), bought))
    return made


@pytest.fixture
def pairs(workspace, drain, tmp_path):
    """A champion on two columns that go together, and how new rows of a month are taken in."""

    def taken(month, **how):
        path = tmp_path / f"{month}.csv"
        lines = [",".join(map(str, row)) for row in rows(month, 400, **how)]
        path.write_text("\n".join(["day,a,b,bought", *lines, ""]))
        ingesting.add(workspace, [path], dataset="pairs", target="bought", time="day")
        drain()
        return monitoring.show(workspace, "pair").chunks[-1] if month > 1 else None

    taken(1)
    job = training_runs.train(workspace, "pairs", estimators=("logistic_regression",))
    drain()
    registering.ask(workspace, training_runs.ranked(workspace, job)[0].id, name="pair")
    drain()
    promotion.promote(workspace, "pair@1", anyway=True, reason="So that one serves")
    return taken


def found(chunk):
    return {one["id"]: one for one in chunk.report["together"]}


def test_columns_that_each_look_as_before_but_go_otherwise_together_are_found_with_their_rows(
    pairs,
):
    chunk = pairs(2, tie=-1.0)
    assert chunk.report["drifted_columns"] == 0
    told = found(chunk)["domain_classifier"]
    assert told["drifted"]
    assert told["low"] > 0.6
    assert {one["name"] for one in told["columns"]} == {"a", "b"}
    assert all(0 <= one["row"] < 400 for one in told["rows"])
    assert found(chunk)["pca_reconstruction"]["drifted"]
    assert chunk.report["together_note"] == (
        "On 400 rows, against 320 of the training data of pair v1."
    )


def test_rows_like_the_training_data_are_not_told_from_it(workspace, pairs):
    chunk = pairs(2)
    assert not any(one["drifted"] for one in found(chunk).values())
    course = monitoring.course(workspace, "pair")
    assert course.wholes["domain_classifier"].value[-1] < 0.6
    assert not course.wholes["domain_classifier"].is_over.any()


def test_a_rule_on_the_columns_together_alerts_and_closes_and_no_other_rule_does(workspace, pairs):
    rule = AlertRule(None, "Together", Watches.TOGETHER, Comparison.DRIFTED, model="pair")
    made = alert_rules.add(workspace, rule)
    assert alert_rules.text(made).startswith("Alert when the columns together of pair drifted")
    pairs(2, tie=-1.0)
    [alert] = monitoring.alerts(workspace, only_open=True)
    assert alert.rule == made.key
    assert alert.message.startswith(
        "The columns together moved: new rows are told from old ones with AUC 0."
    )
    assert "most by" in alert.message
    pairs(3)
    assert monitoring.alerts(workspace, only_open=True) == []
    [closed] = [one for one in monitoring.alerts(workspace) if one.rule == made.key]
    assert closed.reason == "The columns of pairs v3 go together as before."


def test_a_limit_of_ones_own_holds_for_how_well_new_rows_are_told_from_old(workspace, pairs):
    rule = AlertRule(None, "Together", Watches.TOGETHER, Comparison.OVER, 0.6, model="pair")
    made = alert_rules.add(workspace, rule)
    loose = alert_rules.add(workspace, replace(rule, name="Never", limit=1.0))
    chunk = pairs(2, tie=-1.0)
    told = {alert.rule: alert for alert in monitoring.alerts(workspace, only_open=True)}
    assert loose.key not in told
    assert told[made.key].value == pytest.approx(found(chunk)["domain_classifier"]["value"])


def test_what_was_accepted_as_normal_is_what_rows_are_held_against_together(
    workspace, pairs, drain
):
    pairs(2, tie=-1.0)
    references.accept(workspace, "pair", "2", reason="The new till writes it so.")
    drain()
    again = monitoring.show(workspace, "pair").chunks[-1]
    assert not any(one["drifted"] for one in found(again).values())
    assert "of pairs v2." in again.report["together_note"]
    chunk = pairs(3, tie=-1.0)
    assert not any(one["drifted"] for one in found(chunk).values())
    assert "of pairs v2." in chunk.report["together_note"]
    assert found(pairs(4))["domain_classifier"]["drifted"]


def test_a_drifted_column_says_how_far_it_alone_moved_the_answers(workspace, pairs):
    quiet, moved = pairs(2), pairs(3, shift=1.0)
    assert all(one["effect_on_predictions"] is None for one in quiet.report["columns"])
    told = {one["name"]: one["effect_on_predictions"] for one in moved.report["columns"]}
    assert told["b"] is None
    assert (told["a"]["of"], told["a"]["relative"], told["a"]["n"]) == ("true", None, 400)
    assert told["a"]["low"] < told["a"]["value"] < told["a"]["high"]
    # Only `a` was moved, so the same rows unmoved are what it would be without.
    model = persist.load(workspace.blobs.get_bytes(registry.version(workspace, "pair@1").blob))
    before, now = (
        model.predict([{"a": a, "b": b} for _, a, b, _ in rows(3, 400, shift=shift)]).mean()
        for shift in (0.0, 1.0)
    )
    assert told["a"]["value"] == pytest.approx(now - before, abs=0.04)
    assert told["a"]["value"] > 0.1


@pytest.fixture
def candidate(workspace, drain):
    """A second version of the model that waits, trained on all there is by then."""

    def made():
        job = training_runs.train(workspace, "pairs", estimators=("hist_gradient_boosting",))
        drain()
        registering.ask(workspace, training_runs.ranked(workspace, job)[0].id, name="pair")
        drain()
        return registry.find(workspace, "pair").versions[-1]

    return made


def test_a_waiting_candidates_answers_are_held_against_its_own_hold_out_beside_the_champions(
    workspace, pairs, candidate
):
    assert "candidate_drift" not in pairs(2).report
    waiting = candidate()
    moved = pairs(3, shift=2.0)
    told = moved.report["candidate_drift"]
    assert (told["version"], told["note"]) == (waiting.number, "")
    model = persist.load(workspace.blobs.get_bytes(waiting.blob))
    held, now = (
        model.predict([{"a": a, "b": b} for _, a, b, _ in rows(month, 400, shift=shift)])
        for month, shift in ((2, 0.0), (3, 2.0))
    )
    edges = np.quantile(held, np.arange(0.1, 0.95, 0.1))
    old, new = (np.bincount(np.searchsorted(edges, one), minlength=10) / 400 for one in (held, now))
    psi = ((new - old) * np.log((new + 1e-4) / (old + 1e-4))).sum()
    assert told["psi"] == pytest.approx(psi, rel=0.5)
    assert told["psi"] > 0.5
    course = monitoring.course(workspace, "pair")
    assert course.candidates.tolist() == [0, waiting.number]
    assert np.isnan(course.candidate_psi[0])
    assert course.candidate_psi[1] == told["psi"]
    assert course[1:].candidate_psi.tolist() == [told["psi"]]


def test_rows_that_a_candidate_was_made_from_say_nothing_of_its_drift(
    workspace, pairs, candidate, drain
):
    pairs(2)
    candidate()
    references.choose(workspace, "pair", "previous")
    drain()
    assert "candidate_drift" not in monitoring.show(workspace, "pair").chunks[-1].report


def test_what_was_told_of_a_candidate_stays_when_something_else_is_compared_with(
    workspace, pairs, candidate, drain
):
    candidate()
    told = pairs(2).report["candidate_drift"]
    promotion.promote(workspace, "pair@2", anyway=True, reason="It is newer.")
    references.choose(workspace, "pair", "previous")
    drain()
    assert monitoring.show(workspace, "pair").chunks[-1].report["candidate_drift"] == told
