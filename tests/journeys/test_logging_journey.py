"""Scripts that log while everything goes wrong around them: real processes, real kills."""

import os
import random
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from logging_scripts import ENDLESS, STEADY, Script, log_side_by_side, run_of, state, values
from real_world import World

from tidemill.base import places
from tidemill.domain.runs import RunState
from tidemill.services.run_view import RunsView
from tidemill.store import run_states


@pytest.fixture
def script() -> Iterator[Callable[..., Script]]:
    started: list[Script] = []

    def start(world: World, code: str, *words: object) -> Script:
        started.append(Script(world, code, *words))
        return started[-1]

    yield start
    for one in started:
        one.close()


@pytest.mark.parametrize("seed", [1, 2])
def test_a_killed_script_loses_nothing_and_its_run_has_stopped_within_15_s(world, script, seed):
    world.start_worker()
    one = script(world, ENDLESS)
    run_id = one.line()
    said = 0
    for _ in range(random.Random(seed).randrange(20, 400)):
        said = int(one.line())
    one.process.send_signal(signal.SIGKILL)
    one.process.wait()
    world.until(lambda: state(world, run_id) is RunState.STOPPED, "the run to have stopped", 15.0)
    found = values(world, run_id)
    assert len(found) >= said
    assert found == [float(n) for n in range(len(found))]
    run = run_of(world, run_id)
    assert run is not None
    assert run.params == {"depth": "3"}
    assert run.ended_at is not None
    assert not list(places.spool_folder(str(world.folder)).glob("*.spool"))
    assert world.said() == ""


def test_the_next_script_takes_over_what_a_killed_one_left(world, script):
    one = script(world, ENDLESS)
    run_id = one.line()
    said = int(one.line())
    one.process.send_signal(signal.SIGKILL)
    one.process.wait()
    other = script(world, STEADY)
    other.line()
    world.until(lambda: state(world, run_id) is RunState.STOPPED, "the run to have stopped", 30.0)
    assert len(values(world, run_id)) >= said
    other.say("end")
    other.end()


def test_a_script_that_stands_still_is_not_called_stopped(world, script):
    world.start_worker()
    one = script(world, STEADY)
    run_id = one.line()
    one.steps(3)
    world.until(lambda: len(values(world, run_id)) == 30, "the values to arrive")
    one.process.send_signal(signal.SIGSTOP)
    began = world.workspace.clock.now()
    try:
        # Longer than any silence after which one of this computer could be doubted.
        world.until(
            lambda: (
                (world.workspace.clock.now() - began).total_seconds() > 10
                or state(world, run_id) is not RunState.RUNNING
            ),
            "some seconds to pass",
        )
        assert state(world, run_id) is RunState.RUNNING
    finally:
        one.process.send_signal(signal.SIGCONT)
    one.steps(1)
    one.say("end")
    assert one.end() == ""
    assert state(world, run_id) is RunState.FINISHED
    assert len(values(world, run_id)) == 40


def test_a_locked_store_holds_nothing_up_and_everything_arrives_afterwards(world, script):
    one = script(world, STEADY)
    run_id = one.line()
    one.steps(2)
    world.until(lambda: len(values(world, run_id)) == 20, "the first values")
    with world.workspace.store.write():
        began = world.workspace.clock.now()
        n = one.steps(20)
        took_s = (world.workspace.clock.now() - began).total_seconds()
        assert took_s < 30.0, "twenty that each wait for the store take a hundred"
        assert len(values(world, run_id)) == 20
    world.until(lambda: len(values(world, run_id)) == n, "the rest to arrive")
    one.say("end")
    assert one.end() == "", "a short lock is not worth a word"
    assert state(world, run_id) is RunState.FINISHED
    assert values(world, run_id) == [float(k) for k in range(n)]


def test_a_store_that_is_away_for_a_while_gets_everything_when_it_is_back(world, script):
    one = script(world, STEADY)
    run_id = one.line()
    one.steps(2)
    world.until(lambda: len(values(world, run_id)) == 20, "the first values")
    world.workspace.store.close()
    away = world.folder.with_name("away")
    world.folder.rename(away)
    n = one.steps(20)
    world.until(lambda: "waits in" in one.errors(), "the script to be told", 30.0)
    assert not world.folder.exists(), "nobody makes a new store in its place"
    away.rename(world.folder)
    world.until(lambda: len(values(world, run_id)) == n, "the rest to arrive")
    one.say("end")
    one.end()
    assert state(world, run_id) is RunState.FINISHED
    assert values(world, run_id) == [float(k) for k in range(n)]


def test_a_forked_child_logs_to_the_same_run_and_does_not_end_it(world, script):
    one = script(
        world,
        """
        import multiprocessing, os, tidemill
        with tidemill.start_run("forks") as run:
            def work(k):
                for n in range(200):
                    run.log_metric(f"child{k}", n)
                run.end("failed")
            context = multiprocessing.get_context("fork")
            children = [context.Process(target=work, args=(k,)) for k in range(3)]
            for child in children:
                child.start()
            for n in range(300):
                run.log_metric("loss", n)
            for child in children:
                child.join()
            pid = os.fork()
            if pid == 0:
                run.log_metric("bare", 1.0)
                os._exit(0)
            os.waitpid(pid, 0)
            print(run.id, flush=True)
        """,
    )
    run_id = one.line()
    errors = one.end()
    assert "Traceback" not in errors
    world.start_worker()  # a child that ended at once may have left its spool
    world.until(
        lambda: (
            all(len(values(world, run_id, f"child{k}")) == 200 for k in range(3))
            and values(world, run_id, "bare") == [1.0]
        ),
        "what the children logged",
        60.0,
    )
    assert values(world, run_id) == [float(n) for n in range(300)]
    assert state(world, run_id) is RunState.FINISHED
    assert values(world, run_id, "child1") == [float(n) for n in range(200)]


def test_a_script_that_fails_says_why_and_what_it_printed_is_kept(world, script):
    one = script(
        world,
        """
        import tidemill
        run = tidemill.start_run("fails")
        print("reading", flush=True)
        run.log_metric("loss", 1.0)
        raise ValueError("no column named plan")
        """,
    )
    assert one.line() == "reading"
    errors = one.end(code=1)
    assert errors.count("Traceback") == 1
    (run,) = RunsView(world.workspace).page().runs
    assert (run.state, run.error) == (RunState.FAILED, "ValueError: no column named plan")
    with world.workspace.store.read() as connection:
        pieces, _ = run_states.printed(connection, run.pk)
    text = "".join(piece for _, piece in pieces)
    assert text.startswith("reading\nTraceback")
    assert text.count("ValueError: no column named plan") == 1


def test_the_lines_of_the_readme_log_a_run(world, script):
    readme = Path(__file__).resolve().parents[2] / "README.md"
    (lines,) = re.findall(r"```python\n(.*?)```", readme.read_text(encoding="utf-8"), re.DOTALL)
    assert script(world, lines).end() == ""
    (run,) = RunsView(world.workspace).page().runs
    assert (run.experiment, run.state) == ("churn", RunState.FINISHED)
    assert (run.params, run.metrics) == ({"model": "lgbm"}, {"auc": 0.87})


def test_a_run_is_gone_on_with_by_another_script(world, script):
    first = script(world, STEADY)
    run_id = first.line()
    first.steps(2)
    first.say("end")
    first.end()
    second = script(
        world,
        """
        import sys, tidemill
        with tidemill.start_run("steady", run_id=sys.argv[1]) as run:
            for n in range(20, 30):
                run.log_metric("loss", n)
        """,
        run_id,
    )
    assert second.end() == ""
    assert values(world, run_id) == [float(n) for n in range(30)]
    assert state(world, run_id) is RunState.FINISHED


def test_sixteen_scripts_log_beside_a_reader_and_nothing_is_lost(world, script):
    log_side_by_side(world, script, seconds=3.0)


def test_import_tidemill_and_logging_load_no_heavy_library(world, script):
    one = script(
        world,
        """
        import sys, tidemill
        heavy = {"pandas", "sklearn", "scipy", "PySide6", "duckdb"}
        with tidemill.start_run("light") as run:
            run.log_metric("loss", 1.0)
        print(run.wait(60), sorted(heavy & set(sys.modules)), flush=True)
        """,
    )
    assert one.line() == "True []"
    one.end()
    assert os.environ.get("TIDEMILL_WORKSPACE") is None
    assert Path(world.folder).exists()


def test_parallel_workers_of_joblib_log_to_the_same_run(world, script):
    one = script(
        world,
        """
        import joblib, tidemill
        def work(run, k):
            run.log_metric(f"job{k}", k)
        with tidemill.start_run("parallel") as run:
            joblib.Parallel(n_jobs=2)(joblib.delayed(work)(run, k) for k in range(4))
        from joblib.externals.loky import get_reusable_executor
        get_reusable_executor().shutdown(wait=True)
        print(run.id, flush=True)
        """,
    )
    run_id = one.line()
    one.end()
    world.start_worker()  # a worker of joblib's may have left its spool
    world.until(
        lambda: all(values(world, run_id, f"job{k}") == [float(k)] for k in range(4)),
        "what the workers logged",
        60.0,
    )
    assert state(world, run_id) is RunState.FINISHED
