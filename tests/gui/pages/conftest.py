"""A store as a small team would have it after some months; every page finds something in it."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from page_stores import add_model, add_versions, begin, finish
from PySide6.QtWidgets import QApplication
from story_steps import Clicks

from tidemill.domain.datasets import DatasetVersion
from tidemill.services.workspace import Workspace


@pytest.fixture
def filled(workspace: Workspace, tmp_path: Path, filled_once: Any) -> Workspace:
    """A workspace in which Home and Data have everything to show, and each other page something."""
    finish(workspace, filled_once(workspace, begin), tmp_path)
    return workspace


@pytest.fixture
def flights(workspace: Workspace, filled_once: Any) -> list[DatasetVersion]:
    """A workspace with one dataset of four versions."""
    versions: list[DatasetVersion] = filled_once(workspace, add_versions)
    return versions


@pytest.fixture
def build() -> SimpleNamespace:
    """The steps above, for tests that need only some of them."""
    return SimpleNamespace(add_versions=add_versions, add_model=add_model)


@pytest.fixture
def clicks(qapp: QApplication) -> Iterator[Clicks]:
    """Counts what the mouse does in this test."""
    counted = Clicks()
    qapp.installEventFilter(counted)
    yield counted
    qapp.removeEventFilter(counted)
