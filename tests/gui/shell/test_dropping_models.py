"""Model files let go over the window: what they are, and the sheet that imports them."""

import pickle
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import made_model_files as made
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tidemill.domain.known_parts import Standing
from tidemill.gui.kit.cards import CardButton
from tidemill.gui.sheets.model_sheet import ModelSheet
from tidemill.gui.sheets.version_wish import NEW, JudgedOn, WishChoices
from tidemill.gui.shell.main_window import MainWindow
from tidemill.jobs import queue
from tidemill.jobs.child import perform
from tidemill.jobs.reporter import JobReporter
from tidemill.services import ingesting, job_kinds, jobs, workers
from tidemill.services.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier
COPY = Qt.DropAction.CopyAction


@pytest.fixture
def window(
    main_window: Callable[..., MainWindow], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> MainWindow:
    # Importing starts a worker; here the job is only looked at.
    monkeypatch.setattr(workers, "ensure", lambda _workspace: False)
    return main_window(tmp_path / "store", address="data")


def let_go(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    at = QPoint(700, 60)
    QApplication.sendEvent(window, QDragEnterEvent(at, COPY, data, LEFT, PLAIN))
    QApplication.sendEvent(window, QDropEvent(QPointF(at), COPY, data, LEFT, PLAIN))


def cards(window: MainWindow) -> list[CardButton]:
    return [c for c in window.drops.overlay.findChildren(CardButton) if c.isVisible()]


def said(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel))


def opened(window: MainWindow, qtbot: QtBot, at: int) -> ModelSheet:
    qtbot.mouseClick(cards(window)[at], LEFT)
    qtbot.waitUntil(lambda: any(s.isVisible() for s in window.findChildren(ModelSheet)))
    return next(s for s in window.findChildren(ModelSheet) if s.isVisible())


def test_a_dropped_model_says_what_it_is_and_is_imported_from_its_sheet(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "churn.onnx"
    path.write_bytes(made.onnx_file())
    let_go(window, path)
    qtbot.waitUntil(lambda: len(cards(window)) == 2)
    assert "churn.onnx holds an ONNX graph" in said(window.drops.overlay)
    sheet = opened(window, qtbot, 0)
    assert "skl2onnx 1.20.0" in said(sheet)
    assert not sheet.trust.isVisible()
    assert sheet.primary.isEnabled()
    with qtbot.waitSignal(sheet.imported):
        qtbot.mouseClick(sheet.primary, LEFT)
    workspace = window.workspace()
    assert workspace is not None
    assert [job.kind for job in jobs.newest(workspace)] == ["model.import"]
    assert window.toasts.toasts()[0].text() == "Importing churn.onnx"


def test_a_pickle_is_imported_only_once_a_person_says_that_it_is_trusted(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "churn.pkl"
    path.write_bytes(made.odd()["unknown class"])
    let_go(window, path)
    qtbot.waitUntil(lambda: len(cards(window)) == 2)
    sheet = opened(window, qtbot, 0)
    assert "acme.models.Churn" in said(sheet)
    assert sheet.trust.isVisible()
    assert not sheet.primary.isEnabled()
    sheet.trust.setChecked(True)
    with qtbot.waitSignal(sheet.imported):
        qtbot.mouseClick(sheet.primary, LEFT)
    workspace = window.workspace()
    assert workspace is not None
    assert jobs.newest(workspace)[0].params["trusted"] is True


def take_in(workspace: Workspace) -> None:
    """Do what waits, as the worker would."""
    while (claimed := queue.claim(workspace.store, "w")) is not None:
        job = queue.begin(workspace.store, claimed.id, claimed.attempts)
        assert job is not None
        reporter = JobReporter(workspace.store, job.id, job.attempts)
        perform(workspace.store, job_kinds.kinds(), workspace, job, reporter)


def test_a_dropped_model_is_made_a_version_of_a_model_on_data_that_a_person_names(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    workspace = window.workspace()
    assert workspace is not None
    data = tmp_path / "churn.csv"
    data.write_text("age,plan,left\n" + "".join(f"{n},a,{n % 2}\n" for n in range(60)))
    ingesting.add(workspace, [data], dataset="churn", target="left")
    with ThreadPoolExecutor(1) as pool:  # reading it would hold the window's thread
        taken_in = pool.submit(take_in, workspace)
        qtbot.waitUntil(taken_in.done)
        taken_in.result()
    path = tmp_path / "churn.onnx"
    path.write_bytes(made.onnx_file())
    let_go(window, path)
    qtbot.waitUntil(lambda: len(cards(window)) == 2)
    sheet = opened(window, qtbot, 0)
    wish = sheet.wish
    assert not wish.model.isVisible()
    qtbot.mouseClick(wish.wanted, LEFT)
    qtbot.waitUntil(lambda: wish.data.value() == "churn@1")
    assert (wish.target.value(), wish.model.value()) == ("left", NEW)
    assert wish.name.isVisible()
    assert sheet.primary.isEnabled(), "the file's own name is offered"
    wish.name.set_text(" ")
    assert not sheet.primary.isEnabled()
    wish.name.set_text("leavers")
    qtbot.keyClicks(wish.columns.edit, "age, plan")
    with qtbot.waitSignal(sheet.imported):
        qtbot.mouseClick(sheet.primary, LEFT)
    asked = next(job for job in jobs.newest(workspace) if job.kind == "model.import")
    assert asked.params["version"] == {
        "model": "leavers",
        "on": "churn@1",
        "target": "left",
        "positive": None,
        "columns": ["age", "plan"],
    }


def test_data_that_the_model_can_not_answer_for_is_refused_in_the_sheet(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "churn.onnx"
    path.write_bytes(made.onnx_file())
    let_go(window, path)
    qtbot.waitUntil(lambda: len(cards(window)) == 2)
    sheet = opened(window, qtbot, 0)
    sheet.wish.show_choices(WishChoices((), (JudgedOn("ghost@1", ("a", "b"), "b"),)))
    sheet.wish.wanted.setChecked(True)
    assert sheet.primary.isEnabled()
    qtbot.mouseClick(sheet.primary, LEFT)
    qtbot.waitUntil(sheet._failure.isVisible)
    assert "ghost" in said(sheet._failure)


def test_what_runs_code_can_be_looked_at_and_not_imported(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "gift.pkl"
    path.write_bytes(made.malicious(tmp_path / "canary")["subprocess"])
    let_go(window, path)
    qtbot.waitUntil(lambda: len(cards(window)) == 1)
    assert "would run code" in said(window.drops.overlay)
    sheet = opened(window, qtbot, 0)
    assert "subprocess.check_call" in said(sheet)
    assert str(Standing.ACTS) in said(sheet)
    assert not sheet.primary.isVisible()
    assert not sheet.trust.isVisible()
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not sheet.isVisible())
    assert not (tmp_path / "canary").exists()


def test_a_damaged_model_says_so_and_what_is_none_as_well(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    cut = tmp_path / "cut.pkl"
    cut.write_bytes(pickle.dumps({"a": list(range(100))})[:60])
    let_go(window, cut)
    qtbot.waitUntil(lambda: "only in part" in said(window.drops.overlay))
    qtbot.keyClick(window.drops.overlay, Qt.Key.Key_Escape)
    none = tmp_path / "none.skops"
    none.write_bytes(b"PK\x03\x04 but no archive")
    let_go(window, none)
    qtbot.waitUntil(lambda: "no skops file" in said(window.drops.overlay))
    assert cards(window) == []
