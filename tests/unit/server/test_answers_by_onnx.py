"""Services answer by onnxruntime where that was proved, the same as by scikit-learn."""

import json
import subprocess
import sys

import pytest
from running_service import work

from tidemill.catalog.onnx_graphs import Graph
from tidemill.domain.jobs import JobState
from tidemill.services import asking_ready, deploying, jobs, promotion, registry
from tidemill.services.serving import onnx_models, served_models
from tidemill.services.serving.champion import Champion
from tidemill.store import models

ODD = [
    {"x": 1.5, "day": "2024-02-29", "shop": "east", "member": True},
    {"x": None, "day": None, "shop": None, "member": None},
    {"x": float("nan"), "day": "", "shop": "", "member": "no"},
    {"x": 1e300, "day": "0002-01-01T00:00:00+00:00", "shop": "never seen", "member": 1},
    {"x": 10**400, "day": "2024-12-31T23:59:59Z", "shop": "\ud800", "member": "yes"},
    {"x": -0.0, "day": "1969-07-20", "shop": 3, "member": False},
    {"x": 2, "day": "2100-03-01", "shop": "a\0b", "member": "off"},
]


def rows_of(served):
    names = served.fields.columns.names
    return [{**dict.fromkeys(names), **row} for row in ODD]


def ready(workspace):
    """Ask for the champion to be made ready, as switching a service on does; the jobs as ended."""
    deploying.http(workspace, "buyers")
    work(workspace)
    return [one for one in jobs.newest(workspace) if one.kind == asking_ready.KIND]


def test_switching_on_makes_the_champion_ready_and_asking_again_does_nothing(workspace):
    version = registry.find(workspace, "buyers").champion
    assert not onnx_models.is_ready(workspace, version)
    [job] = ready(workspace)
    assert job.state is JobState.SUCCEEDED
    assert job.result["is_ready"] is True
    assert onnx_models.is_ready(workspace, version)
    assert len(ready(workspace)) == 1


def test_a_promotion_makes_the_new_champion_ready(workspace):
    ready(workspace)
    promotion.promote(workspace, "buyers@2", anyway=True, reason="a test decides what serves")
    work(workspace)
    assert onnx_models.is_ready(workspace, registry.version(workspace, "buyers@2"))


@pytest.mark.parametrize("address", ["buyers@1", "buyers@2"])
def test_both_ways_answer_odd_rows_alike_alone_and_together(workspace, address):
    version = registry.version(workspace, address)
    slow = served_models.load(workspace, version)
    deploying.http(workspace, "buyers")
    with workspace.store.write() as tx:
        asking_ready.ask_in(tx, models.version_of_id(tx.connection, version.id))
    work(workspace)
    fast = served_models.load(workspace, version)
    assert (slow.is_fast, fast.is_fast) == (False, True)
    rows = rows_of(slow)
    for some in ([row] for row in rows):
        fast.fields.check(some)
        check_same(slow.answer(some), fast.answer(some))
    check_same(slow.answer(rows * 10), fast.answer(rows * 10))


def check_same(ours, theirs):
    assert [one.prediction for one in ours] == [one.prediction for one in theirs]
    assert [one.probability for one in ours] == pytest.approx(
        [one.probability for one in theirs], abs=1e-9
    )


def test_a_service_changes_over_once_its_champion_is_ready(workspace):
    champion = Champion(workspace, "buyers")
    assert champion.look() is True
    assert not champion.current.is_fast
    ready(workspace)
    assert champion.look() is False  # the version is the same
    assert champion.current.is_fast


def test_what_can_not_be_proved_goes_on_by_scikit_learn_and_the_job_says_why(
    workspace, monkeypatch
):
    linear = Graph.linear
    monkeypatch.setattr(
        Graph, "linear", lambda self, x, weights, offsets: linear(self, x, weights * 2, offsets)
    )
    [job] = ready(workspace)
    assert job.state is JobState.SUCCEEDED
    assert job.result["is_ready"] is False
    assert "Services answer by scikit-learn" in job.result["message"]
    assert "otherwise than the model" in job.result["message"]
    version = registry.find(workspace, "buyers").champion
    assert not served_models.load(workspace, version).is_fast


def test_a_model_nobody_serves_is_not_made_ready(workspace):
    promotion.promote(workspace, "buyers@2", anyway=True, reason="a test decides what serves")
    assert not [one for one in jobs.newest(workspace) if one.kind == asking_ready.KIND]


def test_answering_by_onnxruntime_loads_neither_scikit_learn_nor_pandas(workspace):
    ready(workspace)
    code = (
        "import sys, json; from pathlib import Path\n"
        "import tidemill.server.process\n"
        "from tidemill.services import workspace as workspaces, registry\n"
        "from tidemill.services.serving import served_models\n"
        f"made = workspaces.open_existing(Path({str(workspace.folder)!r}))\n"
        "served = served_models.load(made, registry.find(made, 'buyers').champion)\n"
        "rows = [dict.fromkeys(served.fields.columns.names)]\n"
        "answers = served.answer(rows) + served.answer(rows * 100)\n"
        "heavy = [m for m in ('sklearn', 'pandas', 'scipy', 'skops', 'onnx') if m in sys.modules]\n"
        "print(json.dumps([served.is_fast, len(answers), heavy]))\n"
        "made.close()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [True, 101, []]
