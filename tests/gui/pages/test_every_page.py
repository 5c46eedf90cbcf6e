"""Every page the program has, in both themes: with nothing to show, with the disk away, and full.

The pages come from where the window takes them, so that a new one is tested without being listed.
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tidemill.base.clock import HeldClock, SystemClock
from tidemill.gui.kit import theme as themes
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.empty import EmptyState
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.loading import Loading
from tidemill.gui.kit.popover import Popover
from tidemill.gui.kit.tokens import DARK, LIGHT
from tidemill.gui.shell.page import Page, PageView, discover
from tidemill.services import workspace as spaces
from tidemill.services.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton
HEADINGS = {"display", "title", "h2"}
Open = Callable[..., PageView]
Settle = Callable[[Any], None]
Picture = Callable[[PageView], QImage]

every_page = pytest.mark.parametrize("page", discover(), ids=lambda page: page.id)
both_themes = pytest.mark.parametrize("theme", ["light", "dark"])


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An empty workspace in which time stands, so that "2 s ago" stays so."""
    clock = HeldClock(SystemClock().now())
    made = spaces.create(tmp_path / "workspace", clock=clock)
    yield made
    made.close()


@pytest.fixture
def pull_disk(page_context: Any) -> Iterator[tuple[Callable[[], None], Callable[[], None]]]:
    """Two functions: the workspace's disk is pulled out, and it is plugged in again.

    The news stand still from then on, so that only the person can bring a page back.
    """
    here: Path = page_context.workspace.folder
    away = here.with_name("pulled out")

    def pull() -> None:
        page_context.feed.close()
        page_context.workspace.close()
        here.rename(away)

    def plug_in() -> None:
        away.rename(here)

    yield pull, plug_in
    if away.exists():
        plug_in()


def shown(view: QWidget, *kinds: type[QWidget]) -> list[Any]:
    """The widgets of some kinds that a person sees."""
    found = [each for kind in kinds for each in view.findChildren(kind)]
    return [each for each in found if each.isVisible() and each.height() and each.width()]


def has_asked(context: Any, view: QWidget, times: int) -> bool:
    """Whether the page asked the window for something, or opened a box, so many times."""
    asks = (context.navigated, context.dialogs, context.sheets, context.ran, context.workers)
    return sum(len(each) for each in asks) + len(view.findChildren(Popover)) == times


@pytest.fixture
def picture(qtbot: QtBot) -> Picture:
    """Draws a page on its ground once it has come to rest, without a cursor that blinks."""

    def draw(view: PageView) -> QImage:
        host = view.context.sheet_host
        focused = host.focusWidget()
        if focused is not None:
            focused.clearFocus()
        pictures = [QImage(), host.grab().toImage()]

        def is_at_rest() -> bool:
            QCoreApplication.processEvents()  # layouts that were asked for and are not done
            pictures[:] = [pictures[1], host.grab().toImage()]
            return pictures[0] == pictures[1]

        qtbot.waitUntil(is_at_rest)
        return pictures[1].convertToFormat(QImage.Format.Format_RGB32)

    return draw


def far(one: QColor, other: QColor) -> int:
    """How different two colours are."""
    pairs = zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)  # type: ignore[index]
    return sum(abs(a - b) for a, b in pairs)


def ink(seen: QImage, label: QWidget, host: QWidget) -> tuple[QColor, QColor]:
    """The ground a text stands on, and the colour farthest from it."""
    corner = label.mapTo(host, QPoint(0, 0))
    inside = seen.copy(corner.x(), corner.y(), label.width(), label.height())
    ground = inside.pixelColor(0, 0)
    places = ((x, y) for x in range(inside.width()) for y in range(inside.height()))
    colours = {inside.pixel(x, y) for x, y in places}
    return ground, max((QColor(each) for each in colours), key=lambda each: far(each, ground))


def assert_dressed(seen: QImage, view: PageView, theme: str) -> None:
    """The page lies on the theme's ground, and every line is in the theme's colour for it."""
    mine, other = (LIGHT, DARK) if theme == "light" else (DARK, LIGHT)
    assert themes.current() is mine
    host = view.context.sheet_host
    for x, y in ((1, 1), (seen.width() - 2, 1), (1, seen.height() - 2)):
        assert seen.pixelColor(x, y) == QColor(mine.surface)
    lines = [label for label in shown(view, Label) if label.text().strip()]
    lines = [label for label in lines if label.visibleRegion().contains(label.rect())]
    for label in lines:
        ground, drawn = ink(seen, label, host)
        assert far(drawn, ground) > 100, f"{label.text()!r} can't be read"
        wanted, wrong = QColor(getattr(mine, label._tone)), QColor(getattr(other, label._tone))
        assert far(drawn, wanted) < far(drawn, wrong), f"{label.text()!r} is {drawn.name()}"
        if label._role in HEADINGS:
            assert far(drawn, wanted) < 30, f"{label.text()!r} is {drawn.name()}"


@every_page
@both_themes
def test_page_of_an_empty_store_says_what_will_be_here_and_how_to_begin(
    page: Page, theme: str, open_page: Open, page_context: Any, picture: Picture, qtbot: QtBot
) -> None:
    assert not page.has_data(page_context.workspace)
    view = open_page(page, page.address)
    assert view.state_word() == "empty"
    assert not shown(view, ErrorPanel, Loading)
    headings = [label.text() for label in shown(view, Label) if label._role in HEADINGS]
    assert headings
    assert all(headings)
    words = shown(view, Paragraph)
    assert any(text.text() for text in words), "a sentence says how"
    assert all(text.height() >= text.heightForWidth(text.width()) for text in words)
    ways = [button for button in shown(view, Button) if button.isEnabled()]
    assert ways, "a button leads on"
    assert_dressed(picture(view), view, theme)
    for n_asked, button in enumerate(ways):
        qtbot.mouseClick(button, LEFT)
        qtbot.waitUntil(partial(has_asked, page_context, view, n_asked + 1))
        for sheet in page_context.sheets:
            if isValid(sheet):
                sheet.close_sheet()
        for box in view.findChildren(Popover):
            box.close()
    assert page_context.problems == []


@every_page
@both_themes
def test_page_of_a_store_that_is_away_says_so_and_is_back_when_tried_again(
    page: Page,
    theme: str,
    filled: Workspace,
    open_page: Open,
    page_context: Any,
    pull_disk: tuple[Callable[[], None], Callable[[], None]],
    settle: Settle,
    picture: Picture,
    qtbot: QtBot,
) -> None:
    pull, plug_in = pull_disk
    pull()
    view = open_page(page, page.address)
    for attempt in range(2):
        assert view.state_word() == "error"
        assert not shown(view, EmptyState, Loading)
        (panel,) = shown(view, ErrorPanel)
        words = [text.text() for text in shown(panel, Paragraph)]
        assert len(words) == 2, "what happened, and what to do"
        assert str(filled.folder) in words[0], "the world's error, not ours"
        assert all(each.endswith(".") for each in words)
        assert panel.action.words() == "Try again"
        if attempt == 0:
            assert_dressed(picture(view), view, theme)
            qtbot.mouseClick(panel.action, LEFT)  # in vain: it is away still
            assert not view.is_settled()
            settle(view)
    plug_in()
    qtbot.mouseClick(panel.action, LEFT)
    settle(view)
    assert view.state_word() == "ready"
    assert not shown(view, ErrorPanel, EmptyState, Loading)
    assert page_context.problems == []


@every_page
@both_themes
def test_page_of_a_filled_store_shows_what_there_is(
    page: Page, theme: str, filled: Workspace, open_page: Open, page_context: Any, picture: Picture
) -> None:
    assert page.has_data(filled), "let the filled store hold something for this page"
    view = open_page(page, page.address)
    assert view.state_word() == "ready"
    assert not shown(view, ErrorPanel, EmptyState, Loading)
    assert page_context.problems == []
    assert_dressed(picture(view), view, theme)


@every_page
@both_themes
def test_page_that_was_open_when_the_theme_changed_looks_like_one_opened_after(
    page: Page, theme: str, filled: Workspace, open_page: Open, picture: Picture
) -> None:
    before = "dark" if theme == "light" else "light"
    themes.set_theme(before)  # type: ignore[arg-type]
    view = open_page(page, page.address)
    themes.set_theme(theme)  # type: ignore[arg-type]
    turned = picture(view)
    assert_dressed(turned, view, theme)
    view.hide()
    fresh = open_page(page, page.address)
    assert picture(fresh) == turned
