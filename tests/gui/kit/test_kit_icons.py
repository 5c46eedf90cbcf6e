"""Icons: every name in use resolves, and they take the colours of the theme."""

import ast
import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

import tidemill.gui
from tidemill.gui.kit import icons, theme
from tidemill.gui.kit.gallery import MEANINGS, PLACES

# Where an icon's name stands among the positional arguments of what takes one.
_PLACE = {
    "ActionRow": 0,
    "BarAction": 2,
    "Button": 1,
    "ChainStep": 1,
    "Chip": 2,
    "ChipButton": 1,
    "ChipCell": 2,
    "DropTarget": 0,
    "EmptyState": 4,
    "Field": 1,
    "IconButton": 0,
    "IconCell": 0,
    "IconLabel": 0,
    "IconTile": 0,
    "LineEdit": 1,
    "NoticeBox": 0,
    "icon": 0,
    "lucide": 0,
    "paint_icon": 2,
    "pixmap": 0,
    "set_icon": 0,
    "svg": 0,
}


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _literals(node: ast.expr) -> Iterator[str]:
    """The strings an argument may be, through `a if b else c` and dictionaries."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)


def _names_in_use() -> dict[str, str]:
    """Icon names written in the source of the window, with the file they stand in."""
    found = {}
    root = Path(tidemill.gui.__file__).parent
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            at = _PLACE.get(_called(node))
            given = [node.args[at]] if at is not None and at < len(node.args) else []
            given += [k.value for k in node.keywords if k.arg and k.arg.split("_")[-1] == "icon"]
            for argument in given:
                for name in _literals(argument):
                    found[name] = str(path.relative_to(root))
    return found


def test_every_icon_in_use_resolves() -> None:
    names = _names_in_use()
    assert len(names) > 30
    missing = []
    for name, path in names.items():
        try:
            icons.svg(name)
        except icons.UnknownIcon:
            missing.append(f"{name} in {path}")
    assert missing == []


@pytest.mark.parametrize("name", PLACES + MEANINGS)
def test_icons_with_a_fixed_meaning_resolve(name: str) -> None:
    assert icons.svg(name).startswith("<svg")


def test_unknown_icon_says_its_name() -> None:
    with pytest.raises(icons.UnknownIcon, match="no-such-thing"):
        icons.svg("no-such-thing")


def test_older_name_of_an_icon_still_works() -> None:
    assert "<svg" in icons.svg("home")


def _inks(pixmap: object) -> set[str]:
    image = pixmap.toImage()  # type: ignore[attr-defined]
    return {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }


@pytest.mark.usefixtures("qapp")
def test_icon_takes_the_colour_asked_for_and_the_size_of_the_screen() -> None:
    drawn = icons.pixmap("square", 16, "bad", 2.0)
    assert drawn.size() == QSize(32, 32)
    assert drawn.deviceIndependentSize().toSize() == QSize(16, 16)
    assert theme.colour("bad").name() in _inks(drawn)


def test_qicon_changes_with_the_theme_and_when_disabled(qtbot: QtBot) -> None:
    theme.set_theme("light")
    made = icons.icon("square", "text2")
    light = theme.colour("text2").name()
    assert light in _inks(made.pixmap(QSize(64, 64)))
    theme.set_theme("dark")
    try:
        assert theme.colour("text2").name() in _inks(made.pixmap(QSize(64, 64)))
        off = made.pixmap(QSize(64, 64), QIcon.Mode.Disabled)
        assert theme.colour("disabled").name() in _inks(off)
    finally:
        theme.set_theme("light")


def test_icon_outlives_its_python_half(qtbot: QtBot) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    for name in ("crown", "box", "database"):
        button.setIcon(QIcon(icons.icon(name)))
        copied = button.icon()
        copied.addPixmap(icons.pixmap(name))
    gc.collect()
    assert not button.icon().pixmap(QSize(16, 16)).isNull()


@pytest.mark.usefixtures("qapp")
def test_mark_is_accent_with_round_corners() -> None:
    image = icons.app_mark(64).toImage()
    assert image.pixelColor(0, 0).alpha() == 0
    assert image.pixelColor(4, 32).name() == theme.colour("accent").name()
    assert theme.colour("on_accent").name() in _inks(icons.app_mark(64))
    assert not icons.app_icon().isNull()


@pytest.mark.usefixtures("qapp")
def test_filled_icon_covers_its_middle() -> None:
    hollow = icons.pixmap("diamond", 16, "candidate").toImage()
    filled = icons.pixmap("diamond", 16, "candidate", is_filled=True).toImage()
    assert hollow.pixelColor(8, 8).alpha() == 0
    assert filled.pixelColor(8, 8).name() == theme.colour("candidate").name()
    assert filled.pixelColor(8, 8).alpha() == 255
