"""Twelve prepared workspaces and the level each has reached, with the step that comes next."""

from dataclasses import dataclass, replace

import pytest
from made_models import add_model

from tidemill.domain.automations import Cause, Mode, RunState, Trigger
from tidemill.domain.maturity import Deed, Level
from tidemill.domain.models import DecisionKind
from tidemill.services import automations, incidents, maturity, watching
from tidemill.store import automations as rule_rows
from tidemill.store import chunks, models, schema
from tidemill.store import incidents as incident_rows
from tidemill.store import runs as run_rows

DIGEST = "1" * 32
GATE = {"name": "better_than_champion", "passed": True, "value": 0.1, "limit": 0.0, "message": ""}


@dataclass(frozen=True)
class Prepared:
    """What a workspace has behind it; as it stands here, all that level 2 asks for."""

    has_champion: bool = True
    trigger: str | None = "schedule"
    mode: Mode = Mode.PROPOSE
    is_on: bool = True
    has_run: bool = True
    has_gates: bool = True
    is_paused_folder: bool = False
    n_looks: int = 2
    is_delivered: bool = True
    is_rolled_back: bool = True
    incident: str | None = "closed by ada"


WHOLE = Prepared()
TRAINED = replace(
    WHOLE, mode=Mode.TELL, n_looks=0, is_delivered=False, is_rolled_back=False, incident=None
)
BY_HAND = replace(TRAINED, trigger=None, has_run=False)


@dataclass(frozen=True)
class Case:
    """A prepared workspace with its level, the condition that is next and what its button does."""

    name: str
    prepared: Prepared
    level: Level
    following: str | None
    deed: Deed | None


ZERO, ONE, TWO = Level
CASES = (
    Case("a version nobody promoted", replace(BY_HAND, has_champion=False), ZERO, "champion",
         Deed.PROMOTE),
    Case("a champion trained by hand", BY_HAND, ZERO, "trigger", Deed.ADD_AUTOMATION),
    Case("a rule that a person starts", replace(TRAINED, trigger="by-hand"), ZERO, "trigger",
         Deed.OPEN_AUTOMATION),
    Case("a rule that is off", replace(TRAINED, is_on=False), ZERO, "trigger",
         Deed.OPEN_AUTOMATION),
    Case("a rule whose folder is paused",
         replace(TRAINED, trigger="new-data", is_paused_folder=True), ZERO, "trigger",
         Deed.OPEN_AUTOMATION),
    Case("a rule that has never run", replace(TRAINED, has_run=False), ZERO, "trained",
         Deed.OPEN_AUTOMATION),
    Case("trained by itself, without gates", replace(TRAINED, has_gates=False), ZERO, "gates",
         Deed.RUN_GATES),
    Case("trained and judged by itself", TRAINED, ONE, "monitored", Deed.OPEN_MONITORING),
    Case("watched, and only told of", replace(WHOLE, mode=Mode.TELL), ONE, "delivers",
         Deed.OPEN_AUTOMATION),
    Case("never rolled back", replace(WHOLE, is_rolled_back=False), ONE, "way-back",
         Deed.ROLL_BACK),
    Case("an incident waits", replace(WHOLE, incident="open"), ONE, "acted-on",
         Deed.OPEN_INCIDENT),
    Case("all of it", WHOLE, TWO, None, None),
)  # fmt: skip


def prepare(workspace, tmp_path, wanted: Prepared) -> None:
    """Write into the store what a workspace like this has behind it."""
    model_id, first, data = add_model(workspace, "buyers")
    with workspace.store.write() as tx:
        if not wanted.has_champion:
            models.update_version(tx, "buyers", first, stage="candidate")
        else:
            _promoted(tx, model_id, first, None)
    made = _versions(workspace, model_id, data, wanted)
    if wanted.trigger is not None:
        _automated(workspace, tmp_path, wanted, made)
    with workspace.store.write() as tx:
        if wanted.is_delivered:
            _promoted(tx, model_id, made, first)
            models.update_version(tx, "buyers", first, stage="retired")
            models.update_version(tx, "buyers", made, stage="champion")
        if wanted.is_rolled_back:
            models.decide(
                tx, "buyers", DecisionKind.ROLLED_BACK, model_id=model_id, version_id=first,
                previous_id=made, by="ada", note="", before={},
            )  # fmt: skip
        for number in range(wanted.n_looks):
            _looked_at(tx, model_id, first, data, number)
        if wanted.incident is not None:
            _found(tx, model_id, first, is_closed=wanted.incident != "open")


def _promoted(tx, model_id, version, previous):
    values = {"model_id": model_id, "version_id": version, "previous_id": previous}
    models.decide(tx, "buyers", DecisionKind.PROMOTED, by="ada", note="", before={}, **values)


def _versions(workspace, model_id, data, wanted) -> int:
    gates = [GATE] if wanted.has_gates else []
    with workspace.store.write() as tx:
        run = {"project": "default", "experiment": "e", "name": "second", "user": "worker"}
        pk = run_rows.insert(tx, uuid="f" * 32, job_id=None, dataset_version_id=data, **run)
        values = {"estimator": "prior", "recipe": {}, "gates": gates, "metrics": {"auc": 0.8}}
        values |= {"intervals": {}, "comparison": {}, "by": "worker", "cause": "", "blob": DIGEST}
        key, _ = models.insert_version(
            tx, "buyers", model_id=model_id, run_pk=pk, dataset_version_id=data,
            stage="candidate", input_hash=DIGEST, **values,
        )  # fmt: skip
    return key


def _automated(workspace, tmp_path, wanted, made):
    settings = {
        "schedule": {},
        "by-hand": {},
        "new-data": {"dataset": "buyers-data"},
    }[wanted.trigger]
    if wanted.is_paused_folder:
        folder = tmp_path / "inbox"
        folder.mkdir()
        watch = watching.add(workspace, folder, dataset="buyers-data")
        watching.switch(workspace, watch.id, on=False)
        settings = settings | {"watch": watch.id}
    rule = automations.add(
        workspace, "nightly", [Trigger("", wanted.trigger, settings)],
        dataset="buyers-data", model="buyers", mode=wanted.mode, is_on=wanted.is_on,
    )  # fmt: skip
    if wanted.has_run:
        with workspace.store.write() as tx:
            cause = Cause("t", "It was six o'clock")
            run_id = rule_rows.insert_run(tx, rule.id, cause, {"model_version": made})
            run = rule_rows.find_run(tx.connection, run_id)
            rule_rows.update_run(tx, run, state=str(RunState.SUCCEEDED))


def _looked_at(tx, model_id, version, data, number):
    now = tx.clock.now()
    chunks.insert(
        tx, "buyers", model_id=model_id, version_id=version, dataset_version_id=data,
        span=f"rows:{number}", starts_at=None, ends_at=None, n_rows=10, measures={},
        prediction_psi=None, created_at=now, changed_at=now, report={"columns": []},
    )  # fmt: skip


def _found(tx, model_id, version, *, is_closed):
    key = incident_rows.insert(
        tx, model_id=model_id, version_id=version, chunk_id=None, title="x drifted", sentence="",
        severity="warning", since=None, outcome="", owner="", facts={},
    )  # fmt: skip
    if is_closed:
        incident_rows.update(
            tx, key, closed_at=tx.clock.now(), closed_by="ada", outcome="The feed was mended."
        )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_prepared_workspace_has_its_level_and_knows_the_next_step(workspace, tmp_path, case):
    prepare(workspace, tmp_path, case.prepared)
    found = maturity.of(workspace, "buyers")
    unmet = [one.id for one in found.conditions if not one.is_met]
    assert (found.level, unmet[:1]) == (case.level, [case.following][: len(unmet[:1])])
    assert (found.next and found.next.id) == case.following
    if found.next is None:
        assert unmet == []
    else:
        assert found.next.step is not None
        assert found.next.step.deed is case.deed


def test_there_are_twelve_of_every_level():
    assert len(CASES) == 12
    assert {case.level for case in CASES} == set(Level)


def test_facts_are_told_in_words_and_numbers(workspace, tmp_path):
    prepare(workspace, tmp_path, WHOLE)
    said = {one.id: one.words for one in maturity.of(workspace, "buyers").conditions}
    assert said == {
        "champion": "v2 is champion.",
        "trigger": "“nightly” trains it anew without being asked.",
        "trained": "1 version came from an automation.",
        "gates": "1 gate ran on v2.",
        "monitored": "It has looked 2 times.",
        "delivers": "“nightly” proposes what passed its gates.",
        "delivered": "v2 was the last.",
        "way-back": "It was rolled back to v1.",
        "acted-on": "ada closed “x drifted”: The feed was mended.",
    }


def test_everything_paused_is_by_hand_again(workspace, tmp_path):
    prepare(workspace, tmp_path, WHOLE)
    with workspace.store.write() as tx:
        rule_rows.set_pause(tx, "ada", tx.clock.now(), "the summer")
    found = maturity.of(workspace, "buyers")
    assert found.level is Level.BY_HAND
    assert found.next is not None
    assert found.next.id == "trigger"


def test_an_incident_that_somebody_has_taken_is_acted_on(workspace, tmp_path):
    prepare(workspace, tmp_path, replace(WHOLE, incident="open"))
    [one] = incidents.incidents(workspace)
    incidents.own(workspace, one.id, workspace.person.login)
    found = maturity.of(workspace, "buyers")
    assert found.level is Level.CONTINUOUS_DELIVERY
    assert found.sentence == "Level 2, continuous delivery: everything it asks for is so."


def test_a_run_that_drift_started_counts_as_acting(workspace, tmp_path):
    prepare(workspace, tmp_path, replace(WHOLE, incident=None))
    assert maturity.of(workspace, "buyers").level is Level.CONTINUOUS_TRAINING
    [rule] = automations.every(workspace)
    with workspace.store.write() as tx:
        cause = Cause("t", "x drifted over 0.2", {"chunk": 1})
        run_id = rule_rows.insert_run(tx, rule.id, cause, {})
        run = rule_rows.find_run(tx.connection, run_id)
        rule_rows.update_run(tx, run, state=str(RunState.SUCCEEDED))
    found = maturity.of(workspace, "buyers")
    assert found.level is Level.CONTINUOUS_DELIVERY
    assert found.conditions[-1].words == "x drifted over 0.2: it trained anew by itself."


def test_an_end_that_nobody_looked_at_is_not_acting(workspace, tmp_path):
    prepare(workspace, tmp_path, WHOLE)
    with workspace.store.write() as tx:
        tx.run(schema.incident.update().values(closed_by="worker"))
    assert maturity.of(workspace, "buyers").level is Level.CONTINUOUS_TRAINING
