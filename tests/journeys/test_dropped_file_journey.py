"""A file dropped on the real window: a question answered, a version, training, ranked runs."""

import pytest
from played_window import play

CLICKS = """
from tidemill.gui.pages.data.train_sheet import TrainSheet
from tidemill.gui.sheets.add_sheet import AddSheet

def steps(window, path):
    window.drops.begin([path])
    while not window.drops.targets():
        yield
    say("cards", [t.kind for t in window.drops.targets()])
    window.drops.overlay.choose()
    while toast(window, "Answer…") is None:
        yield
    say("asked", toast(window, "Answer…").text())
    toast(window, "Answer…").acted.emit()
    while shown(window, AddSheet) is None:
        yield
    sheet = shown(window, AddSheet)
    sheet.asked.cards[0].ways.radios["day first"].click()
    while sheet.model.state.is_reading:
        yield
    sheet.primary.click()
    while toast(window, "Train…") is None:
        yield
    say("there", toast(window, "Train…").text())
    toast(window, "Train…").acted.emit()
    while shown(window, TrainSheet) is None or not shown(window, TrainSheet).primary.isEnabled():
        yield
    training = shown(window, TrainSheet)
    say("training", training.choices.target.value())
    training.primary.click()
    while shown(window, TrainSheet) is not None:
        yield
    say("started", "")
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
    said = play(world, CLICKS, sales)
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
