"""A file dropped on the real window: a question answered, a version, training, ranked runs."""

import json
import subprocess
import sys

import pytest

PATIENCE_S = 240.0
CLICKS = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from tidemill.gui.app import run
from tidemill.gui.pages.data.train_sheet import TrainSheet
from tidemill.gui.sheets.add_sheet import AddSheet

def shown(window, kind):
    return next((s for s in window.findChildren(kind) if s.isVisible()), None)

def button(window, action):
    return next((t for t in window.toasts.toasts() if t.action == action), None)

def clicks(window, path):
    def say(*words):
        print(json.dumps(words), flush=True)
    window.drops.begin([path])
    while not window.drops.targets():
        yield
    say("cards", [t.kind for t in window.drops.targets()])
    window.drops.overlay.choose()
    while button(window, "Answer…") is None:
        yield
    say("asked", button(window, "Answer…").text())
    button(window, "Answer…").acted.emit()
    while shown(window, AddSheet) is None:
        yield
    sheet = shown(window, AddSheet)
    sheet.asked.cards[0].ways.radios["day first"].click()
    while sheet.model.state.is_reading:
        yield
    sheet.primary.click()
    while button(window, "Train…") is None:
        yield
    say("there", button(window, "Train…").text())
    button(window, "Train…").acted.emit()
    while shown(window, TrainSheet) is None or not shown(window, TrainSheet).primary.isEnabled():
        yield
    training = shown(window, TrainSheet)
    say("training", training.choices.target.value())
    training.primary.click()
    while shown(window, TrainSheet) is not None:
        yield
    say("started", "")

def play(window):
    steps = clicks(window, Path(sys.argv[2]))
    timer = QTimer(window)
    def step():
        try:
            next(steps)
        except StopIteration:
            timer.stop()
            window.close()
    timer.timeout.connect(step)
    timer.start(30)

sys.exit(run(Path(sys.argv[1]), "light", (1440, 900), play))
"""


@pytest.fixture
def sales(tmp_path):
    lines = ["sold_on,amount,region,returned"]
    for i in range(600):
        amount = (i * 37) % 100
        late = "yes" if (amount + (i * 13) % 40) > 80 else "no"
        lines.append(f"{1 + i % 9:02}/{1 + i % 8:02}/2026,{amount},{'ns'[i % 2]},{late}")
    path = tmp_path / "sales.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def test_a_dropped_file_that_asks_becomes_a_version_and_ranked_runs(world, sales):
    world.cli("init", world.folder)
    done = subprocess.run(
        [sys.executable, "-c", CLICKS, str(world.folder), str(sales)],
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        env={**world.environment(), "QT_QPA_PLATFORM": "offscreen"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = dict(json.loads(line) for line in done.stdout.splitlines())
    assert said == {
        "cards": ["new"],
        "asked": "sales.csv waits for an answer",
        "there": "sales v1 is there, 600 new rows",
        "training": "returned",
        "started": "",
    }
    schema = {c["name"]: c for c in world.cli("data", "show", "sales@1").json["schema"]}
    assert (schema["sold_on"]["kind"], schema["sold_on"]["reading"]) == ("datetime", "day first")
    jobs = world.cli("jobs", "list").json["items"]
    job_id = next(job["id"] for job in jobs if job["kind"] == "model.train")
    world.until(lambda: not world.job(job_id).is_open, "the training to be done")
    runs = world.cli("runs", "list").json["items"]
    assert len(runs) >= 3
    assert {run["state"] for run in runs} == {"finished"}
    assert world.complaints() == []
