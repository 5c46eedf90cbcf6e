"""Every page in the looks that a person may choose: small text in compact rows, large text in roomy
ones, mirrored with more contrast. Nothing is cut or hangs out, and with less motion nothing moves.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QAbstractAnimation, QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from tidemill.gui.kit import theme as themes
from tidemill.gui.kit.control import Control
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.labels import Label, RichLine
from tidemill.gui.shell.page import Page, PageView, discover
from tidemill.services.workspace import Workspace

Open = Callable[..., PageView]

every_page = pytest.mark.parametrize("page", discover(), ids=lambda page: page.id)


def choose_small() -> None:
    themes.set_text_scale(0.9)
    themes.set_density("compact")


def choose_large() -> None:
    themes.set_text_scale(1.25)
    themes.set_density("roomy")


def choose_mirrored() -> None:
    QGuiApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    themes.set_contrast("more")


def choose_usual() -> None:
    """As the window looks at first."""


LOOKS = [choose_usual, choose_small, choose_large, choose_mirrored]
every_look = pytest.mark.parametrize("choose", LOOKS, ids=lambda one: one.__name__[7:])


@pytest.fixture(autouse=True)
def left_to_right_again() -> Iterator[None]:
    yield
    QGuiApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def seen(view: QWidget, *kinds: type[Any]) -> list[Any]:
    found = [each for kind in kinds for each in view.findChildren(kind)]
    return [each for each in found if each.isVisible() and each.width() and each.height()]


def came_to_rest(view: PageView) -> None:
    """Let layouts that were asked for be done: one may ask for another."""
    sizes: list[list[tuple[int, int]]] = [[], []]
    while sizes[0] != sizes[1] or not sizes[1]:
        QCoreApplication.processEvents()
        sizes = [sizes[1], [(one.width(), one.height()) for one in view.findChildren(QWidget)]]


def cut(view: QWidget) -> list[str]:
    """What has less room than its words need, or hangs out of what holds it."""
    found = []
    for one in seen(view, Control):
        need = one.minimumSizeHint()
        if one.width() < need.width() - 1 or one.height() < need.height() - 1:
            name = one.accessibleName() or one.text()
            found.append(f"{type(one).__name__} {name!r} is {one.size()}, needs {need}")
    for one in seen(view, Label):
        tall = face(one._role, one._numeric).height
        is_narrow = one._elide == "none" and one.width() < one.sizeHint().width() - 1
        if one.height() < tall - 1 or is_narrow:
            found.append(f"{one.text()!r} is {one.size()}, needs {one.sizeHint()}")
    for one in seen(view, RichLine):
        need = one.heightForWidth(one.width())
        if one.height() < need - 1:
            found.append(f"{one.text()!r} is {one.height()} high, needs {need}")
    for one in seen(view, Control, Label, RichLine):
        holder = one.parentWidget()
        is_scrolled = isinstance(holder.parentWidget(), QAbstractScrollArea)
        if not is_scrolled and (one.x() < -1 or one.geometry().right() > holder.width() + 1):
            found.append(f"{one.text()!r} hangs out of its {type(holder).__name__}")
    return found


@every_look
@every_page
def test_nothing_is_cut_in_any_look(
    page: Page, choose: Callable[[], None], filled: Workspace, open_page: Open, page_context: Any
) -> None:
    choose()
    page_context.sheet_host.resize(1044, 620)  # what the smallest window leaves a page
    for _name, address in (page.picture_addresses(filled) or [(page.id, page.address)])[:4]:
        view = open_page(page, address)
        came_to_rest(view)
        assert cut(view) == [], address
        moving = page_context.sheet_host.findChildren(QAbstractAnimation)
        running = QAbstractAnimation.State.Running
        assert [one for one in moving if one.state() is running] == [], address
        view.hide()
    assert page_context.problems == []
