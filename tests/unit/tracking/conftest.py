"""A workspace that is logged to from this very process, and an eye on what arrived."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tidemill.services import runs
from tidemill.services import workspace as workspaces
from tidemill.tracking import session as sessions
from tidemill.tracking import troubles


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The workspace that is logged to; senders end with the test."""
    monkeypatch.setenv("TIDEMILL_WORKSPACE", str(tmp_path / "ws"))
    troubles.start_afresh()
    yield tmp_path / "ws"
    sessions.close_all()
    troubles.start_afresh()


@pytest.fixture
def look(folder: Path):
    """Look at a run in the store, after all was sent."""
    opened = []

    def at(run_id: str):
        sessions.close_all()
        if not opened:
            opened.append(workspaces.open_existing(folder, login="tester"))
        return runs.one(opened[0], run_id)

    at.workspace = lambda: opened[0]
    yield at
    for one in opened:
        one.close()
