"""Every page, and what stands over pages, looks as it did; `make pictures` when it should not.

The pages of `IN_FULL` are kept in both themes and both sizes, every other address once.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tidemill.gui.pictures import SIZES, THEMES, show, views_of
from tidemill.gui.shell.main_window import MainWindow
from tidemill.gui.shell.page import Page, discover
from tidemill.services import workspace as spaces

Open = Callable[[Path, tuple[int, int]], AbstractContextManager[MainWindow]]
Hold = Callable[[MainWindow, str], None]
Size = tuple[int, int]

KEPT = Path(__file__).parent / "kept"
IN_FULL = {
    "home",
    "data",
    "data_profile",
    "data_train",
    "experiments",
    "experiments_run",
    "experiments_compare",
    "models",
    "models_parcel-delay_promote",
    "deployments",
    "monitoring",
    "incident",
    "alert_rules",
    "automations",
    "automations_new",
    "activity",
}
SAME_AS_PAGE = {"models_parcel-delay", "monitoring_parcel-delay", "deployments_parcel-delay"}
"""Addresses that the page goes to by itself: they would be kept twice."""
ONCE = ("light", (1100, 700))
OVER: dict[str, Callable[[MainWindow], None]] = {
    "settings": MainWindow.open_settings,
    "palette": MainWindow.open_palette,
    "notifications": MainWindow.open_centre,
    "keys": MainWindow.open_keys,
}
IN_TWO = (("light", (1440, 900)), ("dark", (1100, 700)))

every_page = pytest.mark.parametrize("page", discover(), ids=lambda page: page.id)
both_themes = pytest.mark.parametrize("theme", THEMES)


def file_name(name: str, theme: str, size: Size) -> str:
    return f"{name}_{theme}_{size[0]}x{size[1]}"


def wanted(name: str, theme: str, size: Size) -> bool:
    """Whether an address is kept in a look."""
    return name not in SAME_AS_PAGE and (name in IN_FULL or (theme, size) == ONCE)


@every_page
@both_themes
@pytest.mark.slow_loop("each picture is drawn, read and compared in the event loop's thread")
def test_page_looks_as_it_did(
    page: Page, theme: str, parcels: Path, opened: Open, hold: Hold
) -> None:
    with opened(parcels, SIZES[0]) as window:
        own = [(name, at) for name, at, of in views_of(window) if of is page]
        for size in SIZES:
            for name, address in own:
                if wanted(name, theme, size):
                    assert show(window, address, theme, size) == "ready", name
                    hold(window, file_name(name, theme, size))


@pytest.mark.parametrize("over", OVER)
@pytest.mark.slow_loop("each picture is drawn, read and compared in the event loop's thread")
def test_what_stands_over_a_page_looks_as_it_did(
    over: str,
    parcels: Path,
    opened: Open,
    hold: Hold,
    qtbot: QtBot,
    close_sheets: Callable[[MainWindow], None],
) -> None:
    with opened(parcels, SIZES[0]) as window:
        for theme, size in IN_TWO:
            show(window, "home", theme, size)
            OVER[over](window)
            qtbot.wait(150)
            hold(window, file_name(over, theme, size))
            close_sheets(window)
            window.palette_overlay.hide()


@pytest.mark.slow_loop("each picture is drawn, read and compared in the event loop's thread")
def test_first_run_looks_as_it_did(tmp_path: Path, opened: Open, hold: Hold) -> None:
    spaces.create(tmp_path / "new").close()
    with opened(tmp_path / "new", SIZES[0]) as window:
        for theme, size in IN_TWO:
            assert show(window, "home", theme, size) == "empty"
            hold(window, file_name("first_run", theme, size))


def test_every_kept_picture_is_of_something_that_is_still_drawn(
    parcels: Path, opened: Open
) -> None:
    looks = [(theme, size) for theme in THEMES for size in SIZES]
    with opened(parcels, SIZES[0]) as window:
        names = [name for name, _, _ in views_of(window)]
    drawn = {file_name(name, *look) for name in names for look in looks if wanted(name, *look)}
    drawn |= {file_name(name, *look) for name in (*OVER, "first_run") for look in IN_TWO}
    assert {path.stem for path in KEPT.iterdir()} == drawn


def test_kept_pictures_take_little_room() -> None:
    sizes = [path.stat().st_size for path in KEPT.iterdir()]
    assert max(sizes) < 300_000
    assert sum(sizes) < 4_500_000
