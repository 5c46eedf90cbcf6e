"""Automations, their runs and the watch over what they promote are the same on every store."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.automations import (
    Automation,
    Cause,
    Guards,
    Mode,
    RollbackRule,
    RunState,
    Step,
    StepKind,
    StepState,
    Trigger,
    Watched,
)
from tidemill.domain.jobs import Job
from tidemill.domain.models import ModelVersion, Stage
from tidemill.domain.people import WORKER
from tidemill.domain.probation import ProbationState
from tidemill.jobs import queue
from tidemill.jobs.child import perform
from tidemill.jobs.reporter import JobReporter
from tidemill.services import (
    activity,
    automation_runs,
    automations,
    datasets,
    ingesting,
    jobs,
    probation,
    promotion,
    red_pause,
    registering,
    registry,
    training_runs,
    workers,
)
from tidemill.services.job_kinds import kinds
from tidemill.services.validating import Verdict
from tidemill.services.workspace import Workspace
from tidemill.store import chunks
from tidemill.store import runs as run_rows

DAY_S = 86_400.0
BY_HAND = Trigger("by-hand", "by-hand")


@pytest.fixture
def workspace(any_workspace: Workspace, tmp_path: Path) -> Workspace:
    """One dataset of one version, `shop`, and `buyers` v1 as champion."""
    lines = [f"2024-01-{d:02d},{d},{'yes' if d % 3 else 'no'}" for d in range(1, 9)]
    path = tmp_path / "shop.csv"
    path.write_text("\n".join(["day,x,bought", *lines]) + "\n")
    ingesting.add(any_workspace, [path], dataset="shop", target="bought", time="day")
    claimed = queue.claim(any_workspace.store, "w")
    assert claimed is not None
    job = queue.begin(any_workspace.store, claimed.id, claimed.attempts)
    assert job is not None
    worker = any_workspace.acting_as(WORKER)
    reporter = JobReporter(worker.store, job.id, job.attempts)
    assert perform(worker.store, kinds(), worker, job, reporter) is not None
    version(any_workspace, by="ada")
    promotion.promote(any_workspace, "buyers@1")
    return any_workspace


def version(
    workspace: Workspace, *, passed: bool = True, by: str = "worker", name: str = "buyers"
) -> ModelVersion:
    """The next version of a model, made without training."""
    data = datasets.version(workspace, "shop")
    recipe = datasets.suggestions(workspace, data, "bought").recipe()
    gates = [{"gate": "better", "name": "Better", "passed": passed, "message": "Gain +0.02."}]
    interval = {"value": 0.8, "low": 0.75, "high": 0.85, "n": 100}
    with workspace.store.write() as tx:
        number = run_rows.count(tx.connection)
        pk = run_rows.insert(
            tx, uuid=f"{number:032x}", project="default", experiment="shop", name=f"run-{number}",
            user=by, job_id=None, dataset_version_id=data.id,
        )  # fmt: skip
        blobs = {"model.zip": (workspace.blobs.put_bytes(b"a model"), 7)}
        params = {"metric": "auc", "task": "binary"}
        training_runs.finish(tx, pk, params, {"auc": 0.8}, blobs)
        verdict = Verdict(
            recipe, data.id, data.id, {"auc": 0.8}, {"auc": interval}, gates, {}, f"inputs-{number}"
        )
        return registering.insert(tx, name, run_pk=pk, verdict=verdict, by=by, cause="for a test")


@pytest.fixture
def rule(workspace: Workspace) -> Automation:
    return automations.add(
        workspace, "Buyers, each month", [BY_HAND], model="buyers", mode=Mode.PROMOTE
    )


def start(workspace: Workspace, rule: Automation, **refs: Any) -> int:
    with workspace.store.write() as tx:
        return automation_runs.start(tx, rule, Cause("by-hand", "ada asked for it", refs))


def ends(workspace: Workspace, made: dict[str, Any] | None = None, **said: Any) -> Job:
    """The next job is taken and ends well, as a worker's child would write it."""
    workspace.clock.advance(60)  # type: ignore[attr-defined]
    claimed = queue.claim(workspace.store, "w")
    assert claimed is not None
    result = {"step": {"made": made or {}, **said}}
    assert queue.succeed(
        workspace.store, claimed, result, "Done", kinds=kinds(), workspace=workspace
    )
    return claimed


def fails(workspace: Workspace, message: str = "It broke.") -> Job:
    claimed = queue.claim(workspace.store, "w")
    assert claimed is not None
    queue.fail(workspace.store, kinds(), workspace, claimed, NeedsYou(message))
    return claimed


def states(workspace: Workspace, run_id: int) -> list[str]:
    return [str(step.state) for step in automation_runs.steps(workspace, run_id)]


def told(workspace: Workspace) -> list[str]:
    return [entry.sentence for entry in activity.recent(workspace, kind="automation").entries]


def promoted(workspace: Workspace, rule: Automation) -> int:
    """A run that promotes the next version by itself; returns the run."""
    run_id = start(workspace, rule)
    ends(workspace, {"model_version": version(workspace).id})
    assert registry.find(workspace, "buyers").champion.by == "worker"  # type: ignore[union-attr]
    return run_id


# --- rules -----------------------------------------------------------------------------------


def test_an_automation_is_kept_with_all_that_was_said_and_each_change_is_told(workspace, rule):
    guards = Guards(3.0, (RollbackRule(Watched.ERROR_RATE, 0.1),), 2.0)
    changed = automations.change(workspace, rule.id, mode=Mode.TELL, guards=guards)
    assert automations.find(workspace, rule.id) == changed
    assert (changed.guards, changed.dataset) == (guards, "shop")
    assert automations.change(workspace, rule.id, mode=Mode.TELL) == changed
    automations.switch(workspace, rule.id, on=False)
    automations.remove(workspace, rule.id)
    assert automations.every(workspace) == []
    with pytest.raises(NeedsYou, match="There is no automation"):
        automations.find(workspace, rule.id)
    assert told(workspace) == [
        "removed the automation Buyers, each month",
        "paused the automation Buyers, each month",
        "changed the automation Buyers, each month",
        "made the automation Buyers, each month",
    ]
    entry = activity.recent(workspace, kind="automation").entries[2]
    assert entry.detail["before"]["mode"] == "promote"
    assert set(entry.detail["after"]) == {"mode", "guards"}
    assert activity.broken_entry(workspace) is None


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"name": " "}, "needs a name"),
        ({"steps": ()}, "does nothing"),
        ({"triggers": (BY_HAND, BY_HAND)}, "the same name"),
        ({"model": None}, "works on a model"),
        ({"model": "nobody"}, "There is no model nobody"),
        ({"dataset": "other"}, "learns from shop, not from other"),
    ],
)
def test_a_rule_that_can_not_work_is_refused_with_the_reason(workspace, rule, values, words):
    with pytest.raises(NeedsYou, match=words):
        automations.change(workspace, rule.id, **{"name": rule.name, **values})
    assert automations.find(workspace, rule.id) == rule


# --- runs ------------------------------------------------------------------------------------


def test_a_run_goes_from_step_to_step_and_keeps_how_long_each_took(workspace, rule):
    run_id = start(workspace, rule, version=datasets.version(workspace, "shop").id)
    assert states(workspace, run_id) == ["succeeded", "waiting", "waiting", "waiting"]
    candidate = version(workspace)
    job = ends(workspace, {"model_version": candidate.id}, reason="Ran for the first time")
    assert (job.kind, job.automation_run_id) == ("model.retrain", run_id)
    [view] = automation_runs.of(workspace, rule.id)
    assert (view.run.state, view.run.outcome) == (RunState.SUCCEEDED, "buyers v2 promoted")
    assert [step.title for step in view.steps] == [
        "Check", "Retrain buyers", "Validate", "Promote",
    ]  # fmt: skip
    assert [step.reason for step in view.steps][1:] == [
        "Ran for the first time", "buyers v2 passed its gate", "buyers v2 promoted",
    ]  # fmt: skip
    assert view.run.made["model_version"] == candidate.id
    assert view.steps[1].job_id == job.id
    assert view.run.seconds == sum(step.seconds for step in view.steps)
    decision = registry.find(workspace, "buyers").decisions[-1]
    assert (decision.by, decision.note) == ("worker", "All gates passed.")


def test_a_step_whose_job_is_at_work_is_running(workspace, rule):
    run_id = start(workspace, rule)
    claimed = queue.claim(workspace.store, "w")
    step = automation_runs.steps(workspace, run_id)[1]
    assert (step.state, step.started_at) == (StepState.RUNNING, claimed.started_at)


def test_a_candidate_whose_gates_failed_changes_nothing(workspace, rule):
    run_id = start(workspace, rule)
    ends(workspace, {"model_version": version(workspace, passed=False).id})
    view = automation_runs.find(workspace, run_id)
    assert view.run.outcome == "Retrained, champion kept: Gain +0.02"
    assert view.steps[2].reason == "0 of 1 gates passed: Gain +0.02."
    assert states(workspace, run_id)[-1] == "skipped"
    assert registry.find(workspace, "buyers").champion.number == 1


def test_where_nothing_changed_the_run_is_skipped_and_says_so(workspace, rule):
    run_id = start(workspace, rule)
    ends(workspace, skipped=True, reason="Not run: nothing changed since run 1")
    view = automation_runs.find(workspace, run_id)
    assert (view.run.state, view.run.outcome) == (
        RunState.SKIPPED,
        "Not run: nothing changed since run 1",
    )


def test_a_step_that_failed_ends_the_run_and_tried_again_takes_it_up(workspace, rule):
    run_id = start(workspace, rule)
    job = fails(workspace)
    view = automation_runs.find(workspace, run_id)
    assert (view.run.state, view.run.outcome) == (
        RunState.FAILED,
        "Retrain buyers failed: It broke.",
    )
    assert states(workspace, run_id) == ["succeeded", "failed", "not-run", "not-run"]
    assert "Retrain buyers failed" in view.steps[3].reason
    jobs.retry(workspace, job.id)
    ends(workspace, {"model_version": version(workspace).id})
    assert states(workspace, run_id) == ["succeeded"] * 4
    assert automation_runs.find(workspace, run_id).run.outcome == "buyers v2 promoted"


def test_what_a_failing_script_means_for_what_follows_is_a_setting_of_its_step(workspace):
    def outcome(**settings: Any) -> tuple[RunState, list[str]]:
        steps = [
            Step(StepKind.SCRIPT, {"command": "first", **settings}),
            Step(StepKind.SCRIPT, {"command": "second"}),
        ]
        made = automations.add(workspace, "Scripts", [BY_HAND], steps)
        run_id = start(workspace, made)
        fails(workspace)
        if "waiting" in states(workspace, run_id):
            ends(workspace)
        return automation_runs.find(workspace, run_id).run.state, states(workspace, run_id)

    assert outcome() == (RunState.FAILED, ["failed", "not-run"])
    assert outcome(on_failure="go on") == (RunState.SUCCEEDED, ["failed", "succeeded"])
    assert "failed)" in automation_runs.of(workspace)[0].run.outcome


def test_a_cancelled_step_cancels_the_run(workspace, rule):
    run_id = start(workspace, rule)
    [step] = [s for s in automation_runs.steps(workspace, run_id) if s.job_id is not None]
    jobs.cancel(workspace, step.job_id)
    assert automation_runs.find(workspace, run_id).run.state is RunState.CANCELLED
    assert states(workspace, run_id) == ["succeeded", "cancelled", "not-run", "not-run"]


def test_a_candidate_judged_against_a_former_champion_is_judged_again(workspace, rule):
    run_id = start(workspace, rule)
    candidate = version(workspace)
    with workspace.store.write() as tx:
        from tidemill.store import models

        models.update_version(tx, "buyers", candidate.id, comparison={"against": "v7"})
    ends(workspace, {"model_version": candidate.id})
    step = automation_runs.steps(workspace, run_id)[2]
    job = jobs.find(workspace, step.job_id)
    assert (job.kind, job.params["version"]) == ("model.validate", "buyers@2")
    ends(workspace)
    assert automation_runs.find(workspace, run_id).run.outcome == "buyers v2 promoted"


# --- the safety net --------------------------------------------------------------------------


def test_a_candidate_that_was_decided_on_meanwhile_is_left_as_it_is(workspace, rule):
    run_id = start(workspace, rule)
    older = version(workspace)
    newer = version(workspace)  # an older candidate that nobody decided on retires
    ends(workspace, {"model_version": older.id})
    assert automation_runs.find(workspace, run_id).run.outcome == "buyers v2 is retired by now"
    run_id = start(workspace, rule)
    promotion.promote(workspace, "buyers@3")
    ends(workspace, {"model_version": newer.id})
    assert automation_runs.find(workspace, run_id).run.outcome == "buyers v3 is champion already"
    assert probation.of(workspace, rule.id) == []


def test_the_champion_changes_by_itself_at_most_once_in_a_set_time(workspace, rule):
    promoted(workspace, rule)
    run_id = start(workspace, rule)
    ends(workspace, {"model_version": version(workspace).id})
    view = automation_runs.find(workspace, run_id)
    assert "buyers v3 proposed: the champion changed by itself" in view.run.outcome
    assert "at most once a day" in view.run.outcome
    assert registry.find(workspace, "buyers").champion.number == 2
    workspace.clock.advance(DAY_S)
    start(workspace, rule)
    ends(workspace, {"model_version": version(workspace).id})
    assert registry.find(workspace, "buyers").champion.number == 4


def test_the_red_pause_keeps_everything_as_it_is_until_a_person_lets_go(workspace, rule):
    with pytest.raises(NeedsYou, match="needs a reason"):
        red_pause.pause_all(workspace, " ")
    pause = red_pause.pause_all(workspace, "The exports look odd")
    assert red_pause.paused(workspace) == pause
    assert (pause.by, pause.reason) == ("ada", "The exports look odd")
    start(workspace, rule)
    assert queue.claim(workspace.store, "w") is None
    assert not workers.has_work(workspace), "a worker that waited for it would never leave"
    run_id = start(workspace, rule, by="ada")  # what a person asks for goes on
    ends(workspace, {"model_version": version(workspace).id})
    outcome = automation_runs.find(workspace, run_id).run.outcome
    assert outcome == ("buyers v2 proposed: everything automatic is paused (The exports look odd)")
    red_pause.resume_all(workspace)
    assert red_pause.paused(workspace) is None
    assert queue.claim(workspace.store, "w") is not None
    with pytest.raises(NeedsYou, match="Nothing is paused"):
        red_pause.resume_all(workspace)
    assert told(workspace)[:2] == ["let everything automatic go on", "paused everything automatic"]


def test_a_paused_automation_promotes_nothing_of_what_was_under_way(workspace, rule):
    run_id = start(workspace, rule)
    automations.switch(workspace, rule.id, on=False)
    ends(workspace, {"model_version": version(workspace).id})
    outcome = automation_runs.find(workspace, run_id).run.outcome
    assert outcome == "buyers v2 proposed: the automation is paused"


def saw(workspace: Workspace, value: float, n: int = 500, of: ModelVersion | None = None) -> None:
    """Monitoring measured the champion, or the version said, on new rows."""
    champion = of or registry.find(workspace, "buyers").champion
    assert champion is not None
    data = datasets.version(workspace, "shop")
    measure = {"value": value, "low": value - 0.02, "high": value + 0.02, "n": float(n)}
    with workspace.store.write(durable=True) as tx:
        chunks.insert(
            tx, "buyers", model_id=champion.model_id, version_id=champion.id,
            dataset_version_id=data.id, starts_at=None, ends_at=None, n_rows=n,
            report={"columns": [], "drifted_columns": 0}, measures={"auc": measure},
            prediction_psi=None,
        )  # fmt: skip


def test_a_version_promoted_by_itself_goes_back_when_its_performance_falls(workspace, rule):
    promoted(workspace, rule)
    [watch] = probation.of(workspace, rule.id)
    assert (watch.probation.state, watch.version.number) == (ProbationState.OPEN, 2)
    workspace.clock.advance(DAY_S)
    saw(workspace, 0.6)
    probation.look_all(workspace)
    view = registry.find(workspace, "buyers")
    assert view.champion.number == 1
    assert view.versions[1].stage is Stage.RETIRED
    decision = view.decisions[-1]
    assert (decision.kind, decision.by) == ("rolled back", "worker")
    assert decision.note == "AUC fell to 0.6 on shop v1; it was 0.8 at validation."
    entry = activity.recent(workspace, kind="rollback").entries[0]
    assert entry.note == decision.note
    assert "Buyers, each month" in entry.detail["cause"]
    [watch] = probation.of(workspace, rule.id)
    assert watch.probation.state is ProbationState.ROLLED_BACK
    probation.look_all(workspace)
    assert len(registry.find(workspace, "buyers").decisions) == len(view.decisions)
    start(workspace, rule)
    ends(workspace, {"model_version": version(workspace).id})
    assert registry.find(workspace, "buyers").champion.number == 1  # a rollback counts as a change


def test_what_was_seen_of_a_version_before_its_promotion_does_not_take_it_back(workspace, rule):
    made = version(workspace)
    saw(workspace, 0.3, of=made)
    workspace.clock.advance(60)
    start(workspace, rule)
    ends(workspace, {"model_version": made.id})
    probation.look_all(workspace)
    assert probation.of(workspace, rule.id)[0].probation.state is ProbationState.OPEN


def test_an_alert_over_the_former_champion_does_not_take_the_next_one_back(workspace, rule):
    former = registry.find(workspace, "buyers").champion
    promoted(workspace, rule)
    with workspace.store.write() as tx:
        chunks.open_alert(
            tx, "buyers", model_id=former.model_id, version_id=former.id, chunk_id=None,
            rule="performance", severity="critical", message="AUC of v1 fell.", columns=[],
            value=0.3, limit=0.7, data_at=None,
        )  # fmt: skip
    probation.look_all(workspace)
    assert probation.of(workspace, rule.id)[0].probation.state is ProbationState.OPEN
    assert registry.find(workspace, "buyers").champion.number == 2


def test_a_first_champion_that_fails_is_told_of_and_stays(workspace):
    """Before it there was none to go back to."""
    version(workspace, name="others")
    rule = automations.add(
        workspace, "Others, each month", [BY_HAND], model="others", mode=Mode.PROMOTE
    )
    start(workspace, rule)
    ends(workspace, {"model_version": version(workspace, name="others").id})
    saw(workspace, 0.3, of=registry.find(workspace, "others").champion)
    probation.look_all(workspace)
    [watch] = probation.of(workspace, rule.id)
    assert watch.probation.state is ProbationState.ENDED
    assert watch.probation.reason.endswith("There is no version to go back to.")
    assert told(workspace)[0] == "could not roll back others v2"
    assert registry.find(workspace, "others").champion.number == 2


def test_a_version_that_does_well_passes_its_watch(workspace, rule):
    promoted(workspace, rule)
    saw(workspace, 0.81)
    workspace.clock.advance(6 * DAY_S)
    probation.look_all(workspace)
    assert probation.of(workspace, rule.id)[0].probation.state is ProbationState.OPEN
    workspace.clock.advance(DAY_S)
    probation.look_all(workspace)
    [watch] = probation.of(workspace, rule.id)
    assert watch.probation.state is ProbationState.PASSED
    assert watch.probation.reason.endswith("1 set of new rows came in this time, 1 with labels.")
    assert registry.find(workspace, "buyers").champion.number == 2


@pytest.mark.parametrize("decide", ["promote", "roll_back", "undo"])
def test_what_a_person_decides_ends_the_watch_and_is_never_gone_against(workspace, rule, decide):
    promoted(workspace, rule)
    if decide == "promote":
        version(workspace, by="ada")
        promotion.promote(workspace, "buyers@3")
    else:
        getattr(promotion, decide)(workspace, "buyers")
    [watch] = probation.of(workspace, rule.id)
    assert watch.probation.state is ProbationState.ENDED
    assert "ada" in watch.probation.reason
    champion = registry.find(workspace, "buyers").champion.number
    saw(workspace, 0.3)
    workspace.clock.advance(30 * DAY_S)
    probation.look_all(workspace)
    assert registry.find(workspace, "buyers").champion.number == champion


def test_while_everything_is_paused_no_version_goes_back_and_afterwards_it_does(workspace, rule):
    promoted(workspace, rule)
    saw(workspace, 0.6)
    red_pause.pause_all(workspace, "Looking into it")
    probation.look_all(workspace)
    assert registry.find(workspace, "buyers").champion.number == 2
    red_pause.resume_all(workspace)
    probation.look_all(workspace)
    assert registry.find(workspace, "buyers").champion.number == 1


def test_an_automation_follows_its_dataset_to_another_name(workspace, rule):
    settings = {"dataset": "shop", "n_files": 1}
    automations.change(workspace, rule.id, triggers=(Trigger("files", "new-data", settings),))
    from tidemill.services import dataset_changes

    rename: Callable[..., Any] = dataset_changes.rename
    rename(workspace, "shop", "stores")
    moved = automations.find(workspace, rule.id)
    assert moved.dataset == "stores"
    assert moved.triggers[0].settings == {"dataset": "stores", "n_files": 1}
