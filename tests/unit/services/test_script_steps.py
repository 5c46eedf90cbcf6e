"""Scripts as steps: run with their parameters and data, logged live, ended with all of theirs."""

import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from tidemill.base.clock import monotonic
from tidemill.base.errors import Cancelled, NeedsYou
from tidemill.domain.automations import Automation, Cause, RunState, Step, Trigger
from tidemill.domain.jobs import JobState
from tidemill.services import (
    automation_runs,
    automations,
    data_exports,
    datasets,
    ingesting,
    jobs,
    run_intake,
    runs,
    script_processes,
    script_settings,
)
from tidemill.services.automation_runs import RunView

PATIENCE_S = 60.0


@pytest.fixture
def script(tmp_path: Path) -> Callable[[str], Path]:
    folder = tmp_path / "scripts"
    folder.mkdir()

    def written(text: str, name: str = "train.py") -> Path:
        path = folder / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


@pytest.fixture
def carried_out(workspace, drain) -> Callable[..., RunView]:
    """Starts an automation by hand and does its jobs; made of a step where one is given."""
    made: dict[str, Automation] = {}

    def done(*steps: Step, dataset: str | None = None) -> RunView:
        if steps:
            made["it"] = automations.add(
                workspace, "Scripts", [Trigger("by-hand", "by-hand")], steps, dataset=dataset
            )
        with workspace.store.write() as tx:
            run_id = automation_runs.start(tx, made["it"], Cause("by-hand", "ada asked for it"))
        drain()
        return automation_runs.find(workspace, run_id)

    return done


def log_of(workspace: Any, view: RunView, at: int = 0) -> list[str]:
    job_id = view.steps[at].job_id
    return [line for _, _, line in jobs.log_lines(workspace, job_id)]


def test_a_script_gets_its_parameters_its_data_and_where_it_is(
    workspace, carried_out, script, shop, tmp_path
):
    path = script(
        "import os, sys, json\n"
        "DEPTH = 3\n"
        "RATE: float = 0.5\n"
        "print('depth', DEPTH, 'rate', RATE, 'words', sys.argv[1:])\n"
        "print('data', len(open(os.environ['TIDEMILL_DATA']).readlines()) - 1)\n"
        "for name in ('DATASET_VERSION', 'CAUSE', 'AUTOMATION'):\n"
        "    print(os.environ['TIDEMILL_' + name])\n"
        "print('here', os.getcwd() == os.path.dirname(os.path.abspath(__file__)))\n"
        "if False:\n"
        "    parser.add_argument('--trees', type=int)\n"
    )
    step = script_settings.step(path, data="csv", parameters={"DEPTH": "7", "trees": "20"})
    assert step.settings["parameters"] == {"DEPTH": 7, "trees": 20}
    view = carried_out(step, dataset=shop)
    assert view.run.state is RunState.SUCCEEDED
    lines = log_of(workspace, view)
    assert "depth 7 rate 0.5 words ['--trees=20']" in lines
    assert {"data 120", "shop@1", "ada asked for it", "Scripts", "here True"} <= set(lines)
    assert not list((workspace.folder / "steps").glob("*/data.*"))


def test_a_script_gets_the_rows_alone_that_a_version_added_where_its_step_says_so(
    workspace, carried_out, script, shop, drain, tmp_path
):
    more = tmp_path / "more.csv"
    version = datasets.version(workspace, shop)
    data_exports.export(workspace, version, more)
    lines = more.read_text(encoding="utf-8").splitlines()
    more.write_text("\n".join([lines[0], *lines[-5:]]) + "\n", encoding="utf-8")
    ingesting.add(workspace, [more], dataset=shop)
    drain()
    assert datasets.version(workspace, shop).added_rows == 5
    path = script("import os\nprint(len(open(os.environ['TIDEMILL_DATA']).readlines()) - 1)\n")
    every = carried_out(script_settings.step(path, data="csv"), dataset=shop)
    added = carried_out(script_settings.step(path, data="csv", rows="new"), dataset=shop)
    assert "125" in log_of(workspace, every)
    assert "5" in log_of(workspace, added)


def test_a_step_is_done_again_only_where_something_changed_and_says_why(
    carried_out, script, shop, take_in, month
):
    path = script("import part\nprint(part.WORD)\n")
    script("WORD = 'first'\n", "part.py")
    first = carried_out(script_settings.step(path), dataset=shop)
    assert first.steps[0].reason == "Ran for the first time"
    second = carried_out()
    assert (second.run.state, second.steps[0].reason) == (
        RunState.SKIPPED,
        f"Not run: nothing changed since run {first.run.id}",
    )
    assert second.steps[0].made == first.steps[0].made == {"runs": [], "exit_code": 0}
    script("WORD = 'second'\n", "part.py")
    assert carried_out().steps[0].reason == "Ran again: the code changed (part.py)"
    take_in(month(2))
    assert carried_out().steps[0].reason == ("Ran again: the data changed (shop v2 instead of v1)")
    assert carried_out().run.state is RunState.SKIPPED


def test_a_script_without_data_or_one_that_is_to_runs_each_time(carried_out, script, shop):
    path = script("print('fetched')\n")
    carried_out(script_settings.step(path))
    assert carried_out().steps[0].reason == "Ran again: it has no data to go by"
    carried_out(script_settings.step(path, always=True), dataset=shop)
    assert carried_out().steps[0].reason == "Ran again: it runs each time"


def test_a_failing_script_fails_its_step_with_the_last_it_said(workspace, carried_out, script):
    path = script("print('about to')\nraise SystemExit('no disk left')\n")
    after = script_settings.step(script("print('next')\n", "next.py"))
    view = carried_out(script_settings.step(path, on_failure="go on"), after)
    assert [str(step.state) for step in view.steps] == ["failed", "succeeded"]
    assert view.steps[0].reason == "train.py ended with exit code 1: no disk left"
    assert log_of(workspace, view)[-1] == "no disk left"
    assert jobs.find(workspace, view.steps[0].job_id).state is JobState.FAILED


def test_what_a_script_logs_is_linked_to_its_step(workspace, carried_out, script):
    path = script(
        "import tidemill\n"
        "with tidemill.start_run('churn', name='from a step') as run:\n"
        "    run.log_metric('auc', 0.87)\n"
    )
    view = carried_out(script_settings.step(path))
    assert view.run.state is RunState.SUCCEEDED, view.steps[0].reason
    run_intake.collect(workspace)
    [run] = runs.of_job(workspace, view.steps[0].job_id)
    assert (run.name, run.metrics["auc"]) == ("from a step", 0.87)


def test_a_command_is_a_step_too_and_one_that_is_not_there_says_so(workspace, carried_out):
    view = carried_out(script_settings.step(command=f'"{sys.executable}" -c "print(6 * 7)"'))
    assert "42" in log_of(workspace, view)
    view = carried_out(script_settings.step(command="no-such-program --now"))
    assert view.run.state is RunState.FAILED
    assert "no-such-program can't be started" in view.steps[0].reason


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, "names a file or a command"),
        ({"command": "a", "wrong": 1}, "no setting wrong"),
        ({"command": "a", "data": "xml"}, "can't be handed over as xml"),
        ({"command": "a", "rows": "some"}, "can't get the rows some"),
        ({"command": "a", "on_failure": "cry"}, "stop or go on"),
        ({"command": "a", "parameters": {"x": 1}}, "takes no parameters"),
        ({"command": "a", "limits": {"seconds": 0}}, "lets nothing be done"),
    ],
)
def test_settings_that_can_not_work_are_refused(settings, words):
    with pytest.raises(NeedsYou, match=words):
        script_settings.step(**settings)


def test_a_parameter_that_the_script_does_not_have_is_refused_with_those_it_has(script):
    path = script("DEPTH = 3\n")
    with pytest.raises(NeedsYou) as refused:
        script_settings.step(path, parameters={"deepth": 4})
    assert refused.value.hint == "Found are: DEPTH."
    with pytest.raises(NeedsYou, match="can't be read"):
        script_settings.step(path.with_name("none.py"))


# --- processes -------------------------------------------------------------------------------

STUBBORN = """
import os, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])
print(os.getpid(), child.pid, flush=True)
time.sleep(600)
"""


def end_of(pids: list[int]) -> None:
    """Wait until none of the processes lives."""
    until = monotonic() + PATIENCE_S
    while any(lives(pid) for pid in pids):
        assert monotonic() < until, "a process of the script is still there"


def lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_cancelling_ends_a_script_that_will_not_and_all_it_started(tmp_path):
    pids: list[int] = []

    def check() -> None:
        if pids:
            raise Cancelled

    def tell(line: str) -> None:
        pids.extend(map(int, line.split()))

    command = [sys.executable, "-c", STUBBORN]
    with pytest.raises(Cancelled):
        script_processes.run(
            command, tmp_path, os.environ, card=tmp_path / "card", tell=tell, check=check
        )
    assert script_processes.GRACE_S < 1.0, "two seconds are promised for all of it"
    assert len(pids) == 2
    end_of(pids)
    assert not (tmp_path / "card").exists()


def test_a_script_that_outlived_who_ran_it_is_ended_by_the_next_try(tmp_path):
    card = tmp_path / "card"
    kept = b""
    pids: list[int] = []

    def tell(line: str) -> None:
        nonlocal kept
        kept = card.read_bytes()
        pids.extend(map(int, line.split()))

    def check() -> None:
        if pids:  # what the next try would find: the card of a runner that was killed
            card.write_bytes(kept)
            assert script_processes.end_leftover(card)
            assert not script_processes.end_leftover(card)
            raise Cancelled

    with pytest.raises(Cancelled):
        script_processes.run(
            [sys.executable, "-c", STUBBORN], tmp_path, os.environ,
            card=card, tell=tell, check=check,
        )  # fmt: skip
    end_of(pids)


def test_long_and_odd_lines_are_told_and_a_bar_as_it_stood_in_the_end(tmp_path):
    told: list[str] = []
    code = "import sys; sys.stdout.buffer.write(b'10%\\r55%\\r100%\\n\\xff\\n' + b'x' * 3000)"
    done = script_processes.run(
        [sys.executable, "-c", code], tmp_path, os.environ,
        card=tmp_path / "card", tell=told.append, check=lambda: None,
    )  # fmt: skip
    assert told[:2] == ["100%", "\ufffd"]
    assert (len(told[2]), told[2][-1], done.code) == (2001, "…", 0)


def test_a_script_with_requirements_runs_in_an_environment_that_is_made_once(
    workspace, carried_out, script, tmp_path
):
    wheel = tmp_path / "tidal-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("tidal.py", "WORD = 'high water'\n")
        facts = "tidal-1.0.dist-info"
        archive.writestr(f"{facts}/METADATA", "Metadata-Version: 2.1\nName: tidal\nVersion: 1.0\n")
        archive.writestr(f"{facts}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr(f"{facts}/RECORD", "")
    wanted = tmp_path / "requirements.txt"
    wanted.write_text(f"--no-index\n{wheel}\n")
    path = script("import tidal, sys\nprint(tidal.WORD)\nprint(sys.prefix)\n")
    view = carried_out(script_settings.step(path, requirements=str(wanted)))
    lines = log_of(workspace, view)
    assert view.run.state is RunState.SUCCEEDED, lines
    assert "high water" in lines
    assert str(workspace.folder / "environments") in lines[-1]
    again = log_of(workspace, carried_out())
    assert "high water" in again
    assert not any(line.startswith("Making an environment") for line in again)


def test_the_parameters_of_a_script_are_told_without_running_it(script):
    path = script("raise SystemExit(1)\nDEPTH = 3\n")
    assert [p.name for p in script_settings.parameters(path)] == ["DEPTH"]
