"""What people are told in the window: once, with the way to it, together where it is much."""

from typing import Any

import pytest
from made_models import add_model
from PySide6.QtWidgets import QSystemTrayIcon, QWidget
from pytestqt.qtbot import QtBot

from tidemill.gui.shell.centre.deeds import NoticeDeeds
from tidemill.gui.shell.notices import Notices, brief
from tidemill.gui.shell.tray import Tray
from tidemill.services import channels
from tidemill.services.workspace import Workspace
from tidemill.store import incidents


class Seen:
    """What was shown, and where a click led."""

    def __init__(self) -> None:
        self.toasts: list[tuple[str, str, str]] = []
        self.popped: list[str] = []
        self.gone_to: list[str] = []
        self.is_active = True
        self.act: Any = None

    def say(self, text: str, action: str, on_action: Any, _icon: str, tone: str) -> None:
        self.toasts.append((text, action, tone))
        self.act = on_action


class Popping(Tray):
    """An icon that writes down what it would show."""

    def __init__(self, seen: Seen, qtbot: QtBot) -> None:
        window = QWidget()
        qtbot.addWidget(window)
        super().__init__(window, lambda: None, lambda: None)
        self._seen = seen

    def pop(self, title: str, words: str, _icon: QSystemTrayIcon.MessageIcon) -> None:
        self._seen.popped.append(f"{title}: {words}")


@pytest.fixture
def tell(workspace: Workspace):
    """Writes a notice of a new incident down."""
    model_id, champion, _ = add_model(workspace, "late")
    channels.every(workspace)

    def tell_one(title: str, severity: str = "critical") -> int:
        with workspace.store.write() as tx:
            facts: dict[str, Any] = {"outcome": "", "owner": "", "facts": {}}
            keys = {"model_id": model_id, "version_id": champion}
            values = {"title": title, "sentence": f"{title}, it says.", "severity": severity}
            key = incidents.insert(tx, **keys, **values, **facts)
            found = incidents.find(tx.connection, key)
            assert found is not None
            now = tx.clock.now()
            incidents.tell(tx, found, "opened", due_at=now, tells=("approvers",))
            return key

    return tell_one


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def notices(page_context, seen: Seen, qtbot: QtBot):
    """The notices of a window that stands in the recorded context."""
    page_context.toast = seen.say
    page_context.navigate = seen.gone_to.append
    deeds = NoticeDeeds(page_context, page_context.sheet_host)
    made = Notices(page_context, deeds, Popping(seen, qtbot), lambda: seen.is_active)
    yield made
    made.close()


def test_an_incident_is_shown_once_and_leads_to_its_page(tell, notices, seen, qtbot):
    notices.start()
    key = tell("The delay moved")
    qtbot.waitUntil(lambda: len(seen.toasts) == 1)
    assert seen.toasts == [("late: The delay moved\nThe delay moved, it says.", "Open", "bad")]
    seen.act()
    assert seen.gone_to == [f"tidemill://incidents/{key}"]
    assert seen.popped == []  # the window is looked at
    notices.look()
    qtbot.waitUntil(lambda: not notices._context.operations.is_busy("shell.notices"))
    assert len(seen.toasts) == 1


def test_while_the_window_is_not_looked_at_the_system_tells_and_a_click_leads_there(
    tell, notices, seen, qtbot
):
    seen.is_active = False
    key = tell("Rows are few", "warning")
    notices.start()
    qtbot.waitUntil(lambda: len(seen.popped) == 1)
    assert seen.popped == ["late: Rows are few: Rows are few, it says."]
    assert seen.toasts[0][2] == "warn"
    notices._tray.icon.messageClicked.emit()
    assert seen.gone_to == [f"tidemill://incidents/{key}"]


def test_much_at_once_is_told_together(tell, notices, seen, qtbot):
    for number in range(4):
        tell(f"Trouble {number}", "warning")
    notices.start()
    qtbot.waitUntil(lambda: len(seen.toasts) == 1)
    assert seen.toasts[0][0].startswith("4 new incidents\n")
    seen.act()
    assert seen.gone_to == ["tidemill://monitoring"]


def test_a_desktop_switched_off_stays_quiet(tell, notices, seen, qtbot, workspace):
    channels.change(workspace, "desktop", is_on=False)
    tell("The delay moved")
    notices.start()
    qtbot.waitUntil(lambda: not notices._context.operations.is_busy("shell.notices"))
    assert seen.toasts == []


def test_a_toast_tells_the_first_sentence_cut_between_words() -> None:
    assert brief("The delay moved, it says.") == "The delay moved, it says."
    assert brief("AUC fell to 0.61. carrier moved. wind_speed moved.") == "AUC fell to 0.61."
    long = f"{'wind_speed ' * 30}moved. AUC fell."
    told = brief(long)
    assert told.endswith("wind_speed…")
    assert len(told) <= 111
