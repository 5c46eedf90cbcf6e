"""Files dropped on the window: where they could go, and that they go there."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tidemill.gui.kit.cards import CardButton
from tidemill.gui.shell.dropping import name_filter
from tidemill.gui.shell.main_window import MainWindow
from tidemill.services import jobs, workers

LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier
COPY = Qt.DropAction.CopyAction


@pytest.fixture
def window(
    main_window: Callable[..., MainWindow],
    places: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> MainWindow:
    # Adding starts a worker; here the job is only looked at.
    monkeypatch.setattr(workers, "ensure", lambda _workspace: False)
    return main_window(tmp_path / "store", places.pages())


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "flights.csv"
    path.write_text("origin,late\nJFK,1\nLGA,0\n")
    return path


def mime(*paths: Path) -> QMimeData:
    made = QMimeData()
    made.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return made


def enter(window: MainWindow, data: QMimeData) -> bool:
    event = QDragEnterEvent(QPoint(700, 400), COPY, data, LEFT, PLAIN)
    QApplication.sendEvent(window, event)
    return event.isAccepted()


def drop(window: MainWindow, data: QMimeData, at: QPoint) -> None:
    QApplication.sendEvent(window, QDragMoveEvent(at, COPY, data, LEFT, PLAIN))
    QApplication.sendEvent(window, QDropEvent(QPointF(at), COPY, data, LEFT, PLAIN))


def cards(window: MainWindow) -> list[CardButton]:
    return [c for c in window.drops.overlay.findChildren(CardButton) if c.isVisible()]


def said(window: MainWindow) -> str:
    return " ".join(label.text() for label in window.drops.overlay.findChildren(QLabel))


def test_a_dropped_file_becomes_a_job_where_it_was_let_go(
    window: MainWindow, table: Path, qtbot: QtBot
) -> None:
    data = mime(table)
    assert enter(window, data)
    overlay = window.drops.overlay
    assert overlay.isVisible()
    qtbot.waitUntil(lambda: bool(window.drops.targets()))
    assert [t.kind for t in window.drops.targets()] == ["new"]
    middle = cards(window)[0].mapTo(overlay, cards(window)[0].rect().center())
    with qtbot.waitSignal(window.drops.taken) as heard:
        drop(window, data, middle)
    assert not overlay.isVisible()
    workspace = window.workspace()
    assert workspace is not None
    assert heard.args is not None
    added = heard.args[1]
    assert jobs.find(workspace, added.job_id).kind == "dataset.ingest"
    assert window.toasts.toasts()[0].text() == "Adding the file to flights"


def test_letting_go_before_the_file_is_read_asks_afterwards(
    window: MainWindow, table: Path, qtbot: QtBot
) -> None:
    data = mime(table)
    enter(window, data)
    drop(window, data, QPoint(700, 400))
    assert window.drops.overlay.isVisible()
    qtbot.waitUntil(lambda: len(cards(window)) == 1)
    with qtbot.waitSignal(window.drops.taken):
        qtbot.keyClick(window.drops.overlay, Qt.Key.Key_Return)


def test_a_file_that_cannot_be_read_says_why_and_esc_leaves(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"\xff\xd8\xff")
    enter(window, mime(path))
    overlay = window.drops.overlay
    qtbot.waitUntil(lambda: "Can't read photo.jpg" in said(window))
    assert ".csv" in said(window)
    assert cards(window) == []
    assert window.is_covered()
    qtbot.keyClick(overlay, Qt.Key.Key_Escape)
    assert not overlay.isVisible()
    assert not window.is_covered()


def test_esc_leaves_also_where_the_focus_went_with_a_popup(
    window: MainWindow, table: Path, qtbot: QtBot
) -> None:
    enter(window, mime(table))
    qtbot.waitUntil(lambda: len(cards(window)) > 0)
    focused = window.focusWidget()
    if focused is not None:
        focused.clearFocus()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.drops.overlay.isVisible()
    assert not window.is_covered()


def test_leaving_with_the_files_takes_nothing(
    window: MainWindow, table: Path, qtbot: QtBot
) -> None:
    enter(window, mime(table))
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not window.drops.overlay.isVisible()
    workspace = window.workspace()
    assert workspace is not None
    assert jobs.newest(workspace) == []


def test_text_and_what_is_not_on_this_computer_is_not_taken(window: MainWindow) -> None:
    text = QMimeData()
    text.setText("hello")
    assert not enter(window, text)
    far = QMimeData()
    far.setUrls([QUrl("https://example.invalid/a.csv")])
    assert not enter(window, far)
    assert not window.drops.overlay.isVisible()


def test_chosen_files_get_the_same_cards(window: MainWindow, table: Path, qtbot: QtBot) -> None:
    assert window.context is not None
    window.context.add_files([table])
    qtbot.waitUntil(lambda: len(cards(window)) == 1)
    with qtbot.waitSignal(window.drops.taken):
        qtbot.mouseClick(cards(window)[0], LEFT)


def test_a_pasted_table_shows_the_same_cards(window: MainWindow, qtbot: QtBot) -> None:
    QApplication.clipboard().setText("origin\tlate\nJFK\t1\nLGA\t0\n")
    qtbot.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(window.drops.targets()))
    assert "2 rows, 2 columns, pasted as tab separated" in said(window)
    with qtbot.waitSignal(window.drops.taken) as heard:
        qtbot.keyClick(window.drops.overlay, Qt.Key.Key_Return)
    assert heard.args[0].dataset == "pasted"


def test_a_pasted_file_is_looked_at_like_a_dropped_one(
    window: MainWindow, table: Path, qtbot: QtBot
) -> None:
    QApplication.clipboard().setMimeData(mime(table))
    window.run_command("data.paste")
    qtbot.waitUntil(lambda: bool(window.drops.targets()))
    assert "flights.csv" in said(window)


def test_what_is_no_table_is_said_when_it_is_pasted(window: MainWindow, qtbot: QtBot) -> None:
    QApplication.clipboard().setText("just a few words")
    window.run_command("data.paste")
    qtbot.waitUntil(lambda: "is one line" in said(window))
    assert cards(window) == []


def test_the_dialog_offers_every_kind_that_can_be_read() -> None:
    offered = name_filter()
    assert all(f"*{ending}" in offered for ending in (".csv", ".parquet", ".xlsx", ".sqlite"))
