"""A plugin for a child: its last line says how many dots its screen has for a pixel."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication

_dots: list[float] = []


@pytest.fixture(autouse=True)
def _noted() -> Iterator[None]:
    """Ask while there is an application."""
    yield
    screen = QGuiApplication.primaryScreen()
    if screen is not None:
        _dots[:] = [screen.devicePixelRatio()]


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Say it."""
    for dots in _dots:
        print(f"{dots:g} dots a pixel")
