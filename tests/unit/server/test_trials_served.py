"""A candidate beside the champion in a running service: who answers, what is kept, what is lost."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from running_service import Running, ready_row, work

from tidemill.base.clock import monotonic
from tidemill.base.errors import NeedsYou
from tidemill.domain.trial_verdicts import Finding, Measure, paired_shares
from tidemill.domain.trials import TrialKind, trial_of
from tidemill.server import line, shadows
from tidemill.services import deploying, ingesting, personal_data, trial_verdict, trials
from tidemill.services.serving import answer_log, served_models
from tidemill.services.serving.served_models import ServedModel
from tidemill.services.workspace import Workspace

PATIENCE_S = 60.0
REASON = "a test decides what serves"


def until(is_so: Callable[[], bool]) -> None:
    """Wait for something that comes by itself."""
    end = monotonic() + PATIENCE_S
    while not is_so():
        assert monotonic() < end, "It did not come."
        threading.Event().wait(0.02)


def rows_of(n: int) -> list[dict[str, Any]]:
    return [ready_row(visit=f"q{i}", x=i / 7 - 3) for i in range(n)]


def items_of(service: Running, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    heard = service.ask("/predict", {"rows": rows})
    assert heard.status == 200, heard.body
    items: list[dict[str, Any]] = heard.json["items"]
    return items


def split(workspace: Workspace, service: Running, **settings: Any) -> None:
    trials.split(workspace, "buyers", "2", anyway=True, reason=REASON, **settings)
    service.look()


@pytest.fixture
def spoil(service: Running, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let v2 do something else than predict."""
    predicted = ServedModel.predicted

    def spoiled(deed: Callable[[], None]) -> None:
        def instead(self: ServedModel, rows: Any) -> Any:
            if self.version.number == 2:
                deed()
            return predicted(self, rows)

        monkeypatch.setattr(ServedModel, "predicted", instead)

    return spoiled


def broken() -> None:
    raise ValueError("the candidate is broken")


def test_each_row_of_a_split_is_answered_by_the_version_its_key_is_sent_to(
    workspace: Workspace, service: Running
):
    rows = rows_of(60)
    alone = {number: items_by(service, number, rows) for number in ("1",)}
    split(workspace, service, share=0.4, key="visit")
    trial = trial_of(service.desk.deployment.split)
    assert trial is not None
    items = items_of(service, rows)
    wanted = [2 if trial.takes(row, []) else 1 for row in rows]
    assert [one["version"] for one in items] == wanted
    assert set(wanted) == {1, 2}
    theirs = {"1": alone["1"], "2": items_by(service, "2", rows)}
    assert [one["prediction"] for one in items] == [
        theirs[str(number)][place] for place, number in enumerate(wanted)
    ]
    assert [one["id"] for one in items] == [row["visit"] for row in rows]
    # alone or among others, a key goes the same way
    assert [items_of(service, [row])[0]["version"] for row in rows[:10]] == wanted[:10]


def items_by(service: Running, number: str, rows: list[dict[str, Any]]) -> list[Any]:
    """The predictions of one version, asked for by its number."""
    inputs = [{"name": n, "data": [row[n] for row in rows]} for n in rows[0]]
    heard = service.ask(f"/v2/models/buyers/versions/{number}/infer", {"inputs": inputs})
    assert heard.status == 200, heard.body
    assert heard.json["model_version"] == number
    said: list[Any] = heard.json["outputs"][0]["data"]
    return said


def test_every_format_says_which_version_answered_which_row(workspace: Workspace, service: Running):
    split(workspace, service, share=0.4, key="visit")
    rows = rows_of(30)
    wanted = [one["version"] for one in items_of(service, rows)]
    heard = service.ask("/predict", {"rows": rows})
    assert heard.headers["X-Tidemill-Version"] == "1, 2"
    told = service.ask("/invocations", {"dataframe_records": rows})
    assert told.json["versions"] == wanted
    inputs = [{"name": n, "data": [row[n] for row in rows]} for n in rows[0]]
    tensors = service.ask("/v2/models/buyers/infer", {"inputs": inputs}).json
    assert tensors["model_version"] == "1,2"
    assert tensors["outputs"][-1]["name"] == "version"
    assert tensors["outputs"][-1]["data"] == wanted
    assert service.ask("/v2/models/buyers").json["versions"] == ["1", "2"]
    one = service.ask("/predict", {"rows": [rows[wanted.index(2)]]})
    assert one.headers["X-Tidemill-Version"] == "2"


def test_rows_without_their_key_stay_with_the_champion_and_are_counted(
    workspace: Workspace, service: Running
):
    split(workspace, service, share=0.99, key="visit")
    assert {one["version"] for one in items_of(service, [ready_row()] * 5)} == {1}
    assert service.desk.shadows.counts.without_key == 5


@pytest.mark.parametrize("is_slow", [False, True])
def test_where_the_candidate_does_not_answer_the_champion_does(
    workspace: Workspace,
    service: Running,
    spoil: Any,
    is_slow: bool,
    monkeypatch: pytest.MonkeyPatch,
    expect_log: Any,
):
    split(workspace, service, share=0.99, key="visit")
    gate = threading.Event()
    if is_slow:
        monkeypatch.setattr(line, "CANDIDATE_S", 0.05)
    expect_log("v2 did not answer, the champion did")
    spoil(gate.wait if is_slow else broken)
    try:
        items = items_of(service, rows_of(8))
    finally:
        gate.set()
    assert {one["version"] for one in items} == {1}
    assert service.desk.shadows.counts.failed >= 1


def test_both_versions_of_a_split_are_kept_with_their_own_answers(
    workspace: Workspace, service: Running
):
    split(workspace, service, share=0.5, key="visit")
    wanted = {one["id"]: one["version"] for one in items_of(service, rows_of(40))}
    items_by(service, "2", rows_of(3))  # chosen by its caller: no part of the trial
    service.desk.log.close()
    kept = {}
    for block, lines in answer_log.kept_answers(workspace, service.desk.deployment):
        number = 1 if block.version_id == service.desk.served.version.id else 2
        kept |= {one["key"]: number for one in lines if one.get("trial") == "split"}
    assert kept == wanted


def test_a_shadow_answers_behind_the_champion_and_nobody_is_given_it(
    workspace: Workspace, service: Running
):
    rows = rows_of(250)
    before = items_of(service, rows)
    trials.shadow(workspace, "buyers", "2")
    service.look()
    assert items_of(service, rows) == before
    assert service.ask("/v2/models/buyers/versions/2/infer", {"inputs": []}).status == 404
    until(lambda: service.desk.shadows.n_answered == len(rows))
    service.desk.log.close()
    deployment = service.desk.deployment
    blocks = list(answer_log.kept_answers(workspace, deployment, with_shadows=True))
    shadowed = {one["key"]: one for block, lines in blocks if block.is_shadow for one in lines}
    assert len(shadowed) == len(rows)
    for one in before:
        assert shadowed[one["id"]]["champion"] == [one["prediction"], one["probability"]]
    given = answer_log.kept_answers(workspace, deployment)
    assert sum(len(lines) for _, lines in given) == 2 * len(rows)
    found = trial_verdict.verdict(workspace, "buyers")
    assert (found.kind, found.n_champion, found.n_candidate) == ("shadow", 250, 250)
    assert found.differing is not None
    differ = sum(one["prediction"] != one["champion"][0] for one in shadowed.values())
    assert found.differing.value == pytest.approx(differ / len(rows))


def test_a_broken_shadow_costs_no_answer(
    workspace: Workspace, service: Running, spoil: Any, expect_log: Any
):
    expect_log("v2 can't shadow the champion")
    trials.shadow(workspace, "buyers", "2")
    service.look()
    spoil(broken)
    assert len(items_of(service, rows_of(20))) == 20
    until(lambda: service.desk.shadows.counts.failed == 20)
    assert b'tidemill_trial_left_out{why="failed"} 20' in service.ask("/metrics").body


def test_a_shadow_that_is_too_slow_is_dropped_counted_and_keeps_nobody_waiting(
    workspace: Workspace, service: Running, spoil: Any, monkeypatch: pytest.MonkeyPatch
):
    trials.shadow(workspace, "buyers", "2")
    service.look()
    monkeypatch.setattr(shadows, "MOST_ROWS", 10)
    gate, is_there = threading.Event(), threading.Event()

    def wait() -> None:
        is_there.set()
        gate.wait()

    spoil(wait)
    try:
        items_of(service, rows_of(1))
        until(is_there.is_set)
        for _ in range(15):  # all answered while the shadow is stuck
            items_of(service, rows_of(1))
        until(lambda: service.desk.shadows.counts.dropped == 5)
    finally:
        gate.set()
    until(lambda: service.desk.shadows.n_answered == 11)
    trial = trial_of(service.desk.deployment.split)
    assert trial is not None
    trials.count(workspace, "buyers", trial, service.desk.shadows.counts)
    words = " ".join(trial_verdict.verdict(workspace, "buyers").words)
    assert "5 rows were not shadowed, because the service was busy" in words


def test_another_champion_ends_the_trial_at_once(workspace: Workspace, service: Running):
    split(workspace, service, share=0.5, key="visit")
    assert {one["version"] for one in items_of(service, rows_of(20))} == {1, 2}
    version = trials.promote(workspace, "buyers", anyway=True, reason=REASON)
    assert version.number == 2
    assert deploying.find(workspace, "buyers").split == {}
    service.desk.champion.look()
    assert {one["version"] for one in items_of(service, rows_of(20))} == {2}


def test_a_share_that_grows_keeps_the_keys_it_had(workspace: Workspace, service: Running):
    rows, had = rows_of(80), set()
    for share in (0.1, 0.3, 0.7):
        split(workspace, service, share=share, key="visit")
        items = items_of(service, rows)
        now = {one["id"] for one in items if one["version"] == 2}
        assert had <= now
        had = now
    assert trial_of(service.desk.deployment.split).kind is TrialKind.SPLIT  # type: ignore[union-attr]


def test_what_came_true_is_joined_by_the_identifier_and_decides(
    workspace: Workspace, service: Running, tmp_path: Path
):
    rows = rows_of(120)
    trials.shadow(workspace, "buyers", "2")
    service.look()
    items_of(service, rows)
    until(lambda: service.desk.shadows.n_answered == len(rows))
    service.desk.log.close()
    before = trial_verdict.verdict(workspace, "buyers")
    assert (before.finding, before.n_labelled) == (Finding.ANSWERS_ONLY, 0)
    assert before.labels_needed
    deployment = service.desk.deployment
    lines = [
        line
        for block, some in answer_log.kept_answers(workspace, deployment, with_shadows=True)
        if block.is_shadow
        for line in some
    ]
    came = {line["key"]: line["prediction"] for line in lines[:100]}  # v2 was always right
    text = ["at,visit,x,day,shop,member,bought"]
    text += [f"2025-03-01,{key},0.5,2024-03-05,east,yes,{said}" for key, said in came.items()]
    text += ["2025-03-01,k0000,0.5,2024-03-05,east,yes,true"]  # v1 learned from this one
    path = tmp_path / "later.csv"
    path.write_text("\n".join(text) + "\n", encoding="utf-8")
    ingesting.add(workspace, [path], dataset="visits")
    work(workspace)
    after = trial_verdict.verdict(workspace, "buyers")
    right = [line["champion"][0] == line["prediction"] for line in lines[:100]]
    assert after.measure is Measure.RIGHT
    assert (after.n_labelled, after.of_candidate) == (100, 1.0)
    assert after.of_champion == pytest.approx(sum(right) / 100)
    n_lost = right.count(False)
    assert after.difference == paired_shares(n_lost, 0, 100)
    low = after.difference.low
    assert after.finding is (Finding.BETTER if low > 0 else Finding.OPEN)


def test_a_personal_identifier_is_never_joined_and_said(workspace: Workspace, service: Running):
    personal_data.mark(workspace, "visits", "visit", True)
    trials.shadow(workspace, "buyers", "2")
    found = trial_verdict.verdict(workspace, "buyers")
    assert "visit is marked personal" in " ".join(found.needed)
    assert found.words[0] == "Nothing has been answered in this trial yet."


def test_a_candidate_that_asks_for_more_than_callers_send_is_kept_out(
    workspace: Workspace, service: Running, monkeypatch: pytest.MonkeyPatch
):
    load = served_models.load

    def more(workspace: Workspace, version: Any, *_: Any) -> ServedModel:
        found = load(workspace, version)
        needed = found.fields.needed | {"visit"}
        return replace(found, fields=replace(found.fields, needed=needed))

    monkeypatch.setattr(served_models, "load", more)
    trials.shadow(workspace, "buyers", "2")
    with pytest.raises(NeedsYou, match="buyers v2 needs visit, which callers of buyers v1"):
        service.look()
    assert len(items_of(service, rows_of(3))) == 3
