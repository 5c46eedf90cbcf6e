"""The main loop on a year of flights, from the first file to the last alert."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tidemill.domain.models import Stage
from tidemill.services import (
    activity,
    datasets,
    demo,
    doctor,
    monitoring,
    registry,
    sample,
    watching,
    workers,
)
from tidemill.services import workspace as workspaces
from tidemill.services.workspace import Workspace
from tidemill.store import settings

pytestmark = pytest.mark.timeout(900)
PICTURES_PATIENCE_S = 300.0


@pytest.fixture
def workspace(played) -> Iterator[Workspace]:
    with workspaces.opened(played.folder, login="tester") as opened:
        yield opened


def test_the_demo_is_played_to_its_end_and_says_where_to_look(workspace, played):
    assert demo.is_done(workspace)
    shares = [share for share, _, _ in played.said]
    assert shares == sorted(shares)
    assert played.said[-1] == (1.0, "The year is over. Look around.", "monitoring/flights-late")


def test_the_window_says_each_step_and_leaves_the_heavy_work_to_the_worker(played):
    words = [said for _, said, _ in played.said]
    for step in (
        "Training baselines on the older four fifths",
        "flights-late v1 is champion",
        "The broken file was set aside; the champion stays",
        "One click back: flights-late v1 is champion again",
    ):
        assert step in words
    pages = {address.split("/")[0] for _, _, address in played.said}
    assert pages == {"home", "data", "experiments", "models", "automations", "monitoring"}
    assert played.heavy == ()


def test_each_month_became_one_version_in_order_of_its_flights(workspace):
    versions = datasets.find(workspace, demo.DATASET).versions
    assert [v.number for v in versions] == list(range(1, 13))
    assert [v.starts_at.month for v in versions] == list(range(1, 13))
    assert [v.rows for v in versions] == [
        sum(v.added_rows for v in versions[: n + 1]) for n in range(12)
    ]


def test_the_gates_let_some_candidates_through_and_keep_others_by_the_data(workspace):
    retrained = registry.find(workspace, demo.MODEL).versions[1:]
    assert len(retrained) == 9
    passed = [v for v in retrained if v.gates_passed]
    failed = [v for v in retrained if not v.gates_passed]
    assert passed
    assert failed
    for version in failed:
        assert version.stage is Stage.REJECTED
        reasons = [g["message"] for g in version.gates if not g["passed"]]
        assert all("gain is not certain" in reason or "worse" in reason for reason in reasons), (
            reasons
        )
    for version in passed:
        gate = next(g for g in version.gates if g["gate"] == "better_than_champion")
        assert gate["evidence"]["gain"]["low"] > 0


def test_the_broken_file_is_set_aside_with_both_reasons_and_changes_nothing(workspace):
    [broken] = [f for f in watching.arrived(workspace) if f.state == "set-aside"]
    assert broken.name == sample.BROKEN
    assert "dest" in broken.reason
    assert "wind_speed" in broken.reason
    assert broken.version_id is None
    others = [f for f in watching.arrived(workspace) if f.id != broken.id]
    assert {str(f.state) for f in others} == {"added"}
    # Between the broken October and the whole one nobody touched the model.
    whole = next(f for f in others if f.name == sample.file_name(10))
    between = [
        d
        for d in registry.find(workspace, demo.MODEL).decisions
        if broken.seen_at <= d.at <= whole.seen_at
    ]
    assert between == []


def test_promotions_one_way_back_and_forth_are_told_with_who_and_why(workspace):
    def told(kind: str):
        entries = activity.recent(workspace, kind=kind, limit=1000).entries
        return [e for e in entries if e.subject.startswith("models/")]

    promotions, [back], [undone] = told("promotion"), told("rollback"), told("undo")
    view = registry.find(workspace, demo.MODEL)
    assert len(promotions) == 1 + sum(1 for v in view.versions[1:] if v.gates_passed)
    assert {e.by for e in (*promotions, back, undone)} == {"tester"}
    assert all(e.note for e in (*promotions, back))
    assert back.note == "Trying the way back."
    assert undone.sentence.startswith("took back: rolled back")
    newest = [v for v in view.versions if v.gates_passed][-1]
    assert view.champion is not None
    assert view.champion.number == newest.number


def test_monitoring_has_a_chunk_a_month_with_drift_auc_and_its_interval(workspace):
    view = monitoring.show(workspace, demo.MODEL)
    assert [c.dataset_version for c in view.chunks] == list(range(4, 13))
    for chunk in view.chunks:
        auc = chunk.measures["auc"]
        assert auc["low"] <= auc["value"] <= auc["high"]
        assert 0.5 < auc["value"] < 1.0
        assert chunk.report["columns"]
    # The champion judged is the one that served when the month came, never one made from it.
    made_from = {v.number: v.dataset_version_id for v in view.model.versions}
    assert all(made_from[c.version] < c.dataset_version_id for c in view.chunks)


def test_alerts_were_opened_by_the_data_and_closed_when_it_came_back(workspace):
    alerts = monitoring.alerts(workspace)
    assert alerts
    closed = [a for a in alerts if a.closed_at is not None]
    assert closed
    for alert in alerts:
        assert alert.message
        assert alert.data_at is not None
        if alert.closed_at is not None:
            assert alert.closed_by == "worker"
            assert alert.reason
            assert alert.closed_at >= alert.opened_at
    open_rules = [a.rule for a in alerts if a.closed_at is None]
    assert len(open_rules) == len(set(open_rules)), "one open alert a cause"


def test_the_doctor_finds_the_played_workspace_well(workspace):
    assert [f.message for f in doctor.examine(workspace) if not f.passed] == []


def test_without_a_display_it_says_each_step_and_leaves_a_picture_of_every_page(
    played_copy, tmp_path
):
    """A demo that was killed before it could say that it is over: nothing is played twice."""
    with workspaces.opened(played_copy, login="tester") as before:
        with before.store.write() as tx:
            settings.put(tx, "demo.done", False)
        decided = len(registry.find(before, demo.MODEL).decisions)
    done = play_headless(played_copy, "--pictures", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    for step in ("Preparing a year of flights", "Comparing the two best", "The year is over."):
        assert re.search(rf"\d+\.\d s  {step}", done.stderr)
    drawn = [Path(picture) for picture in told["pictures"]]
    assert all(picture.stat().st_size > 10_000 for picture in drawn)
    for page in ("home", "data", "experiments", "models", "monitoring", "automations", "activity"):
        names = [picture.name for picture in drawn if page in picture.name]
        assert [n for n in names if "light" in n], page
        assert [n for n in names if "dark" in n], page
    with workspaces.opened(played_copy, login="tester") as after:
        assert len(datasets.find(after, demo.DATASET).versions) == 12
        assert len(registry.find(after, demo.MODEL).decisions) == decided
        assert not workers.end(after), "the worker it started stayed behind"


def test_fresh_is_refused_while_the_demo_is_open(played_copy):
    with workspaces.opened(played_copy, login="tester") as shown:
        workers.register(shown, "window")
        refused = play_headless(played_copy, "--fresh")
    assert refused.returncode == 3
    assert json.loads(refused.stdout)["error"]["message"].startswith("The demo is open (process")
    with workspaces.opened(played_copy, login="tester") as kept:
        assert demo.is_done(kept)


def play_headless(folder: Path, *options: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the demo without a display, to its end."""
    command = [sys.executable, "-m", "tidemill", "demo", "--dir", str(folder), "--json"]
    return subprocess.run(
        [*command, *map(str, options)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=PICTURES_PATIENCE_S,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "TIDEMILL_USER": "tester"},
    )


def test_playing_a_finished_demo_again_changes_nothing(played_copy):
    with workspaces.opened(played_copy, login="tester") as again:
        before = activity.recent(again).total
        said = []
        demo.play(again, said.append, pytest.fail)
        assert [step.share for step in said] == [1.0]
        assert activity.recent(again).total == before
