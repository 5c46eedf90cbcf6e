"""From a dropped file to a ranked table of pipelines: a drop and three clicks of a real mouse."""

import pytest
from played_window import play

CLICKS = """
from tidemill.gui.pages.data.train_sheet import TrainSheet
from tidemill.gui.pages.experiments.run_table import RunTable

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
COPY = Qt.DropAction.CopyAction
clicks = 0

def click(widget, at=None):
    global clicks
    clicks += 1
    QTest.mouseClick(widget, LEFT, PLAIN, at or QPoint())

def aucs(window):
    source = shown(window, RunTable).table.model()
    names = [source.headerData(k, Qt.Orientation.Horizontal) for k in range(source.columnCount())]
    if "AUC" not in names:
        return -1, []
    at = names.index("AUC")
    said = [source.index(row, at).data() for row in range(source.rowCount())]
    return at, [float(one) for one in said if one and one[:1].isdigit()]

def steps(window, path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    middle = window.rect().center()
    QApplication.sendEvent(window, QDragEnterEvent(middle, COPY, data, LEFT, PLAIN))
    while not window.drops.targets():
        yield
    card = window.drops.overlay._cards[0]
    at = card.mapTo(window, card.rect().center())
    QApplication.sendEvent(window, QDropEvent(QPointF(at), COPY, data, LEFT, PLAIN))
    while toast(window, "Train…") is None:
        yield
    click(toast(window, "Train…").button)
    while shown(window, TrainSheet) is None or not shown(window, TrainSheet).primary.isEnabled():
        yield
    click(shown(window, TrainSheet).primary)
    while shown(window, RunTable) is None or len(aucs(window)[1]) < 6:
        yield
    at, _ = aucs(window)
    header = shown(window, RunTable).table.horizontalHeader()
    x = header.sectionViewportPosition(at) + header.sectionSize(at) // 2
    click(header.viewport(), QPoint(x, header.height() // 2))
    while aucs(window)[1] != sorted(aucs(window)[1], reverse=True):
        yield
    say("clicks", clicks)
    say("ranked", aucs(window)[1])
"""


@pytest.fixture
def sales(tmp_path):
    lines = ["amount,region,returned"]
    for i in range(600):
        amount = (i * 37) % 100 + i / 1000
        late = "yes" if (amount + (i * 13) % 40) > 80 else "no"
        lines.append(f"{amount},{'ns'[i % 2]},{late}")
    path = tmp_path / "sales.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def test_a_dropped_file_is_a_ranked_table_of_six_pipelines_in_three_clicks(world, sales):
    world.cli("init", world.folder)
    said = play(world, CLICKS, sales)
    assert said["clicks"] <= 3
    assert len(said["ranked"]) >= 6
    assert said["ranked"] == sorted(said["ranked"], reverse=True)
    world.until(
        lambda: not any(world.job(job["id"]).is_open for job in _trainings(world)),
        "the training to be done",
    )
    made = world.cli("runs", "list").json["items"]
    assert {run["state"] for run in made} == {"finished"}
    assert world.complaints() == []


def _trainings(world):
    jobs = world.cli("jobs", "list").json["items"]
    return [job for job in jobs if job["kind"] == "model.train"]
