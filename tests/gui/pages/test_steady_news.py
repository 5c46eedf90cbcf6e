"""News that come faster than a page reads: what is read comes to its end, and the rest after it.

The pages come from where the window takes them, so that a new one is tested without being listed.
"""

from collections.abc import Callable
from threading import Event
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tidemill.base.progress import Reporter
from tidemill.gui.bridge.feed import Listener
from tidemill.gui.shell.page import Page, discover


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("page", discover(), ids=lambda page: page.id)
def test_a_page_that_reads_slowly_under_steady_news_becomes_new_all_the_same(
    page: Page,
    page_context: Any,
    open_page: Callable[..., Any],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    view = open_page(page)
    operations, is_let_go = page_context.operations, Event()
    asked: list[str] = []
    begun_anew: list[str] = []
    run = operations.run

    def held(key: str, work: Callable[[Reporter], Any], *callbacks: Any, **others: Any) -> None:
        def waiting(reporter: Reporter) -> Any:
            assert is_let_go.wait(60)
            return work(reporter)

        if key in operations.under_way():
            begun_anew.append(key)
        asked.append(key)
        run(key, waiting, *callbacks, **others)

    def has_heard() -> bool:
        return not any(one._timer.isActive() for one in view.findChildren(Listener))

    monkeypatch.setattr(operations, "run", held)
    page_context.feed.reload.emit()
    qtbot.waitUntil(lambda: bool(asked) and has_heard())
    reads = list(asked)
    for _ in range(2):
        page_context.feed.reload.emit()
        qtbot.waitUntil(has_heard)
    assert begun_anew == []
    is_let_go.set()
    qtbot.waitUntil(lambda: set(reads) <= set(asked[len(reads) :]))
    qtbot.waitUntil(lambda: view.is_settled() and has_heard() and not operations.is_busy())
    assert begun_anew == []
