"""Model files let go over the window: what they are, and the sheet that imports them."""

import pickle
from collections.abc import Callable
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
from tidemill.gui.shell.main_window import MainWindow
from tidemill.services import jobs, workers

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
