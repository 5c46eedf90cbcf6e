"""Every page opened fifty times leaves as many widgets, objects, timers and threads as before."""

import gc
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from tidemill.gui.shell.page import Page, discover, parts_of
from tidemill.services.workspace import Workspace

OPENINGS = 50
WARM_UP = 3
"""What is made once (caches, fonts, a page's own modules) is there after so many."""

every_page = pytest.mark.parametrize("page", discover(), ids=lambda page: page.id)


def opened_and_closed(page: Page, context: Any, settle: Callable[[Any], None]) -> None:
    """Open a page as the window does, wait until it has loaded, and close it."""
    view = page.create(context)
    context.sheet_host.layout().addWidget(view)
    view.show_address(parts_of(page.address)[1:])
    settle(view)
    context.sheet_host.grab()  # all of it is painted, so that icons and glyphs are kept from now on
    view.close_page()
    for action in view.bar_actions():
        if action.parent() is None:
            action.deleteLater()
    view.hide()
    view.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()


def living() -> tuple[Counter[str], int, int]:
    """Qt objects by class, timers that run, and threads, after a collection."""
    gc.collect()
    objects = [one for one in gc.get_objects() if isinstance(one, QObject) and isValid(one)]
    kinds = Counter(type(one).__name__ for one in objects)
    kinds["widgets of Qt"] = len(QApplication.allWidgets())
    timers = sum(one.isActive() for one in objects if isinstance(one, QTimer))
    return kinds, timers, threading.active_count()


@every_page
def test_a_page_that_is_opened_fifty_times_leaves_nothing(
    page: Page, filled: Workspace, page_context: Any, settle: Callable[[Any], None]
) -> None:
    page_context.sheet_host.show()
    for _ in range(WARM_UP):
        opened_and_closed(page, page_context, settle)
    before = living()
    for _ in range(OPENINGS):
        opened_and_closed(page, page_context, settle)
    after = living()
    assert after[0] - before[0] == Counter()
    assert after[1:] == before[1:]
