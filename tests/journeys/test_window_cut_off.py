"""A window that was killed comes back as it was: the place, what was looked at, what was typed."""

import os
import signal

import pytest
from played_window import play
from real_world import write_orders

from tidemill.base.ids import new_id
from tidemill.domain.runs import RunState
from tidemill.store import runs

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")

# What is typed lies on the disk within a second, by a thread of the window's: the play waits for
# the words in the file, then ends itself as a crash would.
_KILLED = """
import os, signal
from tidemill.base import places
from tidemill.gui.pages.data.train_sheet import TrainSheet

def kept(*words):
    files = places.settings_file().with_name("desks").glob("*.json")
    text = "".join(file.read_text() for file in files)
    return all(word in text for word in words)

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def steps(window, path):
    window.navigate("data/orders")
    while not window.is_settled(): yield
    page = window.navigator.view()
    QTest.keyClicks(page.dataset.profile.field.edit, "am")
    window.run_command("data.dataset.train")
    while (sheet := shown(window, TrainSheet)) is None: yield
    while sheet.model.state.word != "ready" or window.session.operations.is_busy("train"): yield
    before = sheet.choices.judge.words()
    QTest.keyClick(sheet.choices.judge, Qt.Key.Key_Down)
    say("judged by", [before, sheet.choices.judge.words()])
    box = next(iter(sheet.choices.boxes.values()))
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    say("tried", [box.text(), box.isChecked()])
    while not kept("tick:", "data.dataset.train", "am"): yield
    die()
    yield
"""

_AGAIN = """
from tidemill.gui.pages.data.train_sheet import TrainSheet

def steps(window, path):
    while (sheet := shown(window, TrainSheet)) is None: yield
    while sheet._restored is None or not sheet._restored.isVisible(): yield
    page = window.navigator.view()
    say("address", window.desk.desk.address)
    say("filter", page.dataset.profile.field.text())
    say("judged by", sheet.choices.judge.words())
    box = next(iter(sheet.choices.boxes.values()))
    say("tried", [box.text(), box.isChecked()])
    QTest.mouseClick(sheet._restored.drop, Qt.MouseButton.LeftButton)
    say("dropped", [sheet.choices.judge.words(), box.isChecked()])
    sheet.leave()
    window.run_command("data.dataset.train")
    while (sheet := shown(window, TrainSheet)) is None: yield
    while sheet.model.state.word != "ready" or window.session.operations.is_busy("train"): yield
    say("anew", [sheet.choices.judge.words(), sheet._restored is None])
"""


def test_after_a_kill_the_page_its_filter_the_sheet_and_all_that_was_typed_return(world, tmp_path):
    file = write_orders(tmp_path / "orders.csv", 1, 2_000)
    world.cli("data", "add", file, "--name", "orders", "--target", "returned")
    before = play(world, _KILLED, file, code=-signal.SIGKILL)
    after = play(world, _AGAIN, file)
    assert after["address"] == "tidemill://data/orders"
    assert after["filter"] == "am"
    usual, chosen = before["judged by"]
    assert usual != chosen
    assert (after["judged by"], after["tried"]) == (chosen, before["tried"])
    assert after["dropped"] == [usual, not before["tried"][1]]
    assert after["anew"] == [usual, True]


_MARKED = """
import os, signal
from tidemill.base import places
from tidemill.gui.sheets.add_sheet import AddSheet

def kept(*words):
    files = places.settings_file().with_name("desks").glob("*.json")
    text = "".join(file.read_text() for file in files)
    return all(word in text for word in words)

def steps(window, path):
    window.navigate("experiments")
    while not window.is_settled(): yield
    table = window.navigator.view().runs.table
    while table.model().rowCount() < 90: yield
    head = table.head()
    column = next(n for n, c in enumerate(head.table_model().columns) if c.id == "metrics.auc")
    place = QPoint(head.section_left(column) + 12, head.height() // 2)
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)
    while not table.sorts() or window.session.is_busy(): yield
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)
    while table.sorts() != [("metrics.auc", True)] or window.session.is_busy(): yield
    while table._model.source.key(5) > table._model.source.key(80): yield  # the new order is there
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_PageDown)
    QTest.keyClick(table, Qt.Key.Key_PageDown)
    for _ in range(2):
        QTest.keyClick(table, Qt.Key.Key_Space)
        QTest.keyClick(table, Qt.Key.Key_Down)
    while len(table.selected_keys()) != 2: yield
    window.drops.add([path])
    while not window.drops.overlay.look.isVisible(): yield
    QTest.mouseClick(window.drops.overlay.look, Qt.MouseButton.LeftButton)
    while (sheet := shown(window, AddSheet)) is None: yield
    sheet.choices.name.edit.selectAll()
    QTest.keyClicks(sheet.choices.name.edit, "returns")
    while not kept("rows:Runs:1", "returns", path.name, "KeyedTable:Runs"): yield
    say("sorted", [list(each) for each in table.sorts()])
    say("selected", table.selected_keys())
    say("scrolled", table.verticalScrollBar().value())
    os.kill(os.getpid(), signal.SIGKILL)
    yield
"""

_MARKED_AGAIN = """
from tidemill.gui.sheets.add_sheet import AddSheet

def steps(window, path):
    while (sheet := shown(window, AddSheet)) is None: yield
    while sheet._restored is None or not sheet._restored.isVisible(): yield
    table = window.navigator.view().runs.table
    say("sorted", [list(each) for each in table.sorts()])
    say("selected", table.selected_keys())
    say("scrolled", table.verticalScrollBar().value())
    say("name", sheet.choices.name.text())
    sheet.leave()
"""


def test_after_a_kill_order_place_selected_rows_and_the_sheet_on_a_dropped_file_return(
    world, tmp_path
):
    file = write_orders(tmp_path / "orders.csv", 1, 200)
    with world.workspace.store.write() as tx:
        for number in range(90):
            pk = runs.insert(
                tx, uuid=new_id(), project="default", experiment="orders", name=f"run-{number}",
                user="tester", job_id=None, dataset_version_id=None,
            )  # fmt: skip
            runs.put_values(tx, pk, params={}, metrics={"auc": 0.5 + number / 200})
            runs.ended(tx, [pk], RunState.FINISHED)
    before = play(world, _MARKED, file, code=-signal.SIGKILL)
    after = play(world, _MARKED_AGAIN, file)
    assert before["sorted"] == [["metrics.auc", True]]
    assert len(before["selected"]) == 2
    assert before["scrolled"] > 0
    assert after.pop("name") == "returns"
    assert after == before
