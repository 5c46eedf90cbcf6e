"""Spools are taken into a store of any kind: all of it, once, also beside another process."""

import math
import os
import threading
from pathlib import Path

import pytest

import tidemill
from tidemill.base import places
from tidemill.base.clock import SystemClock
from tidemill.base.database_urls import place_of
from tidemill.base.ids import new_id
from tidemill.base.spools import Spool
from tidemill.domain.people import Person, PersonRole
from tidemill.domain.runs import RunState
from tidemill.services import run_intake, run_owners
from tidemill.services import workspace as workspaces
from tidemill.services.run_intake import Intake
from tidemill.services.workspace import Workspace
from tidemill.store import histories, run_states, runs
from tidemill.store.blobs import Blobs
from tidemill.store.engine import Store
from tidemill.tracking import session


def workspace_of(store: Store, folder: Path) -> Workspace:
    person = Person("tester", "Tester", PersonRole.APPROVER)
    return Workspace(folder, store, Blobs(folder / "blobs"), SystemClock(), person)


def spool_of(folder: Path) -> Spool:
    return Spool(folder / "spools", {}, lambda *_: None)


def begin(spool: Spool) -> str:
    run_id = new_id()
    record = {"at": 1000.0, "project": "default", "experiment": "churn", "name": "a run"}
    record |= {"user": "tester", "parent": None, "facts": {"script": "é\ud800"}}
    spool.put(["run", run_id, record | {"process": spool.id}])
    return run_id


def take(intake: Intake, spool: Spool) -> int:
    reached = None
    while True:
        there = intake.apply(spool, spool.files.files, reached)
        if there == reached:
            return there
        reached = there


def found(store: Store, run_id: str):
    with store.read() as connection:
        run = runs.of_uuid(connection, run_id)
        key = histories.key_id(connection, "loss")
        steps, _, values = histories.read(connection, run.pk, key)
        printed, _ = run_states.printed(connection, run.pk)
    return run, steps.tolist(), values.tolist(), "".join(text for _, text in printed)


def test_what_was_logged_stands_in_the_store_as_it_was(any_store, tmp_path):
    intake = Intake(workspace_of(any_store, tmp_path))
    spool = spool_of(tmp_path)
    run_id = begin(spool)
    spool.put(["params", run_id, {"größe": "x" * 50_000, "lr": "0.10"}])
    for value in (0.5, math.inf, -math.inf, math.nan):
        spool.put(["m", run_id, "loss", value, None, 1001.0])
        take(intake, spool)
    spool.put(["console", run_id, "hello\n", 1002.0])
    spool.put(["tags", run_id, {"team": "a"}])
    spool.put(["tags", run_id, {"team": "b"}])
    spool.put(["end", run_id, "failed", "ValueError: no", 1003.0])
    take(intake, spool)
    run, steps, values, printed = found(any_store, run_id)
    assert (run.state, run.error, run.tags) == (RunState.FAILED, "ValueError: no", {"team": "b"})
    assert run.params == {"größe": "x" * 50_000, "lr": "0.10"}
    assert steps == [0, 1, 2, 3]
    assert values[:3] == [0.5, math.inf, -math.inf]
    assert math.isnan(values[3])
    assert math.isnan(run.metrics["loss"])
    assert printed == "hello\n"
    assert spool.close(take(intake, spool))


def test_processes_that_send_at_once_lose_nothing(any_store, open_again, tmp_path):
    stores = [any_store, open_again(any_store), open_again(any_store)]
    spools = [spool_of(tmp_path / str(k)) for k in range(len(stores))]
    ids = [begin(spool) for spool in spools]
    failures: list[BaseException] = []

    def send(k: int) -> None:
        intake = Intake(workspace_of(stores[k], tmp_path / str(k)))
        try:
            for n in range(150):
                spools[k].put(["mm", ids[k], {"loss": n, f"own{n % 7}": n}, None, 1.0])
                if n % 10 == 0:
                    take(intake, spools[k])
            take(intake, spools[k])
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=send, args=(k,)) for k in range(len(stores))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failures == []
    for k, run_id in enumerate(ids):
        run, steps, values, _ = found(any_store, run_id)
        assert (steps, values) == (list(range(150)), [float(n) for n in range(150)])
        assert run.metrics["own0"] == 147.0
        spools[k].close(spools[k].end)


@pytest.mark.parametrize("is_killed", [True, False])
def test_a_transaction_that_fails_leaves_no_trace_and_is_done_again(
    any_store, tmp_path, monkeypatch, is_killed
):
    workspace = workspace_of(any_store, tmp_path)
    spool = spool_of(tmp_path)
    run_id = begin(spool)
    spool.put(["m", run_id, "loss", 1.0, None, 1.0])

    class Killed(BaseException):
        pass

    def fail(*_words: object) -> None:
        raise Killed

    if is_killed:
        with monkeypatch.context() as patch:
            patch.setattr(run_intake.spool_marks, "put", fail)
            with pytest.raises(Killed):
                take(Intake(workspace), spool)
        with any_store.read() as connection:
            assert runs.of_uuid(connection, run_id) is None
    intake = Intake(workspace)
    take(intake, spool)
    take(Intake(workspace), spool)
    assert found(any_store, run_id)[1:3] == ([0], [1.0])
    run_owners.beat(workspace, spool.id)
    run_owners.stopped(workspace, spool.id, 5000.0)
    run, *_ = found(any_store, run_id)
    assert (run.state, run.ended_at.timestamp()) == (RunState.STOPPED, 5000.0)
    spool.close(spool.end)


def test_a_script_logs_to_a_workspace_shared_over_postgresql(store_database, tmp_path, monkeypatch):
    monkeypatch.setenv("TIDEMILL_WORKSPACE", store_database)
    workspace = workspaces.create(place_of(store_database), artifacts=tmp_path / "artifacts")
    try:
        with tidemill.start_run("churn", params={"depth": 3}) as run:
            run.log_metric("loss", 0.5)
            run.log_text("a report", "report.txt")
        session.close_all()
        logged, steps, values, _ = found(workspace.store, run.id)
        assert (logged.state, steps, values) == (RunState.FINISHED, [0], [0.5])
        assert workspace.blobs.get_bytes(logged.artifacts["report.txt"]) == b"a report"
        left = spool_of(tmp_path)  # of a process that was killed
        left_id = begin(left)
        left.put(["m", left_id, "loss", 1.0, None, 1.0])
        left.close(0)
        folder = places.spool_folder(str(workspace.place))
        for path in left.files.folder.iterdir():
            os.utime(path, (1.0, 1.0))
            path.rename(folder / path.name)
        assert run_intake.collect(workspace) == 1
        logged, _, values, _ = found(workspace.store, left_id)
        assert (logged.state, values) == (RunState.STOPPED, [1.0])
    finally:
        session.close_all()
        workspace.close()
