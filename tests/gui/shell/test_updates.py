"""A newer version is told of only where a person turned that on; else nothing runs or asks."""

from datetime import datetime

import pytest
from PySide6.QtCore import QObject, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from tidemill.gui.shell import memory
from tidemill.gui.shell.updates import UpdateNotice
from tidemill.gui.shell.window import Frame
from tidemill.services import updates
from tidemill.services.updates import Newer

AT = "https://tide.example/newest.json"


class _Pages(QObject):
    """Stands for the browser."""

    def __init__(self, opened: list[str]) -> None:
        super().__init__()
        self._opened = opened

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self._opened.append(url.toString())


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that were asked; each answers that 9.9 is there."""
    found: list[str] = []

    def untold(address: str, _now: datetime) -> Newer:
        found.append(address)
        return Newer("9.9", "https://tide.example/news")

    monkeypatch.setattr(updates, "untold", untold)
    return found


@pytest.fixture
def frame(qtbot: QtBot) -> Frame:
    made = Frame([], memory.Look())
    qtbot.addWidget(made, before_close_func=lambda one: one.own.close())
    return made


def test_nothing_is_asked_and_no_timer_runs_unless_it_is_turned_on(frame: Frame, asked: list[str]):
    notice = UpdateNotice(frame)
    for look in (
        memory.Look(),
        memory.Look(updates_at=AT),
        memory.Look(tells_updates=True),
    ):
        frame.look = look
        notice.follow()
        assert not frame.own.is_busy()
        assert not notice.is_on
        assert not any(timer.isActive() for timer in notice.findChildren(QTimer))
    assert asked == []


def test_turned_on_it_asks_at_once_tells_and_leads_to_the_page(
    frame: Frame, asked: list[str], qtbot: QtBot
):
    opened: list[str] = []
    notice = UpdateNotice(frame)
    frame.choose_option("updates.address", AT)
    frame.choose_option("look.density", "compact")
    assert asked == []
    frame.choose_option("updates.tell", True)
    qtbot.waitUntil(lambda: bool(frame.toasts.toasts()))
    assert asked == [AT]
    (toast,) = frame.toasts.toasts()
    assert toast.action == "Read about it"
    handler = _Pages(opened)
    QDesktopServices.setUrlHandler("https", handler, "open")
    try:
        toast.acted.emit()
    finally:
        QDesktopServices.unsetUrlHandler("https")
    assert opened == ["https://tide.example/news"]
    assert notice.is_on
    frame.choose_option("updates.tell", False)
    assert not notice.is_on
    qtbot.waitUntil(lambda: not frame.own.is_busy())
    assert asked == [AT]
